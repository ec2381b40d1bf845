/** A payment intent or a setup intent, for code that goes on with either. */
import type { Wire } from "../resource.ts";
import type { PaymentIntent } from "./payment_intent/index.ts";
import type { SetupIntent } from "./setup_intent/index.ts";

export type AnyIntent = PaymentIntent | SetupIntent;

/** The error of the intent's last attempt, or of the one before while an attempt is under way. */
export function lastErrorOf(intent: AnyIntent): Wire | null {
  return intent.object === "payment_intent" ? intent.last_payment_error : intent.last_setup_error;
}
