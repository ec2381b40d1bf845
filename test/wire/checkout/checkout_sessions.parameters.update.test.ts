/** What an update of a session changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import {
  empty,
  missing,
  NEWEST,
  onlyOneOf,
  openTill,
  parameter,
  type Refusal,
  says,
  THING,
  type Till,
  tooSmall,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

describe("update", () => {
  const update = async (id: string, params: Params, version = NEWEST) => {
    const path = `/v1/checkout/sessions/${id}?expand[]=line_items`;
    const headers = { "stripe-version": version };
    const { status, body } = await server.raw("POST", path, { key: till.key, body: form(params), headers });
    return status === 200 ? body : { status, ...body.error };
  };
  const refusal = async (id: string, params: Params): Promise<Refusal> => {
    const { type, doc_url: _, request_log_url: __, ...rest } = await update(id, params);
    expect(type).toBe("invalid_request_error");
    return rest;
  };
  const ids = (session: { line_items: { data: { id: string }[] } }) =>
    session.line_items.data.map(({ id }) => id);

  parameter(["update line_items", "update line_items[][id]", "update line_items[][quantity]"], async () => {
    const open = await till.create({ line_items: [THING, THING, THING], expand: ["line_items"] });
    const [a, b] = ids(open);
    const added = {
      price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Mug" } },
      quantity: 1,
    };
    const updated = await update(open.id, { line_items: [{ id: b, quantity: 3 }, added, { id: a }] });
    expect(updated).toMatchObject({ amount_subtotal: 8500, amount_total: 8500 });
    expect(ids(updated)).toEqual([b, expect.stringMatching(/^li_/), a]);
    expect(updated.line_items.data).toMatchObject([{ quantity: 3 }, { description: "Mug" }, { quantity: 1 }]);
    const left = await update(open.id, { line_items: [{ id: a }] });
    expect([left.amount_total, ids(left)]).toEqual([2000, [a]]);
    const of = (...lines: Params[]) => refusal(open.id, { line_items: lines });
    expect(await of({ id: b })).toEqual(
      says(`No such item: '${b}'`, "line_items[0][id]", "resource_missing"), // it was left out
    );
    expect(await of({ id: a }, { id: a })).toEqual(
      says(`No such item: '${a}'`, "line_items[1][id]", "resource_missing"),
    );
    expect(await of({ id: a, quantity: 0 })).toEqual(tooSmall("line_items[0][quantity]", 1));
    expect(await refusal(open.id, { line_items: "" })).toEqual(empty("line_items"));
    const many = Array.from({ length: 101 }, () => THING);
    expect(await of(...many)).toEqual(
      says("Array line_items exceeded maximum 100 allowed elements.", "line_items"),
    );
    expect((await update(open.id, {})).amount_total).toBe(2000); // what was refused left nothing behind
  });

  parameter("update line_items[][tax_rates]", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    const open = await till.create({ expand: ["line_items"] });
    const [id] = ids(open);
    const with_rate = await update(open.id, { line_items: [{ id, tax_rates: [rate.id] }] });
    expect(with_rate).toMatchObject({ amount_total: 2200, total_details: { amount_tax: 200 } });
    expect(await update(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject({
      amount_total: 4400,
    });
    expect(await update(open.id, { line_items: [{ id, tax_rates: "" }] })).toMatchObject({
      amount_total: 4000,
      total_details: { amount_tax: 0 },
    });
    await till.stripe.taxRates.update(rate.id, { active: false });
    expect(await refusal(open.id, { line_items: [{ id, tax_rates: [rate.id] }] })).toEqual(
      says(`The tax rate ${rate.id} cannot be used because it is inactive.`, "line_items[0][tax_rates][0]"),
    );
  });

  parameter("update line_items[][adjustable_quantity]*", async () => {
    const open = await till.create({ expand: ["line_items"] });
    const [id = ""] = ids(open);
    const adjustable_quantity = { enabled: true, maximum: 3, minimum: 1 };
    expect(await update(open.id, { line_items: [{ id, adjustable_quantity }] })).toMatchObject({
      line_items: { data: [{ adjustable_quantity }] },
    });
    expect(await till.tell(open.id, { line_items: [{ id, quantity: 3 }] })).toMatchObject({
      amount_total: 6000,
    });
    expect(await refusal(open.id, { line_items: [{ id, quantity: 4 }] })).toEqual(
      says(
        "The quantity must be between the minimum of 1 and the maximum of 3 of `adjustable_quantity`.",
        "line_items[0][quantity]",
      ),
    );
    const off = { id, adjustable_quantity: { enabled: false } };
    expect(await update(open.id, { line_items: [off] })).toMatchObject({ amount_total: 6000 });
    expect(await till.tellRefusal(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject({
      message: "The quantity of this line item is fixed.",
    });
  });

  parameter("update line_items[][metadata]", async () => {
    const open = await till.create({
      line_items: [{ ...THING, metadata: { a: "1", b: "2" } }],
      expand: ["line_items"],
    });
    const [id] = ids(open);
    const updated = await update(open.id, { line_items: [{ id, metadata: { a: "", c: "3" } }] });
    expect(updated.line_items.data[0].metadata).toEqual({ b: "2", c: "3" });
    expect(updated.metadata).toEqual({});
  });

  parameter(["update line_items[][price]", "update line_items[][price_data]*"], async () => {
    const open = await till.create({ expand: ["line_items"] });
    const [id] = ids(open);
    const price = await till.price();
    const other = await update(open.id, { line_items: [{ id, price: price.id }] });
    expect(other).toMatchObject({ amount_total: 1099 });
    expect(ids(other)).toEqual([id]);
    const of = (...lines: Params[]) => refusal(open.id, { line_items: lines });
    expect(await of({ quantity: 1 })).toEqual(missing("line_items[0][price]"));
    expect(await of({ id, price: price.id, price_data: THING.price_data })).toEqual(
      onlyOneOf("price, price_data", "line_items[0]"),
    );
    const euros = { ...THING, price_data: { ...THING.price_data, currency: "eur" } };
    for (const line of [euros, { ...euros, id }]) {
      expect(await of(line)).toEqual(
        says(
          "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
          "currency",
        ),
      );
    }
    expect(await of({ id, price_data: { ...THING.price_data, unit_amount: 1 } })).toEqual(
      says(
        "The Checkout Session's total amount due must add up to at least $0.50 usd",
        undefined,
        "amount_too_small",
      ),
    );
    const monthly = { ...THING.price_data, recurring: { interval: "month" } };
    expect(await of({ id, price_data: monthly })).toMatchObject({
      message: expect.stringMatching(/^You specified `payment` mode but passed a recurring price\. /),
    });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 1099, payment_status: "paid" });
  });

  test("line_items: a line with another price keeps everything else", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    const kept = {
      adjustable_quantity: { enabled: true, maximum: 9, minimum: 1 },
      metadata: { sku: "L-1" },
      quantity: 2,
    };
    const open = await till.create({
      line_items: [{ ...THING, ...kept, tax_rates: [rate.id] }],
      expand: ["line_items"],
    });
    const [id] = ids(open);
    const price = await till.price({ product_data: { name: "Mug" } });
    expect(await update(open.id, { line_items: [{ id, price: price.id }] })).toMatchObject({
      amount_subtotal: 2198,
      amount_total: 2418,
      line_items: { data: [{ id, ...kept, description: "Mug", price: { id: price.id } }] },
    });
  });

  test("line_items: refusals name the line concerned", async () => {
    const open = await till.create({ expand: ["line_items"] });
    const [id] = ids(open);
    const second = (line: Params) => update(open.id, { line_items: [{ id }, line] });
    const at = "line_items[1]";
    expect(await second({ price: "price_x", quantity: 1 })).toMatchObject(
      says("No such price: 'price_x'", `${at}[price]`, "resource_missing"),
    );
    expect(await second({ price_data: THING.price_data })).toMatchObject({
      message: "Quantity is required. Add `quantity` to `line_items[1]`",
    });
    expect(await second({ ...THING, tax_rates: ["txr_x"] })).toMatchObject({ param: `${at}[tax_rates][0]` });
    expect(await second({ ...THING, quantity: 0 })).toMatchObject({ param: `${at}[quantity]` });
    expect(
      await second({ ...THING, price_data: { ...THING.price_data, product_data: undefined } }),
    ).toMatchObject({ param: `${at}[price_data]` });
    const idle = await till.price({ active: false });
    expect(await second({ price: idle.id, quantity: 1 })).toMatchObject({ param: `${at}[price]` });
  });

  test("line_items: the shop's own rates cannot be combined with automatic tax", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    const open = await till.create({ automatic_tax: { enabled: true }, expand: ["line_items"] });
    const [id] = ids(open);
    const refused = says(
      "You may not specify `tax_rates` on a line item when `automatic_tax[enabled]` is `true`.",
      "line_items[0][tax_rates]",
    );
    for (const line of [{ id }, THING]) {
      const tax_rates = [rate.id];
      expect(await update(open.id, { line_items: [{ ...line, tax_rates }] })).toMatchObject(refused);
    }
    expect(await update(open.id, { line_items: [{ id, tax_rates: "" }] })).toMatchObject({ status: "open" });
  });

  test("line_items: a line whose amount the buyer chooses must be the only one, with quantity one", async () => {
    const { id: gift } = await till.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true },
      product_data: { name: "Gift" },
    });
    const open = await till.create({
      line_items: [{ price: gift, quantity: 1 }],
      expand: ["line_items"],
    });
    const [id] = ids(open);
    const alone = says(
      "A price with `custom_unit_amount` must be the only line item of a Checkout Session.",
      "line_items",
    );
    const once = says(
      "A price with `custom_unit_amount` must have a `quantity` of 1 that is not adjustable.",
      "line_items[0][quantity]",
    );
    expect(await update(open.id, { line_items: [{ id }, THING] })).toMatchObject(alone);
    expect(await update(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject(once);
    const adjustable = { id, adjustable_quantity: { enabled: true } };
    expect(await update(open.id, { line_items: [adjustable] })).toMatchObject(once);
    const plain = await till.create({ expand: ["line_items"] });
    const added = { price: gift, quantity: 1 };
    expect(await update(plain.id, { line_items: [{ id: ids(plain)[0] }, added] })).toMatchObject(alone);
    expect(await update(plain.id, { line_items: [added] })).toMatchObject({ amount_total: 0 });
  });

  test("line_items: no update makes a line larger than the bound, whoever sends it", async () => {
    const dear = { ...THING.price_data, currency: "idr", unit_amount: 999_999_999_999 };
    const adjustable_quantity = { enabled: true, maximum: 999_999 };
    const open = await till.create({
      line_items: [{ ...THING, adjustable_quantity, price_data: dear }],
      expand: ["line_items"],
    });
    const line_items = [{ id: ids(open)[0] ?? "", quantity: 999_999 }];
    const refused = says(
      "The Checkout Session's total amount due must be no more than Rp9,999,999,999.99.",
      undefined,
      "amount_too_large",
    );
    expect(await update(open.id, { line_items })).toMatchObject(refused);
    expect(await till.tellRefusal(open.id, { line_items })).toEqual(refused);
    expect(await till.payRefusal(open.id, { line_items })).toEqual(refused);
  });

  parameter("update shipping_options*", async () => {
    const option = (amount: number) => ({
      shipping_rate_data: { display_name: "Post", fixed_amount: { amount, currency: "usd" } },
    });
    const open = await till.create({ shipping_options: [option(100), option(200)] });
    expect(await update(open.id, { shipping_options: [option(300)] })).toMatchObject({
      amount_total: 2300,
      shipping_options: [{ shipping_amount: 300 }],
    });
    const rate = await till.stripe.shippingRates.create({
      display_name: "Post",
      type: "fixed_amount",
      fixed_amount: { amount: 700, currency: "usd" },
    });
    const named = await update(open.id, { shipping_options: [option(100), { shipping_rate: rate.id }] });
    expect(named).toMatchObject({
      amount_total: 2100,
      shipping_options: [{}, { shipping_amount: 700, shipping_rate: rate.id }],
    });
    expect(await refusal(open.id, { shipping_options: [{ shipping_rate: "shr_x" }] })).toEqual(
      says("No such shipping rate: 'shr_x'", "shipping_options[0][shipping_rate]", "resource_missing"),
    );
    const six = Array.from({ length: 6 }, () => option(1));
    expect(await refusal(open.id, { shipping_options: six })).toEqual(
      says("Array shipping_options exceeded maximum 5 allowed elements.", "shipping_options"),
    );
    expect(await update(open.id, { shipping_options: "" })).toMatchObject({
      amount_total: 2000,
      shipping_cost: null,
      shipping_options: [],
    });
  });

  test("a discount is computed again", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }], expand: ["line_items"] });
    const [id] = ids(open);
    expect(await update(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject({
      amount_total: 3600,
      total_details: { amount_discount: 400 },
    });
  });

  parameter("update metadata", async () => {
    const open = await till.create({ metadata: { a: "1" } });
    const updated = await update(open.id, { metadata: { a: "", b: "2" } });
    expect(updated.metadata).toEqual({ b: "2" });
    await till.pay(open.id);
    expect((await update(open.id, { metadata: { c: "3" } })).metadata).toEqual({ b: "2", c: "3" });
    expect((await update(open.id, { metadata: "" })).metadata).toEqual({});
  });

  test("metadata may change at any time, everything else only while the session is open", async () => {
    const open = await till.create({ metadata: { a: "1" }, expand: ["line_items"] });
    const [id] = ids(open);
    await till.stripe.checkout.sessions.expire(open.id);
    expect(await update(open.id, { metadata: { b: "2" } })).toMatchObject({ metadata: { a: "1", b: "2" } });
    for (const params of [{ line_items: [{ id }] }, { shipping_options: "" }]) {
      expect(await refusal(open.id, params)).toEqual(
        says(
          'Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of ' +
            "`expired`.",
        ),
      );
    }
  });

  parameter(["permissions*", "update collected_information*", "update payment_intent_data*"], async () => {
    const open = await till.create();
    const shipping_details = { name: "A", address: { country: "US", line1: "x" } };
    expect(await refusal(open.id, { collected_information: { shipping_details } })).toEqual(
      says(
        "You can only update `collected_information` on Checkout Sessions with " +
          "`permissions[update_shipping_details]=server_only`.",
        "collected_information",
      ),
    );
    expect(await refusal(open.id, { payment_intent_data: { description: "x" } })).toEqual(
      says(
        "You can only update `payment_intent_data` on Checkout Sessions with `ui_mode=elements`.",
        "payment_intent_data",
      ),
    );
    const elements = { ui_mode: "elements", success_url: undefined };
    const collecting = { shipping_address_collection: { allowed_countries: ["US"] } };
    expect(
      await refusal((await till.create(elements)).id, { collected_information: { shipping_details } }),
    ).toMatchObject({
      param: "collected_information",
    });
    const permissions = { update_shipping_details: "server_only" };
    const served = await till.create({ ...elements, ...collecting, permissions });
    expect(served.permissions).toEqual(permissions);
    const whole = {
      name: "Jenny",
      address: {
        city: "Reno",
        country: "US",
        line1: "1 Elm",
        line2: null,
        postal_code: "89501",
        state: "NV",
      },
    };
    const { line2: _, ...sent } = whole.address;
    const shipped = await update(served.id, {
      collected_information: { shipping_details: { ...whole, address: sent } },
    });
    expect(shipped.collected_information.shipping_details).toEqual(whole);
    expect(
      await till.tellRefusal(served.id, { shipping: { name: "A", address: { country: "US" } } }),
    ).toEqual(says("Only your server can update the shipping details of this Checkout Session.", "shipping"));
    const abroad = { name: "A", address: { country: "FR", line1: "x" } };
    expect(await refusal(served.id, { collected_information: { shipping_details: abroad } })).toMatchObject({
      param: "collected_information[shipping_details][address][country]",
    });
    const paid = await till.pay(served.id);
    expect(paid.collected_information.shipping_details).toEqual(whole);
    const nameless = { collected_information: { shipping_details: { address: { country: "US" } } } };
    expect(await refusal(open.id, nameless)).toMatchObject({ code: "parameter_missing" });
  });
});
