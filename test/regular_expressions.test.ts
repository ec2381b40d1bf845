/**
 * Every regular expression of the source takes linear time on any text. A real parser finds the expressions,
 * and a checker judges each from its structure; nothing is timed. See docs/decisions/0016-dependencies.md.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor, type VisitorObject } from "oxc-parser";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The build in plain JavaScript gives the same verdict on every machine and starts no other process. */
const { checkSync } = createRequire(import.meta.url)("recheck/lib/browser.js") as typeof import("recheck");

/** No time limits: a verdict must not depend on how fast the machine is. */
const PATIENT = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
} as const;

/** Judging one expression can take some seconds of processor time on a busy machine. */
const JUDGING_MS = 120_000;

type Made = Parameters<NonNullable<VisitorObject["NewExpression" | "CallExpression"]>>[0];

interface Expression {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly flags: string;
}

const program = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "src"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));

/** The literals in a text, and the lines that build expressions while the program runs. */
function expressionsIn(file: string, text: string): { literals: Expression[]; built: string[] } {
  const literals: Expression[] = [];
  const built: string[] = [];
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  const noteBuilt = ({ callee, start }: Made) => {
    if (callee.type === "Identifier" && callee.name === "RegExp") built.push(`${file}:${lineOf(start)}`);
  };
  const { program: tree, errors } = parseSync(file, text);
  expect(errors, file).toEqual([]);
  new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      const { pattern, flags } = node.regex;
      literals.push({ file, line: lineOf(node.start), pattern, flags });
    },
    NewExpression: noteBuilt,
    CallExpression: noteBuilt,
  }).visit(tree);
  return { literals, built };
}

/** "linear" or the kind of growth; "unknown" if the checker could not tell. */
function growthOf(pattern: string, flags: string): string {
  const verdict = checkSync(pattern, flags, PATIENT);
  if (verdict.status === "safe") return "linear";
  return verdict.status === "vulnerable" ? verdict.complexity.summary : "unknown";
}

const found = program.map((file) => expressionsIn(file, readFileSync(join(ROOT, file), "utf8")));
const literals = found.flatMap((one) => one.literals);
const distinct = [...new Map(literals.map((one) => [`${one.pattern}/${one.flags}`, one])).values()];

test("finds the expressions of the source", () => {
  const { literals: three, built } = expressionsIn(
    "sample.tsx",
    'const a = /a+/.test(b) ? c / d / e : <p x="/no/">/no/</p>;\n"x".replace(/[/]y/gu, ""); // /no/\nnew RegExp(`/z/`); f(/w/);',
  );
  expect(three.map(({ pattern, flags, line }) => [pattern, flags, line])).toEqual([
    ["a+", "", 1],
    ["[/]y", "gu", 2],
    ["w", "", 3],
  ]);
  expect(built).toEqual(["sample.tsx:3"]);
  expect(literals.length).toBeGreaterThan(200);
});

test.each([
  ["^a+$", "linear"],
  ["a+$", "2nd degree polynomial"],
  ["^\\s*\\+?[\\d\\s()./-]+$", "2nd degree polynomial"],
  ["\\p{L}+\\.", "2nd degree polynomial"],
  ["^(a|a)*$", "exponential"],
])("the checker judges the growth of %s correctly: %s", (pattern, growth) => {
  expect(growthOf(pattern, "u")).toBe(growth);
});

test("all expressions are literals, so that they can be judged", () => {
  expect(found.flatMap((one) => one.built)).toEqual([]);
});

describe("the time of each expression grows at most linearly with the text", () => {
  test.each([...groups(distinct)])("%s", { timeout: JUDGING_MS }, (_file, expressions) => {
    const growth = expressions.map(({ file, line, pattern, flags }) => ({
      at: `${file}:${line} /${pattern}/${flags}`,
      growth: growthOf(pattern, flags),
    }));
    expect(growth.filter((one) => one.growth !== "linear")).toEqual([]);
  });
});

function groups(expressions: readonly Expression[]): Map<string, Expression[]> {
  const byFile = new Map<string, Expression[]>();
  for (const one of expressions) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  return byFile;
}
