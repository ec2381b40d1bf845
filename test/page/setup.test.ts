/** The page of a session that only saves a payment method: its words, its states, and where it leads. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { LANGUAGES, languageFor } from "../../src/words/languages.ts";
import { sideways, violations } from "./axe.ts";
import { challengeIn, fillIn, pay, submitButton, useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const DECLINED = "4000000000000002";
const CHALLENGED = "4000002500003155";

/** Parts of the page that belong to an order. */
const ORDER = [
  "#ProductSummary-totalAmount",
  "#order-details",
  "#OrderDetails-TotalAmount",
  '[data-testid="header-view-details"]',
  "#promotionCode",
  "#shipping-options",
];

describe("what it shows", () => {
  test("a heading and the button, and nothing of an order", async () => {
    const { page, complaints } = await checkout.open(checkout.setup());
    expect(await page.getByTestId("product-summary-name").textContent()).toBe("Save your payment details");
    expect(await page.locator(".SubmitButton-Text--current").textContent()).toBe("Save card");
    expect(await page.getByText("you allow Checkstand test shop to charge your card").count()).toBe(1);
    for (const selector of ORDER) expect(await page.locator(selector).count(), selector).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("no announcement of later payments if the shop hides it", async () => {
    const consent_collection = {
      promotions: null,
      terms_of_service: null,
      payment_method_reuse_agreement: { position: "hidden" },
    } as const;
    const { page } = await checkout.open(checkout.setup({ consent_collection }));
    expect(await page.getByText("to charge your card").count()).toBe(0);
  });

  test.each(LANGUAGES)("its own words in %s", async (locale) => {
    const { summary, submit } = languageFor(locale, undefined).messages;
    const { id } = checkout.setup({ locale });
    const html = (await (await fetch(`${checkout.server.url}/c/pay/${id}`)).text()).replaceAll("&#39;", "'");
    expect(html).toContain(`>${summary.save}</h1>`);
    expect(html).toContain(`<span id="submit-label">${submit.save}</span>`);
  });
});

const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  open: async () => {},
  "with faults": (page) => submitButton(page).click(),
  declined: async (page) => {
    await pay(page, DECLINED);
    await page.locator(".FieldError").waitFor();
  },
  "in a challenge": async (page) => {
    await pay(page, CHALLENGED);
    await challengeIn(page).locator("#test-source-fail-3ds").waitFor();
  },
  "after a failed challenge": async (page) => {
    await challengeIn(page).locator("#test-source-fail-3ds").click();
    await page.locator(".ConfirmPayment-Error").waitFor();
  },
};

test.each([1280, 390])("%i wide, axe finds nothing in any state", async (width) => {
  const viewport = { width, height: 900 };
  const session = checkout.setup({ cancel_url: "https://example.com" });
  const { page } = await checkout.open(session, { layout: "accordion", viewport, reducedMotion: "reduce" });
  for (const [state, reach] of Object.entries(STATES)) {
    await reach(page);
    expect(await violations(page), state).toEqual([]);
    expect(await sideways(page), state).toBeLessThanOrEqual(0);
  }
});

describe("saving", () => {
  test("says so and leads to the shop", async () => {
    const session = checkout.setup();
    const { page, complaints } = await checkout.open(session);
    await pay(page);
    await page.locator('.SubmitButton--success[aria-label="Card saved"]').waitFor();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(complaints).toEqual([]);
  });

  test("can be tried again after a decline", async () => {
    const { page } = await checkout.open(checkout.setup());
    await pay(page, DECLINED);
    await page.locator(".FieldError").waitFor();
    expect(await page.locator(".FieldError").textContent()).toContain("declined");
    await page.locator("#cardNumber").fill("4242424242424242");
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
  });

  test.each([
    ["passed", "#test-source-authorize-3ds"],
    ["failed", "#test-source-fail-3ds"],
  ])("asks for 3-D Secure, which is %s", async (outcome, button) => {
    const { page } = await checkout.open(checkout.setup());
    await pay(page, CHALLENGED);
    await challengeIn(page).locator(button).click();
    if (outcome === "failed") {
      await page.locator(".ConfirmPayment-Error").waitFor();
      expect(await page.locator(".ConfirmPayment-Error").textContent()).toMatch(
        /^We are unable to authenticate/,
      );
      await submitButton(page).click();
      await challengeIn(page).locator("#test-source-authorize-3ds").click();
    }
    await page.waitForURL("**/shop/thanks**");
  });

  test("works without JavaScript, also through a challenge", async () => {
    const plain = { javaScriptEnabled: false };
    const { page } = await checkout.open(checkout.setup(), plain);
    await fillIn(page);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");

    const { page: other } = await checkout.open(checkout.setup(), plain);
    await pay(other, CHALLENGED);
    await other.locator("#test-source-authorize-3ds").click();
    await other.waitForURL("**/shop/thanks**");
  });

  test("leaves a page that says what was done", async () => {
    const session = checkout.setup();
    const { page } = await checkout.open(session);
    await pay(page);
    await page.waitForURL("**/shop/thanks**");
    const done = await (await fetch(`${checkout.server.url}/c/pay/${session.id}/done`)).text();
    expect(done).toContain("<h1>Card saved</h1>");
    expect(done).not.toContain("Payment complete");
  });

  test("sends on what the buyer agreed to at once", async () => {
    const consent_collection = {
      promotions: "auto",
      terms_of_service: null,
      payment_method_reuse_agreement: null,
    } as const;
    const { page } = await checkout.open(checkout.setup({ consent_collection }));
    const before = checkout.server.updated.length;
    await page.locator("#email").fill("jenny@example.com");
    await page.getByText("Keep me up to date").click();
    await expect
      .poll(() => checkout.server.updated.slice(before).at(-1))
      .toMatchObject({
        consent: { promotions: "opt_in" },
        email: "jenny@example.com",
      });
    await pay(page);
    await page.waitForURL("**/shop/thanks**");
  });
});
