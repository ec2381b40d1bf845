/** Everything that changes of subscriptions leave behind, in three API versions: prorations, credits, ends, events. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { expectGolden, GOLDEN_VERSIONS } from "../../support/golden.ts";
import { type Flow, type Story, told } from "../../support/golden_billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

/** A month of 30 days, of which a third is left, and the end of its draft's hour. */
const BEGIN = "2023-11-01T00:00:00";
const THIRD_LEFT = "2023-11-21T00:00:00";
const RENEWED = "2023-12-01T02:00:00";

/** A customer who pays by card subscribes to a price, and a third of the month is left. */
async function begun({ advance, card, price, subscribe }: Story, amount: number, more = {}) {
  await card("pm_card_visa");
  const { id } = await subscribe({ items: [{ price: await price({ unit_amount: amount }) }], ...more });
  await advance(THIRD_LEFT);
  return id;
}
const silver = (story: Story, unit_amount: number, recurring = { interval: "month" }) =>
  story.price({ unit_amount, recurring, product_data: { name: "Silver" } });

const FLOWS: Readonly<Record<string, Flow>> = {
  upgraded: async (story) => {
    await begun(story, 1000);
    const price = await silver(story, 2000);
    const changed = await story.update({ items: [{ id: await story.item(), price }] });
    await story.advance(RENEWED);
    return { changed };
  },
  upgraded_and_billed_at_once: async (story) => {
    await begun(story, 1000);
    const price = await silver(story, 2000);
    const proration_behavior = "always_invoice";
    return {
      changed: await story.update({ items: [{ id: await story.item(), price }], proration_behavior }),
    };
  },
  upgraded_but_declined: async (story) => {
    await begun(story, 1000);
    await story.card("pm_card_chargeCustomerFail");
    const price = await silver(story, 2000);
    return {
      changed: await story.update({
        items: [{ id: await story.item(), price }],
        payment_behavior: "pending_if_incomplete",
        proration_behavior: "always_invoice",
      }),
    };
  },
  downgraded_into_credit: async (story) => {
    await begun(story, 2000);
    const price = await silver(story, 1000);
    const proration_behavior = "always_invoice";
    await story.update({ items: [{ id: await story.item(), price }], proration_behavior });
    await story.advance(RENEWED);
    return {};
  },
  downgraded_at_period_end: async (story) => {
    await begun(story, 2000);
    const price = await silver(story, 1000);
    await story.update({ items: [{ id: await story.item(), price }], proration_behavior: "none" });
    await story.advance(RENEWED);
    return {};
  },
  quantity_raised_with_discount: async (story) => {
    await story.call("POST", "coupons", { id: "tenth", percent_off: 10, duration: "forever" });
    await begun(story, 1000, { discounts: [{ coupon: "tenth" }] });
    await story.update({ items: [{ id: await story.item(), quantity: 3 }] });
    await story.advance(RENEWED);
    return {};
  },
  changed_to_yearly: async (story) => {
    await begun(story, 1000);
    const price = await silver(story, 10_000, { interval: "year" });
    const proration_behavior = "always_invoice";
    return {
      changed: await story.update({ items: [{ id: await story.item(), price }], proration_behavior }),
    };
  },
  anchor_moved_to_now: async (story) => {
    await begun(story, 1000);
    await story.update({ billing_cycle_anchor: story.version < "2026-10" ? "now" : { type: "now" } });
    return {};
  },
  begun_before_its_anchor: async (story) => {
    await begun(story, 1000, { billing_cycle_anchor: Date.UTC(2023, 10, 11) / 1000 });
    return {};
  },
  item_added_and_taxed: async (story) => {
    const rate = await story.call("POST", "tax_rates", {
      display_name: "VAT",
      inclusive: true,
      percentage: 20,
    });
    await begun(story, 1000, { default_tax_rates: [rate.id] });
    await story.update({ items: [{ price: await silver(story, 500), quantity: 2 }] });
    await story.advance(RENEWED);
    return {};
  },
  canceled_at_period_end: async (story) => {
    await begun(story, 1000);
    const planned = await story.update({ cancel_at_period_end: true });
    await story.advance(RENEWED);
    return { planned };
  },
  canceled_now: async (story) => {
    const id = await begun(story, 1000);
    return { canceled: await story.call("DELETE", `subscriptions/${id}`) };
  },
  canceled_with_credit: async (story) => {
    const id = await begun(story, 1000);
    const canceled = await story.call("DELETE", `subscriptions/${id}?prorate=true&invoice_now=true`);
    return { canceled };
  },
  trial_ended_by_request: async (story) => {
    await begun(story, 1000, { trial_period_days: 30 });
    return { changed: await story.update({ trial_end: "now" }) };
  },
};

describe.each(GOLDEN_VERSIONS)("a change of a subscription in version %s", (version) => {
  test.each(Object.entries(FLOWS))("%s", async (name, flow) => {
    expectGolden(`${name}.${version}`, await told(server, version, BEGIN, flow), server.url);
  });
});
