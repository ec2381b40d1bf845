/** The payment method type `oxxo`: cash, paid in a shop in Mexico. */
import { daysIn, endOfDay, USUAL_DAYS, voucherType } from "../families/voucher.ts";
import { oxxo as options } from "../session_options.ts";

const UTC_OFFSET = -6;

export const oxxo = voucherType({
  type: "oxxo",
  name: "OXXO",
  currency: "mxn",
  limits: { mxn: [1000, 1_000_000] },
  utcOffset: UTC_OFFSET,
  shopCountries: ["MX"],
  asks: {},
  data: {},
  details: () => ({}),
  needs: ["name", "email"],
  expiresAt: ({ now, options: given }) => endOfDay(now, daysIn(given), UTC_OFFSET),
  shown: ({ number, expiresAt, page }) => ({
    expires_after: expiresAt,
    hosted_voucher_url: page,
    number: number(32),
  }),
  charge: (_details, number) => ({ number: number(32) }),
  refund: undefined,
  isRefundable: false,
  sessionOptions: options,
  intentOptions: options,
  usualOptions: { expires_after_days: USUAL_DAYS },
});
