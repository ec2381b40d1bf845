/** The payment method type `sepa_debit`: bank accounts in euros. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { debitType, lastFour, type TestAccount } from "../families/debit.ts";
import { bankDebit } from "../session_options.ts";

/** How many characters of an IBAN, after its country and check digits, name the bank and the branch. */
const CODES: Readonly<Record<string, readonly [bank: number, branch: number]>> = {
  AD: [4, 4], AT: [5, 0], BE: [3, 0], BG: [4, 4], CH: [5, 0], CY: [3, 5], CZ: [4, 0], DE: [8, 0], DK: [4, 0],
  EE: [2, 0], ES: [4, 4], FI: [6, 0], FR: [5, 5], GB: [4, 6], GI: [4, 0], GR: [3, 4], HR: [7, 0], HU: [3, 4],
  IE: [4, 6], IS: [2, 2], IT: [6, 5], LI: [5, 0], LT: [5, 0], LU: [3, 0], LV: [4, 0], MC: [5, 5], MT: [4, 5],
  NL: [4, 0], NO: [4, 0], PL: [8, 0], PT: [4, 4], RO: [4, 0], SE: [3, 0], SI: [5, 0], SK: [4, 0], SM: [6, 5],
}; // biome-ignore format: one line a group of countries

const PAYS: TestAccount = {};
/** Test accounts of Stripe's documentation. */
const ACCOUNTS: Readonly<Record<string, TestAccount>> = {
  AD1400080001001234567890: PAYS,
  AT611904300234573201: PAYS,
  BE62510007547061: PAYS,
  BG80BNBG96611020345678: PAYS,
  CH9300762011623852957: PAYS,
  CY17002001280000001200527600: PAYS,
  CZ6508000000192000145399: PAYS,
  DE89370400440532013000: PAYS,
  DK5000400440116243: PAYS,
  EE382200221020145685: PAYS,
  ES0700120345030000067890: PAYS,
  FI2112345600000785: PAYS,
  FR1420041010050500013M02606: PAYS,
  GB82WEST12345698765432: PAYS,
  GI75NWBK000000007099453: PAYS,
  GR1601101250000000012300695: PAYS,
  HR7624020064583467589: PAYS,
  HU42117730161111101800000000: PAYS,
  IE29AIBK93115212345678: PAYS,
  IS140159260076545510730339: PAYS,
  IT40S0542811101000000123456: PAYS,
  LI0508800636123378777: PAYS,
  LT121000011101001000: PAYS,
  LU280019400644750000: PAYS,
  LV80BANK0000435195001: PAYS,
  MC5810096180790123456789085: PAYS,
  MT84MALT011000012345MTLCAST001S: PAYS,
  NL39RABO0300065264: PAYS,
  NO9386011117947: PAYS,
  PL61109010140000071219812874: PAYS,
  PT50000201231234567890154: PAYS,
  RO49AAAA1B31007593840000: PAYS,
  SE3550000000054910000003: PAYS,
  SI56191000000123438: PAYS,
  SK3112000000198742637541: PAYS,
  SM86U0322509800000000270100: PAYS,
  AT321904300235473204: { answers: "late" },
  DE08370400440532013003: { answers: "late" },
  AT861904300235473202: { fails: "generic_could_not_process" },
  DE62370400440532013001: { fails: "generic_could_not_process" },
  ES9121000418450200051332: { fails: "generic_could_not_process" },
  FR8420041010050500013M02607: { fails: "generic_could_not_process" },
  IT60X0542811101000000123456: { fails: "generic_could_not_process" },
  NL91ABNA0417164300: { fails: "generic_could_not_process" },
  AT051904300235473205: { fails: "generic_could_not_process", answers: "late" },
  DE78370400440532013004: { fails: "generic_could_not_process", answers: "late" },
  AT591904300235473203: { after: "dispute" },
  DE35370400440532013002: { after: "dispute" },
  DE65370400440000343434: { fails: "charge_exceeds_source_limit" },
  DE27370400440000121212: { fails: "charge_exceeds_weekly_limit" },
  DE65370400440002222227: { fails: "insufficient_funds" },
  AT511904300000066666: { refused: "bank_account_unusable" },
};

const IBAN_MAX = 50;

export const sepaDebit = debitType({
  type: "sepa_debit",
  name: "SEPA",
  currencies: ["eur"],
  purposes: ["payment", "setup", "subscription"],
  asks: { billing: "whole", fields: [{ param: "iban", control: "iban", kind: "iban" }] },
  data: { iban: p.required(p.string({ max: IBAN_MAX })) },
  numberParam: "iban",
  key(given, path) {
    const iban = ibanIn(given);
    if (isIban(iban)) return iban;
    throw errors.rule("The IBAN you provided is invalid.", `${path}[iban]`, "invalid_bank_account_iban");
  },
  accounts: ACCOUNTS,
  needs: ["name", "email"],
  details(given) {
    const iban = ibanIn(given);
    const country = iban.slice(0, 2);
    const [bank, branch] = CODES[country] ?? [0, 0];
    return {
      bank_code: iban.slice(4, 4 + bank),
      branch_code: iban.slice(4 + bank, 4 + bank + branch),
      country,
      // Requests cannot give it: it is of a debit that was made of another method.
      generated_from: given.generated_from ?? { charge: null, setup_attempt: null },
      last4: lastFour(iban),
    };
  },
  charge: ({ generated_from: _made, ...shown }) => shown,
  mandate: ({ reference, url }) => ({ reference, url }),
  refund: undefined,
  refundDays: 180,
  sessionOptions: bankDebit,
  usualOptions: {},
});

function ibanIn({ iban }: { readonly iban?: unknown }): string {
  return String(iban).replaceAll(/\s/g, "").toUpperCase();
}

/** Whether the check digits of an IBAN fit (ISO 13616): letters count from 10, and the rest by 97 is 1. */
function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - "A".charCodeAt(0) + 10),
  );
  return BigInt(digits) % 97n === 1n;
}
