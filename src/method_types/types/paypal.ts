/** The payment method type `paypal`: for shops in Europe. */
import { EUROPE } from "../europe.ts";
import { redirectType } from "../families/redirect.ts";
import { paypal as options } from "../session_options.ts";

export const paypal = redirectType("wallet", {
  type: "paypal",
  name: "PayPal",
  currencies: [
    "aud",
    "cad",
    "chf",
    "czk",
    "dkk",
    "eur",
    "gbp",
    "hkd",
    "nok",
    "nzd",
    "pln",
    "sek",
    "sgd",
    "usd",
  ],
  shopCountries: EUROPE,
  purposes: ["payment", "setup", "subscription"],
  capturesLater: true,
  details: () => ({ country: null, payer_email: null, payer_id: null }),
  charge: (_details, { country, email, name, reference }) => ({
    country,
    payer_email: email,
    payer_id: null,
    payer_name: name,
    seller_protection: { dispute_categories: null, status: "not_eligible" },
    transaction_id: reference,
  }),
  usualOptions: { preferred_locale: null, reference: null },
  setupOptions: { billing_agreement_id: null },
  refund: {
    paypal: { network_decline_code: null, reference: null, reference_status: "pending" },
    type: "paypal",
  },
  refundsLater: true,
  sessionOptions: options,
});
