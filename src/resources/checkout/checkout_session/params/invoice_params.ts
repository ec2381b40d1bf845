/** Parameters of the invoices that a session makes, be it one or those of a subscription. */
import { invoiceFields } from "../../../../params/common.ts";
import { p } from "../../../../params/param.ts";

const ACCOUNT_TAX_IDS_MAX = 25;

export const accountTaxIds = p.about(
  "The account's own tax ids, shown on the invoice.",
  p.nullable(p.list(p.string(), { max: ACCOUNT_TAX_IDS_MAX })),
);

export const shownFields = p.about("Shown on the invoice.", invoiceFields);
