import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../core/settings.ts";
import { accountOf } from "../../../../storage/port.ts";
import type { Coupon } from "../../../catalog/coupon.ts";
import type { Price } from "../../../catalog/price/index.ts";
import type { ShippingRate } from "../../../catalog/shipping_rate.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import { NEW_SESSION, NO_BUYER } from "../row/defaults.ts";
import type { Buyer, LineItem, PaymentSession } from "../row/session.ts";
import { chosen } from "./shipping.ts";
import { repriced } from "./totals.ts";

const SHOP = { account: accountOf("acct_1TestTestTestTest"), settings: DEFAULT_SETTINGS };

interface Item {
  readonly unit: number;
  readonly quantity?: number;
  readonly rates?: readonly string[];
  readonly product?: string;
  readonly tax_behavior?: Price["tax_behavior"];
  readonly tax_code?: string;
  readonly byCountry?: boolean;
}

function line(item: Item, i: number, currency: string): LineItem {
  const price = {
    id: `price_${i}`,
    object: "price",
    billing_scheme: "per_unit",
    currency,
    custom_unit_amount: null,
    product: item.product ?? `prod_${i}`,
    tax_behavior: item.tax_behavior ?? "unspecified",
    transform_quantity: null,
    unit_amount: item.unit,
    unit_amount_decimal: String(item.unit),
    _tiers: null,
    _currency_options: null,
  } as unknown as Price; // the keys that pricing reads
  return {
    id: `li_${i}`,
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: 0,
    amount_tax: 0,
    amount_total: 0,
    currency,
    description: "thing",
    metadata: {},
    price,
    quantity: item.quantity ?? 1,
    _product: { description: null, image: null, tax_code: item.tax_code ?? null, unit_label: null },
    _custom_amount: null,
    _tax_rates: item.rates ?? [],
    _rates_by_country: item.byCountry ?? false,
    _taxes: [],
  };
}

function rate(id: string, percentage: number, inclusive: boolean, country: string | null = null): TaxRate {
  return { id, object: "tax_rate", percentage, inclusive, country, state: null } as unknown as TaxRate; // as above
}

function shipping(amount: number, tax_behavior: ShippingRate["tax_behavior"] = "unspecified"): ShippingRate {
  const fixed_amount = { amount, currency: "usd" };
  return { id: "shr_1", object: "shipping_rate", fixed_amount, tax_behavior } as unknown as ShippingRate; // as above
}

function coupon(terms: Partial<Coupon>): Coupon {
  const none = {
    amount_off: null,
    currency: null,
    percent_off: null,
    _applies_to: null,
    _currency_options: null,
  };
  return { id: "c", object: "coupon", ...none, ...terms } as Coupon; // the keys that pricing reads
}

interface Cart {
  readonly items: readonly Item[];
  readonly currency?: string;
  readonly rates?: readonly TaxRate[];
  readonly coupon?: Coupon;
  readonly shipping?: ShippingRate;
  readonly automatic?: boolean;
  readonly buyer?: Partial<Buyer>;
}

function priced(cart: Cart): PaymentSession {
  const currency = cart.currency ?? "usd";
  const session: PaymentSession = {
    ...NEW_SESSION,
    currency,
    automatic_tax: { ...NEW_SESSION.automatic_tax, enabled: cart.automatic ?? false },
    shipping_cost: cart.shipping === undefined ? null : chosen(cart.shipping.id),
    _buyer: { ...NO_BUYER, ...cart.buyer },
    _discount:
      cart.coupon === undefined
        ? null
        : { id: "di_1", coupon: cart.coupon, promotion_code: null, label: "c", start: 0, by_buyer: false },
    _line_items: cart.items.map((item, i) => line(item, i, currency)),
    _shipping_rates: cart.shipping === undefined ? [] : [cart.shipping],
    _tax_rates: cart.rates ?? [],
  };
  return repriced(session, SHOP);
}

const EXCLUSIVE = rate("txr_e", 8.25, false);
const INCLUSIVE = rate("txr_i", 20, true);

describe("worked examples and recorded orders", () => {
  test("9.1: 2 × 10.99, 10 % off, 8.25 % tax on top, 5.00 shipping", () => {
    const session = priced({
      items: [{ unit: 1099, quantity: 2, rates: ["txr_e"] }],
      rates: [EXCLUSIVE],
      coupon: coupon({ percent_off: 10 }),
      shipping: shipping(500),
    });
    expect(session._line_items[0]).toMatchObject({
      amount_subtotal: 2198,
      amount_discount: 220,
      amount_tax: 163,
      amount_total: 2141,
    });
    expect(session).toMatchObject({
      amount_subtotal: 2198,
      amount_total: 2641,
      shipping_cost: { amount_subtotal: 500, amount_tax: 0, amount_total: 500, shipping_rate: "shr_1" },
      total_details: { amount_discount: 220, amount_shipping: 500, amount_tax: 163 },
    });
  });

  test("9.2: inclusive tax is part of the price", () => {
    const session = priced({ items: [{ unit: 1000, rates: ["txr_i"] }], rates: [INCLUSIVE] });
    expect(session).toMatchObject({ amount_subtotal: 1000, amount_total: 1000 });
    expect(session._line_items[0]).toMatchObject({ amount_tax: 167, amount_total: 1000 });
    expect(session._line_items[0]?._taxes).toEqual([
      { amount: 167, rate: "txr_i", taxability_reason: null, taxable_amount: 833 },
    ]);
  });

  test("recorded: 8500.00 + 700.00 shipping, and 550.00 − 100.00", () => {
    expect(priced({ items: [{ unit: 850_000 }], shipping: shipping(70_000) }).amount_total).toBe(920_000);
    const off = coupon({ amount_off: 10_000, currency: "usd" });
    expect(priced({ items: [{ unit: 55_000 }], coupon: off }).amount_total).toBe(45_000);
  });
});

describe("discounts", () => {
  test("an amount is split in proportion to the lines, and left-over units go to the largest remainders", () => {
    const session = priced({
      items: [{ unit: 100 }, { unit: 100 }, { unit: 100 }],
      coupon: coupon({ amount_off: 100, currency: "usd" }),
    });
    expect(session._line_items.map((one) => one.amount_discount)).toEqual([34, 33, 33]);
  });

  test("a percentage is calculated once on the whole, and split in the same way", () => {
    const session = priced({ items: [{ unit: 5 }, { unit: 5 }], coupon: coupon({ percent_off: 10 }) });
    expect(session._line_items.map((one) => one.amount_discount)).toEqual([1, 0]);
    expect(session.total_details.amount_discount).toBe(1);
  });

  test("only lines of the coupon's products are discounted, by no more than they cost", () => {
    const session = priced({
      items: [{ unit: 100, product: "prod_a" }, { unit: 900 }],
      coupon: coupon({ amount_off: 500, currency: "usd", _applies_to: ["prod_a"] }),
    });
    expect(session._line_items.map((one) => one.amount_discount)).toEqual([100, 0]);
    expect(session.amount_total).toBe(900);
  });

  test("shipping is not discounted", () => {
    const free = priced({
      items: [{ unit: 1000 }],
      coupon: coupon({ percent_off: 100 }),
      shipping: shipping(500),
    });
    expect(free.amount_total).toBe(500);
  });

  test("in another currency, the coupon takes off the amount of that currency", () => {
    const off = coupon({
      amount_off: 100,
      currency: "usd",
      _currency_options: { jpy: { amount_off: 15_000 } },
    });
    expect(priced({ items: [{ unit: 20_000 }], currency: "jpy", coupon: off }).amount_total).toBe(5000);
  });
});

describe("taxes", () => {
  const de = { city: null, country: "DE", line1: null, line2: null, postal_code: null, state: null };

  test("with both kinds of rates on one line, exclusive ones are calculated without the inclusive tax", () => {
    const session = priced({
      items: [{ unit: 1200, rates: ["txr_i", "txr_e"] }],
      rates: [INCLUSIVE, EXCLUSIVE],
    });
    // 1200 contains 200 of tax at 20 %; 8.25 % of the remaining 1000 is added.
    expect(session._line_items[0]?._taxes.map((one) => one.amount)).toEqual([200, 83]);
    expect(session).toMatchObject({ amount_total: 1283, total_details: { amount_tax: 283 } });
  });

  test("rates by country apply only in their country", () => {
    const rates = [rate("txr_de", 19, false, "DE"), rate("txr_fr", 20, false, "FR")];
    const items = [{ unit: 1000, rates: ["txr_de", "txr_fr"], byCountry: true }];
    expect(priced({ items, rates }).amount_total).toBe(1000);
    expect(priced({ items, rates, buyer: { billing_address: de } }).amount_total).toBe(1190);
  });

  test("automatic tax waits for the buyer's place, then uses the table", () => {
    const items = [{ unit: 1000, tax_behavior: "exclusive" as const }];
    expect(priced({ items, automatic: true })).toMatchObject({
      amount_total: 1000,
      automatic_tax: { status: "requires_location_inputs" },
    });
    const there = priced({
      items,
      automatic: true,
      buyer: { billing_address: de },
      shipping: shipping(100, "inclusive"),
    });
    expect(there).toMatchObject({
      amount_total: 1290,
      automatic_tax: { status: "complete" },
      shipping_cost: { amount_subtotal: 100, amount_tax: 16, amount_total: 100 },
      total_details: { amount_tax: 206 },
    });
    expect(there._tax_rates.map((one) => [one.percentage, one.inclusive, one.country])).toEqual([
      [19, false, "DE"],
      [19, true, "DE"],
    ]);
  });

  test("nontaxable products and exempt buyers are not taxed", () => {
    const items = [{ unit: 1000, tax_behavior: "exclusive" as const, tax_code: "txcd_00000000" }];
    const none = priced({ items, automatic: true, buyer: { billing_address: de } });
    expect(none._line_items[0]?._taxes[0]).toMatchObject({ amount: 0, taxability_reason: "product_exempt" });
    const taxed = [{ unit: 1000, tax_behavior: "exclusive" as const }];
    const reverse = priced({
      items: taxed,
      automatic: true,
      buyer: { billing_address: de, tax_exempt: "reverse" },
    });
    expect(reverse).toMatchObject({ amount_total: 1000 });
    const business = { billing_address: de, tax_id: { type: "eu_vat", value: "DE123456789" } };
    const abroad = priced({ items: taxed, automatic: true, buyer: business });
    expect(abroad._line_items[0]?._taxes[0]).toMatchObject({
      amount: 0,
      taxability_reason: "reverse_charge",
    });
    const home = repriced(abroad, { ...SHOP, settings: { ...DEFAULT_SETTINGS, country: "DE" } });
    expect(home).toMatchObject({ amount_total: 1190 });
    expect(reverse._line_items[0]?._taxes[0]).toMatchObject({
      amount: 0,
      taxability_reason: "reverse_charge",
    });
  });

  test("the calculation fails if the settings say so", () => {
    const failing = { ...DEFAULT_SETTINGS, tax: { defaults: true, rates: { DE: "failed" as const } } };
    const session = priced({ items: [{ unit: 1000 }], automatic: true, buyer: { billing_address: de } });
    expect(repriced(session, { ...SHOP, settings: failing })).toMatchObject({
      amount_total: 1000,
      automatic_tax: { status: "failed" },
    });
  });
});

describe("properties, in every class of currency", () => {
  const amounts = fc.integer({ min: 0, max: 2_000_000 });
  const percent = fc.integer({ min: 0, max: 300_000 }).map((n) => n / 10_000);
  const carts = fc.record({
    currency: fc.constantFrom("usd", "jpy", "kwd"),
    units: fc.array(fc.tuple(amounts, fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 8 }),
    inclusive: percent,
    exclusive: percent,
    percentOff: fc.option(fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100)),
    amountOff: fc.option(fc.integer({ min: 1, max: 3_000_000 })),
    shipping: fc.option(fc.integer({ min: 0, max: 100_000 })),
  });

  test("the parts add up to the totals, and nothing is negative", () => {
    fc.assert(
      fc.property(carts, (cart) => {
        const rates = [rate("i", cart.inclusive, true), rate("e", cart.exclusive, false)];
        const off =
          cart.percentOff !== null
            ? coupon({ percent_off: cart.percentOff })
            : cart.amountOff !== null
              ? coupon({ amount_off: cart.amountOff, currency: cart.currency })
              : undefined;
        const rateOf = cart.shipping === null ? undefined : shipping(cart.shipping);
        const session = priced({
          items: cart.units.map(([unit, quantity]) => ({ unit, quantity, rates: ["i", "e"] })),
          currency: cart.currency,
          rates,
          ...(off === undefined ? {} : { coupon: off }),
          ...(rateOf === undefined
            ? {}
            : { shipping: { ...rateOf, fixed_amount: { ...rateOf.fixed_amount, currency: cart.currency } } }),
        });
        const lines = session._line_items;
        const total = (pick: (one: LineItem) => number) => lines.reduce((all, one) => all + pick(one), 0);
        expect(session.amount_subtotal).toBe(total((one) => one.amount_subtotal));
        expect(session.total_details.amount_discount).toBe(total((one) => one.amount_discount));
        const shipped = session.shipping_cost?.amount_total ?? 0;
        expect(session.amount_total).toBe(total((one) => one.amount_total) + shipped);
        expect(session.total_details.amount_tax).toBe(total((one) => one.amount_tax));
        for (const one of lines) {
          const onTop = one._taxes
            .filter((tax) => tax.rate === "e")
            .reduce((all, tax) => all + tax.amount, 0);
          expect(one.amount_total).toBe(one.amount_subtotal - one.amount_discount + onTop);
          expect(one.amount_discount).toBeLessThanOrEqual(one.amount_subtotal);
          expect(one.amount_total).toBeGreaterThanOrEqual(0);
          expect(one._taxes.every((tax) => tax.amount >= 0)).toBe(true);
        }
        if (off !== undefined && off.amount_off !== null) {
          expect(session.total_details.amount_discount).toBe(
            Math.min(off.amount_off, session.amount_subtotal),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  test("an inclusive price equals its net price plus exclusive tax, within one minor unit", () => {
    fc.assert(
      fc.property(amounts, percent, (gross, percentage) => {
        const inclusive = priced({
          items: [{ unit: gross, rates: ["i"] }],
          rates: [rate("i", percentage, true)],
        });
        const tax = inclusive.total_details.amount_tax;
        const net = gross - tax;
        const exclusive = priced({
          items: [{ unit: net, rates: ["e"] }],
          rates: [rate("e", percentage, false)],
        });
        expect(Math.abs(exclusive.amount_total - gross)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test("pricing twice changes nothing", () => {
    fc.assert(
      fc.property(amounts, percent, (unit, percentage) => {
        const once = priced({ items: [{ unit, rates: ["i"] }], rates: [rate("i", percentage, true)] });
        expect(repriced(once, SHOP)).toEqual(once);
      }),
    );
  });
});
