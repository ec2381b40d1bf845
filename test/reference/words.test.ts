/** What people wrote for the reference is of what the code has: no object, event or code is missing, none is gone. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { DECLINES, LIVE_CARD_DECLINE } from "../../src/method_types/card/test_cards.ts";
import { declineEntries } from "../../src/reference/cards.ts";
import { EMITTED_EVENTS } from "../../src/reference/emitted_events.ts";
import { CARD_CODES, OTHER_DECLINES, RULE_CODES } from "../../src/reference/error_words.ts";
import { errorEntries } from "../../src/reference/errors.ts";
import { AREAS, ENDPOINT_TITLES } from "../../src/reference/words.ts";
import { EVENT_TYPES } from "../../src/resources/events/event_types.ts";
import { allResources } from "../../src/resources/index.ts";
import { Registry } from "../../src/resources/registry.ts";
import { VERSIONS } from "../../src/versions/index.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const resources = allResources(VERSIONS);

interface Found {
  /** Every text in the business that is the name of an event. */
  readonly events: Set<string>;
  /** Codes that rules refuse with, and values of `code` in objects. */
  readonly ruleCodes: Set<string>;
  readonly codes: Set<string>;
  readonly declineCodes: Set<string>;
}

function foundInCode(): Found {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "src"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const found: Found = { events: new Set(), ruleCodes: new Set(), codes: new Set(), declineCodes: new Set() };
  const types: ReadonlySet<string> = new Set(EVENT_TYPES);
  for (const file of files.trim().split("\n")) {
    if (!/^src\/(?:resources|method_types)\/.*\.ts$/.test(file) || /\.test\.|event_types/.test(file))
      continue;
    new Visitor({
      Literal({ value }) {
        if (typeof value === "string" && types.has(value)) found.events.add(value);
      },
      CallExpression({ callee, arguments: [, , code] }) {
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        if (callee.property.name !== "rule" || code?.type !== "Literal") return;
        found.ruleCodes.add(String(code.value));
      },
      Property({ key, value }) {
        if (key.type !== "Identifier" || value.type !== "Literal" || typeof value.value !== "string") return;
        if (key.name === "code") found.codes.add(value.value);
        if (key.name === "decline_code") found.declineCodes.add(value.value);
      },
    }).visit(parseSync(file, readFileSync(join(ROOT, file), "utf8")).program);
  }
  return found;
}
const found = foundInCode();

test("every object has words, and no words are of an object that is gone", () => {
  const shown = resources.map(({ object }) => object).filter((object) => !object.startsWith("_"));
  expect(AREAS.flatMap(({ objects }) => Object.keys(objects)).sort()).toEqual(shown.sort());
});

test("titles are of endpoints that exist", () => {
  const { routes } = new Registry(resources, {
    checkoutOrigin: "",
    settings: DEFAULT_SETTINGS,
    now: () => 0,
  });
  const names = routes.map(({ name }) => name);
  expect(Object.keys(ENDPOINT_TITLES).filter((name) => !names.includes(name))).toEqual([]);
});

test("the events that are said to be sent are those that the code emits", () => {
  expect([...EMITTED_EVENTS].sort()).toEqual([...found.events].sort());
});

test("every code that the code refuses with is among the errors", () => {
  const codes = errorEntries().map(({ code }) => code);
  const used = [...found.ruleCodes, ...found.codes];
  expect(used.length).toBeGreaterThan(15);
  expect(used.filter((code) => !codes.includes(code))).toEqual([
    // Codes that a card is declined with stand among the declines.
    "expired_card",
    "incorrect_cvc",
    "incorrect_zip",
    "processing_error",
    "authentication_required",
  ]);
});

test("no code has words that nothing refuses with", () => {
  // Two rules put their code together from the kind of intent, and some have it from a test account or bank.
  const built = [
    "bank_account_unusable",
    "offline_bank",
    "payment_method_processing_error_transient",
    "payment_intent_mandate_invalid",
    "setup_intent_mandate_invalid",
    "payment_intent_invalid_parameter",
    "setup_intent_invalid_parameter",
    "customer_tax_location_invalid",
  ];
  const used = new Set([...found.ruleCodes, ...found.codes, ...built]);
  expect([...Object.keys(RULE_CODES), ...Object.keys(CARD_CODES)].filter((code) => !used.has(code))).toEqual(
    [],
  );
});

test("every decline is there", () => {
  const shown = declineEntries().map(({ declineCode }) => declineCode);
  const known = [...Object.values(DECLINES), LIVE_CARD_DECLINE].map(({ decline_code }) => decline_code);
  expect([...known, ...found.declineCodes].filter((code) => !shown.includes(code))).toEqual([]);
  expect(Object.keys(OTHER_DECLINES).filter((code) => !found.declineCodes.has(code))).toEqual([]);
});
