import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { VersionChange, Wire } from "./change.ts";
import { invoiceBefore, invoiceLineBefore } from "./invoices_before_2025_03_31.ts";

export const v2025_03_31: VersionChange = {
  version: "2025-03-31.basil",
  why:
    "A session shows where its goods go in `collected_information`, before in `shipping_details`. Invoices are paid " +
    "by payments of their own; before, they named their payment intent and charge, and those named their invoice. " +
    "Prices no longer have an `aggregate_usage`: a metered price needs a meter.",
  objects: {
    "checkout.session": (session) => {
      const collected = session.collected_information as { shipping_details?: unknown } | null;
      return putKey(session, "shipping_details", collected?.shipping_details ?? null);
    },
    charge: (charge) => putKey(charge, "invoice", charge._invoice ?? null),
    invoice: invoiceBefore,
    line_item: invoiceLineBefore,
    payment_intent: (intent) => putKey(intent, "invoice", intent._invoice ?? null),
    price: (price) => {
      if (price.recurring) price.recurring = { aggregate_usage: null, ...(price.recurring as Wire) };
      return price;
    },
  },
  expands: {
    charge: { without: [], within: { invoice: { kind: "invoice", at: "_invoice" } } },
    invoice: {
      without: ["confirmation_secret", "payments"],
      within: {
        charge: { kind: "charge", at: "_charge" },
        discount: { kind: "discount", at: "_discount" },
        payment_intent: { kind: "payment_intent", at: "_payment_intent" },
        quote: { kind: "quote", at: "_quote" },
        subscription: { kind: "subscription", at: "_subscription" },
        "total_tax_amounts.tax_rate": { kind: "tax_rate", at: "total_taxes.tax_rate_details.tax_rate" },
        "transfer_data.destination": { kind: "account", at: "_transfer_data" },
      },
    },
    line_item: {
      without: ["pricing.price_details.price"],
      within: {
        price: { kind: "price", at: "_price" },
        "tax_amounts.tax_rate": { kind: "tax_rate", at: "taxes.tax_rate_details.tax_rate" },
      },
    },
    payment_intent: { without: [], within: { invoice: { kind: "invoice", at: "_invoice" } } },
  },
  params: {
    "POST /v1/prices": {
      fields: {
        recurring: p.object({
          aggregate_usage: p.notYet(),
          interval: p.required(p.oneOf("day", "month", "week", "year")),
          interval_count: p.integer({ min: 1 }),
          meter: p.notYet(),
          trial_period_days: p.integer({ min: 1, max: 730 }),
          usage_type: p.oneOf("licensed", "metered"),
        }),
      },
      up: (input) => ({ ...input, _metered_without_meter: true }),
    },
    "POST /v1/customers": {
      fields: { coupon: p.notYet(), promotion_code: p.notYet() },
      up: (input) => input,
    },
    "POST /v1/customers/:id": {
      fields: { coupon: p.notYet(), promotion_code: p.notYet() },
      up: (input) => input,
    },
  },
};
