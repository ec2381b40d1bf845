/** The payment method type `grabpay`: a wallet in Malaysia and Singapore. */
import { redirectType } from "../families/redirect.ts";
import { neverSaved } from "../session_options.ts";

export const grabpay = redirectType("wallet", {
  type: "grabpay",
  name: "GrabPay",
  currencies: ["myr", "sgd"],
  shopCountries: ["MY", "SG"],
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  refund: { grabpay: {}, type: "grabpay" },
  sessionOptions: neverSaved,
});
