/** Everything that a payment leaves behind, in three API versions: objects, events, their order. */
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

const VISA = "4242424242424242";
interface Flow {
  readonly params?: Params;
  /** The cards that are tried in turn; none if nothing is due. */
  readonly cards: readonly string[];
  /** What a coupon takes off, in percent. */
  readonly percentOff?: number;
}
const FLOWS: Readonly<Record<string, Flow>> = {
  paid: { cards: [VISA] },
  free: { cards: [], percentOff: 100 },
  with_discount_and_invoice: {
    cards: [VISA],
    percentOff: 15,
    params: { customer_creation: "always", invoice_creation: { enabled: true } },
  },
  authorized: { cards: [VISA], params: { payment_intent_data: { capture_method: "manual" } } },
  declined_then_paid: { cards: ["4000000000009995", VISA] },
  three_d_secure: { cards: ["4000002500003155"] },
};

describe.each(GOLDEN_VERSIONS)("a payment in version %s", (version) => {
  test.each(Object.keys(FLOWS))("%s", async (name) => {
    const shop = openShop(server);
    const call = callerOf(server, shop, version);
    const { cards, params = {}, percentOff } = FLOWS[name] ?? { cards: [] };
    if (percentOff !== undefined) {
      await call("POST", "coupons", { percent_off: percentOff, duration: "once", id: `off_${name}` });
    }
    const created = await call("POST", "checkout/sessions", {
      mode: "payment",
      success_url: "https://example.com/success",
      line_items: [
        {
          price_data: { currency: "usd", unit_amount: 1099, product_data: { name: "T-shirt" } },
          quantity: 2,
        },
      ],
      ...(percentOff === undefined ? {} : { discounts: [{ coupon: `off_${name}` }] }),
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
    const left = {
      created,
      attempts,
      session,
      invoice: session.invoice === null ? null : await call("GET", `invoices/${session.invoice}`),
      payment_intents: (await call("GET", "payment_intents")).data,
      charges: (await call("GET", "charges")).data,
      balance_transactions: (await call("GET", "balance_transactions")).data,
      customer: session.customer === null ? null : await call("GET", `customers/${session.customer}`),
      line_items: await call("GET", `checkout/sessions/${created.id}/line_items`),
      events: await eventsOf(call),
    };
    expectGolden(`payment_${name}.${version}`, left, server.url);
  });
});
