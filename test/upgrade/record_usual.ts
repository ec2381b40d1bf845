/**
 * Writes down what storage leaves out of rows today, in `usual.json`: run after a key was added to `usual`, with
 * `npx tsx test/upgrade/record_usual.ts`. Refuses where rows that are stored already would be read wrongly.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allResources } from "../../src/resources/index.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import { faultsIn, type Recorded, usualOf, versionOf } from "./usual.ts";

const FILE = fileURLToPath(new URL("usual.json", import.meta.url));

const recorded: Recorded = JSON.parse(readFileSync(FILE, "utf8"));
const next: Record<string, Recorded[string]> = { ...recorded };
for (const { object, row } of allResources(VERSIONS)) {
  if (row === undefined) continue;
  const faults = faultsIn(row, recorded[object]);
  if (faults.length > 0) throw new Error([`Nothing is written down of ${object}:`, ...faults].join("\n"));
  next[object] = { ...recorded[object], [versionOf(row)]: usualOf(row) };
}
writeFileSync(FILE, JSON.stringify(next));
execFileSync("npx", ["biome", "format", "--write", FILE], { stdio: "inherit" });
