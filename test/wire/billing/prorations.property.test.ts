/**
 * Random changes within a period, over HTTP: each line of a proration against a formula of this test's own, and all that
 * a period comes to against the time that each plan was in use.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const RUNS = 40;
const SEED = 20_261_201;
const DAY = 86_400;

interface Plan {
  /** Thousandths of a minor unit. */
  readonly mills: number;
  readonly quantity: number;
}
interface Change extends Plan {
  /** When, as a share of the period in millionths. */
  readonly at: number;
}
interface Case {
  readonly mode: "classic" | "flexible";
  readonly currency: string;
  readonly interval: "month" | "week" | "year";
  readonly begin: number;
  /** Hundredths of a percent that a coupon takes off; 0 for none. */
  readonly off: number;
  readonly first: Plan;
  readonly changes: readonly Change[];
}

/** Whole minor units, or fractions of them. A price that comes to nothing is another case: it moves the anchor. */
const mills = fc.oneof(
  fc.integer({ min: 1, max: 500_000 }).map((units) => units * 1000),
  fc.integer({ min: 1000, max: 50_000_000 }),
);
const plan = { mills, quantity: fc.integer({ min: 1, max: 200 }) };
const cases: fc.Arbitrary<Case> = fc.record({
  mode: fc.constantFrom("classic", "flexible"),
  currency: fc.constantFrom("eur", "gbp", "jpy", "usd"),
  interval: fc.constantFrom("month", "week", "year"),
  // A day that every month has, of one of eight years.
  begin: fc
    .record({
      month: fc.integer({ min: 0, max: 95 }),
      day: fc.integer({ min: 1, max: 28 }),
      second: fc.nat(DAY - 1),
    })
    .map(({ month, day, second }) => Date.UTC(2020, month, day) / 1000 + second),
  off: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9999 })),
  first: fc.record(plan),
  changes: fc
    .array(fc.record({ ...plan, at: fc.integer({ min: 0, max: 999_999 }) }), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.sort((one, other) => one.at - other.at)),
});

// --- the formula --------------------------------------------------------------------------------------------

/** Nearest whole of a fraction, an exact half down (toward −∞). */
function nearest(dividend: bigint, divisor: bigint): number {
  const doubled = 2n * dividend - divisor;
  const whole = doubled / (2n * divisor);
  // The smallest whole number that is not less than x − 1/2. Division of bigints cuts off toward 0.
  return Number(doubled > 0n && doubled % (2n * divisor) !== 0n ? whole + 1n : whole);
}

/** What a period of a plan costs, less the coupon: a dividend of this divisor. */
const priceOf = ({ mills, quantity }: Plan, off: number) =>
  BigInt(mills) * BigInt(quantity) * BigInt(10_000 - off);
const PRICE_DIVISOR = 1000n * 10_000n;

function endOf({ begin, interval }: Case): number {
  if (interval === "week") return begin + 7 * DAY;
  const date = new Date(begin * 1000);
  if (interval === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.getTime() / 1000;
}

/** What the first invoice charges: the line rounded half up, less the discount of it rounded half up. */
function charged({ first, off }: Case): number {
  const line = (BigInt(first.mills) * BigInt(first.quantity) + 500n) / 1000n;
  return Number(line - (line * BigInt(off) + 5000n) / 10_000n);
}

/** The lines that all changes make, in order; and what they must come to with the first invoice, exactly. */
function expected(one: Case) {
  const { begin, first, mode, off } = one;
  const end = endOf(one);
  const whole = BigInt(end - begin);
  const moments = one.changes.map(({ at }) => begin + Math.floor(((end - begin) * at) / 1_000_000));
  const lines: number[] = [];
  let present: Plan = first;
  let paid = { amount: charged(one), from: begin };
  let used = 0n;
  let since = begin;
  one.changes.forEach((change, i) => {
    const at = moments[i] ?? begin;
    const left = BigInt(end - at);
    if (change.mills !== present.mills || change.quantity !== present.quantity) {
      const debit = nearest(priceOf(change, off) * left, PRICE_DIVISOR * whole);
      const credit =
        mode === "classic"
          ? nearest(-priceOf(present, off) * left, PRICE_DIVISOR * whole)
          : nearest(-BigInt(paid.amount) * left, BigInt(end - paid.from));
      lines.push(credit, debit);
      paid = { amount: debit, from: at };
    }
    used += priceOf(present, off) * BigInt(at - since);
    [present, since] = [change, at];
  });
  used += priceOf(present, off) * BigInt(end - since);
  return { end, lines, moments, worth: Number(used) / Number(PRICE_DIVISOR * whole) };
}

// --- over HTTP ----------------------------------------------------------------------------------------------

/** Makes the changes, and returns what the first invoice and each line of the prorations came to. */
async function prorated(
  { mode, currency, interval, begin, off, first, changes }: Case,
  moments: readonly number[],
) {
  const shop = openBillingShop(server);
  const { stripe } = shop;
  const { id: product } = await stripe.products.create({ name: "Gold" });
  const price = async ({ mills }: Plan) => {
    const unit_amount_decimal = String(mills / 1000);
    const made = await shop.plan({
      currency,
      product,
      recurring: { interval },
      unit_amount_decimal,
    } as never);
    return made.id;
  };
  const { clock, customer } = await shop.clocked(new Date(begin * 1000).toISOString().slice(0, 19));
  const percent_off = off / 100;
  const coupon = off === 0 ? null : await stripe.coupons.create({ percent_off, duration: "forever" });
  const prices = new Map([[first.mills, await price(first)]]);
  const subscription = await stripe.subscriptions.create({
    billing_mode: { type: mode },
    customer,
    expand: ["latest_invoice"],
    items: [{ price: prices.get(first.mills) ?? "", quantity: first.quantity }],
    ...(coupon && { discounts: [{ coupon: coupon.id }] }),
  });
  const id = subscription.items.data[0]?.id ?? "";
  let now = begin;
  for (const [i, change] of changes.entries()) {
    const at = moments[i] ?? now;
    if (at > now) await shop.advance(clock, at);
    now = at;
    if (!prices.has(change.mills)) prices.set(change.mills, await price(change));
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id, price: prices.get(change.mills) ?? "", quantity: change.quantity }],
    });
  }
  const waiting = await stripe.invoiceItems.list({ customer, pending: true, limit: 100 });
  const invoice = subscription.latest_invoice as { total: number };
  return { total: invoice.total, lines: waiting.data.map(({ amount }) => amount).reverse() };
}

test("prorations are to the cent what the time and the prices make of them", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { lines, moments, worth } = expected(one);
      const made = await prorated(one, moments);
      expect(made.total).toBe(charged(one));
      expect(made.lines).toEqual(lines);
      // The line and the discount of the first invoice are rounded, and each line that follows.
      const sum = made.lines.reduce((all, line) => all + line, made.total);
      expect(Math.abs(sum - worth)).toBeLessThanOrEqual((2 + lines.length) / 2 + 1e-6);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
