/**
 * The bank accounts that payers transfer money to. They are made up: each customer has the same one for each type of
 * transfer, derived from their id, at a bank that calls itself a test bank. Check digits are right, so that what reads
 * such numbers accepts them.
 */
import { sha256 } from "../core/canonical.ts";
import type { Hash } from "./method_type.ts";

/** The types of transfer, with the currency of each and the addresses of their accounts, the usual one first. */
const TRANSFERS = {
  eu_bank_transfer: { currency: "eur", addresses: ["iban"] },
  gb_bank_transfer: { currency: "gbp", addresses: ["sort_code"] },
  jp_bank_transfer: { currency: "jpy", addresses: ["zengin"] },
  mx_bank_transfer: { currency: "mxn", addresses: ["spei"] },
  us_bank_transfer: { currency: "usd", addresses: ["aba", "swift"] },
} as const;

export type TransferType = keyof typeof TRANSFERS;
type AddressType = (typeof TRANSFERS)[TransferType]["addresses"][number];

export const TRANSFER_TYPES = Object.keys(TRANSFERS) as readonly TransferType[];
export const TRANSFER_CURRENCIES = TRANSFER_TYPES.map((type) => TRANSFERS[type].currency);
/** Where accounts in euros can be. */
export const EURO_COUNTRIES = ["BE", "DE", "ES", "FR", "IE", "NL"] as const;
export type EuroCountry = (typeof EURO_COUNTRIES)[number];

/** Where they are unless a request says so. */
export const USUAL_EURO_COUNTRY: EuroCountry = "IE";

/** The type of transfer in a currency; null if there is none. */
export function transferIn(currency: string): TransferType | null {
  return TRANSFER_TYPES.find((type) => TRANSFERS[type].currency === currency) ?? null;
}

/** Whose account, and where. */
export interface Account {
  /** The customer who transfers to it. */
  readonly customer: string;
  readonly type: TransferType;
  /** Only accounts in euros have a choice. */
  readonly country: EuroCountry;
  /** Whom payers take it for: the shop. */
  readonly holder: string;
}

/** The country that an account is in, ISO 3166-1 alpha-2. */
export function countryOf({ type, country }: Pick<Account, "country" | "type">): string {
  return type === "eu_bank_transfer" ? country : type.slice(0, 2).toUpperCase();
}

const NETWORKS: Readonly<Record<AddressType, readonly string[]>> = {
  aba: ["ach", "domestic_wire_us"],
  iban: ["sepa"],
  sort_code: ["bacs", "fps"],
  spei: ["spei"],
  swift: ["swift"],
  zengin: ["zengin"],
};
/** What requests call an address by its network. */
const ALSO_CALLED: Readonly<Record<string, string>> = { sepa: "iban" };

function addressTypes(type: TransferType, wanted: readonly string[]): readonly AddressType[] {
  const names = wanted.map((name) => ALSO_CALLED[name] ?? name);
  return TRANSFERS[type].addresses.filter((address) => names.length === 0 || names.includes(address));
}

/** Whether accounts of a type have an address of one of the `wanted` types. */
export function hasAddress(type: TransferType, wanted: readonly string[]): boolean {
  return addressTypes(type, wanted).length > 0;
}

/** `financial_addresses` of an account: those of the `wanted` types, or all if none is named. */
export function addressesOf(account: Account, wanted: readonly string[] = []): readonly Hash[] {
  const digits = digitsOf(account);
  return addressTypes(account.type, wanted).map((type) => ({
    [type]: {
      account_holder_address: POSTAL[account.type](countryOf(account)),
      account_holder_name: account.holder,
      bank_address: POSTAL[account.type](countryOf(account)),
      ...numbersOf(type, account, digits),
    },
    supported_networks: NETWORKS[type],
    type,
  }));
}

const BANK = "CHECKSTAND TEST BANK";
/** Nobody has routing numbers, banks or branches with these numbers. */
const ROUTING_NUMBER = "999999992";
const SORT_CODE = "000000";
const MX_BANK = "999";
const JP_BANK = "9999";
const JP_BRANCH = "999";

/** So many digits that belong to a customer. */
type Digits = (length: number) => string;

function numbersOf(type: AddressType, account: Account, digits: Digits): Hash {
  switch (type) {
    case "aba":
      return {
        account_number: digits(12),
        account_type: "checking",
        bank_name: BANK,
        routing_number: ROUTING_NUMBER,
      };
    case "swift":
      return {
        account_number: digits(12),
        account_type: "checking",
        bank_name: BANK,
        swift_code: "TESTUS00",
      };
    case "iban":
      return {
        bic: `TEST${account.country}00`,
        country: account.country,
        iban: ibanIn(account.country, digits),
      };
    case "sort_code":
      return { account_number: digits(8), sort_code: SORT_CODE };
    case "spei":
      return { bank_code: MX_BANK, bank_name: BANK, clabe: clabe(`${MX_BANK}180${digits(11)}`) };
    case "zengin":
      return {
        account_number: digits(7),
        account_type: "futsu",
        bank_code: JP_BANK,
        bank_name: BANK,
        branch_code: JP_BRANCH,
        branch_name: "TEST BRANCH",
      };
  }
}

/** How many characters an account number has in an IBAN, and the letters of the bank that it begins with. */
const IBAN_PARTS: Readonly<Record<EuroCountry, readonly [bank: string, length: number]>> = {
  BE: ["", 12],
  DE: ["", 18],
  ES: ["", 20],
  FR: ["", 23],
  IE: ["TEST", 18],
  NL: ["TEST", 14],
};

function ibanIn(country: EuroCountry, digits: Digits): string {
  const [bank, length] = IBAN_PARTS[country];
  const number = bank + digits(length - bank.length);
  const asDigits = `${number}${country}00`.replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  // ISO 13616: the remainder by 97 of the number with its country and check digits is 1.
  const check = 98n - (BigInt(asDigits) % 97n);
  return `${country}${String(check).padStart(2, "0")}${number}`;
}

/** The 17 digits with the check digit of Mexico's banks. */
function clabe(digits: string): string {
  const weights = [3, 7, 1];
  const sum = [...digits].reduce(
    (total, digit, i) => total + ((Number(digit) * (weights[i % 3] ?? 0)) % 10),
    0,
  );
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function digitsOf({ customer, type }: Account): Digits {
  const number = BigInt(`0x${sha256(`bank account ${type} ${customer}`)}`).toString();
  return (length) => number.slice(0, length);
}

const postal = (city: string, line1: string, postal_code: string, state: string | null = null) => {
  return (country: string): Hash => ({ city, country, line1, line2: null, postal_code, state });
};
const POSTAL: Readonly<Record<TransferType, (country: string) => Hash>> = {
  eu_bank_transfer: postal("Test City", "1 Test Street", "00000"),
  gb_bank_transfer: postal("Test City", "1 Test Street", "ZZ99 9ZZ"),
  jp_bank_transfer: postal("Test City", "1 Test Street", "000-0000"),
  mx_bank_transfer: postal("Test City", "1 Test Street", "00000"),
  us_bank_transfer: postal("Test City", "1 Test Street", "00000", "CA"),
};

const REFERENCE_CHARS = 12;

/** The reference that tells which payment a transfer is for. */
export function referenceOf(intentId: string): string {
  return sha256(`reference ${intentId}`).slice(0, REFERENCE_CHARS).toUpperCase();
}

/** What a transfer in test mode says of its sender, under the name of its type; Mexico's say nothing. */
export const SENDERS: Readonly<Record<TransferType, Hash | null>> = {
  eu_bank_transfer: { bic: "TESTDE00", iban_last4: "3000", sender_name: "Test Sender" },
  gb_bank_transfer: { account_number_last4: "2345", sender_name: "Test Sender", sort_code: SORT_CODE },
  jp_bank_transfer: { sender_bank: BANK, sender_branch: "TEST BRANCH", sender_name: "Test Sender" },
  mx_bank_transfer: null,
  us_bank_transfer: { network: "ach", sender_name: "Test Sender" },
};
