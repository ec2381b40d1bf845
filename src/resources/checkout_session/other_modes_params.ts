/** What belongs to other modes of a session: known, so that the refusal can say so. */
import { p } from "../../params/param.ts";
import { DESCRIPTION_MAX, INVOICE_DESCRIPTION_MAX, INVOICE_FOOTER_MAX, TAX_RATES_MAX } from "./limits.ts";

const SUBSCRIPTION_DESCRIPTION_MAX = 500;
const TRIAL_DAYS_MAX = 730;

export const subscriptionData = p.object({
  application_fee_percent: p.number(),
  billing_cycle_anchor: p.timestamp(),
  billing_cycle_anchor_config: p.object({
    day_of_month: p.required(p.integer({ min: 1, max: 31 })),
    hour: p.integer({ min: 0, max: 23 }),
    minute: p.integer({ min: 0, max: 59 }),
    month: p.integer({ min: 1, max: 12 }),
    second: p.integer({ min: 0, max: 59 }),
  }),
  billing_mode: p.object({ flexible: p.notYet(), type: p.required(p.oneOf("classic", "flexible")) }),
  default_tax_rates: p.list(p.string(), { max: TAX_RATES_MAX }),
  description: p.string({ max: SUBSCRIPTION_DESCRIPTION_MAX }),
  invoice_settings: p.object({
    account_tax_ids: p.notYet(),
    custom_fields: p.notYet(),
    description: p.string({ max: INVOICE_DESCRIPTION_MAX }),
    footer: p.string({ max: INVOICE_FOOTER_MAX }),
    issuer: p.object({ account: p.string(), type: p.required(p.oneOf("account", "self")) }),
  }),
  metadata: p.metadata(),
  on_behalf_of: p.string(),
  pending_invoice_item_interval: p.notYet(),
  proration_behavior: p.oneOf("create_prorations", "none"),
  transfer_data: p.object({ amount_percent: p.number(), destination: p.required(p.string()) }),
  trial_end: p.timestamp(),
  trial_period_days: p.integer({ min: 1, max: TRIAL_DAYS_MAX }),
  trial_settings: p.object({
    end_behavior: p.required(
      p.object({ missing_payment_method: p.required(p.oneOf("cancel", "create_invoice", "pause")) }),
    ),
  }),
});

export const setupIntentData = p.object({
  description: p.string({ max: DESCRIPTION_MAX }),
  metadata: p.metadata(),
  on_behalf_of: p.string(),
});
