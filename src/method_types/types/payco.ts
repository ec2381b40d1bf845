/** The payment method type `payco`: a wallet of payers in South Korea. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

export const payco = redirectType("wallet", {
  type: "payco",
  name: "PAYCO",
  currencies: ["krw"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ buyer_id: null, transaction_id: reference }),
  sessionOptions: capturedNeverSaved,
});
