/**
 * What a server answers to every GET of its API, so that the answers of two programs on the same database can be
 * compared. Which GETs these are is worked out from what the lists show.
 */
import { LONG, LONG_URL } from "./fill_finished.ts";
import { KEY, OTHER_KEY } from "./filling.ts";

/** The oldest version that there are answers of, and one with every change of shape up to now. */
const VERSIONS = ["2023-10-16", "2026-10-28.endive"] as const;

/** One answer: the path that was asked for, and its body. */
export interface Answer {
  readonly key: string;
  readonly version: string;
  readonly path: string;
  readonly body: unknown;
}

interface Element {
  readonly id: string;
  readonly email?: string;
}

const expand = (...paths: readonly string[]) => paths.map((path) => `expand[]=${path}`).join("&");

/** Lists, with what is asked about each of their elements: its own path, and what is below it. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  "/v1/balance_transactions": ["/:id"],
  "/v1/charges": [`/:id?${expand("balance_transaction", "customer", "payment_intent")}`, "/:id/refunds"],
  "/v1/checkout/sessions": [
    `/:id?${expand("line_items", "total_details.breakdown", "customer", "invoice", "payment_intent.latest_charge")}`,
    `/:id/line_items?${expand("data.discounts", "data.taxes", "data.price.product")}`,
    "/:id/line_items?limit=1",
  ],
  "/v1/coupons": [`/:id?${expand("applies_to", "currency_options")}`],
  "/v1/customers": [
    `/:id?${expand("tax_ids", "tax", "invoice_settings.default_payment_method")}`,
    "/:id/payment_methods",
    "/:id/tax_ids",
  ],
  "/v1/events": [],
  "/v1/invoice_payments": ["/:id"],
  "/v1/invoices": [`/:id?${expand("payments", "customer")}`, "/:id/lines"],
  "/v1/payment_intents": [
    `/:id?${expand("latest_charge.balance_transaction", "payment_method", "customer")}`,
  ],
  "/v1/payment_links": [`/:id?${expand("line_items", "shipping_options.shipping_rate")}`, "/:id/line_items"],
  "/v1/payment_method_configurations": ["/:id"],
  "/v1/payment_methods": ["/:id"],
  "/v1/prices": [`/:id?${expand("currency_options", "product", "tiers")}`],
  "/v1/products": [`/:id?${expand("default_price")}`],
  "/v1/promotion_codes": ["/:id", `/:id?${expand("promotion.coupon", "restrictions.currency_options")}`],
  "/v1/refunds": [`/:id?${expand("charge", "balance_transaction", "payment_intent")}`],
  "/v1/setup_intents": [`/:id?${expand("payment_method", "customer")}`],
  "/v1/shipping_rates": [`/:id?${expand("fixed_amount.currency_options")}`],
  "/v1/tax_ids": ["/:id"],
  "/v1/tax_rates": ["/:id"],
  "/v1/webhook_endpoints": ["/:id"],
};

/** Filters of lists; `:customer` and the like stand for the id of an object of the old database. */
const FILTERS: readonly string[] = [
  "/v1/balance_transactions?type=refund",
  "/v1/charges?customer=:customer",
  "/v1/charges?payment_intent=:intent",
  `/v1/charges?transfer_group=${LONG}`,
  ...["open", "complete", "expired"].map((status) => `/v1/checkout/sessions?status=${status}`),
  "/v1/checkout/sessions?customer=:customer",
  "/v1/checkout/sessions?customer_details[email]=buyer@example.com",
  "/v1/checkout/sessions?payment_intent=:intent",
  "/v1/checkout/sessions?payment_link=:link",
  "/v1/checkout/sessions?limit=3&starting_after=:session",
  "/v1/checkout/sessions?limit=3&ending_before=:session",
  "/v1/checkout/sessions?created[lt]=:now&limit=2",
  "/v1/customers?email=Jenny.Rosen@example.com",
  "/v1/events?delivery_success=false",
  "/v1/events?type=checkout.session.completed&limit=2",
  "/v1/events?types[]=refund.created&types[]=charge.refunded",
  "/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=:intent",
  "/v1/invoices?customer=:customer&status=paid",
  "/v1/payment_intents?customer=:customer",
  "/v1/payment_links?active=false",
  "/v1/payment_methods?customer=:customer&type=card",
  "/v1/prices?lookup_keys[]=shirt",
  "/v1/prices?type=recurring",
  "/v1/products?active=false",
  `/v1/products?url=${encodeURIComponent(LONG_URL)}`,
  "/v1/promotion_codes?code=summer25",
  "/v1/promotion_codes?coupon=SUMMER",
  "/v1/refunds?payment_intent=:intent",
  "/v1/setup_intents?customer=:customer",
  "/v1/tax_ids?owner[type]=self",
];

/** Asks a server that has the old database for everything. */
export async function allAnswers(url: string, values: Readonly<Record<string, string>>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const key of [KEY, OTHER_KEY]) {
    const paths = await pathsFor(url, key, key === KEY ? filled(values) : []);
    for (const version of VERSIONS) {
      for (const path of paths) {
        const body = await answerTo(url, { key, version, path });
        if (body !== null) answers.push({ key, version, path, body });
        else if (version === VERSIONS[1]) throw new Error(`${path} cannot be expanded in ${version}`);
      }
    }
  }
  return answers;
}

/** The answer to one GET; null where its version does not know what is to be expanded. Anything else is an error. */
export async function answerTo(
  url: string,
  { key, version, path }: Omit<Answer, "body">,
): Promise<unknown | null> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${key}`, "stripe-version": version },
  });
  const text = await response.text();
  if (response.status === 400 && text.includes("cannot be expanded")) return null;
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function pathsFor(url: string, key: string, filters: readonly string[]): Promise<string[]> {
  const paths = [...filters];
  for (const [list, below] of Object.entries(LISTS)) {
    const path = `${list}?limit=100`;
    const shown = await answerTo(url, { key, version: VERSIONS[1], path });
    // Every list of the API has this shape.
    const { data, has_more } = shown as { data: readonly Element[]; has_more: boolean };
    const last = data.at(-1)?.id;
    paths.push(path, ...(has_more ? [`${path}&starting_after=${last}`] : []));
    for (const { id } of data) paths.push(...below.map((one) => list + one.replace(":id", id)));
    if (list === "/v1/checkout/sessions") paths.push(...data.map(({ id }) => `/v1/payment_pages/${id}`));
  }
  return paths;
}

function filled(values: Readonly<Record<string, string>>): string[] {
  return FILTERS.map((path) =>
    path.replace(/=:(\w+)/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`no value for ${name}`);
      return `=${value}`;
    }),
  );
}
