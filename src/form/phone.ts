/**
 * Phone numbers: calling codes by country (ITU-T E.164), and typed numbers in international form. Pure; also
 * part of the client script. Checks the length of a number, not whether it is in use.
 */

/**
 * "1 US CA": a calling code and its countries. Islands and territories share the codes of larger countries.
 */
const CODES = `1 AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI|7 KZ RU|20 EG|27 ZA|30 GR
|31 NL|32 BE|33 FR|34 ES|36 HU|39 IT VA|40 RO|41 CH|43 AT|44 GB GG IM JE|45 DK|46 SE|47 BV NO SJ|48 PL|49 DE|51 PE
|52 MX|54 AR|55 BR|56 CL|57 CO|58 VE|60 MY|61 AU|62 ID|63 PH|64 NZ PN|65 SG|66 TH|81 JP|82 KR|84 VN|86 CN|90 TR|91 IN
|92 PK|93 AF|94 LK|95 MM|211 SS|212 EH MA|213 DZ|216 TN|218 LY|220 GM|221 SN|222 MR|223 ML|224 GN|225 CI|226 BF
|227 NE|228 TG|229 BJ|230 MU|231 LR|232 SL|233 GH|234 NG|235 TD|236 CF|237 CM|238 CV|239 ST|240 GQ|241 GA|242 CG
|243 CD|244 AO|245 GW|246 IO|247 AC|248 SC|249 SD|250 RW|251 ET|252 SO|253 DJ|254 KE|255 TZ|256 UG|257 BI|258 MZ
|260 ZM|261 MG|262 RE TF YT|263 ZW|264 NA|265 MW|266 LS|267 BW|268 SZ|269 KM|290 SH TA|291 ER|297 AW|298 FO|299 GL
|350 GI|351 PT|352 LU|353 IE|354 IS|355 AL|356 MT|357 CY|358 AX FI|359 BG|370 LT|371 LV|372 EE|373 MD|374 AM|375 BY
|376 AD|377 MC|378 SM|380 UA|381 RS|382 ME|383 XK|385 HR|386 SI|387 BA|389 MK|420 CZ|421 SK|423 LI|500 FK GS|501 BZ
|502 GT|503 SV|504 HN|505 NI|506 CR|507 PA|508 PM|509 HT|590 BL GP MF|591 BO|592 GY|593 EC|594 GF|595 PY|596 MQ
|597 SR|598 UY|599 BQ CW|670 TL|672 AQ|673 BN|674 NR|675 PG|676 TO|677 SB|678 VU|679 FJ|680 PW|681 WF|682 CK|683 NU
|685 WS|686 KI|687 NC|688 TV|689 PF|690 TK|691 FM|692 MH|852 HK|853 MO|855 KH|856 LA|880 BD|886 TW|960 MV|961 LB
|962 JO|963 SY|964 IQ|965 KW|966 SA|967 YE|968 OM|970 PS|971 AE|972 IL|973 BH|974 QA|975 BT|976 MN|977 NP|992 TJ
|993 TM|994 AZ|995 GE|996 KG|998 UZ`;

const codes: ReadonlyMap<string, string> = new Map(
  CODES.split("|").flatMap((row) => {
    const [code = "", ...countries] = row.trim().split(" ");
    return countries.map((country) => [country, code] as const);
  }),
);

const NORTH_AMERICA = "1";
const NORTH_AMERICAN_DIGITS = 10;
/** The least digits without the calling code, and the most digits with it (E.164, 6.2.1). */
const NATIONAL_DIGITS_MIN = 4;
const DIGITS_MAX = 15;
/** Longer texts are not phone numbers, even with spaces. The bound keeps the regular expressions fast. */
const CHARS_MAX = 64;
/** Calling codes of countries whose numbers keep their first 0 in international form. */
const KEEPS_ZERO = new Set(["39", "225", "241", "242", "378"]);

/** "49" for DE; null if the country has no calling code. */
export function callingCode(country: string): string | null {
  return codes.get(country) ?? null;
}

/**
 * "+491701234567" from a number typed as in its country or with any calling code; null if it is no number.
 */
export function internationalNumber(text: string, country: string): string | null {
  if (text.length > CHARS_MAX) return null;
  const typed = text.trim();
  if (!/^\+?[\d\s()./-]+$/.test(typed)) return null;
  const digits = typed.replace(/\D/g, "");
  if (typed.startsWith("+")) return digits[0] === "0" ? null : inBounds(digits, NATIONAL_DIGITS_MIN);
  const code = callingCode(country);
  if (code === null) return null;
  if (code === NORTH_AMERICA) {
    const national = digits.length > NORTH_AMERICAN_DIGITS ? digits.replace(/^1/, "") : digits;
    return national.length === NORTH_AMERICAN_DIGITS ? `+${code}${national}` : null;
  }
  const national = KEEPS_ZERO.has(code) ? digits : digits.replace(/^0/, "");
  return inBounds(code + national, code.length + NATIONAL_DIGITS_MIN);
}

function inBounds(digits: string, least: number): string | null {
  return digits.length >= least && digits.length <= DIGITS_MAX ? `+${digits}` : null;
}

/** "(201) 555-0123" for the countries of calling code 1; numbers of other countries stay as typed. */
export function formatPhone(text: string, country: string): string {
  if (text.length > CHARS_MAX) return text;
  const digits = text.replace(/\D/g, "");
  if (callingCode(country) !== NORTH_AMERICA || !/^[\d\s()-]*$/.test(text)) return text;
  if (digits.length > NORTH_AMERICAN_DIGITS || digits.startsWith("1")) return text;
  const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  if (line !== "") return `(${area}) ${exchange}-${line}`;
  return exchange === "" ? area : `(${area}) ${exchange}`;
}
