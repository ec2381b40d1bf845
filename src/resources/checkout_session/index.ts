/**
 * Checkout sessions: the definition, with the operations that take a few lines. The others are in files of their
 * names; the nested line items and the page's own surface are defined at the end.
 */
import { listFields } from "../../params/common.ts";
import type { Row, Tx } from "../../storage/port.ts";
import type { PaymentIntent } from "../payment_intent/index.ts";
import {
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
} from "../resource.ts";
import { BLANK_LINE, BLANK_SESSION } from "./blank.ts";
import { beginConfirm, finishConfirm, paidLater, SETTLE_TIMER } from "./confirm.ts";
import { createSession } from "./create.ts";
import { EXPIRE_TIMER, expireByApi, expireByTime, RECOVERY_PATH } from "./expire.ts";
import { confirmParams, pageUpdateParams } from "./page_params.ts";
import { updatePage } from "./page_update.ts";
import { createParams, listParams, updateParams } from "./params.ts";
import { type PaymentPage, paymentPageOf } from "./payment_page_row.ts";
import type { LineItem, Session } from "./session.ts";
import { updateSession } from "./update.ts";
import {
  includedBreakdown,
  includedDiscounts,
  includedLines,
  includedShippingTaxes,
  includedTaxes,
  lineItemsUrl,
  pageUrl,
  viewLineItem,
  viewSession,
} from "./view.ts";

export { authenticatedSession } from "./confirm.ts";
export { draftSession, insertSession } from "./create.ts";
export { isOver } from "./expire.ts";
export { withTypedCode } from "./page_update.ts";
export { isPaymentPage } from "./payment_page_row.ts";
export { accountOfRecovery, recoverSession } from "./recover.ts";
export { removeSavedCard, savedCardsOf } from "./saved_cards.ts";
export type { LineItem, Session } from "./session.ts";

export const checkoutSession = defineResource<Session>({
  object: "checkout.session",
  path: "/v1/checkout/sessions",
  permission: "checkout_session",
  blank: BLANK_SESSION as unknown as Wire,
  common: { list: "_line_items", members: ["price", "_product"], blank: BLANK_LINE },
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
    "POST /": writes(createParams, createSession),
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
    [SETTLE_TIMER]: { does: "staged", run: async (units, id) => void (await finishConfirm(units, id)) },
  },
  reacts: {
    "payment_intent.succeeded": (tx: Tx, row: Row) => paidLater(tx, row as PaymentIntent),
  },
  view: viewSession,
});

/** Line items have no address of their own. */
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

/** The one way a session is completed. */
export const confirmSession = staged(confirmParams, beginConfirm, finishConfirm, {
  keys: "secret_or_publishable",
});

/** What the buyer changed, worked out anew. */
export const pageUpdate = writes(pageUpdateParams, updatePage, { keys: "secret_or_publishable" });

/** The surface that the page and the CLI drive a session by. Not documented by the original. */
export const paymentPage = defineResource<PaymentPage>({
  object: "payment_page",
  path: "/v1/payment_pages",
  permission: "checkout_session",
  operations: {
    "GET /:id": reads(noParams, (reader, call) => open(reader, call), { keys: "secret_or_publishable" }),
    "POST /:id/init": reads(noParams, (reader, call) => open(reader, call), {
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
    payment_intent:
      intent === null ? null : { id: intent.id, client_secret: intent.client_secret, status: intent.status },
    payment_method_types: session.payment_method_types,
    payment_status: session.payment_status,
    session_id: session.id,
    status: session.status,
    submit_type: session.submit_type,
    success_url: session.success_url,
    url: session.status === "open" ? pageUrl(surroundings.checkoutOrigin, session.id) : null,
  }),
});

async function open(reader: Parameters<typeof byPath>[0], call: Call<object>): Promise<PaymentPage> {
  const session = await byPath<Session>(reader, "checkout.session", call.id);
  const id = session.payment_intent;
  return paymentPageOf(session, id === null ? null : await reader.get<PaymentIntent>("payment_intent", id));
}
