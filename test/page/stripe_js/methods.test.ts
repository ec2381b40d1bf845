/** Methods of Stripe.js besides paying with a form: set-ups, payment methods, intents that were confirmed elsewhere. */
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { answerChallenge, frameOf, outcome, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

const CARD_TITLE = "Secure card payment input frame";

/** A page with a Card Element, and with `stripe` and `card`. */
async function open(number = "4242424242424242"): Promise<Page> {
  const { page } = await shop.open();
  await shop.run(
    page,
    `window.stripe = Stripe("${shop.key}");
     window.card = stripe.elements().create("card", { hidePostalCode: true });
     card.mount("#element");`,
  );
  const frame = frameOf(page, CARD_TITLE);
  await frame.locator('input[name="cardnumber"]').fill(number);
  await frame.locator('input[name="exp-date"]').fill("1234");
  await frame.locator('input[name="cvc"]').fill("123");
  return page;
}

test("confirmCardSetup saves a card, after a challenge", async () => {
  const customer = await shop.stripe.customers.create();
  const made = await shop.stripe.setupIntents.create({ customer: customer.id });
  const page = await open("4000002500003155");
  const saving = outcome(
    page,
    `stripe.confirmCardSetup("${made.client_secret}", { payment_method: { card } })`,
  );
  await answerChallenge(page, "authorize");
  expect(await saving).toMatchObject({ setupIntent: { id: made.id, status: "succeeded" } });
  expect((await shop.stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(1);
});

test("confirmSetup saves what was typed in the Payment Element", async () => {
  const made = await shop.stripe.setupIntents.create();
  const { page } = await shop.open();
  await shop.run(
    page,
    `window.stripe = Stripe("${shop.key}");
     window.elements = stripe.elements({ clientSecret: "${made.client_secret}" });
     elements.create("payment").mount("#element");`,
  );
  const frame = frameOf(page);
  await frame.locator("#payment-numberInput").fill("4242424242424242");
  await frame.locator("#payment-expiryInput").fill("1234");
  await frame.locator("#payment-cvcInput").fill("123");
  await frame.locator("#payment-postalCodeInput").fill("94107");
  const saving = 'stripe.confirmSetup({ elements, redirect: "if_required" })';
  expect(await outcome(page, saving)).toMatchObject({ setupIntent: { id: made.id, status: "succeeded" } });
});

test("createPaymentMethod makes a card that a server pays with", async () => {
  const page = await open();
  const { paymentMethod } = await outcome(
    page,
    'stripe.createPaymentMethod({ type: "card", card, billing_details: { name: "Jenny Rosen" } })',
  );
  const { id } = paymentMethod as { id: string };
  const paid = await shop.stripe.paymentIntents.create({
    amount: 500,
    currency: "usd",
    confirm: true,
    payment_method: id,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  expect(paid.status).toBe("succeeded");
  expect(await shop.stripe.paymentMethods.retrieve(id)).toMatchObject({
    billing_details: { name: "Jenny Rosen" },
    card: { last4: "4242" },
  });
});

test.each(["handleNextAction", "handleCardAction"])("%s finishes what a server has begun", async (method) => {
  const page = await open();
  const made = await shop.stripe.paymentIntents.create({
    amount: 500,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_authenticationRequired",
    use_stripe_sdk: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  expect(made.status).toBe("requires_action");
  const secret = `"${made.client_secret}"`;
  const args = method === "handleNextAction" ? `{ clientSecret: ${secret} }` : secret;
  const finishing = outcome(page, `stripe.${method}(${args})`);
  // A second call while the first one waits is refused.
  expect((await outcome(page, `stripe.${method}(${args})`)).thrown?.message).toBe(
    `You have an in-flight ${method}! Please be sure to disable your form submit button when ${method} is called.`,
  );
  await answerChallenge(page, "authorize");
  expect(await finishing).toMatchObject({ paymentIntent: { id: made.id, status: "succeeded" } });
});

test("a challenge that the payer closes leaves the intent without a method", async () => {
  const page = await open("4000002760003184");
  const made = await shop.stripe.paymentIntents.create({ amount: 500, currency: "usd" });
  const paying = outcome(
    page,
    `stripe.confirmCardPayment("${made.client_secret}", { payment_method: { card } })`,
  );
  await page.frameLocator('iframe[src*="three-ds-2-challenge"]').locator("iframe").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  expect(await paying).toMatchObject({ error: { code: "payment_intent_authentication_failure" } });
  expect((await shop.stripe.paymentIntents.retrieve(made.id)).status).toBe("requires_payment_method");
});

test("intents are read with their client secrets, and show what a browser may see", async () => {
  const page = await open();
  const payment = await shop.stripe.paymentIntents.create({
    amount: 500,
    currency: "usd",
    metadata: { order: "1" },
  });
  const setup = await shop.stripe.setupIntents.create();
  const shown = await outcome(page, `stripe.retrievePaymentIntent("${payment.client_secret}")`);
  expect(shown).toMatchObject({ paymentIntent: { id: payment.id, amount: 500 } });
  expect(shown.paymentIntent).not.toHaveProperty("metadata");
  expect(await outcome(page, `stripe.retrieveSetupIntent("${setup.client_secret}")`)).toMatchObject({
    setupIntent: { id: setup.id },
  });
  expect(await outcome(page, `stripe.retrieveSetupIntent("${payment.client_secret}")`)).toMatchObject({
    thrown: { name: "IntegrationError" },
  });
  const others = `Stripe("pk_test_somebodyelse").retrievePaymentIntent("${payment.client_secret}")`;
  expect(await outcome(page, others)).toMatchObject({
    error: { type: "invalid_request_error", param: "client_secret" },
  });
});

test("a method of one type needs no Element", async () => {
  const page = await open();
  const made = await shop.stripe.paymentIntents.create(
    { amount: 500, currency: "eur", payment_method_types: ["sepa_debit"] } as never,
    { apiVersion: "2026-08-26.dahlia" },
  );
  const debit = {
    sepa_debit: { iban: "DE89370400440532013000" },
    billing_details: { name: "Jenny Rosen", email: "jenny@example.com" },
  };
  expect(
    await outcome(
      page,
      `stripe.confirmSepaDebitPayment("${made.client_secret}", {
         payment_method: ${JSON.stringify(debit)} })`,
    ),
  ).toMatchObject({ paymentIntent: { status: "processing" } });
});

test("no wallet can pay in a test's browser", async () => {
  const page = await open();
  const request = '{ country: "US", currency: "usd", total: { label: "Total", amount: 500 } }';
  expect(
    await outcome(page, `stripe.paymentRequest(${request}).canMakePayment().then((can) => ({ can }))`),
  ).toEqual({ can: null });
});
