/** The payment method type `swish`: a wallet in Sweden. */
import { p } from "../../params/param.ts";
import { qrCodeType } from "../families/qr_code.ts";
import { swish as options } from "../session_options.ts";

const LASTS_SECONDS = 3 * 60;

export const swish = qrCodeType({
  type: "swish",
  name: "Swish",
  currencies: ["sek"],
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "swish_handle_redirect_or_display_qr_code",
  shown: ({ data, expiresAt, images, instructions }) => ({
    hosted_instructions_url: instructions,
    mobile_auth_url: data,
    qr_code: { data, expires_at: expiresAt, ...images },
  }),
  charge: (_details, { reference }) => ({
    fingerprint: null,
    payment_reference: reference,
    verified_phone_last4: null,
  }),
  refund: {
    swish: { network_decline_code: null, reference: null, reference_status: "pending" },
    type: "swish",
  },
  usualOptions: { reference: null },
  intentOptions: p.object({ ...options.fields, setup_future_usage: p.oneOf("none") }),
  sessionOptions: options,
});
