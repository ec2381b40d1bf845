/**
 * Webhook endpoints: where events are sent. Each account may have up to sixteen, as in Stripe's test mode.
 */
import { errors } from "../../core/errors.ts";
import { listFields, mergeMetadata } from "../../params/common.ts";
import { type Fields, type ObjectValue, type Param, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  byPath,
  type Call,
  defineResource,
  listed,
  noParams,
  publicPart,
  reads,
  retrieves,
  writes,
} from "../resource.ts";
import { EVENT_TYPES } from "./event_types.ts";

export interface WebhookEndpoint extends Row {
  readonly object: "webhook_endpoint";
  readonly api_version: string | null;
  readonly application: null;
  readonly created: number;
  readonly description: string | null;
  readonly enabled_events: readonly string[];
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  /** Shown only in the answer to the request that creates it. */
  readonly secret?: string;
  readonly status: "enabled" | "disabled";
  readonly url: string;
  readonly _secret: string;
}

/** The most endpoints that the API lets an account have. */
const ENDPOINTS_MAX = 16;
/**
 * The most endpoints that are read for an event: those made through the API, those of the configuration, and
 * those that were once configured and are now disabled.
 */
export const ENDPOINTS_READ_MAX = 500;
const ENABLED_EVENTS_MAX = 300;
const DESCRIPTION_MAX = 5000;
const KNOWN_EVENTS: ReadonlySet<string> = new Set<string>(EVENT_TYPES);

/** One event type by name, or "*". */
const eventName: Param<string> = {
  type: "enum",
  read: (raw, path, reading) => {
    const name = p.string({ max: 200 }).read(raw, path, reading);
    if (name === undefined || name === "*" || KNOWN_EVENTS.has(name)) return name;
    return reading.refuse(errors.invalidChoice(path, ["*", ...EVENT_TYPES]));
  },
};
const enabledEvents = p.list(eventName, { max: ENABLED_EVENTS_MAX });

/** The API version of an endpoint: one of those that the caller of this module can render. */
const apiVersion = (versions: readonly string[]): Param<string> => p.oneOf(...versions);

const createParams = (versions: readonly string[]) =>
  ({
    api_version: p.nullable(apiVersion(versions)),
    connect: p.notYet(p.boolean(), [false]),
    description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
    enabled_events: p.required(enabledEvents),
    metadata: p.metadata(),
    url: p.required(p.url({ webOnly: true })),
  }) as const satisfies Fields;

const updateParams = {
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  disabled: p.boolean(),
  enabled_events: enabledEvents,
  metadata: p.metadata(),
  url: p.url({ webOnly: true }),
} as const satisfies Fields;

/** Whether an endpoint is enabled and subscribes to events of this type. */
export function wants(endpoint: WebhookEndpoint, type: string): boolean {
  if (endpoint.status !== "enabled") return false;
  return endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(type);
}

async function create(
  tx: Tx,
  call: Call<ObjectValue<ReturnType<typeof createParams>>>,
): Promise<WebhookEndpoint> {
  const existing = await tx.list("webhook_endpoint", {}, { limit: ENDPOINTS_MAX });
  if (existing.rows.length >= ENDPOINTS_MAX) {
    throw errors.rule(`You have reached the maximum of ${ENDPOINTS_MAX} test webhook endpoints.`);
  }
  const { input } = call;
  const endpoint: WebhookEndpoint = {
    id: tx.newId("we_"),
    object: "webhook_endpoint",
    api_version: input.api_version ?? null,
    application: null,
    created: tx.now,
    description: input.description ?? null,
    enabled_events: input.enabled_events,
    livemode: false,
    metadata: mergeMetadata({}, input.metadata),
    status: "enabled",
    url: input.url,
    _secret: tx.newId("whsec_"),
  };
  await tx.insert(endpoint);
  return { ...endpoint, secret: endpoint._secret };
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<WebhookEndpoint> {
  const before = await byPath<WebhookEndpoint>(tx, "webhook_endpoint", call.id);
  const { disabled, metadata, ...plain } = call.input;
  const after: WebhookEndpoint = {
    ...before,
    ...plain,
    ...(disabled === undefined ? {} : { status: disabled ? "disabled" : "enabled" }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  await tx.update(after);
  return after;
}

async function remove(tx: Tx, call: Call<object>): Promise<Deleted> {
  const endpoint = await byPath<WebhookEndpoint>(tx, "webhook_endpoint", call.id);
  await tx.hide(endpoint);
  return { id: endpoint.id, object: "webhook_endpoint", deleted: true };
}

/** `versions` are the API versions in which events can be rendered, newest first. */
export const webhookEndpoint = (versions: readonly string[]) =>
  defineResource<WebhookEndpoint>({
    object: "webhook_endpoint",
    path: "/v1/webhook_endpoints",
    permission: "webhook",
    operations: {
      "POST /": writes(createParams(versions), create),
      // Unlike most lists, this one has no `created` filter.
      "GET /": reads(listFields, (reader, { input, path }) =>
        listed(reader, "webhook_endpoint", {}, input, path),
      ),
      "GET /:id": retrieves("webhook_endpoint"),
      "POST /:id": writes(updateParams, update),
      "DELETE /:id": writes(noParams, remove),
    },
    view: (row) => publicPart(row),
  });
