/**
 * Decodes `application/x-www-form-urlencoded` text into a tree of strings by the brackets in its names:
 * `a[b][0]=x`, `a[b][]=y`. Types, and which branches are lists, are left to the parameter definitions
 * (param.ts). Every name is kept, so that an error can quote it. Branches are Maps, so a parameter named
 * `__proto__` is harmless.
 */
import { errors } from "../core/errors.ts";

export type Raw = string | Branch;
export type Branch = Map<string, Raw>;

/** Enough for a session of 100 line items with some 30 parameters each. */
const MAX_PAIRS = 5000;
/** The deepest documented parameter has six levels; this leaves room. */
const MAX_DEPTH = 12;

/**
 * The tree of a request body or query. Refuses broken encoding, null bytes and texts beyond the bounds above.
 */
export function parseForm(text: string): Branch {
  const root: Branch = new Map();
  if (text === "") return root;
  let pairs = 0;
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf("&", start);
    if (end === -1) end = text.length;
    if (end > start) {
      if (++pairs > MAX_PAIRS) throw errors.tooManyParams(MAX_PAIRS);
      const equals = text.indexOf("=", start);
      const split = equals === -1 || equals > end ? end : equals;
      const name = decode(text.slice(start, split));
      const value = split === end ? "" : decode(text.slice(split + 1, end));
      if (value.includes("\0") || name.includes("\0"))
        throw errors.invalidCharacters(name.replaceAll("\0", ""));
      place(root, pathOf(name), value);
    }
    start = end + 1;
  }
  return root;
}

/**
 * A raw value as JSON, to quote in errors. A list shows as a hash with the keys 0, 1, …, as recorded of
 * Stripe.
 */
export function rawText(raw: Raw): string {
  return typeof raw === "string" ? raw : JSON.stringify(plain(raw));
}

function plain(raw: Raw): unknown {
  if (typeof raw === "string") return raw;
  return Object.fromEntries([...raw].map(([name, value]) => [name, plain(value)]));
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw errors.unparsable();
  }
}

/**
 * "a[b][][c]" → ["a", "b", "", "c"]; "" means the next index. If brackets do not match, the text is one name.
 */
function pathOf(name: string): string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  const path = [name.slice(0, open)];
  let at = open;
  while (at < name.length) {
    if (name[at] !== "[") return [name];
    const close = name.indexOf("]", at);
    path.push(name.slice(at + 1, close));
    if (path.length > MAX_DEPTH) throw errors.tooDeep(MAX_DEPTH);
    at = close + 1;
  }
  return path;
}

function place(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (let i = 0; i < path.length - 1; i++) {
    const name = indexFor(branch, path, i);
    let child = branch.get(name);
    if (child === undefined) {
      child = new Map();
      branch.set(name, child);
    }
    if (typeof child === "string") throw errors.unparsable();
    branch = child;
  }
  const last = indexFor(branch, path, path.length - 1);
  if (branch.get(last) instanceof Map) throw errors.unparsable();
  branch.set(last, value);
}

/**
 * The name to use for part `i` of a path: `a[]` gets an index. `a[][b]=1&a[][c]=2` fill one element until a
 * name repeats; `a[]=1&a[]=2` make two elements. Rack, the Ruby web server interface, has this rule.
 */
function indexFor(branch: Branch, path: readonly string[], i: number): string {
  const name = path[i] ?? "";
  if (name !== "") return name;
  const size = branch.size;
  const following = path[i + 1];
  if (following === undefined || size === 0) return String(size);
  const current = branch.get(String(size - 1));
  const taken =
    !(current instanceof Map) || (following !== "" && i + 2 === path.length && current.has(following));
  return String(taken ? size : size - 1);
}
