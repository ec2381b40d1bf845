/** The intent of a subscription session's attempts, which the session does not show: a payment, or a set-up. */
import type { ApiError } from "../../../../core/errors.ts";
import type { AttemptResult } from "../../../../method_types/attempt_result.ts";
import type { Reader, Tx } from "../../../../storage/port.ts";
import type { PaymentMethod } from "../../../customers/payment_method/index.ts";
import type { AnyIntent } from "../../../payments/any_intent.ts";
import { secretFor } from "../../../payments/intents.ts";
import { cancel, newIntent, type PaymentIntent, settle } from "../../../payments/payment_intent/index.ts";
import {
  cancelSetup,
  newSetupIntent,
  type SetupIntent,
  settleSetup,
} from "../../../payments/setup_intent/index.ts";
import type { SubscriptionSession } from "../row/session.ts";
import { methodsOf } from "./offered_methods.ts";

interface SettledIntent {
  readonly intent: AnyIntent;
  readonly error: ApiError | null;
  readonly after?: (tx: Tx) => Promise<void>;
}

/** Settles an attempt at what is due, or at a set-up if nothing is. `invoice` is the id of the first invoice. */
export async function settleIntent(
  tx: Tx,
  session: SubscriptionSession,
  invoice: string | null,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<SettledIntent> {
  if (session.amount_total > 0) {
    return settle(tx, await paymentFor(tx, session, invoice), method, result);
  }
  const intent = await setupFor(tx, session);
  return settleSetup(tx, { ...intent, payment_method: method.id }, method, result);
}

/** The payment intent of an earlier attempt, with what has changed since, or a new one. */
async function paymentFor(
  tx: Tx,
  session: SubscriptionSession,
  invoice: string | null,
): Promise<PaymentIntent> {
  const changing = { amount: session.amount_total, customer: session.customer, _invoice: invoice };
  const earlier = await intentOf(tx, session);
  if (earlier?.object === "payment_intent") return { ...earlier, ...changing, next_action: null };
  await release(tx, session);
  const id = tx.newId("pi_");
  const intent = newIntent({
    ...changing,
    ...methodsOf(session, "payment_intent"),
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    currency: session.currency,
    capture_method: "automatic",
    description: "Subscription creation", // recorded at Stripe
    setup_future_usage: "off_session",
    _driven_by: { kind: "checkout.session", id: session.id },
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return intent;
}

/** The setup intent of an earlier attempt, or a new one. */
async function setupFor(tx: Tx, session: SubscriptionSession): Promise<SetupIntent> {
  const { customer } = session;
  const earlier = await intentOf(tx, session);
  if (earlier?.object === "setup_intent") return { ...earlier, customer, next_action: null };
  await release(tx, session);
  const id = tx.newId("seti_");
  const intent = newSetupIntent({
    ...methodsOf(session, "setup_intent"),
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    customer,
    _driven_by: { kind: "checkout.session", id: session.id },
  });
  await tx.insert(intent);
  await tx.emit("setup_intent.created", intent);
  return intent;
}

/** The intent of the latest attempt; null before the first. */
export async function intentOf(
  reader: Reader,
  { _intent: named }: SubscriptionSession,
): Promise<AnyIntent | null> {
  return named === null ? null : reader.get<AnyIntent>(named.object, named.id);
}

/** Cancels the intent of earlier attempts, which nobody will confirm any more. */
export async function release(tx: Tx, session: SubscriptionSession): Promise<void> {
  const intent = await intentOf(tx, session);
  if (intent === null || intent.status === "canceled") return;
  await (intent.object === "payment_intent"
    ? cancel(tx, intent, null)
    : cancelSetup(tx, intent, "abandoned"));
}
