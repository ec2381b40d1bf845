/** The payment method type `ideal`: banks of the Netherlands. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import type { Hash } from "../method_type.ts";
import { neverSaved, savedOffSession } from "../session_options.ts";

/** The code of each bank that a request may name. */
const BANKS = {
  abn_amro: "ABNANL2A",
  adyen: "ADYBNL2A",
  asn_bank: "ASNBNL21",
  bunq: "BUNQNL2A",
  buut: "BUUTNL2A",
  finom: "FNOMNL22",
  handelsbanken: "HANDNL2A",
  ing: "INGBNL2A",
  knab: "KNABNL2H",
  mollie: "MLLENL2A",
  moneyou: "MOYONL21",
  n26: "NTSBDEB1",
  nn: "NNBANL2G",
  rabobank: "RABONL2U",
  regiobank: "RBRBNL21",
  revolut: "REVOLT21",
  sns_bank: "SNSBNL2A",
  triodos_bank: "TRIONL2U",
  van_lanschot: "FVLBNL22",
  yoursafe: "BITSNL2A",
} as const;

export const ideal = redirectType("bank_redirect", {
  type: "ideal",
  name: "iDEAL",
  currencies: ["eur"],
  purposes: ["payment", "setup", "subscription"],
  savedAsIban: "NL39RABO0300065264",
  asks: { name: true },
  data: { bank: p.oneOf(...(Object.keys(BANKS) as (keyof typeof BANKS)[])) },
  details: ({ bank }) => ({ bank: bank ?? null, bic: bicOf(bank) }),
  charge: (details, { name, reference }) => ({ ...accountOf(details, name), transaction_id: reference }),
  setup: accountOf,
  setupOptions: null,
  sessionOptions: neverSaved,
  intentOptions: savedOffSession,
});

function accountOf({ bank, bic }: Hash, verified_name: string | null): Hash {
  return { bank, bic, iban_last4: "5264", verified_name };
}

function bicOf(bank: unknown): string | null {
  return Object.entries(BANKS).find(([name]) => name === bank)?.[1] ?? null;
}
