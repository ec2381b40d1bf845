/** The reference in a browser: the search, the menu, what is folded up, and nothing that leaves the server. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DOCS_PATH } from "../../src/reference/anchors.ts";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sideways, violations } from "./axe.ts";

let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const trouble: string[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([browser.close(), server.close()]));
beforeEach(async () => {
  trouble.length = 0;
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${server.url}${DOCS_PATH}`)) trouble.push(`asked for ${request.url()}`);
  });
});
afterEach(async () => {
  await context.close();
  expect(trouble).toEqual([]);
});

const open = (file: string) => page.goto(`${server.url}${DOCS_PATH}/${file}`);
const search = () => page.getByRole("searchbox", { name: "Search the reference" });
const results = () => page.locator("#search-results a");

describe("the search", () => {
  test("finds what is on another page and leads there, by keyboard alone", async () => {
    await open("coupon.html");
    await page.keyboard.press("/");
    await page.keyboard.type("line_items[][price_data][currency]");
    await expect.poll(() => results().first().textContent()).toContain("POST /v1/checkout/sessions");
    expect(new URL(page.url()).searchParams.get("q")).toBe("line_items[][price_data][currency]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("A");
    await page.keyboard.press("Enter");
    await page.waitForURL(/checkout_session\.html#create\.line_items\.price_data\.currency$/);
    const param = page.locator("[id='create.line_items.price_data.currency']");
    await expect.poll(() => param.isVisible()).toBe(true);
    await expect.poll(() => param.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(60);
    expect(await param.evaluate((one) => one.getBoundingClientRect().top)).toBeLessThan(800);
  });

  test("keeps the query in the address, and has it again after going back", async () => {
    await open("index.html?q=coupon_expired");
    await expect.poll(() => results().count()).toBe(1);
    expect(await search().inputValue()).toBe("coupon_expired");
    await results().first().click();
    await page.waitForURL(/error_codes\.html#coupon_expired$/);
    await page.goBack();
    await expect.poll(() => search().inputValue()).toBe("coupon_expired");
    await search().focus();
    await page.keyboard.press("Escape");
    expect(await search().inputValue()).toBe("");
    expect(await page.locator("#search-panel").isHidden()).toBe(true);
    expect(page.url()).not.toContain("q=");
  });

  test("Enter opens the first result, and the index is loaded once", async () => {
    let loads = 0;
    page.on("request", (request) => {
      if (request.url().includes("/search.")) loads++;
    });
    await open("index.html");
    expect(loads).toBe(0);
    await search().fill("xyzzy");
    await expect.poll(() => page.getByRole("status").textContent()).toBe("Nothing found.");
    await search().fill("checkout.session.completed");
    await expect.poll(() => results().count()).toBe(1);
    expect(loads).toBe(1);
    await search().press("Enter");
    await page.waitForURL(/event_types\.html#checkout\.session\.completed$/);
  });

  test("takes what is typed as text", async () => {
    await open(`index.html?q=${encodeURIComponent('<img src=x onerror="alert(1)">')}`);
    await expect.poll(() => page.getByRole("status").textContent()).toBe("Nothing found.");
    expect(await page.locator("#search-panel img").count()).toBe(0);
  });
});

describe("the menu on a small screen", () => {
  test("opens, leads on and closes", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open("coupon.html");
    const menu = page.getByRole("navigation", { name: "Reference" });
    const button = page.getByRole("button", { name: "Menu" });
    expect(await menu.isHidden()).toBe(true);
    await button.click();
    expect(await menu.isVisible()).toBe(true);
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Escape");
    expect(await menu.isHidden()).toBe(true);
    await button.click();
    await menu.getByRole("link", { name: "Errors" }).click();
    await page.waitForURL(/error_codes\.html$/);
  });

  test("is there without a script, and so is everything but the search", async () => {
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    const bare = await plain.newPage();
    await bare.goto(`${server.url}${DOCS_PATH}/coupon.html`);
    expect(await bare.getByRole("navigation", { name: "Reference" }).isVisible()).toBe(true);
    expect(await bare.getByRole("button", { name: "Menu" }).isHidden()).toBe(true);
    expect(await bare.locator("#search").isHidden()).toBe(true);
    expect(await bare.getByRole("heading", { name: "Create a coupon" }).isVisible()).toBe(true);
    await plain.close();
  });
});

test("what is folded up opens for a link within the page", async () => {
  await open("price.html");
  await page.evaluate(() => {
    location.hash = "create.recurring.interval";
  });
  await expect.poll(() => page.locator("[id='create.recurring.interval']").isVisible()).toBe(true);
});

const FILES = [
  "index.html",
  "promotion_code.html",
  "checkout_session.html",
  "error_codes.html",
  "event_types.html",
  "api_versions.html",
  "test_cards.html",
];
describe.each([
  [320, "light", FILES],
  [820, "light", ["index.html", "promotion_code.html"]],
  [1440, "dark", FILES],
] as const)("at %i pixels, %s", (width, colorScheme, files) => {
  test.each(files)("%s is free of faults and fits", async (file) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await open(file);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });
});

test("open results and an open menu are free of faults", async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open("coupon.html?q=price");
  await expect.poll(() => results().count()).toBeGreaterThan(5);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu" }).click();
  expect(await violations(page)).toEqual([]);
});
