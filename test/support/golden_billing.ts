/** Flows of subscriptions on test clocks for golden files: what happens, in one API version, and all that it leaves. */
import { openBillingShop } from "./billing.ts";
import { type Caller, callerOf, eventsOf, type Json } from "./golden.ts";
import type { TestServer } from "./server.ts";
import type { Params } from "./shop.ts";

/** A customer on a test clock, with an account of their own. */
export interface Story {
  readonly version: string;
  readonly call: Caller;
  readonly customer: string;
  /** A recurring price of a product called Gold, 10.00 usd a month by default; returns its id. */
  price(more?: Params): Promise<string>;
  /** Subscribes the customer; later calls need no id. */
  subscribe(params: Params): Promise<Json>;
  /** Changes the subscription. */
  update(params: Params): Promise<Json>;
  /** The id of the subscription's first item. */
  item(): Promise<string>;
  /** Attaches a test card, with which the customer pays from now on. */
  card(name: string): Promise<void>;
  advance(to: string): Promise<void>;
  /** Waits for what happens by itself at this moment. */
  settle(): Promise<void>;
}

/** What happens to a customer; what it returns goes into the golden file, beside what is left in the end. */
export type Flow = (story: Story) => Promise<Json>;

/** Tells a flow that begins at a moment ("2023-01-31T10:00:00"), and returns everything that is left of it. */
export async function told(server: TestServer, version: string, begin: string, flow: Flow): Promise<Json> {
  const shop = openBillingShop(server);
  const call = callerOf(server, shop, version);
  const { clock, customer } = await shop.clocked(begin, null);
  let id = "";
  const subscription = () => call("GET", `subscriptions/${id}`);
  const seen = await flow({
    version,
    call,
    customer,
    price: async (more = {}) => {
      const amount = more.tiers || more.unit_amount_decimal ? {} : { unit_amount: 1000 };
      const product = more.product_data ?? { name: "Gold" };
      const params = { currency: "usd", recurring: { interval: "month" }, ...amount, ...more };
      return (await call("POST", "prices", { ...params, product_data: product })).id;
    },
    subscribe: async (params) => {
      const made = await call("POST", "subscriptions", { customer, ...params });
      id = made.id;
      return made;
    },
    update: (params) => call("POST", `subscriptions/${id}`, params),
    item: async () => (await subscription()).items.data[0].id,
    card: async (name) => {
      const method = await call("POST", `payment_methods/${name}/attach`, { customer });
      await call("POST", `customers/${customer}`, {
        invoice_settings: { default_payment_method: method.id },
      });
    },
    advance: (to) => shop.advance(clock, to),
    settle: () => server.running.worker.drain(),
  });
  const list = async (path: string) => (await call("GET", `${path}?customer=${customer}&limit=100`)).data;
  const [newest] = await list("payment_intents");
  return {
    events: (await eventsOf(call)).filter(({ type }) => !CATALOG.test(type)),
    ...seen,
    subscription: await subscription(),
    invoices: (await list("invoices")).reverse(),
    invoice_items: (await list("invoiceitems")).reverse(),
    newest_payment_intent: newest ?? null,
    balance_transactions: (await call("GET", `customers/${customer}/balance_transactions`)).data,
    customer: await call("GET", `customers/${customer}`),
  };
}

/** What is told of elsewhere. */
const CATALOG = /^(product|plan|price|coupon|tax_rate|billing\.meter|test_helpers)\./;
