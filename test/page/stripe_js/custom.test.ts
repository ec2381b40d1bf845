/** A session paid in the shop's own form: `initCheckout` and its later names, their actions, the Payment Element. */
import type { Page } from "playwright-core";
import type Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import type { TrainName } from "../../../src/stripe_js/trains.ts";
import { answerChallenge, frameOf, outcome, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

const RETURN_URL = "http://shop.test/back?session={CHECKOUT_SESSION_ID}";
const VERSIONS: Readonly<Partial<Record<TrainName, string>>> = {
  acacia: "2025-03-31.basil",
  basil: "2025-03-31.basil",
  clover: "2025-09-30.clover",
};

async function session(more: object = {}, train: TrainName = "endive"): Promise<Stripe.Checkout.Session> {
  const apiVersion = VERSIONS[train];
  const params = {
    mode: "payment",
    ui_mode: apiVersion === undefined ? "elements" : "custom",
    return_url: RETURN_URL,
    line_items: [
      {
        price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } },
        quantity: 1,
        adjustable_quantity: { enabled: true },
      },
    ],
    ...more,
  };
  return shop.stripe.checkout.sessions.create(
    params as unknown as Stripe.Checkout.SessionCreateParams,
    apiVersion === undefined ? {} : { apiVersion },
  );
}

/** Begins with the train's own call; `actions` has all actions then, and `current` answers with the session. */
async function begin(page: Page, made: Stripe.Checkout.Session, train: TrainName): Promise<void> {
  const isOld = train === "acacia" || train === "basil";
  const name = train === "dahlia" || train === "endive" ? "initCheckoutElementsSdk" : "initCheckout";
  const options = isOld
    ? `{ fetchClientSecret: async () => "${made.client_secret}" }`
    : `{ clientSecret: Promise.resolve("${made.client_secret}") }`;
  await shop.run(
    page,
    `window.changes = [];
     const begun = Stripe("${shop.key}").${name}(${options});
     const ready = async (sdk) => {
       sdk.on("change", (view) => changes.push(view));
       sdk.createPaymentElement().mount("#element");
       if (${isOld}) Object.assign(window, { actions: sdk, current: () => sdk.session() });
       else {
         const loaded = await sdk.loadActions();
         Object.assign(window, { loaded, actions: loaded.actions, current: () => loaded.actions.getSession() });
       }
     };
     ${isOld ? "begun.then(ready)" : "ready(begun)"};`,
  );
  await page.waitForFunction("window.actions");
}

async function typeCard(page: Page, train: TrainName, number = "4242424242424242"): Promise<void> {
  const prefix = train === "acacia" ? "Field" : "payment";
  const frame = frameOf(page);
  await frame.locator(`#${prefix}-numberInput`).fill(number);
  await frame.locator(`#${prefix}-expiryInput`).fill("1234");
  await frame.locator(`#${prefix}-cvcInput`).fill("123");
  await frame.locator(`#${prefix}-postalCodeInput`).fill("94107");
}

test.each<TrainName>(["acacia", "basil", "clover", "dahlia", "endive"])(
  "on train %s, a session is changed and paid",
  async (train) => {
    const { page, complaints } = await shop.open({ train });
    const made = await session({}, train);
    await begin(page, made, train);
    expect(await page.evaluate("current()")).toMatchObject({
      id: made.id,
      canConfirm: false,
      currency: "usd",
      email: null,
      lineItems: [{ name: "T-shirt", quantity: 1, total: { amount: "$20.00", minorUnitsAmount: 2000 } }],
      minorUnitsAmountDivisor: 100,
      status: { type: "open" },
      total: { total: { amount: "$20.00", minorUnitsAmount: 2000 } },
    });
    const key = train === "acacia" ? "success" : "session";
    const changed = await outcome(
      page,
      "actions.updateLineItemQuantity({ lineItem: current().lineItems[0].id, quantity: 2 })",
    );
    expect(changed).toMatchObject({
      type: "success",
      [key]: { total: { total: { minorUnitsAmount: 4000 } } },
    });
    expect(await outcome(page, 'actions.updateEmail("jenny@example.com")')).toMatchObject({
      [key]: { email: "jenny@example.com" },
    });
    await typeCard(page, train);
    await page.waitForFunction("changes.at(-1).canConfirm");
    await shop.run(page, "actions.confirm();");
    await page.waitForURL(`http://shop.test/back?session=${made.id}`);
    expect(await shop.stripe.checkout.sessions.retrieve(made.id)).toMatchObject({
      amount_total: 4000,
      payment_status: "paid",
    });
    expect(complaints).toEqual([]);
  },
);

test("a decline, a challenge that fails, and one that passes", async () => {
  const { page } = await shop.open();
  const made = await session();
  await begin(page, made, "endive");
  const confirm = 'actions.confirm({ redirect: "if_required", email: "jenny@example.com" })';
  await typeCard(page, "endive", "4000000000000002");
  expect(await outcome(page, confirm)).toMatchObject({ type: "error", error: { code: "paymentFailed" } });
  expect(await page.evaluate("current().lastPaymentError")).toEqual({
    message: "Your card was declined.",
  });
  await typeCard(page, "endive", "4000002760003184");
  const failing = outcome(page, confirm);
  await answerChallenge(page, "fail");
  expect(await failing).toMatchObject({ type: "error", error: { code: "paymentFailed" } });
  const passing = outcome(page, confirm);
  await answerChallenge(page, "authorize");
  expect(await passing).toMatchObject({
    type: "success",
    session: { status: { type: "complete", paymentStatus: "paid" } },
  });
});

test("promotion codes, shipping and addresses change the session; what is wrong is an error", async () => {
  const { page } = await shop.open();
  const coupon = await shop.stripe.coupons.create({ percent_off: 25, duration: "once" });
  await shop.stripe.promotionCodes.create({ code: "LESS", promotion: { type: "coupon", coupon: coupon.id } });
  const rate = (display_name: string, amount: number) => ({
    shipping_rate_data: { type: "fixed_amount", display_name, fixed_amount: { amount, currency: "usd" } },
  });
  const made = await session({
    allow_promotion_codes: true,
    shipping_address_collection: { allowed_countries: ["US"] },
    shipping_options: [rate("Slow", 500), rate("Fast", 900)],
  });
  await begin(page, made, "endive");
  expect(await outcome(page, 'actions.applyPromotionCode("NONE")')).toMatchObject({
    type: "error",
    error: { code: "invalidCode" },
  });
  expect(await outcome(page, 'actions.applyPromotionCode("LESS")')).toMatchObject({
    session: {
      discountAmounts: [{ minorUnitsAmount: 500, percentOff: 25, promotionCode: "LESS" }],
      total: { discount: { minorUnitsAmount: 500 } },
    },
  });
  expect(await outcome(page, "actions.removePromotionCode()")).toMatchObject({
    session: { discountAmounts: null },
  });
  expect(await outcome(page, "actions.updateShippingOption(current().shippingOptions[1].id)")).toMatchObject({
    session: { shipping: { shippingOption: { displayName: "Fast", minorUnitsAmount: 900 } } },
  });
  const address = { line1: "1 Main St", city: "Reno", state: "NV", postal_code: "89501", country: "US" };
  const contact = JSON.stringify({ name: "Jenny Rosen", address });
  expect(await outcome(page, `actions.updateShippingAddress(${contact})`)).toMatchObject({
    session: { shippingAddress: { name: "Jenny Rosen", address: { city: "Reno" } } },
  });
  expect(await outcome(page, 'actions.updateEmail("jenny@")')).toMatchObject({
    error: { code: "invalidEmail" },
  });
});

test("a subscription says its period, its trial and what is due next; saved cards are listed", async () => {
  const { page } = await shop.open();
  const customer = await shop.stripe.customers.create({ email: "jenny@example.com" });
  const card = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await shop.stripe.paymentMethods.update(card.id, { allow_redisplay: "always" });
  const made = await session({
    mode: "subscription",
    customer: customer.id,
    subscription_data: { trial_period_days: 7 },
    line_items: [
      {
        price_data: {
          currency: "usd",
          unit_amount: 1500,
          recurring: { interval: "month" },
          product_data: { name: "Paper" },
        },
        quantity: 2,
      },
    ],
  });
  await begin(page, made, "endive");
  expect(await page.evaluate("current()")).toMatchObject({
    email: "jenny@example.com",
    recurring: {
      interval: "month",
      intervalCount: 1,
      isProrated: false,
      dueNext: { subtotal: { minorUnitsAmount: 3000 }, total: { minorUnitsAmount: 3000 } },
      trial: { trialPeriodDays: 7 },
    },
    savedPaymentMethods: [{ id: card.id, type: "card", card: { brand: "visa", last4: "4242" } }],
    total: { total: { minorUnitsAmount: 0 } },
  });
  const paying = `actions.confirm({ redirect: "if_required", paymentMethod: "${card.id}" })`;
  expect(await outcome(page, paying)).toMatchObject({
    type: "success",
    session: { status: { type: "complete" } },
  });
  expect((await shop.stripe.subscriptions.list()).data).toMatchObject([{ status: "trialing" }]);
});

test("the server's own changes are seen after runServerUpdate", async () => {
  const { page } = await shop.open();
  const made = await session();
  await begin(page, made, "endive");
  await page.exposeFunction("onServer", () =>
    shop.stripe.checkout.sessions.update(made.id, { metadata: { order: "1" } }).then(() => true),
  );
  expect(await outcome(page, "actions.runServerUpdate(onServer)")).toMatchObject({
    type: "success",
    session: { id: made.id },
  });
});

test.each([
  ["a secret of another account", (secret: string) => ["pk_test_somebodyelse", secret]],
  ["a session that is hosted", (_secret: string) => [null, "cs_test_a1_secret_fid"]],
])("%s is an error when it is loaded", async (_name, use) => {
  const { page } = await shop.open();
  const made = await session();
  const [key, secret] = use(String(made.client_secret));
  const loaded = await outcome(
    page,
    `Stripe("${key ?? shop.key}").initCheckoutElementsSdk({ clientSecret: "${secret}" }).loadActions()`,
  );
  expect(loaded).toMatchObject({ type: "error", error: { code: null } });
});

test("a name that the train took away throws", async () => {
  const { page } = await shop.open();
  expect(await outcome(page, `Stripe("${shop.key}").initCheckout({})`)).toMatchObject({
    thrown: {
      name: "IntegrationError",
      message: "stripe.initCheckout() has been removed. Please use stripe.initCheckoutElementsSdk() instead.",
    },
  });
});
