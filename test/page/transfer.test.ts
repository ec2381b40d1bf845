/** Bank transfers: chosen on the page, then the page with the account, which notices what has arrived. */
import type { Browser, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sideways, violations } from "./axe.ts";
import { submitButton } from "./checkout.ts";

const AMOUNT = 2198;

let server: TestServer;
let browser: Browser;
const pages: Page[] = [];
beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface Visit {
  readonly page: Page;
  readonly session: Stripe.Checkout.Session;
  readonly fund: (amount: number) => Promise<unknown>;
}

/** The page of a session that can be paid by transfer, opened. */
async function open(
  currency: string,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Visit> {
  const stripe = server.stripe();
  const { id: customer } = await stripe.customers.create({ email: "jenny@example.com" });
  const product_data = { name: "T-shirt" };
  const params: object = {
    customer,
    line_items: [{ price_data: { currency, product_data, unit_amount: AMOUNT }, quantity: 1 }],
    mode: "payment",
    payment_method_types: ["customer_balance"],
    success_url: `${server.url}/c/nothing-here?id={CHECKOUT_SESSION_ID}`,
    ...more,
  };
  const session = await stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, {
    apiVersion: "2026-08-26.dahlia" as never,
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  pages.push(page);
  await page.goto(session.url ?? "");
  return {
    page,
    session,
    fund: (amount) => stripe.testHelpers.customers.fundCashBalance(customer, { amount, currency }),
  };
}

const told = (page: Page) => page.getByTestId("transfer");

describe.each([true, false])("JavaScript: %s", (javaScriptEnabled) => {
  test("the buyer comes to the account, and from there to the shop", async () => {
    const { page, session } = await open("usd", {}, { javaScriptEnabled });
    await submitButton(page).click();
    await page.getByRole("heading", { name: "Pay by bank transfer" }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/transfer\/pi_/);
    expect(await told(page).getAttribute("data-state")).toBe("waiting");
    expect(await told(page).textContent()).toContain("Transfer $21.98 to this account");
    const intent = await page.getByTestId("address-aba").textContent();
    expect(intent).toMatch(/Routing number999999992Account number\d{12}/);
    expect(await page.getByTestId("address-swift").textContent()).toContain("BICTESTUS00");
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
    const onward = await page.getByTestId("onward-link").getAttribute("href");
    expect(onward).toBe(`${server.url}/c/nothing-here?id=${session.id}`);
  });
});

test("the page shows what has arrived without being loaded again", async () => {
  const { page, fund } = await open("gbp");
  await submitButton(page).click();
  await told(page).waitFor();
  await fund(1000);
  await page.getByText("£10.00 has arrived so far.").waitFor();
  expect(await told(page).textContent()).toContain("Transfer £11.98 to this account");
  await fund(1198);
  await page.getByText("Your transfer has arrived, and the payment is complete.").waitFor();
  expect(await told(page).getAttribute("data-state")).toBe("paid");
});

test("a buyer whose balance has enough goes on to the shop", async () => {
  const { page, session, fund } = await open("eur");
  await fund(AMOUNT);
  await submitButton(page).click();
  await page.waitForURL(`**/c/nothing-here?id=${session.id}`);
});

test("beside cards it has a name in the language of the page", async () => {
  const { page } = await open("mxn", {
    locale: "de",
    payment_method_types: ["card", "customer_balance"],
  } as object);
  await page.getByText("Banküberweisung").first().waitFor();
  expect(await violations(page)).toEqual([]);
});

test.each([1280, 320])(
  "%i wide, in Japanese, axe finds nothing and nothing scrolls sideways",
  async (width) => {
    const { page } = await open("jpy", { locale: "ja" }, { viewport: { width, height: 900 } });
    expect(await violations(page)).toEqual([]);
    await submitButton(page).click();
    await page.getByRole("heading", { name: "銀行振込で支払う" }).waitFor();
    expect(await page.getByTestId("address-zengin").textContent()).toContain("支店コード999");
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  },
);

test("the page of a bill leads to the account, and offers no card if none is accepted", async () => {
  const stripe = server.stripe();
  const { id: customer } = await stripe.customers.create({ email: "jenny@example.com" });
  await stripe.invoiceItems.create({ amount: AMOUNT, currency: "usd", customer });
  const draft = await stripe.invoices.create({
    collection_method: "send_invoice",
    customer,
    days_until_due: 30,
    payment_settings: {
      payment_method_options: { customer_balance: { funding_type: "bank_transfer" } },
      payment_method_types: ["customer_balance"],
    },
    pending_invoice_items_behavior: "include",
  });
  const bill = await stripe.invoices.finalizeInvoice(draft.id ?? "");
  const { page } = await open("usd");
  await page.goto(bill.hosted_invoice_url ?? "");
  expect(await page.getByTestId("invoice-pay").count()).toBe(0);
  await page.getByTestId("invoice-transfer").click();
  await page.getByRole("heading", { name: "Pay by bank transfer" }).waitFor();
  expect(await page.getByTestId("onward-link").count()).toBe(0);
});

test("without the secret of the intent there is no such page", async () => {
  const { page } = await open("usd");
  const response = await page.goto(`${server.url}/c/transfer/pi_3Nope?client_secret=pi_3Nope_secret_x`);
  expect(response?.status()).toBe(404);
  const status = await fetch(`${server.url}/c/transfer/pi_3Nope/status?client_secret=pi_3Nope_secret_x`);
  expect(status.status).toBe(404);
});
