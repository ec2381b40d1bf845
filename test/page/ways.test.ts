/**
 * Every way to pay, in a browser: the form of each type is filled in and submitted, and the payer goes on to each end. The
 * rows are in `test/support/ways.ts`. By default each type goes one of its ways, and together they go all kinds of them;
 * `npm run test:methods` goes every way.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FixedClock } from "../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { CONTROL } from "../../src/form/fields.ts";
import { typeNamed } from "../../src/method_types/index.ts";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { form } from "../support/shop.ts";
import {
  type Api,
  CONCLUDED_SECONDS,
  endOf,
  nameOf,
  payersOf,
  SHOP,
  sessionParams,
  shopCountryOf,
  typedFor,
  WAYS,
  WAYS_VERSION,
  type Way,
} from "../support/ways.ts";
import { submitButton } from "./checkout.ts";

const WAIT_MS = 10_000;
const clock = new FixedClock(1_800_000_000);
const servers = new Map<string, TestServer>();
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(WAIT_MS);
  await context.route(`${SHOP}**`, (route) =>
    route.fulfill({ contentType: "text/html", body: '<link rel="icon" href="data:,"><h1>Thanks</h1>' }),
  );
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([...servers.values()].map((server) => server.close()));
});

async function serverFor(type: string): Promise<TestServer> {
  const country = shopCountryOf(type);
  const known = servers.get(country);
  if (known !== undefined) return known;
  const server = await startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock });
  servers.set(country, server);
  return server;
}

/** Links an account of the payer's test bank by its name; null to type one instead. */
async function chooseAccount(page: Page, name: string | null): Promise<void> {
  if (name === null) return page.getByLabel("Enter bank details manually").check();
  await page.getByRole("button", { name: "Test (Non-OAuth)" }).click();
  await page.getByRole("button", { name: "Agree and continue" }).click();
  await page.getByRole("dialog").getByText(name).click();
  await page.getByRole("button", { name: "Connect account" }).click();
  await page.getByRole("button", { name: "Finish without saving" }).click();
}

/** Fills in whatever the page asks for. */
async function fillIn(page: Page, way: Way): Promise<void> {
  const { address, billing, email, hash, name, options } = typedFor(way);
  const { fields, linking } = typeNamed(way.type).asks;
  const linked = linking?.accounts.find(({ id }) => id === hash[linking.param]);
  if (linking !== undefined) await chooseAccount(page, linked?.name ?? null);
  const text = (param: string) => String({ ...hash, ...billing, ...options }[param]);
  const texts: Readonly<Record<string, string | undefined>> = {
    email,
    [CONTROL.name]: name,
    billingAddressLine1: address.line1,
    billingLocality: address.city,
    billingPostalCode: address.postal_code,
    taxNumber: "000.000.000-00",
    ...(way.family === "card" && { cardNumber: text("number"), cardExpiry: "12/34", cardCvc: text("cvc") }),
    ...Object.fromEntries(fields.map(({ control, param }) => [CONTROL[control], text(param)])),
  };
  const country = page.locator("#billingCountry");
  if (await country.isVisible()) await country.selectOption(address.country);
  for (const [id, value] of Object.entries(texts)) {
    const input = page.locator(`#${id}`);
    if (value === undefined || !(await input.isVisible())) continue;
    const isSelect = await input.evaluate((element) => element.tagName === "SELECT");
    await (isSelect ? input.selectOption(value) : input.fill(value));
  }
  const state = page.locator("#billingAdministrativeArea");
  if (address.state !== undefined && (await state.isVisible())) await state.selectOption(address.state);
}

async function go(way: Way): Promise<void> {
  const server = await serverFor(way.type);
  const key = server.freshKey();
  const headers = { "stripe-version": WAYS_VERSION };
  const call = (method: string, path: string, body?: string) =>
    server.raw(method, `/v1/checkout/sessions${path}`, { key, headers, ...(body !== undefined && { body }) });
  const api: Api = async (method, path, params) => {
    const sent = params === undefined ? {} : { body: form(params) };
    return (await server.raw(method, `/v1/${path}`, { key, headers, ...sent })).body;
  };
  const { body: session } = await call("POST", "", form(sessionParams(way)));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(session.url);
  await fillIn(page, way);
  await submitButton(page).click();
  await payersOf(way).inBrowser[way.outcome](page, way);
  if (way.outcome === "cancel") {
    const { status } = await call("POST", `/${session.id}/expire`, "");
    expect(status).toBe(endOf(way).status === "expired" ? 200 : 400);
    await page.goto("about:blank"); // the same URL would not be loaded again
    await page.goto(session.url);
    await page.getByTestId(status === 200 ? "session-expired" : "session-complete").waitFor();
  }
  await payersOf(way).afterwards?.(api, session.id, way);
  clock.advance(CONCLUDED_SECONDS);
  await server.running.worker.drain();
  expect((await call("GET", `/${session.id}`)).body).toMatchObject(endOf(way));
  expect(complaints).toEqual([]);
  await page.close();
}

const isWhole = process.env.CHECKSTAND_TEST_WAYS === "all";
/** One way for each type: with its place in the table, the mode and the outcome turn. */
const CHOSEN = [...new Set(WAYS.map(({ type }) => type))].map((type, place) => {
  const ways = WAYS.filter((way) => way.type === type);
  return ways[place % ways.length] as Way; // every type has at least one mode
});

test.each((isWhole ? WAYS : CHOSEN).map((way) => [nameOf(way), way] as const))("%s", (_name, way) => go(way));
