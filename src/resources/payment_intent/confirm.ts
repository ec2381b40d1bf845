/**
 * A confirmation, in stages: the attempt is written down, the network is asked, and what it said is settled. What
 * settling does is in `settle.ts`; sessions drive their intents by `ask` and `settle` themselves.
 */
import { errors } from "../../core/errors.ts";
import { PAYMENT_METHODS } from "../../payment_methods/index.ts";
import type { AttemptResult } from "../../payment_methods/method.ts";
import type { Tx } from "../../storage/port.ts";
import { shippingRow } from "../charge.ts";
import { givenBy, type PaymentMethod } from "../payment_method/index.ts";
import { type Answer, type Begun, byPath, type Call, type Units } from "../resource.ts";
import { methodFrom } from "./given_method.ts";
import type { Attempt, PaymentIntent } from "./intent.ts";
import type { ConfirmInput } from "./params.ts";
import { checkConfirmable, checkHasMethod, checkNotOfSession, checkReturnUrl, checkTypes } from "./rules.ts";
import { bookLater, settle } from "./settle.ts";

export const SETTLE_TIMER = "payment_intent.settle";
/** How long an attempt may hang before anyone may settle it. */
export const SETTLE_SECONDS = 60;

export async function confirmIntent(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkNotOfSession(intent, "confirm");
  checkConfirmable(intent);
  const { input } = call;
  if (input._payment_method_types !== undefined) checkTypes(input._payment_method_types);
  const method = await methodFrom(tx, withStored(intent, input), intent.customer);
  const { receipt_email, setup_future_usage, shipping, capture_method } = input;
  const changed: PaymentIntent = {
    ...intent,
    ...(capture_method === undefined ? {} : { capture_method }),
    ...(receipt_email === undefined ? {} : { receipt_email }),
    ...(setup_future_usage === undefined ? {} : { setup_future_usage }),
    ...(shipping === undefined ? {} : { shipping: shipping === null ? null : shippingRow(shipping) }),
    payment_method: method?.id ?? intent.payment_method,
    _three_d_secure: input.payment_method_options?.card?.request_three_d_secure ?? intent._three_d_secure,
  };
  return attempt(tx, changed, input);
}

/** The method to pay with: what the request says, or else the one the intent has, which may have changed hands. */
function withStored(intent: PaymentIntent, input: ConfirmInput): Parameters<typeof methodFrom>[1] {
  const isGiven = input.payment_method !== undefined || input.payment_method_data !== undefined;
  return isGiven || intent.payment_method === null ? input : { payment_method: intent.payment_method };
}

/** Writes down that the network is about to be asked. */
export async function attempt(
  tx: Tx,
  intent: PaymentIntent,
  input: Pick<ConfirmInput, "error_on_requires_action" | "off_session" | "return_url">,
): Promise<Begun> {
  checkHasMethod(intent, intent.payment_method);
  checkReturnUrl(intent, input.return_url ?? null);
  return begin(tx, intent, {
    id: tx.newId("payatt_"),
    authentication: "none",
    off_session: input.off_session !== undefined && input.off_session !== "false",
    return_url: input.return_url ?? null,
    refuse_action: input.error_on_requires_action ?? false,
  });
}

async function begin(tx: Tx, intent: PaymentIntent, next: Attempt): Promise<Begun> {
  await tx.update({ ...intent, next_action: null, status: "requires_confirmation", _attempt: next });
  await tx.schedule({ kind: SETTLE_TIMER, subject: intent.id, due: tx.now + SETTLE_SECONDS });
  return { unfinished: intent.id };
}

/** Asks the network and settles, unless somebody did; answers with the intent, or why it was refused. */
export async function finishAttempt(units: Units, id: string): Promise<Answer> {
  const found = await units(async (tx) => {
    const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
    const method = intent.payment_method;
    return { intent, method: method === null ? null : await tx.get<PaymentMethod>("payment_method", method) };
  });
  const { intent, method } = found;
  if (intent._attempt === null || intent.status === "requires_action" || method === null)
    return answerOf(intent);
  const tried = intent._attempt;
  const result = await ask(intent, method, tried);
  return units(async (tx) => {
    const current = await byPath<PaymentIntent>(tx, "payment_intent", id);
    if (current._attempt?.id !== tried.id || current.status === "requires_action") return answerOf(current);
    const held = await byPath<PaymentMethod>(tx, "payment_method", method.id);
    const settled = await settle(tx, current, held, result);
    await bookLater(tx, settled);
    await tx.cancel(SETTLE_TIMER, id);
    return settled.error === null ? settled.intent : { refused: settled.error };
  });
}

/** Asks the network, outside any unit of work. */
export function ask(
  intent: Pick<PaymentIntent, "_three_d_secure">,
  method: PaymentMethod,
  tried: Pick<Attempt, "authentication" | "id" | "off_session">,
): Promise<AttemptResult> {
  const type = PAYMENT_METHODS[method.type];
  if (type === undefined) throw new Error(`payment method ${method.id} has a type that is not offered`);
  return type.attempt(
    {
      ...givenBy(method),
      card: method._card,
      offSession: tried.off_session,
      threeDSecure: intent._three_d_secure,
      authentication: tried.authentication,
      setUp: method._set_up,
    },
    tried.id,
  );
}

/** What a settled intent has to say, from what is stored alone. */
function answerOf(intent: PaymentIntent): Answer {
  if (intent.status !== "requires_payment_method" || intent.last_payment_error === null) return intent;
  const { type: _type, doc_url: _doc, ...rest } = intent.last_payment_error;
  return { refused: errors.card({ ...(rest as { message: string }), payment_intent: intent }) };
}

// --- 3-D Secure -------------------------------------------------------------------------------------------

/** The payer came back from the challenge of an intent that no session drives. */
export async function authenticated(units: Units, id: string, outcome: "failed" | "passed"): Promise<Answer> {
  await units(async (tx) => {
    const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
    if (intent.status !== "requires_action" || intent._attempt === null) {
      throw errors.unexpectedIntentState("This PaymentIntent does not wait for its payer.", intent);
    }
    const next = { ...intent._attempt, id: tx.newId("payatt_"), authentication: outcome };
    await begin(tx, intent, next);
  });
  return finishAttempt(units, id);
}
