import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BilledPart,
  billedAmount,
  billedParts,
  lineSubtotal,
  offerIn,
  roughSubtotal,
} from "./amounts.ts";
import type { Price, Tier } from "./price.ts";

const PRICE: Price = {
  id: "price_1",
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  created: 0,
  currency: "usd",
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: "prod_1",
  recurring: null,
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: "one_time",
  unit_amount: 1000,
  unit_amount_decimal: "1000",
  _tiers: null,
  _currency_options: null,
};

function cost(
  price: Partial<Price>,
  quantity: number,
  more: { currency?: string; custom?: number } = {},
): number {
  const ordered = {
    price: { ...PRICE, ...price },
    currency: more.currency ?? "usd",
    quantity,
    custom: more.custom ?? null,
  };
  const exact = lineSubtotal(ordered);
  // The rough figure is within one minor unit of the exact one, unless tiers apply.
  if (price.billing_scheme !== "tiered")
    expect(Math.abs(roughSubtotal(ordered) - exact)).toBeLessThanOrEqual(1);
  return exact;
}

function tier(up_to: number | null, unit: string | null, flat: string | null = null): Tier {
  return {
    flat_amount: null,
    flat_amount_decimal: flat,
    unit_amount: null,
    unit_amount_decimal: unit,
    up_to,
  };
}
const TIERS = [tier(5, "700"), tier(10, "650"), tier(null, "600")];
const WITH_FLATS = [tier(5, "500", "1000"), tier(null, "400", "2000")];

describe("per unit", () => {
  test.each([
    ["1000", 1, 1000],
    ["1000", 7, 7000],
    ["0.5", 1, 1], // half away from zero
    ["0.5", 3, 2],
    ["0.4", 1, 0],
    ["33.333333333333", 3, 100],
    ["1099.5", 2, 2199],
  ])("%s × %i = %i: the line is rounded, not the unit", (unit_amount_decimal, quantity, expected) => {
    expect(cost({ unit_amount: null, unit_amount_decimal }, quantity)).toBe(expected);
  });

  test.each([
    ["up", 10, 1, 1000],
    ["up", 10, 10, 1000],
    ["up", 10, 11, 2000],
    ["down", 10, 9, 0],
    ["down", 10, 19, 1000],
  ] as const)("packages rounded %s by %i: %i units cost %i", (round, divide_by, quantity, expected) => {
    expect(cost({ transform_quantity: { divide_by, round } }, quantity)).toBe(expected);
  });
});

describe("tiers", () => {
  // Worked examples from Stripe's documentation of tiered pricing.
  test.each([
    ["volume", 1, 700],
    ["volume", 5, 3500],
    ["volume", 6, 3900],
    ["volume", 20, 12_000],
    ["graduated", 1, 700],
    ["graduated", 5, 3500],
    ["graduated", 6, 4150],
    ["graduated", 20, 12_750],
    ["graduated", 25, 15_750],
  ] as const)("%s: %i units cost %i", (tiers_mode, quantity, expected) => {
    expect(cost({ billing_scheme: "tiered", tiers_mode, _tiers: TIERS }, quantity)).toBe(expected);
  });

  test.each([
    ["volume", 1, 1500],
    ["volume", 5, 3500],
    ["volume", 6, 4400],
    ["graduated", 5, 3500],
    ["graduated", 6, 5900],
  ] as const)("%s with flat amounts: %i units cost %i", (tiers_mode, quantity, expected) => {
    expect(cost({ billing_scheme: "tiered", tiers_mode, _tiers: WITH_FLATS }, quantity)).toBe(expected);
  });
});

describe("other currencies and amounts of the buyer's choice", () => {
  const options = {
    eur: {
      custom_unit_amount: null,
      tax_behavior: "inclusive",
      unit_amount: 900,
      unit_amount_decimal: "900",
    },
  } as const;

  test("a price costs the amount of its currency option", () => {
    expect(cost({ _currency_options: options }, 2, { currency: "eur" })).toBe(1800);
    expect(offerIn({ ...PRICE, _currency_options: options }, "eur")?.tax_behavior).toBe("inclusive");
  });

  test("a price is not offered in other currencies, nor in one named like a property of every object", () => {
    expect(offerIn({ ...PRICE, _currency_options: options }, "gbp")).toBeNull();
    expect(offerIn({ ...PRICE, _currency_options: options }, "constructor")).toBeNull();
    expect(() => cost({}, 1, { currency: "gbp" })).toThrow("not offered in gbp");
  });

  test.each([
    [500, undefined, 500],
    [500, 750, 750],
    [null, undefined, 0],
    [null, 1234, 1234],
  ])("preset %s, chosen %s: costs %i", (preset, custom, expected) => {
    const custom_unit_amount = { maximum: null, minimum: null, preset };
    const price = { custom_unit_amount, unit_amount: null, unit_amount_decimal: null };
    expect(cost(price, 1, custom === undefined ? {} : { custom })).toBe(expected);
  });
});

/** A part as [kind, tier, quantity, unit amount, amount]. */
function parts(price: Partial<Price>, quantity: number, currency = "usd") {
  const billed = billedParts({ ...PRICE, ...price }, currency, quantity);
  return billed.map((one: BilledPart) => [
    one.kind,
    one.tier,
    one.quantity,
    one.unit_amount_decimal,
    one.amount,
  ]);
}

describe("the parts of an invoice", () => {
  const usage = {
    billing_scheme: "tiered",
    tiers_mode: "graduated",
    unit_amount: null,
    unit_amount_decimal: null,
    _tiers: [tier(1000, "0", "900"), tier(null, "3.6", "0")],
  } as const;

  test("graduated: one for each tier that is used, and one for its flat fee (a recorded invoice)", () => {
    expect(parts(usage, 1031)).toEqual([
      ["unit", 1, 1000, "0", 0],
      ["flat", 1, 0, "900", 900],
      ["unit", 2, 31, "3.6", 112],
      ["flat", 2, 0, "0", 0],
    ]);
    expect(billedAmount({ ...PRICE, ...usage }, "usd", 1031)).toBe(1012);
  });

  test.each([
    [
      "no usage",
      0,
      [
        ["unit", 1, 0, "0", 0],
        ["flat", 1, 0, "900", 900],
      ],
    ],
    [
      "a full tier",
      1000,
      [
        ["unit", 1, 1000, "0", 0],
        ["flat", 1, 0, "900", 900],
      ],
    ],
  ])("graduated, %s: the first tier alone", (_, quantity, expected) => {
    expect(parts(usage, quantity)).toEqual(expected);
  });

  test("volume: one for the tier of the whole quantity", () => {
    const volume = { ...usage, tiers_mode: "volume", _tiers: TIERS } as const;
    expect(parts(volume, 5)).toEqual([["unit", 1, 5, "700", 3500]]);
    expect(parts(volume, 6)).toEqual([["unit", 2, 6, "650", 3900]]);
    expect(parts({ ...volume, _tiers: WITH_FLATS }, 6)).toEqual([
      ["unit", 2, 6, "400", 2400],
      ["flat", 2, 0, "2000", 2000],
    ]);
  });

  test("a tier with a flat fee alone has units that cost nothing", () => {
    expect(parts({ ...usage, _tiers: [tier(null, null, "500")] }, 3)).toEqual([
      ["unit", 1, 3, "0", 0],
      ["flat", 1, 0, "500", 500],
    ]);
  });

  test("per unit: one, with the quantity before it is put into packages", () => {
    expect(parts({}, 3)).toEqual([["unit", null, 3, "1000", 3000]]);
    expect(parts({ transform_quantity: { divide_by: 10, round: "up" } }, 11)).toEqual([
      ["unit", null, 11, "1000", 2000],
    ]);
    expect(parts({ unit_amount: null, unit_amount_decimal: "0.05" }, 31)).toEqual([
      ["unit", null, 31, "0.05", 2],
    ]);
  });

  test("in the currency of an option, with its tiers", () => {
    const option = {
      custom_unit_amount: null,
      tax_behavior: "unspecified",
      tiers: [tier(10, "90"), tier(null, "80")],
      unit_amount: null,
      unit_amount_decimal: null,
    } as const;
    expect(parts({ ...usage, _currency_options: { eur: option } }, 12, "eur")).toEqual([
      ["unit", 1, 10, "90", 900],
      ["unit", 2, 2, "80", 160],
    ]);
  });
});

describe("for every price and quantity", () => {
  const cents = fc.integer({ min: 0, max: 100_000 });
  const anyTiers = fc
    .array(fc.record({ size: fc.integer({ min: 1, max: 50 }), unit: cents, flat: fc.option(cents) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((given) => {
      let bound = 0;
      return given.map(({ size, unit, flat }, i) => {
        bound += size;
        return tier(i === given.length - 1 ? null : bound, String(unit), flat === null ? null : String(flat));
      });
    });
  const quantity = fc.integer({ min: 0, max: 400 });
  const priced = (tiers_mode: "graduated" | "volume", _tiers: Tier[]) =>
    ({ ...PRICE, billing_scheme: "tiered", tiers_mode, _tiers }) as const;

  test("graduated: unit by unit, each at the price of its tier, and a fee for each tier begun", () => {
    fc.assert(
      fc.property(anyTiers, quantity, (tiers, count) => {
        const tierOf = (unit: number) => tiers.find(({ up_to }) => up_to === null || unit <= up_to);
        const units = Array.from({ length: count }, (_, i) => tierOf(i + 1));
        const begun = new Set([tiers[0], ...units]);
        const expected = [
          ...units.map((one) => Number(one?.unit_amount_decimal)),
          ...[...begun].map((one) => Number(one?.flat_amount_decimal ?? 0)),
        ].reduce((a, b) => a + b, 0);
        expect(billedAmount(priced("graduated", tiers), "usd", count)).toBe(expected);
      }),
    );
  });

  test("volume: every unit at the price of the last unit's tier", () => {
    fc.assert(
      fc.property(anyTiers, quantity, (tiers, count) => {
        const last = tiers.find(({ up_to }) => up_to === null || count <= up_to);
        const expected = count * Number(last?.unit_amount_decimal) + Number(last?.flat_amount_decimal ?? 0);
        expect(billedAmount(priced("volume", tiers), "usd", count)).toBe(expected);
      }),
    );
  });

  test("the units of the parts are the quantity", () => {
    fc.assert(
      fc.property(anyTiers, quantity, fc.constantFrom("graduated", "volume"), (tiers, count, mode) => {
        const billed = billedParts(priced(mode, tiers), "usd", count);
        expect(billed.reduce((a, part) => a + part.quantity, 0)).toBe(count);
      }),
    );
  });

  test("packages: as many as hold the quantity, or as are full", () => {
    fc.assert(
      fc.property(
        quantity,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("up", "down"),
        (count, by, round) => {
          const price = { ...PRICE, transform_quantity: { divide_by: by, round } };
          const packages = billedAmount(price, "usd", count) / 1000;
          if (round === "up") expect(packages * by >= count && (packages - 1) * by < count).toBe(true);
          else expect(packages * by <= count && (packages + 1) * by > count).toBe(true);
        },
      ),
    );
  });
});
