/** The payment method type `kr_card`: Korean cards, approved on the page of their issuer. */
import { redirectType } from "../families/redirect.ts";
import { capturedSavedOffSession } from "../session_options.ts";

export const krCard = redirectType("wallet", {
  type: "kr_card",
  name: "Korean cards",
  currencies: ["krw"],
  purposes: ["payment", "setup", "subscription"],
  capturesLater: true,
  details: () => ({ brand: null, last4: null }),
  charge: (_details, { reference }) => ({
    brand: "samsung",
    buyer_id: null,
    last4: "4242",
    transaction_id: reference,
  }),
  sessionOptions: capturedSavedOffSession,
});
