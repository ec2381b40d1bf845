/**
 * Methods that are approved in an app, from the form over the page that waits to the shop, or back to the form: with and
 * without JavaScript.
 */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sideways, violations } from "./axe.ts";
import { submitButton } from "./checkout.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  const settings = { ...DEFAULT_SETTINGS, country: "AU" };
  server = await startServer({ settings, redirectWaitSeconds: 0 }, { clock });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface Opened {
  readonly id: string;
  readonly page: Page;
  readonly stripe: Stripe;
}

async function open(
  type: string,
  currency: string,
  options: BrowserContextOptions = {},
  more: object = {},
): Promise<Opened> {
  const stripe = server.stripe();
  const params: object = {
    mode: "payment",
    success_url: `${server.url}/_checkstand/docs`,
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: 1099, product_data: { name: "T-shirt" } } },
    ],
    payment_method_types: [type],
    ...more,
  };
  const session = await stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, {
    apiVersion: "2026-08-26.dahlia" as never,
  });
  const page = await browser.newPage(options);
  page.setDefaultTimeout(5000);
  await page.goto(String(session.url));
  return { id: session.id, page, stripe };
}

async function answers(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

const waitsFor = (page: Page) => page.getByTestId("approval").waitFor();

const FORMS: readonly (readonly [type: string, currency: string, fill: (page: Page) => Promise<void>])[] = [
  ["bizum", "eur", (page) => page.getByLabel("Phone number").fill("600 000 001")],
  ["blik", "pln", (page) => page.getByLabel("BLIK code").fill("123 456")],
  ["mb_way", "eur", (page) => page.getByLabel("Phone number").fill("+351 911 111 111")],
  [
    "payto",
    "aud",
    async (page) => {
      await page.getByLabel("PayID").fill("jenny@example.com");
      await page.getByLabel("Full name").fill("Jenny Rosen");
    },
  ],
];

describe.each(FORMS)("%s", (type, currency, fill) => {
  test.each([true, false])("waits, and leads to the shop; JavaScript: %s", async (javaScriptEnabled) => {
    const { id, page, stripe } = await open(type, currency, { javaScriptEnabled });
    await page.locator("#email").fill("jenny@example.com");
    await fill(page);
    await submitButton(page).click();
    await waitsFor(page);
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await answers(5);
    await page.waitForURL("**/_checkstand/docs**");
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("complete");
  });
});

test("a payment that is declined leads back to the form, which says why and can be sent again", async () => {
  const { id, page, stripe } = await open("blik", "pln");
  await page.locator("#email").fill("insufficient_funds@example.com");
  await page.locator("#blikCode").fill("123456");
  await submitButton(page).click();
  await waitsFor(page);
  await answers(8);
  const error = page.locator(".ConfirmPayment-Error");
  await error.waitFor();
  expect(await error.textContent()).toContain("The payment was declined.");
  await page.locator("#email").fill("jenny@example.com");
  expect(await page.locator("#blikCode").inputValue()).toBe("");
  await page.locator("#blikCode").fill("654321");
  await submitButton(page).click();
  await waitsFor(page);
  await answers(2);
  await page.waitForURL("**/_checkstand/docs**");
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
});

test("a code that is incomplete or wrong is told at its field", async () => {
  const { page } = await open("blik", "pln");
  await page.locator("#email").fill("invalid_code@example.com");
  await page.locator("#blikCode").fill("1234");
  await submitButton(page).click();
  const error = page.locator("#required-blikCode-fieldset");
  await error.waitFor();
  expect(await error.textContent()).toBe("Your BLIK code is incomplete.");
  await page.locator("#blikCode").fill("123456");
  await submitButton(page).click();
  await error.getByText("Your BLIK code is invalid.").waitFor();
});

test("nobody who approves in time: the form says so", async () => {
  const { page } = await open("mb_way", "eur");
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#payerPhone").fill("12");
  await submitButton(page).click();
  await page.locator("#required-payerPhone-fieldset").waitFor();
  await page.locator("#payerPhone").fill("911 111 115");
  await submitButton(page).click();
  await waitsFor(page);
  await answers(2);
  await page.getByText("The payment was not approved in time.").waitFor();
});

test("the buyer can leave the page that waits, and pay in another way", async () => {
  const { page } = await open("blik", "pln", {}, { payment_method_types: ["card", "blik"] });
  await page.getByTestId("blik-accordion-item-button").click();
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#blikCode").fill("123456");
  await submitButton(page).click();
  await waitsFor(page);
  await page.getByRole("link", { name: "Use another payment method" }).click();
  await page.locator("#cardNumber").waitFor();
});

test.each([1280, 320])(
  "%i wide, in Polish, axe finds nothing and nothing scrolls sideways",
  async (width) => {
    const { page } = await open("blik", "pln", { viewport: { width, height: 900 } }, { locale: "pl" });
    await page.locator("#email").fill("jenny@example.com");
    await page.getByLabel("Kod BLIK").fill("123456");
    expect(await violations(page)).toEqual([]);
    await submitButton(page).click();
    await page.getByRole("heading", { name: "Zatwierdź płatność w swojej aplikacji" }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  },
);

test("without the secret of the intent there is no such page", async () => {
  const page = await browser.newPage();
  const response = await page.goto(`${server.url}/c/approve/pi_3Nope?client_secret=pi_3Nope_secret_x`);
  expect(response?.status()).toBe(404);
  await page.close();
});
