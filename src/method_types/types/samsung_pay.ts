/** The payment method type `samsung_pay`: a wallet of payers in South Korea. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

export const samsungPay = redirectType("wallet", {
  type: "samsung_pay",
  name: "Samsung Pay",
  currencies: ["krw"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ buyer_id: null, transaction_id: reference }),
  sessionOptions: capturedNeverSaved,
});
