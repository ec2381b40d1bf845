import { describe, expect, test } from "vitest";
import { knownIn } from "../api/expand.ts";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { allResources } from "../resources/index.ts";
import { Registry } from "../resources/registry.ts";
import { defaultDialect, dialectOf, publishableDialect, renderFor, VERSIONS } from "./index.ts";

const registry = new Registry(allResources(VERSIONS), {
  checkoutOrigin: "",
  settings: DEFAULT_SETTINGS,
  now: () => 0,
});
const dialects = [
  ...VERSIONS.map((version) => dialectOf(version) ?? defaultDialect(version)),
  defaultDialect("2023-10-16"),
].map(publishableDialect);

describe.each(dialects)("$name", (dialect) => {
  test("only the payment method of an intent can be expanded, and nothing within it", () => {
    const { expandsOf } = knownIn(dialect, registry);
    expect(Object.keys(expandsOf("payment_intent"))).toEqual(["payment_method"]);
    expect(Object.keys(expandsOf("setup_intent"))).toEqual(["payment_method"]);
    expect(Object.keys(expandsOf("payment_method"))).toEqual([]);
  });

  test("an intent within another object shows no more than on its own", () => {
    const intent = {
      id: "pi_1",
      object: "payment_intent",
      amount: 1,
      customer: "cus_1",
      metadata: { a: "b" },
      latest_charge: "ch_1",
      _invoice: "in_1",
      payment_method: {
        id: "pm_1",
        object: "payment_method",
        customer: "cus_1",
        metadata: { a: "b" },
        type: "card",
      },
    };
    const shown = {
      id: "pi_1",
      object: "payment_intent",
      amount: 1,
      payment_method: { id: "pm_1", object: "payment_method", type: "card" },
    };
    expect(JSON.parse(JSON.stringify(renderFor(dialect, { error: { payment_intent: intent } })))).toEqual({
      error: { payment_intent: shown },
    });
  });
});
