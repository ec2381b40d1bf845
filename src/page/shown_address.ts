/**
 * The parts of addresses that the form shows, as data that the page hands its client script. `address_formats.ts` makes
 * them.
 */
import type { Region } from "./regions.ts";

/** One part as the form shows it. */
export interface ShownPart {
  readonly label: string;
  readonly required: boolean;
  /** Where it is one of a list. */
  readonly options?: readonly Region[];
}
/** The parts that the form shows for one country. Postal codes of a certain form say so. */
export interface ShownAddress {
  readonly city?: ShownPart;
  readonly region?: ShownPart;
  readonly postal?: ShownPart & { readonly zip?: true };
}
/** By country; "" stands for every country that is not there. It is data, which the page hands its client script. */
export type ShownFormats = Readonly<Record<string, ShownAddress>>;

/** Of the country chosen, or of any other. */
export function formatIn(formats: ShownFormats, country: string): ShownAddress {
  return (Object.hasOwn(formats, country) ? formats[country] : formats[""]) ?? {};
}
