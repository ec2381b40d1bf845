/** House rules that no linter knows. Each says why; exceptions are named with their reason. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parametersPage } from "../scripts/parameters.ts";
import { flagText, optionKeys } from "../src/cli/options.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LINES_MAX = 320;
const FUNCTION_LINES_MAX = 60;

/** Longer than the guide, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "src/core/errors.ts": "the catalogue of all refusals",
  "src/params/param.ts": "every kind of parameter, beside the others",
  "src/payment_methods/test_cards.ts": "a table of cards",
  "src/resources/resource.ts": "what every resource is made of",
};

/** Functions past the guide, and why. */
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  "src/main.ts start": "the wiring, in the order in which it happens",
  "src/page/client.ts run": "handlers that share the state of one form",
  "src/resources/payment_intent/intent.ts newIntent": "a line a field",
};

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => statSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile());
const code = files.filter((file) => /\.(?:ts|tsx|mjs)$/.test(file));
const source = code.filter((file) => file.startsWith("src/"));
/** Not the tests, nor the suite that storage engines are put through. */
const program = source.filter((file) => !file.includes(".test.") && file !== "src/storage/conformance.ts");
const prose = files.filter(
  (file) => /\.(?:md|json|jsonc|yml|css)$/.test(file) && !/lock|fixtures/.test(file),
);

const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
const textOf = (file: string): string => texts.get(file) ?? "";

const linesOf = (file: string): number => textOf(file).split("\n").length - 1;

/** "src/a.ts:3: the line", wherever a line matches and the file is not excused. */
function found(among: readonly string[], pattern: RegExp, excused: readonly string[] = []): string[] {
  return among
    .filter((file) => !excused.includes(file))
    .flatMap((file) =>
      textOf(file)
        .split("\n")
        .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    );
}

const SELF = "test/tidy.test.ts";

describe("what is handed in is not taken", () => {
  test("the clock is read in core/clock.ts alone", () => {
    expect(found(program, /\bDate\.(?:now|parse)\b|\bnew Date\b/, ["src/core/clock.ts"])).toEqual([]);
  });
  test("randomness comes from core/ids.ts alone", () => {
    expect(found(program, /Math\.random|randomBytes|randomUUID|randomInt/, ["src/core/ids.ts"])).toEqual([]);
  });
  test("the environment is read by the command line alone", () => {
    const outside = program.filter((file) => !file.startsWith("src/cli/"));
    expect(found(outside, /process\.(?:env|argv)/)).toEqual([]);
  });
});

describe("nothing is left lying about", () => {
  test("no unfinished work", () => {
    expect(found([...code, ...prose], /\b(?:TODO|FIXME|XXX|HACK)\b/, [SELF])).toEqual([]);
  });
  test("no tests that are skipped or alone", () => {
    expect(found(code, /\b(?:it|test|describe)\.(?:skip|only|todo)\(/, [SELF])).toEqual([]);
  });
  test("no way round the types", () => {
    expect(
      found(program, /@ts-(?:ignore|nocheck|expect-error)|biome-ignore lint\/suspicious\/noExplicitAny/),
    ).toEqual([]);
  });
  test("nothing of the machine it was written on", () => {
    // Written so that this file does not name them itself.
    const places = ["work", "tmp", "root", "Users", "home/[a-z]+"].map((place) => `/${place}/`);
    expect(found([...code, ...prose], new RegExp(`(?<![\\w.*-])(?:${places.join("|")})`), [SELF])).toEqual(
      [],
    );
  });
});

describe("size", () => {
  test(`files have up to ${LINES_MAX} lines`, () => {
    // A file of phrases is a list, as long as the page has phrases.
    const long = program.filter(
      (file) => !file.startsWith("src/page/messages/") && linesOf(file) > LINES_MAX,
    );
    expect(long.filter((file) => !Object.hasOwn(LONG_FILES, file))).toEqual([]);
  });
  test(`functions have up to ${FUNCTION_LINES_MAX} lines`, () => {
    const long = program.flatMap((file) =>
      functionsOf(textOf(file))
        .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
        .map(({ name, lines }) => ({ key: `${file} ${name}`, lines })),
    );
    expect(long.filter(({ key }) => !Object.hasOwn(LONG_FUNCTIONS, key))).toEqual([]);
  });
  test("every exception is still needed", () => {
    expect(Object.keys(LONG_FILES).filter((file) => linesOf(file) <= LINES_MAX)).toEqual([]);
    const named = program.flatMap((file) => functionsOf(textOf(file)).map(({ name }) => `${file} ${name}`));
    expect(Object.keys(LONG_FUNCTIONS).filter((key) => !named.includes(key))).toEqual([]);
  });
});

/** Top-level functions and their lengths: the formatter puts the closing brace of one into the first column. */
function functionsOf(text: string): { name: string; lines: number }[] {
  const lines = text.split("\n");
  return lines.flatMap((line, i) => {
    const name = /^(?:export )?(?:default )?(?:async )?function\*? (\w+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const length = lines.slice(i).indexOf("}") + 1;
    return [{ name, lines: length }];
  });
}

describe("files say what they are for", () => {
  // The table of versions says it for them: a change's `why`.
  const quiet = program.filter((file) => !/^src\/versions\/v\d/.test(file));
  test.each(quiet.filter((file) => file.endsWith(".ts") || file.endsWith(".tsx")))("%s", (file) => {
    expect(textOf(file).replace(/^#!.*\n/, "")).toMatch(/^\/\*\*/);
  });
});

describe("documents", () => {
  test("docs/parameters.md is what `npm run docs` writes", () => {
    expect(textOf("docs/parameters.md") === parametersPage(), "run `npm run docs`").toBe(true);
  });
  test("the README has every option of the command line", () => {
    const flags = optionKeys.flatMap((key) => flagText(key) ?? []);
    expect(flags.filter((flag) => !textOf("README.md").includes(`| \`${flag}\` |`))).toEqual([]);
    expect(flags.length).toBeGreaterThan(5);
  });
  test("pages that the code names exist", () => {
    const named = [...code, "README.md", "CONTRIBUTING.md"].flatMap((file) =>
      [...textOf(file).matchAll(/(?<![\w./-])docs\/[\w./-]+\.md/g)].map((match) => match[0]),
    );
    expect([...new Set(named)].filter((page) => !texts.has(page))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
  test("links between documents lead somewhere", () => {
    const dead = files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        [...textOf(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
          .map((match) => join(file, "..", match[1] ?? ""))
          .filter((target) => !existsSync(join(ROOT, target)))
          .map((target) => `${file} → ${target}`),
      );
    expect(dead).toEqual([]);
  });
  test("commands that the documents name exist", () => {
    const { scripts } = JSON.parse(textOf("package.json"));
    const named = files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) => [...textOf(file).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? ""));
    expect([...new Set(named)].filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
