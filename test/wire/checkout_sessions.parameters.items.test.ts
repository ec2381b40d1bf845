/** What is bought: line items, their currency, discounts, shipping options and taxes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  empty,
  missing,
  NEWEST,
  onlyOneOf,
  openTill,
  parameter,
  says,
  THING,
  type Till,
} from "../support/parameters.ts";
import { startServer, type TestServer } from "../support/server.ts";
import type { Params } from "../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const DE = { country: "DE", line1: "Unter den Linden 1", city: "Berlin", postal_code: "10117" };
const line = (more: Params = {}, data: Params = {}) => ({
  line_items: [{ ...THING, price_data: { ...THING.price_data, ...data }, ...more }],
});
const first = (session: { id: string }) =>
  till.stripe.checkout.sessions.listLineItems(session.id).then((list) => list.data[0] as never as LineItem);
// biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
type LineItem = any;
const productOf = (item: LineItem) => till.stripe.products.retrieve(item.price.product);

describe("line items", () => {
  parameter("line_items", async () => {
    expect(await till.create({ line_items: [THING, THING] })).toMatchObject({ amount_total: 4000 });
    expect(await till.refusal({ line_items: undefined })).toEqual(missing("line_items"));
    const many = Array.from({ length: 101 }, () => THING);
    expect(await till.refusal({ line_items: many })).toEqual(
      says("Array line_items exceeded maximum 100 allowed elements.", "line_items"),
    );
  });

  parameter("line_items[][price]", async () => {
    const price = await till.price();
    const item = await first(await till.create({ line_items: [{ price: price.id, quantity: 2 }] }));
    expect(item).toMatchObject({
      price: { id: price.id },
      quantity: 2,
      amount_total: 2198,
      description: "T-shirt",
    });
    const of = (more: Params) => till.refusal({ line_items: [{ quantity: 1, ...more }] });
    expect(await of({ price: "price_nope" })).toEqual(
      says("No such price: 'price_nope'", "line_items[0][price]", "resource_missing"),
    );
    expect(await of({})).toEqual(missing("line_items[0][price]"));
    expect(await of({ price: price.id, price_data: THING.price_data })).toEqual(
      onlyOneOf("price, price_data", "line_items[0]"),
    );
    const idle = await till.price({ active: false });
    const inactive = says(
      "The price specified is inactive. This field only accepts active prices.",
      "line_items[0][price]",
    );
    expect(await of({ price: idle.id })).toEqual(inactive);
    const monthly = await till.price({ recurring: { interval: "month" } });
    expect(await of({ price: monthly.id })).toEqual(
      says(
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only " +
          "one-time prices.",
      ),
    );
    await till.stripe.products.update(price.product as string, { active: false });
    expect(await of({ price: price.id })).toEqual(inactive);
  });

  parameter("line_items[][quantity]", async () => {
    expect(await till.create(line({ quantity: 3 }))).toMatchObject({ amount_subtotal: 6000 });
    expect(await till.refusal(line({ quantity: undefined }))).toEqual(
      says("Quantity is required. Add `quantity` to `line_items[0]`"),
    );
    for (const quantity of [0, -1]) {
      const least = quantity === 0 ? 1 : 0;
      expect(await till.refusal(line({ quantity }))).toEqual(
        says(
          `This value must be greater than or equal to ${least}.`,
          "line_items[0][quantity]",
          "parameter_invalid_integer",
        ),
      );
    }
  });

  parameter("line_items[][metadata]", async () => {
    const item = await first(await till.create(line({ metadata: { sku: "L-1" } })));
    expect(item.metadata).toEqual({ sku: "L-1" });
  });

  parameter(["line_items[][adjustable_quantity]", "line_items[][adjustable_quantity][enabled]"], async () => {
    const open = await till.create({
      line_items: [{ ...THING, adjustable_quantity: { enabled: true } }, THING],
    });
    const item = await first(open);
    expect(item.adjustable_quantity).toEqual({ enabled: true, maximum: null, minimum: null });
    const told = await till.tell(open.id, { line_items: [{ id: item.id, quantity: 4 }] });
    expect(told).toMatchObject({ amount_subtotal: 10_000, amount_total: 10_000 });
    // Nothing said: at most 99, and none removes the line.
    expect(await till.tellRefusal(open.id, { line_items: [{ id: item.id, quantity: 100 }] })).toEqual(
      says(
        "This value must be less than or equal to 99 (it currently is '100').",
        "line_items[0][quantity]",
        "parameter_invalid_integer",
      ),
    );
    const without = await till.tell(open.id, { line_items: [{ id: item.id, quantity: 0 }] });
    expect(without.line_items.data).toHaveLength(1);
    const fixed = await till.create(line());
    const { id } = await first(fixed);
    expect(await till.tellRefusal(fixed.id, { line_items: [{ id, quantity: 2 }] })).toEqual(
      says("The quantity of this line item is fixed.", "line_items[0][quantity]"),
    );
    expect(await till.refusal(line({ adjustable_quantity: { maximum: 2 } }))).toEqual(
      missing("line_items[0][adjustable_quantity][enabled]"),
    );
  });

  parameter(
    ["line_items[][adjustable_quantity][minimum]", "line_items[][adjustable_quantity][maximum]"],
    async () => {
      const bounds = { enabled: true, minimum: 2, maximum: 5 };
      const open = await till.create(line({ adjustable_quantity: bounds, quantity: 2 }));
      const item = await first(open);
      expect(item.adjustable_quantity).toEqual({ enabled: true, maximum: 5, minimum: 2 });
      const tell = (quantity: number) =>
        till.tellRefusal(open.id, { line_items: [{ id: item.id, quantity }] });
      expect(await tell(1)).toEqual(
        says(
          "This value must be greater than or equal to 2.",
          "line_items[0][quantity]",
          "parameter_invalid_integer",
        ),
      );
      expect(await tell(6)).toEqual(
        says(
          "This value must be less than or equal to 5 (it currently is '6').",
          "line_items[0][quantity]",
          "parameter_invalid_integer",
        ),
      );
      expect(await till.refusal(line({ adjustable_quantity: bounds, quantity: 6 }))).toEqual(
        says(
          "The quantity must be between the minimum of 2 and the maximum of 5 of `adjustable_quantity`.",
          "line_items[0][quantity]",
        ),
      );
      expect(
        await till.refusal(line({ adjustable_quantity: { ...bounds, minimum: 7 }, quantity: 5 })),
      ).toEqual(
        says(
          "`minimum` must be less than or equal to `maximum`.",
          "line_items[0][adjustable_quantity][minimum]",
        ),
      );
      const most = says(
        "This value must be less than or equal to 999999 (it currently is '1000000').",
        "line_items[0][adjustable_quantity][maximum]",
        "parameter_invalid_integer",
      );
      expect(
        await till.refusal(line({ adjustable_quantity: { enabled: true, maximum: 1_000_000 } })),
      ).toEqual(most);
    },
  );

  parameter(
    [
      "line_items[][price_data]",
      "line_items[][price_data][currency]",
      "line_items[][price_data][unit_amount]",
    ],
    async () => {
      const open = await till.create(line({}, { currency: "EUR", unit_amount: 1234 }));
      expect(open).toMatchObject({ currency: "eur", amount_total: 1234 });
      const { price } = await first(open);
      expect(price).toMatchObject({ active: false, currency: "eur", unit_amount: 1234, type: "one_time" });
      expect(await till.news()).toEqual(["product.created", "price.created"]);
      const at = "line_items[0][price_data]";
      expect(await till.refusal(line({}, { currency: undefined }))).toEqual(missing(`${at}[currency]`));
      expect((await till.refusal(line({}, { currency: "xyz" }))).message).toMatch(
        /^Invalid currency: xyz\. Stripe currently supports these currencies: usd, aed, /,
      );
      expect(await till.refusal(line({}, { unit_amount: undefined }))).toEqual(missing(`${at}[unit_amount]`));
      expect(await till.refusal(line({}, { unit_amount: -1 }))).toEqual(
        says("Invalid non-negative integer", `${at}[unit_amount]`, "parameter_invalid_integer"),
      );
    },
  );

  parameter("line_items[][price_data][unit_amount_decimal]", async () => {
    const decimal = { unit_amount: undefined, unit_amount_decimal: "99.5" };
    const open = await till.create(line({ quantity: 3 }, decimal));
    expect(open.amount_total).toBe(299); // 298.5, half away from zero
    const { price } = await first(open);
    expect([price.unit_amount, String(price.unit_amount_decimal)]).toEqual([null, "99.5"]);
    expect(await till.refusal(line({}, { unit_amount_decimal: "1" }))).toEqual(
      onlyOneOf("unit_amount, unit_amount_decimal", "line_items[0][price_data][unit_amount]"),
    );
  });

  parameter("line_items[][price_data][product]", async () => {
    const product = await till.stripe.products.create({ name: "Chair" });
    const of = (id: string) => ({ product: id, product_data: undefined });
    const item = await first(await till.create(line({}, of(product.id))));
    expect(item).toMatchObject({ description: "Chair", price: { product: product.id } });
    const at = "line_items[0][price_data]";
    expect(await till.refusal(line({}, of("prod_x")))).toEqual(
      says("No such product: 'prod_x'", `${at}[product]`, "resource_missing"),
    );
    expect(await till.refusal(line({}, { product: product.id }))).toEqual(
      onlyOneOf("product, product_data", `${at}[product]`),
    );
    expect(await till.refusal(line({}, { product_data: undefined }))).toEqual(
      says("You must specify either `product` or `product_data` when creating a price.", at),
    );
    await till.stripe.products.update(product.id, { active: false });
    expect((await till.refusal(line({}, of(product.id)))).param).toBe(`${at}[product]`);
  });

  parameter(
    [
      "line_items[][price_data][product_data]",
      "line_items[][price_data][product_data][name]",
      "line_items[][price_data][product_data][description]",
      "line_items[][price_data][product_data][images]",
      "line_items[][price_data][product_data][metadata]",
      "line_items[][price_data][product_data][tax_code]",
      "line_items[][price_data][product_data][unit_label]",
    ],
    async () => {
      const made = {
        name: "Vase",
        description: "Blue",
        images: ["https://example.com/vase.png"],
        metadata: { a: "b" },
        tax_code: "txcd_99999999",
        unit_label: "piece",
      };
      const item = await first(await till.create(line({}, { product_data: made })));
      expect(item.description).toBe("Vase");
      expect(await productOf(item)).toMatchObject({ ...made, active: false });
      const of = (more: Params) => till.refusal(line({}, { product_data: { ...made, ...more } }));
      const at = "line_items[0][price_data][product_data]";
      expect(await of({ name: undefined })).toEqual(missing(`${at}[name]`));
      expect(await of({ description: "" })).toEqual(empty(`${at}[description]`));
      expect(await of({ images: Array.from({ length: 9 }, () => "https://example.com/a.png") })).toEqual(
        says("Array images exceeded maximum 8 allowed elements.", `${at}[images]`),
      );
      expect(await of({ images: ["example.com/a.png"] })).toEqual(
        says(
          "Invalid URL: An explicit scheme (such as https) must be provided.",
          `${at}[images][0]`,
          "url_invalid",
        ),
      );
    },
  );

  parameter("line_items[][price_data][tax_behavior]", async () => {
    const { price } = await first(await till.create(line({}, { tax_behavior: "inclusive" })));
    expect(price.tax_behavior).toBe("inclusive");
    expect(await till.refusal(line({}, { tax_behavior: "both" }))).toEqual(
      says(
        "Invalid tax_behavior: must be one of exclusive, inclusive, or unspecified",
        "line_items[0][price_data][tax_behavior]",
      ),
    );
  });

  parameter("line_items[][price_data][recurring]*", async () => {
    const recurring = { interval: "month", interval_count: 2, usage_type: "licensed", trial_period_days: 3 };
    expect((await till.refusal(line({}, { recurring }))).message).toMatch(
      /^You specified `payment` mode but passed a/,
    );
    expect(await till.refusal(line({}, { recurring: { interval: "month", interval_count: 37 } }))).toEqual(
      says(
        "Invalid interval_count: a price may recur at most every three years (36 for month).",
        "line_items[0][price_data][recurring][interval_count]",
      ),
    );
    expect(await till.refusal(line({}, { recurring: { interval_count: 1 } }))).toEqual(
      missing("line_items[0][price_data][recurring][interval]"),
    );
  });

  parameter("line_items[][tax_rates]", async () => {
    const on = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 8.25 });
    const off = await till.stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage: 20 });
    const open = await till.create({ ...line({ tax_rates: [on.id, off.id] }), ...EXPAND });
    expect(open).toMatchObject({
      amount_subtotal: 2000,
      amount_total: 2138,
      total_details: {
        amount_tax: 471,
        breakdown: {
          taxes: [
            {
              amount: 138,
              rate: { id: on.id, percentage: 8.25 },
              taxability_reason: null,
              taxable_amount: 1667,
            },
            { amount: 333, rate: { id: off.id }, taxable_amount: 1667 },
          ],
        },
      },
    });
    expect(open.line_items.data[0]).toMatchObject({
      amount_tax: 471,
      taxes: [{ amount: 138 }, { amount: 333 }],
    });
    const at = "line_items[0][tax_rates]";
    expect(await till.refusal(line({ tax_rates: ["txr_x"] }))).toEqual(
      says("No such tax rate: 'txr_x'", `${at}[0]`, "resource_missing"),
    );
    expect(await till.refusal({ ...line({ tax_rates: [on.id] }), automatic_tax: { enabled: true } })).toEqual(
      says("You may not specify `tax_rates` on a line item when `automatic_tax[enabled]` is `true`.", at),
    );
    await till.stripe.taxRates.update(on.id, { active: false });
    expect(await till.refusal(line({ tax_rates: [on.id] }))).toEqual(
      says(`The tax rate ${on.id} cannot be used because it is inactive.`, `${at}[0]`),
    );
  });

  test("dynamic_tax_rates: of the buyer's country, and unknown from 2026-07-29.dahlia on", async () => {
    const make = (country: string, percentage: number) =>
      till.stripe.taxRates.create({ country, display_name: "VAT", inclusive: false, percentage });
    const dynamic_tax_rates = [(await make("DE", 19)).id, (await make("FR", 20)).id];
    const open = await till.create(line({ dynamic_tax_rates }), "2026-06-24.dahlia");
    expect(open.amount_total).toBe(2000);
    expect(await till.tell(open.id, { billing_address: DE })).toMatchObject({ amount_total: 2380 });
    const both = line({ dynamic_tax_rates, tax_rates: dynamic_tax_rates });
    expect(await till.refusal(both, "2023-10-16")).toEqual(
      onlyOneOf("tax_rates, dynamic_tax_rates", "line_items[0][tax_rates]"),
    );
    for (const version of ["2026-07-29.dahlia", NEWEST]) {
      expect(await till.refusal(line({ dynamic_tax_rates }), version)).toEqual(
        says(
          "Received unknown parameter: line_items[0][dynamic_tax_rates]",
          "line_items[0][dynamic_tax_rates]",
          "parameter_unknown",
        ),
      );
    }
  });

  test("a price whose amount the buyer chooses", async () => {
    const price = await till.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true, minimum: 500, maximum: 9000 },
      product_data: { name: "Gift" },
    });
    const open = await till.create({ line_items: [{ price: price.id, quantity: 1 }] });
    const { id } = await first(open);
    expect(open).toMatchObject({ amount_subtotal: 0, amount_total: 0 });
    expect(await till.payRefusal(open.id)).toEqual(missing("line_items[0][custom_amount]"));
    const tell = (custom_amount: number) => ({ line_items: [{ id, custom_amount }] });
    expect(await till.tellRefusal(open.id, tell(499))).toEqual(
      says(
        "This value must be greater than or equal to 500.",
        "line_items[0][custom_amount]",
        "parameter_invalid_integer",
      ),
    );
    expect(await till.tell(open.id, tell(1500))).toMatchObject({ amount_total: 1500 });
    expect(await till.pay(open.id, tell(2500))).toMatchObject({ amount_total: 2500, payment_status: "paid" });
  });
});

const EXPAND = {
  expand: ["line_items.data.taxes", "line_items.data.discounts", "total_details.breakdown"],
};

describe("currency", () => {
  parameter("currency", async () => {
    const price = await till.price({
      currency_options: { eur: { unit_amount: 900 }, jpy: { unit_amount: 1500 } },
    });
    const of = (more: Params) => ({ line_items: [{ price: price.id, quantity: 2 }], ...more });
    expect(await till.create(of({}))).toMatchObject({ currency: "usd", amount_total: 2198 });
    const euros = await till.create(of({ currency: "EUR" }));
    expect(euros).toMatchObject({ currency: "eur", amount_total: 1800 });
    expect(await first(euros)).toMatchObject({
      amount_total: 1800,
      currency: "eur",
      price: { currency: "usd", unit_amount: 1099 },
    });
    expect(await till.pay(euros.id)).toMatchObject({ payment_status: "paid" });
    expect(await till.refusal(of({ currency: "gbp" }))).toEqual(
      says(
        "The price specified only supports `usd`. This doesn't match the expected currency: `gbp`.",
        "currency",
      ),
    );
    const other = { ...THING, price_data: { ...THING.price_data, currency: "eur" } };
    expect(await till.refusal({ line_items: [THING, other] })).toEqual(
      says(
        "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
        "currency",
      ),
    );
  });

  test.each([
    [
      "usd",
      49,
      "The Checkout Session's total amount due must add up to at least $0.50 usd",
      "amount_too_small",
    ],
    [
      "gbp",
      29,
      "The Checkout Session's total amount due must add up to at least £0.30 gbp",
      "amount_too_small",
    ],
    [
      "huf",
      17_499,
      "The Checkout Session's total amount due must add up to at least 175.00 Ft huf",
      "amount_too_small",
    ],
    [
      "usd",
      100_000_000,
      "The Checkout Session's total amount due must be no more than $999,999.99.",
      "amount_too_large",
    ],
    [
      "jpy",
      100_000_000,
      "The Checkout Session's total amount due must be no more than ¥99,999,999.",
      "amount_too_large",
    ],
  ])("%s %i is out of bounds", async (currency, unit_amount, message, code) => {
    expect(await till.refusal(line({}, { currency, unit_amount }))).toEqual(says(message, undefined, code));
  });
});

describe("discounts", () => {
  parameter("discounts", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 25 });
    const one = { coupon: coupon.id };
    expect(await till.create({ discounts: [one] })).toMatchObject({
      amount_subtotal: 2000,
      amount_total: 1500,
    });
    expect(await till.refusal({ discounts: [one, one] })).toEqual(
      says("Array discounts exceeded maximum 1 allowed elements.", "discounts"),
    );
    for (const allow_promotion_codes of [true, false]) {
      expect(await till.refusal({ discounts: [one], allow_promotion_codes })).toEqual(
        onlyOneOf("allow_promotion_codes, discounts"),
      );
    }
    const both = { coupon: coupon.id, promotion_code: "promo_x" };
    expect(await till.refusal({ discounts: [both] })).toEqual(
      onlyOneOf("coupon, promotion_code", "discounts[0]"),
    );
  });

  parameter("discounts[][coupon]", async () => {
    const coupon = await till.stripe.coupons.create({ amount_off: 300, currency: "usd", max_redemptions: 1 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }], ...EXPAND });
    expect(open).toMatchObject({
      discounts: [{ coupon: coupon.id, promotion_code: null }],
      total_details: {
        amount_discount: 300,
        breakdown: {
          discounts: [
            { amount: 300, discount: { checkout_session: open.id, source: { coupon: coupon.id } } },
          ],
        },
      },
    });
    expect(open.line_items.data[0]).toMatchObject({
      amount_discount: 300,
      discounts: [{ amount: 300, discount: { object: "discount" } }],
    });
    const redeemed = () => till.stripe.coupons.retrieve(coupon.id);
    expect(await redeemed()).toMatchObject({ times_redeemed: 0, valid: true });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 1700, payment_status: "paid" });
    expect(await redeemed()).toMatchObject({ times_redeemed: 1, valid: false });
    const at = "discounts[0][coupon]";
    expect(await till.refusal({ discounts: [{ coupon: coupon.id }] })).toEqual(
      says(`Coupon ${coupon.id} is used up and cannot be applied.`, at),
    );
    expect(await till.refusal({ discounts: [{ coupon: "nope" }] })).toEqual(
      says("No such coupon: 'nope'", at, "resource_missing"),
    );
    const euros = await till.stripe.coupons.create({ amount_off: 300, currency: "eur" });
    expect(await till.refusal({ discounts: [{ coupon: euros.id }] })).toEqual(
      says(
        `The coupon \`${euros.id}\` only supports \`eur\`. This doesn't match the expected currency: \`usd\`.`,
        at,
      ),
    );
  });

  parameter("discounts[][promotion_code]", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const promotion = { type: "coupon" as const, coupon: coupon.id };
    const make = (more: object) => till.stripe.promotionCodes.create({ promotion, ...more });
    const code = await make({ code: "SPRING" });
    const open = await till.create({ discounts: [{ promotion_code: code.id }] });
    expect(open).toMatchObject({
      amount_total: 1800,
      discounts: [{ coupon: null, promotion_code: code.id }],
    });
    await till.pay(open.id);
    expect(await till.stripe.promotionCodes.retrieve(code.id)).toMatchObject({ times_redeemed: 1 });
    expect(await till.stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
    const at = "discounts[0][promotion_code]";
    const of = (id: string, more: Params = {}) =>
      till.refusal({ discounts: [{ promotion_code: id }], ...more });
    expect(await of("promo_x")).toEqual(says("No such promotion code: 'promo_x'", at, "resource_missing"));
    const dear = await make({
      code: "DEAR",
      restrictions: { minimum_amount: 2001, minimum_amount_currency: "usd" },
    });
    expect(await of(dear.id)).toEqual(
      says(
        "This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount " +
          "requirement.",
        at,
      ),
    );
    const newcomers = await make({ code: "NEW", restrictions: { first_time_transaction: true } });
    const customer = await till.stripe.customers.create({ email: "a@example.com" });
    const theirs = { customer: customer.id };
    const earlier = await till.create({ ...theirs, discounts: [{ promotion_code: newcomers.id }] });
    await till.pay(earlier.id);
    expect(await of(newcomers.id, theirs)).toEqual(
      says(
        "This promotion code cannot be redeemed because the associated customer has prior transactions.",
        at,
      ),
    );
    expect(await of(newcomers.id)).toEqual(
      says(
        "This promotion code cannot be redeemed because it is only for customers without prior transactions.",
        at,
      ),
    );
    const bound = await make({ code: "MINE", customer: customer.id });
    expect(await of(bound.id)).toEqual(
      says("This promotion code cannot be redeemed because it is restricted to another customer.", at),
    );
    await till.create({ ...theirs, discounts: [{ promotion_code: bound.id }] });
    await till.stripe.promotionCodes.update(code.id, { active: false });
    expect(await of(code.id)).toEqual(
      says("This promotion code cannot be redeemed because it is not active.", at),
    );
  });

  parameter("allow_promotion_codes", async () => {
    const open = await till.create({ allow_promotion_codes: true });
    expect(open.allow_promotion_codes).toBe(true);
    const coupon = await till.stripe.coupons.create({ percent_off: 50 });
    await till.stripe.promotionCodes.create({
      promotion: { type: "coupon", coupon: coupon.id },
      code: "HALF",
    });
    expect(await till.tell(open.id, { promotion_code: "half" })).toMatchObject({ amount_total: 1000 });
    expect(await till.tell(open.id, { promotion_code: "" })).toMatchObject({
      amount_total: 2000,
      discounts: [],
    });
    expect(await till.tellRefusal(open.id, { promotion_code: "nope" })).toEqual(
      says("This code is invalid.", "promotion_code"),
    );
    const without = await till.create({ allow_promotion_codes: false });
    expect(await till.tellRefusal(without.id, { promotion_code: "HALF" })).toEqual(
      says("This Checkout Session does not take promotion codes.", "promotion_code"),
    );
  });

  test("a coupon may be of some products only", async () => {
    const product = await till.stripe.products.create({ name: "Chair" });
    const coupon = await till.stripe.coupons.create({
      percent_off: 50,
      applies_to: { products: [product.id] },
    });
    const chair = { price_data: { currency: "usd", unit_amount: 1000, product: product.id }, quantity: 1 };
    const open = await till.create({
      line_items: [THING, chair],
      discounts: [{ coupon: coupon.id }],
      ...EXPAND,
    });
    expect(open.line_items.data.map((item: LineItem) => item.amount_discount)).toEqual([0, 500]);
  });

  test("all of it off: nothing to pay, and nothing is asked", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 100 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }] });
    expect(open).toMatchObject({ amount_total: 0, payment_status: "unpaid" });
    const done = await till.pay(open.id, {
      payment_method_data: undefined,
      billing_details: { email: "a@example.com" },
    });
    expect(done).toMatchObject({
      payment_intent: null,
      payment_status: "no_payment_required",
      status: "complete",
    });
    expect(await till.stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
  });
});

const option = (amount: number, more: Params = {}): Params => ({
  shipping_rate_data: {
    display_name: `Post ${amount}`,
    fixed_amount: { amount, currency: "usd" },
    ...more,
  },
});

describe("shipping options", () => {
  parameter("shipping_options", async () => {
    const open = await till.create({ shipping_options: [option(500), option(900)] });
    const [cheap, dear] = open.shipping_options;
    expect(open).toMatchObject({
      amount_total: 2500,
      shipping_cost: {
        amount_subtotal: 500,
        amount_tax: 0,
        amount_total: 500,
        shipping_rate: cheap.shipping_rate,
      },
      total_details: { amount_shipping: 500 },
    });
    expect(open.shipping_options.map((one: { shipping_amount: number }) => one.shipping_amount)).toEqual([
      500, 900,
    ]);
    const told = await till.tell(open.id, { shipping_rate: dear.shipping_rate });
    expect(told).toMatchObject({ amount_total: 2900, shipping_cost: { shipping_rate: dear.shipping_rate } });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 2900 });
    expect(await till.refusal({ shipping_options: Array.from({ length: 6 }, () => option(1)) })).toEqual(
      says("Array shipping_options exceeded maximum 5 allowed elements.", "shipping_options"),
    );
    const other = await till.create({ shipping_options: [option(1)] });
    expect(await till.tellRefusal(other.id, { shipping_rate: dear.shipping_rate })).toEqual(
      says(`No such shipping rate: '${dear.shipping_rate}'`, "shipping_rate", "resource_missing"),
    );
  });

  parameter("shipping_options[][shipping_rate]", async () => {
    const rate = await till.stripe.shippingRates.create({
      display_name: "Post",
      type: "fixed_amount",
      fixed_amount: { amount: 700, currency: "usd", currency_options: { eur: { amount: 600 } } },
    });
    const of = (id: string) => ({ shipping_options: [{ shipping_rate: id }] });
    expect(await till.create(of(rate.id))).toMatchObject({ shipping_cost: { shipping_rate: rate.id } });
    const euros = { ...line({}, { currency: "eur" }), ...of(rate.id) };
    expect(await till.create(euros)).toMatchObject({ amount_total: 2600 });
    const at = "shipping_options[0]";
    expect(await till.refusal(of("shr_x"))).toEqual(
      says("No such shipping rate: 'shr_x'", `${at}[shipping_rate]`, "resource_missing"),
    );
    expect(await till.refusal({ ...line({}, { currency: "gbp" }), ...of(rate.id) })).toEqual(
      says(
        "The shipping rate specified only supports `usd`. This doesn't match the expected currency: `gbp`.",
        at,
      ),
    );
    expect(await till.refusal({ shipping_options: [{ shipping_rate: rate.id, ...option(1) }] })).toEqual(
      onlyOneOf("shipping_rate, shipping_rate_data", at),
    );
    await till.stripe.shippingRates.update(rate.id, { active: false });
    expect(await till.refusal(of(rate.id))).toEqual(
      says(
        "The shipping rate specified is inactive. This field only accepts active shipping rates.",
        `${at}[shipping_rate]`,
      ),
    );
  });

  parameter("shipping_options[][shipping_rate_data]*", async () => {
    const made = {
      delivery_estimate: { maximum: { unit: "business_day", value: 5 }, minimum: { unit: "day", value: 2 } },
      display_name: "Courier",
      fixed_amount: {
        amount: 0,
        currency: "usd",
        currency_options: { eur: { amount: 10, tax_behavior: "inclusive" } },
      },
      metadata: { a: "b" },
      tax_behavior: "exclusive",
      tax_code: "txcd_92010001",
      type: "fixed_amount",
    };
    const open = await till.create({ shipping_options: [{ shipping_rate_data: made }] });
    const rate = await till.stripe.shippingRates.retrieve(open.shipping_options[0].shipping_rate, {
      expand: ["fixed_amount.currency_options"],
    });
    expect(rate).toMatchObject({ ...made, active: true });
    const of = (more: Params) =>
      till.refusal({ shipping_options: [{ shipping_rate_data: { ...made, ...more } }] });
    const at = "shipping_options[0][shipping_rate_data]";
    expect(await of({ display_name: undefined })).toEqual(missing(`${at}[display_name]`));
    expect(await of({ display_name: "x".repeat(101) })).toEqual(
      says("Invalid string: xxxx...xxxx; must be at most 100 characters", `${at}[display_name]`),
    );
    expect(await of({ fixed_amount: { currency: "usd" } })).toEqual(missing(`${at}[fixed_amount][amount]`));
    expect(await of({ fixed_amount: { amount: 1 } })).toEqual(missing(`${at}[fixed_amount][currency]`));
    expect(await of({ delivery_estimate: { minimum: { unit: "day" } } })).toEqual(
      missing(`${at}[delivery_estimate][minimum][value]`),
    );
    expect(await of({ type: "weight" })).toEqual(says("Invalid type: must be fixed_amount", `${at}[type]`));
  });
});

describe("automatic tax", () => {
  parameter(["automatic_tax", "automatic_tax[enabled]"], async () => {
    const exclusive = line({}, { tax_behavior: "exclusive" });
    const open = await till.create({ ...exclusive, automatic_tax: { enabled: true } });
    expect(open).toMatchObject({
      amount_total: 2000,
      automatic_tax: { enabled: true, liability: { type: "self" }, status: "requires_location_inputs" },
    });
    expect(await till.payRefusal(open.id)).toEqual(
      says(
        "Automatic tax needs the buyer's address before this Checkout Session can be paid.",
        "billing_address",
        "customer_tax_location_invalid",
      ),
    );
    const told = await till.tell(open.id, { billing_address: DE });
    expect(told).toMatchObject({
      amount_total: 2380,
      automatic_tax: { status: "complete" },
      total_details: {
        amount_tax: 380,
        breakdown: {
          taxes: [
            { amount: 380, rate: { country: "DE", percentage: 19 }, taxability_reason: "standard_rated" },
          ],
        },
      },
    });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 2380, payment_status: "paid" });
    const rate = told.total_details.breakdown.taxes[0].rate.id;
    expect(await till.stripe.taxRates.retrieve(rate)).toMatchObject({ active: false, tax_type: "vat" });
    expect(await till.create({ automatic_tax: { enabled: false } })).toMatchObject({
      automatic_tax: { enabled: false, liability: null, status: null },
    });
    expect(await till.refusal({ automatic_tax: { liability: { type: "self" } } })).toEqual(
      missing("automatic_tax[enabled]"),
    );
  });

  test("a customer needs an address, or lets one be saved; this is said before anything of tax ids", async () => {
    const { id: customer } = await till.stripe.customers.create({ email: "a@example.com" });
    const automatic_tax = { enabled: true };
    const both = { automatic_tax, customer, tax_id_collection: { enabled: true } };
    expect(await till.refusal(both)).toEqual(
      says(
        "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the " +
          "Customer or set `customer_update[address]` to 'auto' to save the billing address entered in Checkout to the " +
          "Customer.",
        undefined,
        "customer_tax_location_invalid",
      ),
    );
    await till.create({ automatic_tax, customer, customer_update: { address: "auto" } });
    await till.stripe.customers.update(customer, { address: DE });
    const known = await till.create({ automatic_tax, customer, ...line({}, { tax_behavior: "exclusive" }) });
    expect(known).toMatchObject({ amount_total: 2380, automatic_tax: { status: "complete" } });
  });

  parameter(["automatic_tax[liability]", "automatic_tax[liability][type]"], async () => {
    const of = (type: string) => ({ automatic_tax: { enabled: true, liability: { type } } });
    expect(await till.create(of("self"))).toMatchObject({ automatic_tax: { liability: { type: "self" } } });
    expect(await till.refusal(of("account"))).toEqual(missing("automatic_tax[liability][account]"));
    expect(await till.refusal(of("other"))).toEqual(
      says("Invalid type: must be one of account or self", "automatic_tax[liability][type]"),
    );
  });
});
