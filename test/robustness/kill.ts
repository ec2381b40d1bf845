/**
 * `npm run test:kill`: many cycles of killing and restarting the compiled server, with figures. `-- --cycles
 * N`, `--seed N` and `--main FILE` (another compiled command line) change what is run.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { killCycles } from "./kill_cycles.ts";
import { Seeded } from "./seeded.ts";

const { values } = parseArgs({
  options: {
    cycles: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    main: { type: "string", default: fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url)) },
  },
});
const directory = await mkdtemp(join(tmpdir(), "checkstand-kill-"));
try {
  const report = await killCycles({
    cycles: Number(values.cycles),
    directory,
    random: new Seeded(Number(values.seed)),
    main: values.main,
    onCycle: () => process.stderr.write("."),
  });
  const { cycles, acknowledged, inFlight, inFlightDone, lost, halfMade, doneTwice, otherFaults, readyMs } =
    report;
  const middle = readyMs[readyMs.length >> 1] ?? 0;
  console.log(`\n${cycles} cycles, seed ${values.seed}; ${acknowledged} acknowledged writes`);
  console.log(`${inFlight} in flight when killed, ${inFlightDone} of them had been carried out`);
  console.log(
    `lost ${lost.length}, half-made ${halfMade.length}, done twice ${doneTwice.length} (all must be 0)`,
  );
  console.log(
    `ready again after ${middle.toFixed(0)} ms (median), ${readyMs.at(-1)?.toFixed(0)} ms at the most`,
  );
  const faults = [...lost, ...halfMade, ...doneTwice, ...otherFaults];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
