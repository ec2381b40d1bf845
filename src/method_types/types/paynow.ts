/** The payment method type `paynow`: transfers between accounts in Singapore. */
import { qrCodeType } from "../families/qr_code.ts";
import { neverSaved } from "../session_options.ts";

/** A guess. */
const LASTS_SECONDS = 3600;

export const paynow = qrCodeType({
  type: "paynow",
  name: "PayNow",
  currencies: ["sgd"],
  shopCountries: ["SG"],
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "paynow_display_qr_code",
  shown: ({ data, images, instructions }) => ({ data, hosted_instructions_url: instructions, ...images }),
  charge: (_details, { reference }) => ({ reference }),
  refund: { paynow: {}, type: "paynow" },
  sessionOptions: neverSaved,
});
