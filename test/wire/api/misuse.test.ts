/**
 * Misuses every parameter of every operation: a wrong shape, an unknown neighbour, an empty string. The
 * refusal must name the parameter, in Stripe's words. Cases are derived from the definitions, so a new
 * parameter is tested as soon as it is declared. All are read as the API reads them; the top level is also
 * sent over HTTP.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiError } from "../../../src/core/errors.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import type { Branch, Raw } from "../../../src/params/form.ts";
import { type Fields, type Param, Reading, readParams } from "../../../src/params/param.ts";
import { allResources } from "../../../src/resources/index.ts";
import { Registry, type Route } from "../../../src/resources/registry.ts";
import { dialectOf, fieldsFor, VERSIONS } from "../../../src/versions/index.ts";
import { startServer, type TestServer } from "../../support/server.ts";

const { routes } = new Registry(allResources(VERSIONS), {
  checkoutOrigin: "",
  settings: DEFAULT_SETTINGS,
  now: () => 0,
});
const READ_AS = ["2026-10-28.endive", "2023-10-16"] as const;

interface Case {
  readonly path: string;
  readonly misuse: string;
  readonly raw: Branch;
  readonly message: string | RegExp;
  readonly param: string;
}

const UNKNOWN = "zz_unknown_neighbour";
const HASH: Raw = new Map([["0", "wrong"]]);
const CANDIDATES = [
  "1",
  "true",
  "false",
  "usd",
  "US",
  "a@example.com",
  "https://example.com",
  "inf",
  "x",
  "1970",
];

/** A value the parameter takes, or undefined where it takes none. */
function valid(param: Param<unknown>): Raw | undefined {
  if (param.type === "object" && param.fields !== undefined) return new Map(required(param.fields));
  if (param.type === "array" && param.items !== undefined) {
    const item = valid(param.items);
    return item === undefined ? undefined : new Map([["0", item]]);
  }
  if (param.type === "map" && param.items !== undefined) {
    const item = valid(param.items);
    return item === undefined ? undefined : new Map([["eur", item]]);
  }
  return [...(param.choices ?? []), ...CANDIDATES, "product.created"].find((text) => {
    const reading = new Reading();
    param.read(text, "x", reading);
    return reading.fault === null && reading.unknown.length === 0;
  });
}

/** Values for everything a hash must have. */
function required(fields: Fields, but = ""): [string, Raw][] {
  return Object.entries(fields).flatMap(([name, param]): [string, Raw][] => {
    if (!param.required || name === but) return [];
    const value = valid(param);
    if (value === undefined) throw new Error(`no valid value for ${name}`);
    return [[name, value]];
  });
}

const leaf = (path: string) => /([^[\]]+)\]?$/.exec(path.replace(/(\[\d+\])+$/, ""))?.[1] ?? path;

/** "[0]" of an element of a list, as a pattern. */
const index = (path: string) => /\[(\d+)\]$/.exec(path)?.[0].replace("[", "\\[") ?? "";

/** Wrong values with what is said of them. */
function wrongShapes(param: Param<unknown>, path: string): [string, Raw, string | RegExp][] {
  const hash: [string, Raw, string] = ["a hash", HASH, 'Invalid string: {"0":"wrong"}'];
  const text = (message: string | RegExp): [string, Raw, string | RegExp][] => [
    hash,
    ["a text", "x", message],
  ];
  switch (param.type) {
    case "not supported yet":
      return [["anything", "x", notYet(path)]];
    case "object":
    case "map":
    case "metadata":
      return [["a text", "x", "Invalid object"]];
    case "array":
      return [
        ["a text", "x", "Invalid array"],
        ["a hash", new Map([["x", "y"]]), "Invalid array"],
      ];
    case "integer":
    case "timestamp":
      return text("Invalid integer: x");
    case "timestamp or range":
      return [["a text", "x", "Invalid integer: x"]];
    case "boolean":
      return text("Invalid boolean: x");
    case "decimal string":
    case "float":
      return text("Invalid decimal: x");
    case "enum":
      return text(new RegExp(`^Invalid ${leaf(path)}${index(path)}: must be `));
    case "url":
      return text("Invalid URL: An explicit scheme (such as https) must be provided.");
    case "string":
      return [hash];
    case "string or object":
      return [];
    default:
      throw new Error(`nobody has thought of misusing a ${param.type}`);
  }
}

/** Values past a bound, by one. */
function pastBounds(param: Param<unknown>, path: string): [string, Raw, string | RegExp][] {
  const { type, max, min } = param;
  if (param.notYet) return [];
  const cases: [string, Raw, string | RegExp][] = [];
  if (type === "string" && max !== undefined) {
    cases.push(["too long", "x".repeat(max + 1), /^Invalid string: .*; must be at most \d+ characters$/]);
  }
  if (type === "integer" && max !== undefined) {
    const refusal = `This value must be less than or equal to ${max} (it currently is '${max + 1}').`;
    cases.push(["too large", String(max + 1), refusal]);
  }
  if (type === "integer" && min !== undefined) {
    cases.push(["too small", String(min - 1), `This value must be greater than or equal to ${min}.`]);
  }
  if (type === "float" && max !== undefined) {
    const refusal = `This value must be less than or equal to ${max} (it currently is '${max + 1}.0').`;
    cases.push(["too large", String(max + 1), refusal]);
  }
  if (type === "float" && min !== undefined) {
    const refusal = `This value must be greater than or equal to ${min} (it currently is '-1.0').`;
    cases.push(["too small", "-1", refusal]);
  }
  if (type === "array" && max !== undefined && max < LIST_MADE_MAX) {
    // They are counted before they are read; and a form has no empty hashes.
    const many: [string, Raw][] = Array.from({ length: max + 1 }, (_, i) => [String(i), "x"]);
    cases.push(["too many", new Map(many), `Array ${leaf(path)} exceeded maximum ${max} allowed elements.`]);
  }
  return cases;
}
/** Longer lists are not made for this. */
const LIST_MADE_MAX = 300;

function notYet(path: string): string {
  return (
    `Checkstand does not support the parameter ${path} yet, and refuses it rather than ignoring it. ` +
    "See docs/fidelity.md for what is supported."
  );
}
function empty(path: string): string {
  return (
    `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however ` +
    `'${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`
  );
}

/** Cases of the parameters of one hash; `around` puts the hash where it belongs in a request. */
function* casesOf(fields: Fields, at: string, around: (hash: Branch) => Branch): Generator<Case> {
  const full = (name: string) => (at === "" ? name : `${at}[${name}]`);
  const unknown = new Map<string, Raw>([...required(fields), [UNKNOWN, "1"]]);
  yield {
    path: full(UNKNOWN),
    misuse: "unknown",
    raw: around(unknown),
    message: `Received unknown parameter: ${full(UNKNOWN)}`,
    param: full(UNKNOWN),
  };
  for (const [name, param] of Object.entries(fields)) {
    const put = (value: Raw) => around(new Map<string, Raw>([...required(fields, name), [name, value]]));
    yield* casesOfOne(param, full(name), put);
  }
}

function* casesOfOne(param: Param<unknown>, path: string, put: (value: Raw) => Branch): Generator<Case> {
  for (const [misuse, wrong, message] of [...wrongShapes(param, path), ...pastBounds(param, path)]) {
    yield { path, misuse, raw: put(wrong), message, param: path };
  }
  if (!param.nullable) {
    const message = param.type === "not supported yet" ? notYet(path) : empty(path);
    yield { path, misuse: "empty", raw: put(""), message, param: path };
  }
  if (param.fields !== undefined) yield* casesOf(param.fields, path, (hash) => put(hash));
  if (param.items !== undefined) {
    const key = param.type === "array" ? "0" : "eur";
    yield* casesOfOne(param.items, `${path}[${key}]`, (value) => put(new Map([[key, value]])));
  }
}

function refusalOf(fields: Fields, raw: Branch): ApiError {
  try {
    readParams(fields, raw);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

function fieldsAt(version: string, route: Route): Fields {
  const dialect = dialectOf(version);
  if (dialect === null) throw new Error(`no version ${version}`);
  return fieldsFor(dialect, route.name, route.operation);
}

describe.each(READ_AS)("read as %s", (version) => {
  const all = routes.map((route) => {
    const fields = fieldsAt(version, route);
    return { name: route.name, fields, cases: [...casesOf(fields, "", (hash) => hash)] };
  });

  test.each(all)("$name names what is wrong: $cases.length cases", ({ fields, cases }) => {
    for (const { path, misuse, raw, message, param } of cases) {
      const refused = refusalOf(fields, raw);
      const which = `${path}: ${misuse}`;
      expect(refused.status, which).toBe(400);
      expect(refused.body.param, which).toBe(param);
      if (typeof message === "string") expect(refused.message, which).toBe(message);
      else expect(refused.message, which).toMatch(message);
    }
  });

  test("the cases reach nested parameters", () => {
    const cases = all.flatMap((operation) => operation.cases);
    expect(cases.length).toBeGreaterThan(1500);
    const create = all.find(({ name }) => name === "POST /v1/checkout/sessions");
    console.info(`${create?.cases.length} misuses of creating a session, read as ${version}`);
    expect(create?.cases.length).toBeGreaterThan(400);
    expect(cases.map(({ path }) => path)).toContain("line_items[0][price_data][product_data][images][0]");
  });
});

describe("over HTTP", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const text = (raw: Raw, name = ""): string[] =>
    typeof raw === "string"
      ? [`${encodeURIComponent(name)}=${encodeURIComponent(raw)}`]
      : [...raw].flatMap(([key, part]) => text(part, name === "" ? key : `${name}[${key}]`));

  test.each(routes.map((route) => ({ name: route.name, route })))("$name", async ({ route }) => {
    const [version] = READ_AS;
    const key = server.freshKey();
    const cases = [...casesOf(fieldsAt(version, route), "", (hash) => hash)].filter(
      ({ path }) => !path.includes("["),
    );
    const path = route.path.replace(":id", "x").replace(":sub", "y");
    for (const { path: name, misuse, raw, message, param } of cases) {
      const form = text(raw).join("&");
      const headers = { "stripe-version": version };
      const { status, body } = await (route.method === "POST"
        ? server.raw("POST", path, { key, headers, body: form })
        : server.raw(route.method, `${path}?${form}`, { key, headers }));
      const which = `${name}: ${misuse}`;
      expect([status, body.error.param], which).toEqual([400, param]);
      if (typeof message === "string") expect(body.error.message, which).toBe(message);
      else expect(body.error.message, which).toMatch(message);
    }
  });
});
