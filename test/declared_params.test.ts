/**
 * Parameters as they are read here beside those that the official client's types of the newest version declare: the
 * same names, the same choices, the same that must be there.
 */
import { describe, expect, test } from "vitest";
import { fieldLines } from "../scripts/parameters.ts";
import { Registry } from "../src/api/registry.ts";
import { DEFAULT_SETTINGS } from "../src/core/settings.ts";
import type { Param } from "../src/params/param.ts";
import { allResources } from "../src/resources/index.ts";
import { VERSIONS } from "../src/versions/index.ts";
import { type Declared, declaredParams } from "./support/declared_params.ts";

const { routes } = new Registry(allResources(VERSIONS), {
  checkoutOrigin: "",
  settings: DEFAULT_SETTINGS,
  now: () => 0,
});

interface Operation {
  readonly name: string;
  readonly file: string;
  readonly type: string;
}
const CHECKOUT = "resources/Checkout/Sessions.d.ts";
const OPERATIONS: readonly Operation[] = [
  { name: "POST /v1/checkout/sessions", file: CHECKOUT, type: "Checkout.SessionCreateParams" },
  { name: "POST /v1/checkout/sessions/:id", file: CHECKOUT, type: "Checkout.SessionUpdateParams" },
  { name: "GET /v1/checkout/sessions", file: CHECKOUT, type: "Checkout.SessionListParams" },
  ...[
    "Coupon",
    "Customer",
    "PaymentLink",
    "Price",
    "Product",
    "PromotionCode",
    "Refund",
    "ShippingRate",
    "TaxRate",
    "WebhookEndpoint",
  ].flatMap(operationsOf),
];

/** Parameters that may differ, and why. */
const MAY_DIFFER: Readonly<Record<string, string>> = {
  api_version: "read as text: versions that are no longer served are refused as such",
  enabled_events: "read as text: unknown ones are refused in words of their own",
  mode: "optional in the types for the sake of versions that are no longer served",
  payment_method_types: "read as text: unknown ones are refused in words of their own",
  "tiers[][up_to]": "a number or a word",
};

/** The three operations that most objects have, by the object's name in the types. */
function operationsOf(object: string): Operation[] {
  const file = `resources/${object}s.d.ts`;
  const path = `/v1/${object.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()}s`;
  return [
    { name: `POST ${path}`, file, type: `${object}CreateParams` },
    { name: `POST ${path}/:id`, file, type: `${object}UpdateParams` },
    { name: `GET ${path}`, file, type: `${object}ListParams` },
  ];
}

/** How the two differ, in words; what is refused as a whole is not looked into. */
function differences(
  theirs: ReadonlyMap<string, Declared>,
  ours: ReadonlyMap<string, Param<unknown>>,
): string[] {
  const refused = [...ours].filter(([, { notYet }]) => notYet).map(([path]) => path);
  const isRefused = (path: string) => refused.some((other) => path === other || path.startsWith(`${other}[`));
  const found: string[] = [];
  for (const [path, { required, choices, emptiable }] of theirs) {
    const param = ours.get(path);
    if (path === "expand" || path in MAY_DIFFER || isRefused(path)) continue;
    if (param === undefined) {
      found.push(`${path} is missing`);
      continue;
    }
    const own = param.choices ?? param.items?.choices;
    if ((param.required ?? false) !== required) found.push(`${path} is ${required ? "not " : ""}required`);
    if (emptiable && !param.nullable && param.type !== "metadata") found.push(`${path} cannot be emptied`);
    if (choices === null) continue;
    const [more, fewer] = [
      (own ?? []).filter((choice) => !choices.includes(choice)),
      choices.filter((choice) => !own?.includes(choice)),
    ];
    if (more.length > 0) found.push(`${path} may be ${more.join(", ")}`);
    if (fewer.length > 0) found.push(`${path} may not be ${fewer.join(", ")}`);
  }
  for (const path of ours.keys()) {
    if (!theirs.has(path) && !isMap(path)) found.push(`${path} is nobody's`);
  }
  return found;
}

/** Keys of the sender's own choosing, which types say nothing of. */
function isMap(path: string): boolean {
  return path.includes("[key]");
}

describe.each(OPERATIONS)("$name", ({ name, file, type }) => {
  const route = routes.find((one) => one.name === name);
  const theirs = declaredParams(file, type);

  test("is declared", () => {
    expect(theirs.size).toBeGreaterThan(1);
    expect(route).toBeDefined();
  });

  test("takes what is declared", () => {
    const lines = fieldLines(route?.operation.params ?? {}, (path) => path);
    const ours = new Map(lines.map(({ path, param }) => [path, param]));
    expect(differences(theirs, ours)).toEqual([]);
  });
});
