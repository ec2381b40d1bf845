/** The payment method type `alma`: pay in instalments. */
import { redirectType } from "../families/redirect.ts";
import { captured } from "../session_options.ts";

export const alma = redirectType("wallet", {
  type: "alma",
  name: "Alma",
  currencies: ["eur"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  refund: { alma: {}, type: "alma" },
  sessionOptions: captured,
});
