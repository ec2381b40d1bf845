/**
 * Request bodies that no client should send, each made from a seed. Some are broken text, some are
 * well-formed text of a wrong shape, some are good bodies with a few bytes changed. A few of the last are
 * still good, which is intended.
 */
import type { Fields, Param } from "../../src/params/param.ts";
import type { Seeded } from "./seeded.ts";

export interface Body {
  /** The function below that made it. */
  readonly kind: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a maker knows of the operation for which it makes a body. */
export interface Target {
  readonly fields: Fields;
  /** A body that the operation accepts, or the closest to one. */
  readonly good: string;
}

const FORM = "application/x-www-form-urlencoded";
const LONG_MAX = 400_000;
/** The server takes 5,000 parameters. */
const PAIRS_AT_BOUND = 4_900;
const PAIRS_PAST_BOUND = 5_200;

const BAD_PERCENT = [
  "%",
  "%z",
  "%zz",
  "%f",
  "%C0%80",
  "%ff",
  "%FE%FF",
  "%u0041",
  "%E2%82",
  "%%20",
  "%F8%88%80%80%80",
];
const SURROGATES = ["%ED%A0%80", "%ED%BF%BF", "%ED%A0%BD%ED%B8%80", "\ud800", "\udfff", "%F4%90%80%80"];
const PROTO_NAMES = [
  "__proto__",
  "constructor",
  "constructor[prototype]",
  "prototype",
  "hasOwnProperty",
  "toString",
  "__defineGetter__",
  "valueOf",
  "metadata[__proto__]",
  "metadata[constructor]",
  "%5F_proto_%5F",
  "__proto__[__proto__]",
];
const ODD_NAMES = [
  "a[][][b]",
  "a[][b][]",
  "[]",
  "[a]",
  "[a][b]",
  "a[",
  "a]",
  "a[b",
  "a[[b]]",
  "a[]b",
  "a[b]c[d]",
  "a[b][",
  "[[[[",
  "]]]]",
  "a[ ]",
  "a[\t]",
  "line_items[]",
  "line_items[][]",
  "line_items[0][]",
  "line_items[-1][price]",
  "line_items[0.5][price]",
  "line_items[1e3][price]",
  "line_items[٣][price]",
  "line_items[00][price]",
  "expand[][]",
  "expand[0][a]",
  "metadata[]",
  "metadata[][a]",
  "metadata[a][b]",
  "metadata[ ]",
];
const HUGE = [
  "1e309",
  "-1e309",
  "9007199254740993",
  "-9007199254740993",
  "999999999999999",
  "99999999999999999999999999999999",
  "0x10",
  "1_000",
  "1e3",
  "0.1",
  "-0",
  "+5",
  " 5",
  "5 ",
  "٣",
  "NaN",
  "Infinity",
  "0".repeat(400),
  "9".repeat(5_000),
];
const EXPANDS = [
  "expand[]=data.data.data.data",
  "expand[]=a.b.c.d.e.f.g",
  "expand[]=.",
  "expand[]=..",
  "expand[]=",
  "expand[]=__proto__",
  "expand[]=constructor.prototype",
  "expand=line_items",
  "expand[a]=b",
  "expand[0]=line_items&expand[0]=customer",
  "expand[]=line_items.",
  "expand[]=*",
  `expand[]=${"a.".repeat(2_000)}`,
];
const FOREIGN_TYPES = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "text/xml",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "application/octet-stream",
  "application/x-www-form-urlencoded; charset=utf-7",
  ";;;",
  "a/b/c",
  "*/*",
];

type Maker = (random: Seeded, target: Target) => { text: string | Buffer; contentType?: string };

const makers: Readonly<Record<string, Maker>> = {
  badPercent: (random, { good }) => ({
    text: joined(random, good, `${name(random)}=${random.pick(BAD_PERCENT)}`),
  }),
  badPercentInName: (random, { good }) => ({ text: joined(random, good, `${random.pick(BAD_PERCENT)}=1`) }),
  deep: (random, { good }) => {
    const depth = random.pick([7, 11, 12, 13, 100, 1_000]);
    const step = random.pick(["[a]", "[]", "[0]", "[__proto__]"]);
    return { text: joined(random, good, `${name(random)}${step.repeat(depth)}=1`) };
  },
  oddBrackets: (random, { good }) => ({ text: joined(random, good, `${random.pick(ODD_NAMES)}=1`) }),
  oddBracketsTwice: (random) => ({
    text: Array.from({ length: random.between(2, 8) }, () => `${random.pick(ODD_NAMES)}=1`).join("&"),
  }),
  farIndex: (random, target) => {
    const index = random.pick(["100", "1000000", "4294967296", "999999999", "9".repeat(30)]);
    return {
      text: joined(random, target.good, `${random.pick(["line_items", "a", "images"])}[${index}][price]=1`),
    };
  },
  manyPairs: (random) => {
    const count = random.pick([101, PAIRS_AT_BOUND, PAIRS_PAST_BOUND]);
    const nearName = `${"payment_method_configuration".padEnd(58, "x")}{i}=1`;
    const each = random.pick([
      nearName,
      "a[]=1",
      "a=1",
      "line_items[][price]=x",
      "metadata[k{i}]=v",
      "x{i}=1",
      "a[{i}]=1",
    ]);
    return { text: Array.from({ length: count }, (_, i) => each.replace("{i}", String(i))).join("&") };
  },
  nullBytes: (random, { good }) => ({
    text: joined(
      random,
      good,
      random.pick(["a=%00", "%00=1", "metadata[%00]=1", "metadata[a]=%00b", "a\0b=1"]),
    ),
  }),
  surrogates: (random, { good }) => {
    const bad = random.pick(SURROGATES);
    return { text: joined(random, good, random.pick([`metadata[a]=${bad}`, `${bad}=1`, `name=${bad}`])) };
  },
  wrongType: (random, target) => ({ text: wrongType(random, target) }),
  wrongTypes: (random, target) => ({
    text: Array.from({ length: random.between(2, 6) }, () => wrongType(random, target)).join("&"),
  }),
  twice: (random, { good }) => {
    const pairs = good.split("&");
    const pair = random.pick(pairs);
    const again = random.pick([
      pair,
      `${pair}x`,
      pair.replace("=", "[a]="),
      pair.replace("=", "[]="),
      pair.split("[")[0],
    ]);
    return { text: random.chance(0.5) ? `${good}&${again}` : `${again}&${good}` };
  },
  prototype: (random, { good }) => ({
    text: joined(
      random,
      good,
      `${random.pick(PROTO_NAMES)}${random.pick(["", "[polluted]", "[a][b]"])}=polluted`,
    ),
  }),
  hugeNumber: (random, target) => ({
    text: joined(
      random,
      target.good,
      `${fieldPath(random, target.fields)}=${encodeURIComponent(random.pick(HUGE))}`,
    ),
  }),
  expand: (random, { good }) => ({ text: joined(random, good, random.pick(EXPANDS)) }),
  jsonAsForm: (random) => ({ text: json(random) }),
  json: (random) => ({ text: json(random), contentType: "application/json" }),
  multipart: (random, { good }) => ({ text: multipart(good), contentType: random.pick(MULTIPART_TYPES) }),
  foreignType: (random, { good }) => ({ text: good, contentType: random.pick(FOREIGN_TYPES) }),
  long: (random, target) => {
    const long = random
      .pick(["x", "%41", "é", "[", "=", "%00", "a."])
      .repeat(random.between(1_000, LONG_MAX / 3));
    const where = random.pick(["value", "name", "key", "field"]);
    if (where === "value") return { text: joined(random, target.good, `metadata[a]=${long}`) };
    if (where === "name") return { text: joined(random, target.good, `${long}=1`) };
    if (where === "key") return { text: joined(random, target.good, `metadata[${long}]=1`) };
    return { text: joined(random, target.good, `${fieldPath(random, target.fields)}=${long}`) };
  },
  separators: (random) => ({
    text: random.pick(["&", "=", "&&&&", "====", "&=&=&", "?", "#", "+", " ", ";", "a&b&c"]),
  }),
  bytes: (random) => ({ text: randomBytes(random, random.between(1, 2_000)) }),
  mutated: (random, { good }) => ({ text: mutated(random, good, random.between(1, 12)) }),
};
const KINDS = Object.keys(makers);

/** Makes the kinds in turn, so that a short run has all of them. */
export function malformedBody(random: Seeded, turn: number, target: Target): Body {
  const kind = KINDS[turn % KINDS.length] ?? "";
  const made = makers[kind]?.(random, target);
  if (made === undefined) throw new Error(`no maker called ${kind}`);
  const { text, contentType = FORM } = made;
  return { kind, contentType, bytes: typeof text === "string" ? Buffer.from(text) : text };
}

const MULTIPART_TYPES = ["multipart/form-data; boundary=xx", "multipart/mixed; boundary=xx", FORM];

function name(random: Seeded): string {
  return random.pick([
    "a",
    "name",
    "mode",
    "metadata",
    "line_items",
    "expand",
    "currency",
    "é",
    "a.b",
    "a b",
  ]);
}

function joined(random: Seeded, good: string, bad: string): string {
  if (good === "" || random.chance(0.3)) return bad;
  return random.chance(0.5) ? `${good}&${bad}` : `${bad}&${good}`;
}

/** The bracket path of a parameter of the operation, picked level by level. */
function fieldPath(random: Seeded, fields: Fields): string {
  const names = Object.keys(fields);
  if (names.length === 0) return "a";
  const field = random.pick(names);
  return field + inside(random, fields[field]);
}

function inside(random: Seeded, param: Param<unknown> | undefined): string {
  if (param?.fields !== undefined && random.chance(0.9)) {
    const names = Object.keys(param.fields);
    if (names.length === 0) return "";
    const field = random.pick(names);
    return `[${field}]${inside(random, param.fields[field])}`;
  }
  if (param?.items !== undefined && random.chance(0.9)) {
    return `[${random.pick(["0", "", "1", "usd", "k"])}]${inside(random, param.items)}`;
  }
  return "";
}

const WRONG_VALUES = [
  "",
  "{}",
  "[]",
  "null",
  "true",
  "no",
  "-1",
  "0",
  "two",
  "1.5",
  "javascript:alert(1)",
  "é",
  "\u2028",
];

function wrongType(random: Seeded, { good, fields }: Target): string {
  const path = fieldPath(random, fields);
  const shape = random.pick(["", "", "", "[a]", "[0]", "[]", "[0][a]", "[][a][]"]);
  return joined(random, good, `${path}${shape}=${encodeURIComponent(random.pick(WRONG_VALUES))}`);
}

function json(random: Seeded): string {
  return random.pick([
    '{"mode":"payment","line_items":[{"price":"x","quantity":1}]}',
    '{"__proto__":{"polluted":true}}',
    "[]",
    "null",
    '"text"',
    "{",
    `${"[".repeat(5_000)}`,
    `{"a":${"9".repeat(400)}}`,
    '{"a":"\\ud800"}',
  ]);
}

function multipart(good: string): string {
  const parts = good.split("&").map((pair) => {
    const [field = "", value = ""] = pair.split("=");
    return `--xx\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
  });
  return `${parts.join("")}--xx--\r\n`;
}

function randomBytes(random: Seeded, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(0, 255)));
}

/** Characters with a meaning in forms, for insertion into good bodies. */
const TELLING = [..."[]&=%+.\0\"'<>{}\\/:;,- \n\r", "%5B", "%5D", "%26", "%3D", "é", "\u{1f600}"];

function mutated(random: Seeded, good: string, times: number): string {
  let text = good;
  for (let i = 0; i < times; i++) {
    const at = random.between(0, text.length);
    const rest = random.between(0, 6);
    const put = random.pick(["", random.pick(TELLING), random.pick(TELLING), text.slice(at, at + 12)]);
    text = text.slice(0, at) + put + text.slice(at + rest);
  }
  return text;
}
