/** Embedded Checkout: the page of a session as a frame in the shop's page. */
import type { Page } from "playwright-core";
import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { payCheckout } from "../../../src/playwright.ts";
import type { TrainName } from "../../../src/stripe_js/trains.ts";
import { violations } from "../axe.ts";
import { outcome, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

const RETURN_URL = "http://shop.test/back?session={CHECKOUT_SESSION_ID}";
const OLD = "2025-09-30.clover";

async function session(more: object = {}, train: TrainName = "endive"): Promise<Stripe.Checkout.Session> {
  const isOld = train !== "dahlia" && train !== "endive";
  const params = {
    mode: "payment",
    ui_mode: isOld ? "embedded" : "embedded_page",
    return_url: RETURN_URL,
    line_items: [
      { price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } }, quantity: 1 },
    ],
    ...more,
  };
  return shop.stripe.checkout.sessions.create(
    params as unknown as Stripe.Checkout.SessionCreateParams,
    isOld ? { apiVersion: OLD } : {},
  );
}

async function mount(page: Page, made: Stripe.Checkout.Session, method = "createEmbeddedCheckoutPage") {
  await shop.run(
    page,
    `window.completions = 0;
     Stripe("${shop.key}").${method}({
       fetchClientSecret: async () => "${made.client_secret}",
       onComplete: () => { completions++; },
     }).then((checkout) => { window.checkout = checkout; checkout.mount("#element"); });`,
  );
}

const inside = (page: Page) => page.frameLocator('iframe[name="embedded-checkout"]');

async function pay(page: Page, number = "4242424242424242"): Promise<void> {
  await inside(page).locator("#cardNumber").waitFor();
  await payCheckout(page, { number });
}

test.each<[TrainName, string]>([
  ["v3", "initEmbeddedCheckout"],
  ["clover", "initEmbeddedCheckout"],
  ["clover", "createEmbeddedCheckoutPage"],
  ["dahlia", "createEmbeddedCheckoutPage"],
  ["endive", "createEmbeddedCheckoutPage"],
])("on train %s, %s pays and comes back to return_url", async (train, method) => {
  const { page, complaints } = await shop.open({ train });
  const made = await session({}, train);
  await mount(page, made, method);
  await pay(page);
  await page.waitForURL(`http://shop.test/back?session=${made.id}`);
  expect(await shop.stripe.checkout.sessions.retrieve(made.id)).toMatchObject({
    status: "complete",
    payment_status: "paid",
  });
  expect(complaints).toEqual([]);
});

test("it is as high as its content, without header and way back", async () => {
  const { page } = await shop.open();
  await mount(page, await session());
  await inside(page).locator("#email").waitFor();
  await page.waitForFunction("document.querySelector('iframe').clientHeight > 500");
  expect(await inside(page).getByTestId("business-link").count()).toBe(0);
  expect(await inside(page).getByTestId("checkstand-notice").isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);
});

test.each(["if_required", "never"])("redirect_on_completion %s stays in the shop", async (redirect) => {
  const { page } = await shop.open();
  const more = redirect === "never" ? { return_url: undefined } : {};
  await mount(page, await session({ redirect_on_completion: redirect, ...more }));
  await pay(page);
  await page.waitForFunction("completions === 1");
  expect(page.url()).toBe("http://shop.test/");
  await inside(page)
    .getByTestId("complete-page")
    .or(inside(page).locator(".StatusPage-card"))
    .first()
    .waitFor();
  await page.evaluate("checkout.destroy()");
  expect(await page.locator("iframe").count()).toBe(0);
});

test("a decline is shown inside, and another card pays", async () => {
  const { page } = await shop.open();
  await mount(page, await session());
  await pay(page, "4000000000000002");
  await inside(page).locator(".FieldError").waitFor();
  await pay(page);
  await page.waitForURL("http://shop.test/back**");
});

test("3-D Secure is answered inside", async () => {
  const { page } = await shop.open();
  await mount(page, await session());
  await pay(page, "4000002760003184");
  await inside(page)
    .frameLocator('iframe[name^="__privateStripeFrame"]')
    .frameLocator('iframe[name="stripe-challenge-frame"]')
    .locator("#test-source-authorize-3ds")
    .click();
  await page.waitForURL("http://shop.test/back**");
});

describe("the object", () => {
  test("is mounted, unmounted and mounted again, as React's strict mode does", async () => {
    const { page } = await shop.open();
    await mount(page, await session());
    await page.waitForFunction("window.checkout");
    await page.evaluate("checkout.unmount(); checkout.mount('#element')");
    expect(await page.locator('iframe[name="embedded-checkout"]').count()).toBe(1);
    await pay(page);
    await page.waitForURL("http://shop.test/back**");
  });

  test("there is one at a time", async () => {
    const { page } = await shop.open();
    const made = await session();
    await mount(page, made);
    await page.waitForFunction("window.checkout");
    const again = `Stripe("${shop.key}").createEmbeddedCheckoutPage({ clientSecret: "${made.client_secret}" })`;
    expect(await outcome(page, again)).toMatchObject({
      thrown: { name: "IntegrationError", message: "You cannot have multiple Embedded Checkout objects." },
    });
    await page.evaluate("checkout.destroy()");
    expect(await outcome(page, `${again}.then(() => ({ made: true }))`)).toEqual({ made: true });
  });

  test.each([
    ["{}", /^You must provide one of either/],
    ['{ clientSecret: "x", fetchClientSecret: () => "x" }', /^You must provide only one of either/],
    ['{ clientSecret: "cs_test_a1_secret_x" }', /^Unable to parse client secret/],
    ['{ clientSecret: "cs_test_a1_secret_fidwbEhqYWAnPydmcHZxamgneCUl" }', /^Invalid Checkout session/],
  ])("%s is refused", async (options, message) => {
    const { page } = await shop.open();
    const { thrown } = await outcome(page, `Stripe("${shop.key}").createEmbeddedCheckoutPage(${options})`);
    expect(thrown?.name).toBe("IntegrationError");
    expect(thrown?.message).toMatch(message);
  });
});

test("a key of another account shows nothing of the session", async () => {
  const { page } = await shop.open();
  const made = await session();
  await shop.run(
    page,
    `Stripe("pk_test_somebodyelse").createEmbeddedCheckoutPage({ clientSecret: "${made.client_secret}" })
       .then((checkout) => checkout.mount("#element"));`,
  );
  await inside(page).locator("h1").waitFor();
  expect(await inside(page).locator("body").innerText()).not.toContain("T-shirt");
});

test("messages of the shop's page and of other frames have no effect", async () => {
  const { page } = await shop.open();
  const made = await session();
  await mount(page, made);
  await inside(page).locator("#email").waitFor();
  await page.evaluate(`{
    const frame = document.querySelector("iframe").contentWindow;
    for (const data of [{ kind: "complete" }, { kind: "leave", url: "https://evil.test/" }, { checkstand: "connect" },
      { checkstand: "3ds", outcome: "passed" }, "complete", null, 1, []]) {
      frame.postMessage(data, "*");
      window.postMessage(data, "*");
    }
  }`);
  await inside(page).locator("#email").fill("still@here.test"); // after what was posted
  expect(await page.evaluate("completions")).toBe(0);
  expect(page.url()).toBe("http://shop.test/");
  expect((await shop.stripe.checkout.sessions.retrieve(made.id)).status).toBe("open");
});

test.each(["clover", "endive"] as const)("redirectToCheckout is gone from train %s", async (train) => {
  const { page } = await shop.open({ train });
  const { id } = await shop.stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    success_url: "http://shop.test/thanks",
  });
  expect(
    await outcome(page, `Stripe("${shop.key}").redirectToCheckout({ sessionId: "${id}" })`),
  ).toMatchObject({
    thrown: { name: "IntegrationError" },
  });
});

test("redirectToCheckout leads to the hosted page on older trains", async () => {
  const { page } = await shop.open({ train: "basil" });
  const { id } = await shop.stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    success_url: "http://shop.test/thanks",
  });
  await shop.run(page, `Stripe("${shop.key}").redirectToCheckout({ sessionId: "${id}" });`);
  await page.waitForURL(`**/c/pay/${id}**`);
});

test("3-D Secure that fails is said inside, and the session stays open", async () => {
  const { page } = await shop.open();
  const made = await session();
  await mount(page, made);
  await pay(page, "4000002760003184");
  await inside(page)
    .frameLocator('iframe[name^="__privateStripeFrame"]')
    .frameLocator('iframe[name="stripe-challenge-frame"]')
    .locator("#test-source-fail-3ds")
    .click();
  await inside(page).locator(".ConfirmPayment-Error").waitFor();
  expect(page.url()).toBe("http://shop.test/");
  expect((await shop.stripe.checkout.sessions.retrieve(made.id)).status).toBe("open");
});

test.each([
  ["authorize", "complete"],
  ["fail", "open"],
])("a bank's page (%s) takes the whole window, and leads to return_url", async (how, status) => {
  const { page } = await shop.open({ train: "clover" });
  const types = {
    payment_method_types: ["ideal"],
    line_items: [
      { price_data: { currency: "eur", unit_amount: 2000, product_data: { name: "T-shirt" } }, quantity: 1 },
    ],
  };
  const made = await session(types, "clover");
  await mount(page, made);
  await inside(page).locator("#email").fill("jenny@example.com");
  await inside(page).locator("#billingName").fill("Jenny Rosen");
  await inside(page).getByTestId("hosted-payment-submit-button").click();
  await page.getByTestId(`${how}-test-payment-button`).click();
  await page.waitForURL(`http://shop.test/back?session=${made.id}`);
  expect((await shop.stripe.checkout.sessions.retrieve(made.id)).status).toBe(status);
});

test("an expired session says so, with no way to elsewhere", async () => {
  const { page } = await shop.open();
  const made = await session();
  await shop.stripe.checkout.sessions.expire(made.id);
  await mount(page, made);
  await inside(page).getByTestId("session-expired").waitFor();
  expect(await inside(page).getByTestId("business-link").count()).toBe(0);
  expect(await page.evaluate("completions")).toBe(0);
});

test.each([1280, 390])("in a window of %i px it is one column that shows the order", async (width) => {
  const { page } = await shop.open({ viewport: { width, height: 900 } });
  await mount(page, await session());
  if (width === 390) await inside(page).locator(".Header-viewDetailsButton").click();
  const item = inside(page).getByTestId("order-details-mobile");
  await item.waitFor();
  const [above, below] = [await item.boundingBox(), await inside(page).locator("#email").boundingBox()];
  expect(Number(above?.y) + Number(above?.height)).toBeLessThan(Number(below?.y));
});

test("handlers that decide about the order are refused, since nothing would ask them", async () => {
  const { page } = await shop.open();
  const { client_secret: secret } = await session();
  for (const handler of ["onShippingDetailsChange", "onLineItemsChange"]) {
    const create = `Stripe("${shop.key}").createEmbeddedCheckoutPage({ clientSecret: "${secret}", ${handler}() {} })`;
    expect(await outcome(page, create)).toMatchObject({
      thrown: { name: "IntegrationError", message: expect.stringContaining(handler) },
    });
  }
});

test("what a shop is warned of: handlers that are never called", async () => {
  const { page } = await shop.open();
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  const { client_secret: secret } = await session();
  await outcome(
    page,
    `Stripe("${shop.key}").createEmbeddedCheckoutPage({
       clientSecret: "${secret}", onComplete() {}, onAnalyticsEvent() {},
     }).then(() => ({}))`,
  );
  expect(warnings).toContainEqual(expect.stringContaining("onAnalyticsEvent is not simulated"));
  expect(warnings).toContainEqual(expect.stringContaining("`onComplete` handler will never be called"));
});
