/**
 * Orders from end to end: created with the official client, changed and paid in a browser on the page, and
 * read back with the client.
 */
import type { Browser, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { expectTotal } from "./order_parts.ts";

let server: TestServer;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
afterEach(() => Promise.all(pages.splice(0).map((page) => page.close())));
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The shop's page is this server's, which has nothing there: all that counts is that the buyer gets there. */
const thanks = () => `${server.url}/thanks`;

async function open(url: string | null): Promise<Page> {
  const page = await browser.newPage();
  pages.push(page);
  await page.goto(String(url));
  return page;
}

async function pay(page: Page): Promise<void> {
  await page.locator("#email").fill("buyer@example.com");
  await page.locator("#cardNumber").fill("4242424242424242");
  await page.locator("#cardExpiry").fill("12 / 34");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("A Buyer");
  await page.locator("#billingCountry").selectOption("US");
  await page.locator("#billingPostalCode").fill("94107");
  await page.getByTestId("hosted-payment-submit-button").click();
}

const shirt: Stripe.Checkout.SessionCreateParams.LineItem = {
  quantity: 2,
  adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 },
  price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } },
};

function newSession(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return stripe.checkout.sessions.create({
    mode: "payment",
    success_url: thanks(),
    line_items: [shirt],
    ...more,
  });
}

test("the charged amount is the sum of quantity, code, shipping and tax", async () => {
  const stripe = server.stripe();
  const rate = await stripe.taxRates.create({ display_name: "Sales tax", percentage: 10, inclusive: false });
  const coupon = await stripe.coupons.create({ percent_off: 25 });
  await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code: "QUARTER" });
  const option = (display_name: string, amount: number) => ({
    shipping_rate_data: {
      display_name,
      type: "fixed_amount" as const,
      fixed_amount: { amount, currency: "usd" },
    },
  });
  const session = await newSession(stripe, {
    allow_promotion_codes: true,
    line_items: [{ ...shirt, tax_rates: [rate.id] }],
    shipping_options: [option("Ground", 0), option("By drone", 1500)],
  });
  const page = await open(session.url);
  await expectTotal(page, "$44.00");
  await page.getByText("By drone").click();
  await expectTotal(page, "$59.00");
  await page.getByTestId("line-item-adjustable-qty").click();
  await page.locator(".AdjustQuantityModal-toggleQuantityBtn--plus").click();
  await page.locator(".AdjustQuantityFooter-btn").click();
  await expectTotal(page, "$81.00");
  await page.locator("#promotionCode").fill("quarter");
  await page.keyboard.press("Enter");
  await expectTotal(page, "$64.50");
  await pay(page);
  await page.waitForURL(thanks());

  const paid = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ["payment_intent", "line_items"],
  });
  expect(paid).toMatchObject({
    status: "complete",
    amount_subtotal: 6000,
    amount_total: 6450,
    total_details: { amount_discount: 1500, amount_shipping: 1500, amount_tax: 450 },
    shipping_cost: { amount_total: 1500 },
    payment_intent: { amount_received: 6450 },
  });
  expect(paid.line_items?.data[0]).toMatchObject({ quantity: 3, amount_total: 4950 });
  expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
});

test.each([
  ["nonsense", {}, "This code is invalid."],
  ["BIG", { restrictions: { minimum_amount: 100_000, minimum_amount_currency: "usd" } }, /minimum amount/],
  ["GONE", { active: false }, "This code is invalid."],
  [
    "FIRST",
    { restrictions: { first_time_transaction: true } },
    "This code is only valid for a first purchase.",
  ],
])("the code %s is refused in words meant for buyers", async (code, more, words) => {
  const stripe = server.stripe();
  const coupon = await stripe.coupons.create({ percent_off: 25 });
  if (code !== "nonsense") {
    await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code, ...more });
  }
  const page = await open((await newSession(stripe, { allow_promotion_codes: true })).url);
  await page.locator("#promotionCode").fill(code);
  await page.keyboard.press("Enter");
  const error = page.locator(".PromotionCodeEntry .FieldError");
  await error.waitFor();
  expect(await error.textContent()).toMatch(words);
});

test("if the shop changes the total while the page is open, the new one is shown before it is paid", async () => {
  const stripe = server.stripe();
  const session = await newSession(stripe);
  const page = await open(session.url);
  await expectTotal(page, "$40.00");
  const [line] = (await stripe.checkout.sessions.listLineItems(session.id)).data;
  await stripe.checkout.sessions.update(session.id, { line_items: [{ id: String(line?.id), quantity: 4 }] });
  await pay(page);
  await page.locator(".ConfirmPayment-Error").waitFor();
  await expectTotal(page, "$80.00");
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  await page.getByTestId("hosted-payment-submit-button").click();
  await page.waitForURL(thanks());
  expect((await stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(8000);
});

test("an amount that the buyer chooses is typed in the format of the page's language", async () => {
  const stripe = server.stripe();
  const product = await stripe.products.create({ name: "Gift" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    custom_unit_amount: { enabled: true, minimum: 500, preset: 1000 },
  });
  const session = await newSession(stripe, {
    line_items: [{ price: price.id, quantity: 1 }],
    submit_type: "donate",
  });
  const page = await open(session.url);
  await expectTotal(page, "$10.00");
  await page.getByText("Change amount").click();
  await page.locator("#customUnitAmount").fill("12.50");
  await pay(page);
  await page.waitForURL(thanks());
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ amount_total: 1250 });
});

test("a code that makes the total zero needs no card", async () => {
  const stripe = server.stripe();
  const coupon = await stripe.coupons.create({ percent_off: 100 });
  await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code: "FREE" });
  const session = await newSession(stripe, { allow_promotion_codes: true });
  const page = await open(session.url);
  await page.locator("#promotionCode").fill("FREE");
  await page.keyboard.press("Enter");
  await expectTotal(page, "$0.00");
  await page.locator("#email").fill("buyer@example.com");
  await page.getByRole("button", { name: "Complete order" }).click();
  await page.waitForURL(thanks());
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: "complete",
    payment_status: "no_payment_required",
    payment_intent: null,
  });
});

test("a payment link is opened and paid, and thanks its buyer in the shop's words", async () => {
  const stripe = server.stripe();
  const product = await stripe.products.create({ name: "Ticket" });
  const price = await stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 3000 });
  const link = await stripe.paymentLinks.create({
    line_items: [{ price: price.id, quantity: 1 }],
    after_completion: {
      type: "hosted_confirmation",
      hosted_confirmation: { custom_message: "See you there." },
    },
  });
  const page = await open(link.url);
  await page.waitForURL(/\/c\/pay\/cs_test_\w+#fid/);
  await expectTotal(page, "$30.00");
  await pay(page);
  await page.getByTestId("hosted-confirmation").waitFor();
  expect(await page.getByTestId("hosted-confirmation").innerText()).toContain("See you there.");
  const { data } = await stripe.checkout.sessions.list({ payment_link: link.id });
  expect(data).toMatchObject([{ status: "complete", amount_total: 3000 }]);

  await stripe.paymentLinks.update(link.id, { active: false });
  await page.goto(link.url);
  await page.getByTestId("link-inactive").waitFor();
});

test("an expired session is recovered from its page and paid", async () => {
  const stripe = server.stripe();
  const session = await newSession(stripe, { after_expiration: { recovery: { enabled: true } } });
  const page = await open(session.url);
  await stripe.checkout.sessions.expire(session.id);
  await page.getByTestId("session-expired").waitFor();
  await page.getByTestId("recovery-link").click();
  await page.waitForURL((url) => url.pathname.startsWith("/c/pay/") && !url.pathname.includes(session.id));
  await pay(page);
  await page.waitForURL(thanks());
  const { data } = await stripe.checkout.sessions.list({ status: "complete" });
  expect(data).toMatchObject([{ recovered_from: session.id, amount_total: 4000 }]);
});
