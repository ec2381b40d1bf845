/** The Payment Element and `confirmPayment`: one method and several, intents made before and after, redirects. */
import type { Page } from "playwright-core";
import type Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import type { TrainName } from "../../../src/stripe_js/trains.ts";
import { answerChallenge, frameOf, outcome, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

/** The version that still names the types of payment method one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" };
const intent = (types = ["card"], currency = "usd") =>
  shop.stripe.paymentIntents.create(
    { amount: 1999, currency, payment_method_types: types } as Stripe.PaymentIntentCreateParams,
    NAMED,
  );

async function mountPayment(page: Page, groupOptions: object, options: object = {}): Promise<void> {
  await shop.run(
    page,
    `window.stripe = Stripe("${shop.key}");
     window.elements = stripe.elements(${JSON.stringify(groupOptions)});
     window.payment = elements.create("payment", ${JSON.stringify(options)});
     window.events = [];
     payment.on("ready", (event) => events.push(event)).on("change", (event) => events.push(event));
     payment.on("loaderror", (event) => events.push(event));
     payment.mount("#element");`,
  );
}

async function typeCard(page: Page, number = "4242424242424242", prefix = "payment"): Promise<void> {
  const frame = frameOf(page);
  await frame.locator(`#${prefix}-numberInput`).fill(number);
  await frame.locator(`#${prefix}-expiryInput`).fill("1234");
  await frame.locator(`#${prefix}-cvcInput`).fill("123");
  await frame.locator(`#${prefix}-countryInput`).selectOption("US");
  await frame.locator(`#${prefix}-postalCodeInput`).fill("94107");
}

const confirm = (page: Page, more = "") =>
  outcome(
    page,
    `stripe.confirmPayment({ elements, redirect: "if_required",
       confirmParams: { return_url: location.origin + "/back" }, ${more} })`,
  );

test.each<[TrainName, string]>([
  ["v3", "Field"],
  ["acacia", "Field"],
  ["basil", "payment"],
  ["clover", "payment"],
  ["dahlia", "payment"],
  ["endive", "payment"],
])("a card pays on train %s", async (train, prefix) => {
  const { page, complaints } = await shop.open({ train });
  const made = await intent();
  await mountPayment(page, { clientSecret: made.client_secret });
  await typeCard(page, "4242424242424242", prefix);
  expect(await confirm(page)).toMatchObject({ paymentIntent: { id: made.id, status: "succeeded" } });
  expect(await page.evaluate("events[0]")).toEqual({ elementType: "payment" });
  expect(await page.evaluate("events.at(-1)")).toMatchObject({
    elementType: "payment",
    complete: true,
    collapsed: false,
    value: { type: "card" },
  });
  expect(complaints).toEqual([]);
});

test("a form that is not filled in is refused, and shows why", async () => {
  const { page } = await shop.open();
  await mountPayment(page, { clientSecret: (await intent()).client_secret });
  await frameOf(page).locator("#payment-numberInput").fill("4242");
  expect(await confirm(page)).toMatchObject({
    error: { type: "validation_error", code: "incomplete_payment_details" },
  });
  expect(await frameOf(page).locator("#payment-numberInput-error").textContent()).toBe(
    "Your card number is incomplete.",
  );
});

test("it comes back to return_url", async () => {
  const { page } = await shop.open();
  const made = await intent();
  await mountPayment(page, { clientSecret: made.client_secret });
  await typeCard(page);
  await shop.run(
    page,
    `stripe.confirmPayment({ elements, confirmParams: { return_url: location.origin + "/back?order=1#top" } });`,
  );
  await page.waitForURL("**/back?**");
  const url = new URL(page.url());
  expect(Object.fromEntries(url.searchParams)).toEqual({
    order: "1",
    payment_intent: made.id,
    payment_intent_client_secret: made.client_secret,
    redirect_status: "succeeded",
  });
  expect(url.hash).toBe("#top");
});

test("3-D Secure, passed after it was failed once", async () => {
  const { page } = await shop.open();
  const made = await intent();
  await mountPayment(page, { clientSecret: made.client_secret });
  await typeCard(page, "4000002760003184");
  const first = confirm(page);
  await answerChallenge(page, "fail");
  expect(await first).toMatchObject({ error: { code: "payment_intent_authentication_failure" } });
  const second = confirm(page);
  await answerChallenge(page, "authorize");
  expect(await second).toMatchObject({ paymentIntent: { status: "succeeded" } });
});

test("an intent made once the form is filled in", async () => {
  const { page } = await shop.open();
  await mountPayment(page, { mode: "payment", amount: 1999, currency: "usd" });
  await typeCard(page);
  expect(await outcome(page, "elements.submit()")).toMatchObject({ selectedPaymentMethod: "card" });
  const made = await intent();
  expect(await confirm(page, `clientSecret: "${made.client_secret}"`)).toMatchObject({
    paymentIntent: { id: made.id, status: "succeeded" },
  });
});

test("several methods are listed; one that redirects leads to its bank and back", async () => {
  const { page } = await shop.open();
  const made = await intent(["card", "ideal", "bancontact"], "eur");
  await mountPayment(page, { clientSecret: made.client_secret });
  const frame = frameOf(page);
  await frame.locator('.p-AccordionButton[data-value="bancontact"]').click();
  await frame.locator("#payment-nameInput").fill("Jenny Rosen");
  void confirm(page).catch(() => {});
  await page.getByTestId("authorize-test-payment-button").click();
  await page.waitForURL("**/back?**");
  expect(new URL(page.url()).searchParams.get("redirect_status")).toBe("succeeded");
  expect((await shop.stripe.paymentIntents.retrieve(made.id)).status).toBe("succeeded");
});

test("a method without an intent that fits is an error, not an empty form", async () => {
  const { page } = await shop.open();
  await mountPayment(page, { clientSecret: "pi_3nosuch_secret_none" });
  await page.waitForFunction("events.length > 0");
  expect(await page.evaluate("events[0]")).toMatchObject({
    elementType: "payment",
    error: { type: "invalid_request_error", param: "client_secret" },
  });
});

test("addresses and an e-mail address of other Elements go with the payment", async () => {
  const { page, complaints } = await shop.open({
    body: '<h1>Shop</h1><div id="email"></div><div id="shipping"></div><div id="billing"></div><div id="element"></div>',
  });
  const made = await intent();
  await mountPayment(
    page,
    { clientSecret: made.client_secret },
    { fields: { billingDetails: { address: "never" } } },
  );
  await shop.run(
    page,
    `elements.create("linkAuthentication").mount("#email");
     window.shipping = elements.create("address", { mode: "shipping", allowedCountries: ["US"] });
     shipping.on("change", (event) => { window.told = event; });
     shipping.mount("#shipping");
     elements.create("address", { mode: "billing", defaultValues: { name: "Jenny Rosen" } }).mount("#billing");`,
  );
  expect(await outcome(page, 'elements.create("address", { mode: "billing" })')).toMatchObject({
    thrown: { message: "Can only create one Element of type address with mode billing." },
  });
  const type = async (of: "billing" | "shipping", line1: string) => {
    const frame = page.frameLocator(`#${of} iframe`);
    await frame.locator(`#${of}Address-countryInput`).selectOption("US");
    await frame.locator(`#${of}Address-addressLine1Input`).fill(line1);
    await frame.locator(`#${of}Address-localityInput`).fill("Reno");
    await frame.locator(`#${of}Address-administrativeAreaInput`).fill("NV");
    await frame.locator(`#${of}Address-postalCodeInput`).fill("89501");
  };
  await type("billing", "1 Main St");
  await type("shipping", "2 Side St");
  const card = page.frameLocator("#element iframe");
  await card.locator("#payment-numberInput").fill("4242424242424242");
  await card.locator("#payment-expiryInput").fill("1234");
  await card.locator("#payment-cvcInput").fill("123");
  expect(await confirm(page)).toMatchObject({ error: { type: "validation_error" } }); // no name, no e-mail address
  await page.frameLocator("#shipping iframe").locator("#shippingAddress-nameInput").fill("Ann Other");
  await page.frameLocator("#email iframe").locator("input").fill("jenny@example.com");
  expect(await confirm(page)).toMatchObject({ paymentIntent: { status: "succeeded" } });
  const address = { city: "Reno", country: "US", state: "NV", postal_code: "89501" };
  expect(await page.evaluate("told")).toMatchObject({
    elementMode: "shipping",
    complete: true,
    value: { name: "Ann Other", address: { ...address, line1: "2 Side St" } },
  });
  expect(await outcome(page, "shipping.getValue()")).toMatchObject({ complete: true });
  const paid = await shop.stripe.paymentIntents.retrieve(made.id, { expand: ["payment_method"] });
  expect(paid.shipping).toMatchObject({ name: "Ann Other", address: { line1: "2 Side St" } });
  expect(paid.payment_method).toMatchObject({
    billing_details: { name: "Jenny Rosen", email: "jenny@example.com", address: { line1: "1 Main St" } },
  });
  expect(complaints).toEqual([]);
});
