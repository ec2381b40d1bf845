/** Optional items on the page: added and removed with a script and without one, in every width. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openTill, type Till } from "../support/parameters.ts";
import { startServer, type TestServer } from "../support/server.ts";
import type { Params } from "../support/shop.ts";
import { sideways, violations } from "./axe.ts";
import { fillIn, submitButton } from "./checkout.ts";

let server: TestServer;
let browser: Browser;
let till: Till;
let gift: string;
let support: string;
const pages: Page[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
beforeEach(async () => {
  till = openTill(server);
  const price = (unit_amount: number, name: string, more: Params = {}) =>
    till.stripe.prices.create({ currency: "usd", unit_amount, product_data: { name }, ...more });
  gift = (await price(300, "Gift wrap")).id;
  support = (await price(500, "Support", { recurring: { interval: "month" } })).id;
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(params: Params, options: { width?: number; javaScriptEnabled?: boolean } = {}) {
  const { width = 1280, javaScriptEnabled = true } = options;
  const session = await till.create({ success_url: `${server.url}/_checkstand/docs`, ...params });
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
    javaScriptEnabled,
  });
  page.setDefaultTimeout(5_000);
  pages.push(page);
  await page.goto(session.url);
  return { page, id: session.id };
}

const lines = (page: Page) => page.getByTestId("line-item-product-name").allInnerTexts();
const total = (page: Page) => page.locator("#OrderDetails-TotalAmount");
const add = (page: Page, name: string) => page.getByRole("button", { name: `Add ${name}` });
const remove = (page: Page, name: string) => page.getByRole("button", { name: `Remove ${name}` });

describe.each([true, false])("with JavaScript: %s", (javaScriptEnabled) => {
  test("an item is added, paid for, and removed before", async () => {
    const optional_items = [{ price: gift, quantity: 2 }];
    const { page, id } = await open({ optional_items }, { javaScriptEnabled });
    expect(await page.getByTestId("optional-item").innerText()).toContain("Qty 2 · $6.00");
    await add(page, "Gift wrap").click();
    await remove(page, "Gift wrap").waitFor();
    expect(await lines(page)).toEqual(["Lamp", "Gift wrap"]);
    expect(await total(page).innerText()).toBe("$26.00");
    await remove(page, "Gift wrap").click();
    await add(page, "Gift wrap").waitFor();
    expect([await lines(page), await total(page).innerText()]).toEqual([["Lamp"], "$20.00"]);
    await add(page, "Gift wrap").click();
    await remove(page, "Gift wrap").waitFor();
    await fillIn(page);
    await submitButton(page).click();
    await page.waitForURL(/_checkstand\/docs/);
    const session = await till.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ amount_total: 2600, payment_status: "paid" });
  });

  test("what was typed stays", async () => {
    const { page } = await open({ optional_items: [{ price: gift, quantity: 1 }] }, { javaScriptEnabled });
    await page.locator("#email").fill("jenny@example.com");
    await add(page, "Gift wrap").click();
    await remove(page, "Gift wrap").waitFor();
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
  });
});

test("the button keeps the focus", async () => {
  const { page } = await open({ optional_items: [{ price: gift, quantity: 1 }] });
  await add(page, "Gift wrap").focus();
  await page.keyboard.press("Enter");
  await remove(page, "Gift wrap").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Remove");
});

test("the quantity of an added item may be changed, as its shop says", async () => {
  const adjustable_quantity = { enabled: true, minimum: 2, maximum: 5 };
  const { page } = await open({ optional_items: [{ price: gift, quantity: 2, adjustable_quantity }] });
  await add(page, "Gift wrap").click();
  await page.getByTestId("line-item-adjustable-qty").click();
  await page.locator("#adjustQuantity").fill("4");
  await page.locator(".AdjustQuantityFooter-btn").click();
  await expect.poll(() => total(page).innerText()).toBe("$32.00");
  await remove(page, "Gift wrap").click();
  await expect.poll(() => total(page).innerText()).toBe("$20.00");
});

test("of a subscription the price says how often it is due", async () => {
  const plan: Params = {
    price_data: {
      currency: "usd",
      unit_amount: 1500,
      product_data: { name: "Gold" },
      recurring: { interval: "month" },
    },
    quantity: 1,
  };
  const { page, id } = await open({
    mode: "subscription",
    line_items: [plan],
    optional_items: [
      { price: support, quantity: 1 },
      { price: gift, quantity: 1 },
    ],
  });
  const texts = await page.getByTestId("optional-item").allInnerTexts();
  expect(texts.map((text) => text.split("\n").slice(0, 2))).toEqual([
    ["Support", "$5.00 / month"],
    ["Gift wrap", "$3.00"],
  ]);
  await add(page, "Support").click();
  await expect.poll(() => total(page).innerText()).toBe("$20.00");
  expect(await page.locator("#ProductSummary-totalAmount").innerText()).toBe("$20.00 per month");
  await fillIn(page);
  await submitButton(page).click();
  await page.waitForURL(/_checkstand\/docs/);
  const { subscription } = await till.stripe.checkout.sessions.retrieve(id);
  const { items } = await till.stripe.subscriptions.retrieve(String(subscription));
  expect(items.data.length).toBe(2);
});

test.each([1280, 390])("everybody can use it, at %s pixels", async (width) => {
  const { page } = await open({ optional_items: [{ price: gift, quantity: 1 }] }, { width });
  expect(await violations(page)).toEqual([]);
  await add(page, "Gift wrap").click();
  await remove(page, "Gift wrap").waitFor();
  expect([await violations(page), await sideways(page)]).toEqual([[], 0]);
});
