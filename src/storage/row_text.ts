/**
 * Converts rows to stored text and back. What equals the usual value of the row's kind is omitted, so a new
 * session takes a third of the space and of the reading time; what the elements of its list have in common is
 * written once. Rows of an older shape are upgraded when they are read. See
 * docs/decisions/0005-usual-values.md.
 */
import type { Data, Row, RowForm, UsualElements } from "./port.ts";

/** Marks a text that must be merged with the usual values. */
const MARK = "_over_blank";
/** Holds the objects that elements share; each element has the index into it instead. */
const COMMON = "_common";
/** Holds the version of a row's shape; version 1 is not written. */
const VERSION = "_version";

/** The stored text of a row, in the newest shape of its kind. */
export function toText(row: Row, { upgrades, usual, usualElements }: RowForm): string {
  const version = versionOf(upgrades);
  if (usual === undefined) return whole(row, version);
  const data = row as unknown as Data;
  const rest: Record<string, unknown> = {};
  let shared = 0;
  for (const key in data) {
    const [value, other] = [data[key], usual[key]];
    const isShared = other !== undefined || Object.hasOwn(usual, key);
    if (isShared) shared++;
    if (!isShared || !same(value, other)) rest[key] = value;
  }
  // A row without a usual key (a deleted stub) would look like one that has the key with its usual value.
  if (shared < Object.keys(usual).length) return whole(row, version);
  rest[MARK] = true;
  if (usualElements !== undefined) takeOut(rest, usualElements);
  if (version > 1) rest[VERSION] = version;
  return JSON.stringify(rest);
}

/** The version of a kind's newest shape. */
function versionOf(upgrades: RowForm["upgrades"]): number {
  return (upgrades?.length ?? 0) + 1;
}

/** A row with nothing omitted. The version is put into the text, which costs less than a copy of the row. */
function whole(row: Row, version: number): string {
  const text = JSON.stringify(row);
  return version === 1 ? text : `{"${VERSION}":${version},${text.slice(1)}`;
}

/**
 * The row that a text holds, in the newest shape. Throws if a newer program wrote it in a shape that is not
 * known here.
 */
export function fromText<R extends Row>(text: string, form: RowForm): R {
  const parsed: Record<string, unknown> = JSON.parse(text);
  const { upgrades, usual, usualElements } = form;
  let row: Data = parsed;
  if (parsed[MARK] !== undefined && usual !== undefined) {
    if (usualElements !== undefined) putBack(parsed, usualElements);
    row = { ...usual, ...parsed, [MARK]: undefined };
  }
  if (upgrades !== undefined) row = upgraded(row as Record<string, unknown>, upgrades);
  // Only rows of type R are stored under this kind.
  return row as unknown as R;
}

/** The row in the newest shape. A row that has it already, as most have, is not copied. */
function upgraded(row: Record<string, unknown>, upgrades: NonNullable<RowForm["upgrades"]>): Data {
  const version = Number(row[VERSION] ?? 1);
  row[VERSION] = undefined;
  if (version > versionOf(upgrades)) {
    throw new Error(`${row.object} ${row.id} was written by a newer Checkstand`);
  }
  // A stub of a deleted object has no parts whose shape could change.
  if (row.deleted === true) return row;
  return upgrades.slice(version - 1).reduce<Data>((older, upgrade) => upgrade(older), row);
}

/** Moves what the elements have in common out of them. A list of one element has nothing in common. */
function takeOut(rest: Record<string, unknown>, { list, members, usual }: UsualElements): void {
  const elements = rest[list] as readonly Data[] | undefined;
  if (elements === undefined || elements.length < 2) return;
  const places = new Map<unknown, number>();
  rest[list] = elements.map((element) => {
    const own: Record<string, unknown> = {};
    for (const key in element) if (!same(element[key], usual[key])) own[key] = element[key];
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

function putBack(parsed: Record<string, unknown>, { list, members, usual }: UsualElements): void {
  const values = parsed[COMMON] as readonly unknown[] | undefined;
  if (values === undefined) return;
  parsed[list] = (parsed[list] as readonly Data[]).map((own) => {
    const element: Record<string, unknown> = { ...usual, ...own };
    for (const member of members) element[member] = values[Number(own[member])];
    return element;
  });
  delete parsed[COMMON];
}

/** Deep equality of data. Stops at the first difference, which for lists is mostly their length. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Data, b as Data];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}
