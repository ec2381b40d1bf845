/**
 * `npm run test:kill`: many cycles of killing and restarting the compiled server, with figures: under load, and while test
 * clocks advance over renewals, on both engines. `-- --cycles N`, `--seed N`, `--only load|sqlite|postgres` and
 * `--main FILE` (another compiled command line) change what is run.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startPostgres } from "../support/postgres.ts";
import { killCycles } from "./kill_cycles.ts";
import { renewalKills } from "./renewal_kills.ts";
import { Seeded } from "./seeded.ts";

const { values } = parseArgs({
  options: {
    cycles: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string" },
    main: { type: "string", default: fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url)) },
  },
});
const cycles = Number(values.cycles);
const onCycle = () => void process.stderr.write(".");

/** Kills under load; returns the faults. */
async function underLoad(directory: string): Promise<readonly string[]> {
  const random = new Seeded(Number(values.seed));
  const report = await killCycles({ cycles, directory, random, main: values.main, onCycle });
  const { acknowledged, inFlight, inFlightDone, lost, halfMade, doneTwice, otherFaults, readyMs } = report;
  const middle = readyMs[readyMs.length >> 1] ?? 0;
  console.log(`\n${cycles} cycles, seed ${values.seed}; ${acknowledged} acknowledged writes`);
  console.log(`${inFlight} in flight when killed, ${inFlightDone} of them had been carried out`);
  console.log(
    `lost ${lost.length}, half-made ${halfMade.length}, done twice ${doneTwice.length} (all must be 0)`,
  );
  console.log(
    `ready again after ${middle.toFixed(0)} ms (median), ${readyMs.at(-1)?.toFixed(0)} ms at the most`,
  );
  return [...lost, ...halfMade, ...doneTwice, ...otherFaults];
}

/** Kills in the middle of renewals; returns the faults. */
async function amidRenewals(engine: string, storage: readonly string[]): Promise<readonly string[]> {
  const random = new Seeded(Number(values.seed));
  const report = await renewalKills({ cycles, storage, random, main: values.main, onCycle });
  const { faults, interrupted, subscriptions } = report;
  console.log(
    `\n${engine}: ${cycles} kills while clocks advanced over renewals of ${subscriptions} subscriptions`,
  );
  console.log(`${interrupted} of them were interrupted on the way; faults: ${faults.length} (must be 0)`);
  return faults;
}

const KINDS: Readonly<Record<string, (directory: string) => Promise<readonly string[]>>> = {
  load: (directory) => underLoad(join(directory, "load")),
  sqlite: (directory) => amidRenewals("SQLite", ["--data", join(directory, "renewals")]),
  postgres: async () => {
    const postgres = await startPostgres();
    try {
      return await amidRenewals("PostgreSQL", ["--database-url", await postgres.newDatabase()]);
    } finally {
      await postgres.stop();
    }
  },
};

const directory = await mkdtemp(join(tmpdir(), "checkstand-kill-"));
try {
  for (const [kind, run] of Object.entries(KINDS)) {
    if (values.only !== undefined && values.only !== kind) continue;
    const faults = await run(directory);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
