/**
 * `npm run test:races`: many sessions that two processes confirm, and confirm and expire, at the same moment, against the
 * compiled server with SQLite in a file, and against two of them on one PostgreSQL. `-- --confirms N`, `--expiries N`,
 * `--seed N`, `--only sqlite|postgres` and `--main FILE` (another compiled command line) change what is run.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startPostgres } from "../support/postgres.ts";
import { raceRounds } from "./race_rounds.ts";
import { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const { values } = parseArgs({
  options: {
    confirms: { type: "string", default: "5000" },
    expiries: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string" },
    main: { type: "string", default: fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url)) },
  },
});

async function run(engine: string, servers: readonly Spawned[]): Promise<void> {
  const began = performance.now();
  const report = await raceRounds({
    ports: servers.map(({ port }) => port),
    random: new Seeded(Number(values.seed)),
    confirms: Number(values.confirms),
    expiries: Number(values.expiries),
    onHeat: () => void process.stderr.write("."),
  });
  const complaints = servers.map((server) => server.complaints()).filter((text) => text !== "");
  const faults = [...report.faults, ...complaints];
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\n${engine}: ${values.confirms} sessions with four confirmations at once, and`);
  console.log(`${values.expiries} confirmed and expired at once; seed ${values.seed}; ${seconds} s`);
  console.log(`${report.paid} paid, ${report.expired} expired; faults: ${faults.length} (must be 0)`);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

const directory = await mkdtemp(join(tmpdir(), "checkstand-races-"));
const servers: Spawned[] = [];
const start = async (...args: string[]) => {
  const server = await spawnServer(args, values.main);
  servers.push(server);
  return server;
};
try {
  if (values.only !== "postgres") await run("SQLite", [await start("--data", directory)]);
  if (values.only !== "sqlite") {
    const postgres = await startPostgres();
    try {
      const url = await postgres.newDatabase();
      const pair = [await start("--database-url", url), await start("--database-url", url)];
      await run("PostgreSQL", pair);
      for (const server of pair) await server.kill();
    } finally {
      await postgres.stop();
    }
  }
} finally {
  for (const server of servers) await server.kill();
  await rm(directory, { recursive: true, force: true });
}
