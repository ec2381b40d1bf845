/**
 * For tests with Playwright: leads Stripe's hosts to a Checkstand server, and pays like a buyer. The types are those parts
 * of Playwright's that are used, so that any version of it fits.
 */

interface Request {
  url(): string;
}
interface Route<Response> {
  request(): Request;
  abort(): Promise<void>;
  fetch(options: { url: string }): Promise<Response>;
  fulfill(options: { response: Response }): Promise<void>;
}
/** A browser context, which also covers the windows that its pages open. */
interface Context<Response> {
  route(url: RegExp, handler: (route: Route<Response>) => Promise<void>): Promise<unknown>;
}
interface Locator {
  fill(text: string): Promise<void>;
  click(): Promise<void>;
  isVisible(): Promise<boolean>;
  waitFor(): Promise<void>;
}
/** A page, or a frame in it. */
interface Fields {
  locator(selector: string): Locator;
}
interface Page extends Fields {
  frameLocator(selector: string): Fields;
}

const STRIPE = /^https:\/\/(?:api|checkout|hooks|js|m|r)\.stripe\.com\//;

/**
 * Lets every request of a browser context to Stripe's hosts go to the server at `url`, such as
 * `http://localhost:12111`: Stripe.js and its frames, the API, the hosted page. The shop needs no changed line.
 */
export async function routeStripe<Response>(context: Context<Response>, url: string): Promise<void> {
  const { origin } = new URL(url);
  await context.route(STRIPE, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    try {
      await route.fulfill({ response: await route.fetch({ url: `${origin}${pathname}${search}` }) });
    } catch {
      // The server does not answer, or the test is over and the browser with it.
      await route.abort().catch(() => {});
    }
  });
}

export interface BuyerDetails {
  /** A test card; 4242 4242 4242 4242 if not set. */
  readonly number?: string;
  readonly email?: string;
  readonly name?: string;
  readonly postalCode?: string;
}

/** Fills in a session's page, hosted or embedded in the page of a shop, and presses its button. */
export async function payCheckout(
  page: Page,
  { number = "4242424242424242", email = "jenny@example.com", ...more }: BuyerDetails = {},
): Promise<void> {
  const { name = "Jenny Rosen", postalCode = "94107" } = more;
  const form = await formOn(page);
  await form.locator("#cardNumber").waitFor();
  if (await form.locator("#email").isVisible()) await form.locator("#email").fill(email);
  await form.locator("#cardNumber").fill(number);
  await form.locator("#cardExpiry").fill("12 / 34");
  await form.locator("#cardCvc").fill("123");
  await form.locator("#billingName").fill(name);
  const postal = form.locator("#billingPostalCode");
  if (await postal.isVisible()) await postal.fill(postalCode);
  await form.locator('[data-testid="hosted-payment-submit-button"]').click();
}

const EMBEDDED = 'iframe[name="embedded-checkout"]';

async function formOn(page: Page): Promise<Fields> {
  return (await page.locator(EMBEDDED).isVisible()) ? page.frameLocator(EMBEDDED) : page;
}
