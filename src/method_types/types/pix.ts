/**
 * The payment method type `pix`: transfers between accounts in Brazil. Shops elsewhere need the tax number of their
 * payers.
 */
import type { UnixSeconds } from "../../core/clock.ts";
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { BRAZILIAN_TAX_ID_DIGITS } from "../families/parts.ts";
import { qrCodeType } from "../families/qr_code.ts";
import type { Terms } from "../method_type.ts";
import { pix as options } from "../session_options.ts";

const DAY_SECONDS = 86_400;

function expiresAt({ now, options: { expires_after_seconds: seconds, expires_at: at } }: Terms): UnixSeconds {
  if (typeof at === "number") return at;
  return now + (typeof seconds === "number" ? seconds : DAY_SECONDS);
}

export const pix = qrCodeType({
  type: "pix",
  name: "Pix",
  currencies: ["brl"],
  asksAbroad: {
    home: "BR",
    asks: {
      name: true,
      fields: [
        {
          param: "tax_id",
          within: "billing_details",
          control: "taxNumber",
          kind: "digits",
          length: BRAZILIAN_TAX_ID_DIGITS,
        },
      ],
      billing: "none",
      countries: null,
    },
  },
  expiresAt,
  endsByEmail: true,
  nextActionType: "pix_display_qr_code",
  shown: ({ data, expiresAt: expires_at, images, instructions }) => ({
    data,
    expires_at,
    hosted_instructions_url: instructions,
    ...images,
  }),
  check({ expires_after_seconds: seconds, expires_at: at }) {
    if (typeof seconds !== "number" || typeof at !== "number") return;
    const path = (name: string) => `payment_method_options[pix][${name}]`;
    throw errors.onlyOneOf([path("expires_after_seconds"), path("expires_at")]);
  },
  charge: (_details, { reference }) => ({ bank_transaction_id: reference }),
  refund: { pix: {}, type: "pix" },
  usualOptions: { expires_after_seconds: null, expires_at: null },
  intentOptions: p.object({
    ...options.fields,
    expires_at: p.timestamp(),
    setup_future_usage: p.notYet(p.oneOf("none", "off_session"), ["none"]),
  }),
  sessionOptions: options,
});
