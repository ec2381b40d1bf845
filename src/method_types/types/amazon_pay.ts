/** The payment method type `amazon_pay`: a wallet. */
import { redirectType } from "../families/redirect.ts";
import { capturedSavedOffSession } from "../session_options.ts";

export const amazonPay = redirectType("wallet", {
  type: "amazon_pay",
  name: "Amazon Pay",
  currencies: ["aud", "chf", "dkk", "eur", "gbp", "hkd", "jpy", "nok", "nzd", "sek", "usd", "zar"],
  purposes: ["payment", "setup", "subscription"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ funding: { type: null }, transaction_id: reference }),
  refund: { amazon_pay: {}, type: "amazon_pay" },
  sessionOptions: capturedSavedOffSession,
});
