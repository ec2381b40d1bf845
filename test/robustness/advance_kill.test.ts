/**
 * A few kills in the middle of renewals on a test clock, on both engines; CHECKSTAND_KILL_CYCLES says how many, and
 * `npm run test:kill` runs many.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { renewalKills } from "./renewal_kills.ts";
import { Seeded } from "./seeded.ts";

const CYCLES = Number(process.env.CHECKSTAND_KILL_CYCLES ?? 2);
/** Time for the lease of a process that was killed, and for a start of the server from its source in each cycle. */
const TIMEOUT_MS = 150_000 + CYCLES * 30_000;

let directory: string;
let postgres: TestPostgres;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "checkstand-renewals-"));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
});

test.each([
  ["SQLite", async () => ["--data", directory]],
  ["PostgreSQL", async () => ["--database-url", await postgres.newDatabase()]],
])(
  "renewals that are killed on the way are all made, and none twice: %s",
  async (_, storage) => {
    const report = await renewalKills({ cycles: CYCLES, random: new Seeded(1), storage: await storage() });
    expect(report).toMatchObject({ cycles: CYCLES, faults: [] });
    expect(report.interrupted).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
