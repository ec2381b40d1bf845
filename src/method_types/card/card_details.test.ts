import { describe, expect, test } from "vitest";
import { ApiError } from "../../core/errors.ts";
import { declineDetails } from "../decline.ts";
import {
  cardHash,
  cardOfAlias,
  checked,
  declineAtAttach,
  type Given,
  givenWith,
  readCard,
  renewed,
} from "./card_details.ts";
import { findByAlias, TEST_CARDS, type TestCard } from "./test_cards.ts";

/** 15 November 2026. */
const NOW = 1_794_700_800;
const TYPED = { number: "4242 4242-4242 4242", exp_month: 12, exp_year: 2030, cvc: "123" };
const NOTHING: Given = { cvcGiven: false, postalCodeGiven: false, addressLineGiven: false };
const EVERYTHING: Given = { cvcGiven: true, postalCodeGiven: true, addressLineGiven: true };

function aliased(alias: string): TestCard {
  const card = findByAlias(alias);
  if (card === undefined) throw new Error(`no card ${alias}`);
  return card;
}

function refusal(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("readCard", () => {
  test("accepts a number with spaces and hyphens, and keeps neither the number nor the security code", () => {
    const known = readCard(TYPED, "card", NOW);
    expect(known).toEqual({
      card: aliased("visa"),
      exp_month: 12,
      exp_year: 2030,
      cvcGiven: true,
      fromAlias: false,
    });
    const shown = JSON.stringify(cardHash(known, NOTHING, "acct_1"));
    expect(shown).not.toContain("42424242");
    expect(shown).not.toContain("123");
  });

  test("accepts a year of two digits, and a card without a security code", () => {
    const known = readCard({ number: "378282246310005", exp_month: 11, exp_year: 26 }, "card", NOW);
    expect([known.exp_year, known.cvcGiven]).toEqual([2026, false]);
  });

  test("accepts a token; its card expires in the same month of next year", () => {
    expect(readCard({ token: "tok_mastercard" }, "card", NOW)).toMatchObject({
      card: { brand: "mastercard" },
      exp_month: 11,
      exp_year: 2027,
      fromAlias: true,
    });
  });

  test.each([
    ["number", "number"],
    ["exp_month", "exp_month"],
    ["exp_year", "exp_year"],
  ] as const)("names a missing %s by its whole path", (missing, leaf) => {
    const { [missing]: _, ...rest } = TYPED;
    const { status, body } = refusal(() => readCard(rest, "payment_method_data[card]", NOW));
    expect([status, body.code]).toEqual([400, "parameter_missing"]);
    expect(body.param).toBe(`payment_method_data[card][${leaf}]`);
    expect(body.message).toBe(`Missing required param: payment_method_data[card][${leaf}].`);
  });

  test("refuses an unknown token, and a token together with typed card data", () => {
    const unknown = refusal(() => readCard({ token: "tok_nope" }, "card", NOW));
    expect(unknown.body).toMatchObject({ code: "resource_missing", param: "card[token]" });
    expect(unknown.body.message).toBe("No such token: 'tok_nope'");
    const both = refusal(() => readCard({ token: "tok_visa", cvc: "123" }, "card", NOW));
    expect(both.body.message).toBe("You may only specify one of these parameters: card[token], card[cvc].");
  });

  test.each([
    [{ number: "4242424242424241" }, "incorrect_number", "number"],
    [{ number: "4242" }, "invalid_number", "number"],
    [{ exp_month: 13 }, "invalid_expiry_month", "exp_month"],
    [{ exp_month: 10, exp_year: 2026 }, "invalid_expiry_month", "exp_month"],
    [{ exp_year: 1970 }, "invalid_expiry_year", "exp_year"],
    [{ cvc: "12" }, "invalid_cvc", "cvc"],
  ])("refuses %o", (wrong, code, param) => {
    const { status, body } = refusal(() => readCard({ ...TYPED, ...wrong }, "card", NOW));
    expect([status, body.type, body.code, body.param]).toEqual([402, "card_error", code, param]);
  });

  test("refuses a possibly real card in a way that stores nothing of the request", () => {
    const refused = refusal(() => readCard({ ...TYPED, number: "4111111111111111" }, "card", NOW));
    expect(refused.body).toMatchObject({ code: "card_declined", decline_code: "test_mode_live_card" });
    expect(refused.message).toContain("used a non test (live) card");
    expect(refused.beforeWork).toBe(true);
    const wrongMonth = { ...TYPED, number: "4111111111111111", exp_month: 13 };
    expect(refusal(() => readCard(wrongMonth, "card", NOW)).beforeWork).toBe(true);
  });
});

describe("an alias", () => {
  test.each(["pm_card_nope", "pm_visa", "tok_visa", "pm_card_"])("is not %s", (text) => {
    expect(cardOfAlias("pm_card_", text, NOW)).toBeNull();
  });
  test("shows nothing as checked, and counts as giving the data that its card fails on", () => {
    const known = cardOfAlias("pm_card_", "pm_card_avsZipFail", NOW);
    if (known === null) throw new Error("no such alias");
    const given = givenWith(known, NOTHING);
    expect(given).toEqual({ cvcGiven: true, postalCodeGiven: true, addressLineGiven: false });
    expect(cardHash(known, given, "acct_1").checks).toEqual({
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: null,
    });
  });
});

describe("the card hash", () => {
  test("has its keys in order, for every card", () => {
    for (const card of TEST_CARDS) {
      const known = { card, exp_month: 1, exp_year: 2030, cvcGiven: true, fromAlias: false };
      const hash = cardHash(known, NOTHING, "acct_1");
      expect(Object.keys(hash)).toEqual(Object.keys(hash).sort());
      expect(hash.last4).toMatch(/^\d{4}$/);
      expect(hash.fingerprint).toMatch(/^[a-z0-9]{16}$/);
    }
  });
  test("has a fingerprint that depends on the card and the account", () => {
    const fingerprint = (alias: string, account: string) =>
      cardHash({ ...readCard(TYPED, "card", NOW), card: aliased(alias) }, NOTHING, account).fingerprint;
    expect(fingerprint("visa", "acct_1")).toBe(fingerprint("us", "acct_1"));
    expect(fingerprint("visa", "acct_1")).not.toBe(fingerprint("mastercard", "acct_1"));
    expect(fingerprint("visa", "acct_1")).not.toBe(fingerprint("visa", "acct_2"));
  });
  test.each([
    ["amex", "american_express", ["amex"], false],
    ["diners", "diners_club", ["diners"], true],
    ["visa_cartesBancaires", "visa", ["cartes_bancaires", "visa"], true],
  ])("of %s", (alias, display_brand, available, supported) => {
    const hash = cardHash({ ...readCard(TYPED, "card", NOW), card: aliased(alias) }, NOTHING, "acct_1");
    expect(hash.display_brand).toBe(display_brand);
    expect(hash.networks.available).toEqual(available);
    expect(hash.three_d_secure_usage.supported).toBe(supported);
  });
});

describe("the issuer", () => {
  test("checks only the data that was given", () => {
    expect(checked(aliased("visa"), { ...NOTHING, cvcGiven: true })).toEqual({
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: "pass",
    });
    expect(checked(aliased("avsFail"), EVERYTHING)).toEqual({
      address_line1_check: "fail",
      address_postal_code_check: "fail",
      cvc_check: "pass",
    });
  });

  test.each([
    ["visa", null],
    ["chargeDeclined", "card_declined"],
    ["chargeDeclinedExpiredCard", "expired_card"],
    ["chargeDeclinedIncorrectCvc", "incorrect_cvc"],
    ["chargeDeclinedProcessingError", "processing_error"],
    ["radarBlock", "card_declined"],
    ["cvcCheckFail", "incorrect_cvc"],
    ["avsZipFail", null],
    ["chargeCustomerFail", null],
    ["riskLevelHighest", null],
    ["authenticationRequired", null],
  ])("declines to save %s with a customer: %s", (alias, code) => {
    expect(declineAtAttach(aliased(alias), EVERYTHING)?.code ?? null).toBe(code);
  });

  test("does not decline for a wrong security code if none was given", () => {
    expect(declineAtAttach(aliased("cvcCheckFail"), NOTHING)).toBeNull();
    expect(declineAtAttach(aliased("chargeDeclinedIncorrectCvc"), NOTHING)).toBeNull();
  });

  test("leaves out of a decline the members that are not known", () => {
    const decline = declineAtAttach(aliased("visa_chargeDeclinedLostCard"), NOTHING);
    if (decline === null) throw new Error("was not declined");
    expect(declineDetails(decline)).toEqual({
      advice_code: "do_not_try_again",
      code: "card_declined",
      decline_code: "lost_card",
      message: "Your card was declined.",
    });
  });
});

describe("renewed", () => {
  test("accepts a later date", () => {
    expect(renewed(aliased("visa"), 1, 31, NOW)).toEqual({ exp_month: 1, exp_year: 2031 });
  });
  test("refuses an earlier one", () => {
    expect(refusal(() => renewed(aliased("visa"), 10, 2026, NOW)).body.code).toBe("invalid_expiry_month");
  });
});
