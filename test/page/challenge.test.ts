/**
 * 3-D Secure: in frames over the page, answered, closed and forged; and on its own page for intents without a
 * session.
 */
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { challengeIn, pay, submitButton, useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const CHALLENGED = "4000002500003155";
const CHALLENGED_THEN_DECLINED = "4000008400001629";

test("a challenge completed in the frames leads to a payment", async () => {
  const session = checkout.session();
  const { page, complaints } = await checkout.open(session);
  await pay(page, CHALLENGED);
  const challenge = challengeIn(page);
  await challenge.getByText("3D Secure 2 Test Page").waitFor(); // the frames load by themselves
  for (const selector of ['iframe[src*="three-ds-2-challenge"]', 'iframe[name^="__privateStripeFrame"]'])
    expect(await page.locator(selector).count(), selector).toBe(1);
  expect(await page.frameLocator('[src*="three-ds-2-challenge"]').locator("#challengeFrame").count()).toBe(1);
  await challenge.locator("#test-source-authorize-3ds").click();
  await page.locator('.SubmitButton--success[aria-label="Payment complete"]').waitFor();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  expect(complaints).toEqual([]);
});

test("it says who is paid, how much, and with which card", async () => {
  const { page } = await checkout.open(checkout.session());
  await pay(page, CHALLENGED);
  const facts = challengeIn(page).locator(".Challenge-facts");
  expect((await facts.innerText()).split("\n").filter((text) => text !== "")).toEqual([
    "Shop",
    "Checkstand test shop",
    "Amount",
    "$20.00",
    "Card",
    "Visa •••• 3155",
  ]);
});

test("of a card that is only saved there is no amount, and the words are those of the session", async () => {
  const { page } = await checkout.open(checkout.setup({ locale: "de" }));
  await pay(page, CHALLENGED);
  const labels = challengeIn(page).locator(".Challenge-facts dt");
  await labels.first().waitFor();
  expect(await labels.allInnerTexts()).toEqual(["Shop", "Karte"]);
});

const UNABLE =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
test.each([
  ["failed", (page: Page) => challengeIn(page).getByRole("button", { name: "Fail" }).click()],
  ["closed", (page: Page) => page.locator(".LightboxModal").getByRole("button").click()],
  ["left by Escape", (page: Page) => page.keyboard.press("Escape")],
])("%s, it says so and can be tried again", async (_how, end) => {
  const { page } = await checkout.open(checkout.session());
  await pay(page, CHALLENGED);
  await challengeIn(page).locator("#test-source-fail-3ds").waitFor();
  await end(page);
  const error = page.locator(".ConfirmPayment-Error");
  await error.waitFor();
  expect(await error.textContent()).toBe(UNABLE);
  expect(await page.locator(".LightboxModal").count()).toBe(0);
  await submitButton(page).click();
  await challengeIn(page).locator("#test-source-authorize-3ds").click();
  await page.waitForURL("**/shop/thanks**");
});

test("a challenge passed and then declined shows a decline", async () => {
  const { page } = await checkout.open(checkout.session());
  await pay(page, CHALLENGED_THEN_DECLINED);
  await challengeIn(page).locator("#test-source-authorize-3ds").click();
  await page.locator(".FieldError").waitFor();
  expect(await page.locator(".FieldError").textContent()).toContain("declined");
});

test("other frames and windows cannot answer it", async () => {
  const { page } = await checkout.open(checkout.session());
  await pay(page, CHALLENGED);
  await challengeIn(page).locator("#test-source-fail-3ds").waitFor();
  await page.evaluate(() => {
    for (const data of [{ checkstand: "3ds", outcome: "passed" }, "passed", null]) postMessage(data, "*");
    const forged = new MessageEvent("message", {
      data: { checkstand: "3ds", outcome: "passed" },
      origin: "https://evil.example",
      source: window.frames[0]?.frames[0] ?? null,
    });
    dispatchEvent(forged);
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  expect(await page.locator(".LightboxModal").count()).toBe(1);
});

test.each([
  ["authorize", "succeeded"],
  ["fail", "failed"],
])("for an intent without a session: %s returns with %s", async (button, status) => {
  const intent = await checkout.server.intent(`${checkout.server.url}/shop/back?order=7#top`);
  const { page } = await checkout.visit();
  await page.goto(`${checkout.server.url}/c/3ds/${intent.id}?client_secret=${intent.secret}`);
  await page.locator(`#test-source-${button}-3ds`).click();
  const query = `order=7&payment_intent=${intent.id}&payment_intent_client_secret=${intent.secret}`;
  await page.waitForURL(`**/shop/back?${query}&redirect_status=${status}#top`);
});

test("a wrong client secret gets a 404", async () => {
  const intent = await checkout.server.intent(null);
  const reply = await fetch(`${checkout.server.url}/c/3ds/${intent.id}?client_secret=guess`);
  expect(reply.status).toBe(404);
});
