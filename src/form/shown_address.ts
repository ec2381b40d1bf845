/**
 * The parts of postal addresses that the form shows, as data that the page passes to the client script.
 * `address_formats.ts` builds it.
 */
/** One part of an address. */
export interface ShownPart {
  readonly label: string;
  readonly required: boolean;
  /** The part is chosen from the country's regions. The lists are long, so they are not part of this data. */
  readonly list?: true;
}
/** The parts that the form shows for one country. `zip` marks postal codes that must be US ZIP codes. */
export interface ShownAddress {
  readonly city?: ShownPart;
  readonly region?: ShownPart;
  readonly postal?: ShownPart & { readonly zip?: true };
}
/**
 * By the countries that share a format, such as "CA GB"; "" stands for every country that is not listed. Plain
 * data, passed to the client script as JSON.
 */
export type ShownFormats = Readonly<Record<string, ShownAddress>>;

/** The format of a country, or the one for countries that are not listed. */
export function formatIn(formats: ShownFormats, country: string): ShownAddress {
  const own = Object.keys(formats).find((countries) => countries.split(" ").includes(country));
  return formats[own ?? ""] ?? {};
}
