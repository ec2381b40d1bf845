/** `subscription_data` and `setup_intent_data`: what the sessions of one mode make their objects with. */
import { type Fields, p } from "../../../../params/param.ts";
import {
  anchorConfigParam,
  flexibleParam,
  DESCRIPTION_MAX as SUBSCRIPTION_DESCRIPTION_MAX,
  TRIAL_DAYS_MAX,
} from "../../../billing/subscription/index.ts";
import { accountTaxIds, shownFields } from "./invoice_params.ts";
import { DESCRIPTION_MAX, INVOICE_DESCRIPTION_MAX, INVOICE_FOOTER_MAX, TAX_RATES_MAX } from "./limits.ts";

/** The parts of `subscription_data` that payment links have too. */
export const linkedSubscriptionFields = {
  description: p.about("The subscription's description.", p.string({ max: SUBSCRIPTION_DESCRIPTION_MAX })),
  invoice_settings: p.object({
    account_tax_ids: accountTaxIds,
    custom_fields: shownFields,
    description: p.about("Stands on its invoices.", p.string({ max: INVOICE_DESCRIPTION_MAX })),
    footer: p.about("Stands at the foot of its invoices.", p.string({ max: INVOICE_FOOTER_MAX })),
    issuer: p.object({
      account: p.notYet(),
      type: p.required(p.notYet(p.oneOf("account", "self"), ["self"])),
    }),
  }),
  metadata: p.about("The subscription's metadata.", p.metadata()),
  trial_period_days: p.about(
    "How many days nothing is charged for recurring prices.",
    p.integer({ min: 1, max: TRIAL_DAYS_MAX }),
  ),
  trial_settings: p.object({
    end_behavior: p.required(
      p.object({
        missing_payment_method: p.required(
          p.about(
            "What happens at the end of the trial without a payment method.",
            p.oneOf("cancel", "create_invoice", "pause"),
          ),
        ),
      }),
    ),
  }),
} as const satisfies Fields;

export const subscriptionData = p.object({
  ...linkedSubscriptionFields,
  application_fee_percent: p.notYet(),
  billing_cycle_anchor: p.about(
    "When its first full period begins; the time up to it is prorated.",
    p.timestamp(),
  ),
  billing_cycle_anchor_config: anchorConfigParam,
  billing_mode: p.object({
    flexible: flexibleParam,
    type: p.required(p.about("How it is billed.", p.oneOf("classic", "flexible"))),
  }),
  default_tax_rates: p.about(
    "Rates that tax items without rates of their own.",
    p.list(p.string(), { max: TAX_RATES_MAX }),
  ),
  on_behalf_of: p.notYet(),
  pending_invoice_item_interval: p.notYet(),
  proration_behavior: p.about(
    "`none` makes the time up to the anchor free.",
    p.oneOf("create_prorations", "none"),
  ),
  transfer_data: p.notYet(),
  trial_end: p.about("When its trial ends, at least 48 hours ahead.", p.timestamp()),
});

export const setupIntentData = p.object({
  description: p.about("The setup intent's description.", p.string({ max: DESCRIPTION_MAX })),
  metadata: p.about("The setup intent's metadata.", p.metadata()),
  on_behalf_of: p.notYet(),
});
