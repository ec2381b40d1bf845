/**
 * The parameters of every operation on subscriptions. Those of items by themselves are in
 * `item_operations.ts`, and what a preview takes is in `preview.ts`.
 */
import { KNOWN_TYPES } from "../../../method_types/index.ts";
import { created as createdRange, invoiceFields, momentOr } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { priceDataFields } from "../../catalog/price/index.ts";
import { discountsParam } from "../discounts.ts";

export const ITEMS_MAX = 20;
const QUANTITY_MAX = 999_999_999;
const TAX_RATES_MAX = 5;
export const DESCRIPTION_MAX = 500;
const COMMENT_MAX = 5000;
export const TRIAL_DAYS_MAX = 730;
const DAYS_UNTIL_DUE_MAX = 3650;
const INVOICE_DESCRIPTION_MAX = 1500;
const INVOICE_FOOTER_MAX = 5000;
const TAX_IDS_MAX = 25;
const METHOD_TYPES_MAX = 50;

export const taxRates = p.nullable(p.list(p.string(), { max: TAX_RATES_MAX }));
const { currency, product, tax_behavior, unit_amount, unit_amount_decimal } = priceDataFields;
const amountFields = {
  currency,
  product: p.required(product),
  tax_behavior,
  unit_amount,
  unit_amount_decimal,
};
const recurringPriceData = p.object({
  ...amountFields,
  recurring: p.required(
    p.object({
      interval: p.required(p.oneOf("day", "month", "week", "year")),
      interval_count: p.integer({ min: 1 }),
    }),
  ),
});

/** The parameters of an item that creating and changing it have in common. */
export const itemFields = {
  billing_thresholds: p.nullable(p.notYet()),
  current_trial: p.notYet(),
  discounts: p.nullable(p.notYet()),
  metadata: p.metadata(),
  plan: p.about("The older name of `price`.", p.string()),
  price: p.about("A recurring price.", p.string()),
  price_data: p.about("Makes a price for this item.", recurringPriceData),
  quantity: p.about(
    "How many; 1 if not set. Not for metered prices.",
    p.integer({ min: 0, max: QUANTITY_MAX }),
  ),
  tax_rates: p.about("Rates that tax this item instead of the subscription's.", taxRates),
} as const satisfies Fields;

export const addInvoiceItems = p.list(
  p.object({
    discountable: p.about("Whether discounts apply to it.", p.boolean()),
    discounts: p.notYet(),
    metadata: p.about("Kept with its invoice item.", p.metadata()),
    period: p.notYet(),
    price: p.about("A one-time price.", p.string()),
    price_data: p.about("Makes a one-time price for it.", p.object(amountFields)),
    quantity: p.integer({ min: 0, max: QUANTITY_MAX }),
    tax_rates: taxRates,
  }),
  { max: ITEMS_MAX },
);

/** How the invoices of a subscription are made. */
export const invoiceSettings = {
  account_tax_ids: p.about(
    "Which of the account's tax ids its invoices show.",
    p.nullable(p.list(p.string(), { max: TAX_IDS_MAX })),
  ),
  custom_fields: invoiceFields,
  description: p.nullable(p.string({ max: INVOICE_DESCRIPTION_MAX })),
  footer: p.nullable(p.string({ max: INVOICE_FOOTER_MAX })),
  issuer: p.object({
    account: p.notYet(),
    type: p.required(p.notYet(p.oneOf("account", "self"), ["self"])),
  }),
} as const satisfies Fields;

export const automaticTax = p.object({
  enabled: p.required(p.about("Works out its taxes by where the customer is.", p.boolean())),
  liability: p.notYet(),
});
export const collectionMethod = p.about(
  "Whether its invoices are charged or sent.",
  p.oneOf("charge_automatically", "send_invoice"),
);
export const daysUntilDue = p.about(
  "When invoices that are sent are due.",
  p.integer({ min: 0, max: DAYS_UNTIL_DUE_MAX }),
);
export const prorationBehavior = p.oneOf("always_invoice", "create_prorations", "none");

/** The parameters that creating and updating a subscription have in common. */
const commonParams = {
  add_invoice_items: p.about("One-time prices for the next invoice that is made.", addInvoiceItems),
  application_fee_percent: p.nullable(p.notYet()),
  automatic_tax: automaticTax,
  billing_schedules: p.notYet(),
  billing_thresholds: p.nullable(p.notYet()),
  cancel_at_period_end: p.about("Cancels it when its present period ends.", p.boolean()),
  collection_method: collectionMethod,
  days_until_due: daysUntilDue,
  default_source: p.notYet(),
  default_tax_rates: p.about("Rates that tax items without rates of their own.", taxRates),
  discounts: discountsParam,
  invoice_settings: p.object(invoiceSettings),
  metadata: p.metadata(),
  off_session: p.about("The payer is not there.", p.boolean()),
  on_behalf_of: p.nullable(p.notYet()),
  payment_behavior: p.about(
    "What happens if the payment fails that is needed at once.",
    p.oneOf("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"),
  ),
  payment_settings: p.object({
    payment_method_options: p.notYet(),
    payment_method_types: p.nullable(
      p.list(p.ofMethodTypes(p.oneOf(...KNOWN_TYPES)), { max: METHOD_TYPES_MAX }),
    ),
    save_default_payment_method: p.about(
      "Whether a method that pays becomes the subscription's.",
      p.oneOf("off", "on_subscription"),
    ),
  }),
  pending_invoice_item_interval: p.nullable(p.notYet()),
  proration_behavior: p.about("What becomes of the rest of a period that changes.", prorationBehavior),
  transfer_data: p.nullable(p.notYet()),
  trial_end: p.about("When the trial ends, or `now`.", momentOr("now")),
  trial_from_plan: p.about("Takes the length of the trial from the prices.", p.boolean()),
  trial_settings: p.object({
    end_behavior: p.required(
      p.object({
        billing_cycle_anchor: p.notYet(p.oneOf("now", "unchanged"), ["unchanged"]),
        missing_payment_method: p.about(
          "What happens at its end without a payment method.",
          p.oneOf("cancel", "create_invoice", "pause"),
        ),
      }),
    ),
  }),
} as const satisfies Fields;

/** The anchor as parts of a date. */
export const anchorConfigParam = p.about(
  "The same, by parts of a date.",
  p.object({
    day_of_month: p.required(p.integer({ min: 1, max: 31 })),
    hour: p.integer({ min: 0, max: 23 }),
    minute: p.integer({ min: 0, max: 59 }),
    month: p.integer({ min: 1, max: 12 }),
    second: p.integer({ min: 0, max: 59 }),
  }),
);

/** What belongs to flexible billing alone. */
export const flexibleParam = p.object({
  proration_discounts: p.notYet(p.oneOf("included", "itemized"), ["included"]),
});

export const billingMode = p.object({
  flexible: flexibleParam,
  type: p.required(p.oneOf("classic", "flexible")),
});

const cancelAt = momentOr("max_billed_until", "max_period_end", "min_period_end");

export const createParams = {
  ...commonParams,
  backdate_start_date: p.notYet(),
  billing_cycle_anchor: p.about("When the first full period begins.", p.timestamp()),
  billing_cycle_anchor_config: anchorConfigParam,
  billing_mode: billingMode,
  cancel_at: p.about("When it is canceled by itself.", cancelAt),
  currency: p.about("Of prices that are offered in several.", p.currency()),
  customer: p.about("Who is billed.", p.string()),
  customer_account: p.notYet(),
  default_payment_method: p.about("What pays its invoices; the customer's default if not set.", p.string()),
  description: p.string({ max: DESCRIPTION_MAX }),
  items: p.about("What is subscribed to.", p.list(p.object(itemFields), { max: ITEMS_MAX })),
  trial_period_days: p.about("How many days its trial takes.", p.integer({ min: 1, max: TRIAL_DAYS_MAX })),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;
export type ItemInput = ObjectValue<typeof itemFields>;
export type AddedItem = NonNullable<CreateInput["add_invoice_items"]>[number];

/** Why customers cancel, as they can say it themselves. */
export const FEEDBACK = [
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
] as const;
const cancellationDetails = p.object({
  comment: p.nullable(p.string({ max: COMMENT_MAX })),
  feedback: p.nullable(p.oneOf(...FEEDBACK)),
  feedback_option: p.notYet(),
});

const anchorChange = p.object({ type: p.required(p.oneOf("now", "unchanged")) });

export const updateParams = {
  ...commonParams,
  trial_from_plan: p.notYet(p.boolean(), [false]),
  billing_cycle_anchor: p.about("Whether the billing cycle begins anew.", anchorChange),
  cancel_at: p.about("When it is canceled by itself.", p.nullable(cancelAt)),
  cancellation_details: cancellationDetails,
  default_payment_method: p.nullable(p.string()),
  default_source: p.nullable(p.notYet()),
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  items: p.list(
    p.object({
      ...itemFields,
      clear_usage: p.notYet(),
      deleted: p.about("Takes the item away.", p.boolean()),
      id: p.about("The item to change; without it, one is added.", p.string()),
    }),
    { max: ITEMS_MAX },
  ),
  pause_collection: p.nullable(
    p.object({
      behavior: p.required(p.oneOf("keep_as_draft", "mark_uncollectible", "void")),
      resumes_at: p.timestamp(),
    }),
  ),
  proration_date: p.about("The moment that prorations are worked out for.", p.timestamp()),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;
export type ItemChange = NonNullable<UpdateInput["items"]>[number];

export const cancelParams = {
  cancellation_details: cancellationDetails,
  invoice_now: p.about("Bills what is pending on a last invoice.", p.boolean()),
  prorate: p.about("Gives back the rest of the present period.", p.boolean()),
} as const satisfies Fields;
export type CancelInput = ObjectValue<typeof cancelParams>;

export const resumeParams = {
  billing_cycle_anchor: p.about("Whether the billing cycle begins anew.", anchorChange),
  payment_behavior: p.notYet(),
  proration_behavior: prorationBehavior,
  proration_date: p.notYet(),
} as const satisfies Fields;

export const pauseParams = {
  bill_for: p.object({
    outstanding_usage_through: p.about(
      "Whether the usage of the present period is billed; `now` if not set.",
      p.object({ type: p.required(p.oneOf("none", "now")) }),
    ),
    unused_time_from: p.about(
      "From when on the present period is given back; `now` if not set.",
      p.object({ type: p.required(p.oneOf("item_current_period_start", "none", "now")) }),
    ),
  }),
  invoicing_behavior: p.about(
    "Whether that is put on an invoice, or waits for the next one.",
    p.oneOf("invoice", "pending_invoice_item"),
  ),
  type: p.oneOf("subscription"),
} as const satisfies Fields;
export type PauseInput = ObjectValue<typeof pauseParams>;

export const migrateParams = {
  billing_mode: p.required(
    p.object({
      flexible: flexibleParam,
      type: p.required(p.oneOf("flexible")),
    }),
  ),
} as const satisfies Fields;

const EVERY_STATUS = [
  "active",
  "all",
  "canceled",
  "ended",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
] as const;

export const listParams = {
  automatic_tax: p.object({ enabled: p.required(p.boolean()) }),
  collection_method: p.oneOf("charge_automatically", "send_invoice"),
  current_period_end: p.notYet(createdRange, []),
  current_period_start: p.notYet(createdRange, []),
  customer: p.string(),
  customer_account: p.notYet(),
  plan: p.string(),
  price: p.string(),
  status: p.about("Everything but `canceled` if not set.", p.oneOf(...EVERY_STATUS)),
  test_clock: p.string(),
} as const satisfies Fields;
