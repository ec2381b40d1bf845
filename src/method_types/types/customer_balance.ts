/** The payment method type `customer_balance`: the customer's cash balance, which bank transfers fill. */
import { p } from "../../params/param.ts";
import { TRANSFER_CURRENCIES } from "../bank_accounts.ts";
import { bankTransfer, checkTransfer } from "../families/bank_transfer.ts";
import type { PaymentMethodType } from "../method_type.ts";
import { customerBalanceOfIntent as ofIntent, customerBalance as ofSession } from "../session_options.ts";

export const customerBalance: PaymentMethodType = {
  type: "customer_balance",
  name: "Bank transfer",
  family: bankTransfer,
  purposes: ["payment"],
  currencies: TRANSFER_CURRENCIES,
  shopCountries: null,
  isReusable: false,
  capturesLater: false,
  isPaidFromBalance: true,
  asks: { name: false, fields: [], billing: "none", countries: null },
  data: p.object({}),
  changes: null,
  options: {
    payment_intent: { params: ofIntent, usual: { funding_type: null } },
    session: { params: ofSession, usual: { funding_type: null } },
    setup_intent: { params: p.object({}), usual: {} },
  },
  checkOptions: (options, currency, at = "payment_method_options") =>
    checkTransfer(options, currency, `${at}[customer_balance][bank_transfer]`),
  // A session's page always says where to transfer to.
  intentOptions: (options) => ({ ...options, funding_type: "bank_transfer" }),
};
