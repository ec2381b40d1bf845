/** The table of payment method types, as each part of the API uses it. */
import { describe, expect, test } from "vitest";
import {
  CONFIGURED_TYPES,
  changeFields,
  creationFields,
  dataFields,
  EXCLUDABLE_TYPES,
  IMPLEMENTED_TYPES,
  isImplemented,
  KNOWN_TYPES,
  METHOD_TYPES,
  optionsForIntent,
  SHOWN_CONFIGURED_TYPES,
  sessionOptionFields,
  shownOptions,
  typeNamed,
} from "./index.ts";

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

describe("the names", () => {
  test("are sorted as in the API's refusals, each once", () => {
    for (const names of [KNOWN_TYPES, EXCLUDABLE_TYPES, CONFIGURED_TYPES, SHOWN_CONFIGURED_TYPES]) {
      expect(names).toEqual([...new Set(names)].sort());
    }
  });

  test("are 56 for payments; other parts of the API know a few more or fewer, as at Stripe", () => {
    expect(KNOWN_TYPES).toHaveLength(56);
    expect(without(KNOWN_TYPES, EXCLUDABLE_TYPES)).toEqual(["link"]);
    expect(METHOD_TYPES).toEqual([...KNOWN_TYPES, "custom"]);
    expect(without(Object.keys(creationFields), METHOD_TYPES)).toEqual(["interac_present"]);
    expect(without(KNOWN_TYPES, Object.keys(creationFields))).toEqual([]);
    expect(without(KNOWN_TYPES, SHOWN_CONFIGURED_TYPES)).toEqual([]);
    expect(without(SHOWN_CONFIGURED_TYPES, KNOWN_TYPES)).toEqual([
      "apple_pay",
      "cartes_bancaires",
      "google_pay",
      "jcb",
    ]);
    expect(without(CONFIGURED_TYPES, SHOWN_CONFIGURED_TYPES)).toEqual([
      "apple_pay_later",
      "fr_meal_voucher_conecs",
    ]);
    expect(without(Object.keys(sessionOptionFields), KNOWN_TYPES)).toEqual(["demo_pay"]);
    expect(Object.keys(changeFields)).toEqual(["card", "us_bank_account"]);
  });

  test("of types are all implemented; other hashes are refused by name", () => {
    expect(IMPLEMENTED_TYPES).toEqual(KNOWN_TYPES);
    expect(Object.keys(dataFields)).toEqual(IMPLEMENTED_TYPES);
    expect(["card", "ideal", "custom", "nope"].map(isImplemented)).toEqual([true, true, false, false]);
    const refused = Object.keys(creationFields).filter((name) => creationFields[name]?.notYet);
    expect(refused).toEqual(without(Object.keys(creationFields), IMPLEMENTED_TYPES));
    expect(() => typeNamed("custom")).toThrow("custom is not implemented");
  });
});

describe("options", () => {
  const usual = { installments: null, mandate_options: null, network: null };

  test("are shown with their defaults, and keep what was set before", () => {
    expect(shownOptions("session", ["card"], undefined)).toEqual({
      card: { request_three_d_secure: "automatic" },
    });
    const before = { card: { ...usual, capture_method: "manual", request_three_d_secure: "any" } };
    expect(shownOptions("payment_intent", ["card"], {}, before)).toEqual(before);
    expect(
      shownOptions("payment_intent", ["card"], { card: { request_three_d_secure: "challenge" } }, before),
    ).toEqual({ card: { ...before.card, request_three_d_secure: "challenge" } });
  });

  test("of a session are taken over by its intent, except for blocked brands, which only the page refuses", () => {
    const card = {
      installments: { enabled: true },
      request_three_d_secure: "any",
      restrictions: { brands_blocked: ["visa"] },
      setup_future_usage: "off_session",
    };
    expect(
      optionsForIntent("payment_intent", ["card"], { card, ideal: { setup_future_usage: "none" } }),
    ).toEqual({
      card: {
        ...usual,
        installments: { available_plans: [], enabled: true, plan: null },
        request_three_d_secure: "any",
        setup_future_usage: "off_session",
      },
    });
    expect(
      optionsForIntent("payment_intent", ["card"], { card: { installments: { enabled: false } } }),
    ).toEqual({
      card: { ...usual, request_three_d_secure: "automatic" },
    });
  });
});
