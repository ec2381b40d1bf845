/** The payment method type `alipay`: a wallet of payers in China. */
import { redirectType } from "../families/redirect.ts";
import { neverSaved, savedAsDebit } from "../session_options.ts";

export const alipay = redirectType("wallet", {
  type: "alipay",
  name: "Alipay",
  currencies: ["aud", "cad", "cny", "eur", "gbp", "hkd", "jpy", "myr", "nzd", "sgd", "usd"],
  charge: (_details, { reference }) => ({ fingerprint: null, transaction_id: reference }),
  refund: { alipay: {}, type: "alipay" },
  refundDays: 90,
  nextAction: (page, returnUrl) => ({
    alipay_handle_redirect: { native_data: null, native_url: null, return_url: returnUrl, url: page },
    type: "alipay_handle_redirect",
  }),
  intentOptions: savedAsDebit,
  sessionOptions: neverSaved,
});
