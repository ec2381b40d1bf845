/**
 * The main purpose from end to end: a session created with the official client, paid by a browser on its
 * page, received at a webhook endpoint, with every object behind it.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let browser: Browser;
let shop: Server;
let shopUrl = "";
/** What the shop's endpoint was sent, by Stripe account key: body and signature. */
const heard: { body: string; signature: string }[] = [];

beforeAll(async () => {
  shop = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.url === "/hook") {
        heard.push({ body, signature: String(request.headers["stripe-signature"]) });
      }
      response.setHeader("content-type", "text/html").end(`<h1>${request.url}</h1>`);
    });
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  server = await startServer({ redirectWaitSeconds: 10 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  shop?.close();
});

async function newSession(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const stripe = server.stripe();
  const endpoint = await stripe.webhookEndpoints.create({ url: `${shopUrl}/hook`, enabled_events: ["*"] });
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: `${shopUrl}/thanks?id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${shopUrl}/basket`,
    line_items: [
      {
        quantity: 2,
        price_data: { currency: "usd", unit_amount: 1099, product_data: { name: "T-shirt" } },
      },
    ],
    ...more,
  });
  await server.running.worker.drain(); // what making the session told
  heard.length = 0;
  return { stripe, session, secret: String(endpoint.secret) };
}

async function fill(page: Page, number: string): Promise<void> {
  await page.locator("#email").fill("buyer@example.com");
  await page.locator("#cardNumber").fill(number);
  await page.locator("#cardExpiry").fill("12 / 34");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("A Buyer");
  await page.locator("#billingCountry").selectOption("US");
  await page.locator("#billingPostalCode").fill("94107");
}

function pay(page: Page): Promise<void> {
  return page.getByTestId("hosted-payment-submit-button").click();
}

/** The events the shop heard, each with a signature the official client accepts. */
function verified(secret: string): Stripe.Event[] {
  return heard.map(({ body, signature }) =>
    new Stripe("sk_test_x").webhooks.constructEvent(body, signature, secret),
  );
}

describe("a payment", () => {
  test("is made on the page, and its webhook arrives before the buyer is sent back", async () => {
    const { stripe, session, secret } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await fill(page, "4242424242424242");
    await pay(page);
    await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);

    expect(verified(secret).map((event) => event.type)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method"],
    });
    expect(paid).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      customer: null,
      customer_details: {
        email: "buyer@example.com",
        name: "A Buyer",
        address: { country: "US", postal_code: "94107" },
      },
      payment_intent: {
        status: "succeeded",
        amount_received: 2198,
        latest_charge: { status: "succeeded", balance_transaction: { amount: 2198, fee: 94, net: 2104 } },
        payment_method: { card: { last4: "4242", brand: "visa" } },
      },
    });
    await page.close();
  });

  test("that is declined shows the reason in place, and can be tried again with the same intent", async () => {
    const { stripe, session, secret } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await fill(page, "4000000000009995");
    await pay(page);
    await page.getByRole("alert").filter({ hasText: "insufficient funds" }).waitFor();
    expect(page.url()).toBe(session.url);
    const open = await stripe.checkout.sessions.retrieve(session.id);
    expect(open.status).toBe("open");

    await page.locator("#cardNumber").fill("4242424242424242");
    await page.locator("#cardExpiry").fill("12 / 34");
    await page.locator("#cardCvc").fill("123");
    await pay(page);
    await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);
    expect(verified(secret).map((event) => event.type)).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    expect(payment_intent).toBe(open.payment_intent);
    await page.close();
  });

  test.each([
    ["complete", "#test-source-authorize-3ds"],
    ["fail", "#test-source-fail-3ds"],
  ])("that asks for 3-D Secure: %s", async (outcome, button) => {
    const { stripe, session } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await fill(page, "4000002760003184");
    await pay(page);
    const challenge = page
      .frameLocator('iframe[src*="three-ds-2-challenge"]')
      .frameLocator('[name="stripe-challenge-frame"], #challengeFrame');
    await challenge.locator(button).click();
    if (outcome === "complete") {
      await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);
    } else {
      await page.locator(".ConfirmPayment-Error").waitFor();
    }
    const { payment_status } = await stripe.checkout.sessions.retrieve(session.id);
    expect(payment_status).toBe(outcome === "complete" ? "paid" : "unpaid");
    await page.close();
  });

  test("works without JavaScript", async () => {
    const { stripe, session } = await newSession();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(String(session.url));
    await fill(page, "4242424242424242");
    await pay(page);
    await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    await context.close();
  });

  test("with a total of zero asks for no card", async () => {
    const { stripe, session } = await newSession({
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 0, product_data: { name: "A gift" } } },
      ],
    });
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await page.locator("#email").fill("buyer@example.com");
    expect(await page.locator("#cardNumber").count()).toBe(0);
    await pay(page);
    await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);
    const done = await stripe.checkout.sessions.retrieve(session.id);
    expect(done).toMatchObject({ payment_status: "no_payment_required", payment_intent: null });
    await page.close();
  });
});

describe("pages that cannot be paid", () => {
  test("a session that expired in the meantime says so and accepts no payment", async () => {
    const { stripe, session } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await fill(page, "4242424242424242");
    await stripe.checkout.sessions.expire(session.id);
    await page.getByTestId("session-expired").waitFor();
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
    await page.goto(String(session.url));
    await page.getByTestId("session-expired").waitFor();
    await page.close();
  });

  test("the back link leads to cancel_url", async () => {
    const { session } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await page.getByTestId("business-link").click();
    await page.waitForURL(`${shopUrl}/basket`);
    await page.close();
  });

  test("a completed session opened again says that it is complete", async () => {
    const { session } = await newSession();
    const page = await browser.newPage();
    await page.goto(String(session.url));
    await fill(page, "4242424242424242");
    await pay(page);
    await page.waitForURL(`${shopUrl}/thanks?id=${session.id}`);
    await page.goto(String(session.url));
    await page.getByTestId("session-complete").waitFor();
    await page.close();
  });
});
