/** A payment intent or a setup intent, for code that goes on with either. */
import { typeNamed } from "../../method_types/index.ts";
import type { PaymentMethodType } from "../../method_types/method_type.ts";
import type { Reader } from "../../storage/port.ts";
import type { PaymentMethod } from "../customers/payment_method/index.ts";
import type { Wire } from "../resource.ts";
import type { IntentKind } from "./intents.ts";
import type { PaymentIntent } from "./payment_intent/index.ts";
import type { SetupIntent } from "./setup_intent/index.ts";

export type AnyIntent = PaymentIntent | SetupIntent;

/** The kind of an intent, by its id. */
export function intentKind(id: string): IntentKind {
  return id.startsWith("seti_") ? "setup_intent" : "payment_intent";
}

/** The intent with this id; null if there is none. */
export function anyIntent(reader: Reader, id: string): Promise<AnyIntent | null> {
  return intentKind(id) === "setup_intent"
    ? reader.get<SetupIntent>("setup_intent", id)
    : reader.get<PaymentIntent>("payment_intent", id);
}

/** The error of the intent's last attempt, or of the one before while an attempt is under way. */
export function lastErrorOf(intent: AnyIntent): Wire | null {
  return intent.object === "payment_intent" ? intent.last_payment_error : intent.last_setup_error;
}

/** The type of the method that an intent was last tried with; null if it was tried with none. */
export async function triedType(reader: Reader, intent: AnyIntent): Promise<PaymentMethodType | null> {
  const { payment_method: id } = intent;
  const method = id === null ? null : await reader.get<PaymentMethod>("payment_method", id);
  // After a failure the method is named in the error alone, where errors show it whole.
  const failed = lastErrorOf(intent)?.payment_method as Pick<PaymentMethod, "type"> | undefined;
  const type = method?.type ?? failed?.type;
  return type === undefined ? null : typeNamed(type);
}
