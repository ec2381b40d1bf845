/** The payment method type `klarna`: pay now, later or in instalments. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { capturedSavedAsDebit, klarna as options } from "../session_options.ts";

const PAYERS = [
  ...[
    "AT",
    "AU",
    "BE",
    "CA",
    "CH",
    "CZ",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "IE",
    "IT",
    "NL",
    "NO",
    "NZ",
  ],
  ...["PL", "PT", "RO", "SE", "US"],
];

export const klarna = redirectType("wallet", {
  type: "klarna",
  name: "Klarna",
  currencies: ["aud", "cad", "chf", "czk", "dkk", "eur", "gbp", "nok", "nzd", "pln", "ron", "sek", "usd"],
  /** For euros it depends on the payer's country at Stripe; this is the greatest. */
  limits: {
    eur: [0, 1_500_000],
    gbp: [0, 1_150_000],
    nok: [0, 15_000_000],
    sek: [0, 15_000_000],
    usd: [0, 1_000_000],
  },
  capturesLater: true,
  asks: { billing: "postal", countries: PAYERS },
  data: {
    dob: p.object({
      day: p.required(p.integer({ min: 1, max: 31 })),
      month: p.required(p.integer({ min: 1, max: 12 })),
      year: p.required(p.integer({ min: 1000, max: 9999 })),
    }),
  },
  details: ({ dob }) => (dob === undefined ? {} : { dob }),
  charge: (_details, { country }) => ({
    payer_details: { address: { country } },
    payment_method_category: "pay_later",
    preferred_locale: null,
  }),
  usualOptions: { preferred_locale: null },
  intentOptions: capturedSavedAsDebit,
  refund: { klarna: { reference: null, reference_status: "pending" }, type: "klarna" },
  sessionOptions: options,
});
