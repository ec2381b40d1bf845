/** A complete form: a session created with the official client, filled in by a browser, and read back. */
import type { Browser, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { ADDRESS, fillAddress } from "./form_parts.ts";

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ redirectWaitSeconds: 0 });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Answered by the browser itself. */
const SHOP = "http://127.0.0.1:9";
const WAYS = [
  ["with a script", true],
  ["without", false],
] as const;

async function opened(session: Stripe.Checkout.Session, javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  page.setDefaultTimeout(5_000);
  await page.route("**/nobody", (route) => route.fulfill({ body: "Thank you" }));
  await page.goto(String(session.url));
  return page;
}

async function fillCard(page: Page, number = "4242424242424242"): Promise<void> {
  await page.locator("#cardNumber").fill(number);
  await page.locator("#cardExpiry").fill("12 / 34");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("A Buyer");
}

/** Presses the button, and once more where the total is only known by then. */
async function pay(page: Page): Promise<void> {
  const button = page.getByTestId("hosted-payment-submit-button");
  await button.click();
  await page.waitForLoadState();
  if (await page.getByText("The total has changed").isVisible()) {
    await fillCard(page);
    await button.click();
  }
  await page.getByText("Thank you").waitFor();
}

function create(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams>) {
  return stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [
      {
        quantity: 2,
        price_data: { currency: "usd", unit_amount: 1099, product_data: { name: "T-shirt" } },
      },
    ],
    ...more,
    success_url: `${SHOP}/nobody`,
  });
}

test.each(WAYS)("%s, everything a session asks for is there afterwards", async (_how, javaScriptEnabled) => {
  const stripe = server.stripe();
  const session = await create(stripe, {
    automatic_tax: { enabled: true },
    billing_address_collection: "required",
    consent_collection: { promotions: "auto", terms_of_service: "required" },
    customer_creation: "always",
    phone_number_collection: { enabled: true },
    shipping_address_collection: { allowed_countries: ["US", "DE"] },
    shipping_options: [500, 900].map((amount, i) => ({
      shipping_rate_data: {
        display_name: `Way ${i}`,
        type: "fixed_amount",
        fixed_amount: { amount, currency: "usd" },
      },
    })),
    tax_id_collection: { enabled: true },
    custom_fields: [
      { key: "engraving", label: { type: "custom", custom: "Engraving" }, type: "text", optional: true },
      {
        key: "size",
        label: { type: "custom", custom: "Size" },
        type: "dropdown",
        dropdown: { options: [{ label: "Large", value: "l" }] },
      },
    ],
  });
  const page = await opened(session, javaScriptEnabled);
  await page.locator("#email").fill("buyer@example.com");
  await page.locator("#phoneNumber").fill("2015550123");
  await page.locator("#shippingName").fill("A Receiver");
  await fillAddress(page, "shipping");
  await page.getByText("Way 1").click();
  await fillCard(page);
  await page.locator("#cardUseShippingAsBilling").uncheck();
  await page.locator("#billingCountry").selectOption("DE");
  await page.locator("#billingAddressLine1").fill("Hauptstr. 1");
  await page.locator("#billingLocality").fill("Berlin");
  await page.locator("#billingPostalCode").fill("10115");
  await page.locator("[name=engraving]").fill("Love");
  await page.locator("[name=size]").selectOption("l");
  await page.locator("#termsOfServiceConsentCheckbox").check();
  await page.locator("#promotionsConsentCheckbox").check();
  await pay(page);

  const paid = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ["payment_intent", "customer"],
  });
  expect(paid).toMatchObject({
    status: "complete",
    payment_status: "paid",
    amount_subtotal: 2198,
    automatic_tax: { enabled: true, status: "complete" },
    consent: { promotions: "opt_in", terms_of_service: "accepted" },
    customer: { email: "buyer@example.com", phone: "+12015550123" },
    customer_details: {
      address: { country: "DE", city: "Berlin", line1: "Hauptstr. 1", postal_code: "10115" },
      name: "A Buyer",
      phone: "+12015550123",
    },
    custom_fields: [
      { key: "engraving", text: { value: "Love" } },
      { key: "size", dropdown: { value: "l" } },
    ],
    shipping_cost: { amount_subtotal: 900 },
    payment_intent: { shipping: { name: "A Receiver", address: ADDRESS } },
  });
  expect(paid.total_details?.amount_tax).toBeGreaterThan(0);
  await page.close();
});

describe("a customer's cards", () => {
  async function withCard(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
    const stripe = server.stripe();
    const customer = await stripe.customers.create({ email: "known@example.com" });
    const method = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id });
    await stripe.paymentMethods.update(method.id, { allow_redisplay: "always" });
    const session = await create(stripe, {
      customer: customer.id,
      saved_payment_method_options: { payment_method_save: "enabled", payment_method_remove: "enabled" },
      ...more,
    });
    return { stripe, customer, method, session };
  }

  test.each(WAYS)("%s: a saved card pays", async (_how, javaScriptEnabled) => {
    const { stripe, method, session } = await withCard();
    const page = await opened(session, javaScriptEnabled);
    expect(await page.getByRole("radio", { name: `Mastercard •••• ${method.card?.last4}` }).isChecked()).toBe(
      true,
    );
    await pay(page);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(paid).toMatchObject({ payment_status: "paid", payment_intent: { payment_method: method.id } });
    await page.close();
  });

  test.each(WAYS)("%s: one is removed, and a new one is saved", async (_how, javaScriptEnabled) => {
    const { stripe, customer, method, session } = await withCard();
    const page = await opened(session, javaScriptEnabled);
    await page.getByRole("button", { name: "Remove Mastercard" }).click();
    await page.locator("#cardNumber").waitFor();
    expect((await stripe.paymentMethods.retrieve(method.id)).customer).toBeNull();
    await fillCard(page);
    await page.locator("#billingPostalCode").fill("94107");
    await page.locator("#savePaymentMethod").check();
    await pay(page);
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data.map(({ card, allow_redisplay }) => [card?.last4, allow_redisplay])).toEqual([
      ["4242", "always"],
    ]);
    await page.close();
  });
});
