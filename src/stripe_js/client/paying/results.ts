/** What the methods of Stripe.js resolve to: the object under its own name, or an error. Never both. */
import type { ApiFault, ApiReply } from "../../wire.ts";
import type { Intent } from "../elements/options.ts";

/** An object of the API, with its keys as they are. */
export type Json = Readonly<Record<string, unknown>>;
export type Result = { readonly [name: string]: Json } | { readonly error: ApiFault };

export function resultOf(name: string, reply: ApiReply): Result {
  return reply.ok ? { [name]: reply.body } : { error: reply.error };
}

export function failed(error: ApiFault): Result {
  return { error };
}

/** The name under which an intent is handed to shops. */
const NAMES = { payment_intent: "paymentIntent", setup_intent: "setupIntent" } as const;

export function namedIntent({ kind }: Pick<Intent, "kind">, body: Json): Result {
  return { [NAMES[kind]]: body };
}

/** Statuses with which an intent needs nothing more of its payer. */
const OVER = ["requires_confirmation", "requires_capture", "succeeded", "processing"];

/**
 * What became of an intent after its payer has acted. A failure carries the whole intent, and no message if the API
 * says no reason, as in Stripe.js.
 */
export function outcomeOf(intent: Intent, body: Json): Result {
  const status = String(body.status);
  if (OVER.includes(status)) return namedIntent(intent, body);
  const isPayment = intent.kind === "payment_intent";
  const last = isPayment ? body.last_payment_error : body.last_setup_error;
  const whole = { [intent.kind]: body };
  if (status === "canceled") {
    const code = isPayment ? "payment_intent_unexpected_state" : "setup_intent_unexpected_state";
    return failed({ type: "invalid_request_error", code, ...whole });
  }
  if (typeof last === "object" && last !== null) return failed({ ...(last as ApiFault), ...whole });
  const code = isPayment ? "payment_intent_authentication_failure" : "setup_intent_authentication_failure";
  return failed({
    type: "invalid_request_error",
    code,
    doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll("_", "-")}`,
    ...whole,
  });
}
