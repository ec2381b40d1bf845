/** Everything that selling a subscription leaves behind, in three API versions: objects, events, their order. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { attempt, callerOf, eventsOf, expectGolden, GOLDEN_VERSIONS } from "../../support/golden.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, openShop, type Params } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

const TRIAL = { trial_period_days: 7, metadata: { plan: "gold" } };
const FEE: Params = {
  price_data: { currency: "usd", unit_amount: 700, product_data: { name: "Setup" } },
  quantity: 1,
};
const VISA = "4242424242424242";
interface Flow {
  readonly params?: Params;
  /** The cards that are tried in turn; none if the buyer gives none. */
  readonly cards: readonly string[];
  /** Takes this much off the first payment, in percent. */
  readonly percentOff?: number;
  /** More lines than the one that recurs. */
  readonly lines?: readonly Params[];
}
const FLOWS: Readonly<Record<string, Flow>> = {
  paid: { cards: [VISA], lines: [FEE] },
  free: { cards: [], percentOff: 100, params: { payment_method_collection: "if_required" } },
  trial_with_card: { cards: [VISA], params: { subscription_data: TRIAL } },
  trial_without_card: {
    cards: [],
    params: { payment_method_collection: "if_required", subscription_data: TRIAL },
  },
  discount_once: { cards: [VISA], percentOff: 20 },
  declined_then_paid: { cards: ["4000000000009995", VISA] },
  three_d_secure: { cards: ["4000002500003155"] },
};

describe.each(GOLDEN_VERSIONS)("a subscription in version %s", (version) => {
  test.each(Object.keys(FLOWS))("%s", async (name) => {
    const shop = openShop(server);
    const call = callerOf(server, shop, version);
    const { cards, lines = [], params = {}, percentOff } = FLOWS[name] ?? { cards: [] };
    const price = await call("POST", "prices", {
      currency: "usd",
      unit_amount: 1500,
      recurring: { interval: "month" },
      product_data: { name: "Gold" },
    });
    const coupon =
      percentOff === undefined
        ? null
        : (await call("POST", "coupons", { percent_off: percentOff, duration: "once", id: `off_${name}` }))
            .id;
    const created = await call("POST", "checkout/sessions", {
      mode: "subscription",
      success_url: "https://example.com/success",
      line_items: [{ price: price.id, quantity: 2 }, ...lines],
      ...(coupon === null ? {} : { discounts: [{ coupon }] }),
      ...params,
    });
    const attempts = [];
    const intentOf = async () => (await call("GET", "payment_intents")).data[0];
    for (const card of cards) attempts.push(await attempt(server, shop, created, card, intentOf));
    if (cards.length === 0) {
      const { status } = await shop.confirm(created.id, { billing_details: BUYER });
      attempts.push({ status });
    }
    const session = await call("GET", `checkout/sessions/${created.id}`);
    const subscription = await call("GET", `subscriptions/${session.subscription}`);
    const method = subscription.default_payment_method;
    const left = {
      created,
      attempts,
      session,
      subscription,
      invoice: await call("GET", `invoices/${session.invoice}`),
      payment_intents: (await call("GET", "payment_intents")).data,
      setup_intents: (await call("GET", "setup_intents")).data,
      charges: (await call("GET", "charges")).data,
      payment_method: method === null ? null : await call("GET", `payment_methods/${method}`),
      customer: await call("GET", `customers/${session.customer}`),
      line_items: await call("GET", `checkout/sessions/${created.id}/line_items`),
      events: await eventsOf(call),
    };
    expectGolden(`subscription_${name}.${version}`, left, server.url);
  });
});
