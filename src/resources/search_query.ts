/**
 * Pure: Stripe's search query language. A query is clauses, such as `email:"amy@example.com"`, all of which must match,
 * or one of which with `OR` (Stripe docs, "Search query language").
 */
import { type ApiError, errors } from "../core/errors.ts";

/** What a search field is compared with, and how: tokens as a whole, strings also in part, numbers by size. */
export type FieldKind = "numeric" | "string" | "token";

/** What a search compares of a value whose type is not known: texts, numbers and booleans as they are shown. */
export function searchable(value: unknown): number | string | null {
  if (typeof value === "boolean") return String(value);
  return typeof value === "number" || typeof value === "string" ? value : null;
}

/** What can be searched for, by name. `metadata` is read by key, and every resource that has a search has it. */
export interface SearchFields<R> {
  readonly [name: string]: {
    readonly kind: FieldKind;
    /** The value of a row; null if it has none. */
    of(row: R): number | string | null;
  };
}

type Operator = ":" | "<" | "<=" | ">" | ">=" | "~";

interface Clause {
  readonly field: string;
  /** The key of `metadata`; null for other fields. */
  readonly key: string | null;
  readonly isNegated: boolean;
  readonly operator: Operator;
  /** Null for `null`, which asks whether there is a value. */
  readonly value: string | null;
}

export interface Query {
  readonly clauses: readonly Clause[];
  readonly joined: "and" | "or";
}

const CLAUSES_MAX = 10;
const SUBSTRING_CHARS_MIN = 3;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Either kind of quote; within it, `\` before a quote that belongs to the text. */
const CLAUSE =
  /\s*(-)?([a-z0-9_.]+)(?:\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])?\s*(:|~|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)(?=\s|$)/uy;
const JOINT = /\s+(and|or)(?=\s)/iuy;

/** Reads a query. Refuses it (400, `query`) if it is none, or asks for a field or in a way that there is not. */
export function readQuery<R>(text: string, fields: SearchFields<R>, many: string): Query {
  const clauses: Clause[] = [];
  const joints = new Set<"and" | "or">();
  let at = 0;
  while (text.slice(at).trim() !== "") {
    if (clauses.length > 0) {
      JOINT.lastIndex = at;
      const joint = JOINT.exec(text);
      joints.add(joint?.[1]?.toLowerCase() === "or" ? "or" : "and");
      at += joint?.[0].length ?? 0;
    }
    CLAUSE.lastIndex = at;
    const found = CLAUSE.exec(text);
    if (found === null) throw unreadable();
    at += found[0].length;
    const [, minus, field = "", key, operator = ":", value = ""] = found;
    clauses.push({
      field,
      key: key === undefined ? null : unquoted(key),
      isNegated: minus !== undefined,
      operator: operator as Operator,
      value: value.toLowerCase() === "null" ? null : unquoted(value),
    });
  }
  if (clauses.length === 0) throw unreadable();
  if (clauses.length > CLAUSES_MAX) {
    throw errors.rule(`A search query can have up to ${CLAUSES_MAX} clauses.`, "query");
  }
  if (joints.size > 1) throw errors.rule("A search query cannot have both `AND` and `OR`.", "query");
  for (const clause of clauses) checkClause(clause, fields, many);
  return { clauses, joined: joints.has("or") ? "or" : "and" };
}

function unreadable(): ApiError {
  return errors.rule(
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for ' +
      'metadata or key:"value" to query for other fields.',
    "query",
  );
}

function unquoted(text: string): string {
  return /^["']/.test(text) ? text.slice(1, -1).replace(/\\(.)/gu, "$1") : text;
}

function checkClause<R>(
  { field, key, operator, value }: Clause,
  fields: SearchFields<R>,
  many: string,
): void {
  if (field === "metadata" ? key === null : key !== null) throw unreadable();
  const kind =
    field === "metadata" ? "token" : Object.hasOwn(fields, field) ? fields[field]?.kind : undefined;
  if (kind === undefined) {
    throw errors.rule(
      `Field \`${field}\` is an unsupported search field for resource \`${many}\`. ` +
        `See https://stripe.com/docs/search#query-fields-for-${many.replaceAll("_", "-")} for a list of supported fields.`,
      "query",
    );
  }
  const fits = operator === ":" || (operator === "~" ? kind === "string" : kind === "numeric");
  if (!fits) throw errors.rule(`Field \`${field}\` cannot be searched with \`${operator}\`.`, "query");
  if (operator !== ":" && value === null) throw unreadable();
  if (value === null) return;
  if (operator === "~" && value.length < SUBSTRING_CHARS_MIN) {
    throw errors.rule(
      `A substring to search for must have at least ${SUBSTRING_CHARS_MIN} characters.`,
      "query",
    );
  }
  if (kind === "numeric" && !NUMBER.test(value)) {
    throw errors.rule(`Field \`${field}\` must be compared with a number.`, "query");
  }
}

interface Searchable {
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Whether a row is what a query asks for. Texts match in upper and lower case. */
export function matches<R extends Searchable>(
  { clauses, joined }: Query,
  fields: SearchFields<R>,
  row: R,
): boolean {
  const isTrue = (clause: Clause) => holds(clause, fieldOf(clause, fields, row)) !== clause.isNegated;
  return joined === "or" ? clauses.some(isTrue) : clauses.every(isTrue);
}

function fieldOf<R extends Searchable>({ field, key }: Clause, fields: SearchFields<R>, row: R) {
  if (key === null) return fields[field]?.of(row) ?? null;
  const metadata = row.metadata ?? {};
  return Object.hasOwn(metadata, key) ? (metadata[key] ?? null) : null;
}

function holds({ operator, value }: Clause, found: number | string | null): boolean {
  if (value === null) return found === null;
  if (found === null) return false;
  const [own, asked] = [String(found).toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case "~":
      return own.includes(asked);
    case ":":
      return typeof found === "number" ? found === Number(value) : own === asked;
    case ">":
      return Number(found) > Number(value);
    case ">=":
      return Number(found) >= Number(value);
    case "<":
      return Number(found) < Number(value);
    case "<=":
      return Number(found) <= Number(value);
  }
}
