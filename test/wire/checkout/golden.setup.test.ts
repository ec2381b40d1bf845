/** Everything that setting up a payment method leaves behind, in three API versions: objects, events, their order. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { attempt, callerOf, eventsOf, expectGolden, GOLDEN_VERSIONS } from "../../support/golden.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

/** How the set-up goes, card by card; the session is made for a customer unless the flow says otherwise. */
const FLOWS: Readonly<Record<string, { readonly guest?: true; readonly cards: readonly string[] }>> = {
  with_customer: { cards: ["4242424242424242"] },
  without_customer: { guest: true, cards: ["4242424242424242"] },
  declined_then_saved: { cards: ["4000000000009995", "4242424242424242"] },
  three_d_secure: { cards: ["4000002500003155"] },
};

describe.each(GOLDEN_VERSIONS)("setup in version %s", (version) => {
  test.each(Object.keys(FLOWS))("%s", async (name) => {
    const shop = openShop(server);
    const call = callerOf(server, shop, version);
    const { guest, cards } = FLOWS[name] ?? { cards: [] };
    const customer = guest ? undefined : (await call("POST", "customers", { email: "jenny@example.com" })).id;
    const created = await call("POST", "checkout/sessions", {
      mode: "setup",
      currency: "usd",
      success_url: "https://example.com/success",
      setup_intent_data: { description: "Card on file", metadata: { order: "42" } },
      ...(customer === undefined ? {} : { customer }),
    });
    const attempts = [];
    const intentOf = () => call("GET", `setup_intents/${created.setup_intent}`);
    for (const card of cards) attempts.push(await attempt(server, shop, created, card, intentOf));
    const session = await call("GET", `checkout/sessions/${created.id}`);
    const setup_intent = await call("GET", `setup_intents/${session.setup_intent}`);
    const left = {
      created,
      attempts,
      session,
      setup_intent,
      payment_method: await call("GET", `payment_methods/${setup_intent.payment_method}`),
      customer: customer === undefined ? null : await call("GET", `customers/${customer}`),
      line_items: await call("GET", `checkout/sessions/${created.id}/line_items`),
      events: await eventsOf(call),
    };
    expectGolden(`setup_${name}.${version}`, left, server.url);
  });
});
