/** House rules that no linter knows. Each says why; exceptions are named with their reason. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { flagText, optionKeys } from "../src/cli/options.ts";
import {
  cyclesOf,
  forbiddenImports,
  importsIn,
  pastTheIndex,
  type Rooms,
  staleNames,
} from "./support/walls.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LINES_MAX = 320;
const FUNCTION_LINES_MAX = 60;

/** Longer than the guide, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "src/core/errors.ts": "the catalogue of all refusals",
  "src/params/param.ts": "every kind of parameter, beside the others",
  "src/method_types/card/test_cards.ts": "a table of cards",
  "src/resources/resource.ts": "what every resource is made of",
};

/** Functions past the guide, and why. */
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  "src/main.ts start": "the wiring, in the order in which it happens",
  "src/page/client/index.ts run": "handlers that share the state of one form",
  "src/resources/billing/subscription/terms.ts newSubscription": "a line a field",
  "src/resources/index.ts allResources": "a line a resource",
  "src/resources/payments/payment_intent/intent.ts newIntent": "a line a field",
};

const AREAS = ["billing", "catalog", "checkout", "customers", "events", "payments"].map(
  (area) => `resources/${area}`,
);
const PREACT = ["preact", "preact-render-to-string"];

/**
 * Who may import whom in `src/`. A file belongs to the longest of these names that its path begins with. It may import
 * its own room, the rooms listed, and the packages listed. A room inside a listed one is not listed with it.
 * "types:" allows types alone; everywhere else types count like everything else.
 */
const ROOMS: Rooms = {
  core: ["node:crypto"],
  "core/qr_code.ts": ["node:zlib", "uqr"],
  "core/session_hints.ts": [],
  params: ["core"],
  method_types: ["core", "params", "method_types/asks.ts", "method_types/card/card_brands.ts"],
  "method_types/asks.ts": [],
  "method_types/card/card_brands.ts": [],
  tax: ["core"],

  // Only the engines talk to databases.
  "storage/port.ts": ["core"],
  storage: ["core", "storage/port.ts", "storage/sqlite_driver.ts", "node:fs", "node:path", "node:zlib"],
  "storage/sqlite_driver.ts": ["storage", "storage/port.ts", "libsql", "node:module", "node:sqlite"],
  "storage/postgres.ts": ["core", "storage", "storage/port.ts", "pg"],

  // The business: no HTTP, files, databases, versions, page or worker. Each area sees those below it.
  resources: ["core", "params", "storage/port.ts"],
  "resources/catalog": ["core", "params", "resources", "storage/port.ts"],
  "resources/events": ["core", "params", "resources", "storage/port.ts"],
  "resources/customers": [
    ...["core", "params", "method_types", "resources", "storage/port.ts", "tax"],
    ...["resources/catalog"],
  ],
  "resources/payments": [
    ...["core", "core/qr_code.ts", "params", "method_types", "resources", "storage/port.ts"],
    ...["resources/catalog", "resources/customers"],
  ],
  "resources/billing": [
    ...["core", "params", "method_types", "resources", "storage/port.ts", "tax"],
    ...["resources/catalog", "resources/customers", "resources/payments"],
  ],
  "resources/checkout": [
    ...["core", "core/session_hints.ts", "params", "method_types", "resources", "storage/port.ts", "tax"],
    ...["resources/billing", "resources/catalog", "resources/customers", "resources/payments"],
  ],
  "resources/index.ts": ["resources", ...AREAS],

  versions: ["core", "params"],
  api: [
    ...["core", "params", "resources", "storage/port.ts", "versions"],
    ...["fastify", "node:crypto", "node:events", "node:http", "node:net", "node:stream"],
    "node:timers/promises",
  ],
  work: [
    ...["core", "resources", "resources/events", "storage/port.ts", "versions", "work/outbound.ts"],
    ...["node:crypto", "node:events", "node:net", "node:timers/promises"],
  ],
  // The only way out.
  "work/outbound.ts": ["work", "node:dns/promises", "node:http", "node:https", "node:net"],

  // What the page checks and shows: runs on the server and in browsers.
  form: ["core", "method_types/asks.ts", "method_types/card/card_brands.ts"],
  words: ["core", "form", "words/messages"],
  "words/messages": ["types:form", "types:method_types"],

  // What buyers see. It is handed what it needs of the house, and knows types and pure functions of the business.
  "bundles.ts": ["esbuild", "node:fs", "node:fs/promises", "node:url"],
  "page/pace.ts": [],
  "page/port.ts": [
    ...[
      "types:core",
      "types:method_types",
      "types:page/pace.ts",
      "types:page/portal_port.ts",
      "types:params",
    ],
    ...[
      "types:storage/port.ts",
      "types:resources/billing",
      "types:resources/catalog",
      "types:resources/checkout",
    ],
  ],
  "page/portal_port.ts": [
    ...["types:core", "types:storage/port.ts", "types:resources/billing", "types:resources/catalog"],
    ...["types:method_types", "types:resources/customers"],
  ],
  "page/client/config.ts": ["types:form", "types:page/pace.ts"],
  // Runs in the buyer's browser.
  "page/client/typing.ts": ["form"],
  "page/client/channel.ts": [],
  "page/client": ["form", "types:page/client/config.ts", "page/client/channel.ts", "page/client/typing.ts"],
  "page/controls": ["form", "types:preact", "types:words/messages"],
  "page/server": [
    ...[
      "core",
      "form",
      "page/controls",
      "params",
      "types:method_types",
      "types:page/client/config.ts",
      "types:page/port.ts",
      "words",
    ],
    ...["bundles.ts", "types:resources/catalog", "types:resources/checkout"],
    ...["types:words/messages", "types:fastify", "node:crypto", ...PREACT],
  ],
  "page/checkout": [
    ...["core", "form", "method_types", "page/client/config.ts", "page/controls", "page/server", "params"],
    ...["words", "types:page/pace.ts", "types:page/port.ts", "types:resources/catalog", "resources/checkout"],
    ...["types:words/messages", "types:fastify", ...PREACT],
  ],
  "page/challenge": ["form", "page/checkout", "page/server", "types:page/port.ts", "words", "types:fastify"],
  "page/scan": [
    ...["core/qr_code.ts", "page/checkout", "page/server", "types:page/port.ts", "types:fastify"],
  ],
  "page/bank": [
    "page/checkout",
    "page/server",
    "types:page/client/config.ts",
    "types:page/port.ts",
    "types:fastify",
  ],
  "page/voucher": [
    ...["page/checkout", "page/server", "types:page/client/config.ts", "types:page/port.ts", "words"],
    "types:fastify",
  ],
  "page/verification": [
    ...["page/checkout", "page/controls", "page/server", "types:page/port.ts", "types:core", "form"],
    ...["types:params", "types:words", "types:fastify"],
  ],
  "page/mandate": ["page/server", "types:page/port.ts", "words", "types:fastify"],
  "page/invoice": [
    ...["core", "form", "page/controls", "page/server", "types:page/port.ts", "types:params"],
    ...["types:resources/billing", "words", "types:words/messages", "types:fastify"],
  ],
  "page/portal": [
    ...["core", "form", "page/controls", "page/server", "types:page/portal_port.ts", "types:params"],
    ...["resources/billing", "types:resources/catalog", "words", "types:words/messages"],
    ...["types:fastify", "types:preact"],
  ],
  "page/index.ts": [
    ...[
      "core",
      "page/bank",
      "page/challenge",
      "page/checkout",
      "page/invoice",
      "page/mandate",
      "types:page/port.ts",
      "page/portal",
      "page/scan",
      "page/server",
      "page/verification",
      "page/voucher",
    ],
    ...["storage/port.ts", "words", "types:fastify"],
  ],

  // What shops load into their own pages, and the frames that it puts there.
  "stripe_js/trains.ts": [],
  "stripe_js/wire.ts": ["types:form", "types:stripe_js/trains.ts"],
  "stripe_js/client": [
    ...["core/session_hints.ts", "stripe_js/trains.ts", "types:stripe_js/wire.ts"],
    ...["types:page/client/channel.ts", "types:page/client/config.ts"],
  ],
  "stripe_js/frame_client": [
    ...[
      "form",
      "page/client/channel.ts",
      "page/client/typing.ts",
      "stripe_js/client",
      "types:stripe_js/wire.ts",
    ],
  ],
  "stripe_js/frames": [
    ...["core", "form", "method_types", "page/controls", "stripe_js", "stripe_js/trains.ts"],
    ...["types:stripe_js/wire.ts", "words", "types:fastify", ...PREACT],
  ],
  "stripe_js/checkout": [
    ...["core", "params", "resources/checkout", "stripe_js", "types:page/port.ts", "types:fastify"],
    ...["types:stripe_js/wire.ts", "words"],
  ],
  stripe_js: [
    "bundles.ts",
    "stripe_js/checkout",
    "types:page/port.ts",
    "stripe_js/frames",
    "stripe_js/trains.ts",
    "types:fastify",
    "node:crypto",
  ],

  // The pages of the API reference, drawn from the definitions.
  reference: [
    ...["core", "method_types", "params", "resources", "resources/events", "storage/port.ts", "versions"],
    ...["bundles.ts", "fastify", "preact", "preact-render-to-string", "node:crypto"],
  ],

  // What Checkstand offers besides Stripe's API, as JSON.
  control: ["core", "params", "types:fastify"],

  // The root: what a server is told, and what wires it.
  "reference_parts.ts": [
    ...[
      "api",
      "config.ts",
      "core",
      "reference",
      "resources",
      "resources/index.ts",
      "storage",
      "store_parts.ts",
    ],
    ...["versions"],
  ],
  "store_parts.ts": [...["config.ts", "core", "resources", "resources/events", "storage", "storage/port.ts"]],
  "config.ts": ["api", "core", "resources/events", "tax", "versions"],
  "hosts.ts": ["config.ts", "node:net"],
  "log.ts": ["config.ts", "core", "pino"],
  "invoice_parts.ts": [
    ...["api", "core", "method_types", "page/port.ts", "params", "resources", ...AREAS, "storage/port.ts"],
    "versions",
  ],
  "portal_parts.ts": [
    ...["core", "method_types", "types:page/portal_port.ts", "portal_acting.ts", ...AREAS, "storage/port.ts"],
  ],
  "portal_acting.ts": [
    ...["api", "core", "invoice_parts.ts", "types:page/portal_port.ts", "params", "resources", ...AREAS],
    "storage/port.ts",
  ],
  "voucher_parts.ts": ["core", "method_types", "page/port.ts", ...AREAS, "storage/port.ts"],
  "verification_parts.ts": [
    ...["api", "core", "invoice_parts.ts", "method_types", "page/port.ts", "params", "resources", ...AREAS],
    "storage/port.ts",
  ],
  "mandate_parts.ts": ["core", "method_types", "types:page/port.ts", ...AREAS, "storage/port.ts"],
  "page_parts.ts": [
    ...[
      "api",
      "core",
      "invoice_parts.ts",
      "mandate_parts.ts",
      "method_types",
      "page/port.ts",
      "params",
      "resources",
      ...AREAS,
    ],
    ...["portal_parts.ts", "storage/port.ts", "verification_parts.ts", "voucher_parts.ts", "work"],
  ],
  "main.ts": [
    ...[
      "api",
      "config.ts",
      "control",
      "core",
      "hosts.ts",
      "log.ts",
      "page/index.ts",
      "page/pace.ts",
      "page_parts.ts",
    ],
    ...["reference", "reference_parts.ts", "store_parts.ts", "stripe_js"],
    ...["resources", "resources/events", "resources/index.ts", "seed", "storage", "storage/port.ts"],
    ...["storage/postgres.ts", "versions", "work", "work/outbound.ts"],
  ],
  // For users' tests: knows nothing of the program.
  "playwright.ts": [],
  "index.ts": ["config.ts", "types:control", "core", "main.ts"],

  seed: [
    ...["api", "config.ts", "core", "params", "resources", "resources/events", "storage/port.ts", "versions"],
  ],
  cli: [
    ...["config.ts", "core", "main.ts", "params", "reference", "seed", "storage/port.ts", "versions"],
    ...["commander", "node:fs", "node:fs/promises", "node:path", "yaml"],
  ],
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
const prose = files.filter((file) => /\.(?:md|json|jsonc|yml|css)$/.test(file) && !/lock/.test(file));

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

describe("a payment method is its family's affair", () => {
  const outside = program.filter((file) => /^src\/(?:resources\/|page_parts)/.test(file));
  test("nothing else reads what cards alone have", () => {
    // `errors.card` is the API's `card_error`, which methods of every type are refused with.
    expect(found(outside, /(?<!\berrors)\.card\b/)).toEqual([]);
  });
  test("nothing else compares the type of a method", () => {
    expect(found(outside, /[!=]== "card"|"card" [!=]==|case "card"/)).toEqual([]);
  });
});

test("only the modes compare the mode of a session", () => {
  const modes = "src/resources/checkout/checkout_session/modes/";
  const outside = program.filter((file) => /^src\/(?:resources|page)/.test(file) && !file.startsWith(modes));
  const named = '"(?:payment|setup|subscription)"';
  expect(found(outside, new RegExp(`mode\\)?\\s*[!=]== ${named}|${named} [!=]== \\w*\\.?mode`))).toEqual([]);
});

describe("walls", () => {
  const imports = program
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => importsIn(file.slice("src/".length), textOf(file)));
  test("a file imports only what its room may import", () => {
    expect(forbiddenImports(imports, ROOMS)).toEqual([]);
    expect(imports.length).toBeGreaterThan(1000);
  });
  test("no files import one another in a circle, types included", () => {
    expect(cyclesOf(imports)).toEqual([]);
  });
  test("objects of the business are imported by their index.ts, or as types of their rows", () => {
    expect(pastTheIndex(imports)).toEqual([]);
  });
  test("every name in the table stands for something", () => {
    const inside = program.map((file) => file.slice("src/".length));
    expect(staleNames(inside, imports, ROOMS)).toEqual([]);
  });
  test("versions are compared in versions/ alone", () => {
    // Elsewhere a version is handed on: the one that is named is the default, and one is quoted in a message.
    // The trains of Stripe.js each name one.
    const outside = program.filter(
      (file) => !file.startsWith("src/versions/") && file !== "src/stripe_js/trains.ts",
    );
    const named = found(outside, /^(?!.*(?:\/\/|\*)).*\b20\d\d-\d\d-\d\d\b/);
    expect(named.map((line) => line.split(":")[0])).toEqual([
      "src/config.ts",
      "src/reference/pages/table_pages.tsx",
      "src/resources/catalog/price/new_price.ts",
    ]);
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
      (file) => !file.startsWith("src/words/messages/") && linesOf(file) > LINES_MAX,
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
