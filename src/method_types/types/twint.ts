/** The payment method type `twint`: a wallet in Switzerland. */
import { redirectType } from "../families/redirect.ts";
import { savedOffSession } from "../session_options.ts";

export const twint = redirectType("wallet", {
  type: "twint",
  name: "TWINT",
  currencies: ["chf"],
  isReusable: true,
  refund: { twint: {}, type: "twint" },
  sessionOptions: savedOffSession,
});
