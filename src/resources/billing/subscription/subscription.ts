/** The rows of a subscription and of its items, in the newest shape. */
import type { AnchorConfig } from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Row } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { Price } from "../../catalog/price/index.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Pending } from "../../payments/attempts.ts";
import type { Wire } from "../../resource.ts";
import type { BillingReason, InvoiceItem, NewLine, Period } from "../invoice/index.ts";

export const STATUSES = [
  "active",
  "canceled",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
] as const;
export type Status = (typeof STATUSES)[number];
export type CollectionMethod = "charge_automatically" | "send_invoice";
export type MissingMethod = "cancel" | "create_invoice" | "pause";

/** What was charged for an item in its present period: what a change of the item gives back. */
export interface Charged {
  /** After discounts, before taxes, in minor units. */
  readonly amount: number;
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  /** The invoice and its lines; null while the charge waits for the next invoice. */
  readonly invoice: string | null;
  readonly lines: readonly string[];
}

/** An item, held within its subscription. */
export interface SubscriptionItem extends Row {
  readonly object: "subscription_item";
  readonly billing_thresholds: null;
  readonly created: UnixSeconds;
  readonly current_period_end: UnixSeconds;
  readonly current_period_start: UnixSeconds;
  readonly current_trial: null;
  readonly discounts: readonly never[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly price: Price;
  /** Null for metered prices, whose quantity is their usage. */
  readonly quantity: number | null;
  readonly subscription: string;
  readonly tax_rates: readonly TaxRate[];
  readonly _charged: Charged | null;
}

export interface Subscription extends Row {
  readonly object: "subscription";
  readonly application: null;
  readonly application_fee_percent: null;
  readonly automatic_tax: {
    readonly disabled_reason: null;
    readonly enabled: boolean;
    readonly liability: Wire | null;
  };
  readonly billing_cycle_anchor: UnixSeconds;
  readonly billing_cycle_anchor_config: AnchorConfig | null;
  readonly billing_mode: {
    readonly flexible: { readonly proration_discounts: "included" | "itemized" } | null;
    readonly type: "classic" | "flexible";
    readonly updated_at: UnixSeconds;
  };
  readonly billing_schedules: readonly never[];
  readonly billing_thresholds: null;
  readonly cancel_at: UnixSeconds | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: UnixSeconds | null;
  readonly cancellation_details: {
    readonly comment: string | null;
    readonly feedback: string | null;
    readonly feedback_option: null;
    readonly reason: string | null;
  };
  readonly collection_method: CollectionMethod;
  readonly created: UnixSeconds;
  readonly currency: string;
  readonly customer: string;
  readonly customer_account: null;
  readonly days_until_due: number | null;
  readonly default_payment_method: string | null;
  readonly default_source: null;
  readonly default_tax_rates: readonly TaxRate[];
  readonly description: string | null;
  /** The ids of `_discounts`. */
  readonly discounts: readonly string[];
  readonly ended_at: UnixSeconds | null;
  readonly invoice_settings: {
    readonly account_tax_ids: readonly string[] | null;
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
    readonly description: string | null;
    readonly footer: string | null;
    readonly issuer: { readonly type: "self" };
  };
  readonly latest_invoice: string | null;
  readonly livemode: false;
  readonly managed_payments: { readonly enabled: false };
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_pending_invoice_item_invoice: null;
  readonly on_behalf_of: null;
  readonly pause_collection: {
    readonly behavior: "keep_as_draft" | "mark_uncollectible" | "void";
    readonly resumes_at: UnixSeconds | null;
  } | null;
  readonly payment_settings: {
    readonly payment_method_options: Wire | null;
    readonly payment_method_types: readonly string[] | null;
    readonly save_default_payment_method: "off" | "on_subscription";
  };
  readonly pending_invoice_item_interval: null;
  readonly pending_setup_intent: string | null;
  readonly pending_update: PendingUpdate | null;
  readonly schedule: string | null;
  readonly start_date: UnixSeconds;
  readonly status: Status;
  readonly test_clock: string | null;
  readonly transfer_data: null;
  readonly trial_end: UnixSeconds | null;
  readonly trial_settings: {
    readonly end_behavior: {
      readonly billing_cycle_anchor: null;
      readonly missing_payment_method: MissingMethod;
    };
  };
  readonly trial_start: UnixSeconds | null;
  /** Oldest first, as they are shown. */
  readonly _items: readonly SubscriptionItem[];
  readonly _discounts: readonly Discount[];
  /** The day of the month that periods begin on, if the anchor's own month is too short for it. */
  readonly _anchor_day: number | null;
  /** Whether `customer.subscription.trial_will_end` was emitted for the present trial. */
  readonly _trial_end_announced: boolean;
  /** The end of the period whose next invoice `invoice.upcoming` was emitted for; absent if there was none. */
  readonly _upcoming_told?: UnixSeconds;
  /** The attempt at the payment that a request needs, while it is under way. */
  readonly _attempt: Pending | null;
  /** Never set: a payer who must authenticate does so for the invoice's payment intent. */
  readonly _challenge: null;
  /** What the request does once its payment was tried. */
  readonly _planned: Planned | null;
  /** When the present phase of its schedule ends; null without a schedule. */
  readonly _phase_end: UnixSeconds | null;
  /** What `pending_update` makes of it once its invoice is paid. */
  readonly _held_back: Subscription | null;
}

/** Values of a subscription that nobody has canceled. */
export const NOT_CANCELED = {
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
} as const satisfies Partial<Subscription>;

/** An invoice that shall be made. */
export interface Bill {
  /** in_…; made by the caller, so that the subscription can name it before it is written. */
  readonly id: string;
  readonly reason: BillingReason;
  /** In the order in which they are shown. */
  readonly lines: readonly NewLine[];
  /** Both ends are now if null. */
  readonly period: Period | null;
  /** Whether it is finalized and paid by itself. */
  readonly auto_advance: boolean;
  readonly proration_date?: number;
  /** Invoice items that are written with it. */
  readonly items: readonly InvoiceItem[];
  /** Invoice items that waited for it. */
  readonly waiting: readonly InvoiceItem[];
}

export type PaymentBehavior =
  | "allow_incomplete"
  | "default_incomplete"
  | "error_if_incomplete"
  | "pending_if_incomplete";

/** What a request does once its payment was tried. */
export interface Planned {
  readonly does: "create" | "renew" | "resume" | "update";
  /** The subscription after it, as if nothing was tried. */
  readonly after: Subscription;
  readonly bill: Bill;
  /** Invoice items that wait for the next invoice. */
  readonly pending?: readonly InvoiceItem[];
  readonly behavior: PaymentBehavior;
  readonly payment_method: string;
  readonly off_session: boolean;
}

/** A change that waits for its invoice to be paid. */
export interface PendingUpdate {
  readonly billing_cycle_anchor: UnixSeconds | null;
  readonly cancel_at_period_end: boolean | null;
  readonly discount: null;
  readonly discounts: readonly string[] | null;
  readonly expires_at: UnixSeconds;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly subscription_items: readonly SubscriptionItem[] | null;
  readonly trial_end: UnixSeconds | null;
  readonly trial_from_plan: boolean | null;
}

/** The statuses in which a subscription is over. */
export const ENDED: readonly Status[] = ["canceled", "incomplete_expired"];
