import { describe, expect, test } from "vitest";
import { discount, foundInvoice, line, rate } from "../../../test/page/invoice_parts.ts";
import { languageFor } from "../../words/languages.ts";
import { invoicePdf } from "./invoice_pdf.ts";
import { invoiceText } from "./invoice_text.ts";

const ENGLISH = languageFor("en", undefined);
type Options = Parameters<typeof foundInvoice>[0];
const textOf = (options?: Options) => invoiceText(foundInvoice(options), ENGLISH);
const totalsOf = (options?: Options) =>
  textOf(options).totals.map(({ label, amount, weight }) =>
    weight === "plain" ? `${label} ${amount}` : `${label} ${amount} ${weight}`,
  );

const VAT = rate("txr_i", "VAT", 19, true);
const CITY = rate("txr_e", "City tax", 2.5, false);
const held = (amount: number, taxable_amount: number) => ({
  amount,
  inclusive: true,
  rate: VAT.id,
  taxability_reason: null,
  taxable_amount,
});
const onTop = (amount: number, taxable_amount: number, taxability_reason: string | null = null) => ({
  amount,
  inclusive: false,
  rate: CITY.id,
  taxability_reason,
  taxable_amount,
});
/** 2 × 11.90 including 19 %, 10.00 plus 2.5 %, and 5.95 of shipping including 19 %. */
const TAXED = {
  tax_rates: [VAT, CITY],
  lines: [
    line("T-shirt", 1190, 2, { taxes: [held(380, 2000)] }),
    line("Mug", 1000, 1, { taxes: [onTop(25, 1000)] }),
  ],
  shipping: {
    amount_subtotal: 595,
    amount_tax: 95,
    amount_total: 595,
    shipping_rate: "shr_1",
    taxes: [held(95, 500)],
  },
};

describe("heading and facts", () => {
  test("of a paid invoice", () => {
    const { title, heading, facts } = textOf({
      sale: { options: { custom_fields: [{ name: "PO", value: "4711" }] } as never },
    });
    expect(title).toBe("Invoice ROSEN-0001");
    expect(heading).toBe("$21.98 paid on November 28, 2026");
    expect(facts).toEqual([
      ["Invoice number", "ROSEN-0001"],
      ["Date of issue", "November 27, 2026"],
      ["Date paid", "November 28, 2026"],
      ["PO", "4711"],
    ]);
  });
  test("of an open invoice", () => {
    const { heading, facts } = textOf({ open: true });
    expect(heading).toBe("$21.98 due");
    expect(facts.map(([label]) => label)).toEqual(["Invoice number", "Date of issue"]);
    expect(totalsOf({ open: true }).at(-1)).toBe("Amount due $21.98");
  });
});

describe("parties", () => {
  const ADDRESS = {
    city: "Berlin",
    country: "DE",
    line1: "Weg 1",
    line2: null,
    postal_code: "10115",
    state: null,
  };

  test("shop and buyer, with all that is known about them", () => {
    const { parties } = textOf({
      customer: { address: ADDRESS, phone: "+4930123" },
      sale: { customer_tax_ids: [{ type: "eu_vat", value: "DE123456789" }] },
      found: { accountTaxIds: [{ type: "us_ein", value: "12-3456789" }] },
    });
    expect(parties).toEqual([
      { label: "From", lines: ["Checkstand test shop", "United States", "US EIN 12-3456789"] },
      {
        label: "Bill to",
        lines: [
          "Jenny Rosen",
          "Weg 1",
          "Berlin, 10115",
          "Germany",
          "jenny@example.com",
          "+4930123",
          "DE VAT DE123456789",
        ],
      },
    ]);
  });
  test("goods go to the sale's shipping address, else to the customer's", () => {
    const shipping = { address: ADDRESS, name: "Jen", phone: null };
    const own = textOf({ customer: { shipping } });
    expect(own.parties[2]).toEqual({ label: "Ship to", lines: ["Jen", "Weg 1", "Berlin, 10115", "Germany"] });
    const other = { address: { ...ADDRESS, line1: "Allee 3", line2: "Hof", state: "BE" }, name: "Max" };
    expect(textOf({ customer: { shipping }, sale: { shipping_details: other } }).parties[2]?.lines).toEqual([
      "Max",
      "Allee 3",
      "Hof",
      "Berlin, BE 10115",
      "Germany",
    ]);
  });
  test("an empty address is left out", () => {
    const nowhere = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
    expect(textOf({ customer: { address: nowhere, name: null } }).parties[1]?.lines).toEqual([
      "jenny@example.com",
    ]);
  });
});

describe("amounts", () => {
  test("include the tax in prices by default", () => {
    for (const display of [undefined, "include_inclusive_tax"] as const) {
      const options = { sale: TAXED, found: { shippingName: "Ground" }, ...(display && { display }) };
      const { columns, rows } = textOf(options);
      expect([columns.unitPrice, columns.amount]).toEqual(["Unit price", "Amount"]);
      expect(rows).toEqual([
        { item: "T-shirt", period: "", quantity: "2", unitPrice: "$11.90", amount: "$23.80" },
        { item: "Mug", period: "", quantity: "1", unitPrice: "$10.00", amount: "$10.00" },
      ]);
      expect(totalsOf(options)).toEqual([
        "Subtotal $33.80",
        "Shipping: Ground $5.95",
        "VAT (19%, included) $4.75 muted",
        "City tax (2.5%) $0.25",
        "Total $40.00 strong",
        "Amount paid $40.00",
      ]);
    }
  });
  test("exclude the tax if the shop asks for that", () => {
    const options = { sale: TAXED, display: "exclude_tax" } as const;
    const { columns, rows } = textOf(options);
    expect([columns.unitPrice, columns.amount]).toEqual(["Unit price (excl. tax)", "Amount (excl. tax)"]);
    expect(rows).toEqual([
      { item: "T-shirt", period: "", quantity: "2", unitPrice: "$10.00", amount: "$20.00" },
      { item: "Mug", period: "", quantity: "1", unitPrice: "$10.00", amount: "$10.00" },
    ]);
    expect(totalsOf(options)).toEqual([
      "Subtotal (excl. tax) $30.00",
      "Shipping (excl. tax) $5.00",
      "VAT (19%) $4.75",
      "City tax (2.5%) $0.25",
      "Total $40.00 strong",
      "Amount paid $40.00",
    ]);
  });
  test.each([
    ["customer_exempt", "City tax (exempt) $0.00"],
    ["reverse_charge", "City tax (reverse charge) $0.00"],
    ["standard_rated", "City tax (2.5%) $0.00"],
    ["product_exempt", undefined],
  ])("a tax that is %s", (reason, shown) => {
    const lines = [line("Mug", 1000, 1, { taxes: [onTop(0, 0, reason)] })];
    const totals = totalsOf({ sale: { tax_rates: [CITY], lines } });
    expect(totals.find((total) => total.includes("tax"))).toBe(shown);
  });
  test.each([
    [{ name: "Spring", percent_off: 12.5 }, "Spring (12.5% off) -$2.00"],
    [{ name: "Spring", percent_off: null }, "Spring ($2.00 off) -$2.00"],
    [{ name: null, percent_off: 10 }, "CODE (10% off) -$2.00"],
  ])("a discount of %j", (coupon, shown) => {
    const lines = [line("Mug", 1000, 1, { amount_discount: 200 })];
    expect(totalsOf({ sale: { lines, discount: discount(coupon) } })).toEqual([
      "Subtotal $10.00",
      shown,
      "Total $8.00 strong",
      "Amount paid $8.00",
    ]);
  });
  test("are in their currency, and unit prices may have fractions of its smallest unit", () => {
    const lines = [line("Screw", 0, 3, { unit_amount_decimal: "0.5", amount_subtotal: 2 })];
    expect(textOf({ sale: { currency: "jpy", lines } }).rows[0]).toMatchObject({
      unitPrice: "¥0.5",
      amount: "¥2",
    });
  });
  test("have no unit price if units have no single price", () => {
    const packages = { divide_by: 10, round: "up" };
    const whole = line("Screw", 100, 10);
    const price = { ...whole.price, transform_quantity: packages } as typeof whole.price;
    const lines = [
      { ...whole, price },
      line("Seats", 0, 2, { unit_amount_decimal: null, amount_subtotal: 1500 }),
    ];
    expect(textOf({ sale: { lines } }).rows.map((row) => row.unitPrice)).toEqual(["", ""]);
  });
});

describe("an invoice of a subscription", () => {
  const DAY = 86_400;
  const from = 1_793_491_200; // 1 November 2026

  test("says for which days each line is", () => {
    const month = line("1 × Gold", 1500, 1, { period: { start: from, end: from + 30 * DAY } });
    const { rows } = textOf({ sale: { lines: [month, line("Setup", 700, 1)] } });
    expect(rows.map(({ period }) => period)).toEqual(["Nov 1 – Dec 1, 2026", ""]);
    const file = invoicePdf(textOf({ sale: { lines: [month] } }), "notice").toString("latin1");
    expect(file).toContain("(Nov 1 \x96 Dec 1, 2026)");
  });

  test("has a row for each discount, and one for the balance", () => {
    const found = foundInvoice();
    const named = (id: string, name: string) => ({ ...discount({ name, percent_off: 10 }), id });
    const [first] = found.invoice._lines;
    if (first === undefined) throw new Error("the invoice has a line");
    const invoice = {
      ...found.invoice,
      _discounts: [named("di_1", "Friends")],
      _lines: [{ ...first, _discounts: [named("di_2", "Seats")] }],
      total_discount_amounts: [
        { amount: 300, discount: "di_1" },
        { amount: 200, discount: "di_2" },
      ],
      starting_balance: -500,
      ending_balance: 0,
    };
    const totals = invoiceText({ ...found, invoice }, ENGLISH).totals.map(
      (one) => `${one.label} ${one.amount}`,
    );
    expect(totals).toContain("Friends (10% off) -$3.00");
    expect(totals).toContain("Seats (10% off) -$2.00");
    expect(totals.at(-2)).toBe("Applied balance -$5.00");
  });
});

test("another language uses its own phrases and formats", () => {
  const { heading, rows } = invoiceText(foundInvoice(), languageFor("en-GB", undefined));
  expect(heading).toBe("US$21.98 paid on 28 November 2026");
  expect(rows[0]?.amount).toBe("US$21.98");
});
