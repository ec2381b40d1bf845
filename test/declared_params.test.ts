/**
 * Compares the parameters declared here with those that the official client's types declare for the newest
 * version: the same names, the same choices, and the same required parameters.
 */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../src/core/settings.ts";
import type { Param } from "../src/params/param.ts";
import { fieldLines } from "../src/reference/parameters.ts";
import { allResources } from "../src/resources/index.ts";
import { Registry } from "../src/resources/registry.ts";
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
const INVOICES = "resources/Invoices.d.ts";
const ITEMS = "resources/InvoiceItems.d.ts";
const METERS = "resources/Billing/Meters.d.ts";
const OPERATIONS: readonly Operation[] = [
  { name: "POST /v1/checkout/sessions", file: CHECKOUT, type: "Checkout.SessionCreateParams" },
  { name: "POST /v1/checkout/sessions/:id", file: CHECKOUT, type: "Checkout.SessionUpdateParams" },
  { name: "GET /v1/checkout/sessions", file: CHECKOUT, type: "Checkout.SessionListParams" },
  { name: "POST /v1/invoiceitems", file: ITEMS, type: "InvoiceItemCreateParams" },
  { name: "POST /v1/invoiceitems/:id", file: ITEMS, type: "InvoiceItemUpdateParams" },
  { name: "GET /v1/invoiceitems", file: ITEMS, type: "InvoiceItemListParams" },
  { name: "POST /v1/invoices/:id/pay", file: INVOICES, type: "InvoicePayParams" },
  { name: "POST /v1/invoices/:id/add_lines", file: INVOICES, type: "InvoiceAddLinesParams" },
  { name: "POST /v1/invoices/:id/remove_lines", file: INVOICES, type: "InvoiceRemoveLinesParams" },
  { name: "POST /v1/invoices/:id/update_lines", file: INVOICES, type: "InvoiceUpdateLinesParams" },
  { name: "POST /v1/invoices/:id/lines/:sub", file: INVOICES, type: "InvoiceUpdateLineItemParams" },
  { name: "POST /v1/billing/meters", file: METERS, type: "Billing.MeterCreateParams" },
  { name: "POST /v1/billing/meters/:id", file: METERS, type: "Billing.MeterUpdateParams" },
  { name: "GET /v1/billing/meters", file: METERS, type: "Billing.MeterListParams" },
  {
    name: "GET /v1/billing/meters/:id/event_summaries",
    file: METERS,
    type: "Billing.MeterListEventSummariesParams",
  },
  {
    name: "POST /v1/billing/meter_events",
    file: "resources/Billing/MeterEvents.d.ts",
    type: "Billing.MeterEventCreateParams",
  },
  {
    name: "POST /v1/billing/meter_event_adjustments",
    file: "resources/Billing/MeterEventAdjustments.d.ts",
    type: "Billing.MeterEventAdjustmentCreateParams",
  },
  {
    name: "DELETE /v1/subscriptions/:id",
    file: "resources/Subscriptions.d.ts",
    type: "SubscriptionCancelParams",
  },
  {
    name: "POST /v1/subscriptions/:id/migrate",
    file: "resources/Subscriptions.d.ts",
    type: "SubscriptionMigrateParams",
  },
  {
    name: "POST /v1/subscriptions/:id/pause",
    file: "resources/Subscriptions.d.ts",
    type: "SubscriptionPauseParams",
  },
  {
    name: "POST /v1/subscriptions/:id/resume",
    file: "resources/Subscriptions.d.ts",
    type: "SubscriptionResumeParams",
  },
  {
    name: "DELETE /v1/subscription_items/:id",
    file: "resources/SubscriptionItems.d.ts",
    type: "SubscriptionItemDeleteParams",
  },
  ...[
    "Coupon",
    "Customer",
    "Invoice",
    "PaymentLink",
    "Plan",
    "Price",
    "Product",
    "PromotionCode",
    "Refund",
    "ShippingRate",
    "Subscription",
    "SubscriptionItem",
    "TaxRate",
    "WebhookEndpoint",
  ].flatMap(operationsOf),
];

/** Parameters that may differ, with the reason. */
const MAY_DIFFER: Readonly<Record<string, string>> = {
  api_version: "read as text: versions that are no longer served are refused as such",
  enabled_events: "read as text: unknown ones are refused in words of their own",
  mode: "optional in the types for the sake of versions that are no longer served",
  "payment_settings[payment_method_types]": "read as text: unknown ones are refused in words of their own",
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

/**
 * The differences between the two, as sentences. Parts of a parameter that is refused as a whole are not
 * compared.
 */
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

/** Maps whose keys the sender chooses, which types do not list. */
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
