import { describe, expect, test } from "vitest";
import {
  brandOf,
  cardFault,
  DECLINES,
  findByAlias,
  findByKey,
  findByNumber,
  LIVE_CARD_DECLINE,
  looksLikeCardNumber,
  looksLive,
  passesLuhn,
  TEST_CARDS,
} from "./test_cards.ts";

/** Documented as a number that is refused as incorrect, so it is not a test card. */
const INCORRECT = "4242424242424241";

/** The one documented card whose network has no brand in the API. */
const CARNET = "5062210000000009";

describe("the table of test cards", () => {
  test("has no card twice", () => {
    expect(new Set(TEST_CARDS.map((card) => card.number)).size).toBe(TEST_CARDS.length);
  });
  test("has no alias twice", () => {
    const aliases = TEST_CARDS.flatMap((card) => card.aliases);
    expect(new Set(aliases).size).toBe(aliases.length);
    for (const alias of aliases) expect(alias).toMatch(/^[a-z][A-Za-z0-9_]*$/);
  });
  test("has no key twice, and no number in a key", () => {
    for (const card of TEST_CARDS) {
      expect(findByKey(card.key)).toBe(card);
      expect(card.key).not.toMatch(/\d{5}/);
    }
  });
  test("has the keys under which cards are stored already", () => {
    expect(findByNumber("4242424242424242")?.key).toBe("visa");
    expect(findByNumber("4000006820000007")?.key).toBe("visa_0007_sa");
    expect(findByKey("4242424242424242")).toBeUndefined();
  });
  test.each(TEST_CARDS.map((card) => [card.number, card] as const))(
    "%s is a possible card",
    (number, card) => {
      expect(passesLuhn(number)).toBe(true);
      expect(card.brand === "unknown").toBe(number === CARNET);
      expect(brandOf(number).lengths).toContain(number.length);
      expect(card.country).toMatch(/^[A-Z]{2}$/);
      if (card.networks) expect(card.networks).toContain(card.brand);
    },
  );
  test("does not contain the number that is documented as incorrect", () => {
    expect(findByNumber(INCORRECT)).toBeUndefined();
    expect(passesLuhn(INCORRECT)).toBe(false);
  });
});

describe("documented outcomes", () => {
  test.each([
    ["4242424242424242", { kind: "approve" }],
    ["4000000000000002", { kind: "decline", at: "always", decline: DECLINES.generic }],
    ["4000000000009995", { kind: "decline", at: "always", decline: DECLINES.insufficient_funds }],
    ["4000000000009987", { kind: "decline", at: "always", decline: DECLINES.lost_card }],
    ["4000000000009979", { kind: "decline", at: "always", decline: DECLINES.stolen_card }],
    ["4000000000000069", { kind: "decline", at: "always", decline: DECLINES.expired_card }],
    ["4000000000000127", { kind: "decline", at: "always", decline: DECLINES.incorrect_cvc }],
    ["4000000000000119", { kind: "decline", at: "always", decline: DECLINES.processing_error }],
    ["4000000000006975", { kind: "decline", at: "always", decline: DECLINES.velocity }],
    ["4000000000000341", { kind: "decline", at: "charge", decline: DECLINES.generic }],
    ["4100000000000019", { kind: "block", rule: "always", decline: DECLINES.fraudulent }],
    ["4000000000004954", { kind: "block", rule: "highest_risk_level" }],
    ["4000000000009235", { kind: "approve", risk: "elevated" }],
    ["4000000000000101", { kind: "approve", checks: { cvc_check: "fail" } }],
    ["4000000000000036", { kind: "approve", checks: { address_postal_code_check: "fail" } }],
    ["4000000000000028", { kind: "approve", checks: { address_line1_check: "fail" } }],
    ["4000000000000259", { kind: "approve", after: "dispute_fraudulent" }],
    ["4000000000002685", { kind: "approve", after: "dispute_not_received" }],
    ["4000000000001976", { kind: "approve", after: "inquiry" }],
    ["4000000000005423", { kind: "approve", after: "early_fraud_warning" }],
    ["4000000000007726", { kind: "approve", after: "refund_pending" }],
    ["4000000000005126", { kind: "approve", after: "refund_fails" }],
    ["4000000000000077", { kind: "approve", bypassPending: true }],
    ["378282246310005", { kind: "approve", three_d_secure: "unsupported" }],
    ["4000002500003155", { kind: "authenticate", required: "unless_set_up", next: { kind: "approve" } }],
    ["4000002760003184", { kind: "authenticate", required: "always", flow: "challenge" }],
    ["4000003800000446", { kind: "authenticate", required: "on_session" }],
    ["4000008260003178", { kind: "authenticate", next: { kind: "decline", at: "charge" } }],
    ["4000000000003220", { kind: "authenticate", required: "always", next: { kind: "approve" } }],
    ["4000008400001629", { kind: "authenticate", next: { decline: { code: "card_declined" } } }],
    ["4000008400001280", { kind: "authenticate", flow: "lookup_error" }],
    ["4000000000003055", { kind: "authenticate", required: "when_requested", next: { kind: "approve" } }],
    ["4000000032200000", { kind: "authenticate", flow: "frictionless" }],
  ])("%s", (number, outcome) => {
    expect(findByNumber(number)?.outcome).toMatchObject(outcome);
  });

  test("both address checks fail, or are unavailable, together", () => {
    const both = (result: string) => ({ address_line1_check: result, address_postal_code_check: result });
    expect(findByAlias("avsFail")?.outcome).toMatchObject({ checks: both("fail") });
    expect(findByAlias("avsUnchecked")?.outcome).toMatchObject({ checks: both("unavailable") });
  });
});

describe("findByNumber", () => {
  test("accepts numbers with spaces or hyphens", () => {
    expect(findByNumber("4242 4242 4242 4242")?.aliases).toContain("visa");
    expect(findByNumber("4242-4242-4242-4242")?.aliases).toContain("visa");
  });
  test("finds nothing for a number that is not a test card's", () => {
    expect(findByNumber("4111111111111111")).toBeUndefined();
    expect(findByNumber("")).toBeUndefined();
  });
});

describe("findByAlias", () => {
  test.each([
    ["visa", "4242424242424242"],
    ["amex", "371449635398431"],
    ["discover", "6011000990139424"],
    ["jcb", "3566002020360505"],
    ["gb", "4000008260000000"],
    ["chargeDeclined", "4000000000000002"],
    ["visa_chargeDeclined", "4000000000000002"],
    ["threeDSecureRequired", "4000000000003220"],
    ["visa_cartesBancaires", "4000002500001001"],
  ])("%s is %s", (alias, number) => {
    expect(findByAlias(alias)?.number).toBe(number);
  });
  test.each(["Visa", "VISA", "", "pm_card_visa", "constructor", "chargedeclined"])("finds no %j", (alias) => {
    expect(findByAlias(alias)).toBeUndefined();
  });
});

describe("brandOf", () => {
  test.each([
    ["", "unknown"],
    ["3", "unknown"],
    ["30", "diners"],
    ["34", "amex"],
    ["35", "jcb"],
    ["352", "jcb"],
    ["3527", "unknown"],
    ["36", "diners"],
    ["4", "visa"],
    ["42 42", "visa"],
    ["5", "mastercard"],
    ["50", "unknown"],
    ["2", "mastercard"],
    ["2220", "unknown"],
    ["2221", "mastercard"],
    ["2720", "mastercard"],
    ["2721", "unknown"],
    ["6", "unknown"],
    ["60", "discover"],
    ["62", "unionpay"],
    ["64", "discover"],
    ["643", "unknown"],
    ["65", "discover"],
    ["9", "unknown"],
    ["abc", "unknown"],
  ])("%j is %s", (typed, brand) => {
    expect(brandOf(typed).brand).toBe(brand);
  });
  test("gives the lengths to expect", () => {
    expect(brandOf("37")).toMatchObject({ lengths: [15], cvc_lengths: [4] });
    expect(brandOf("4")).toMatchObject({ lengths: [16], cvc_lengths: [3] });
    expect(brandOf("9").lengths).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });
});

test.each([
  ["4242424242424242", true],
  [INCORRECT, false],
  ["79927398713", true],
  ["79927398710", false],
  ["", false],
  ["4242a42424242424", false],
])("passesLuhn(%j) is %s", (number, expected) => {
  expect(passesLuhn(number)).toBe(expected);
});

describe("cards that are not test cards", () => {
  test.each([
    ["4111 1111 1111 1111", true, true],
    ["4242424242424242", true, false],
    [INCORRECT, false, false],
    ["0000000", false, false],
    ["order 12", false, false],
  ])("%j looks like a card number: %s, like a real card: %s", (text, isNumber, isLive) => {
    expect(looksLikeCardNumber(text)).toBe(isNumber);
    expect(looksLive(text)).toBe(isLive);
  });
  test("are declined", () => {
    expect(LIVE_CARD_DECLINE.code).toBe("card_declined");
    expect(LIVE_CARD_DECLINE.message).toContain("used a non test (live) card");
  });
});

describe("cardFault", () => {
  const now = { year: 2026, month: 11 };
  const good = { number: "4242424242424242", exp_month: 12, exp_year: 2034, cvc: "123" };
  const amex = { ...good, number: "378282246310005" };

  test.each([
    ["a good card", good],
    ["no cvc", { number: good.number, exp_month: 12, exp_year: 2034 }],
    ["month and year as text", { ...good, exp_month: "01", exp_year: "2034" }],
    ["a year of two digits", { ...good, exp_year: 27 }],
    ["a year of two digits as text", { ...good, exp_year: "27" }],
    ["an expiry this month", { ...good, exp_month: 11, exp_year: 2026 }],
    ["50 years ahead", { ...good, exp_year: 2076 }],
    ["a number with spaces", { ...good, number: "4242 4242 4242 4242" }],
    ["a security code of four digits for an amex", { ...amex, cvc: "1234" }],
    ["a possibly real card", { ...good, number: "4111111111111111" }],
  ])("finds no fault in %s", (_, input) => {
    expect(cardFault(input, now)).toBeNull();
  });

  test.each([
    ["a wrong check digit", { number: INCORRECT }, "incorrect_number", "number"],
    ["letters in the number", { number: "4242abcd42424242" }, "invalid_number", "number"],
    ["a number that is too short", { number: "424242424242" }, "invalid_number", "number"],
    ["a number that is too long", { number: "42424242424242424242" }, "invalid_number", "number"],
    ["an empty number", { number: "" }, "invalid_number", "number"],
    ["month 13", { exp_month: 13 }, "invalid_expiry_month", "exp_month"],
    ["month 0", { exp_month: 0 }, "invalid_expiry_month", "exp_month"],
    ["month as a word", { exp_month: "may" }, "invalid_expiry_month", "exp_month"],
    ["year 95", { exp_year: 95 }, "invalid_expiry_year", "exp_year"],
    ["year 1970", { exp_year: 1970 }, "invalid_expiry_year", "exp_year"],
    ["51 years ahead", { exp_year: 2077 }, "invalid_expiry_year", "exp_year"],
    ["year 25", { exp_year: 25 }, "invalid_expiry_year", "exp_year"],
    ["last month", { exp_month: 10, exp_year: 2026 }, "invalid_expiry_month", "exp_month"],
    ["cvc 99", { cvc: "99" }, "invalid_cvc", "cvc"],
    ["cvc of four", { cvc: "1234" }, "invalid_cvc", "cvc"],
    ["cvc of letters", { cvc: "abc" }, "invalid_cvc", "cvc"],
    ["amex cvc of three", { number: amex.number, cvc: "123" }, "invalid_cvc", "cvc"],
    ["number before the rest", { number: INCORRECT, exp_month: 13, cvc: "1" }, "incorrect_number", "number"],
  ])("finds the fault: %s", (_, change, code, param) => {
    expect(cardFault({ ...good, ...change }, now)).toMatchObject({ code, param });
  });
});
