/** What the pages of the customer portal do, by their forms: on every engine, on test clocks, and for nobody else. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { type BillingShop, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

/** 23 November 2026. */
const clock = new FixedClock(1_795_400_000);
let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
});

type Features = Stripe.BillingPortal.ConfigurationCreateParams["features"];

/** The portal of a customer, as a browser without a script uses it. */
async function portalOf(customer: string, features?: Features) {
  const configuration =
    features === undefined ? undefined : (await stripe.billingPortal.configurations.create({ features })).id;
  const { url } = await stripe.billingPortal.sessions.create({
    customer,
    ...(configuration && { configuration }),
  });
  return {
    url,
    async get(path = ""): Promise<string> {
      return (await fetch(url + path)).text();
    },
    /** The status of a post, and where it leads below the URL of the session. */
    async post(path: string, body: Record<string, string> = {}, headers: Record<string, string> = {}) {
      const reply = await fetch(url + path, {
        method: "POST",
        redirect: "manual",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: new URLSearchParams(body).toString(),
      });
      const to = reply.headers.get("location")?.replace(new URL(url).pathname, "~") ?? null;
      return { status: reply.status, to, text: await reply.text() };
    },
  };
}

const HOME = { status: 303, to: "~", text: "" };
const CARD = { cardNumber: "5555555555554444", cardExpiry: "12 / 34", cardCvc: "123", useAsDefault: "on" };

async function subscribed(more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const gold = await shop.plan();
  const { id: customer } = await shop.payer();
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: gold.id }], ...more });
  return { customer, gold, id: subscription.id };
}

describe("what customers do", () => {
  test("has the events that it has for a shop", async () => {
    const { customer, id } = await subscribed();
    const portal = await portalOf(customer);
    await shop.newsSince();
    expect(await portal.post(`/subscriptions/${id}/cancel`)).toEqual({
      ...HOME,
      to: `~/subscriptions/${id}/canceled`,
    });
    expect(await portal.post(`/subscriptions/${id}/canceled`, { cancellation_reason: "unused" })).toEqual(
      HOME,
    );
    expect(await portal.post(`/subscriptions/${id}/reactivate`)).toEqual(HOME);
    expect(await shop.newsSince()).toEqual(Array(3).fill("customer.subscription.updated"));
    expect(await portal.post("/add-payment-method", CARD)).toEqual(HOME);
    expect(await portal.post("/customer", { name: "Jenny", email: "j@example.com" })).toEqual(HOME);
    expect(await shop.newsSince()).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "customer.updated",
      "customer.updated",
    ]);
    expect(await portal.get()).toContain("Mastercard •••• 4444");
  });

  test("on a test clock happens in its time", async () => {
    const { clock: own, customer } = await shop.clocked("2023-11-01T00:00:00");
    const [gold, silver] = [await shop.plan(), await shop.plan({ unit_amount: 2000 })];
    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: gold.id }] });
    await shop.advance(own, "2023-11-16T00:00:00");
    const portal = await portalOf(customer, {
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true },
      subscription_update: {
        default_allowed_updates: ["price"],
        enabled: true,
        products: [{ prices: [silver.id], product: String(silver.product) }],
        proration_behavior: "always_invoice",
      },
    });
    const change = { price: silver.id, quantity: String(items.data[0]?.quantity) };
    const preview = await portal.get(`/subscriptions/${id}/confirm?${new URLSearchParams(change)}`);
    expect(preview).toContain('data-testid="portal-due-today">$5.00<');
    expect(await portal.post(`/subscriptions/${id}/confirm`, change)).toEqual(HOME);
    expect((await shop.invoices(customer)).map((invoice) => invoice.amount_paid)).toEqual([1000, 500]);
    expect(await portal.post(`/subscriptions/${id}/cancel`)).toEqual(HOME);
    await shop.advance(own, "2023-12-02T00:00:00");
    const ended = await stripe.subscriptions.retrieve(id);
    expect([ended.status, moment(ended.ended_at)]).toEqual(["canceled", "2023-12-01T00:00:00"]);
    expect(await portal.get()).toContain("You have no active subscription.");
  });
});

describe("a subscription", () => {
  /** The portal with every change of Gold and Silver. */
  async function changing(
    more: Partial<Stripe.SubscriptionCreateParams> = {},
    update: Partial<NonNullable<Features["subscription_update"]>> = {},
  ) {
    const { customer, gold, id } = await subscribed(more);
    const silver = await shop.plan({ unit_amount: 500, product_data: { name: "Silver" } });
    const portal = await portalOf(customer, {
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true },
      subscription_update: {
        default_allowed_updates: ["price", "quantity"],
        enabled: true,
        products: [gold, silver].map((price) => ({ prices: [price.id], product: String(price.product) })),
        ...update,
      },
    });
    const change = (price: Stripe.Price, quantity: string) =>
      portal.post(`/subscriptions/${id}/confirm`, { price: price.id, quantity });
    return { change, customer, gold, id, now: () => stripe.subscriptions.retrieve(id), portal, silver };
  }

  test("changes its quantity alone", async () => {
    const { change, gold, now } = await changing();
    expect(await change(gold, "3")).toEqual(HOME);
    expect((await now()).items.data[0]).toMatchObject({ price: { id: gold.id }, quantity: 3 });
  });

  test("goes on with its trial where the configuration says so", async () => {
    const { change, now, silver } = await changing(
      { trial_period_days: 14 },
      { trial_update_behavior: "continue_trial" },
    );
    expect(await change(silver, "1")).toEqual(HOME);
    const { items, status } = await now();
    expect([status, items.data[0]?.price.id]).toEqual(["trialing", silver.id]);
  });

  test("begins its billing cycle anew where the configuration says so", async () => {
    const { change, now, silver } = await changing({}, { billing_cycle_anchor: "now" });
    const before = await now();
    clock.advance(60);
    expect(await change(silver, "1")).toEqual(HOME);
    expect((await now()).billing_cycle_anchor).toBe(before.billing_cycle_anchor + 60);
  });

  test("of several prices, or with invoices that are sent, is only canceled", async () => {
    const several = await changing();
    const fee = await shop.plan({ product_data: { name: "Support" } });
    await stripe.subscriptions.update(several.id, { items: [{ price: fee.id }] });
    const sent = await changing({ collection_method: "send_invoice", days_until_due: 30 });
    for (const { portal } of [several, sent]) {
      const html = await portal.get();
      expect(html).toContain('data-test="cancel-subscription"');
      expect(html).not.toContain('data-test="update-subscription"');
    }
    expect(await several.portal.get()).toContain("Gold, Support");
    expect(await several.change(several.silver, "1")).toEqual(HOME);
    expect((await several.now()).items.data.map(({ price }) => price.id)).toEqual([several.gold.id, fee.id]);
  });

  test("that is paused ends at once; one with a schedule is left to it", async () => {
    const paused = await changing();
    await stripe.rawRequest("POST", `/v1/subscriptions/${paused.id}/pause`, {
      invoicing_behavior: "invoice",
    });
    await paused.portal.post(`/subscriptions/${paused.id}/cancel`);
    expect((await paused.now()).status).toBe("canceled");
    const planned = await changing();
    await stripe.subscriptionSchedules.create({ from_subscription: planned.id });
    expect(await planned.portal.get()).not.toContain('data-test="cancel-subscription"');
    expect(await planned.portal.post(`/subscriptions/${planned.id}/cancel`)).toEqual(HOME);
    expect((await planned.now()).cancel_at).toBeNull();
  });

  test("keeps the card that pays it, also if the card is its own default alone", async () => {
    const { customer, id, portal } = await changing();
    const { data } = await stripe.customers.listPaymentMethods(customer);
    const card = data[0]?.id ?? "";
    await stripe.subscriptions.update(id, { default_payment_method: card });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: "" } });
    const html = await portal.get();
    expect(html).toContain("Portal-badge");
    expect(html).not.toContain('data-testid="remove-payment-method"');
    await portal.post(`/payment-methods/${card}/remove`);
    expect((await stripe.paymentMethods.retrieve(card)).customer).toBe(customer);
  });
});

describe("what is refused", () => {
  test("what the configuration does not offer", async () => {
    const { customer, gold, id } = await subscribed();
    const portal = await portalOf(customer, { invoice_history: { enabled: true } });
    await shop.newsSince();
    expect(await portal.post(`/subscriptions/${id}/cancel`)).toEqual(HOME);
    expect(await portal.post(`/subscriptions/${id}/confirm`, { price: gold.id, quantity: "5" })).toEqual(
      HOME,
    );
    expect(await portal.post("/customer", { name: "Mallory" })).toEqual(HOME);
    expect((await portal.post("/add-payment-method", CARD)).status).toBe(400);
    const spare = await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
    expect(await shop.newsSince()).toEqual(["payment_method.attached"]);
    expect((await portal.post(`/payment-methods/${spare.id}/remove`)).status).toBe(400);
    expect((await portal.post(`/payment-methods/${spare.id}/default`)).status).toBe(400);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("a price that is not offered, and a quantity beyond its bounds", async () => {
    const { customer, gold, id } = await subscribed();
    const other = await shop.plan({ unit_amount: 1 });
    const portal = await portalOf(customer, {
      payment_method_update: { enabled: true },
      subscription_update: {
        default_allowed_updates: ["quantity"],
        enabled: true,
        products: [
          {
            adjustable_quantity: { enabled: true, maximum: 3 },
            prices: [gold.id],
            product: String(gold.product),
          },
        ],
      },
    });
    await shop.newsSince();
    const change = (price: string, quantity: string) =>
      portal.post(`/subscriptions/${id}/confirm`, { price, quantity });
    expect(await change(gold.id, "4")).toMatchObject({
      status: 400,
      text: expect.stringContaining("at most 3"),
    });
    expect(await change(other.id, "1")).toEqual(HOME);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("what belongs to somebody else", async () => {
    const [mine, theirs] = [await subscribed(), await subscribed()];
    const portal = await portalOf(mine.customer);
    await shop.newsSince();
    expect(await portal.post(`/subscriptions/${theirs.id}/cancel`)).toEqual(HOME);
    const reason = { cancellation_reason: "unused" };
    expect((await portal.post(`/subscriptions/${theirs.id}/canceled`, reason)).status).toBe(400);
    const [method] = (await stripe.customers.listPaymentMethods(theirs.customer)).data;
    expect((await portal.post(`/payment-methods/${method?.id}/default`)).status).toBe(400);
    expect((await portal.post(`/payment-methods/${method?.id}/remove`)).status).toBe(400);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("a post from another site", async () => {
    const { customer, id } = await subscribed();
    const portal = await portalOf(customer);
    const reply = await portal.post(`/subscriptions/${id}/cancel`, {}, { "sec-fetch-site": "cross-site" });
    expect(reply.status).toBe(403);
    expect((await stripe.subscriptions.retrieve(id)).cancel_at).toBeNull();
  });

  test("a session whose customer was deleted, and one that was not used for an hour", async () => {
    const { customer } = await subscribed();
    const portal = await portalOf(customer);
    expect(await portal.get()).toContain("Gold");
    clock.advance(3500);
    expect(await portal.get()).toContain("Gold");
    clock.advance(3500);
    expect(await portal.get()).toContain("Gold");
    clock.advance(3601);
    expect(await portal.get()).toContain("portal-expired");
    const again = await portalOf(customer);
    await stripe.customers.del(customer);
    expect(await again.get()).toContain("portal-expired");
  });
});

test("an older client makes configurations and sessions too", async () => {
  const { customer, id } = await subscribed();
  const older = server.stripe14(shop.key);
  const configuration = await older.billingPortal.configurations.create({
    business_profile: { headline: "Plans" },
    features: { subscription_cancel: { enabled: true } },
  });
  const session = await older.billingPortal.sessions.create({
    configuration: configuration.id,
    customer,
    flow_data: { subscription_cancel: { subscription: id }, type: "subscription_cancel" },
  });
  expect(session.flow).toMatchObject({ subscription_cancel: { retention: null, subscription: id } });
  expect(configuration.features.subscription_pause.enabled).toBe(false);
});
