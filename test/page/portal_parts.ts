/** What tests of the customer portal's page share: a server, a browser, and a customer who has subscribed. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll } from "vitest";
import { openBillingShop } from "../support/billing.ts";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

type Features = Stripe.BillingPortal.ConfigurationCreateParams["features"];
type SessionParams = Partial<Stripe.BillingPortal.SessionCreateParams>;

const WAIT_MS = 5_000;

/** A customer of a shop that sells Gold for 10.00 and Silver for 5.00 a month. */
export type Subscriber = Awaited<ReturnType<PortalBed["subscriber"]>>;

export class PortalBed {
  server!: TestServer;
  browser!: Browser;
  readonly #pages: Page[] = [];

  /** A customer who has subscribed to Gold, and a configuration with every feature. */
  async subscriber({
    card = "pm_card_visa" as string | null,
    features = {} as Partial<Features>,
    update = {} as Partial<NonNullable<Features["subscription_update"]>>,
    subscription: more = {} as Partial<Stripe.SubscriptionCreateParams>,
  } = {}) {
    const shop = openBillingShop(this.server);
    const { stripe } = shop;
    const gold = await shop.plan();
    const silver = await shop.plan({ unit_amount: 500, product_data: { name: "Silver" } });
    const { id: customer } = await shop.payer(card, { name: "Jenny Rosen" });
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: gold.id }],
      ...more,
    });
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        customer_update: {
          allowed_updates: ["address", "email", "name", "phone", "shipping", "tax_id"],
          enabled: true,
        },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: {
          cancellation_reason: { enabled: true, options: ["missing_features", "other"] },
          enabled: true,
        },
        subscription_update: {
          default_allowed_updates: ["price", "quantity", "promotion_code"],
          enabled: true,
          products: [gold, silver].map((price) => ({ prices: [price.id], product: String(price.product) })),
          ...update,
        },
        ...features,
      },
    });
    const session = (params: SessionParams = {}) =>
      stripe.billingPortal.sessions.create({
        configuration: configuration.id,
        customer,
        return_url: `${this.server.url}/back`,
        ...params,
      });
    return {
      customer,
      gold,
      item: items.data[0]?.id ?? "",
      now: () => stripe.subscriptions.retrieve(id),
      session,
      shop,
      silver,
      stripe,
      subscription: id,
    };
  }

  /** A page at a URL, with what the browser complains about. */
  async visit(
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    this.#pages.push(page);
    await page.goto(url);
    return { page, complaints };
  }

  /** The home page of the portal of a customer. */
  async open(
    one: Pick<Subscriber, "session">,
    params: SessionParams = {},
    options: BrowserContextOptions = {},
  ) {
    return this.visit((await one.session(params)).url, options);
  }

  async closePages(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()));
  }
}

/** One server and one browser for a file of tests. */
export function usePortal(): PortalBed {
  const bed = new PortalBed();
  beforeAll(async () => {
    bed.server = await startServer();
    bed.browser = await launchBrowser();
  });
  afterEach(() => bed.closePages());
  afterAll(async () => {
    await bed.browser?.close();
    await bed.server?.close();
  });
  return bed;
}

/** Fills in a card as public tests do, and submits it. */
export async function addCard(page: Page, number: string): Promise<void> {
  await page.locator("#cardNumber").fill(number);
  await page.locator("#cardExpiry").fill("12 / 34");
  await page.locator("#cardCvc").fill("123");
  await page.getByTestId("confirm").click();
}
