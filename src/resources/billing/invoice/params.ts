/** The parameters of every invoice operation. Those of lines are in `sold_params.ts`. */
import { KNOWN_TYPES } from "../../../method_types/index.ts";
import { customerBalanceOfInvoice } from "../../../method_types/session_options.ts";
import { address, created, invoiceFields } from "../../../params/common.ts";
import { type Fields, p } from "../../../params/param.ts";
import { discountsParam } from "../discounts.ts";
import { LINES_MAX } from "./draft.ts";
import { itemFields, lineFields } from "./sold_params.ts";

const DESCRIPTION_MAX = 1500;
const FOOTER_MAX = 5000;
const NUMBER_MAX = 26;
const STATEMENT_DESCRIPTOR_MAX = 22;
const TAX_IDS_MAX = 25;
const RATES_MAX = 5;
const TYPES_MAX = 50;
const DAYS_MAX = 10_000;
const NAME_MAX = 5000;
const PHONE_MAX = 20;

const collectionMethod = p.about(
  "Whether it is charged by itself, or sent as a bill with a due date.",
  p.oneOf("charge_automatically", "send_invoice"),
);

export const listParams = {
  collection_method: p.oneOf("charge_automatically", "send_invoice"),
  customer: p.string(),
  customer_account: p.notYet(),
  due_date: created,
  status: p.oneOf("draft", "open", "paid", "uncollectible", "void"),
  subscription: p.string(),
} as const satisfies Fields;

export const automaticTaxParam = p.object({
  enabled: p.required(p.about("Whether taxes follow from the customer's address.", p.boolean())),
  liability: p.object({ account: p.notYet(), type: p.required(p.oneOf("account", "self")) }),
});

/** What creating and updating have in common. */
const described = {
  account_tax_ids: p.about(
    "Which of the account's tax ids it shows.",
    p.nullable(p.list(p.string(), { max: TAX_IDS_MAX })),
  ),
  application_fee_amount: p.notYet(),
  auto_advance: p.about(
    "Whether it is finalized and paid by itself, an hour after it was made.",
    p.boolean(),
  ),
  automatic_tax: automaticTaxParam,
  automatically_finalizes_at: p.notYet(p.timestamp(), []),
  collection_method: collectionMethod,
  custom_fields: invoiceFields,
  days_until_due: p.about("For bills that are sent.", p.integer({ min: 0, max: DAYS_MAX })),
  default_payment_method: p.about("What it is paid with, instead of the customer's default.", p.string()),
  default_source: p.notYet(),
  default_tax_rates: p.about(
    "The rates of lines that have none of their own.",
    p.nullable(p.list(p.string(), { max: RATES_MAX })),
  ),
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  discounts: p.about("Discounts of the whole invoice.", discountsParam),
  due_date: p.about("For bills that are sent.", p.timestamp()),
  effective_at: p.about(
    "The date that it shows, instead of that of its finalization.",
    p.nullable(p.timestamp()),
  ),
  footer: p.nullable(p.string({ max: FOOTER_MAX })),
  issuer: p.object({ account: p.notYet(), type: p.required(p.oneOf("account", "self")) }),
  metadata: p.metadata(),
  number: p.about(
    "Its number, instead of the customer's next one.",
    p.nullable(p.string({ max: NUMBER_MAX })),
  ),
  on_behalf_of: p.notYet(),
  payment_settings: p.object({
    default_mandate: p.notYet(),
    payment_method_options: p.object({
      acss_debit: p.notYet(),
      bancontact: p.notYet(),
      billie: p.notYet(),
      blik: p.notYet(),
      card: p.notYet(),
      customer_balance: p.about(
        "How the bill is paid by bank transfer, if it is sent.",
        p.nullable(customerBalanceOfInvoice),
      ),
      konbini: p.notYet(),
      payto: p.notYet(),
      pix: p.notYet(),
      sepa_debit: p.notYet(),
      upi: p.notYet(),
      us_bank_account: p.notYet(),
    }),
    payment_method_types: p.nullable(p.list(p.ofMethodTypes(p.oneOf(...KNOWN_TYPES)), { max: TYPES_MAX })),
  }),
  rendering: p.object({
    amount_tax_display: p.about(
      "Whether amounts include their taxes.",
      p.nullable(p.oneOf("exclude_tax", "include_inclusive_tax")),
    ),
    pdf: p.object({ page_size: p.oneOf("a4", "auto", "letter") }),
    template: p.notYet(),
    template_version: p.notYet(),
  }),
  shipping_cost: p.notYet(),
  shipping_details: p.nullable(
    p.object({
      address: p.required(address),
      name: p.required(p.string({ max: NAME_MAX })),
      phone: p.nullable(p.string({ max: PHONE_MAX })),
    }),
  ),
  statement_descriptor: p.string({ max: STATEMENT_DESCRIPTOR_MAX }),
  transfer_data: p.notYet(),
} as const satisfies Fields;

export const createParams = {
  ...described,
  currency: p.about("That of the customer if absent.", p.currency()),
  customer: p.string(),
  customer_account: p.notYet(),
  from_invoice: p.notYet(),
  pending_invoice_items_behavior: p.about(
    "`include` takes up the items that wait for an invoice.",
    p.oneOf("exclude", "include"),
  ),
  subscription: p.about("Takes up the items that wait for this subscription's invoice.", p.string()),
} as const satisfies Fields;

/** Of a finalized invoice only its metadata, and how it is collected, can be changed. */
export const updateParams = described;

export const finalizeParams = {
  auto_advance: p.about("Whether it is then paid by itself.", p.boolean()),
} as const satisfies Fields;

export const payParams = {
  forgive: p.about("Of no effect: it concerns sources with a balance of their own.", p.boolean()),
  mandate: p.notYet(),
  off_session: p.about("Whether the customer is absent; true if not sent.", p.boolean()),
  paid_out_of_band: p.about("Marks it as paid elsewhere, without a payment.", p.boolean()),
  payment_method: p.about("One of the customer's, instead of the default.", p.string()),
  source: p.notYet(),
} as const satisfies Fields;

/** Changes of one line. */
export const lineParams = lineFields;

export const addLinesParams = {
  invoice_metadata: p.metadata(),
  lines: p.required(
    p.list(
      p.object({ ...lineFields, invoice_item: p.about("An item that waits for an invoice.", p.string()) }),
      { max: LINES_MAX },
    ),
  ),
} as const satisfies Fields;

export const updateLinesParams = {
  invoice_metadata: p.metadata(),
  lines: p.required(p.list(p.object({ ...lineFields, id: p.required(p.string()) }), { max: LINES_MAX })),
} as const satisfies Fields;

export const removeLinesParams = {
  invoice_metadata: p.metadata(),
  lines: p.required(
    p.list(
      p.object({
        behavior: p.required(
          p.about(
            "Whether its item is deleted, or waits for an invoice again.",
            p.oneOf("delete", "unassign"),
          ),
        ),
        id: p.required(p.string()),
      }),
      { max: LINES_MAX },
    ),
  ),
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

/** What `create_preview` takes of items that are added or changed. */
export const previewItem = p.object({
  ...itemFields,
  currency: p.currency(),
  invoiceitem: p.about("An item that waits for an invoice, and is shown changed.", p.string()),
});
