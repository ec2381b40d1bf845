/**
 * Rows as stored text. What equals the blank of the row's kind is left out, so that a fresh session takes a third
 * of the room and of the time to read; what the elements of its list have in common is written once. See
 * docs/decisions/0005-blanks.md.
 */
import type { Blank, Common, Row, RowForm } from "./port.ts";

/** Marks a text that is to be laid over the blank. */
const MARK = "_over_blank";
/** Holds what elements have in common; each of them has the place in there instead. */
const COMMON = "_common";

export function toText(row: Row, { blank, common }: RowForm): string {
  if (blank === undefined) return JSON.stringify(row);
  const whole = row as unknown as Blank;
  const rest: Record<string, unknown> = {};
  let shared = 0;
  for (const key in whole) {
    const [value, usual] = [whole[key], blank[key]];
    const isShared = usual !== undefined || Object.hasOwn(blank, key);
    if (isShared) shared++;
    if (!isShared || !same(value, usual)) rest[key] = value;
  }
  // A row that lacks a key of the blank (a deleted stub) could not be told from one that has it as it is there.
  if (shared < Object.keys(blank).length) return JSON.stringify(row);
  rest[MARK] = true;
  if (common !== undefined) takeOut(rest, common);
  return JSON.stringify(rest);
}

export function fromText<R extends Row>(text: string, { blank, common }: RowForm): R {
  const parsed: Record<string, unknown> = JSON.parse(text);
  // Only rows that were written as R are stored under its kind.
  if (parsed[MARK] === undefined || blank === undefined) return parsed as unknown as R;
  if (common !== undefined) putBack(parsed, common);
  return { ...blank, ...parsed, [MARK]: undefined } as unknown as R;
}

/** A list of one has nothing in common. */
function takeOut(rest: Record<string, unknown>, { list, members, blank }: Common): void {
  const elements = rest[list] as readonly Blank[] | undefined;
  if (elements === undefined || elements.length < 2) return;
  const places = new Map<unknown, number>();
  rest[list] = elements.map((element) => {
    const own: Record<string, unknown> = {};
    for (const key in element) if (!same(element[key], blank[key])) own[key] = element[key];
    for (const member of members) {
      const value = element[member];
      const place = places.get(value) ?? places.size;
      places.set(value, place);
      own[member] = place;
    }
    return own;
  });
  rest[COMMON] = [...places.keys()];
}

function putBack(parsed: Record<string, unknown>, { list, members, blank }: Common): void {
  const values = parsed[COMMON] as readonly unknown[] | undefined;
  if (values === undefined) return;
  parsed[list] = (parsed[list] as readonly Blank[]).map((own) => {
    const element: Record<string, unknown> = { ...blank, ...own };
    for (const member of members) element[member] = values[Number(own[member])];
    return element;
  });
  delete parsed[COMMON];
}

/** Equal data; settled by the first difference, which for lists is mostly their length. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Blank, b as Blank];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}
