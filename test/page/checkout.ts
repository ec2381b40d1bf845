/** What page tests share: one server and one browser a file, and the way existing tests fill in the page. */

import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { PageParts } from "../../src/page/port.ts";
import type {
  PaymentSession,
  Session,
  SetupSession,
} from "../../src/resources/checkout/checkout_session/row/session.ts";
import { launchBrowser } from "../support/browser.ts";
import { type LineOf, type SavedTestCard, startPage, type TestPage } from "./page_server.ts";

export type Layout = "accordion" | "single" | "tabs";
export const LAYOUTS: readonly Layout[] = ["single", "accordion", "tabs"];
/** How the API names languages that have another name here. */
export const API_LOCALES: Readonly<Record<string, string>> = { hi: "hi-IN", "pt-PT": "pt" };
export const CARD = "4242424242424242";

const WAIT_MS = 5_000;

/** What a browser complained about on one page: errors on its console, and breaches of the page's policy. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

export class Checkout {
  server!: TestPage;
  browser!: Browser;
  readonly #pages: Page[] = [];
  readonly #contexts = new Map<string, Promise<BrowserContext>>();

  async open(
    session: Pick<Session, "id">,
    options: BrowserContextOptions & { layout?: Layout } = {},
  ): Promise<Visit> {
    const { layout, ...settings } = options;
    const visit = await this.visit(settings);
    await visit.page.goto(this.urlOf(session, layout));
    return visit;
  }

  async visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const page = await (await this.#contextFor(options)).newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    this.#pages.push(page);
    return { page, complaints };
  }

  /** Visits with the same settings share one: making contexts is what takes the time. */
  #contextFor(options: BrowserContextOptions): Promise<BrowserContext> {
    const settings = JSON.stringify(options);
    let context = this.#contexts.get(settings);
    if (context === undefined) {
      context = this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      this.#contexts.set(settings, context);
      void context.then((made) => made.setDefaultTimeout(WAIT_MS));
    }
    return context;
  }

  urlOf(session: Pick<Session, "id">, layout?: Layout): string {
    return `${this.server.url}/c/pay/${session.id}${layout === undefined ? "" : `?layout=${layout}`}#fidkdWxOYHw`;
  }

  /** An open session whose shop is on this server too. */
  session(
    lines?: readonly LineOf[],
    more: Partial<PaymentSession> = {},
    customerEmail?: string,
    savedCards: readonly SavedTestCard[] = [],
  ): PaymentSession {
    const success_url = `${this.server.url}/shop/thanks?session={CHECKOUT_SESSION_ID}`;
    return this.server.session(lines, { success_url, ...more }, customerEmail, savedCards);
  }

  /** The same for a session that only saves a payment method. */
  setup(more: Partial<SetupSession> = {}): SetupSession {
    const success_url = `${this.server.url}/shop/thanks?session={CHECKOUT_SESSION_ID}`;
    return this.server.setup({ success_url, ...more });
  }

  async closePages(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.close()));
  }
}

/** One server and one browser for a file of tests. */
export function useCheckout(options: Partial<PageParts> = {}): Checkout {
  const checkout = new Checkout();
  beforeAll(async () => {
    checkout.server = await startPage(options);
    checkout.browser = await launchBrowser();
  });
  afterAll(async () => {
    await checkout.browser?.close();
    await checkout.server?.close();
  });
  return checkout;
}

/** As in countless public tests: by id, with fill. */
export async function fillIn(page: Page, number = CARD, asked = { postalCode: true }): Promise<void> {
  const email = page.locator("#email");
  if (await email.isVisible()) await email.fill("jenny@example.com");
  await page.locator("#cardNumber").fill(number);
  await page.locator("#cardExpiry").fill("12/34");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("Jenny Rosen");
  if (asked.postalCode) await page.locator("#billingPostalCode").fill("94107");
}

export function submitButton(page: Page): Locator {
  return page.getByTestId("hosted-payment-submit-button");
}

export async function pay(page: Page, number = CARD): Promise<void> {
  await fillIn(page, number);
  await submitButton(page).click();
}

/** The page where the payer plays the bank, found as existing tests find it. */
export function challengeIn(page: Page) {
  return page
    .frameLocator('iframe[name^="__privateStripeFrame"]')
    .frameLocator('iframe[name="stripe-challenge-frame"]');
}
