/** The parameters of every operation on subscription schedules. */
import { created, momentOr } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { discountsParam } from "../discounts.ts";
import {
  addInvoiceItems,
  automaticTaxParam,
  billingMode,
  collectionMethod,
  DESCRIPTION_MAX,
  daysUntilDue,
  ITEMS_MAX,
  invoiceSettings,
  itemFields,
  prorationBehavior,
  taxRates,
} from "../subscription/index.ts";

/** The most phases that are current or to come (Stripe docs). */
export const PHASES_MAX = 10;
/** Phases that are over may be sent along. */
const SENT_MAX = 100;
const INTERVALS_MAX = 1000;

const description = p.nullable(p.string({ max: DESCRIPTION_MAX }));

/** What phases and the default settings have in common. */
const settingsFields = {
  application_fee_percent: p.notYet(),
  automatic_tax: automaticTaxParam,
  billing_cycle_anchor: p.about(
    "Whether the billing cycle begins anew with a phase.",
    p.oneOf("automatic", "phase_start"),
  ),
  billing_thresholds: p.nullable(p.notYet()),
  collection_method: collectionMethod,
  default_payment_method: p.about("What pays the invoices of the subscription.", p.string()),
  description: p.about("The description of the subscription.", description),
  invoice_settings: p.object({
    ...invoiceSettings,
    account_tax_ids: p.nullable(p.notYet()),
    days_until_due: daysUntilDue,
  }),
  on_behalf_of: p.nullable(p.notYet()),
  transfer_data: p.nullable(p.notYet()),
} as const satisfies Fields;

const { current_trial: _, ...phaseItem } = itemFields;

const phaseFields = {
  ...settingsFields,
  add_invoice_items: p.about("One-time prices for the first invoice of the phase.", addInvoiceItems),
  currency: p.about("Of prices that are offered in several.", p.currency()),
  default_tax_rates: p.about("Rates that tax items without rates of their own.", taxRates),
  discounts: p.about("The discounts of the subscription within the phase.", discountsParam),
  duration: p.about(
    "How long the phase takes, instead of when it ends.",
    p.object({
      interval: p.required(p.oneOf("day", "month", "week", "year")),
      interval_count: p.integer({ min: 1, max: INTERVALS_MAX }),
    }),
  ),
  end_date: p.about("When the phase ends.", p.timestamp()),
  items: p.required(p.about("What is subscribed to.", p.list(p.object(phaseItem), { max: ITEMS_MAX }))),
  metadata: p.about("Merged into the subscription's when the phase begins.", p.metadata()),
  proration_behavior: p.about(
    "What becomes of the rest of a period in which the phase begins.",
    prorationBehavior,
  ),
  trial: p.about("The whole phase is a trial.", p.boolean()),
  trial_end: p.about("When the trial ends, within the phase.", p.timestamp()),
} as const satisfies Fields;

const commonParams = {
  default_settings: p.about("What holds in every phase that says nothing else.", p.object(settingsFields)),
  end_behavior: p.about(
    "What becomes of the subscription at the end of the last phase.",
    p.oneOf("cancel", "none", "release", "renew"),
  ),
  metadata: p.metadata(),
} as const satisfies Fields;

export const createParams = {
  ...commonParams,
  billing_mode: billingMode,
  customer: p.about("Who is billed.", p.string()),
  customer_account: p.notYet(),
  from_subscription: p.about(
    "A subscription to put under a schedule, as it is; nothing else may be sent with it.",
    p.string(),
  ),
  pause_schedules: p.notYet(),
  phases: p.about(
    "What the subscription is, one phase after another.",
    p.list(p.object(phaseFields), { max: PHASES_MAX }),
  ),
  start_date: p.about("When the first phase begins: `now`, later, or in the past.", momentOr("now")),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;

export const updateParams = {
  ...commonParams,
  pause_schedules: p.nullable(p.notYet()),
  phases: p.about(
    "All phases that are current or to come. What a phase no longer says is dropped.",
    p.list(
      p.object({
        ...phaseFields,
        end_date: p.about("When the phase ends.", momentOr("now")),
        start_date: p.about("When the phase begins; `now` cuts the current one short.", momentOr("now")),
        trial_end: p.about("When the trial ends, within the phase.", momentOr("now")),
      }),
      { max: SENT_MAX },
    ),
  ),
  proration_behavior: p.about(
    "What becomes of the rest of the present period, if the current phase changes.",
    prorationBehavior,
  ),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;

/** A phase as a request describes it; older versions give its length as a number of intervals of its price. */
export type PhaseInput = NonNullable<UpdateInput["phases"]>[number] & { readonly iterations?: number };
export type SettingsInput = NonNullable<CreateInput["default_settings"]>;

export const cancelParams = {
  invoice_now: p.about("Bills what is pending on a last invoice; true if not set.", p.boolean()),
  prorate: p.about("Gives back the rest of the present period; true if not set.", p.boolean()),
} as const satisfies Fields;

export const releaseParams = {
  preserve_cancel_date: p.about("Keeps the end that the schedule has planned.", p.boolean()),
} as const satisfies Fields;

export const listParams = {
  canceled_at: created,
  completed_at: created,
  customer: p.string(),
  customer_account: p.notYet(),
  released_at: created,
  scheduled: p.about("Only those that have not started yet.", p.boolean()),
} as const satisfies Fields;
