/**
 * The region lists of all countries, in the browser. The page contains only the list of its initial country;
 * the others are in a file that browsers cache and that only forms with a whole address load.
 */
import { type Region, regionsIn, type WrittenRegions } from "../../form/region_list.ts";

let written: WrittenRegions | null = null;
let loading: Promise<void> | null = null;

/** The regions of a country; null if it has no list, or if the lists are not loaded yet. */
export function regionsOf(country: string): readonly Region[] | null {
  return written === null ? null : regionsIn(written, country);
}

/** Loads the lists once. If that fails, the next call tries again. */
export function loadRegions(url: string): Promise<void> {
  loading ??= load(url);
  return loading;
}

async function load(url: string): Promise<void> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    written = (await response.json()) as WrittenRegions; // the server's own file
  } catch {
    loading = null;
  }
}
