/** The payment method type `cashapp`: a wallet in the USA. */
import { qrCodeType } from "../families/qr_code.ts";
import { cashapp as options } from "../session_options.ts";

/** The time in which Stripe renews a code; here it is the same one all the time. */
const LASTS_SECONDS = 3600;

export const cashapp = qrCodeType({
  type: "cashapp",
  name: "Cash App Pay",
  currencies: ["usd"],
  shopCountries: ["US"],
  purposes: ["payment", "setup", "subscription"],
  capturesLater: true,
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "cashapp_handle_redirect_or_display_qr_code",
  shown: ({ data, expiresAt, images, instructions }) => ({
    hosted_instructions_url: instructions,
    mobile_auth_url: data,
    qr_code: { expires_at: expiresAt, ...images },
  }),
  details: () => ({ buyer_id: null, cashtag: null }),
  charge: (_details, { reference }) => ({ buyer_id: null, cashtag: null, transaction_id: reference }),
  refund: { cashapp: {}, type: "cashapp" },
  setupOptions: null,
  sessionOptions: options,
});
