/** The page of a session that sells a subscription: what is due today and later, its words, and how it ends. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { LANGUAGES, languageFor } from "../../src/words/languages.ts";
import { launchBrowser } from "../support/browser.ts";
import { openTill, type Till } from "../support/parameters.ts";
import { startServer, type TestServer } from "../support/server.ts";
import type { Params } from "../support/shop.ts";
import { sideways, violations } from "./axe.ts";
import { API_LOCALES, challengeIn, fillIn, pay, submitButton } from "./checkout.ts";

let server: TestServer;
let browser: Browser;
let till: Till;
let usage: string;
let seats: string;
const pages: Page[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  till = openTill(server);
  const { prices } = till.stripe;
  const meter = await till.stripe.billing.meters.create({
    display_name: "Calls",
    event_name: "calls",
    default_aggregation: { formula: "sum" },
  });
  const month = { interval: "month" } as const;
  usage = (
    await prices.create({
      currency: "usd",
      unit_amount: 10,
      product_data: { name: "Calls" },
      recurring: { ...month, usage_type: "metered", meter: meter.id },
    })
  ).id;
  seats = (
    await prices.create({
      currency: "usd",
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      tiers: [
        { up_to: 2, unit_amount: 333 },
        { up_to: "inf", unit_amount: 101 },
      ],
      product_data: { name: "Seats" },
      recurring: month,
    })
  ).id;
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const plan = (more: Params = {}): Params => ({
  price_data: {
    currency: "usd",
    unit_amount: 1500,
    product_data: { name: "Gold", description: "For teams" },
    recurring: { interval: "month" },
    ...more,
  },
  quantity: 1,
});
const FEE: Params = {
  price_data: { currency: "usd", unit_amount: 700, product_data: { name: "Setup" } },
  quantity: 1,
};
const TRIAL = { subscription_data: { trial_period_days: 7 } };
const DECLINED = "4000000000000002";
const CHALLENGED = "4000002500003155";

const sell = (more: Params = {}) =>
  till.create({
    mode: "subscription",
    line_items: [plan()],
    success_url: `${server.url}/_checkstand/docs`,
    ...more,
  });

async function open(more: Params = {}, width = 1280): Promise<{ page: Page; id: string }> {
  const { id, url } = await sell(more);
  const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(5_000);
  pages.push(page);
  await page.goto(url);
  return { page, id };
}

/** The texts that say what is due. */
async function said(page: Page) {
  const text = async (selector: string) => {
    const all = await page.locator(selector).allInnerTexts();
    return all.map((one) => one.replaceAll(/\s+/g, " ").trim()).join("; ");
  };
  return {
    heading: await text("#summary-title"),
    total: await text("#ProductSummary-totalAmount"),
    description: await text("#ProductSummary-description"),
    lines: await text(".LineItem-amounts"),
    totals: await text(".OrderDetails-total"),
    button: await text("#submit-label"),
  };
}

/** What stands at the discount, but for its name. */
async function discount(page: Page): Promise<string> {
  const text = await page.locator("#applied-discount").innerText();
  const name = await page.locator(".AppliedDiscount-label").innerText();
  return text.replace(name, "").replaceAll(/\s+/g, " ").trim();
}

describe("what is due", () => {
  test("each period alone", async () => {
    expect(await said((await open()).page)).toEqual({
      heading: "Subscribe to Gold",
      total: "$15.00 per month",
      description: "For teams",
      lines: "$15.00 $15.00 / month",
      totals: "Total due today $15.00",
      button: "Subscribe",
    });
  });

  test("today and later, with something that is sold once", async () => {
    const quarterly = plan({ recurring: { interval: "month", interval_count: 3 } });
    const { page } = await open({ line_items: [{ ...quarterly, quantity: 2 }, FEE] });
    expect(await said(page)).toEqual({
      heading: "Subscribe to Gold",
      total: "$37.00",
      description: "Then $30.00 every 3 months",
      lines: "$30.00 $15.00 / 3 months; $7.00",
      totals: "Total due today $37.00",
      button: "Subscribe",
    });
  });

  test("after a trial", async () => {
    expect(await said((await open(TRIAL)).page)).toEqual({
      heading: "Try Gold",
      total: "7 days free",
      description: "Then $15.00 per month",
      lines: "7 days free $15.00 / month",
      totals: "Total after trial $15.00; Total due today $0.00",
      button: "Start trial",
    });
    expect(await said((await open({ ...TRIAL, line_items: [plan(), FEE] })).page)).toMatchObject({
      total: "$7.00",
      description: "Then $15.00 per month",
      totals: "Total after trial $15.00; Total due today $7.00",
    });
  });

  test("after a coupon of one use, and with one that lasts", async () => {
    const once = await till.stripe.coupons.create({ percent_off: 20, duration: "once" });
    const forever = await till.stripe.coupons.create({ percent_off: 20, duration: "forever" });
    expect(await said((await open({ discounts: [{ coupon: once.id }] })).page)).toMatchObject({
      total: "$12.00",
      description: "Then $15.00 per month",
    });
    expect(await said((await open({ discounts: [{ coupon: forever.id }] })).page)).toMatchObject({
      total: "$12.00 per month",
    });
    // The first period after the trial costs less than those that follow it.
    const { page } = await open({ ...TRIAL, discounts: [{ coupon: once.id }] });
    expect(await said(page)).toMatchObject({
      total: "7 days free",
      description: "Then $15.00 per month",
      totals: "Total after trial $12.00; Total due today $0.00",
    });
    // Nothing is due from which it could take something off.
    expect(await discount(page)).toBe("20% off");
  });

  test("with a coupon that ends", async () => {
    const amount = await till.stripe.coupons.create({
      amount_off: 500,
      currency: "usd",
      duration: "repeating",
      duration_in_months: 3,
    });
    const now = (await open({ discounts: [{ coupon: amount.id }] })).page;
    expect(await said(now)).toMatchObject({
      total: "$10.00 per month",
      description: "Then $15.00 per month",
      totals: "Total due today $10.00",
    });
    expect(await discount(now)).toBe("$5.00 off for 3 months -$5.00");
    const later = (await open({ ...TRIAL, discounts: [{ coupon: amount.id }] })).page;
    expect(await said(later)).toMatchObject({
      description: "Then $15.00 per month",
      totals: "Total after trial $10.00; Total due today $0.00",
    });
    expect(await discount(later)).toBe("$5.00 off for 3 months");
    expect(await violations(later)).toEqual([]);
  });

  test("by usage, and by tiers", async () => {
    expect(await said((await open({ line_items: [{ price: usage }] })).page)).toEqual({
      heading: "Subscribe to Calls",
      total: "Based on usage per month",
      description: "",
      lines: "Based on usage per month $0.10 each",
      totals: "Total due today $0.00",
      button: "Subscribe",
    });
    const both = [{ price: seats, quantity: 5 }, { price: usage }];
    expect(await said((await open({ line_items: both })).page)).toMatchObject({
      heading: "Subscribe to Checkstand test shop",
      total: "$9.69 per month",
      lines: "$9.69 per month From $3.33; Based on usage per month $0.10 each",
    });
    const { id: volume } = await till.stripe.prices.create({
      currency: "usd",
      billing_scheme: "tiered",
      tiers_mode: "volume",
      tiers: [
        { up_to: 5, unit_amount: 1000 },
        { up_to: "inf", unit_amount: 800 },
      ],
      product_data: { name: "Licenses" },
      recurring: { interval: "month" },
    });
    for (const [quantity, lines] of [
      [5, "$50.00 per month $10.00 each"],
      [7, "$56.00 per month $8.00 each"],
    ] as const) {
      const { page } = await open({ line_items: [{ price: volume, quantity }] });
      expect(await said(page)).toMatchObject({ lines });
    }
  });

  test("after the buyer has changed a quantity", async () => {
    const { page } = await open({
      line_items: [{ ...plan(), adjustable_quantity: { enabled: true } }, FEE],
    });
    await page.getByTestId("line-item-adjustable-qty").click();
    await page.locator(".AdjustQuantityModal-toggleQuantityBtn--plus").click();
    await page.locator(".AdjustQuantityFooter-btn").click();
    await page.getByText("Then $30.00 per month").waitFor();
    expect(await said(page)).toMatchObject({ total: "$37.00", totals: "Total due today $37.00" });
  });
});

test.each(LANGUAGES)("its own words in %s", async (locale) => {
  const { recurring, submit } = languageFor(locale, undefined).messages;
  const named = API_LOCALES[locale] ?? locale;
  const html = async (more: Params) =>
    (await (await fetch((await sell({ locale: named, ...more })).url)).text())
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&");
  const plain = await html({});
  expect(plain).toContain(`>${recurring.subscribeTo("Gold")}</h1>`);
  expect(plain).toContain(`<span id="submit-label">${submit.subscribe}</span>`);
  expect(plain).toContain(recurring.terms("Checkstand test shop"));
  const trial = await html(TRIAL);
  expect(trial).toContain(`>${recurring.tryItem("Gold")}</h1>`);
  expect(trial).toContain(`<span id="submit-label">${submit.startTrial}</span>`);
  expect(trial).toContain(recurring.totalAfterTrial);
});

test("the terms are left out if the shop hides them", async () => {
  const consent_collection = { payment_method_reuse_agreement: { position: "hidden" } };
  const { page } = await open({ consent_collection });
  expect(await page.getByText("By subscribing").count()).toBe(0);
});

test.each([1280, 390])("%i wide, axe finds nothing and nothing scrolls sideways", async (width) => {
  for (const more of [{}, { ...TRIAL, line_items: [plan(), FEE] }, { line_items: [{ price: usage }] }]) {
    const { page } = await open({ cancel_url: "https://example.com", ...more }, width);
    if (width === 390) await page.getByTestId("header-view-details").click();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  }
});

describe("subscribing", () => {
  const subscriptionOf = async (id: string) => {
    const { subscription, payment_status } = await till.stripe.checkout.sessions.retrieve(id, {
      expand: ["subscription"],
    });
    const status = typeof subscription === "object" ? subscription?.status : subscription;
    return { status: status ?? null, payment_status };
  };

  test("begins the subscription, after a decline too", async () => {
    const { page, id } = await open();
    await pay(page, DECLINED);
    await page.locator(".FieldError").waitFor();
    expect(await subscriptionOf(id)).toEqual({ status: null, payment_status: "unpaid" });
    await page.locator("#cardNumber").fill("4242424242424242");
    await submitButton(page).click();
    await page.waitForURL("**/_checkstand/docs**");
    expect(await subscriptionOf(id)).toEqual({ status: "active", payment_status: "paid" });
  });

  test("asks for 3-D Secure", async () => {
    const { page, id } = await open();
    await pay(page, CHALLENGED);
    await challengeIn(page).locator("#test-source-authorize-3ds").click();
    await page.waitForURL("**/_checkstand/docs**");
    expect(await subscriptionOf(id)).toEqual({ status: "active", payment_status: "paid" });
  });

  test("with a trial saves the card", async () => {
    const { page, id } = await open(TRIAL);
    const config = JSON.parse(String(await page.locator("#payment-form").getAttribute("data-page")));
    expect(config.texts.paid).toBe("Card saved");
    await pay(page);
    await page.waitForURL("**/_checkstand/docs**");
    expect(await subscriptionOf(id)).toEqual({ status: "trialing", payment_status: "no_payment_required" });
  });

  test("with a trial that needs no card asks for none", async () => {
    const { page, id } = await open({ ...TRIAL, payment_method_collection: "if_required" });
    expect(await page.locator("#cardNumber").count()).toBe(0);
    expect(await page.getByText("By subscribing").count()).toBe(0);
    const config = JSON.parse(String(await page.locator("#payment-form").getAttribute("data-page")));
    expect(config.texts.paid).toBe("Thank you");
    await page.locator("#email").fill("jenny@example.com");
    await submitButton(page).click();
    await page.waitForURL("**/_checkstand/docs**");
    expect(await subscriptionOf(id)).toEqual({ status: "trialing", payment_status: "no_payment_required" });
    const done = await (await fetch(`${server.url}/c/pay/${id}/done`)).text();
    expect(done).toContain("<h1>Thank you</h1>");
    expect(done).not.toContain("Payment complete");
  });

  test("works without a script", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const { id, url } = await sell();
    await page.goto(url);
    await fillIn(page);
    await submitButton(page).click();
    await page.waitForURL("**/_checkstand/docs**");
    expect(await subscriptionOf(id)).toEqual({ status: "active", payment_status: "paid" });
    expect(await (await fetch(`${server.url}/c/pay/${id}/done`)).text()).toContain(
      "<h1>Payment complete</h1>",
    );
    await context.close();
  });
});
