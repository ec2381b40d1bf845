/**
 * Which currencies there are, how many minor units each has, and how small or large a charge may be. Also how
 * refusals write amounts. How buyers see amounts in their language is in form/amount_text.ts.
 */
import { type Amount, multiplyDecimal, scale } from "./amounts.ts";

/**
 * Every accepted currency code, in the order of the list in Stripe's refusal of an unknown one: usd, then
 * alphabetical, then currencies added late or no longer issued. Stripe's list also has `usdc` after zmw; it
 * is left out because no card is charged in it.
 */
export const CURRENCIES: readonly string[] = `
  usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad
  cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl
  hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga
  mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron
  rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs
  vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
  btn ghs eek lvl svc vef ltl sll mro
`
  .trim()
  .split(/\s+/);

const ACCEPTED: ReadonlySet<string> = new Set(CURRENCIES);

/** Whether `code`, in lower case as rows store it, is an accepted currency. */
export function isCurrency(code: string): boolean {
  return ACCEPTED.has(code);
}

/**
 * Amounts are whole units (Stripe docs, "Zero-decimal currencies"; ugx is in that list but is sent with two
 * decimals).
 */
const ZERO_DECIMAL = words("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf");

/** 1 unit is an amount of 1000 (Stripe docs, "Three-decimal currencies"). */
const THREE_DECIMAL = words("bhd jod kwd omr tnd");

/** Sent with two decimals for backward compatibility, but used without any (Stripe docs, "Special cases"). */
const WHOLE_UNITS_ONLY = words("isk ugx");

/** How many decimals the amounts of a currency have: 2 if an amount of 100 is one unit. */
export function minorDigits(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** How many decimals to show to a buyer: as `minorDigits`, but none for isk and ugx. */
export function displayDigits(currency: string): 0 | 2 | 3 {
  return WHOLE_UNITS_ONLY.has(currency) ? 0 : minorDigits(currency);
}

/** Every amount of a currency must be a multiple of this. */
function step(currency: string): number {
  if (WHOLE_UNITS_ONLY.has(currency)) return 100;
  return THREE_DECIMAL.has(currency) ? 10 : 1;
}

/**
 * Why an amount is not possible in a currency, or null if it is. The rules are Stripe's (docs, currencies).
 * Stripe's wording of the refusal is not published, so the words are ours.
 */
export function currencyFault(amount: Amount, currency: string): string | null {
  const multiple = step(currency);
  if (amount % multiple === 0) return null;
  const reason =
    multiple === 10
      ? "its third decimal is always 0"
      : "it has no fractions and is sent as a two-decimal currency";
  const rule = `Amounts in ${currency} must be a multiple of ${multiple}, because ${reason}.`;
  return `Invalid amount: ${amount}. ${rule}`;
}

/** Stripe docs, "Minimum and maximum charge amounts": per settlement currency, in minor units. */
const MINIMUM: Readonly<Record<string, Amount>> = {
  usd: 50,
  aed: 200,
  ars: 50,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  cop: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  idr: 50,
  ils: 50,
  inr: 50,
  jpy: 50,
  krw: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  php: 50,
  pln: 200,
  ron: 200,
  rub: 50,
  sek: 300,
  sgd: 50,
  thb: 1000,
  zar: 50,
};

/** The minimum for a currency for which Stripe lists none. */
const MINIMUM_US_CENTS = 50;

/**
 * APPROXIMATE units per US dollar. They serve only to recognize a charge that is clearly too small, and are
 * fixed so that tests repeat. Stripe uses the day's rate.
 */
const PER_US_DOLLAR: Readonly<Record<string, string>> = Object.fromEntries(
  `
  afn 70 all 90 amd 390 ang 1.79 aoa 910 awg 1.79 azn 1.7 bam 1.8 bbd 2 bdt 120 bhd 0.376 bif 2900 bmd 1
  bnd 1.33 bob 6.9 bsd 1 btn 84 bwp 13.5 byn 3.27 bzd 2 cdf 2850 clp 940 cny 7.2 crc 510 cve 101 djf 178
  dop 60 dzd 134 eek 14.4 egp 50 etb 125 fjd 2.25 fkp 0.78 gel 2.75 ghs 15 gip 0.78 gmd 71 gnf 8600 gtq 7.7
  gyd 209 hnl 25.5 hrk 6.9 htg 131 isk 137 jmd 158 jod 0.709 kes 129 kgs 87 khr 4030 kmf 452 kwd 0.307
  kyd 0.83 kzt 500 lak 21800 lbp 89500 lkr 295 lrd 195 lsl 18 ltl 3.16 lvl 0.64 mad 9.8 mdl 18 mga 4650
  mkd 56 mmk 2100 mnt 3420 mop 8 mro 400 mur 46 mvr 15.4 mwk 1735 mzn 64 nad 18 ngn 1600 nio 36.8 npr 134
  omr 0.385 pab 1 pen 3.75 pgk 4 pkr 280 pyg 7800 qar 3.64 rsd 107 rwf 1390 sar 3.75 sbd 8.4 scr 14 shp 0.78
  sle 22.7 sll 22700 sos 571 srd 35 std 22500 svc 8.75 szl 18 tjs 10.8 tnd 3.1 top 2.37 try 34 ttd 6.8
  twd 32 tzs 2600 uah 41.5 ugx 3680 uyu 42 uzs 12800 vef 248000 vnd 25300 vuv 119 wst 2.75 xaf 600 xcd 2.7
  xcg 1.79 xof 600 xpf 109 yer 250 zmw 27
  `
    .trim()
    .split(/\s+/)
    .flatMap((code, at, all) => (at % 2 === 0 ? [[code, all[at + 1] ?? "1"]] : [])),
);

/**
 * The smallest amount that may be charged: Stripe's figure if it lists one, otherwise about 50 US cents,
 * rounded up to an amount that is possible in the currency.
 */
export function minimumCharge(currency: string): Amount {
  const listed = Object.hasOwn(MINIMUM, currency) ? MINIMUM[currency] : undefined;
  if (listed !== undefined) return listed;
  const perDollar = Object.hasOwn(PER_US_DOLLAR, currency) ? PER_US_DOLLAR[currency] : undefined;
  const centsWorth = multiplyDecimal(perDollar ?? "1", MINIMUM_US_CENTS * 10 ** minorDigits(currency));
  const amount = scale(centsWorth, 1, 100);
  const multiple = step(currency);
  return Math.max(multiple, Math.ceil(amount / multiple) * multiple);
}

/** Eight digits (Stripe docs, "Minimum and maximum charge amounts"). */
const MAXIMUM: Amount = 99_999_999;

/**
 * Currencies whose unit is worth so little that eight digits are not enough. Twelve digits for idr are
 * documented. The others are known to allow more than eight; ten is our estimate.
 */
const LARGER_MAXIMUM: Readonly<Record<string, Amount>> = {
  idr: 999_999_999_999,
  cop: 9_999_999_999,
  huf: 9_999_999_999,
  inr: 9_999_999_999,
};

/** The largest amount that may be charged; also the largest unit price. */
export function maximumCharge(currency: string): Amount {
  return (Object.hasOwn(LARGER_MAXIMUM, currency) ? LARGER_MAXIMUM[currency] : undefined) ?? MAXIMUM;
}

/** Symbols that refusals write before the number: "$0.50". Every dollar is "$"; the code tells them apart. */
const SYMBOL_BEFORE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...words("usd ars aud bmd cad clp cop hkd mxn nzd sgd twd")].map((code) => [code, "$"]),
  ),
  brl: "R$",
  cny: "¥",
  eur: "€",
  gbp: "£",
  idr: "Rp",
  ils: "₪",
  inr: "₹",
  jpy: "¥",
  krw: "₩",
  myr: "RM",
  php: "₱",
  sar: "ر.س",
  thb: "฿",
  try: "₺",
  zar: "R",
};

/** Symbols that refusals write after the number: "175.00 Ft". */
const SYMBOL_AFTER: Readonly<Record<string, string>> = {
  aed: "د.إ",
  bgn: "лв",
  czk: "Kč",
  dkk: "kr",
  huf: "Ft",
  isk: "kr",
  nok: "kr",
  pln: "zł",
  ron: "Lei",
  rub: "₽",
  sek: "kr",
  ugx: "USh",
  vnd: "₫",
};

/**
 * An amount as Stripe writes it in refusals that need not name the currency: "$999,999.99", "1.00 USh".
 * Always with all decimals, even where people leave them out. A currency without a known symbol shows its
 * code.
 */
export function formatAmount(amount: Amount, currency: string): string {
  return withSymbol(amount < 0 ? "-" : "", plainNumber(Math.abs(amount), minorDigits(currency)), currency);
}

/**
 * A unit price, given as decimal text in minor units, as Stripe writes it in the lines of invoices: "$10.00", and
 * "$0.036" if it is less than a minor unit.
 */
export function formatUnitAmount(decimal: string, currency: string): string {
  const [minor = "0", fraction = ""] = decimal.split(".");
  const digits = minorDigits(currency);
  const number = plainNumber(Number(minor), digits);
  const point = digits === 0 && fraction !== "" ? "." : "";
  return withSymbol("", `${number}${point}${fraction}`, currency);
}

function withSymbol(sign: string, number: string, currency: string): string {
  const before = Object.hasOwn(SYMBOL_BEFORE, currency) ? SYMBOL_BEFORE[currency] : undefined;
  if (before !== undefined) return `${sign}${before}${number}`;
  const after = Object.hasOwn(SYMBOL_AFTER, currency) ? SYMBOL_AFTER[currency] : undefined;
  return `${sign}${number} ${after ?? currency.toUpperCase()}`;
}

/** An amount with its currency code, as in "must add up to at least $0.50 usd" and "175.00 Ft huf". */
export function formatAmountForError(amount: Amount, currency: string): string {
  const hasSymbol = Object.hasOwn(SYMBOL_BEFORE, currency) || Object.hasOwn(SYMBOL_AFTER, currency);
  const text = formatAmount(amount, currency);
  return hasSymbol ? `${text} ${currency}` : text.toLowerCase();
}

function plainNumber(amount: Amount, digits: number): string {
  const text = String(amount).padStart(digits + 1, "0");
  const whole = inThousands(text.slice(0, text.length - digits));
  return digits === 0 ? whole : `${whole}.${text.slice(text.length - digits)}`;
}

/** "1234567" → "1,234,567". */
function inThousands(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(",");
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
