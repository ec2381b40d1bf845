/** The payment method type `naver_pay`: a wallet of payers in South Korea. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { capturedSavedOffSession } from "../session_options.ts";

export const naverPay = redirectType("wallet", {
  type: "naver_pay",
  name: "Naver Pay",
  currencies: ["krw"],
  isReusable: true,
  capturesLater: true,
  data: { funding: p.oneOf("card", "points") },
  details: ({ funding }) => ({ buyer_id: null, funding: funding ?? "card" }),
  charge: (_details, { reference }) => ({ buyer_id: null, transaction_id: reference }),
  sessionOptions: capturedSavedOffSession,
});
