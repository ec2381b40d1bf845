/**
 * What storage leaves out of stored rows, as it is written down in `usual.json` by kind and version of the row; and
 * whether rows that were stored then are read today as if everything had been written out.
 */
import type { Data, RowForm } from "../../src/storage/port.ts";
import { fromText } from "../../src/storage/row_text.ts";

/** The usual values of a part. What has no value, and is there for its place alone, is in `places`. */
interface Values {
  readonly values: Data;
  readonly places: readonly string[];
}
/** What was left out of rows of one version. */
export interface Usual extends Values {
  readonly elements?: Values & { readonly list: string; readonly members: readonly string[] };
}
/** Of one kind, by version. */
export type Versions = Readonly<Record<string, Usual>>;
/** What is written down: by kind, then by version. */
export type Recorded = Readonly<Record<string, Versions>>;

/** The version that rows of a form are written in. */
export function versionOf(form: RowForm): number {
  return (form.upgrades?.length ?? 0) + 1;
}

/** What a form leaves out today, as it is written down. */
export function usualOf({ usual, usualElements }: RowForm): Usual {
  if (usualElements === undefined) return valuesOf(usual ?? {});
  const { list, members, usual: element } = usualElements;
  return { ...valuesOf(usual ?? {}), elements: { list, members, ...valuesOf(element) } };
}

function valuesOf(usual: Data): Values {
  return {
    values: JSON.parse(JSON.stringify(usual)),
    places: Object.keys(usual).filter((key) => usual[key] === undefined),
  };
}

const REMEDY =
  "a row that is stored without it reads otherwise than one that has it written out. The value of a key never changes: " +
  "what new rows begin with is for the defaults to say. A key that is added to a part or to the elements of a list, or " +
  "a part that changes its shape or loses a key, needs an upgrade in `row.upgrades`, which makes of the old part what " +
  "`usual` has today";

/** Why a form must not be released as it is, given what was written down of its kind: a line for each key. */
export function faultsIn(form: RowForm, versions: Versions = {}): string[] {
  const last = Math.max(0, ...Object.keys(versions).map(Number));
  if (versionOf(form) < last) return [`version ${last} was written before: upgrades are never taken away`];
  return Object.entries(versions).flatMap(([version, usual]) =>
    [
      ...keysReadOtherwise(form, Number(version), usual),
      ...elementsReadOtherwise(form, Number(version), usual),
    ].map((key) => `${key}: ${REMEDY}`),
  );
}

/** The keys that are read otherwise where they were left out than where they were written out, one at a time. */
function keysReadOtherwise(form: RowForm, version: number, { values, places }: Usual): string[] {
  const read = (row: Data): Data => readBy(form, { ...row, _version: version, _over_blank: true });
  const whole = read(values);
  const wrong = Object.keys(values).filter((key) => {
    const { [key]: _left, ...rest } = values;
    return !sameText(read(rest), whole);
  });
  // What had no value could not be written out either. An upgrade may give it one.
  const given = places.filter((key) => version === versionOf(form) && whole[key] !== undefined);
  return [...wrong, ...given];
}

function elementsReadOtherwise(form: RowForm, version: number, { values, elements }: Usual): string[] {
  if (elements === undefined) return [];
  const { list, members, places, values: element } = elements;
  const shared = Object.fromEntries(members.map((member) => [member, 0]));
  const read = (one: Data): Data => {
    // A list of one element is written whole.
    const two = [one, one].map((own) => ({ ...own, ...shared }));
    const text = { ...values, [list]: two, _common: [{}], _version: version, _over_blank: true };
    return (readBy(form, text)[list] as readonly Data[])[0] ?? {};
  };
  const whole = read(element);
  const wrong = Object.keys(element).filter((key) => {
    const { [key]: _left, ...rest } = element;
    return !sameText(read(rest), whole);
  });
  // A key that only `usual` has today is missing in the elements of lists that were written whole.
  const alone = { ...element, ...Object.fromEntries(members.map((member) => [member, {}])) };
  const text = { ...values, [list]: [alone], _version: version, _over_blank: true };
  const [single = {}] = readBy(form, text)[list] as readonly Data[];
  const missing = Object.keys(whole).filter((key) => single[key] === undefined && whole[key] !== undefined);
  const given = places.filter(
    (key) => version === versionOf(form) && !members.includes(key) && whole[key] !== undefined,
  );
  return [...wrong, ...missing, ...given].map((key) => `${list}[].${key}`);
}

function readBy(form: RowForm, text: Data): Data {
  // Whatever the kind, a row is data here.
  return fromText(JSON.stringify(text), form) as unknown as Data;
}

/** Equal data, whatever the order of keys. */
function sameText(a: Data, b: Data): boolean {
  return sortedText(a) === sortedText(b);
}

function sortedText(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
