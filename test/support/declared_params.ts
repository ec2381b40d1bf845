/**
 * What the official client's types declare of an operation's parameters, read from the package's declaration
 * files: names, choices, and which are required. It understands only as much TypeScript as those files need.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TYPES = fileURLToPath(new URL("../../node_modules/stripe/esm/", import.meta.url));

export interface Declared {
  readonly required: boolean;
  /** Sorted; null if it is not an enumeration. An empty string is not a choice. */
  readonly choices: readonly string[] | null;
  /** Whether an empty string unsets it. */
  readonly emptiable: boolean;
}

type Tokens = readonly string[];
interface Member {
  readonly optional: boolean;
  readonly type: Tokens;
}
interface Known {
  /** The namespaces in which its names are looked up. */
  readonly scope: readonly string[];
  readonly parents: readonly string[];
  readonly members: ReadonlyMap<string, Member> | null;
  readonly alias: Tokens;
}

/** Reads a declaration file once: interfaces and aliases by their full names. */
class Reader {
  readonly known = new Map<string, Known>();
  readonly #tokens: Tokens;
  #at = 0;

  constructor(text: string) {
    const bare = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    this.#tokens = bare.match(/[A-Za-z_$][\w$]*|'[^']*'|\d+|=>|[{}()[\]<>:;,|?&.=]/g) ?? [];
    this.#body([]);
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? "";
  }
  #is(token: string): boolean {
    return this.#tokens[this.#at] === token;
  }

  /** Reads up to and including a token that stands outside all brackets. */
  #until(...ends: readonly string[]): string[] {
    const found: string[] = [];
    for (let depth = 0; this.#at < this.#tokens.length; ) {
      const token = this.#next();
      if (depth === 0 && ends.includes(token)) return found;
      if ("{(<[".includes(token)) depth++;
      if ("})>]".includes(token)) depth--;
      found.push(token);
    }
    return found;
  }

  #body(scope: readonly string[]): void {
    while (this.#at < this.#tokens.length && !this.#is("}")) {
      const word = this.#next();
      if (word === "namespace") {
        const name = this.#until("{").join("");
        this.#body([...scope, ...name.split(".")]);
        this.#at++;
      } else if (word === "interface") {
        const [name = "", ...rest] = this.#until("{");
        const parents = rest.slice(1).filter((token) => token !== ",");
        const inner = [...scope, name];
        this.known.set(inner.join("."), { scope: inner, parents, members: this.#members(), alias: [] });
      } else if (word === "type" && !this.#is(":")) {
        const [name = ""] = this.#until("=");
        this.known.set([...scope, name].join("."), {
          scope,
          parents: [],
          members: null,
          alias: this.#until(";"),
        });
      } else if (word === "import") {
        this.#until(";");
      } else if (word === "{") {
        this.#until("}"); // re-exported names
      } else if (word === "class") {
        this.#until("{");
        this.#until("}");
      }
    }
  }

  #members(): Map<string, Member> {
    const members = new Map<string, Member>();
    while (!this.#is("}")) {
      const head = this.#until(":");
      const [name = ""] = head;
      const type = this.#until(";");
      if (name !== "[") members.set(name.replaceAll("'", ""), { optional: head.includes("?"), type });
    }
    this.#at++;
    return members;
  }
}

const read = (file: string) => new Reader(readFileSync(TYPES + file, "utf8")).known;
const shared = read("shared.d.ts");

/** Parameters by their paths, written as the API reference writes them. */
export function declaredParams(file: string, type: string): ReadonlyMap<string, Declared> {
  const known = new Map([...shared, ...read(file)]);
  const found = new Map<string, Declared>();

  const lookUp = (name: string, scope: readonly string[]): Known | undefined => {
    for (let depth = scope.length; depth >= 0; depth--) {
      const hit = known.get([...scope.slice(0, depth), name].join("."));
      if (hit !== undefined) return hit;
    }
    return undefined;
  };
  const note = (path: string, more: Partial<Declared>): void => {
    const before = found.get(path) ?? { required: false, choices: null, emptiable: false };
    found.set(path, { ...before, ...more });
  };
  const walkMembers = (hash: Known, path: string): void => {
    for (const parent of hash.parents) {
      const above = lookUp(parent, hash.scope);
      if (above) walkMembers(above, path);
    }
    for (const [name, { optional, type: of }] of hash.members ?? []) {
      const inner = path === "" ? name : `${path}[${name}]`;
      note(inner, { required: !optional });
      walk(of, hash.scope, inner, inner);
    }
  };
  /**
   * `named` is the parameter's own path, `path` is the prefix of what is nested in it: they differ for lists.
   */
  const walk = (of: Tokens, scope: readonly string[], named: string, path: string): void => {
    const parts = union(of);
    const literals = parts
      .filter(([first = ""]) => first.startsWith("'"))
      .map(([first = ""]) => first.slice(1, -1));
    const choices = literals.filter((literal) => literal !== "").sort();
    if (literals.includes("")) note(named, { emptiable: true });
    if (choices.length > 0) note(named, { choices });
    for (const part of parts) {
      const [first = ""] = part;
      if (first.startsWith("'")) continue;
      if (first === "Emptyable") {
        note(named, { emptiable: true });
        walk(part.slice(2, -1), scope, named, path);
      } else if (first === "Array") walk(part.slice(2, -1), scope, named, `${path}[]`);
      else {
        const hit = lookUp(part.join(""), scope);
        if (hit?.members) walkMembers(hit, path);
        else if (hit) walk(hit.alias, hit.scope, named, path);
      }
    }
  };
  walk([type], [], "", "");
  return found;
}

function union(of: Tokens): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of of) {
    if ("{(<[".includes(token)) depth++;
    if ("})>]".includes(token)) depth--;
    if (token === "|" && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
