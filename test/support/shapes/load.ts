/**
 * The shapes for each API version, from the clients that were made for them. They are kept among the caches of
 * `node_modules`, together with what they were made from.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allResources } from "../../../src/resources/index.ts";
import { VERSIONS } from "../../../src/versions/index.ts";
import { Reader } from "./read.ts";
import { type Shapes, shapesIn } from "./write.ts";

/** The first version of each line of versions, oldest first, and the client of that line. */
const LINES = [
  ["2022-11-15", "stripe14"],
  ["2024-04-10", "stripe15"],
  ["2024-06-20", "stripe16"],
  ["2024-09-30.acacia", "stripe17"],
  ["2025-03-31.basil", "stripe18"],
  ["2025-09-30.clover", "stripe20"],
  ["2026-03-25.dahlia", "stripe21"],
  ["2026-09-30.endive", "stripe"],
] as const;

const MODULES = new URL("../../../node_modules/", import.meta.url);
const CACHE = new URL(".cache/checkstand/", MODULES);
const loaded = new Map<string, Reader>();

/** The shapes of a version, then those of all younger lines. */
export function readersOf(version: string): readonly Reader[] {
  // Names of versions begin with their dates.
  const line = LINES.findLastIndex(([first]) => first <= version);
  return LINES.slice(Math.max(line, 0)).map(([, client]) => readerOfClient(client));
}

function readerOfClient(client: string): Reader {
  const known = loaded.get(client);
  if (known !== undefined) return known;
  const reader = new Reader(shapesOf(client));
  loaded.set(client, reader);
  return reader;
}

function shapesOf(client: string): Shapes {
  const folder = fileURLToPath(new URL(client, MODULES));
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const served = allResources(VERSIONS).map(({ object }) => object);
  const from = [version, served.join(), ...["declarations", "write"].map(textOf)].join("\n");
  const file = new URL(`shapes_${client}.json`, CACHE);
  const cached = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  if (cached?.from === from) return cached.shapes;
  const shapes = shapesIn(folder, new Set(served));
  mkdirSync(CACHE, { recursive: true });
  // It gets its name when it is whole, because other processes look for it too.
  const whole = new URL(`${process.pid}.json`, CACHE);
  writeFileSync(whole, JSON.stringify({ from, shapes }));
  renameSync(whole, file);
  return shapes;
}

const textOf = (name: string) => readFileSync(new URL(`./${name}.ts`, import.meta.url), "utf8");
