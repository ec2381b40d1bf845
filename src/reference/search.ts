/**
 * What the search finds and in which order. Pure, and imports only `anchors.ts`, because both the server,
 * which builds the index, and the script in the page use it.
 */
import { paramAnchor } from "./anchors.ts";

/** The kinds of entry, the most important first. */
export const KINDS = ["object", "endpoint", "error", "event", "version", "parameter", "card"] as const;
export type Kind = (typeof KINDS)[number];

/** One entry of the index: its kind, name, context and URL. */
export type Entry = readonly [kind: Kind, name: string, context: string, url: string];

/** The parameters of one endpoint, grouped to keep the index small: there are thousands. */
export interface ParamGroup {
  readonly page: string;
  readonly endpoint: string;
  readonly anchor: string;
  readonly paths: readonly string[];
}

export interface SearchIndex {
  readonly entries: readonly Entry[];
  readonly params: readonly ParamGroup[];
}

/** All entries of an index, with one entry for each parameter. */
export function entriesOf({ entries, params }: SearchIndex): readonly Entry[] {
  const written = params.flatMap(({ page, endpoint, anchor, paths }) =>
    paths.map((path): Entry => ["parameter", path, endpoint, `${page}#${paramAnchor(anchor, path)}`]),
  );
  return [...entries, ...written];
}

/** Longer queries are cut off, to bound the work. */
export const QUERY_CHARS_MAX = 100;

/** The entries that contain every word of the query, the best first, at most `max`. */
export function find(entries: readonly Entry[], query: string, max: number): readonly Entry[] {
  const text = query.trim().slice(0, QUERY_CHARS_MAX).toLowerCase();
  if (text === "") return [];
  const words = text.split(/\s+/);
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, text, words) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort(
      (a, b) =>
        a.rank - b.rank || orderOf(a.entry) - orderOf(b.entry) || a.entry[1].length - b.entry[1].length,
    )
    .slice(0, max)
    .map(({ entry }) => entry);
}

const NOT_FOUND = 9;

function orderOf([kind]: Entry): number {
  return KINDS.indexOf(kind);
}

/** 0 for an exact match of the name, more for weaker matches, NOT_FOUND if a word does not occur. */
function rankOf([, name, context]: Entry, text: string, words: readonly string[]): number {
  const own = name.toLowerCase();
  const all = `${own} ${context.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return NOT_FOUND;
  if (own === text) return 0;
  const parts = own.split(/[^a-z0-9_]+/).filter((part) => part !== "");
  if (parts.at(-1) === text) return 1;
  if (own.startsWith(text)) return 2;
  if (parts.some((part) => part.startsWith(text))) return 3;
  if (own.includes(text)) return 4;
  return words.every((word) => own.includes(word)) ? 5 : 6;
}
