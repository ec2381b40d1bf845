/**
 * States, provinces and the like, for countries whose addresses name one from a list. The values come from
 * Google's address data, and existing tests select options by them: an abbreviation if the country uses one,
 * otherwise the name in the country's own script. The names are in Latin letters.
 */
import { type Region, regionsIn } from "./region_list.ts";
import { REGIONS } from "./regions_data.ts";

const lists = new Map<string, readonly Region[]>();

/** The regions of a country in the order to show them; null if that part of an address is free text. */
export function regionsOf(country: string): readonly Region[] | null {
  const known = lists.get(country);
  if (known !== undefined) return known;
  const list = regionsIn(REGIONS, country);
  if (list !== null) lists.set(country, list);
  return list;
}

/** Whether the country has a list of regions. Does not parse the list. */
export function hasRegions(country: string): boolean {
  return Object.hasOwn(REGIONS, country);
}
