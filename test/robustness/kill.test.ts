/** A few cycles of killing and restarting a server; `npm run test:kill` runs many. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { killCycles } from "./kill_cycles.ts";
import { Seeded } from "./seeded.ts";

const CYCLES = 3;

test("acknowledged work survives a kill, and nothing is half done or done twice", {
  timeout: 90_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), "checkstand-kill-"));
  try {
    const report = await killCycles({ cycles: CYCLES, directory, random: new Seeded(1) });
    expect(report).toMatchObject({ cycles: CYCLES, lost: [], halfMade: [], doneTwice: [], otherFaults: [] });
    expect(report.acknowledged).toBeGreaterThan(CYCLES);
    expect(report.inFlight).toBeGreaterThan(0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
