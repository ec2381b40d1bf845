/**
 * Who imports whom in `src/`, read from the text by a real parser, and the rules that judge it. The tables that the
 * rules are checked by stand in `test/tidy.test.ts`. Pure: files come in as texts.
 */
import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

/** One import of one file. Types count; `typesOnly` says that nothing of it is left when the program runs. */
export interface Import {
  readonly from: string;
  readonly line: number;
  /** A file by its path below `src/`, or a package by its name. */
  readonly to: string;
  readonly isFile: boolean;
  readonly typesOnly: boolean;
}

/**
 * By the name of a room, what its files may import beside one another: rooms, and packages. "types:" before a name
 * allows types alone.
 */
export type Rooms = Readonly<Record<string, readonly string[]>>;

const TYPES = "types:";

/** Everything that the text imports: import and export declarations, dynamic imports, import types, `require`. */
export function importsIn(from: string, text: string): Import[] {
  const { program, errors } = parseSync(from, text);
  if (errors.length > 0) throw new Error(`${from}: ${errors[0]?.message}`);
  const found: Import[] = [];
  const note = (start: number, specifier: string, typesOnly: boolean) => {
    const isFile = specifier.startsWith(".");
    const to = isFile ? posix.join(posix.dirname(from), specifier) : specifier;
    found.push({ from, line: text.slice(0, start).split("\n").length, to, isFile, typesOnly });
  };
  const unreadable = (start: number) =>
    note(start, "(a name that is worked out while the program runs)", false);
  const noteArgument = (start: number, argument: { type: string; value?: unknown } | undefined) => {
    if (argument?.type === "Literal" && typeof argument.value === "string")
      note(start, argument.value, false);
    else unreadable(start);
  };
  new Visitor({
    ImportDeclaration({ start, source, importKind, specifiers }) {
      const areTypes = specifiers.map((one) => one.type === "ImportSpecifier" && one.importKind === "type");
      note(start, source.value, importKind === "type" || (areTypes.length > 0 && !areTypes.includes(false)));
    },
    ExportNamedDeclaration({ start, source, exportKind, specifiers }) {
      if (source === null) return;
      const isValue = specifiers.some((one) => one.exportKind !== "type");
      note(start, source.value, exportKind === "type" || !isValue);
    },
    ExportAllDeclaration({ start, source, exportKind }) {
      note(start, source.value, exportKind === "type");
    },
    ImportExpression({ start, source }) {
      noteArgument(start, source);
    },
    TSImportType({ start, source }) {
      note(start, source.value, true);
    },
    CallExpression({ start, callee, arguments: [first] }) {
      if (callee.type === "Identifier" && callee.name === "require") noteArgument(start, first);
    },
  }).visit(program);
  return found;
}

/** The room of a file: the longest name in the table that is the file's, or a folder's around it. */
function roomOf(file: string, rooms: Rooms): string | null {
  const around = Object.keys(rooms).filter((name) => file === name || file.startsWith(`${name}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** A sentence for each import that its room does not allow: who imports what where, and what the room may import. */
export function forbiddenImports(imports: readonly Import[], rooms: Rooms): string[] {
  return imports.flatMap((one) => {
    const own = roomOf(one.from, rooms);
    if (own === null) return [`src/${one.from} is in no room of the table`];
    const target = one.isFile ? roomOf(one.to, rooms) : one.to;
    if (target === own) return [];
    const allowed = rooms[own] ?? [];
    if (target !== null && allowed.includes(target)) return [];
    if (target !== null && one.typesOnly && allowed.includes(TYPES + target)) return [];
    const what = `${one.typesOnly ? "types of " : ""}${one.to}`;
    const where = one.isFile && target !== one.to ? ` (${target ?? "no room"})` : "";
    const names = allowed.map((name) => name.replace(TYPES, "types of "));
    const list = names.length === 0 ? "nothing else" : names.join(", ");
    return [`src/${one.from}:${one.line} imports ${what}${where}; "${own}" may import itself and ${list}`];
  });
}

/** Names in the table that stand for nothing any more: rooms without files, and packages that the room does not use. */
export function staleNames(files: readonly string[], imports: readonly Import[], rooms: Rooms): string[] {
  const lived = new Set(files.map((file) => roomOf(file, rooms)));
  const used = new Set(imports.map(({ from, to }) => `${roomOf(from, rooms)} → ${to}`));
  return Object.entries(rooms).flatMap(([room, allowed]) => [
    ...(lived.has(room) ? [] : [`"${room}" has no files`]),
    ...allowed
      .map((name) => name.replace(TYPES, ""))
      .filter((name) => !lived.has(name) && !used.has(`${room} → ${name}`))
      .map((name) => `"${room}" may import ${name}, which is no room and which it does not import`),
  ]);
}

/** Circles of files that import one another, types included, as "a → b → a": wherever there are some, at least one. */
export function cyclesOf(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isFile } of imports) {
    if (isFile) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const cycles = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) {
      cycles.add([...way.slice(at), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const one of next.get(file) ?? []) visit(one, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return [...cycles];
}

/** The folder of an object of the business: `resources/<area>/<object>/`. */
const OBJECT = /^resources\/[^/]+\/[^/]+\//;

/**
 * Imports that reach into an object's folder from outside past its `index.ts`, as "importer → file". Types of its rows
 * (`row/`) are free to all.
 */
export function pastTheIndex(imports: readonly Import[]): string[] {
  const ways = imports.flatMap(({ from, to, isFile, typesOnly }) => {
    const object = OBJECT.exec(to)?.[0];
    if (!isFile || object === undefined || from.startsWith(object)) return [];
    if (to === `${object}index.ts` || (typesOnly && to.startsWith(`${object}row/`))) return [];
    return [`${from} → ${to}`];
  });
  return [...new Set(ways)];
}
