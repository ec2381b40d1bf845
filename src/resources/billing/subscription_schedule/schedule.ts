/** The row of a subscription schedule, in the newest shape, and what its status allows. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { Row } from "../../../storage/port.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Subscription } from "../subscription/index.ts";

export const SCHEDULE = "subscription_schedule";

type Metadata = Readonly<Record<string, string>>;
export type ProrationBehavior = "always_invoice" | "create_prorations" | "none";

/** What a discount is made of when the phase begins: exactly one of them is set. */
export interface PhaseDiscount {
  readonly coupon: string | null;
  readonly discount: string | null;
  readonly promotion_code: string | null;
}

export interface PhaseItem {
  readonly billing_thresholds: null;
  readonly discounts: readonly never[];
  readonly metadata: Metadata;
  /** The same id as `price`. */
  readonly plan: string;
  readonly price: string;
  /** Absent for metered prices. */
  readonly quantity?: number;
  readonly tax_rates: readonly TaxRate[];
}

/** A one-time price for the first invoice of a phase. */
export interface AddedItem {
  readonly discountable: boolean;
  readonly discounts: readonly never[];
  readonly metadata: Metadata;
  readonly period: {
    readonly end: { readonly type: "min_item_period_end" };
    readonly start: { readonly type: "max_item_period_start" };
  };
  readonly price: string;
  readonly quantity: number;
  readonly tax_rates: readonly TaxRate[];
}

export interface InvoiceSettings {
  readonly account_tax_ids: null;
  readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
  readonly days_until_due: number | null;
  readonly description: string | null;
  readonly footer: string | null;
  readonly issuer: { readonly type: "self" };
}

/** What the subscription is from `start_date` to `end_date`. Where a setting is null, the default settings hold. */
export interface Phase {
  readonly add_invoice_items: readonly AddedItem[];
  readonly application_fee_percent: null;
  readonly automatic_tax?: Subscription["automatic_tax"];
  readonly billing_cycle_anchor: "automatic" | "phase_start" | null;
  readonly billing_thresholds: null;
  readonly collection_method: Subscription["collection_method"] | null;
  readonly currency: string;
  readonly default_payment_method: string | null;
  readonly default_tax_rates: readonly TaxRate[];
  readonly description: string | null;
  readonly discounts: readonly PhaseDiscount[];
  readonly end_date: UnixSeconds;
  readonly invoice_settings: InvoiceSettings | null;
  readonly items: readonly PhaseItem[];
  readonly metadata: Metadata;
  readonly on_behalf_of: null;
  readonly proration_behavior: ProrationBehavior;
  readonly start_date: UnixSeconds;
  readonly transfer_data: null;
  /** Only if it was asked for: the trial takes the whole phase. */
  readonly trial?: true;
  readonly trial_end: UnixSeconds | null;
}

export interface DefaultSettings {
  readonly application_fee_percent: null;
  readonly automatic_tax: Subscription["automatic_tax"];
  readonly billing_cycle_anchor: "automatic" | "phase_start";
  readonly billing_thresholds: null;
  readonly collection_method: Subscription["collection_method"];
  readonly default_payment_method: string | null;
  readonly default_source: null;
  readonly description: string | null;
  readonly invoice_settings: InvoiceSettings;
  readonly on_behalf_of: null;
  readonly transfer_data: null;
}

export interface Schedule extends Row {
  readonly object: typeof SCHEDULE;
  readonly application: null;
  readonly billing_mode: Subscription["billing_mode"];
  readonly canceled_at: UnixSeconds | null;
  readonly completed_at: UnixSeconds | null;
  readonly created: UnixSeconds;
  /** Null unless it is active. */
  readonly current_phase: { readonly end_date: UnixSeconds; readonly start_date: UnixSeconds } | null;
  readonly customer: string;
  readonly customer_account: null;
  readonly default_settings: DefaultSettings;
  readonly end_behavior: "cancel" | "release";
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly pause_schedules: readonly never[];
  /** In order of time, each beginning where the one before ends; those that are over stay. */
  readonly phases: readonly Phase[];
  readonly released_at: UnixSeconds | null;
  readonly released_subscription: string | null;
  readonly renewal_interval: null;
  readonly status: "active" | "canceled" | "completed" | "not_started" | "released";
  readonly subscription: string | null;
  readonly test_clock: string | null;
  /** The end that `subscription_schedule.expiring` was emitted for. */
  readonly _expiring_told: UnixSeconds | null;
}

const LIVING: readonly Schedule["status"][] = ["not_started", "active"];

/** Whether it can still change. */
export function isLiving({ status }: Schedule): boolean {
  return LIVING.includes(status);
}

/** Refuses a schedule that has ended. `verb` is what was asked for. */
export function checkLiving(schedule: Schedule, verb: "cancel" | "release" | "update"): void {
  if (isLiving(schedule)) return;
  throw errors.rule(
    `You cannot ${verb} a subscription schedule that is currently in the \`${schedule.status}\` status. It must be in one ` +
      `of the following statuses: ${LIVING.map((status) => `\`${status}\``).join(", ")}.`,
  );
}

/** The phase that is current; null unless it is active. */
export function currentPhase({ current_phase: current, phases }: Schedule): Phase | null {
  return phases.find(({ start_date }) => start_date === current?.start_date) ?? null;
}

/** When the last phase ends. */
export function endOf({ phases }: Pick<Schedule, "phases">): UnixSeconds {
  return phases.at(-1)?.end_date ?? 0;
}
