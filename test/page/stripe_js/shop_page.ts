/**
 * A shop whose page loads Stripe.js, over a real server. The page is on a host of its own, so that frames are those of
 * another origin, as at Stripe. Stripe's hosts lead to the server by the routes of the browser, as in users' tests.
 */

import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import { routeStripe } from "../../../src/playwright.ts";
import type { TrainName } from "../../../src/stripe_js/trains.ts";
import { launchBrowser } from "../../support/browser.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Shop } from "../../support/shop.ts";

const SHOP_ORIGIN = "http://shop.test";
const WAIT_MS = 8_000;

export interface VisitOptions extends BrowserContextOptions {
  /** The train whose script the page loads; null for none. */
  readonly train?: TrainName | null;
  /** The body of the page. */
  readonly body?: string;
  /** The Content-Security-Policy of the page. */
  readonly policy?: string;
}

export class ShopPage {
  server!: TestServer;
  browser!: Browser;
  shop!: Shop;
  readonly #contexts: BrowserContext[] = [];

  get stripe(): Stripe {
    return this.shop.stripe;
  }

  /** The publishable key of the shop. */
  get key(): string {
    return this.shop.key.replace(/^sk_/, "pk_");
  }

  /** Opens the shop's page, with Stripe.js loaded from Stripe's own host. */
  async open({
    train = "endive",
    body = '<h1>Shop</h1><div id="element"></div>',
    policy,
    ...settings
  }: VisitOptions = {}) {
    const context = await this.browser.newContext({ viewport: { width: 900, height: 900 }, ...settings });
    this.#contexts.push(context);
    context.setDefaultTimeout(WAIT_MS);
    await routeStripe(context, this.server.url);
    const path = train === "v3" ? "v3/" : `${train}/stripe.js`;
    const script = train === null ? "" : `<script src="https://js.stripe.com/${path}"></script>`;
    await context.route(`${SHOP_ORIGIN}/**`, (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: policy === undefined ? {} : { "content-security-policy": policy },
        body: `<!doctype html><html lang="en"><head><title>Shop</title>${script}</head><body><main>${body}</main></body></html>`,
      }),
    );
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${SHOP_ORIGIN}/`);
    return { page, complaints };
  }

  /** Runs a script of the shop. */
  async run(page: Page, content: string): Promise<void> {
    await page.addScriptTag({ content: `{${content}}` });
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }
}

/** One server and one browser for a file of tests. */
export function useShopPage(): ShopPage {
  const shopPage = new ShopPage();
  beforeAll(async () => {
    shopPage.server = await startServer();
    shopPage.shop = openShop(shopPage.server);
    shopPage.browser = await launchBrowser();
  });
  afterAll(async () => {
    await shopPage.browser?.close();
    await shopPage.server?.close();
  });
  return shopPage;
}

/** What a promise in the shop's page resolves to, or the error that it rejects with. */
export function outcome(page: Page, expression: string): Promise<Outcome> {
  return page.evaluate(`Promise.resolve().then(() => ${expression}).catch((error) => ({
    thrown: { name: error.name, message: error.message },
  }))`);
}
/** What methods of Stripe.js resolve to. */
export interface Outcome {
  readonly error?: Readonly<Record<string, unknown>>;
  readonly thrown?: { readonly name: string; readonly message: string };
  readonly [name: string]: unknown;
}

/** The frame of an Element, found as existing tests find it. */
export function frameOf(page: Page, title = "Secure payment input frame"): FrameLocator {
  return page.frameLocator(`iframe[name^="__privateStripeFrame"][title="${title}"]`);
}

/** Answers 3-D Secure as existing tests do. */
export async function answerChallenge(page: Page, how: "authorize" | "fail"): Promise<void> {
  await page
    .frameLocator('iframe[src*="three-ds-2-challenge"]')
    .frameLocator('iframe[name="stripe-challenge-frame"]')
    .locator(`#test-source-${how}-3ds`)
    .click();
}
