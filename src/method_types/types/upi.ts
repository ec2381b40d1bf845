/** The payment method type `upi`: transfers between accounts in India. */
import { p } from "../../params/param.ts";
import { qrCodeType } from "../families/qr_code.ts";
import { upi as options } from "../session_options.ts";

const LASTS_SECONDS = 5 * 60;

export const upi = qrCodeType({
  type: "upi",
  name: "UPI",
  currencies: ["inr"],
  shopCountries: ["IN"],
  purposes: ["payment", "setup", "subscription"],
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "upi_handle_redirect_or_display_qr_code",
  shown: ({ expiresAt, images, instructions }) => ({
    hosted_instructions_url: instructions,
    qr_code: { expires_at: expiresAt, ...images },
  }),
  details: () => ({ vpa: null }),
  charge: () => ({ vpa: null }),
  sessionAlone: ["mandate_options"],
  intentOptions: p.object({ ...options.fields, mandate_options: p.notYet() }),
  sessionOptions: options,
});
