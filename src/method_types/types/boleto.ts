/** The payment method type `boleto`: vouchers in Brazil. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { BRAZILIAN_TAX_ID_DIGITS } from "../families/parts.ts";
import { daysIn, endOfDay, USUAL_DAYS, voucherType } from "../families/voucher.ts";
import { boleto as options } from "../session_options.ts";

const UTC_OFFSET = -3;
const TAX_ID_MAX = 20;

export const boleto = voucherType({
  type: "boleto",
  name: "Boleto",
  currency: "brl",
  limits: { brl: [500, 4_999_999] },
  utcOffset: UTC_OFFSET,
  shopCountries: ["BR"],
  asks: {
    billing: "whole",
    countries: ["BR"],
    fields: [{ param: "tax_id", control: "taxNumber", kind: "digits", length: BRAZILIAN_TAX_ID_DIGITS }],
  },
  data: { tax_id: p.required(p.string({ max: TAX_ID_MAX })) },
  details({ tax_id: given }, { path }) {
    if (given === undefined) throw errors.missingParam(`${path}[tax_id]`);
    const digits = String(given).replaceAll(/\D/g, "");
    if (!BRAZILIAN_TAX_ID_DIGITS.some((length) => length === digits.length)) {
      throw errors.rule("The tax ID you provided is invalid.", `${path}[tax_id]`, "tax_id_invalid");
    }
    return { tax_id: String(given) };
  },
  needs: ["name", "email", "address"],
  expiresAt: ({ now, options: given }) => endOfDay(now, daysIn(given), UTC_OFFSET),
  shown: ({ number, expiresAt, page }) => ({
    expires_at: expiresAt,
    hosted_voucher_url: page,
    number: number(47),
    pdf: null,
  }),
  charge: (details) => details,
  refund: undefined,
  isRefundable: false,
  sessionOptions: options,
  intentOptions: p.object({ ...options.fields, setup_future_usage: p.notYet(p.string(), ["none"]) }),
  usualOptions: { expires_after_days: USUAL_DAYS },
});
