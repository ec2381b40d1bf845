/** Sessions of the customer portal: what they show, where their flows lead, and what is refused. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingShop, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

type CreateParams = Stripe.BillingPortal.SessionCreateParams;
type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
});

const message = async (call: Promise<unknown>) => {
  const { message, param } = await refused(call);
  return param === undefined ? message : `${param}: ${message}`;
};

/** A customer who has subscribed to Gold and may switch to Silver, up to three of each. */
async function subscriber(more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const [gold, silver] = [
    await shop.plan(),
    await shop.plan({ unit_amount: 500, product_data: { name: "Silver" } }),
  ];
  const { id: customer } = await shop.payer();
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: gold.id }], ...more });
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true },
      subscription_update: {
        default_allowed_updates: ["price", "quantity"],
        enabled: true,
        products: [gold, silver].map(({ id, product }) => ({
          adjustable_quantity: { enabled: true, maximum: 3 },
          prices: [id],
          product: String(product),
        })),
      },
    },
  });
  const open = (flow_data: FlowData, others: Partial<CreateParams> = {}) =>
    stripe.billingPortal.sessions.create({ configuration: configuration.id, customer, flow_data, ...others });
  const item = subscription.items.data[0]?.id ?? "";
  return { configuration: configuration.id, customer, gold, item, open, silver, subscription };
}

describe("a session", () => {
  test("uses the default configuration, which comes with the first one", async () => {
    const { id: customer } = await stripe.customers.create();
    await shop.newsSince();
    const session = await stripe.billingPortal.sessions.create({ customer });
    expect(session).toEqual({
      id: expect.stringMatching(/^bps_1\w{23}$/),
      object: "billing_portal.session",
      configuration: expect.stringMatching(/^bpc_1\w{23}$/),
      created: expect.any(Number),
      customer,
      customer_account: null,
      flow: null,
      livemode: false,
      locale: null,
      on_behalf_of: null,
      return_url: null,
      url: expect.stringMatching(new RegExp(`^${server.url}/p/session/test_\\w{40,}$`)),
    });
    await stripe.billingPortal.sessions.create({ customer });
    expect(await shop.newsSince()).toEqual([
      "billing_portal.configuration.created",
      "billing_portal.session.created",
      "billing_portal.session.created",
    ]);
  });

  test("has what was sent, and shows its configuration where that is expanded", async () => {
    const { id: customer } = await stripe.customers.create();
    const configuration = await stripe.billingPortal.configurations.create({
      default_return_url: "https://shop.example/account",
      features: { invoice_history: { enabled: true } },
    });
    const session = await stripe.billingPortal.sessions.create({
      configuration: configuration.id,
      customer,
      expand: ["configuration"],
      locale: "de",
    });
    expect(session).toMatchObject({
      configuration,
      locale: "de",
      return_url: "https://shop.example/account",
    });
    const own = await stripe.billingPortal.sessions.create({
      configuration: configuration.id,
      customer,
      return_url: "https://shop.example/back",
    });
    expect(own.return_url).toBe("https://shop.example/back");
  });
});

describe("a flow", () => {
  test("to a payment method, with each end", async () => {
    const { open } = await subscriber();
    const type = "payment_method_update";
    const home = { hosted_confirmation: null, redirect: null, type: "portal_homepage" };
    const session = await open({ type });
    expect(session.flow).toEqual({
      after_completion: home,
      customer_update: null,
      subscription_cancel: null,
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: null,
      type,
    });
    expect(session.url).toMatch(/\/flow$/);
    const redirect = { return_url: "https://shop.example/done" };
    expect(
      (await open({ after_completion: { redirect, type: "redirect" }, type })).flow?.after_completion,
    ).toEqual({ hosted_confirmation: null, redirect, type: "redirect" });
    const hosted_confirmation = { custom_message: "See you" };
    const hosted = await open({
      after_completion: { hosted_confirmation, type: "hosted_confirmation" },
      type,
    });
    expect(hosted.flow?.after_completion).toEqual({
      ...home,
      hosted_confirmation,
      type: "hosted_confirmation",
    });
    expect(await message(open({ after_completion: { type: "redirect" }, type }))).toContain(
      "flow_data[after_completion][redirect]",
    );
  });

  test("to the customer's details", async () => {
    const { customer } = await subscriber();
    const session = await stripe.billingPortal.sessions.create({
      customer,
      flow_data: { type: "customer_update" },
    });
    expect(session.flow).toMatchObject({
      customer_update: {},
      subscription_update: null,
      type: "customer_update",
    });
  });

  test("to cancel or change a subscription", async () => {
    const { item, open, silver, subscription } = await subscriber();
    const { id } = subscription;
    const cancel = await open({ subscription_cancel: { subscription: id }, type: "subscription_cancel" });
    expect(cancel.flow?.subscription_cancel).toEqual({ retention: null, subscription: id });
    const offer = await stripe.coupons.create({ duration: "once", percent_off: 20 });
    const keep = (coupon: string) =>
      open({
        subscription_cancel: {
          retention: { coupon_offer: { coupon }, type: "coupon_offer" },
          subscription: id,
        },
        type: "subscription_cancel",
      });
    expect((await keep(offer.id)).flow?.subscription_cancel).toEqual({
      retention: { coupon_offer: { coupon: offer.id }, type: "coupon_offer" },
      subscription: id,
    });
    expect(await message(keep("none"))).toContain("[coupon_offer][coupon]: No such coupon: 'none'");
    const update = await open({ subscription_update: { subscription: id }, type: "subscription_update" });
    expect(update.flow?.subscription_update).toEqual({ subscription: id });
    const coupon = await stripe.coupons.create({ duration: "once", percent_off: 10 });
    const confirm = await open({
      subscription_update_confirm: {
        discounts: [{ coupon: coupon.id }],
        items: [{ id: item, price: silver.id, quantity: 2 }],
        subscription: id,
      },
      type: "subscription_update_confirm",
    });
    expect(confirm.flow?.subscription_update_confirm).toEqual({
      discounts: [{ coupon: coupon.id, promotion_code: null }],
      items: [{ id: item, price: silver.id, quantity: 2 }],
      subscription: id,
    });
  });
});

describe("what is refused", () => {
  test("a customer or a configuration that does not exist or is not active", async () => {
    const raw = await server.raw("POST", "/v1/billing_portal/sessions");
    expect(raw.body.error).toMatchObject({ code: "parameter_missing", param: "customer" });
    expect(await message(stripe.billingPortal.sessions.create({ customer: "cus_none" }))).toBe(
      "customer: No such customer: 'cus_none'",
    );
    const { id: customer } = await stripe.customers.create();
    const create = (configuration: string) =>
      stripe.billingPortal.sessions.create({ configuration, customer });
    expect(await message(create("bpc_none"))).toBe("configuration: No such configuration: 'bpc_none'");
    const { id } = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    await stripe.billingPortal.configurations.update(id, { active: false });
    expect(await message(create(id))).toBe(`configuration: The portal configuration ${id} is not active.`);
  });

  test("a flow whose feature is off", async () => {
    const { customer, subscription } = await subscriber();
    const { id } = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    const open = (flow_data: FlowData) =>
      stripe.billingPortal.sessions.create({ configuration: id, customer, flow_data });
    const on = { subscription: subscription.id };
    expect(await message(open({ subscription_update: on, type: "subscription_update" }))).toBe(
      "This subscription cannot be updated because the subscription update feature in the portal configuration is " +
        "disabled.",
    );
    expect(await message(open({ subscription_cancel: on, type: "subscription_cancel" }))).toContain(
      "is disabled.",
    );
    expect(await message(open({ type: "payment_method_update" }))).toContain("is disabled.");
  });

  test("a flow without its hash, or with that of another one", async () => {
    const { open, subscription } = await subscriber();
    expect(await message(open({ type: "subscription_cancel" }))).toMatch(
      /^flow_data\[subscription_cancel\]: /,
    );
    expect(
      await message(
        open({ subscription_update: { subscription: subscription.id }, type: "payment_method_update" }),
      ),
    ).toMatch(/^flow_data\[subscription_update\]: You may only specify/);
  });

  test("a subscription of somebody else, and one that is canceled or going to be", async () => {
    const { open, subscription } = await subscriber();
    const cancel = (id: string) =>
      message(open({ subscription_cancel: { subscription: id }, type: "subscription_cancel" }));
    const { subscription: other } = await subscriber();
    expect(await cancel(other.id)).toBe(
      `flow_data[subscription_cancel][subscription]: No such subscription: '${other.id}'`,
    );
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(await cancel(subscription.id)).toBe(
      `The subscription ${subscription.id} is already set to be canceled at period end.`,
    );
    await stripe.subscriptions.cancel(subscription.id);
    expect(await cancel(subscription.id)).toContain("is already canceled");
  });

  test("a subscription that the portal cannot change", async () => {
    const { open, subscription } = await subscriber({
      collection_method: "send_invoice",
      days_until_due: 30,
    });
    const flow = {
      subscription_update: { subscription: subscription.id },
      type: "subscription_update",
    } as const;
    expect(await message(open(flow))).toContain("cannot be updated in the portal");
  });

  test("a change that is none, or that the configuration does not offer", async () => {
    const { gold, item, open, subscription } = await subscriber();
    const to = (change: { price?: string; quantity?: number }, id = item) =>
      message(
        open({
          subscription_update_confirm: { items: [{ id, ...change }], subscription: subscription.id },
          type: "subscription_update_confirm",
        }),
      );
    expect(await to({ price: gold.id, quantity: 1 })).toBe(
      "Cannot update the subscription because there are no changes to confirm.",
    );
    expect(await to({ quantity: 2 }, "si_none")).toContain("No such subscription_item: 'si_none'");
    expect(await to({ quantity: 4 })).toContain("at most 3");
    const foreign = await shop.plan({ product_data: { name: "Foreign" } });
    expect(await to({ price: foreign.id })).toContain("is not among the products");
  });

  test("what is not supported yet", async () => {
    const { open } = await subscriber();
    expect(await message(open({ type: "payment_method_update" }, { on_behalf_of: "acct_1" }))).toMatch(
      /^on_behalf_of: /,
    );
  });
});
