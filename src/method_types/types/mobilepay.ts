/** The payment method type `mobilepay`: a wallet in Denmark and Finland. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

export const mobilepay = redirectType("wallet", {
  type: "mobilepay",
  name: "MobilePay",
  currencies: ["dkk", "eur", "nok", "sek"],
  capturesLater: true,
  charge: () => ({ card: null }),
  sessionOptions: capturedNeverSaved,
});
