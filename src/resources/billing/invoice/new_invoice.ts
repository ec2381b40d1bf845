/** What every new invoice has in common: the values of a draft, the seller, and a copy of the customer. */
import { addressToken } from "../../../core/ids.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { Invoice } from "./invoice.ts";
import { NO_SETTINGS } from "./payment_settings.ts";

/** The fields that are the same in every draft, unless what it is made from says otherwise. */
const BLANK = {
  object: "invoice",
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_paid: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  billing_reason: "manual",
  collection_method: "charge_automatically",
  customer_account: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  due_date: null,
  effective_at: null,
  ending_balance: null,
  from_invoice: null,
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: NO_SETTINGS,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: "draft",
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  webhooks_delivered_at: null,
  _shipping_taxes: [],
  _discount: null,
  _discounts: [],
  _payment_intent: null,
  _charge: null,
  _paid_out_of_band: false,
  _trying: false,
  _declined_for_good: null,
  _credit_notes: 0,
} as const satisfies Partial<Invoice>;

export type TaxIds = Invoice["customer_tax_ids"];

/** A new draft for a customer, without lines and figures. The token comes from `tx`; nothing is written. */
export function newInvoice(
  tx: Pick<Tx, "account" | "now" | "random" | "settings">,
  id: string,
  customer: Customer,
  currency: string,
  taxIds: TaxIds,
) {
  return {
    ...BLANK,
    id,
    account_country: tx.settings.country,
    account_name: tx.settings.business_name,
    created: tx.now,
    currency,
    custom_fields: customer.invoice_settings.custom_fields,
    customer: customer.id,
    ...buyerOf(customer, taxIds),
    footer: customer.invoice_settings.footer,
    period_end: tx.now,
    period_start: tx.now,
    test_clock: customer.test_clock,
    _token: addressToken(tx, tx.account),
  } satisfies Partial<Invoice>;
}

/**
 * A copy of the customer's details as they are now: later changes of the customer do not change a finalized
 * invoice (Stripe docs, `customer_name` and the similar fields).
 */
export function buyerOf(customer: Customer, customer_tax_ids: TaxIds) {
  return {
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt,
    customer_tax_ids,
  };
}
