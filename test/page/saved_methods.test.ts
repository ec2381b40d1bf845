/** Methods of every family that a customer saved earlier: offered on the page of a session, paid with, and in the portal. */
import type { Browser, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sideways, violations } from "./axe.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const SHOP = "https://shop.example";
const ACCEPTED: Stripe.SetupIntentCreateParams["mandate_data"] = {
  customer_acceptance: { type: "online", online: { ip_address: "127.0.0.1", user_agent: "test" } },
};

let server: TestServer;
let browser: Browser;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  stripe = server.stripe();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(url: string | null): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${SHOP}/**`, (route) => route.fulfill({ body: "the shop" }));
  await page.goto(String(url));
  return page;
}

/** A customer who saved a SEPA account first, and a Amazon Pay account then. */
async function customerWithMethods(): Promise<string> {
  const { id: customer } = await stripe.customers.create({ email: "jenny@example.com", name: "Jenny Rosen" });
  const account = {
    type: "sepa_debit",
    allow_redisplay: "always",
    sepa_debit: { iban: "DE89370400440532013000" },
    billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
  } as const;
  const setup = { customer, confirm: true, payment_method_types: ["sepa_debit"] };
  await stripe.setupIntents.create(
    { ...setup, payment_method_data: account, mandate_data: ACCEPTED } as Stripe.SetupIntentCreateParams,
    NAMED,
  );
  const wallet = await stripe.paymentMethods.create({
    type: "amazon_pay",
    allow_redisplay: "always",
    billing_details: { email: "jenny@wallet.example" },
  });
  await stripe.paymentMethods.attach(wallet.id, { customer });
  return customer;
}

async function sessionFor(customer: string): Promise<Stripe.Checkout.Session> {
  const tee = { currency: "eur", unit_amount: 2000, product_data: { name: "T-shirt" } };
  const params = {
    mode: "payment",
    customer,
    payment_method_types: ["card", "amazon_pay", "sepa_debit"],
    success_url: `${SHOP}/thanks`,
    saved_payment_method_options: { payment_method_remove: "enabled" },
    line_items: [{ quantity: 1, price_data: tee }],
  };
  return stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, NAMED);
}

test("a saved bank account and a saved wallet are offered by name, and either can pay", async () => {
  const customer = await customerWithMethods();
  const byDebit = await sessionFor(customer);
  const page = await open(byDebit.url);
  const choice = page.getByRole("group", { name: "Saved payment methods" });
  expect(await choice.locator(".RadioButtonList-text").allInnerTexts()).toEqual([
    "Amazon Pay\njenny@wallet.example",
    "SEPA •••• 3000",
    "Use another payment method",
  ]);
  expect(await violations(page)).toEqual([]);
  await choice.getByRole("radio", { name: "SEPA" }).check();
  await page.getByTestId("hosted-payment-submit-button").click();
  await page.waitForURL(`${SHOP}/thanks`);
  expect(await stripe.checkout.sessions.retrieve(byDebit.id)).toMatchObject({
    status: "complete",
    payment_status: "unpaid",
  });

  const byWallet = await sessionFor(customer);
  const other = await open(byWallet.url);
  await other.getByRole("radio", { name: "Amazon Pay jenny@wallet.example" }).check();
  await other.getByTestId("hosted-payment-submit-button").click();
  await other.getByTestId("authorize-test-payment-button").click();
  await other.waitForURL(`${SHOP}/thanks`);
  const paid = await stripe.checkout.sessions.retrieve(byWallet.id, { expand: ["payment_intent"] });
  expect(paid).toMatchObject({
    payment_status: "paid",
    payment_intent: { payment_method: expect.any(String) },
  });
});

test("a saved bank account can be removed on the page and in the portal", async () => {
  const customer = await customerWithMethods();
  const session = await sessionFor(customer);
  const page = await open(session.url);
  await page.getByRole("button", { name: "Remove SEPA •••• 3000" }).click();
  await page.getByRole("radio", { name: "SEPA •••• 3000" }).waitFor({ state: "detached" });
  const left = await stripe.customers.listPaymentMethods(customer);
  expect(left.data.map(({ type }) => type)).toEqual(["amazon_pay"]);

  const portal = await stripe.billingPortal.sessions.create({ customer, return_url: SHOP });
  const home = await open(portal.url);
  expect(await home.getByTestId("portal-method").innerText()).toContain("Amazon Pay");
  await home.getByRole("button", { name: "Remove Amazon Pay" }).click();
  await home.getByText("No payment method is saved.").waitFor();
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
});

test.each([1280, 320])("the mandate of a saved account is shown at its URL, %i wide", async (width) => {
  const customer = await customerWithMethods();
  const [account] = (await stripe.customers.listPaymentMethods(customer, { type: "sepa_debit" })).data;
  const setups = await stripe.setupIntents.list({ payment_method: String(account?.id) });
  const mandate = await stripe.mandates.retrieve(String(setups.data[0]?.mandate));
  const { reference = "", url = "" } = mandate.payment_method_details.sepa_debit ?? {};
  const page = await open(url);
  await page.setViewportSize({ width, height: 800 });
  expect(await page.getByRole("heading").innerText()).toBe("SEPA mandate");
  const facts = await page.getByTestId("mandate").locator("dd").allInnerTexts();
  expect(facts).toEqual([reference, "Jenny Rosen", "SEPA •••• 3000", expect.stringMatching(/\d{4}$/)]);
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect((await page.goto(`${server.url}/c/mandate/none`))?.status()).toBe(404);
});
