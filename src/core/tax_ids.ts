/**
 * Tax ids: every type, the format of its values, and which types Checkout asks buyers of a country for. Only
 * formats are checked, as by Stripe, whose own examples have wrong check digits; no register is asked.
 * Examples and uses of the types come from Stripe's documentation ("Customer tax IDs", "Collect tax IDs with
 * Checkout"). Types without an example there have the format of their country's register.
 */

/**
 * `page`: Checkout collects it. `tax`: automatic tax treats a buyer who has one as a business, which may owe
 * no tax.
 */
type Use = "" | "page" | "page tax" | "tax";
type Form = readonly [regex: RegExp, example: string, use?: Use];

const SPANISH = /^[A-Z\d]\d{7}[A-Z\d]$/;

/**
 * By type. Its first two letters are the country, except for the types in `COUNTRIES`. Punctuation may be
 * left out.
 */
// biome-ignore format: a line a type
const FORMS = {
  ad_nrt: [/^[A-Z]-?\d{6}-?[A-Z]$/, "A-123456-Z"],
  ae_trn: [/^\d{15}$/, "123456789012345", "page tax"],
  al_tin: [/^[A-Z]\d{8}[A-Z]$/, "J12345678N", "page tax"],
  am_tin: [/^\d{8}$/, "02538904", "page tax"],
  ao_tin: [/^\d{10}$/, "5123456789", "page"],
  ar_cuit: [/^\d{2}-?(\d{7}-?\d{2}|\d{8}-?\d)$/, "12-3456789-01"],
  au_abn: [/^\d{11}$/, "12345678912", "page tax"],
  au_acn: [/^\d{9}$/, "123456789"],
  au_arn: [/^\d{12}$/, "123456789123"],
  au_wpn: [/^\d{9}$/, "123456789"],
  aw_tin: [/^\d{8}$/, "12345678", "page tax"],
  az_tin: [/^\d{10}$/, "0123456789", "page tax"],
  ba_tin: [/^\d{12}$/, "123456789012", "page tax"],
  bb_tin: [/^\d{13}$/, "1123456789012", "page"],
  bd_bin: [/^\d{9}-?\d{4}$/, "123456789-0123", "page tax"],
  bf_ifu: [/^\d{8}[A-Z]$/, "12345678A", "page tax"],
  bg_uic: [/^\d{9}(\d{4})?$/, "123456789"],
  bh_vat: [/^\d{15}$/, "123456789012345", "page tax"],
  bj_ifu: [/^\d{13}$/, "1234567890123", "page tax"],
  bo_tin: [/^\d{7,12}$/, "123456789"],
  br_cnpj: [/^[A-Z\d]{2}\.?[A-Z\d]{3}\.?[A-Z\d]{3}\/?[A-Z\d]{4}-?\d{2}$/, "01.234.456/5432-10"],
  br_cpf: [/^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/, "123.456.789-87"],
  bs_tin: [/^\d{3}\.?\d{3}\.?\d{3}$/, "123.456.789", "page"],
  bw_vat: [/^[A-Z]{0,2}\d{6,12}$/, "C12345678901"],
  by_tin: [/^\d{9}$/, "123456789", "page tax"],
  ca_bn: [/^\d{9}$/, "123456789", "page"],
  ca_gst_hst: [/^\d{9}RT\d{4}$/, "123456789RT0002", "page tax"],
  ca_pst_bc: [/^PST-?\d{4}-?\d{4}$/, "PST-1234-5678", "page"],
  ca_pst_mb: [/^\d{6}-?\d$/, "123456-7", "page"],
  ca_pst_sk: [/^\d{7}$/, "1234567", "page"],
  ca_qst: [/^\d{10}TQ\d{4}$/, "1234567890TQ1234", "page tax"],
  cd_nif: [/^[A-Z]\d{7}[A-Z]$/, "A0123456M", "page"],
  ch_uid: [/^CHE-?\d{3}\.?\d{3}\.?\d{3}( ?HR)?$/, "CHE-123.456.789 HR"],
  ch_vat: [/^CHE-?\d{3}\.?\d{3}\.?\d{3} ?(MWST|TVA|IVA)$/, "CHE-123.456.789 MWST", "page tax"],
  ci_vat: [/^\d{7}[A-Z]$/, "1234567A"],
  cl_tin: [/^\d{1,2}\.?\d{3}\.?\d{3}-?[\dK]$/, "12.345.678-K", "page tax"],
  cm_niu: [/^[A-Z]\d{12}[A-Z]$/, "M123456789000L", "page"],
  cn_tin: [/^([A-Z\d]{18}|\d{15})$/, "123456789012345678"],
  co_nit: [/^\d{3}\.?\d{3}\.?\d{3}-?\d$/, "123.456.789-0"],
  cr_tin: [/^(\d-?\d{3}-?\d{6}|\d{9,12})$/, "1-234-567890", "page"],
  cv_nif: [/^\d{9}$/, "213456789", "page"],
  cz_dic: [/^CZ\d{8,10}$/, "CZ1234567890"],
  de_stn: [/^(\d{10,13}|\d{2,3}\/\d{3}\/\d{4,5})$/, "1234567890"],
  do_rcn: [/^(\d{3}-?\d{7}-?\d|\d{9})$/, "123-4567890-1"],
  ec_ruc: [/^\d{13}$/, "1234567890001", "page"],
  eg_tin: [/^\d{9}$/, "123456789", "page tax"],
  es_cif: [SPANISH, "A12345678", "page"],
  et_tin: [/^\d{10}$/, "1234567890", "page tax"],
  eu_oss_vat: [/^EU\d{9}$/, "EU123456789"],
  eu_vat: [/^[A-Z]{2}[A-Z\d+*]{2,13}$/, "DE123456789", "tax"],
  fo_vat: [/^FO\d{6}$/, "FO123456"],
  fr_siren: [/^\d{9}$/, "123456789"],
  fr_siret: [/^\d{14}$/, "12345678901234"],
  fr_spi: [/^\d{13}$/, "1234567890123"],
  gb_vat: [/^GB(\d{9}|\d{12}|(GD|HA)\d{3})$/, "GB123456789", "page tax"],
  ge_vat: [/^\d{9}$/, "123456789", "page tax"],
  gh_tin: [/^[A-Z]\d{9}[A-Z\d]$/, "C0012345678"],
  gi_tin: [/^\d{5}$/, "12345"],
  gn_nif: [/^\d{9}$/, "123456789", "page tax"],
  hk_br: [/^\d{8}$/, "12345678"],
  hr_oib: [/^\d{11}$/, "12345678901"],
  hu_tin: [/^\d{8}-?\d-?\d{2}$/, "12345678-1-23", "page"],
  ic_nif: [SPANISH, "A12345678"],
  id_npwp: [/^\d{2,3}\.?\d{3}\.?\d{3}\.?\d-?\d{3}\.?\d{3}$/, "012.345.678.9-012.345"],
  il_vat: [/^\d{9}$/, "000012345"],
  in_gst: [/^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$/, "12ABCDE3456FGZH", "page tax"],
  is_kt: [/^\d{6}-?\d{4}$/, "123456-7890"],
  is_vat: [/^\d{5,6}$/, "123456", "page tax"],
  it_cf: [/^([A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|\d{11})$/, "ABCDEF12A12A123A"],
  jp_cn: [/^\d{13}$/, "1234567891234"],
  jp_rn: [/^\d{5}$/, "12345"],
  jp_trn: [/^T\d{13}$/, "T1234567891234", "tax"],
  ke_pin: [/^[A-Z]\d{9}[A-Z]$/, "P000111111A", "page"],
  kg_tin: [/^\d{14}$/, "12345678901234", "page"],
  kh_tin: [/^[A-Z\d]\d{3}-?\d{9}$/, "1001-123456789", "page tax"],
  kr_brn: [/^\d{3}-?\d{2}-?\d{5}$/, "123-45-67890", "page tax"],
  kz_bin: [/^\d{12}$/, "123456789012", "page tax"],
  la_tin: [/^\d{9}-?\d{3}$/, "123456789-000", "page"],
  li_uid: [/^CHE-?\d{3}\.?\d{3}\.?\d{3}$/, "CHE123456789"],
  li_vat: [/^\d{5}$/, "12345", "page tax"],
  lk_vat: [/^\d{9}-?\d{4}$/, "123456789-1234", "page tax"],
  ma_vat: [/^\d{8}$/, "12345678", "page tax"],
  md_cf: [/^\d{13}$/, "1234567890123"],
  md_vat: [/^\d{7}$/, "1234567", "page tax"],
  me_pib: [/^\d{8}$/, "12345678", "page"],
  mk_vat: [/^MK\d{13}$/, "MK1234567890123", "page tax"],
  mr_nif: [/^\d{8}$/, "12345678", "page"],
  mu_vat: [/^(VAT)?\d{8}$/, "VAT12345678"],
  mx_rfc: [/^[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}$/, "ABC010203AB9", "page"],
  my_frp: [/^\d{8}$/, "12345678"],
  my_itn: [/^[A-Z]{1,2} ?\d{9,11}$/, "C 1234567890"],
  my_sst: [/^[A-Z]\d{2}-?\d{4}-?\d{8}$/, "A12-3456-78912345"],
  mz_nuit: [/^\d{9}$/, "123456789"],
  ng_tin: [/^\d{8}-?\d{4}$/, "12345678-0001", "page"],
  no_vat: [/^\d{9} ?MVA$/, "123456789MVA", "page tax"],
  no_voec: [/^\d{7}$/, "1234567"],
  np_pan: [/^\d{9}$/, "123456789", "page tax"],
  nz_bn: [/^\d{13}$/, "1234567890123"],
  nz_gst: [/^\d{8,9}$/, "123456789", "page tax"],
  om_vat: [/^OM\d{10}$/, "OM1234567890", "page tax"],
  pe_ruc: [/^\d{11}$/, "12345678901", "page tax"],
  ph_tin: [/^\d{3}-?\d{3}-?\d{3}(-?\d{3})?$/, "123456789012", "page tax"],
  pl_nip: [/^\d{10}$/, "1234567890", "page"],
  pt_nif: [/^\d{9}$/, "123456789"],
  py_ruc: [/^\d{5,8}-?[A-Z\d]$/, "12345678A"],
  ro_tin: [/^\d{13}$/, "1234567890123"],
  rs_pib: [/^\d{9}$/, "123456789", "page"],
  ru_inn: [/^\d{10}(\d{2})?$/, "1234567891", "page tax"],
  ru_kpp: [/^\d{4}[A-Z\d]{2}\d{3}$/, "123456789", "page tax"],
  sa_vat: [/^\d{15}$/, "123456789012345", "page tax"],
  sg_gst: [/^(M[A-Z\d]?\d{7,8}[A-Z\d]|\d{8,9}[A-Z])$/, "M12345678X", "page tax"],
  sg_uen: [/^(\d{8,9}[A-Z]|[RST]\d{2}[A-Z\d]{2}\d{4}[A-Z])$/, "123456789F"],
  si_tin: [/^\d{8}$/, "12345678"],
  sm_coe: [/^(SM)?\d{3,5}$/, "SM12345"],
  sn_ninea: [/^\d{7,9}\d[A-Z]\d$/, "12345672A2", "page"],
  sr_fin: [/^\d{10}$/, "1234567890", "page tax"],
  sv_nit: [/^\d{4}-?\d{6}-?\d{3}-?\d$/, "1234-567890-123-4"],
  th_vat: [/^\d{13}$/, "1234567891234", "page tax"],
  tj_tin: [/^\d{9}$/, "123456789", "page tax"],
  tr_tin: [/^\d{10}$/, "0123456789", "page tax"],
  tt_bir: [/^\d{10}$/, "1234567890"],
  tt_vat: [/^\d{6}$/, "123456"],
  tw_vat: [/^\d{8}$/, "12345678", "page tax"],
  tz_vat: [/^\d{8}[A-Z]$/, "12345678A", "page tax"],
  ua_vat: [/^\d{9}(\d{3})?$/, "123456789", "page tax"],
  ug_tin: [/^\d{10}$/, "1014751879", "page tax"],
  us_ein: [/^\d{2}-?\d{7}$/, "12-3456789"],
  uy_ruc: [/^\d{12}$/, "123456789012", "page tax"],
  uz_tin: [/^\d{9}$/, "123456789", "page"],
  uz_vat: [/^\d{12}$/, "123456789012", "page tax"],
  ve_rif: [/^[A-Z]-?\d{8}-?\d$/, "A-12345678-9"],
  vn_tin: [/^\d{10}(-?\d{3})?$/, "1234567890"],
  za_vat: [/^4\d{9}$/, "4123456789", "page tax"],
  zm_tin: [/^\d{10}$/, "1004751879", "page"],
  zw_tin: [/^\d{10}$/, "1234567890", "page"],
} as const satisfies Readonly<Record<string, Form>>;

/**
 * European VAT numbers by country, each with its prefix (European Commission, VIES). Checkout collects all of
 * them.
 */
// biome-ignore format: a line a country
const EU_FORMS: Readonly<Record<string, Form>> = {
  AT: [/^ATU\d{8}$/, "ATU12345678"],
  BE: [/^BE[01]\d{9}$/, "BE0123456789"],
  BG: [/^BG\d{9,10}$/, "BG0123456789"],
  CY: [/^CY\d{8}[A-Z]$/, "CY12345678Z"],
  CZ: [/^CZ\d{8,10}$/, "CZ1234567890"],
  DE: [/^DE\d{9}$/, "DE123456789"],
  DK: [/^DK\d{8}$/, "DK12345678"],
  EE: [/^EE\d{9}$/, "EE123456789"],
  ES: [/^ES[A-Z\d]\d{7}[A-Z\d]$/, "ESA1234567Z"],
  FI: [/^FI\d{8}$/, "FI12345678"],
  FR: [/^FR[A-Z\d]{2}\d{9}$/, "FRAB123456789"],
  GB: [/^XI(\d{9}|\d{12}|(GD|HA)\d{3})$/, "XI123456789"],
  GR: [/^EL\d{9}$/, "EL123456789"],
  HR: [/^HR\d{11}$/, "HR12345678912"],
  HU: [/^HU\d{8}$/, "HU12345678"],
  IE: [/^IE(\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])$/, "IE1234567AB"],
  IT: [/^IT\d{11}$/, "IT12345678912"],
  LT: [/^LT(\d{9}|\d{12})$/, "LT123456789123"],
  LU: [/^LU\d{8}$/, "LU12345678"],
  LV: [/^LV\d{11}$/, "LV12345678912"],
  MT: [/^MT\d{8}$/, "MT12345678"],
  NL: [/^NL[A-Z\d+*]{10}\d{2}$/, "NL123456789B12"],
  PL: [/^PL\d{10}$/, "PL1234567890"],
  PT: [/^PT\d{9}$/, "PT123456789"],
  RO: [/^RO\d{2,10}$/, "RO1234567891"],
  SE: [/^SE\d{12}$/, "SE123456789123"],
  SI: [/^SI\d{8}$/, "SI12345678"],
  SK: [/^SK\d{10}$/, "SK1234567891"],
};
/** Prefixes that differ from their country's code. */
const EU_PREFIXES: Readonly<Record<string, string>> = { EL: "GR", XI: "GB" };

/** Types whose first two letters are not their country: the Canary Islands (`ic`) belong to Spain. */
const COUNTRIES: Readonly<Record<string, string>> = { ic_nif: "ES" };

/** Labels that are not simply the type in capital letters. */
const LABELS: Readonly<Record<string, string>> = {
  ca_gst_hst: "CA GST/HST",
  ca_pst_bc: "CA PST-BC",
  ca_pst_mb: "CA PST-MB",
  ca_pst_sk: "CA PST-SK",
};

export type TaxIdType = keyof typeof FORMS;

/** Every type, in alphabetical order. */
export const TAX_ID_TYPES = Object.keys(FORMS) as readonly TaxIdType[];

/** The types that Stripe verifies with a register; others are never verified. */
const VERIFIED_TYPES: readonly string[] = ["au_abn", "eu_vat", "gb_vat"];

export type Verification = "pending" | "unavailable" | "unverified" | "verified";

/** A type of tax id that the page offers. */
export interface TaxIdChoice {
  readonly type: TaxIdType;
  /** "DE VAT" */
  readonly label: string;
  readonly example: string;
}

function formOf(type: string): Form | undefined {
  return Object.hasOwn(FORMS, type) ? FORMS[type as TaxIdType] : undefined;
}

/** The country of a tax id in a valid format; "EU" for an id of the Union as a whole. */
export function taxIdCountry(type: string, value: string): string {
  if (type === "eu_vat") {
    const prefix = value.slice(0, 2);
    return EU_PREFIXES[prefix] ?? prefix;
  }
  return COUNTRIES[type] ?? type.slice(0, 2).toUpperCase();
}

/** Why a value is not valid for its type, in Stripe's words; null if it is. */
export function taxIdFault(type: string, value: string): string | null {
  const form = type === "eu_vat" ? EU_FORMS[taxIdCountry(type, value)] : formOf(type);
  return form?.[0].test(value) ? null : `Invalid value for ${type}.`;
}

/** The short name of a type: "CA GST/HST"; for eu_vat with the country, "DE VAT". */
export function taxIdLabel(type: string, country: string): string {
  if (type === "eu_vat") return country === "GB" ? "XI VAT" : `${country} VAT`;
  return LABELS[type] ?? type.replaceAll("_", " ").toUpperCase();
}

/**
 * The types that Checkout offers to a buyer of a country, the likeliest first; empty if it collects none
 * there.
 */
export function taxIdChoices(country: string): readonly TaxIdChoice[] {
  const choice = (type: TaxIdType, [, example]: Form): TaxIdChoice => ({
    type,
    label: taxIdLabel(type, country),
    example,
  });
  const own = TAX_ID_TYPES.filter((type) => isOnPage(type) && taxIdCountry(type, "") === country);
  const choices = own.map((type) => choice(type, FORMS[type]));
  const european = Object.hasOwn(EU_FORMS, country) ? EU_FORMS[country] : undefined;
  if (european === undefined) return choices;
  const vat = choice("eu_vat", european);
  return country === "GB" ? [...choices, vat] : [vat, ...choices];
}

function isOnPage(type: TaxIdType): boolean {
  return formOf(type)?.[2]?.startsWith("page") ?? false;
}

/**
 * Whether automatic tax treats a buyer with an id of this type as a business (docs, "Impact in Tax
 * Calculation").
 */
export function marksBusiness(type: string): boolean {
  return formOf(type)?.[2]?.endsWith("tax") ?? false;
}

/** The verification status of a new tax id, before a register has answered. */
export function firstVerification(type: string): Verification {
  if (VERIFIED_TYPES.includes(type)) return "pending";
  return type === "ic_nif" ? "unverified" : "unavailable";
}

/**
 * What the register answers in test mode: a number of only zeros is verified, one of only ones is not. For
 * any other number there is no answer (docs, "Testing", whose example is a number of twos).
 */
export function registerAnswer(type: string, value: string): "unverified" | "verified" | null {
  const digits = value.replace(/\D/g, "");
  if (!VERIFIED_TYPES.includes(type) || digits === "") return null;
  if (/^0+$/.test(digits)) return "verified";
  return /^1+$/.test(digits) ? "unverified" : null;
}
