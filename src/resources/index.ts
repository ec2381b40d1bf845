/** The registry: one line a resource. */
import { delivery, event } from "./event.ts";
import { price } from "./price.ts";
import { product } from "./product.ts";
import type { Resource } from "./resource.ts";
import { webhookEndpoint } from "./webhook_endpoint.ts";

/** `versions`: those that answers and events can be carried down to, newest first. */
export function allResources(versions: readonly string[]): readonly Resource[] {
  // A registry holds resources of every row type; each is only ever handed rows of its own.
  const resources = [product, price, event, delivery, webhookEndpoint(versions)];
  return resources as unknown as readonly Resource[];
}
