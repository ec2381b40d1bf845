import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "../../../../core/amounts.ts";
import { seededIds } from "../../../../core/ids.ts";
import { DEFAULT_SETTINGS } from "../../../../core/settings.ts";
import { accountOf } from "../../../../storage/port.ts";
import { draftOf } from "../../../billing/invoice/sale.ts";
import type { Coupon } from "../../../catalog/coupon.ts";
import type { Price } from "../../../catalog/price/index.ts";
import type { ShippingRate } from "../../../catalog/shipping_rate.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import type { Customer } from "../../../customers/customer/index.ts";
import { chosen } from "../order/shipping.ts";
import { repriced } from "../order/totals.ts";
import { NEW_SESSION, NO_BUYER } from "../row/defaults.ts";
import type { LineItem, PaymentSession } from "../row/session.ts";
import { saleOf } from "./invoice.ts";

const account = accountOf("acct_1TestTestTestTest");
const ids = seededIds(7);
const TX = {
  account,
  now: 1_800_000_000,
  settings: DEFAULT_SETTINGS,
  newId: (prefix: string) => prefix + ids.random(14),
  random: (length: number) => ids.random(length),
};
const customer = {
  id: "cus_1",
  invoice_settings: { custom_fields: null, footer: null },
} as unknown as Customer; // the keys that an invoice reads

interface Cart {
  readonly currency: string;
  readonly items: readonly {
    readonly unit: number;
    readonly quantity: number;
    readonly inclusive: boolean;
  }[];
  readonly named: readonly [inclusive: number, exclusive: number];
  readonly percentOff: number | null;
  readonly shipping: { readonly amount: number; readonly inclusive: boolean } | null;
  /** The country for automatic tax; null to tax by the named rates. */
  readonly country: string | null;
}

const behavior = (inclusive: boolean) => (inclusive ? "inclusive" : "exclusive");

// These four functions build rows with only the keys that the calculation reads.
function lineOf({ unit, quantity, inclusive }: Cart["items"][number], i: number, currency: string): LineItem {
  const price = {
    id: `price_${i}`,
    currency,
    billing_scheme: "per_unit",
    custom_unit_amount: null,
    product: `prod_${i}`,
    tax_behavior: behavior(inclusive),
    transform_quantity: null,
    unit_amount: unit,
    unit_amount_decimal: String(unit),
    _tiers: null,
    _currency_options: null,
  } as unknown as Price;
  return {
    id: `li_${i}`,
    currency,
    description: "thing",
    price,
    quantity,
    _product: { tax_code: null },
    _custom_amount: null,
    _tax_rates: inclusive ? ["i", "e"] : ["e"],
    _rates_by_country: false,
  } as unknown as LineItem;
}
const rateOf = (id: string, percentage: number) =>
  ({
    id,
    object: "tax_rate",
    percentage,
    inclusive: id === "i",
    country: null,
    state: null,
  }) as unknown as TaxRate;
const couponOf = (percent_off: number) =>
  ({
    id: "c",
    percent_off,
    amount_off: null,
    _applies_to: null,
    _currency_options: null,
  }) as unknown as Coupon;
const shippingOf = ({ amount, inclusive }: NonNullable<Cart["shipping"]>, currency: string) =>
  ({
    id: "shr_1",
    fixed_amount: { amount, currency },
    tax_behavior: behavior(inclusive),
  }) as unknown as ShippingRate;

function sessionOf({ currency, items, named, percentOff, shipping, country }: Cart): PaymentSession {
  const place = { city: null, country, line1: null, line2: null, postal_code: "10115", state: null };
  const session: PaymentSession = {
    ...NEW_SESSION,
    currency,
    automatic_tax: { ...NEW_SESSION.automatic_tax, enabled: country !== null },
    shipping_cost: shipping === null ? null : chosen("shr_1"),
    _buyer: { ...NO_BUYER, billing_address: country === null ? null : place },
    _discount:
      percentOff === null
        ? null
        : {
            id: "di_1",
            coupon: couponOf(percentOff),
            promotion_code: null,
            label: "c",
            start: 0,
            by_buyer: false,
          },
    _line_items: items.map((item, i) => lineOf(item, i, currency)),
    _shipping_rates: shipping === null ? [] : [shippingOf(shipping, currency)],
    _tax_rates: [rateOf("i", named[0]), rateOf("e", named[1])],
  };
  return repriced(session, TX);
}

const percent = fc.integer({ min: 0, max: 300_000 }).map((n) => n / 10_000);
const carts: fc.Arbitrary<Cart> = fc.record({
  currency: fc.constantFrom("usd", "jpy", "kwd"),
  items: fc.array(
    fc.record({
      unit: fc.integer({ min: 0, max: 2_000_000 }),
      quantity: fc.integer({ min: 1, max: 20 }),
      inclusive: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  named: fc.tuple(percent, percent),
  percentOff: fc.option(fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100)),
  shipping: fc.option(fc.record({ amount: fc.integer({ min: 0, max: 100_000 }), inclusive: fc.boolean() })),
  country: fc.option(fc.constantFrom("DE", "JP", "CH")),
});

describe("an invoice has the amounts of its session, for any cart", () => {
  const total = (parts: readonly { readonly amount: number }[]) => sum(parts.map((one) => one.amount));
  const invoiced = (cart: Cart) => {
    const session = sessionOf(cart);
    const intent = { id: "pi_1", latest_charge: "ch_1" };
    return { session, invoice: draftOf(TX, saleOf("in_1", session, { customer, taxIds: [], intent })) };
  };

  test("in its totals", () => {
    fc.assert(
      fc.property(carts, (cart) => {
        const { session, invoice } = invoiced(cart);
        const { amount_discount, amount_shipping, amount_tax } = session.total_details;
        expect(invoice.subtotal).toBe(session.amount_subtotal);
        expect(invoice.total).toBe(session.amount_total);
        expect(invoice.amount_due).toBe(session.amount_total);
        expect(invoice.amount_shipping).toBe(amount_shipping);
        expect(total(invoice.total_discount_amounts)).toBe(amount_discount);
        expect(total(invoice.total_taxes)).toBe(amount_tax);
        expect(total(invoice._shipping_taxes)).toBe(invoice.shipping_cost?.amount_tax ?? 0);
        expect(invoice.total_excluding_tax + amount_tax).toBe(invoice.total);
      }),
      { numRuns: 500 },
    );
  });

  test("on each line", () => {
    fc.assert(
      fc.property(carts, (cart) => {
        const { session, invoice } = invoiced(cart);
        expect(invoice._lines).toHaveLength(session._line_items.length);
        for (const [i, line] of session._line_items.entries()) {
          const own = invoice._lines[i];
          expect(own?.amount).toBe(line.amount_subtotal);
          expect(total(own?.discount_amounts ?? [])).toBe(line.amount_discount);
          expect(total(own?.taxes ?? [])).toBe(line.amount_tax);
          const held = (own?.taxes ?? []).filter((tax) => tax.tax_behavior === "inclusive");
          expect(own?.subtotal).toBe(line.amount_subtotal - total(held));
        }
        expect(sum(invoice._lines.map((line) => line.amount))).toBe(invoice.subtotal);
        expect(sum(invoice._lines.map((line) => line.subtotal))).toBe(invoice.subtotal_excluding_tax);
      }),
      { numRuns: 300 },
    );
  });

  test("listing each rate and reason once, with taxes that add up", () => {
    fc.assert(
      fc.property(carts, (cart) => {
        const { invoice } = invoiced(cart);
        const names = invoice.total_taxes.map(
          (tax) => `${tax.tax_rate_details.tax_rate} ${tax.taxability_reason}`,
        );
        expect(new Set(names).size).toBe(names.length);
        for (const { amount, tax_rate_details: of } of invoice.total_taxes) {
          const onLines = invoice._lines
            .flatMap((line) => line.taxes)
            .filter((tax) => tax.tax_rate_details.tax_rate === of.tax_rate);
          const onShipping = invoice._shipping_taxes.filter((tax) => tax.rate.id === of.tax_rate);
          expect(total([...onLines, ...onShipping])).toBe(amount);
        }
      }),
      { numRuns: 200 },
    );
  });
});
