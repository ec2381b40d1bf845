/** Limits that more than one file of parameters uses. */
export const DESCRIPTION_MAX = 1000;
export const TAX_RATES_MAX = 10;
export const INVOICE_DESCRIPTION_MAX = 1500;
export const INVOICE_FOOTER_MAX = 5000;
