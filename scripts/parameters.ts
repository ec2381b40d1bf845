/**
 * Writes docs/parameters.md from the parameters' own definitions: every operation, every parameter, and whether it
 * acts or is refused for now. Run by `npm run docs`; a test says when the page is out of date.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Registry, type Route } from "../src/api/registry.ts";
import { DEFAULT_SETTINGS } from "../src/core/settings.ts";
import type { Fields, Param } from "../src/params/param.ts";
import { allResources } from "../src/resources/index.ts";
import { VERSIONS } from "../src/versions/index.ts";
import { fileFor, provenBy } from "../test/support/proven.ts";

const PAGE = fileURLToPath(new URL("../docs/parameters.md", import.meta.url));
/** Longer lists of choices are cut: currencies and locales would fill pages. */
const CHOICES_MAX = 12;

const INTRODUCTION = `# Parameters

Written by \`npm run docs\` from the definitions that requests are read by; do not edit. Shown are the parameters of
API version ${VERSIONS[0]}. Older versions take older names too; see \`src/versions/\`.

- **yes**: the parameter acts.
- **refused**: the parameter is known and answered with a refusal, so that nothing is accepted and ignored. Values
  that ask for nothing, given behind it, are accepted.

What the parameters of sessions do is told in place of "yes", and each has a case under its own name in the file that
is linked. Every parameter of every operation is misused in [test/wire/misuse.test.ts](../test/wire/misuse.test.ts).

A parameter that is not here is refused as unknown. \`expand[]\` goes with every operation. What is nested is written
in brackets, \`[]\` for the elements of a list and \`[key]\` for names of the sender's choosing.
`;

interface Line {
  readonly path: string;
  readonly param: Param<unknown>;
  /** What it does, or what it is a part of does. */
  readonly does?: string | undefined;
}

/** A parameter and all that is nested in it; of one that is refused, itself alone. */
function linesOf(path: string, param: Param<unknown>, inherited?: string): Line[] {
  const does = param.does ?? inherited;
  const own = { path, param, does };
  if (param.notYet) return [own];
  const nested =
    param.fields === undefined ? [] : fieldLines(param.fields, (name) => `${path}[${name}]`, does);
  if (param.items === undefined) return [own, ...nested];
  const element = `${path}${param.type === "map" ? "[key]" : "[]"}`;
  return [own, ...nested, ...linesOf(element, param.items, does).filter((line) => line.path !== element)];
}

/** The parameters of a hash and all that is nested in them, in the alphabet. */
export function fieldLines(fields: Fields, nameOf: (name: string) => string, inherited?: string): Line[] {
  return Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, param]) => linesOf(nameOf(name), param, inherited));
}

function typeOf({ type, items, choices }: Param<unknown>): string {
  if (type === "not supported yet") return "";
  const of = items === undefined || items.type === "object" ? "" : ` of ${typeOf(items)}`;
  if (choices === undefined) return type + of;
  const shown = choices.slice(0, CHOICES_MAX).map((choice) => `\`${choice}\``);
  const more = choices.length > CHOICES_MAX ? `, … (${choices.length})` : "";
  return `${shown.join(", ")}${more}`;
}

/** Bounds in words: characters of a text, elements of a list, a number itself. */
function boundsOf({ type, min, max }: Param<unknown>): string {
  if (type === "string" || type === "array") return max === undefined ? "" : `, at most ${max}`;
  if (min === undefined) return max === undefined ? "" : `, up to ${max}`;
  return max === undefined ? `, from ${min}` : `, ${min} to ${max}`;
}

function actsOf({ param: { notYet, harmless }, does }: Line): string {
  if (!notYet) return does ?? "yes";
  if (harmless === undefined) return "refused";
  return `refused, but for ${harmless.map((value) => `\`${JSON.stringify(value)}\``).join(", ")}`;
}

/** Operations whose parameters have cases, with what the cases' names begin with. */
const WITH_CASES: Readonly<Record<string, string>> = {
  "POST /v1/checkout/sessions": "",
  "POST /v1/checkout/sessions/:id": "update ",
  "GET /v1/checkout/sessions": "list ",
};

/** The case of a parameter of sessions, as a link; "" for those of other operations. */
function caseOf(path: string, operation: string): string {
  const begin = WITH_CASES[operation];
  const file = begin === undefined ? undefined : fileFor(PROVEN, begin + path);
  return file === undefined ? "" : `[case](../test/wire/${file})`;
}
const PROVEN = provenBy();

function rowOf(line: Line, operation: string): string {
  const { path, param } = line;
  const type = typeOf(param) + boundsOf(param) + (param.nullable ? ", or empty" : "");
  const proof = caseOf(path, operation);
  return `| \`${path}\` | ${type} | ${param.required ? "required" : ""} | ${actsOf(line)} | ${proof} |`;
}

function sectionOf({ name, operation }: Route): string {
  const lines = fieldLines(operation.params, (param) => param);
  const head = `## ${name}\n`;
  if (lines.length === 0) return `${head}\nNo parameters.\n`;
  const rows = [
    "| Parameter | Type | | Acts | |",
    "|---|---|---|---|---|",
    ...lines.map((line) => rowOf(line, name)),
  ];
  return `${head}\n${rows.join("\n")}\n`;
}

/** The whole page. */
export function parametersPage(): string {
  const registry = new Registry(allResources(VERSIONS), {
    checkoutOrigin: "",
    settings: DEFAULT_SETTINGS,
    now: () => 0,
  });
  const routes = registry.routes.filter((route) => route.path.startsWith("/v1/"));
  const sorted = routes.sort((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1));
  return [INTRODUCTION, ...sorted.map(sectionOf)].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, parametersPage());
