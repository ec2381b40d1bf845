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
