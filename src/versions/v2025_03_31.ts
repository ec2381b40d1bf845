import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { ParamChange, VersionChange, Wire } from "./change.ts";
import {
  creditNoteBefore,
  creditNoteLineBefore,
  invoiceBefore,
  invoiceItemBefore,
  invoiceLineBefore,
} from "./invoices_before_2025_03_31.ts";
import {
  discountsByName,
  eventBefore,
  phasesByCoupon,
  scheduleBefore,
  subscriptionBefore,
} from "./subscriptions_before_2025_03_31.ts";
import { upcomingByParts } from "./upcoming_before_2025_03_31.ts";

/** How usage records were aggregated for a metered price without a meter. */
const aggregateUsage = p.oneOf("last_during_period", "last_ever", "max", "sum");

const priceName = p.about("A one-time price.", p.string());
/** Invoice items and lines named their price directly. */
const priceByName: ParamChange = { older: ["price", "unit_amount"], without: ["pricing"] };
const discountOfCustomer: ParamChange = { older: ["coupon", "promotion_code"] };
const refundByName: ParamChange = { older: ["refund"] };
const lineByName: ParamChange = { nested: { "lines[]": { price: priceName } } };

export const v2025_03_31: VersionChange = {
  version: "2025-03-31.basil",
  why:
    "A session shows where its goods go in `collected_information`, before in `shipping_details`. Invoices are paid " +
    "by payments of their own; before, they named their payment intent and charge, and those named their invoice. " +
    "Lines of invoices and invoice items name their price in `pricing`, before in `price`. " +
    "The items of a subscription have periods, before the subscription had one; and it has a list of `discounts`, before " +
    "also one `discount`, by `coupon` or `promotion_code`; so have the phases of a schedule, which had a `coupon`; customers " +
    "could be given one in the same way. " +
    "Prices no longer have an `aggregate_usage`: a metered price needs a meter.",
  objects: {
    "checkout.session": (session) => {
      const collected = session.collected_information as { shipping_details?: unknown } | null;
      return putKey(session, "shipping_details", collected?.shipping_details ?? null);
    },
    event: eventBefore,
    subscription: subscriptionBefore,
    subscription_schedule: scheduleBefore,
    credit_note: creditNoteBefore,
    credit_note_line_item: creditNoteLineBefore,
    charge: (charge) => putKey(charge, "invoice", charge._invoice ?? null),
    invoice: invoiceBefore,
    invoiceitem: invoiceItemBefore,
    line_item: invoiceLineBefore,
    payment_intent: (intent) => putKey(intent, "invoice", intent._invoice ?? null),
    plan: (plan) => putKey(plan, "aggregate_usage", plan._aggregate_usage ?? null),
    price: (price) => {
      const aggregate_usage = price._aggregate_usage ?? null;
      if (price.recurring) price.recurring = { aggregate_usage, ...(price.recurring as Wire) };
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
    credit_note: {
      without: ["refunds.refund"],
      within: {
        refund: { kind: "refund", at: "refunds.refund" },
        "tax_amounts.tax_rate": { kind: "tax_rate", at: "total_taxes.tax_rate_details.tax_rate" },
      },
    },
    credit_note_line_item: {
      without: [],
      within: { "tax_amounts.tax_rate": { kind: "tax_rate", at: "taxes.tax_rate_details.tax_rate" } },
    },
    invoiceitem: {
      without: ["pricing.price_details.price"],
      within: {
        price: { kind: "price", at: "_price" },
        subscription: { kind: "subscription", at: "_subscription" },
      },
    },
    payment_intent: { without: [], within: { invoice: { kind: "invoice", at: "_invoice" } } },
    subscription_schedule: {
      without: [],
      within: { "phases.coupon": { kind: "coupon", at: "phases.discounts.coupon" } },
    },
    subscription: { without: [], within: { discount: { kind: "discount", at: "_discount" } } },
  },
  params: {
    "POST /v1/plans": { fields: { aggregate_usage: aggregateUsage } },
    "POST /v1/prices": { nested: { recurring: { aggregate_usage: aggregateUsage } } },
    "POST /v1/credit_notes": refundByName,
    "GET /v1/credit_notes/preview": refundByName,
    "GET /v1/credit_notes/preview/lines": refundByName,
    "POST /v1/invoiceitems": priceByName,
    "POST /v1/invoiceitems/:id": priceByName,
    "POST /v1/invoices/:id/add_lines": lineByName,
    "POST /v1/invoices/:id/update_lines": lineByName,
    "POST /v1/invoices/:id/lines/:sub": { fields: { price: priceName }, without: ["pricing"] },
    "GET /v1/invoices/upcoming": upcomingByParts,
    "POST /v1/subscriptions": discountsByName,
    "POST /v1/subscriptions/:id": discountsByName,
    "POST /v1/subscription_schedules": phasesByCoupon,
    "POST /v1/subscription_schedules/:id": phasesByCoupon,
    "POST /v1/customers": discountOfCustomer,
    "POST /v1/customers/:id": discountOfCustomer,
  },
  behaves: { metered_price_needs_meter: false },
};
