/** Configurations of the customer portal: what is stored of them, what is refused, and the default one. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingShop, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

type CreateParams = Stripe.BillingPortal.ConfigurationCreateParams;

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

const PRODUCTS = ["features.subscription_update.products"];
const HISTORY = { invoice_history: { enabled: true } };
const create = (features: CreateParams["features"] = HISTORY, more: Partial<CreateParams> = {}) =>
  stripe.billingPortal.configurations.create({ features, ...more });
const message = async (call: Promise<unknown>) => {
  const { message, param } = await refused(call);
  return param === undefined ? message : `${param}: ${message}`;
};

describe("a new configuration", () => {
  test("has every feature off that is not named", async () => {
    const made = await create({ subscription_cancel: { enabled: true } });
    expect(made).toEqual({
      id: expect.stringMatching(/^bpc_1\w{23}$/),
      object: "billing_portal.configuration",
      active: true,
      application: null,
      business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
      created: expect.any(Number),
      default_return_url: null,
      features: {
        customer_update: { allowed_updates: [], enabled: false },
        invoice_history: { enabled: false },
        payment_method_update: { enabled: false, payment_method_configuration: null },
        subscription_cancel: {
          cancellation_reason: {
            enabled: false,
            feedback_options: null,
            options: ["too_expensive", "missing_features", "switched_service", "unused", "other"],
          },
          enabled: true,
          mode: "at_period_end",
          proration_behavior: "none",
        },
        subscription_pause: {
          duration: {
            interval_options: [{ interval: "month", interval_count: 1 }],
            type: "interval_options",
          },
          enabled: false,
        },
        subscription_update: {
          billing_cycle_anchor: null,
          default_allowed_updates: [],
          enabled: false,
          proration_behavior: "none",
          schedule_at_period_end: { conditions: [] },
          trial_update_behavior: "end_trial",
        },
      },
      is_default: false,
      livemode: false,
      login_page: { enabled: false, url: null },
      metadata: {},
      name: null,
      updated: made.created,
    });
    expect(await stripe.billingPortal.configurations.retrieve(made.id)).toEqual(made);
    expect(await shop.news()).toEqual(["billing_portal.configuration.created"]);
  });

  test("has what was sent, and its products where they are expanded", async () => {
    const price = await shop.plan();
    const product = String(price.product);
    const features: CreateParams["features"] = {
      customer_update: { allowed_updates: ["email", "tax_id"], enabled: true },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        cancellation_reason: { enabled: true, options: ["unused", "other"] },
        enabled: true,
        mode: "immediately",
        proration_behavior: "create_prorations",
      },
      subscription_update: {
        billing_cycle_anchor: "now",
        default_allowed_updates: ["price", "quantity"],
        enabled: true,
        products: [{ prices: [price.id], product }],
        proration_behavior: "always_invoice",
        trial_update_behavior: "continue_trial",
      },
    };
    const profile = { headline: "Our plans", terms_of_service_url: "https://shop.example/terms" };
    const made = await create(features, {
      business_profile: profile,
      default_return_url: "https://shop.example/account",
      metadata: { team: "billing" },
      name: "Plans",
    });
    const { products, ...update } = features.subscription_update ?? {};
    expect(made).toMatchObject({
      business_profile: { ...profile, privacy_policy_url: null },
      default_return_url: "https://shop.example/account",
      features: { ...features, subscription_update: update },
      metadata: { team: "billing" },
      name: "Plans",
    });
    expect(made.features.subscription_update).not.toHaveProperty("products");
    const whole = await stripe.billingPortal.configurations.retrieve(made.id, { expand: PRODUCTS });
    const adjustable_quantity = { enabled: true, maximum: null, minimum: 1 };
    expect(whole.features.subscription_update.products).toEqual([
      { adjustable_quantity, prices: [price.id], product },
    ]);
  });

  test("takes what the Stripe CLI sends", async () => {
    const business_profile = {
      headline: "Stripe CLI",
      privacy_policy_url: "https://example.com/privacy",
      terms_of_service_url: "https://example.com/terms",
    };
    const made = await create({ subscription_cancel: { enabled: true } }, { business_profile });
    expect(made.business_profile).toEqual(business_profile);
  });
});

describe("an update", () => {
  test("leaves what it does not name, and is reported with the old values", async () => {
    const made = await create(
      { customer_update: { allowed_updates: ["name"], enabled: true } },
      { metadata: { a: "1" }, name: "One" },
    );
    const after = await stripe.billingPortal.configurations.update(made.id, {
      active: false,
      features: { customer_update: { allowed_updates: ["email"] }, invoice_history: { enabled: true } },
      metadata: { b: "2" },
    } as Stripe.BillingPortal.ConfigurationUpdateParams);
    expect(after).toMatchObject({
      active: false,
      features: {
        customer_update: { allowed_updates: ["email"], enabled: true },
        invoice_history: { enabled: true },
      },
      metadata: { a: "1", b: "2" },
      name: "One",
    });
    const [event] = (await stripe.events.list({ type: "billing_portal.configuration.updated" })).data;
    expect(event?.data.previous_attributes).toMatchObject({
      active: true,
      features: { customer_update: { allowed_updates: ["name"] }, invoice_history: { enabled: false } },
      metadata: { b: null },
    });
  });

  test("of the products alone is reported too, and one of nothing is not", async () => {
    const price = await shop.plan();
    const made = await create({ payment_method_update: { enabled: true } });
    await shop.newsSince();
    await stripe.billingPortal.configurations.update(made.id, {
      features: {
        subscription_update: {
          enabled: true,
          default_allowed_updates: ["price"],
          products: [{ prices: [price.id], product: String(price.product) }],
        },
      },
    });
    await stripe.billingPortal.configurations.update(made.id, { metadata: {} });
    expect(await shop.newsSince()).toEqual(["billing_portal.configuration.updated"]);
    const emptied = await stripe.billingPortal.configurations.update(made.id, {
      expand: PRODUCTS,
      features: { subscription_update: { enabled: true, products: "" } },
    });
    expect(emptied.features.subscription_update.products).toBeNull();
  });
});

describe("the default configuration", () => {
  test("is there once it is asked for, the same each time, and can be changed but not deactivated", async () => {
    const own = await create();
    const { data } = await stripe.billingPortal.configurations.list({ is_default: true });
    const [first] = data;
    expect(data).toHaveLength(1);
    expect(first).toMatchObject({
      active: true,
      features: {
        customer_update: { allowed_updates: ["name", "email", "address", "phone"], enabled: true },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { cancellation_reason: { enabled: true }, enabled: true, mode: "at_period_end" },
        subscription_update: { enabled: false },
      },
      is_default: true,
    });
    const id = first?.id ?? "";
    const changed = await stripe.billingPortal.configurations.update(id, {
      features: { subscription_cancel: { enabled: true, mode: "immediately" } },
    });
    expect(changed.features.subscription_cancel.mode).toBe("immediately");
    const every = await stripe.billingPortal.configurations.list();
    expect(every.data.map((one) => one.id).sort()).toEqual([id, own.id].sort());
    expect(await message(stripe.billingPortal.configurations.update(id, { active: false }))).toBe(
      "active: The default portal configuration cannot be deactivated.",
    );
  });

  test("lists filter by whether one is active", async () => {
    const { id } = await create();
    await stripe.billingPortal.configurations.update(id, { active: false });
    const { data } = await stripe.billingPortal.configurations.list({ active: false });
    expect(data.map((one) => one.id)).toEqual([id]);
  });
});

describe("what is refused", () => {
  test("features that do not go together", async () => {
    expect(await message(create({ subscription_update: { enabled: true } }))).toBe(
      "Cannot enable subscription updates while payment method update is disabled.",
    );
    expect(
      await message(
        create({ subscription_cancel: { enabled: true, proration_behavior: "create_prorations" } }),
      ),
    ).toMatch(/^features\[subscription_cancel\]\[proration_behavior\]: /);
    expect(
      await message(create({ subscription_cancel: { enabled: true, proration_behavior: "always_invoice" } })),
    ).toMatch(/must be one of create_prorations or none$/);
  });

  test("products and prices that nobody could choose", async () => {
    const [gold, silver, fee] = [await shop.plan(), await shop.plan(), await shop.fee()];
    const path = "features[subscription_update][products][0]";
    const withPrices = (product: unknown, ...prices: string[]) =>
      message(
        create({
          payment_method_update: { enabled: true },
          subscription_update: { enabled: true, products: [{ prices, product: String(product) }] },
        }),
      );
    expect(await withPrices("prod_none", gold.id)).toBe(`${path}[product]: No such product: 'prod_none'`);
    expect(await withPrices(gold.product, "price_none")).toBe(
      `${path}[prices][0]: No such price: 'price_none'`,
    );
    expect(await withPrices(gold.product, gold.id, silver.id)).toContain("does not belong to the product");
    expect(await withPrices(fee.product, fee.id)).toContain("is not recurring");
  });

  test("what is not supported yet", async () => {
    expect(await message(create(HISTORY, { login_page: { enabled: true } }))).toMatch(
      /^login_page\[enabled\]: /,
    );
    expect(
      await message(
        create({
          payment_method_update: { enabled: true },
          subscription_update: {
            enabled: true,
            schedule_at_period_end: { conditions: [{ type: "shortening_interval" }] },
          },
        }),
      ),
    ).toMatch(/^features\[subscription_update\]\[schedule_at_period_end\]\[conditions\]: /);
    expect(await message(create({ subscription_pause: { enabled: true } }))).toMatch(
      /^features\[subscription_pause\]\[enabled\]: /,
    );
  });

  test("a configuration without features, and one that does not exist", async () => {
    const raw = await server.raw("POST", "/v1/billing_portal/configurations");
    expect(raw.body.error).toMatchObject({ code: "parameter_missing", param: "features" });
    expect(await refused(stripe.billingPortal.configurations.retrieve("bpc_none"))).toMatchObject({
      code: "resource_missing",
      message: "No such configuration: 'bpc_none'",
      status: 404,
    });
  });
});
