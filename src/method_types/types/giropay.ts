/** The payment method type `giropay`: banks of Germany, which no longer offer it. */
import { redirectType } from "../families/redirect.ts";
import { neverSaved } from "../session_options.ts";

export const giropay = redirectType("bank_redirect", {
  type: "giropay",
  name: "giropay",
  currencies: ["eur"],
  asks: { name: true },
  charge: (_details, { name }) => ({
    bank_code: "DEUT",
    bank_name: "Deutsche Bank",
    bic: "DEUTDE2H",
    verified_name: name,
  }),
  refund: { giropay: {}, type: "giropay" },
  refundDays: 180,
  sessionOptions: neverSaved,
});
