/** `confirmCardPayment` and its like: an intent is confirmed with a method of one type, as an Element, data or an id. */

import { type Intent, intentIn } from "../elements/options.ts";
import { IntegrationError } from "../errors.ts";
import { ask, type Shop } from "../shop.ts";
import { mandateFor } from "./mandate.ts";
import { follow, pathOf, retrieve } from "./next_action.ts";
import { failed, namedIntent, type Result } from "./results.ts";
import { sendMethod, splitElement } from "./typed.ts";

type Data = Readonly<Record<string, unknown>>;

/** The intent of a client secret; throws Stripe's text if it is none of this kind. */
export function intentFor(method: string, clientSecret: unknown, kind: Intent["kind"]): Intent {
  const intent = intentIn(clientSecret);
  if (intent?.kind === kind) return intent;
  const what = kind === "payment_intent" ? "PaymentIntent" : "SetupIntent";
  throw new IntegrationError(
    `Invalid value for stripe.${method} intent secret: value should be a client secret of the form ` +
      `\${id}_secret_\${secret}. You specified: ${String(clientSecret)}. It must be the client secret of a ${what}.`,
  );
}

/** Confirms with a method of `type`, and lets the payer act unless `handleActions` is false. */
export async function confirmWithType(
  shop: Shop,
  intent: Intent,
  type: string,
  given: unknown,
  options: unknown,
): Promise<Result> {
  const { payment_method: method, ...rest } = (given ?? {}) as Data; // handed on to the API, which checks it
  const params = { ...mandateFor(type), ...rest, client_secret: intent.clientSecret, use_stripe_sdk: true };
  const path = `${pathOf(intent)}/confirm`;
  const reply =
    typeof method === "object" && method !== null
      ? await sendMethod(shop, path, params, splitElement(method as Data, type))
      : await ask(shop, "POST", path, { ...params, payment_method: method });
  if (!reply.ok) return failed(reply.error);
  const { handleActions } = (options ?? {}) as { handleActions?: unknown };
  if (handleActions === false) return namedIntent(intent, reply.body);
  return follow(shop, intent, reply.body);
}

/** Lets the payer do what an intent that was confirmed elsewhere waits for. */
export async function handleAction(shop: Shop, intent: Intent): Promise<Result> {
  const reply = await retrieve(shop, intent);
  return reply.ok ? follow(shop, intent, reply.body) : failed(reply.error);
}
