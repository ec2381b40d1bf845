/** Parameters of the invoices that a session makes, be it one or those of a subscription. */
import { p } from "../../../../params/param.ts";

const INVOICE_FIELDS_MAX = 4;
const INVOICE_FIELD_NAME_MAX = 40;
const INVOICE_FIELD_VALUE_MAX = 140;
const ACCOUNT_TAX_IDS_MAX = 25;

export const accountTaxIds = p.about(
  "The account's own tax ids, shown on the invoice.",
  p.nullable(p.list(p.string(), { max: ACCOUNT_TAX_IDS_MAX })),
);

export const invoiceFields = p.about(
  "Shown on the invoice.",
  p.nullable(
    p.list(
      p.object({
        name: p.required(p.about("What the field is called.", p.string({ max: INVOICE_FIELD_NAME_MAX }))),
        value: p.required(p.about("What stands in it.", p.string({ max: INVOICE_FIELD_VALUE_MAX }))),
      }),
      { max: INVOICE_FIELDS_MAX },
    ),
  ),
);
