/**
 * Rows as stored text. What equals the blank of the row's kind is left out, so that a fresh session takes a third
 * of the room and of the time to read. See docs/decisions/0005-blanks.md.
 */
import type { Row } from "./port.ts";

export type Blank = Readonly<Record<string, unknown>>;

/** Marks a text that is to be laid over the blank; an internal key like any other. */
const MARK = "_over_blank";

export function toText(row: Row, blank: Blank | undefined): string {
  if (blank === undefined) return JSON.stringify(row);
  const whole = row as unknown as Blank;
  const rest: Record<string, unknown> = { [MARK]: true };
  let shared = 0;
  for (const key in whole) {
    const isShared = Object.hasOwn(blank, key);
    if (isShared) shared++;
    if (!isShared || !same(whole[key], blank[key])) rest[key] = whole[key];
  }
  // A row that lacks a key of the blank (a deleted stub) could not be told from one that has it as it is there.
  return JSON.stringify(shared < Object.keys(blank).length ? row : rest);
}

export function fromText<R extends Row>(text: string, blank: Blank | undefined): R {
  const parsed: Record<string, unknown> = JSON.parse(text);
  // Only rows that were written as R are stored under its kind.
  if (parsed[MARK] === undefined || blank === undefined) return parsed as unknown as R;
  return { ...blank, ...parsed } as unknown as R;
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
