/**
 * Checkout sessions: the resource definition, with the operations that take a few lines. Each longer
 * operation has its own file. The nested line items and the payment page's API are defined at the end.
 */

import { listFields } from "../../../params/common.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import type { Invoice } from "../../billing/invoice/index.ts";
import type { AnyIntent } from "../../payments/any_intent.ts";
import { namedTypesParams } from "../../payments/chosen_types.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  noParams,
  pageOf,
  presence,
  reads,
  reference,
  retrieves,
  staged,
  type Wire,
  writes,
} from "../../resource.ts";
import { createSession } from "./create.ts";
import { beginConfirm, confirmTimers, finishConfirm } from "./ending/confirm.ts";
import { expireByApi, expireByTime, RECOVERY_PATH } from "./ending/expire.ts";
import { checkOpen } from "./ending/not_open.ts";
import { modeOf } from "./modes/index.ts";
import { failedLater, paidLater } from "./modes/payment.ts";
import { concludedLater } from "./modes/subscription.ts";
import { updatePage } from "./page_update.ts";
import { shownToScripts } from "./page_view.ts";
import { confirmParams, initParams, openParams, pageUpdateParams } from "./params/page_params.ts";
import { createParams, listParams, updateParams } from "./params/session_params.ts";
import { type PaymentPage, paymentPageOf } from "./row/payment_page.ts";
import type { LineItem, Session } from "./row/session.ts";
import { EXPIRE_TIMER } from "./row/timers.ts";
import { SESSION_UPGRADES } from "./row/upgrades.ts";
import { USUAL_LINE, USUAL_SESSION } from "./row/usual.ts";
import { updateSession } from "./update.ts";
import {
  hostedUrl,
  includedBreakdown,
  includedDiscounts,
  includedLines,
  includedShippingTaxes,
  includedTaxes,
  lineItemsUrl,
  viewLineItem,
  viewSession,
} from "./view.ts";

// Used by the payment page to show the order.
export { couponAmountOff } from "../../catalog/coupon.ts";
export { isMetered, lineSubtotal, offerIn } from "../../catalog/price/index.ts";
export { removeSavedMethod, savedMethodsOf } from "./buyer/saved_methods.ts";
export { draftSession, insertSession } from "./create.ts";
export { authenticatedSession } from "./ending/confirm.ts";
export { needsMethod, savesMethod } from "./modes/index.ts";
export { takesTotal } from "./modes/offered_methods.ts";
export { boundsOf } from "./order/line_rules.ts";
export { checkCount, isOptional, offeredLines, optionalItemsWire } from "./order/options.ts";
export { type Renewal, renewalOf } from "./order/renewal.ts";
export { isUndecided } from "./order/total_rules.ts";
export { withTypedCode } from "./page_update.ts";
// Parameters that payment links share.
export { collectingFields } from "./params/collecting_params.ts";
export { lineItemFields } from "./params/line_params.ts";
export { LOCALES } from "./params/locales.ts";
export { linkedSubscriptionFields } from "./params/mode_data_params.ts";
export {
  type CreateInput as SessionInput,
  createParams as sessionParams,
  type LineItemInput,
  paymentIntentFields,
} from "./params/session_params.ts";
export { accountOfRecovery, recoverSession } from "./recover.ts";
export { type Branding, brandingOf } from "./row/branding.ts";
export { isPaymentPage } from "./row/payment_page.ts";
export {
  answerTo,
  isPriced,
  type LineItem,
  type PaymentSession,
  type PricedSession,
  type Session,
} from "./row/session.ts";
export { pageUrl } from "./view.ts";

export const checkoutSession = defineResource<Session>({
  object: "checkout.session",
  path: "/v1/checkout/sessions",
  permission: "checkout_session",
  row: {
    usual: USUAL_SESSION as unknown as Wire,
    usualElements: { list: "_line_items", members: ["price", "_product"], usual: USUAL_LINE },
    upgrades: SESSION_UPGRADES,
  },
  keys: (row) => ({
    customer: row.customer,
    "customer_details.email": row.customer_details?.email?.toLowerCase(),
    payment_intent: row.payment_intent,
    payment_link: row.payment_link,
    recovery: row.after_expiration?.recovery?.url?.slice(RECOVERY_PATH.length),
    status: row.status,
    subscription: row.subscription,
  }),
  expands: {
    "automatic_tax.liability.account": reference("account"),
    customer: reference("customer"),
    "discounts.coupon": reference("coupon"),
    "discounts.promotion_code": reference("promotion_code"),
    invoice: reference("invoice"),
    "invoice_creation.invoice_data.account_tax_ids": reference("tax_id"),
    line_items: inclusion("item", includedLines),
    payment_intent: reference("payment_intent"),
    payment_link: reference("payment_link"),
    setup_intent: reference("setup_intent"),
    "shipping_cost.shipping_rate": reference("shipping_rate"),
    "shipping_options.shipping_rate": reference("shipping_rate"),
    subscription: reference("subscription"),
    "shipping_cost.taxes": inclusion(null, includedShippingTaxes),
    "total_details.breakdown": inclusion(null, includedBreakdown),
  },
  operations: {
    "POST /": writes(createParams, createSession, { olderParams: namedTypesParams }),
    "GET /": lists("checkout.session", listParams, (input) => ({
      customer: input.customer,
      "customer_details.email": input.customer_details?.email.toLowerCase(),
      payment_intent: input.payment_intent,
      payment_link: input.payment_link,
      status: input.status,
      subscription: input.subscription,
    })),
    "GET /:id": retrieves("checkout.session"),
    "POST /:id": writes(updateParams, updateSession),
    "POST /:id/expire": writes(noParams, expireByApi),
    "GET /:id/line_items": reads(
      listFields,
      async (reader, call) => {
        const session = await byPath<Session>(reader, "checkout.session", call.id);
        return pageOf(session._line_items, "item", call.input, lineItemsUrl(session.id));
      },
      { answers: { kind: "item", list: true } },
    ),
  },
  timers: {
    [EXPIRE_TIMER]: { does: "unit", run: expireByTime },
    ...confirmTimers,
  },
  reacts: {
    "invoice.payment_failed": (tx: Tx, row: Row) => concludedLater(tx, row as Invoice),
    "invoice.payment_succeeded": (tx: Tx, row: Row) => concludedLater(tx, row as Invoice),
    "payment_intent.payment_failed": (tx: Tx, row: Row) => failedLater(tx, row as PaymentIntent),
    "payment_intent.succeeded": (tx: Tx, row: Row) => paidLater(tx, row as PaymentIntent),
  },
  view: viewSession,
});

/** Line items have no URL of their own; they are read through their session. */
export const lineItem = defineResource<LineItem>({
  object: "item",
  path: "/v1/checkout/sessions",
  permission: "checkout_session",
  expands: {
    discounts: inclusion(null, includedDiscounts),
    price: presence("price"),
    taxes: inclusion(null, includedTaxes),
  },
  operations: {},
  view: viewLineItem,
});

/** `POST /v1/payment_pages/:id/confirm`, the only way to complete a session. */
export const confirmSession = staged(confirmParams, beginConfirm, finishConfirm, {
  keys: "secret_or_publishable",
});

/** `POST /v1/payment_pages/:id`: saves what the buyer changed, and recalculates the session. */
export const pageUpdate = writes(pageUpdateParams, updatePage, { keys: "secret_or_publishable" });

/**
 * The API by which the payment page and the CLI read, update and confirm a session. Stripe does not document
 * it.
 */
export const paymentPage = defineResource<PaymentPage>({
  object: "payment_page",
  path: "/v1/payment_pages",
  permission: "checkout_session",
  operations: {
    "GET /:id": reads(noParams, (reader, call) => open(reader, call), { keys: "secret_or_publishable" }),
    "POST /": writes(openParams, openPage, { keys: "secret_or_publishable" }),
    "POST /:id/init": writes(initParams, (tx, call) => open(tx, call, (one) => checkOpen(one, tx.now)), {
      keys: "secret_or_publishable",
    }),
    "POST /:id": pageUpdate,
    "POST /:id/confirm": confirmSession,
  },
  view: ({ session, intent }, surroundings) => ({
    id: session.id,
    object: "payment_page",
    amount_subtotal: session.amount_subtotal,
    amount_total: session.amount_total,
    cancel_url: session.cancel_url,
    currency: session.currency,
    customer_email: session.customer_details?.email ?? session.customer_email,
    expires_at: session.expires_at,
    livemode: session.livemode,
    mode: session.mode,
    ...(session._optional_items === null
      ? {}
      : { optional_items: session._optional_items.map(optionInPage) }),
    payment_intent: shownIntent(intent, "payment_intent"),
    payment_method_types: session.payment_method_types,
    payment_status: session.payment_status,
    session_id: session.id,
    setup_intent: shownIntent(intent, "setup_intent"),
    status: session.status,
    submit_type: session.submit_type,
    success_url: session.success_url,
    url: hostedUrl(session, surroundings.checkoutOrigin),
    ...shownToScripts(session, surroundings),
  }),
});

/** The id is that under which `line_items` of an update or a payment add the item. */
function optionInPage({ id, price, quantity }: LineItem): Wire {
  return { id, price: price.id, quantity };
}

/** What the page needs of its intent, if that is of the kind. */
function shownIntent(intent: AnyIntent | null, kind: AnyIntent["object"]): Wire | null {
  if (intent?.object !== kind) return null;
  return { id: intent.id, client_secret: intent.client_secret, status: intent.status };
}

/** `POST /v1/payment_pages`: with it Stripe.js asks for the URL of a session's page. */
async function openPage(tx: Tx, { input }: Call<{ readonly session_id: string }>): Promise<PaymentPage> {
  const session = await byParam<Session>(tx, "checkout.session", input.session_id, "session_id");
  checkOpen(session, tx.now);
  return paymentPageOf(session, await modeOf(session).intentOf(tx, session));
}

async function open(
  reader: Parameters<typeof byPath>[0],
  call: Call<object>,
  check: (session: Session) => void = () => {},
): Promise<PaymentPage> {
  const session = await byPath<Session>(reader, "checkout.session", call.id);
  check(session);
  return paymentPageOf(session, await modeOf(session).intentOf(reader, session));
}

export { isOver } from "./row/timers.ts";
