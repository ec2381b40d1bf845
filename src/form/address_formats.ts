/**
 * Which fields a postal address has in each country, for shipping and for billing. The fields, and which of
 * them are required, follow the address metadata that Google publishes (libaddressinput). The labels are
 * handed in; the states are in `regions.ts`.
 */

import { hasRegions } from "./regions.ts";
import type { ShownAddress, ShownFormats, ShownPart } from "./shown_address.ts";

export type CityKind = "city" | "district" | "post_town" | "suburb";
export type PostalKind = "eircode" | "pin" | "postal" | "zip";
export type RegionKind =
  | "area"
  | "county"
  | "department"
  | "emirate"
  | "island"
  | "parish"
  | "prefecture"
  | "province"
  | "region"
  | "state";

interface Part<Kind> {
  readonly kind: Kind;
  readonly required: boolean;
}
/** The parts after the street in one country; null if its addresses have no such part. */
interface AddressFormat {
  readonly city: Part<CityKind> | null;
  readonly region: Part<RegionKind> | null;
  readonly postal: Part<PostalKind> | null;
}

/**
 * Countries by the parts of their addresses after the street: C city, S state, Z postal code. A capital means
 * required, a small letter optional. Countries that are not listed have a required city only.
 */
// biome-ignore format: one line for each shape
const SHAPES: Readonly<Record<string, string>> = {
  CSZ: "AS AU BR CA CN ES FM GU IN IT JP KR MH MP MX PF PW TW US VI",
  CsZ: "MY RU TR UA",
  CZ: `AT AX BE BL CH DE DK FI FK FR GB GF GG GL GP GR GS IM IO JE LI LU MF MQ NC NL NO NZ PL PM PN PR PT RE SE SH SJ
       TC WF YT ZA`,
  CSz: "CR HN IQ PG SO SV VE",
  Csz: "AM AR BY CL CO CV EG ID IE KZ MN MZ NG NI PE PH TH UY UZ VN",
  CS: "JM KN",
  Cs: "BS KI PA SC SR TV",
  Cz: `AC AF AI AL AZ BA BB BD BG BH BM BN BT CY CZ DO DZ EC EE EH ET FO GE GN GT GW HR HT HU IL IS JO KE KG KH KW LA
       LB LK LR LS LT LV MA MC MD ME MG MK MM MT MU MV NE NP OM PK PS PY RO RS SA SI SK SN SZ TA TJ TM TN TZ VA VC
       VG XK ZM`,
  S: "AE HK KY NR",
  Z: "SG",
  cZ: "SM",
  cz: "AD",
  "": "GI MO",
};

// biome-ignore format: one line for each kind
const REGION_KINDS: Readonly<Partial<Record<RegionKind, string>>> = {
  state: "AS AU BR FM GU IN MH MP MX MY NG PW US VE VI",
  prefecture: "JP",
  county: "IE TW",
  emirate: "AE",
  area: "HK",
  department: "CO HN NI SV",
  island: "BS CV KI KN KY PF SC TV",
  parish: "JM",
  region: "BY CL KZ PE RU UA UZ",
};
const CITY_KINDS: Readonly<Partial<Record<CityKind, string>>> = {
  suburb: "AU",
  district: "TR",
  post_town: "GB GG IM JE",
};
const POSTAL_KINDS: Readonly<Partial<Record<PostalKind, string>>> = {
  zip: "AS FM GU MH MP PR PW US VI",
  pin: "IN",
  eircode: "IE",
};

const DEFAULT_SHAPE = "C";

const shapes = byCountry(SHAPES);
const regionKinds = byCountry(REGION_KINDS);
const cityKinds = byCountry(CITY_KINDS);
const postalKinds = byCountry(POSTAL_KINDS);

function addressFormat(country: string): AddressFormat {
  const shape = shapes.get(country) ?? DEFAULT_SHAPE;
  const part = <Kind>(letter: string, kind: Kind): Part<Kind> | null => {
    const required = shape.includes(letter.toUpperCase());
    return required || shape.includes(letter) ? { kind, required } : null;
  };
  return {
    city: part("c", cityKinds.get(country) ?? "city"),
    region: part("s", regionKinds.get(country) ?? "province"),
    postal: part("z", postalKinds.get(country) ?? "postal"),
  };
}

/** The labels of address fields. The page's messages have them in every language. */
export interface AddressWords {
  readonly address: {
    readonly cities: Readonly<Record<CityKind, string>>;
    readonly regions: Readonly<Record<RegionKind, string>>;
    readonly postalCodes: Readonly<Record<PostalKind, string>>;
  };
  /** Marks a label as that of a field that may stay empty. */
  readonly fields: { readonly optional: (label: string) => string };
}

/** Countries whose card issuers check the postal code: it is asked even if the rest of the address is not. */
const POSTAL_COUNTRIES: readonly string[] = ["US", "CA", "GB"];

/**
 * The address fields that a form shows for each country: all, or only the postal code where banks check it.
 */
export function shownFormats(
  countries: readonly string[],
  extent: "postal" | "whole",
  words: AddressWords,
): ShownFormats {
  const known = drawn[extent].get(words) ?? new WeakMap<readonly string[], ShownFormats>();
  const formats = known.get(countries) ?? groupedFormats(countries, extent, words);
  drawn[extent].set(words, known.set(countries, formats));
  return formats;
}

/** What was made for a language and a list of countries, since every page with the whole list needs it. */
const drawn = {
  postal: new WeakMap<AddressWords, WeakMap<readonly string[], ShownFormats>>(),
  whole: new WeakMap<AddressWords, WeakMap<readonly string[], ShownFormats>>(),
};

function groupedFormats(
  countries: readonly string[],
  extent: "postal" | "whole",
  words: AddressWords,
): ShownFormats {
  const shown = extent === "whole" ? wholeAddress : postalCode;
  const other = shown("", words);
  const alike = new Map([[JSON.stringify(other), { format: other, countries: [""] }]]);
  for (const country of countries) {
    const format = shown(country, words);
    const written = JSON.stringify(format);
    const known = alike.get(written);
    if (known === undefined) alike.set(written, { format, countries: [country] });
    else if (known.format !== other) known.countries.push(country);
  }
  return Object.fromEntries(
    [...alike.values()].map(({ format, countries }) => [countries.join(" "), format] as const),
  );
}

function wholeAddress(country: string, words: AddressWords): ShownAddress {
  const { city, region } = addressFormat(country);
  const { cities, regions } = words.address;
  return {
    ...(city === null ? {} : { city: shownPart(cities[city.kind], city, words) }),
    ...(region === null
      ? {}
      : {
          region: {
            ...shownPart(regions[region.kind], region, words),
            ...(hasRegions(country) ? { list: true } : {}),
          },
        }),
    ...postalCode(country, words, true),
  };
}

function postalCode(country: string, words: AddressWords, always = false): Pick<ShownAddress, "postal"> {
  const { postal } = addressFormat(country);
  if (postal === null || !(always || POSTAL_COUNTRIES.includes(country))) return {};
  const part = shownPart(words.address.postalCodes[postal.kind], postal, words);
  return { postal: { ...part, ...(country === "US" ? { zip: true } : {}) } };
}

function shownPart(name: string, { required }: Part<string>, { fields }: AddressWords): ShownPart {
  return { label: required ? name : fields.optional(name), required };
}

function byCountry<Key extends string>(
  table: Readonly<Partial<Record<Key, string>>>,
): ReadonlyMap<string, Key> {
  const rows = Object.entries(table) as [Key, string][]; // the keys are those of the type
  return new Map(
    rows.flatMap(([key, countries]) =>
      countries
        .trim()
        .split(/\s+/)
        .map((country) => [country, key] as const),
    ),
  );
}
