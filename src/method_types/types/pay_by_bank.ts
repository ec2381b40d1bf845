/** The payment method type `pay_by_bank`: transfers from banks of Great Britain and Germany, made later. */
import { redirectType } from "../families/redirect.ts";
import { payByBank as options } from "../session_options.ts";

export const payByBank = redirectType("bank_redirect", {
  type: "pay_by_bank",
  name: "Pay by Bank",
  currencies: ["eur", "gbp"],
  shopCountries: ["DE", "GB"],
  paysLater: true,
  refundDays: 730,
  sessionOptions: options,
});
