/**
 * Payment intents: made, changed, confirmed, captured and canceled by API, or driven by a checkout session.
 * A confirmation is staged: the attempt is written down, the network is asked, and what it said is settled.
 */
import { errors } from "../../core/errors.ts";
import { clientSecret } from "../../core/ids.ts";
import { mergeMetadata } from "../../params/common.ts";
import { PAYMENT_METHODS } from "../../payment_methods/index.ts";
import type { AttemptResult } from "../../payment_methods/method.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import { type Charge, shippingRow } from "../charge.ts";
import { assertUsable, createFromCard, givenBy, type PaymentMethod, resolvePaymentMethod } from "../payment_method/index.ts";
import { refundCharge } from "../refund.ts";
import {
  type Answer,
  type Begun,
  byParam,
  byPath,
  type Call,
  defineResource,
  lists,
  publicPart,
  reads,
  reference,
  staged,
  type Units,
  type Wire,
  writes,
} from "../resource.ts";
import { type Attempt, newIntent, type PaymentIntent } from "./intent.ts";
import {
  cancelParams,
  captureParams,
  type ConfirmInput,
  confirmParams,
  type CreateInput,
  createParams,
  listParams,
  retrieveParams,
  type UpdateInput,
  updateParams,
} from "./params.ts";
import {
  checkAmount,
  checkAmountUpdatable,
  checkCancelable,
  checkCapturable,
  checkConfirmable,
  checkHasMethod,
  checkNotOfSession,
  checkReturnUrl,
  checkTypes,
} from "./rules.ts";
import { bookLater, capture, RELEASE_TIMER, settle, type Settled } from "./settle.ts";

export type { PaymentIntent } from "./intent.ts";
export { newIntent } from "./intent.ts";
export { checkTypes } from "./rules.ts";
export { bookLater, settle, type Settled } from "./settle.ts";

const SETTLE_TIMER = "payment_intent.settle";
/** How long an attempt may hang before anyone may settle it. */
export const SETTLE_SECONDS = 60;
/** Cards are what the account's settings offer. */
const OFFERED_TYPES = ["card"];

export function secretFor(tx: Tx, id: string): string {
  return clientSecret(tx, id, tx.account);
}

// --- create -----------------------------------------------------------------------------------------------

async function create(tx: Tx, call: Call<CreateInput>): Promise<Begun> {
  const { input } = call;
  checkAmount(input.amount, input.currency);
  const explicit = input._payment_method_types;
  if (explicit !== undefined) checkTypes(explicit);
  if (explicit !== undefined && input.automatic_payment_methods?.enabled) {
    throw errors.rule(
      "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.",
      "automatic_payment_methods",
    );
  }
  if (!input.confirm) {
    for (const name of ["off_session", "return_url", "error_on_requires_action"] as const) {
      if (input[name] !== undefined && input[name] !== false) throw errors.onlyWhenConfirming(name);
    }
  }
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const method = await methodFrom(tx, input, input.customer ?? null);
  const id = tx.newId("pi_");
  const intent = newIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    amount: input.amount,
    currency: input.currency,
    capture_method: input.capture_method ?? "automatic_async",
    payment_method_types: explicit ?? OFFERED_TYPES,
    automatic_payment_methods:
      explicit !== undefined || input.automatic_payment_methods?.enabled === false
        ? null
        : { allow_redirects: input.automatic_payment_methods?.allow_redirects ?? "always", enabled: true },
    confirmation_method: input.confirmation_method ?? "automatic",
    customer: input.customer ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    payment_method: method?.id ?? null,
    receipt_email: input.receipt_email ?? null,
    setup_future_usage: input.setup_future_usage ?? null,
    shipping: input.shipping ? shippingRow(input.shipping) : null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    transfer_group: input.transfer_group ?? null,
    _three_d_secure: input.payment_method_options?.card?.request_three_d_secure ?? "automatic",
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}

/** The payment method a request names or describes; null where it does neither. */
async function methodFrom(
  tx: Tx,
  input: Pick<CreateInput, "payment_method" | "payment_method_data">,
  customer: string | null,
): Promise<PaymentMethod | null> {
  const { payment_method, payment_method_data: data } = input;
  if (payment_method !== undefined && data !== undefined) {
    throw errors.onlyOneOf(["payment_method", "payment_method_data"]);
  }
  if (data !== undefined) {
    if (data.card === undefined) throw errors.missingParam("payment_method_data[card]");
    return createFromCard(tx, { ...data, card: data.card, path: "payment_method_data[card]" });
  }
  if (payment_method === undefined) return null;
  const method = await resolvePaymentMethod(tx, payment_method, "payment_method");
  assertUsable(method);
  if (method.customer !== null && method.customer !== customer) {
    throw customer === null
      ? errors.rule(
          "The PaymentMethod provided belongs to a Customer. Please include the Customer in the `customer` parameter " +
            "on the PaymentIntent.",
          "payment_method",
        )
      : errors.rule(
          `The customer ${customer} does not have a payment method with the ID ${method.id}. The payment method must ` +
            "be attached to the customer.",
          "payment_method",
        );
  }
  return method;
}

// --- confirm ----------------------------------------------------------------------------------------------

async function confirm(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkNotOfSession(intent, "confirm");
  checkConfirmable(intent);
  const { input } = call;
  if (input._payment_method_types !== undefined) checkTypes(input._payment_method_types);
  const method = await methodFrom(tx, input, intent.customer);
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

/** Writes down that the network is about to be asked. */
async function attempt(
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
async function finish(units: Units, id: string): Promise<Answer> {
  const found = await units(async (tx) => {
    const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
    const method = intent.payment_method;
    return { intent, method: method === null ? null : await tx.get<PaymentMethod>("payment_method", method) };
  });
  const { intent, method } = found;
  if (intent._attempt === null || intent.status === "requires_action" || method === null) return answerOf(intent);
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
export async function authenticated(
  units: Units,
  id: string,
  outcome: "failed" | "passed",
): Promise<Answer> {
  await units(async (tx) => {
    const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
    if (intent.status !== "requires_action" || intent._attempt === null) {
      throw errors.unexpectedIntentState("This PaymentIntent does not wait for its payer.", intent);
    }
    const next = { ...intent._attempt, id: tx.newId("payatt_"), authentication: outcome };
    await begin(tx, intent, next);
  });
  return finish(units, id);
}

// --- update, capture, cancel ------------------------------------------------------------------------------

async function update(tx: Tx, call: Call<UpdateInput>): Promise<PaymentIntent> {
  const before = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  const { input } = call;
  if (input.amount !== undefined || input.currency !== undefined) {
    checkAmountUpdatable(before);
    checkAmount(input.amount ?? before.amount, input.currency ?? before.currency);
  }
  if (input._payment_method_types !== undefined) checkTypes(input._payment_method_types);
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? before.customer;
  const method = await methodFrom(tx, input, customer);
  const { shipping, metadata, payment_method_data: _data, payment_method_options, ...rest } = input;
  const { _payment_method_types: types, amount, currency, capture_method, description, receipt_email } = rest;
  const after: PaymentIntent = {
    ...before,
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(capture_method === undefined ? {} : { capture_method }),
    ...(description === undefined ? {} : { description }),
    ...(receipt_email === undefined ? {} : { receipt_email }),
    ...(rest.setup_future_usage === undefined ? {} : { setup_future_usage: rest.setup_future_usage }),
    ...(rest.statement_descriptor === undefined ? {} : { statement_descriptor: rest.statement_descriptor }),
    ...(rest.statement_descriptor_suffix === undefined
      ? {}
      : { statement_descriptor_suffix: rest.statement_descriptor_suffix }),
    ...(rest.transfer_group === undefined ? {} : { transfer_group: rest.transfer_group }),
    ...(types === undefined ? {} : { payment_method_types: types, automatic_payment_methods: null }),
    ...(shipping === undefined ? {} : { shipping: shipping === null ? null : shippingRow(shipping) }),
    ...(method === null ? {} : { payment_method: method.id, status: withMethod(before) }),
    customer,
    metadata: mergeMetadata(before.metadata, metadata),
    _three_d_secure: payment_method_options?.card?.request_three_d_secure ?? before._three_d_secure,
  };
  await tx.update(after); // there is no payment_intent.updated
  return after;
}

function withMethod(intent: PaymentIntent): PaymentIntent["status"] {
  return intent.status === "requires_payment_method" ? "requires_confirmation" : intent.status;
}

async function captureIntent(
  tx: Tx,
  call: Call<{ readonly amount_to_capture?: number; readonly metadata?: Readonly<Record<string, string>> | null }>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkCapturable(intent, call.input.amount_to_capture);
  const charge = await byParam<Charge>(tx, "charge", intent.latest_charge ?? "", "latest_charge");
  const metadata = mergeMetadata(intent.metadata, call.input.metadata);
  return capture(tx, { ...intent, metadata }, charge, call.input.amount_to_capture ?? intent.amount_capturable);
}

async function cancelByApi(
  tx: Tx,
  call: Call<{ readonly cancellation_reason?: string }>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkCancelable(intent);
  checkNotOfSession(intent, "cancel");
  return cancel(tx, intent, call.input.cancellation_reason ?? null);
}

/** Cancels an intent and lets go of what it had authorized. */
export async function cancel(tx: Tx, intent: PaymentIntent, reason: string | null): Promise<PaymentIntent> {
  const authorized = intent.status === "requires_capture" ? intent.latest_charge : null;
  const canceled: PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    canceled_at: tx.now,
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
    _attempt: null,
  };
  await tx.update(canceled);
  await tx.cancel(RELEASE_TIMER, intent.id);
  if (authorized !== null) {
    const charge = await byParam<Charge>(tx, "charge", authorized, "latest_charge");
    if (reason === "automatic") await tx.emit("charge.expired", charge);
    else await refundCharge(tx, charge, charge.amount);
  }
  await tx.emit("payment_intent.canceled", canceled);
  return canceled;
}

async function release(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<PaymentIntent>("payment_intent", id);
  if (intent?.status === "requires_capture") await cancel(tx, intent, "automatic");
}

async function retrieve(
  reader: Reader,
  call: Call<{ readonly client_secret?: string }>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(reader, "payment_intent", call.id);
  const secret = call.input.client_secret;
  if (call.fromBrowser && secret === undefined) throw errors.missingParam("client_secret");
  if (secret !== undefined && secret !== intent.client_secret) {
    throw errors.rule(
      "The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable " +
        "key used belongs to the same account that created the PaymentIntent.",
      "client_secret",
      "payment_intent_invalid_parameter",
    );
  }
  return intent;
}

function view(row: PaymentIntent, { checkoutOrigin }: { readonly checkoutOrigin: string }): Wire {
  const shown = publicPart(row);
  const { next_action: action } = row;
  if (action === null) return shown;
  return {
    ...shown,
    next_action:
      action.type === "redirect_to_url"
        ? { ...action, redirect_to_url: { ...action.redirect_to_url, url: checkoutOrigin + action.redirect_to_url.url } }
        : { ...action, use_stripe_sdk: { ...action.use_stripe_sdk, stripe_js: checkoutOrigin + action.use_stripe_sdk.stripe_js } },
  };
}

export const paymentIntent = defineResource<PaymentIntent>({
  object: "payment_intent",
  path: "/v1/payment_intents",
  permission: "payment_intent",
  keys: (row) => ({ customer: row.customer }),
  expands: {
    customer: reference("customer"),
    latest_charge: reference("charge"),
    payment_method: reference("payment_method"),
  },
  operations: {
    "POST /": staged(createParams, create, finish),
    "GET /": lists("payment_intent", listParams, (input) =>
      input.customer === undefined ? {} : { customer: input.customer },
    ),
    "GET /:id": reads(retrieveParams, retrieve, { keys: "secret_or_publishable" }),
    "POST /:id": writes(updateParams, update),
    "POST /:id/confirm": staged(confirmParams, confirm, finish),
    "POST /:id/capture": writes(captureParams, captureIntent),
    "POST /:id/cancel": writes(cancelParams, cancelByApi),
  },
  timers: {
    [SETTLE_TIMER]: { does: "staged", run: async (units, id) => void (await finish(units, id)) },
    [RELEASE_TIMER]: { does: "unit", run: release },
  },
  view,
});
