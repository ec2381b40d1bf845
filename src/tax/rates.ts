/**
 * Standard rates as of 2026, by country, and by state in the United States and Canada. They are what a shop
 * that is registered everywhere would charge on ordinary goods: no reduced rates, no county or city taxes.
 */

/** The values of `tax_rate.tax_type`. */
export type TaxType =
  | "gst"
  | "hst"
  | "igst"
  | "jct"
  | "pst"
  | "qst"
  | "rst"
  | "sales_tax"
  | "service_tax"
  | "vat";

export interface DefaultTax {
  readonly percentage: number;
  readonly display_name: string;
  readonly tax_type: TaxType | null;
  /** Whether the tax is the country's or the state's. */
  readonly level: "country" | "state";
}

const tax = (
  percentage: number,
  display_name: string,
  tax_type: TaxType | null,
  level: DefaultTax["level"] = "country",
): DefaultTax => ({ percentage, display_name, tax_type, level });

const each = (
  percentages: Readonly<Record<string, number>>,
  make: (percentage: number) => DefaultTax,
): Readonly<Record<string, DefaultTax>> =>
  Object.fromEntries(Object.entries(percentages).map(([place, percentage]) => [place, make(percentage)]));

/** The members of the European Union, then other countries whose tax is called VAT. */
// biome-ignore format: a line a few countries
const VAT = {
  AT: 20, BE: 21, BG: 20, CY: 19, CZ: 21, DE: 19, DK: 25, EE: 24, ES: 21, FI: 25.5, FR: 20, GR: 24, HR: 25,
  HU: 27, IE: 23, IT: 22, LT: 21, LU: 17, LV: 21, MT: 18, NL: 21, PL: 23, PT: 23, RO: 21, SE: 25, SI: 22, SK: 23,
  AE: 5, AL: 20, AM: 20, AO: 14, BA: 17, BH: 10, BY: 20, CH: 8.1, CL: 19, CO: 19, CR: 13, DO: 18, EC: 15, EG: 14,
  GB: 20, GE: 18, ID: 11, IL: 18, IS: 24, KE: 16, KR: 10, KZ: 16, LI: 8.1, MA: 20, MD: 20, ME: 21, MK: 18,
  MX: 16, NG: 7.5, NO: 25, OM: 5, PE: 18, PH: 12, RS: 20, SA: 15, TH: 7, TR: 20, TW: 5, TZ: 18, UA: 20, UY: 22,
  VN: 10, ZA: 15,
};
const GST = { AU: 10, NZ: 15, SG: 9 };

export const COUNTRY_RATES: Readonly<Record<string, DefaultTax>> = {
  ...each(VAT, (percentage) => tax(percentage, "VAT", "vat")),
  ...each(GST, (percentage) => tax(percentage, "GST", "gst")),
  CA: tax(5, "GST", "gst"),
  IN: tax(18, "IGST", "igst"),
  JP: tax(10, "Consumption Tax", "jct"),
  MY: tax(8, "Service Tax", "service_tax"),
};

/** The state's own general sales tax. */
// biome-ignore format: a line a few states
const SALES_TAX = {
  "US-AL": 4, "US-AK": 0, "US-AZ": 5.6, "US-AR": 6.5, "US-CA": 7.25, "US-CO": 2.9, "US-CT": 6.35, "US-DE": 0,
  "US-DC": 6, "US-FL": 6, "US-GA": 4, "US-HI": 4, "US-ID": 6, "US-IL": 6.25, "US-IN": 7, "US-IA": 6,
  "US-KS": 6.5, "US-KY": 6, "US-LA": 5, "US-ME": 5.5, "US-MD": 6, "US-MA": 6.25, "US-MI": 6, "US-MN": 6.875,
  "US-MS": 7, "US-MO": 4.225, "US-MT": 0, "US-NE": 5.5, "US-NV": 6.85, "US-NH": 0, "US-NJ": 6.625,
  "US-NM": 4.875, "US-NY": 4, "US-NC": 4.75, "US-ND": 5, "US-OH": 5.75, "US-OK": 4.5, "US-OR": 0, "US-PA": 6,
  "US-PR": 10.5, "US-RI": 7, "US-SC": 6, "US-SD": 4.2, "US-TN": 7, "US-TX": 6.25, "US-UT": 4.85, "US-VT": 6,
  "US-VA": 4.3, "US-WA": 6.5, "US-WV": 6, "US-WI": 5, "US-WY": 4,
};

/**
 * Provinces whose tax includes the federal one (HST). The others have a tax beside the federal one, or none.
 */
const HST = { "CA-NB": 15, "CA-NL": 15, "CA-NS": 14, "CA-ON": 13, "CA-PE": 15 };
const FEDERAL = tax(5, "GST", "gst");

export const STATE_RATES: Readonly<Record<string, readonly DefaultTax[]>> = {
  ...lists(each(SALES_TAX, (percentage) => tax(percentage, "Sales Tax", "sales_tax", "state"))),
  ...lists(each(HST, (percentage) => tax(percentage, "HST", "hst", "state"))),
  "CA-BC": [FEDERAL, tax(7, "PST", "pst", "state")],
  "CA-MB": [FEDERAL, tax(7, "RST", "rst", "state")],
  "CA-QC": [FEDERAL, tax(9.975, "QST", "qst", "state")],
  "CA-SK": [FEDERAL, tax(6, "PST", "pst", "state")],
};

function lists(taxes: Readonly<Record<string, DefaultTax>>): Record<string, readonly DefaultTax[]> {
  return Object.fromEntries(Object.entries(taxes).map(([place, one]) => [place, [one]]));
}
