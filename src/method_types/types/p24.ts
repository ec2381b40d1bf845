/** The payment method type `p24`: banks of Poland. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { p24 as options } from "../session_options.ts";

const BANKS = [
  "alior_bank",
  "bank_millennium",
  "bank_nowy_bfg_sa",
  "bank_pekao_sa",
  "banki_spbdzielcze",
  "blik",
  "bnp_paribas",
  "boz",
  "citi_handlowy",
  "credit_agricole",
  "envelobank",
  "etransfer_pocztowy24",
  "getin_bank",
  "ideabank",
  "ing",
  "inteligo",
  "mbank_mtransfer",
  "nest_przelew",
  "noble_pay",
  "pbac_z_ipko",
  "plus_bank",
  "santander_przelew24",
  "tmobile_usbugi_bankowe",
  "toyota_bank",
  "velobank",
  "volkswagen_bank",
] as const;

export const p24 = redirectType("bank_redirect", {
  type: "p24",
  name: "Przelewy24",
  currencies: ["eur", "pln"],
  asks: { name: true },
  data: { bank: p.oneOf(...BANKS) },
  details: ({ bank }) => ({ bank: bank ?? null }),
  charge: ({ bank }, { name, reference }) => ({ bank, reference, verified_name: name }),
  refund: { p24: { reference: null, reference_status: "pending" }, type: "p24" },
  refundDays: 180,
  sessionOptions: options,
});
