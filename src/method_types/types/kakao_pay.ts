/** The payment method type `kakao_pay`: a wallet of payers in South Korea. */
import { redirectType } from "../families/redirect.ts";
import { capturedSavedOffSession } from "../session_options.ts";

export const kakaoPay = redirectType("wallet", {
  type: "kakao_pay",
  name: "Kakao Pay",
  currencies: ["krw"],
  isReusable: true,
  capturesLater: true,
  charge: (_details, { reference }) => ({ buyer_id: null, transaction_id: reference }),
  sessionOptions: capturedSavedOffSession,
});
