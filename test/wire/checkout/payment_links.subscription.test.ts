/** Payment links that sell subscriptions. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

type CreateParams = Stripe.PaymentLinkCreateParams;

let server: TestServer;
let shop: Shop;
let price: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  shop = openShop(server);
  price = (await shop.price({ recurring: { interval: "month" } })).id;
});

const MUG = {
  price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Mug" } },
  quantity: 1,
} as const satisfies Stripe.PaymentLinkCreateParams.LineItem;
const PLAN = {
  price_data: { ...MUG.price_data, recurring: { interval: "year" } },
  quantity: 1,
} as const satisfies Stripe.PaymentLinkCreateParams.LineItem;

const create = (more: Partial<CreateParams> = {}) =>
  shop.stripe.paymentLinks.create({ line_items: [{ price, quantity: 1 }], ...more });

/** A session of the link, opened as a browser does. */
async function opened({ url }: Stripe.PaymentLink): Promise<Stripe.Checkout.Session> {
  const reply = await fetch(url, { redirect: "manual" });
  const id = /\/c\/pay\/(cs_test_\w+)#/.exec(reply.headers.get("location") ?? "")?.[1];
  return shop.stripe.checkout.sessions.retrieve(id ?? "");
}

test("a link with a recurring price shows what its subscriptions have", async () => {
  const link = await create();
  expect(link).toMatchObject({
    customer_creation: "always",
    invoice_creation: null,
    payment_intent_data: null,
    payment_method_collection: "always",
    submit_type: "auto",
    subscription_data: {
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      metadata: {},
      trial_period_days: null,
      trial_settings: null,
    },
  });
  expect((await create({ line_items: [MUG] })).subscription_data).toBeNull();
  expect((await create({ line_items: [PLAN, MUG] })).subscription_data).not.toBeNull();
});

test("its sessions begin subscriptions with what it says", async () => {
  const trial_settings = { end_behavior: { missing_payment_method: "cancel" } } as const;
  const link = await create({
    line_items: [{ price, quantity: 2 }, MUG],
    metadata: { from: "link" },
    payment_method_collection: "if_required",
    subscription_data: {
      description: "Gold",
      invoice_settings: { description: "For the members", footer: "Thanks" },
      metadata: { plan: "gold" },
      trial_period_days: 7,
      trial_settings,
    },
  });
  const invoice_settings = { description: "For the members", footer: "Thanks" };
  expect(link.subscription_data).toMatchObject({
    ...{ description: "Gold", trial_period_days: 7, trial_settings, invoice_settings },
  });
  const session = await opened(link);
  expect(session).toMatchObject({
    mode: "subscription",
    amount_total: 500,
    customer_creation: "always",
    metadata: { from: "link" },
    payment_link: link.id,
    payment_method_collection: "if_required",
  });
  expect((await shop.confirm(session.id)).status).toBe(200);
  const { subscription } = await shop.stripe.checkout.sessions.retrieve(session.id, {
    expand: ["subscription"],
  });
  expect(subscription).toMatchObject({
    status: "trialing",
    description: "Gold",
    metadata: { plan: "gold" },
    trial_settings,
    items: { data: [{ quantity: 2, price: { id: price } }] },
  });
});

test("an update changes what later sessions begin with", async () => {
  const link = await create({ subscription_data: { description: "Gold", trial_period_days: 7 } });
  expect((await opened(link)).amount_total).toBe(0);
  const changed = await shop.stripe.paymentLinks.update(link.id, {
    subscription_data: { trial_period_days: "", metadata: { a: "b" } },
  });
  expect(changed.subscription_data).toMatchObject({
    description: "Gold",
    metadata: { a: "b" },
    trial_period_days: null,
  });
  expect((await opened(link)).amount_total).toBe(1099);
  const lines = await shop.stripe.paymentLinks.listLineItems(link.id);
  await shop.stripe.paymentLinks.update(link.id, {
    line_items: [{ id: String(lines.data[0]?.id), quantity: 3 }],
  });
  expect((await opened(link)).amount_total).toBe(3297);
});

test("refuses what its sessions would refuse", async () => {
  expect(await refused(create({ line_items: [PLAN, { price, quantity: 1 }] }))).toMatchObject({
    message:
      "All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.",
  });
  expect(await refused(create({ customer_creation: "always" }))).toMatchObject({
    message: "`customer_creation` can only be used in `payment` mode.",
  });
  expect(
    await refused(create({ line_items: [MUG], subscription_data: { trial_period_days: 7 } })),
  ).toMatchObject({
    message: "You can not pass `subscription_data` in `payment` mode.",
    param: "subscription_data",
  });
  expect(
    await refused(
      create({
        subscription_data: { trial_settings: { end_behavior: { missing_payment_method: "cancel" } } },
      }),
    ),
  ).toMatchObject({ param: "subscription_data[trial_settings]" });
  expect((await shop.stripe.paymentLinks.list()).data).toEqual([]);
});

test("is deactivated when its price is archived", async () => {
  const link = await create();
  await shop.stripe.prices.update(price, { active: false });
  expect((await shop.stripe.paymentLinks.retrieve(link.id)).active).toBe(false);
});

test("its subscriptions' invoices say what the link does", async () => {
  const { id } = await shop.stripe.taxIds.create({ type: "eu_vat", value: "DE123456789" });
  const invoice_settings = {
    account_tax_ids: [id],
    custom_fields: [{ name: "Order", value: "17" }],
    footer: "Bye",
  };
  const link = await create({ subscription_data: { invoice_settings } });
  expect(link.subscription_data?.invoice_settings).toEqual({
    ...invoice_settings,
    description: null,
    issuer: { type: "self" },
  });
  const session = await opened(link);
  await shop.confirm(session.id);
  const { subscription } = await shop.stripe.checkout.sessions.retrieve(session.id, {
    expand: ["subscription.latest_invoice"],
  });
  expect(subscription).toMatchObject({ invoice_settings, latest_invoice: invoice_settings });
});
