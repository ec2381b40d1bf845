/** What can be asked about invoices and sent to one. Every invoice there is has been paid, so little of it acts. */
import { type Fields, p } from "../../params/param.ts";

const DESCRIPTION_MAX = 1500;
const FOOTER_MAX = 5000;
const NUMBER_MAX = 26;
const STATEMENT_DESCRIPTOR_MAX = 22;
const TAX_IDS_MAX = 25;

const OF_DRAFTS = "Of drafts; refused.";
const OF_UNPAID = "Checked; refused for an invoice that is paid.";

export const listParams = {
  collection_method: p.oneOf("charge_automatically", "send_invoice"),
  customer: p.string(),
  customer_account: p.notYet(),
  due_date: p.notYet(),
  status: p.oneOf("draft", "open", "paid", "uncollectible", "void"),
  subscription: p.string(),
} as const satisfies Fields;

/** What a finalized invoice can be told is its metadata; all else is of drafts. */
export const updateParams = {
  account_tax_ids: p.about(OF_DRAFTS, p.nullable(p.list(p.string(), { max: TAX_IDS_MAX }))),
  application_fee_amount: p.notYet(),
  auto_advance: p.about(OF_DRAFTS, p.boolean()),
  automatic_tax: p.notYet(),
  automatically_finalizes_at: p.about(OF_DRAFTS, p.timestamp()),
  collection_method: p.about(OF_DRAFTS, p.oneOf("charge_automatically", "send_invoice")),
  custom_fields: p.notYet(),
  days_until_due: p.about(OF_DRAFTS, p.integer({ min: 0 })),
  default_payment_method: p.about(OF_DRAFTS, p.string()),
  default_source: p.about(OF_DRAFTS, p.nullable(p.string())),
  default_tax_rates: p.notYet(),
  description: p.about(OF_DRAFTS, p.nullable(p.string({ max: DESCRIPTION_MAX }))),
  discounts: p.notYet(),
  due_date: p.about(OF_DRAFTS, p.timestamp()),
  effective_at: p.about(OF_DRAFTS, p.nullable(p.timestamp())),
  footer: p.about(OF_DRAFTS, p.nullable(p.string({ max: FOOTER_MAX }))),
  issuer: p.notYet(),
  metadata: p.metadata(),
  number: p.about(OF_DRAFTS, p.nullable(p.string({ max: NUMBER_MAX }))),
  on_behalf_of: p.notYet(),
  payment_settings: p.notYet(),
  rendering: p.notYet(),
  shipping_cost: p.notYet(),
  shipping_details: p.notYet(),
  statement_descriptor: p.about(OF_DRAFTS, p.string({ max: STATEMENT_DESCRIPTOR_MAX })),
  transfer_data: p.notYet(),
} as const satisfies Fields;

export const finalizeParams = { auto_advance: p.about(OF_DRAFTS, p.boolean()) } as const satisfies Fields;

export const payParams = {
  forgive: p.about(OF_UNPAID, p.boolean()),
  mandate: p.about(OF_UNPAID, p.nullable(p.string())),
  off_session: p.about(OF_UNPAID, p.boolean()),
  paid_out_of_band: p.about(OF_UNPAID, p.boolean()),
  payment_method: p.about(OF_UNPAID, p.string()),
  source: p.about(OF_UNPAID, p.string()),
} as const satisfies Fields;

export const paymentListParams = {
  invoice: p.string(),
  payment: p.object({
    payment_intent: p.string(),
    payment_record: p.notYet(),
    type: p.required(p.oneOf("payment_intent", "payment_record")),
  }),
  status: p.oneOf("canceled", "open", "paid"),
} as const satisfies Fields;
