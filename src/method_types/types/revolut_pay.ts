/** The payment method type `revolut_pay`: a wallet. */
import { redirectType } from "../families/redirect.ts";
import { capturedSavedOffSession } from "../session_options.ts";

export const revolutPay = redirectType("wallet", {
  type: "revolut_pay",
  name: "Revolut Pay",
  currencies: ["dkk", "eur", "gbp", "huf", "pln", "ron"],
  purposes: ["payment", "setup", "subscription"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ funding: { type: null }, transaction_id: reference }),
  refund: { revolut: {}, type: "revolut" },
  setupOptions: null,
  sessionOptions: capturedSavedOffSession,
});
