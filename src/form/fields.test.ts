import { describe, expect, test } from "vitest";
import { en } from "../words/messages/en.ts";
import { shownFormats } from "./address_formats.ts";
import { COUNTRIES } from "./countries.ts";
import { faultsOf } from "./faults.ts";
import { type Asked, type AskedMethod, type FilledForm, groupOf } from "./fields.ts";
import { regionsOf } from "./regions.ts";

const BY_CARD: AskedMethod = {
  type: "card",
  name: "Card",
  family: "card",
  asks: { name: true, fields: [], billing: "postal", countries: null },
};
const BY_BANK: AskedMethod = {
  type: "ideal",
  name: "iDEAL",
  family: "bank_redirect",
  asks: { name: true, fields: [], billing: "none", countries: null },
};
const NOTHING: Asked = {
  email: false,
  phone: false,
  shipping: false,
  methods: [],
  billing: "postal",
  billingAlways: false,
  names: { business: "never", individual: "never" },
  taxId: "never",
  answers: [],
  terms: false,
};

function faults(typed: Record<string, string>, asked: Partial<Asked>) {
  const whole = { ...NOTHING, ...asked };
  const form: FilledForm = {
    read: (name) => typed[name] ?? "",
    formats: (of) =>
      shownFormats(COUNTRIES, of === "shipping" || whole.billing === "whole" ? "whole" : "postal", en),
    regions: regionsOf,
    hasTaxIds: (country) => country === "DE",
    isTaxId: (_type, value) => value === "DE123456789",
    today: { year: 2026, month: 11 },
  };
  return faultsOf(form, whole);
}

const CARD = { cardNumber: "4242 4242 4242 4242", cardExpiry: "12 / 34", cardCvc: "123" };
const PAYER = { ...CARD, billingName: "Jenny Rosen", billingCountry: "US", billingPostalCode: "94107" };

describe("a card", () => {
  // biome-ignore format: a line a case
  test.each([
    [{}, {}],
    [{ cardNumber: "", cardExpiry: "", cardCvc: "" }, { cardNumber: "required", cardExpiry: "required", cardCvc: "required" }],
    [{ cardNumber: "" }, { cardNumber: "number_incomplete" }],
    [{ cardNumber: "4242" }, { cardNumber: "number_incomplete" }],
    [{ cardNumber: "4242424242424241" }, { cardNumber: "number_invalid" }],
    [{ cardExpiry: "1" }, { cardExpiry: "exp_incomplete" }],
    [{ cardExpiry: "13/34" }, { cardExpiry: "exp_invalid" }],
    [{ cardExpiry: "10/26" }, { cardExpiry: "exp_month_past" }],
    [{ cardExpiry: "11/26" }, {}],
    [{ cardExpiry: "12/25" }, { cardExpiry: "exp_year_past" }],
    [{ cardCvc: "12" }, { cardCvc: "cvc_incomplete" }],
    [{ billingName: " " }, { billingName: "name_missing" }],
    [{ billingCountry: "" }, { billingCountry: "required" }],
    [{ billingPostalCode: "" }, { billingPostalCode: "required" }],
    [{ billingPostalCode: "941" }, { billingPostalCode: "zip_invalid" }],
    [{ billingPostalCode: "94107-1234" }, {}],
    [{ billingCountry: "GB", billingPostalCode: "x" }, {}],
    [{ billingCountry: "DE", billingPostalCode: "" }, {}],
    [{ savedCard: "new", cardCvc: "" }, { cardCvc: "cvc_incomplete" }],
    [{ savedCard: "pm_1", cardNumber: "", billingName: "", billingCountry: "" }, {}],
  ])("%j: %j", (typed, expected) => {
    expect(faults({ ...PAYER, ...typed }, { methods: [BY_CARD] })).toEqual(expected);
  });
});

describe("a redirect", () => {
  const chosen = { "payment-method-accordion-item-title": "ideal" };
  const both = { methods: [BY_CARD, BY_BANK] };
  test.each([
    [{ ...chosen, billingName: "Jenny Rosen" }, both, {}],
    [chosen, both, { billingName: "required" }],
    [{ billingName: "Jenny Rosen" }, { methods: [BY_BANK] }, {}],
    [{ ...PAYER, "payment-method-accordion-item-title": "nope" }, both, {}],
    [{ ...chosen, savedCard: "pm_1" }, both, {}],
  ])("%j", (typed, asked, expected) => {
    expect(faults(typed, asked)).toEqual(expected);
  });

  test.each([
    ["postal", { billingCountry: "required" }],
    ["whole", { billingCountry: "required", billingAddressLine1: "required" }],
  ] as const)("asks for the %s address if its type does", (billing, expected) => {
    const method = { ...BY_BANK, asks: { name: false, fields: [], billing, countries: null } };
    expect(faults(chosen, { methods: [BY_CARD, method] })).toEqual(expected);
  });

  const fromGermany = {
    methods: [{ ...BY_BANK, asks: { name: false, fields: [], billing: "postal", countries: ["DE"] } }],
    shipping: true,
  } as const;
  const shipped = {
    shippingName: "Jenny",
    shippingCountry: "FR",
    shippingAddressLine1: "1 Rue de la Paix",
    shippingLocality: "Paris",
    shippingPostalCode: "75002",
  };
  const same = { ...shipped, cardUseShippingAsBilling: "on" };
  test.each([
    ["its payers' country", { ...shipped, billingCountry: "DE" }, {}],
    ["another one", { ...shipped, billingCountry: "FR" }, { billingCountry: "country_not_served" }],
    ["another one, of the shipping address", same, { shippingCountry: "country_not_served" }],
    ["a saved card", { ...same, savedCard: "pm_1" }, {}],
  ])("is for payers of some countries: %s", (_case, typed, expected) => {
    expect(faults(typed, fromGermany)).toEqual(expected);
  });
});

describe("an address", () => {
  const SENT = {
    shippingName: "Jenny",
    shippingCountry: "US",
    shippingAddressLine1: "1 Main St",
    shippingLocality: "Oakland",
  };
  const WHOLE = { ...SENT, shippingAdministrativeArea: "CA", shippingPostalCode: "94607" };
  // biome-ignore format: a line a case
  test.each([
    [WHOLE, {}],
    [SENT, { shippingAdministrativeArea: "required", shippingPostalCode: "required" }],
    [{ ...WHOLE, shippingName: "" }, { shippingName: "required" }],
    [{ ...WHOLE, shippingCountry: "" }, { shippingCountry: "required" }],
    [{ ...WHOLE, shippingAddressLine1: " " }, { shippingAddressLine1: "required" }],
    [{ ...WHOLE, shippingAdministrativeArea: "ZZ" }, { shippingAdministrativeArea: "required" }],
    [{ ...WHOLE, shippingPostalCode: "x" }, { shippingPostalCode: "zip_invalid" }],
    [{ ...SENT, shippingCountry: "BI" }, {}],
    [{ ...SENT, shippingCountry: "SG", shippingLocality: "" }, { shippingPostalCode: "required" }],
    [{ ...SENT, shippingCountry: "IE" }, {}],
  ])("%j: %j", (typed, expected) => {
    expect(faults(typed, { shipping: true })).toEqual(expected);
  });

  test("of shipping is also used for billing, with its name, if the buyer says so", () => {
    const asked: Partial<Asked> = {
      shipping: true,
      methods: [BY_CARD],
      billing: "whole",
    };
    expect(faults({ ...WHOLE, ...CARD, cardUseShippingAsBilling: "on" }, asked)).toEqual({});
    expect(Object.keys(faults({ ...WHOLE, ...CARD }, asked))).toEqual([
      "billingName",
      "billingCountry",
      "billingAddressLine1",
      "billingLocality",
    ]);
  });

  test("is asked for without a card if the order needs it", () => {
    const asked: Partial<Asked> = { billingAlways: true, billing: "whole" };
    expect(Object.keys(faults({ billingCountry: "DE" }, asked))).toEqual([
      "billingAddressLine1",
      "billingLocality",
      "billingPostalCode",
    ]);
    expect(
      faults({ billingCountry: "DE", savedCard: "pm_1" }, { methods: [BY_CARD], billing: "whole" }),
    ).toEqual({});
  });
});

describe("a tax id", () => {
  const BUSINESS = {
    billingCountry: "DE",
    purchasingAsBusinessCheckbox: "on",
    businessName: "Inc",
    taxIdType: "eu_vat",
    taxId: "DE123456789",
  };
  // biome-ignore format: a line a case
  test.each([
    ["optional", BUSINESS, {}],
    ["optional", { ...BUSINESS, taxId: "DE1" }, { taxId: "tax_id_invalid" }],
    ["optional", { ...BUSINESS, taxId: "", businessName: "" }, { businessName: "required", taxId: "required" }],
    ["optional", { ...BUSINESS, taxIdType: "" }, { taxIdType: "required" }],
    ["optional", { billingCountry: "DE" }, {}],
    ["optional", { ...BUSINESS, taxId: "", billingCountry: "US", billingPostalCode: "94107" }, {}],
    ["required", { billingCountry: "DE" }, { businessName: "required", taxIdType: "required", taxId: "required" }],
    ["required", { billingCountry: "US", billingPostalCode: "94107" }, {}],
    ["never", { billingCountry: "DE" }, {}],
  ] as const)("%s %j: %j", (taxId, typed, expected) => {
    expect(faults(typed, { taxId, billingAlways: true })).toEqual(expected);
  });
});

describe("an answer to the shop", () => {
  const question = {
    key: "q",
    id: "cstm_fld_q",
    name: "q",
    type: "text",
    optional: false,
    least: null,
    most: null,
  } as const;
  // biome-ignore format: a line a case
  test.each([
    [{}, "x", undefined],
    [{}, "  ", "required"],
    [{ optional: true }, "", undefined],
    [{ type: "numeric" }, "12a", "answer_not_digits"],
    [{ type: "numeric" }, "012", undefined],
    [{ least: 3 }, "ab", "answer_too_short"],
    [{ least: 3 }, "abc", undefined],
    [{ most: 3 }, "abcd", "answer_too_long"],
    [{ optional: true, least: 3 }, "ab", "answer_too_short"],
    [{ type: "dropdown" }, "", "required"],
  ] as const)("%j %s: %s", (more, text, fault) => {
    expect(faults({ q: text }, { answers: [{ ...question, ...more }] }).cstm_fld_q).toBe(fault);
  });
});

test.each([
  [{ email: true }, { email: "" }, { email: "required" }],
  [{ email: true }, { email: "jenny" }, { email: "email_invalid" }],
  [{ email: true }, { email: " jenny@example.com " }, {}],
  [{ phone: true }, { phoneNumber: "", phoneCountry: "US" }, { phoneNumber: "required" }],
  [{ phone: true }, { phoneNumber: "12", phoneCountry: "US" }, { phoneNumber: "phone_invalid" }],
  [{ phone: true }, { phoneNumber: "(201) 555-0123", phoneCountry: "US" }, {}],
  [{ terms: true }, {}, { termsOfServiceConsentCheckbox: "terms_missing" }],
  [{ terms: true }, { termsOfServiceConsentCheckbox: "on" }, {}],
] as const)("%j %j: %j", (asked, typed, expected) => {
  expect(faults(typed, asked)).toEqual(expected);
});

test.each([
  ["email", "email"],
  ["cardExpiry", "cardNumber"],
  ["shippingName", "shippingAddress"],
  ["shippingPostalCode", "shippingAddress"],
  ["billingPostalCode", "country"],
  ["taxIdType", "taxId"],
  ["cstm_fld_constructor", "cstm_fld_constructor"],
])("%s shows its faults with %s", (id, group) => {
  expect(groupOf(id)).toBe(group);
});
