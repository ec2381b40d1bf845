/**
 * The states of the United States and the provinces of Canada: their names, and which one a postal code
 * belongs to. A code is looked up by its first characters only, so one near a border may count for the state
 * of most codes that begin alike.
 */

/** The names shown as jurisdictions, by country and state. */
// biome-ignore format: a line a few states
export const REGION_NAMES: Readonly<Record<string, string>> = {
  "US-AL": "Alabama", "US-AK": "Alaska", "US-AZ": "Arizona", "US-AR": "Arkansas", "US-CA": "California",
  "US-CO": "Colorado", "US-CT": "Connecticut", "US-DE": "Delaware", "US-DC": "District of Columbia",
  "US-FL": "Florida", "US-GA": "Georgia", "US-HI": "Hawaii", "US-ID": "Idaho", "US-IL": "Illinois",
  "US-IN": "Indiana", "US-IA": "Iowa", "US-KS": "Kansas", "US-KY": "Kentucky", "US-LA": "Louisiana",
  "US-ME": "Maine", "US-MD": "Maryland", "US-MA": "Massachusetts", "US-MI": "Michigan", "US-MN": "Minnesota",
  "US-MS": "Mississippi", "US-MO": "Missouri", "US-MT": "Montana", "US-NE": "Nebraska", "US-NV": "Nevada",
  "US-NH": "New Hampshire", "US-NJ": "New Jersey", "US-NM": "New Mexico", "US-NY": "New York",
  "US-NC": "North Carolina", "US-ND": "North Dakota", "US-OH": "Ohio", "US-OK": "Oklahoma", "US-OR": "Oregon",
  "US-PA": "Pennsylvania", "US-RI": "Rhode Island", "US-SC": "South Carolina", "US-SD": "South Dakota",
  "US-TN": "Tennessee", "US-TX": "Texas", "US-UT": "Utah", "US-VT": "Vermont", "US-VA": "Virginia",
  "US-WA": "Washington", "US-WV": "West Virginia", "US-WI": "Wisconsin", "US-WY": "Wyoming",
  "US-PR": "Puerto Rico", "US-VI": "Virgin Islands", "US-GU": "Guam", "US-AS": "American Samoa",
  "US-MP": "Northern Mariana Islands", "US-AA": "Armed Forces Americas", "US-AE": "Armed Forces Europe",
  "US-AP": "Armed Forces Pacific",
  "CA-AB": "Alberta", "CA-BC": "British Columbia", "CA-MB": "Manitoba", "CA-NB": "New Brunswick",
  "CA-NL": "Newfoundland and Labrador", "CA-NS": "Nova Scotia", "CA-NT": "Northwest Territories",
  "CA-NU": "Nunavut", "CA-ON": "Ontario", "CA-PE": "Prince Edward Island", "CA-QC": "Quebec",
  "CA-SK": "Saskatchewan", "CA-YT": "Yukon",
};

/**
 * Ranges of the first three digits of ZIP codes, both ends inclusive, and their state (USPS, "3-digit ZIP
 * Code prefixes").
 */
// biome-ignore format: a line a few ranges
const ZIP_PREFIXES: readonly (readonly [from: number, to: number, state: string])[] = [
  [5, 5, "NY"], [6, 7, "PR"], [8, 8, "VI"], [9, 9, "PR"], [10, 27, "MA"], [28, 29, "RI"], [30, 38, "NH"],
  [39, 49, "ME"], [50, 54, "VT"], [55, 55, "MA"], [56, 59, "VT"], [60, 69, "CT"], [70, 89, "NJ"], [90, 98, "AE"],
  [100, 149, "NY"], [150, 196, "PA"], [197, 199, "DE"], [200, 200, "DC"], [201, 201, "VA"], [202, 205, "DC"],
  [206, 219, "MD"], [220, 246, "VA"], [247, 268, "WV"], [270, 289, "NC"], [290, 299, "SC"], [300, 319, "GA"],
  [320, 339, "FL"], [340, 340, "AA"], [341, 349, "FL"], [350, 369, "AL"], [370, 385, "TN"], [386, 397, "MS"],
  [398, 399, "GA"], [400, 427, "KY"], [430, 459, "OH"], [460, 479, "IN"], [480, 499, "MI"], [500, 528, "IA"],
  [530, 549, "WI"], [550, 567, "MN"], [569, 569, "DC"], [570, 577, "SD"], [580, 588, "ND"], [590, 599, "MT"],
  [600, 629, "IL"], [630, 658, "MO"], [660, 679, "KS"], [680, 693, "NE"], [700, 714, "LA"], [716, 729, "AR"],
  [730, 732, "OK"], [733, 733, "TX"], [734, 749, "OK"], [750, 799, "TX"], [800, 816, "CO"], [820, 831, "WY"],
  [832, 838, "ID"], [840, 847, "UT"], [850, 865, "AZ"], [870, 884, "NM"], [885, 885, "TX"], [889, 898, "NV"],
  [900, 961, "CA"], [962, 966, "AP"], [967, 968, "HI"], [969, 969, "GU"], [970, 979, "OR"], [980, 994, "WA"],
  [995, 999, "AK"],
];

/** The province by the first letter of a Canadian postal code (Canada Post, "forward sortation areas"). */
// biome-ignore format: a line a few letters
const POSTAL_LETTERS: Readonly<Record<string, string>> = {
  A: "NL", B: "NS", C: "PE", E: "NB", G: "QC", H: "QC", J: "QC", K: "ON", L: "ON", M: "ON", N: "ON", P: "ON",
  R: "MB", S: "SK", T: "AB", V: "BC", X: "NT", Y: "YT",
};
/** Codes with X belong to the Northwest Territories or, when they begin like this, to Nunavut. */
const NUNAVUT = /^X0[ABC]/;

/**
 * The state of a US postal address: as given by letters or name, otherwise by its ZIP code; null if unknown.
 */
export function usStateOf(state: string | null, zip: string | null): string | null {
  const prefix = /^(\d{3})\d{2}/.exec((zip ?? "").trim())?.[1];
  const at = Number(prefix);
  const byZip = ZIP_PREFIXES.find(([from, to]) => prefix !== undefined && at >= from && at <= to);
  return named("US", state) ?? byZip?.[2] ?? null;
}

/**
 * The province of a Canadian postal address: as given by letters or name, otherwise by its postal code; null
 * if unknown.
 */
export function provinceOf(state: string | null, postalCode: string | null): string | null {
  const code = (postalCode ?? "").trim().toUpperCase();
  const byCode = /^[A-Z]\d[A-Z]/.test(code) ? POSTAL_LETTERS[code.charAt(0)] : undefined;
  return named("CA", state) ?? (NUNAVUT.test(code) ? "NU" : (byCode ?? null));
}

/** The letters of each state, by letters and by name in lower case: buyers and shops write either. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(REGION_NAMES).flatMap(([key, name]) => {
    const [country = "", letters = ""] = key.split("-");
    return [letters, name].map((text) => [`${country} ${text.toLowerCase()}`, letters] as const);
  }),
);

function named(country: string, state: string | null): string | null {
  return LETTERS.get(`${country} ${(state ?? "").trim().toLowerCase()}`) ?? null;
}
