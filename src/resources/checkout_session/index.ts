/**
 * Checkout sessions: the definition, with the operations that take a few lines. The others are in files of their
 * names; the nested line items and the page's own surface are defined at the end.
 */
import { insertKey } from "../../core/canonical.ts";
import { listFields, mergeMetadata } from "../../params/common.ts";
import type { Row, Tx } from "../../storage/port.ts";
import type { PaymentIntent } from "../payment_intent/index.ts";
import { publicPrice } from "../price/index.ts";
import {
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  noParams,
  pageOf,
  presence,
  publicPart,
  reads,
  reference,
  retrieves,
  type Surroundings,
  staged,
  type Wire,
  writes,
} from "../resource.ts";
import { BLANK_SESSION } from "./blank.ts";
import { beginConfirm, finishConfirm, paidLater, SETTLE_TIMER } from "./confirm.ts";
import { createSession } from "./create.ts";
import { EXPIRE_TIMER, expireByApi, expireByTime } from "./expire.ts";
import { confirmParams, createParams, listParams, updateParams } from "./params.ts";
import { type PaymentPage, paymentPageOf } from "./payment_page_row.ts";
import type { LineItem, Session } from "./session.ts";

export { authenticatedSession } from "./confirm.ts";
export { isOver } from "./expire.ts";
export { isPaymentPage } from "./payment_page_row.ts";
export type { LineItem, Session } from "./session.ts";

/** Line items that an expanded session shows. */
const LINE_ITEMS_SHOWN_MAX = 10;

async function update(
  tx: Tx,
  call: Call<{ readonly metadata?: Readonly<Record<string, string>> | null }>,
): Promise<Session> {
  const session = await byPath<Session>(tx, "checkout.session", call.id);
  const updated = { ...session, metadata: mergeMetadata(session.metadata, call.input.metadata) };
  await tx.update(updated); // there is no checkout.session.updated
  return updated;
}

function lineItemsUrl(id: string): string {
  return `/v1/checkout/sessions/${id}/line_items`;
}

/** Where the buyer pays. Clients that split at "#" find something behind it, as with the original. */
function pageUrl(origin: string, id: string): string {
  return `${origin}/c/pay/${id}#fid${id.slice(10).repeat(4)}`;
}

function view(row: Session, { checkoutOrigin }: Surroundings): Wire {
  const shown = { ...publicPart(row), url: row.status === "open" ? pageUrl(checkoutOrigin, row.id) : null };
  return row._tax_id_collection === null
    ? shown
    : insertKey(shown, "tax_id_collection", row._tax_id_collection);
}

export const checkoutSession = defineResource<Session>({
  object: "checkout.session",
  path: "/v1/checkout/sessions",
  permission: "checkout_session",
  blank: BLANK_SESSION as unknown as Wire,
  keys: (row) => ({
    customer: row.customer,
    "customer_details.email": row.customer_details?.email?.toLowerCase(),
    payment_intent: row.payment_intent,
    payment_link: row.payment_link,
    status: row.status,
    subscription: row.subscription,
  }),
  expands: {
    "automatic_tax.liability.account": reference("account"),
    customer: reference("customer"),
    "discounts.coupon": reference("coupon"),
    "discounts.promotion_code": reference("promotion_code"),
    invoice: reference("invoice"),
    line_items: inclusion("item", async (reader, shown) => {
      const session = await reader.get<Session>("checkout.session", String(shown.id));
      return pageOf(
        session?._line_items ?? [],
        "item",
        { limit: LINE_ITEMS_SHOWN_MAX },
        lineItemsUrl(String(shown.id)),
      );
    }),
    payment_intent: reference("payment_intent"),
    payment_link: reference("payment_link"),
    setup_intent: reference("setup_intent"),
    "shipping_cost.shipping_rate": reference("shipping_rate"),
    "shipping_options.shipping_rate": reference("shipping_rate"),
    subscription: reference("subscription"),
    // Nothing is discounted or taxed yet.
    "total_details.breakdown": inclusion(null, async () => ({ discounts: [], taxes: [] })),
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
    "POST /:id": writes(updateParams, update),
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
  view,
});

/** Line items have no address of their own. */
export const lineItem = defineResource<LineItem>({
  object: "item",
  path: "/v1/checkout/sessions",
  permission: "checkout_session",
  expands: {
    discounts: inclusion(null, async () => []),
    price: presence("price"),
    taxes: inclusion(null, async () => []),
  },
  operations: {},
  view: (row) => ({ ...publicPart(row), price: publicPrice(row.price) }),
});

/** The one way a session is completed. */
export const confirmSession = staged(confirmParams, beginConfirm, finishConfirm, {
  keys: "secret_or_publishable",
});

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
