/** The Card Element and `confirmCardPayment`: paid, declined, challenged; in one frame, and in three. */
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { answerChallenge, frameOf, outcome, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

const CARD_TITLE = "Secure card payment input frame";
const intent = () => shop.stripe.paymentIntents.create({ amount: 1999, currency: "usd" });

/** Mounts a Card Element. `pay` then confirms the intent with it. */
async function mountCard(page: Page, secret: string | null): Promise<void> {
  await shop.run(
    page,
    `const stripe = Stripe("${shop.key}");
     window.card = stripe.elements().create("card");
     card.mount("#element");
     window.pay = () => stripe.confirmCardPayment("${secret}", {
       payment_method: { card, billing_details: { name: "Jenny Rosen" } },
     });`,
  );
}

async function typeCard(page: Page, number: string): Promise<void> {
  const frame = frameOf(page, CARD_TITLE);
  await frame.locator('input[name="cardnumber"]').fill(number);
  await frame.locator('input[name="exp-date"]').fill("1234");
  await frame.locator('input[name="cvc"]').fill("123");
  await frame.locator('input[name="postal"]').fill("94107");
}

const pay = (page: Page) => outcome(page, "pay()");

test.each(["v3", "basil", "endive"] as const)("a card pays, on train %s", async (train) => {
  const { page, complaints } = await shop.open({ train });
  const made = await intent();
  await mountCard(page, made.client_secret);
  await typeCard(page, "4242424242424242");
  const { paymentIntent } = await pay(page);
  expect(paymentIntent).toMatchObject({ id: made.id, status: "succeeded" });
  const paid = await shop.stripe.paymentIntents.retrieve(made.id, { expand: ["payment_method"] });
  expect(paid.payment_method).toMatchObject({
    billing_details: { name: "Jenny Rosen", address: { postal_code: "94107" } },
    card: { last4: "4242" },
  });
  expect(complaints).toEqual([]);
});

test("a decline is a result", async () => {
  const { page } = await shop.open();
  const made = await intent();
  await mountCard(page, made.client_secret);
  await typeCard(page, "4000000000000002");
  const { error } = await pay(page);
  expect(error).toMatchObject({ type: "card_error", code: "card_declined", decline_code: "generic_decline" });
});

test.each([
  ["authorize", { paymentIntent: { status: "succeeded" } }],
  ["fail", { error: { code: "payment_intent_authentication_failure" } }],
] as const)("3-D Secure, %s", async (how, result) => {
  const { page, complaints } = await shop.open();
  const made = await intent();
  await mountCard(page, made.client_secret);
  await typeCard(page, "4000002760003184");
  const paying = pay(page);
  await answerChallenge(page, how);
  expect(await paying).toMatchObject(result);
  expect(complaints).toEqual([]);
});

test("an Element that is updated while it loads, and again later, still pays", async () => {
  const { page, complaints } = await shop.open();
  const made = await intent();
  await mountCard(page, made.client_secret);
  await page.evaluate('card.update({ placeholder: "a" }); card.update({ hidePostalCode: false })');
  await typeCard(page, "4242424242424242");
  await page.evaluate("card.update({ hidePostalCode: false })"); // the same again forgets nothing
  expect((await pay(page)).paymentIntent).toMatchObject({ status: "succeeded" });
  expect(complaints).toEqual([]);
});

test("its state is told to the shop, and shown by its classes", async () => {
  const { page } = await shop.open();
  await mountCard(page, (await intent()).client_secret);
  await shop.run(page, 'window.changes = []; card.on("change", (event) => changes.push(event));');
  const frame = frameOf(page, CARD_TITLE);
  await frame.locator('input[name="cardnumber"]').fill("4242424242424241");
  await frame.locator('input[name="exp-date"]').focus();
  await page.waitForFunction("changes.at(-1)?.error");
  expect(await page.evaluate("changes.at(-1)")).toMatchObject({
    elementType: "card",
    brand: "visa",
    complete: false,
    empty: false,
    error: { type: "validation_error", code: "invalid_number", message: "Your card number is invalid." },
  });
  expect(await page.locator("#element").getAttribute("class")).toContain("StripeElement--invalid");
  await typeCard(page, "4242424242424242");
  await page.waitForFunction("changes.at(-1).complete");
  expect(await page.locator("#element").getAttribute("class")).toContain("StripeElement--complete");
});

test("three Elements of one card: the code is as long as the number of the other frame asks", async () => {
  const { page } = await shop.open({
    body: '<h1>Shop</h1><div id="number"></div><div id="expiry"></div><div id="cvc"></div>',
  });
  const made = await intent();
  await shop.run(
    page,
    `const stripe = Stripe("${shop.key}");
     const elements = stripe.elements();
     const card = elements.create("cardNumber");
     card.mount("#number");
     elements.create("cardExpiry").mount("#expiry");
     elements.create("cardCvc").mount("#cvc");
     window.pay = () => stripe.confirmCardPayment("${made.client_secret}", { payment_method: { card } });`,
  );
  await frameOf(page, "Secure card number input frame").locator("input").fill("378282246310005");
  await frameOf(page, "Secure expiration date input frame").locator("input").fill("1234");
  await frameOf(page, "Secure CVC input frame").locator("input").fill("1234");
  expect((await pay(page)).paymentIntent).toMatchObject({ status: "succeeded" });
});

test.each([
  ["Stripe('')", /You used an empty string/],
  ["Stripe('sk_test_1')", /You should not use your secret key with Stripe.js/],
  ["Stripe('pk_live_1')", /test keys only/],
  ["Stripe('pk_test_1').elements().create('nothing')", /^A valid Element name must be provided/],
  ["Stripe('pk_test_1').elements().create('payment')", /you must pass a clientSecret or mode/],
  ["Stripe('pk_test_1').verifyIdentity('x')", /not simulated by Checkstand/],
])("%s is refused", async (expression, message) => {
  const { page } = await shop.open();
  const { thrown } = await outcome(page, expression);
  expect(thrown?.name).toBe("IntegrationError");
  expect(thrown?.message).toMatch(message);
});

test("it looks as the shop's style says, and takes no rule that loads or leaves its place", async () => {
  const { page, complaints } = await shop.open();
  await shop.run(
    page,
    `Stripe("${shop.key}").elements().create("card", {
       style: {
         base: { color: "rgb(1, 2, 3)", backgroundImage: "url(https://evil.test/)", "::placeholder": { color: "rgb(4, 5, 6)" } },
         invalid: { color: "rgb(7, 8, 9)", fontSize: "1px} body { display: none" },
       },
     }).mount("#element");`,
  );
  const number = frameOf(page, CARD_TITLE).locator('input[name="cardnumber"]');
  const color = (pseudo?: string) => number.evaluate((node, of) => getComputedStyle(node, of).color, pseudo);
  await expect.poll(() => color()).toBe("rgb(1, 2, 3)");
  expect(await color("::placeholder")).toBe("rgb(4, 5, 6)");
  await number.fill("4242424242424241");
  await frameOf(page, CARD_TITLE).locator('input[name="cvc"]').focus();
  await expect.poll(() => color()).toBe("rgb(7, 8, 9)");
  expect(await number.evaluate((node) => getComputedStyle(node).backgroundImage)).toBe("none");
  expect(await number.isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});
