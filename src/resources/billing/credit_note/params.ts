/** The parameters of the operations on credit notes. */
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";

const AMOUNT_MAX = 999_999_999_999;
const QUANTITY_MAX = 999_999_999_999;
const MEMO_MAX = 5000;
const LINES_MAX = 250;
const RATES_MAX = 5;
const REFUNDS_MAX = 20;

const amount = p.amount({ max: AMOUNT_MAX });

const line = p.object({
  amount: p.about("How much of the invoice's line is credited, in minor units.", amount),
  description: p.string(),
  invoice_line_item: p.about("The line of the invoice that is credited.", p.string()),
  metadata: p.metadata(),
  quantity: p.integer({ min: 0, max: QUANTITY_MAX }),
  tax_amounts: p.nullable(p.notYet()),
  tax_rates: p.about("Rates of a custom line.", p.nullable(p.list(p.string(), { max: RATES_MAX }))),
  type: p.required(p.oneOf("custom_line_item", "invoice_line_item")),
  unit_amount: p.about("What one of a custom line is, in minor units.", amount),
  unit_amount_decimal: p.decimal(),
});

export const createParams = {
  amount: p.about("All that is credited, with taxes; instead of lines.", amount),
  credit_amount: p.about("What is added to the customer's balance.", amount),
  effective_at: p.timestamp(),
  email_type: p.about("Of no effect: no e-mail is sent.", p.oneOf("credit_note", "none")),
  invoice: p.required(p.string()),
  lines: p.list(line, { max: LINES_MAX }),
  memo: p.string({ max: MEMO_MAX }),
  metadata: p.metadata(),
  out_of_band_amount: p.about("What is given back elsewhere.", amount),
  reason: p.oneOf("duplicate", "fraudulent", "order_change", "product_unsatisfactory"),
  refund_amount: p.about("What is refunded, by a new refund.", amount),
  refunds: p.about(
    "Refunds that were made for it before.",
    p.list(
      p.object({
        amount_refunded: amount,
        payment_record_refund: p.notYet(),
        refund: p.string(),
        type: p.oneOf("payment_record_refund", "refund"),
      }),
      { max: REFUNDS_MAX },
    ),
  ),
  shipping_cost: p.notYet(),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;
export type LineInput = NonNullable<CreateInput["lines"]>[number];

/** Before 2025 a credit note named one refund. */
export const olderParams = {
  refund: p.about("A refund that was made for it before.", p.string()),
} as const satisfies Fields;

export const updateParams = {
  memo: p.string({ max: MEMO_MAX }),
  metadata: p.metadata(),
} as const satisfies Fields;

export const listParams = {
  customer: p.string(),
  customer_account: p.notYet(),
  invoice: p.string(),
} as const satisfies Fields;
