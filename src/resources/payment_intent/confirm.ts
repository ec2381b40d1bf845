/**
 * A confirmation, in stages: the attempt is written down, the network is asked, and what it said is settled. What
 * settling does is in `settle.ts`; sessions drive their intents by `ask` and `settle` themselves.
 */
import type { AttemptResult } from "../../payment_methods/method.ts";
import type { Tx } from "../../storage/port.ts";
import * as attempts from "../attempts.ts";
import { shippingRow } from "../charge.ts";
import { checkTypes, methodFrom, withStored } from "../intents.ts";
import type { PaymentMethod } from "../payment_method/index.ts";
import { type Answer, type Begun, byPath, type Call, type Units } from "../resource.ts";
import { type Attempt, cardOptionsOf, type PaymentIntent, threeDSecure } from "./intent.ts";
import type { ConfirmInput } from "./params.ts";
import { checkConfirmable, checkHasMethod, checkNotOfSession, checkReturnUrl } from "./rules.ts";
import { bookLater, settle } from "./settle.ts";

export const PAYMENTS: attempts.Attempts<PaymentIntent> = {
  kind: "payment_intent",
  purpose: "payment",
  settle: async (tx, intent, method, result) => {
    const settled = await settle(tx, intent, method, result);
    await bookLater(tx, settled);
    return settled;
  },
  lastError: (intent) => intent.last_payment_error,
};

export async function confirmIntent(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkNotOfSession(intent, "confirm");
  checkConfirmable(intent);
  const { input } = call;
  if (input._payment_method_types !== undefined) checkTypes(input._payment_method_types);
  const method = await methodFrom(tx, withStored(intent, input), "payment_intent", intent.customer);
  const { receipt_email, setup_future_usage, shipping, capture_method } = input;
  const asked = input.payment_method_options?.card?.request_three_d_secure;
  const changed: PaymentIntent = {
    ...intent,
    ...(capture_method === undefined ? {} : { capture_method }),
    ...(receipt_email === undefined ? {} : { receipt_email }),
    ...(setup_future_usage === undefined ? {} : { setup_future_usage }),
    ...(shipping === undefined ? {} : { shipping: shipping === null ? null : shippingRow(shipping) }),
    ...(asked === undefined ? {} : threeDSecure(asked, cardOptionsOf(intent))),
    payment_method: method?.id ?? intent.payment_method,
  };
  return attempt(tx, changed, input);
}

/** Writes down that the network is about to be asked. */
export async function attempt(
  tx: Tx,
  intent: PaymentIntent,
  input: Pick<ConfirmInput, "error_on_requires_action" | "off_session" | "return_url" | "use_stripe_sdk">,
): Promise<Begun> {
  checkHasMethod(intent, intent.payment_method);
  checkReturnUrl(intent, input.return_url ?? null);
  const { _authenticated: passed, payment_method } = intent;
  return attempts.begin(
    tx,
    { ...intent, _authenticated: null },
    {
      id: tx.newId("payatt_"),
      authentication: passed !== null && passed === payment_method ? "passed" : "none",
      off_session: input.off_session !== undefined && input.off_session !== "false",
      // A client of the SDK shows the challenge itself, and needs no way back.
      return_url: input.use_stripe_sdk ? null : (input.return_url ?? null),
      refuse_action: input.error_on_requires_action ?? false,
    },
  );
}

export function finishAttempt(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, PAYMENTS, id);
}

/** Asks the network about a payment, outside any unit of work. */
export function ask(
  intent: Pick<PaymentIntent, "_three_d_secure">,
  method: PaymentMethod,
  tried: Pick<Attempt, "authentication" | "id" | "off_session">,
): Promise<AttemptResult> {
  return attempts.ask("payment", intent, method, tried);
}

/** The payer came back from the challenge of an intent that no session drives. */
export async function authenticated(units: Units, id: string, outcome: "failed" | "passed"): Promise<Answer> {
  const waiting = outcome === "passed" ? await units((tx) => handBack(tx, id)) : null;
  return waiting ?? attempts.authenticated(units, PAYMENTS, id, outcome);
}

/** An intent that is confirmed manually goes back to its server, which confirms it once more; null for others. */
async function handBack(tx: Tx, id: string): Promise<PaymentIntent | null> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
  if (intent.confirmation_method !== "manual" || intent.status !== "requires_action") return null;
  const waiting: PaymentIntent = {
    ...intent,
    next_action: null,
    status: "requires_confirmation",
    _attempt: null,
    _authenticated: intent.payment_method,
  };
  await tx.update(waiting);
  return waiting;
}
