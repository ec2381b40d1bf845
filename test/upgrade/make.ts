/**
 * Makes an old database for the test of upgrades: starts the server of the source tree that this script lies in, fills
 * it, stops it, and writes what it left behind. Run once for every release, with the release's own source tree:
 * `npx tsx test/upgrade/make.ts <name>`, where the name becomes a directory in `test/upgrade/states/`.
 *
 * Each state is a directory of three files, compressed because they never change:
 * `checkstand.db.gz` is the SQLite file, `postgres.sql.gz` the same tables for PostgreSQL, and `answers.json.gz` what the
 * server answered, with the names of what is still under way.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import Database from "libsql";
import { defaultConfig } from "../../src/config.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { seededIds } from "../../src/core/ids.ts";
import { start } from "../../src/main.ts";
import { allAnswers } from "./answers.ts";
import { fillBuyers, fillCatalogue, fillIntents, fillSessions } from "./fill_finished.ts";
import { fillUnderWay } from "./fill_under_way.ts";
import { filling } from "./filling.ts";
import { CONFIG, type State } from "./state.ts";

const START = 1_800_000_000;
const SEED = 8;

const name = process.argv[2];
if (name === undefined || !/^\w+$/.test(name))
  throw new Error("usage: make.ts <name>, of letters and digits");
const directory = mkdtempSync(join(tmpdir(), "checkstand-state-"));
const clock = new FixedClock(START);
const running = await start(
  { ...defaultConfig, ...CONFIG, storage: { kind: "sqlite", directory } },
  { clock, ids: seededIds(SEED) },
);
const state = await fill().finally(() => running.close());
const database = join(directory, "checkstand.db");
const compact = join(directory, "compact.db");
const source = new Database(database);
source.prepare("vacuum into ?").run(compact);
source.close();
const copy = new Database(compact);
const dump = dumpOf(copy);
copy.close();
for (const text of [dump, JSON.stringify(state)]) check(text);

const target = fileURLToPath(new URL(`states/${name}/`, import.meta.url));
mkdirSync(target, { recursive: true });
write("checkstand.db", readFileSync(compact));
write("postgres.sql", Buffer.from(dump));
write("answers.json", Buffer.from(JSON.stringify(state)));
rmSync(directory, { recursive: true });

async function fill(): Promise<State> {
  const tools = filling(running, clock);
  const catalogue = await fillCatalogue(tools);
  const buyers = await fillBuyers(tools);
  await fillSessions(tools, catalogue, buyers);
  await fillIntents(tools, buyers);
  const underWay = await fillUnderWay(tools, catalogue, buyers);
  const { data } = await tools.stripe.checkout.sessions.list({ status: "complete", limit: 3 });
  const answers = await allAnswers(running.url, {
    customer: buyers.known,
    intent: String(data[0]?.payment_intent),
    link: underWay.limitedLink,
    now: String(clock.seconds() - 60),
    session: underWay.manual,
  });
  return { now: clock.seconds(), underWay, answers };
}

/** All tables as SQL that PostgreSQL reads too: the statements that made them, then their rows. */
function dumpOf(db: Database.Database): string {
  const made = db.prepare(
    "select type, name, sql from sqlite_master where sql is not null order by type desc, name",
  );
  const objects = made.all() as { type: string; name: string; sql: string }[];
  const tables = objects.filter(({ type }) => type === "table");
  // The setting guards the statements that SQLite keeps as text; PostgreSQL keeps none.
  const unless = (table: string) => (table === "settings" ? " where name <> 'shape'" : "");
  const rows = tables.flatMap((table) =>
    (
      db.prepare(`select * from ${table.name}${unless(table.name)}`).all() as Record<
        string,
        string | number
      >[]
    ).map(
      (row) =>
        `insert into ${table.name} (${Object.keys(row).join(", ")}) values (${Object.values(row).map(literal).join(", ")})`,
    ),
  );
  return [...objects.map(({ sql }) => sql.replaceAll(/\s+/g, " ")), ...rows]
    .map((line) => `${line};\n`)
    .join("");
}

function literal(value: string | number): string {
  if (typeof value === "number") return String(value);
  if (/[\\\n]/.test(value))
    return `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\n", "\\n")}'`;
  return `'${value.replaceAll("'", "''")}'`;
}

/** What must not be in a file that is given to others: card numbers, and where it was made. */
function check(text: string): void {
  // Sequence numbers of rows and ids of network transactions are as long, and begin with 1.
  for (const [, found = ""] of text.matchAll(/(?<![\da-z])([2-6]\d{11,18})(?![\da-z])/gi)) {
    if (passesLuhn(found)) throw new Error("the state holds what looks like a card number");
  }
  for (const place of [tmpdir(), process.cwd()]) {
    if (text.includes(place)) throw new Error(`the state names ${place}`);
  }
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function write(file: string, content: Buffer): void {
  const packed = gzipSync(content, { level: 9 });
  writeFileSync(join(target, `${file}.gz`), packed);
  console.log(`${file}: ${content.length} bytes, ${packed.length} compressed`);
}
