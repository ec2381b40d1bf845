/** The payment method type `promptpay`: transfers between accounts in Thailand. */
import { p } from "../../params/param.ts";
import { qrCodeType } from "../families/qr_code.ts";
import { neverSaved } from "../session_options.ts";

/** A guess. */
const LASTS_SECONDS = 3600;

export const promptpay = qrCodeType({
  type: "promptpay",
  name: "PromptPay",
  currencies: ["thb"],
  shopCountries: ["TH"],
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "promptpay_display_qr_code",
  shown: ({ data, images, instructions }) => ({ data, hosted_instructions_url: instructions, ...images }),
  charge: (_details, { reference }) => ({ reference }),
  intentOptions: neverSaved,
  sessionOptions: p.object({}),
});
