/** What is bought: line items and their currency. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import {
  DE,
  EXPAND,
  empty,
  firstLine,
  inDollars,
  missing,
  NEWEST,
  onlyOneOf,
  openTill,
  parameter,
  says,
  THING,
  type Till,
  tooSmall,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

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
    const item = await firstLine(till, await till.create({ line_items: [{ price: price.id, quantity: 2 }] }));
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
    const product = String(price.product);
    expect(await of({ price: product })).toEqual(
      says(`No such price: '${product}'`, "line_items[0][price]", "resource_missing"),
    );
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
    expect(await till.create(inDollars({ quantity: 3 }))).toMatchObject({ amount_subtotal: 6000 });
    expect(await till.refusal(inDollars({ quantity: undefined }))).toEqual(
      says("Quantity is required. Add `quantity` to `line_items[0]`"),
    );
    for (const quantity of [0, -1]) {
      const least = quantity === 0 ? 1 : 0;
      expect(await till.refusal(inDollars({ quantity }))).toEqual(
        says(
          `This value must be greater than or equal to ${least}.`,
          "line_items[0][quantity]",
          "parameter_invalid_integer",
        ),
      );
    }
  });

  parameter("line_items[][metadata]", async () => {
    const item = await firstLine(till, await till.create(inDollars({ metadata: { sku: "L-1" } })));
    expect(item.metadata).toEqual({ sku: "L-1" });
  });

  parameter(["line_items[][adjustable_quantity]", "line_items[][adjustable_quantity][enabled]"], async () => {
    const open = await till.create({
      line_items: [{ ...THING, adjustable_quantity: { enabled: true } }, THING],
    });
    const item = await firstLine(till, open);
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
    const alone = await till.create(inDollars({ adjustable_quantity: { enabled: true } }));
    const { id: last } = await firstLine(till, alone);
    expect(await till.tellRefusal(alone.id, { line_items: [{ id: last, quantity: 0 }] })).toEqual(
      tooSmall("line_items[0][quantity]", 1),
    );
    const without = await till.tell(open.id, { line_items: [{ id: item.id, quantity: 0 }] });
    expect(without.line_items.data).toHaveLength(1);
    const fixed = await till.create(inDollars());
    const { id } = await firstLine(till, fixed);
    expect(await till.tellRefusal(fixed.id, { line_items: [{ id, quantity: 2 }] })).toEqual(
      says("The quantity of this line item is fixed.", "line_items[0][quantity]"),
    );
    expect(await till.refusal(inDollars({ adjustable_quantity: { maximum: 2 } }))).toEqual(
      missing("line_items[0][adjustable_quantity][enabled]"),
    );
  });

  parameter(
    ["line_items[][adjustable_quantity][minimum]", "line_items[][adjustable_quantity][maximum]"],
    async () => {
      const bounds = { enabled: true, minimum: 2, maximum: 5 };
      const open = await till.create(inDollars({ adjustable_quantity: bounds, quantity: 2 }));
      const item = await firstLine(till, open);
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
      expect(await till.refusal(inDollars({ adjustable_quantity: bounds, quantity: 6 }))).toEqual(
        says(
          "The quantity must be between the minimum of 2 and the maximum of 5 of `adjustable_quantity`.",
          "line_items[0][quantity]",
        ),
      );
      expect(
        await till.refusal(inDollars({ adjustable_quantity: { ...bounds, minimum: 7 }, quantity: 5 })),
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
        await till.refusal(inDollars({ adjustable_quantity: { enabled: true, maximum: 1_000_000 } })),
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
      const open = await till.create(inDollars({}, { currency: "EUR", unit_amount: 1234 }));
      expect(open).toMatchObject({ currency: "eur", amount_total: 1234 });
      const { price } = await firstLine(till, open);
      expect(price).toMatchObject({ active: false, currency: "eur", unit_amount: 1234, type: "one_time" });
      expect(await till.news()).toEqual(["product.created", "price.created"]);
      const at = "line_items[0][price_data]";
      expect(await till.refusal(inDollars({}, { currency: undefined }))).toEqual(missing(`${at}[currency]`));
      expect((await till.refusal(inDollars({}, { currency: "xyz" }))).message).toMatch(
        /^Invalid currency: xyz\. Stripe currently supports these currencies: usd, aed, /,
      );
      expect(await till.refusal(inDollars({}, { unit_amount: undefined }))).toEqual(
        missing(`${at}[unit_amount]`),
      );
      expect(await till.refusal(inDollars({}, { unit_amount: -1 }))).toEqual(
        says("Invalid non-negative integer", `${at}[unit_amount]`, "parameter_invalid_integer"),
      );
    },
  );

  parameter("line_items[][price_data][unit_amount_decimal]", async () => {
    const decimal = { unit_amount: undefined, unit_amount_decimal: "99.5" };
    const open = await till.create(inDollars({ quantity: 3 }, decimal));
    expect(open.amount_total).toBe(299); // 298.5, half away from zero
    const { price } = await firstLine(till, open);
    expect([price.unit_amount, String(price.unit_amount_decimal)]).toEqual([null, "99.5"]);
    expect(await till.refusal(inDollars({}, { unit_amount_decimal: "1" }))).toEqual(
      onlyOneOf("unit_amount, unit_amount_decimal", "line_items[0][price_data][unit_amount]"),
    );
  });

  parameter("line_items[][price_data][product]", async () => {
    const product = await till.stripe.products.create({ name: "Chair" });
    const of = (id: string) => ({ product: id, product_data: undefined });
    const item = await firstLine(till, await till.create(inDollars({}, of(product.id))));
    expect(item).toMatchObject({ description: "Chair", price: { product: product.id } });
    const at = "line_items[0][price_data]";
    expect(await till.refusal(inDollars({}, of("prod_x")))).toEqual(
      says("No such product: 'prod_x'", `${at}[product]`, "resource_missing"),
    );
    expect(await till.refusal(inDollars({}, { product: product.id }))).toEqual(
      onlyOneOf("product, product_data", `${at}[product]`),
    );
    expect(await till.refusal(inDollars({}, { product_data: undefined }))).toEqual(
      says("You must specify either `product` or `product_data` when creating a price.", at),
    );
    await till.stripe.products.update(product.id, { active: false });
    expect((await till.refusal(inDollars({}, of(product.id)))).param).toBe(`${at}[product]`);
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
      const item = await firstLine(till, await till.create(inDollars({}, { product_data: made })));
      expect(item.description).toBe("Vase");
      expect(await productOf(item)).toMatchObject({ ...made, active: false });
      const of = (more: Params) => till.refusal(inDollars({}, { product_data: { ...made, ...more } }));
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
    const { price } = await firstLine(till, await till.create(inDollars({}, { tax_behavior: "inclusive" })));
    expect(price.tax_behavior).toBe("inclusive");
    expect(await till.refusal(inDollars({}, { tax_behavior: "both" }))).toEqual(
      says(
        "Invalid tax_behavior: must be one of exclusive, inclusive, or unspecified",
        "line_items[0][price_data][tax_behavior]",
      ),
    );
  });

  parameter("line_items[][price_data][recurring]*", async () => {
    const recurring = { interval: "month", interval_count: 2 };
    expect(await till.refusal(inDollars({}, { recurring }))).toEqual(
      says(
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only " +
          "one-time prices.",
      ),
    );
    for (const name of ["trial_period_days", "usage_type"]) {
      const param = `line_items[0][price_data][recurring][${name}]`;
      expect(await till.refusal(inDollars({}, { recurring: { ...recurring, [name]: "1" } }))).toEqual(
        says(`Received unknown parameter: ${param}`, param, "parameter_unknown"),
      );
    }
    expect(
      await till.refusal(inDollars({}, { recurring: { interval: "month", interval_count: 37 } })),
    ).toEqual(
      says(
        "The interval_count for monthly prices can't be greater than 36",
        "line_items[0][price_data][recurring][interval_count]",
      ),
    );
    expect(await till.refusal(inDollars({}, { recurring: { interval_count: 1 } }))).toEqual(
      missing("line_items[0][price_data][recurring][interval]"),
    );
  });

  parameter("line_items[][tax_rates]", async () => {
    const on = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 8.25 });
    const off = await till.stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage: 20 });
    const open = await till.create({ ...inDollars({ tax_rates: [on.id, off.id] }), ...EXPAND });
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
    expect(await till.refusal(inDollars({ tax_rates: ["txr_x"] }))).toEqual(
      says("No such tax rate: 'txr_x'", `${at}[0]`, "resource_missing"),
    );
    expect(
      await till.refusal({ ...inDollars({ tax_rates: [on.id] }), automatic_tax: { enabled: true } }),
    ).toEqual(
      says("You may not specify `tax_rates` on a line item when `automatic_tax[enabled]` is `true`.", at),
    );
    const eleven = Array.from({ length: 11 }, () => on.id);
    expect(await till.refusal(inDollars({ tax_rates: eleven }))).toEqual(
      says("Array tax_rates exceeded maximum 10 allowed elements.", at),
    );
    await till.stripe.taxRates.update(on.id, { active: false });
    expect(await till.refusal(inDollars({ tax_rates: [on.id] }))).toEqual(
      says(`The tax rate ${on.id} cannot be used because it is inactive.`, `${at}[0]`),
    );
  });

  test("dynamic_tax_rates follow the buyer's country, and are unknown from 2026-07-29.dahlia on", async () => {
    const make = (country: string, percentage: number) =>
      till.stripe.taxRates.create({ country, display_name: "VAT", inclusive: false, percentage });
    const dynamic_tax_rates = [(await make("DE", 19)).id, (await make("FR", 20)).id];
    const open = await till.create(inDollars({ dynamic_tax_rates }), "2026-06-24.dahlia");
    expect(open.amount_total).toBe(2000);
    expect(await till.tell(open.id, { billing_address: DE })).toMatchObject({ amount_total: 2380 });
    const both = inDollars({ dynamic_tax_rates, tax_rates: dynamic_tax_rates });
    expect(await till.refusal(both, "2023-10-16")).toEqual(
      onlyOneOf("tax_rates, dynamic_tax_rates", "line_items[0][tax_rates]"),
    );
    expect(
      await till.refusal(
        { ...inDollars({ dynamic_tax_rates }), automatic_tax: { enabled: true } },
        "2023-10-16",
      ),
    ).toEqual(
      says(
        "You may not specify `dynamic_tax_rates` on a line item when `automatic_tax[enabled]` is `true`.",
        "line_items[0][dynamic_tax_rates]",
      ),
    );
    for (const version of ["2026-07-29.dahlia", NEWEST]) {
      expect(await till.refusal(inDollars({ dynamic_tax_rates }), version)).toEqual(
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
    const { id } = await firstLine(till, open);
    expect(open).toMatchObject({ amount_subtotal: 0, amount_total: 0 });
    expect(await till.payRefusal(open.id)).toEqual(
      missing("line_items[0][custom_amount]", `the amount of \`${id}\``),
    );
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

describe("currency", () => {
  parameter("currency", async () => {
    const price = await till.price({
      currency_options: { eur: { unit_amount: 900 }, jpy: { unit_amount: 1500 } },
    });
    const of = (more: Params) => ({ line_items: [{ price: price.id, quantity: 2 }], ...more });
    expect(await till.create(of({}))).toMatchObject({ currency: "usd", amount_total: 2198 });
    const euros = await till.create(of({ currency: "EUR" }));
    expect(euros).toMatchObject({ currency: "eur", amount_total: 1800 });
    expect(await firstLine(till, euros)).toMatchObject({
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
    expect(await till.refusal(inDollars({}, { currency, unit_amount }))).toEqual(
      says(message, undefined, code),
    );
  });
});
