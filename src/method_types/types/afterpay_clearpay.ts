/** The payment method type `afterpay_clearpay`: pay later, called Clearpay in Great Britain. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

/** Of shops and of payers. */
const COUNTRIES = ["AU", "CA", "GB", "NZ", "US"];

export const afterpayClearpay = redirectType("wallet", {
  type: "afterpay_clearpay",
  name: "Afterpay / Clearpay",
  currencies: ["aud", "cad", "gbp", "nzd", "usd"],
  limits: {
    aud: [100, 200_000],
    cad: [100, 200_000],
    gbp: [100, 120_000],
    nzd: [100, 200_000],
    usd: [100, 400_000],
  },
  shopCountries: COUNTRIES,
  capturesLater: true,
  asks: { name: true, billing: "whole", countries: COUNTRIES },
  charge: (_details, { reference }) => ({ order_id: reference, reference: null }),
  usualOptions: { reference: null },
  refund: { afterpay_clearpay: { reference: null, reference_status: "pending" }, type: "afterpay_clearpay" },
  sessionOptions: capturedNeverSaved,
});
