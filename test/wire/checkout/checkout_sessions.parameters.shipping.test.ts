/** Shipping options. */
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";

import {
  inDollars,
  missing,
  onlyOneOf,
  openTill,
  parameter,
  says,
  shippingOption,
  type Till,
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

describe("shipping options", () => {
  parameter("shipping_options", async () => {
    const open = await till.create({ shipping_options: [shippingOption(500), shippingOption(900)] });
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
    expect(
      await till.refusal({ shipping_options: Array.from({ length: 6 }, () => shippingOption(1)) }),
    ).toEqual(says("Array shipping_options exceeded maximum 5 allowed elements.", "shipping_options"));
    const other = await till.create({ shipping_options: [shippingOption(1)] });
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
    const euros = { ...inDollars({}, { currency: "eur" }), ...of(rate.id) };
    expect(await till.create(euros)).toMatchObject({ amount_total: 2600 });
    const at = "shipping_options[0]";
    expect(await till.refusal(of("shr_x"))).toEqual(
      says("No such shipping rate: 'shr_x'", `${at}[shipping_rate]`, "resource_missing"),
    );
    expect(await till.refusal({ ...inDollars({}, { currency: "gbp" }), ...of(rate.id) })).toEqual(
      says(
        "The shipping rate specified only supports `usd`. This doesn't match the expected currency: `gbp`.",
        at,
      ),
    );
    expect(
      await till.refusal({ shipping_options: [{ shipping_rate: rate.id, ...shippingOption(1) }] }),
    ).toEqual(onlyOneOf("shipping_rate, shipping_rate_data", at));
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
