/**
 * What a new subscription is made from, once everything that a request names was looked up. The API and checkout
 * sessions both make subscriptions from it.
 */
import type { Reader } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { newItem, type Sold } from "./items.ts";
import { periodFrom, type Timing } from "./period.ts";
import {
  type CollectionMethod,
  type MissingMethod,
  NOT_CANCELED,
  type Subscription,
} from "./subscription.ts";

type Metadata = Readonly<Record<string, string>>;

/** An item to subscribe to. */
export interface SoldItem extends Sold {
  /** Null for metered prices. */
  readonly quantity: number | null;
  readonly metadata?: Metadata;
  readonly tax_rates: readonly TaxRate[];
}

/** A one-time price on the first invoice. */
export interface SoldOnce extends Sold {
  readonly quantity: number;
  readonly discountable: boolean;
  readonly metadata?: Metadata;
  readonly tax_rates: readonly TaxRate[];
}

/** Whatever is absent has Stripe's usual value. */
export interface SubscriptionTerms {
  /** sub_…; made by the caller, so that discounts can name it. */
  readonly id: string;
  readonly customer: Customer;
  readonly currency: string;
  readonly items: readonly SoldItem[];
  readonly once?: readonly SoldOnce[];
  readonly timing: Timing;
  /** False: the time up to a later anchor is free. */
  readonly prorates?: boolean;
  readonly automatic_tax?: boolean;
  readonly billing_mode: Subscription["billing_mode"]["type"];
  readonly collection_method?: CollectionMethod;
  readonly days_until_due?: number | null;
  readonly default_payment_method?: string | null;
  readonly default_tax_rates?: readonly TaxRate[];
  readonly description?: string | null;
  /** Their rows are the caller's to insert. */
  readonly discounts?: readonly Discount[];
  readonly invoice_settings?: Partial<Subscription["invoice_settings"]>;
  readonly metadata?: Metadata;
  readonly missing_payment_method?: MissingMethod;
  readonly payment_settings?: Partial<Subscription["payment_settings"]>;
}

/** `automatic_tax` of a subscription. */
export function automaticTax(enabled: boolean): Subscription["automatic_tax"] {
  return { disabled_reason: null, enabled, liability: enabled ? { type: "self" } : null };
}

/** A new subscription that waits for its first payment. Ids come from `tx`; nothing is written. */
export function newSubscription(
  tx: Pick<Reader, "now"> & { newId(prefix: string): string },
  terms: SubscriptionTerms,
): Subscription {
  const { customer, id, timing } = terms;
  const discounts = terms.discounts ?? [];
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: automaticTax(terms.automatic_tax ?? false),
    billing_cycle_anchor: timing.anchor.at,
    billing_cycle_anchor_config: timing.config,
    billing_mode: {
      flexible: terms.billing_mode === "flexible" ? { proration_discounts: "included" } : null,
      type: terms.billing_mode,
      updated_at: tx.now,
    },
    billing_schedules: [],
    billing_thresholds: null,
    ...NOT_CANCELED,
    collection_method: terms.collection_method ?? "charge_automatically",
    created: tx.now,
    currency: terms.currency,
    customer: customer.id,
    customer_account: null,
    days_until_due: terms.days_until_due ?? null,
    default_payment_method: terms.default_payment_method ?? null,
    default_source: null,
    default_tax_rates: terms.default_tax_rates ?? [],
    description: terms.description ?? null,
    discounts: discounts.map((one) => one.id),
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
      ...terms.invoice_settings,
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: terms.metadata ?? {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
      ...terms.payment_settings,
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: tx.now,
    status: "incomplete",
    test_clock: customer.test_clock,
    transfer_data: null,
    trial_end: timing.trial_end,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: terms.missing_payment_method ?? "create_invoice",
      },
    },
    trial_start: timing.trial_start,
    _items: terms.items.map((item) => newItem(tx, id, item, periodFrom(timing, item.price, tx.now))),
    _discounts: discounts,
    _anchor_day: timing.anchor.day,
    _trial_end_announced: false,
    _attempt: null,
    _challenge: null,
    _planned: null,
    _phase_end: null,
    _held_back: null,
  };
}
