/** The payment method type `konbini`: cash, paid in a convenience store in Japan. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import type { Ending } from "../families/parts.ts";
import { daysIn, endOfDay, voucherType } from "../families/voucher.ts";
import { konbini as options } from "../session_options.ts";

const UTC_OFFSET = 9;
const CONFIRMATION_NUMBER_MAX = 11;
const PRODUCT_MAX = 22;

/** Confirmation numbers of Stripe's documentation, which say how a voucher ends. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  "11111111110": "paid_late",
  "22222222220": "paid",
  "33333333330": "expires",
  "44444444440": "expires_late",
  "55555555550": "never",
};
const REJECTED = "01234567890";

export const konbini = voucherType({
  type: "konbini",
  name: "Konbini",
  currency: "jpy",
  limits: { jpy: [120, 300_000] },
  utcOffset: UTC_OFFSET,
  shopCountries: ["JP"],
  asks: {},
  data: {},
  details: () => ({}),
  needs: ["name", "email"],
  expiresAt: ({ now, options: given }) => endOfDay(now, daysIn(given), UTC_OFFSET),
  shown({ number, expiresAt, page }) {
    const code = { confirmation_number: number(CONFIRMATION_NUMBER_MAX), payment_code: number(6) };
    return {
      expires_at: expiresAt,
      hosted_voucher_url: page,
      stores: { familymart: code, lawson: code, ministop: code, seicomart: code },
    };
  },
  charge: () => ({ store: { chain: "familymart" } }),
  refund: { jp_bank_transfer: { reference: null, reference_status: "pending" }, type: "jp_bank_transfer" },
  isRefundable: true,
  sessionOptions: options,
  intentOptions: p.object({
    ...options.fields,
    confirmation_number: p.nullable(p.string({ max: CONFIRMATION_NUMBER_MAX })),
    expires_at: p.notYet(),
    product_description: p.nullable(p.string({ max: PRODUCT_MAX })),
  }),
  usualOptions: {
    confirmation_number: null,
    expires_after_days: null,
    expires_at: null,
    product_description: null,
  },
  check({ confirmation_number: given }) {
    if (given !== REJECTED) return;
    throw errors.rule(
      "The confirmation number was rejected. Provide another one.",
      "payment_method_options[konbini][confirmation_number]",
      "payment_intent_konbini_rejected_confirmation_number",
    );
  },
  asked: ({ confirmation_number: given }) => ENDINGS[String(given)] ?? null,
});
