/**
 * Reads the declaration files of an official client and finds the types that a name in them means. There are two
 * layouts: until stripe 21 each file adds to the namespace `Stripe` of one module, and later each file is a module.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  parseSync,
  type Statement,
  type TSInterfaceDeclaration,
  type TSTypeAliasDeclaration,
} from "oxc-parser";

/** A type with what is needed to read the names in it. */
export interface Declared {
  /** Its name in its package, such as "Checkout.Session.Status". */
  readonly name: string;
  readonly node: TSInterfaceDeclaration | TSTypeAliasDeclaration;
  readonly scope: Scope;
  /** The text of its file, which the positions in `node` refer to. */
  readonly text: string;
}

/** Where names are looked up: a file, or a namespace in it. */
export interface Scope {
  readonly path: readonly string[];
  readonly outer: Scope | null;
  readonly types: Map<string, Declared>;
  readonly namespaces: Map<string, Scope>;
  /** What stands in another file under another name, or all of that file ("*"). */
  readonly elsewhere: Map<string, { readonly file: string; readonly name: string }>;
}

/** All types of a package. */
export interface Declarations {
  readonly all: readonly Declared[];
  /** The type that a name with dots means in a scope. */
  find(name: string, scope: Scope): Declared | undefined;
}

export function readDeclarations(packageFolder: string): Declarations {
  const isOne = readdirSync(packageFolder).includes("types");
  const folder = join(packageFolder, isOne ? "types" : "esm");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(folder, name))
    .sort();
  const all: Declared[] = [];
  const shared = newScope([], null);
  const modules = new Map<string, Scope>();
  for (const file of files) {
    const below = relative(join(folder, "resources"), dirname(file));
    const path = below.startsWith("..") || below === "" ? [] : below.split("/");
    const scope = isOne ? shared : newScope(path, null);
    modules.set(file, scope);
    const text = readFileSync(file, "utf8");
    const { program, errors } = parseSync(file, text);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
    const add = (node: Declared["node"], into: Scope): void => {
      const name = [...into.path, node.id.name].join(".");
      const declared = { name, node, scope: into, text };
      into.types.set(node.id.name, declared);
      all.push(declared);
    };
    // Directives are statements of the tree too; none of them declares anything.
    for (const statement of program.body) collect(statement as Statement, scope, file, add);
  }
  return { all, find: (name, scope) => find(name.split("."), scope, modules) };
}

const newScope = (path: readonly string[], outer: Scope | null): Scope => ({
  path,
  outer,
  types: new Map(),
  namespaces: new Map(),
  elsewhere: new Map(),
});

/** Enters what a statement declares, imports or hands on. */
function collect(
  statement: Statement,
  scope: Scope,
  file: string,
  add: (node: Declared["node"], into: Scope) => void,
): void {
  const fileOf = (source: string) => join(dirname(file), source.replace(/\.js$/, ".d.ts"));
  switch (statement.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      add(statement, scope);
      return;
    case "TSModuleDeclaration": {
      const name = "name" in statement.id ? statement.id.name : "";
      // `declare module "stripe"` and `namespace Stripe` are no part of the names of types.
      const isAround = name === "" || name === "Stripe";
      const inner = isAround ? scope : (scope.namespaces.get(name) ?? newScope([...scope.path, name], scope));
      if (!isAround) scope.namespaces.set(name, inner);
      for (const one of statement.body?.body ?? []) collect(one as Statement, inner, file, add);
      return;
    }
    case "ImportDeclaration":
      for (const one of statement.specifiers) {
        const imported = one.type === "ImportSpecifier" && "name" in one.imported ? one.imported.name : "*";
        scope.elsewhere.set(one.local.name, { file: fileOf(statement.source.value), name: imported });
      }
      return;
    case "ExportNamedDeclaration":
      // What is exported is a declaration, and so a statement.
      if (statement.declaration !== null) collect(statement.declaration as Statement, scope, file, add);
      for (const { local, exported } of statement.specifiers)
        if (statement.source !== null && "name" in local && "name" in exported)
          scope.elsewhere.set(exported.name, { file: fileOf(statement.source.value), name: local.name });
  }
}

type Modules = ReadonlyMap<string, Scope>;

function find(parts: readonly string[], scope: Scope, modules: Modules): Declared | undefined {
  // "Stripe.Discount" is the one outside, whatever there is within.
  if (parts[0] === "Stripe" && parts.length > 1) return within(parts.slice(1), outermost(scope), modules);
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const type = within(parts, at, modules);
    if (type !== undefined) return type;
  }
  return undefined;
}

function outermost(scope: Scope): Scope {
  return scope.outer === null ? scope : outermost(scope.outer);
}

function within(parts: readonly string[], scope: Scope, modules: Modules): Declared | undefined {
  const [first = "", ...rest] = parts;
  // A namespace may hand on what its file imports.
  const outer = () => (scope.outer === null ? undefined : typeIn(scope.outer, first, modules));
  if (rest.length === 0) return typeIn(scope, first, modules) ?? outer();
  const space = spaceIn(scope, first, modules);
  return space === undefined ? undefined : within(rest, space, modules);
}

function typeIn(scope: Scope, name: string, modules: Modules): Declared | undefined {
  const own = scope.types.get(name);
  const from = scope.elsewhere.get(name);
  if (own !== undefined || from === undefined) return own;
  const other = modules.get(from.file);
  return other === undefined ? undefined : typeIn(other, from.name, modules);
}

function spaceIn(scope: Scope, name: string, modules: Modules): Scope | undefined {
  const own = scope.namespaces.get(name);
  const from = scope.elsewhere.get(name);
  if (own !== undefined || from === undefined) return own;
  const other = modules.get(from.file);
  return other === undefined || from.name === "*" ? other : spaceIn(other, from.name, modules);
}
