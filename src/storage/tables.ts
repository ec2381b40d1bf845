/**
 * The tables, as numbered migrations that both engines run unchanged. A released migration is never edited.
 * Objects are stored as documents with declared keys, not in one table per resource: see
 * docs/decisions/0002-document-rows.md. Every key begins with the account, so that a distributed PostgreSQL
 * can shard by it.
 */
import { sha256 } from "../core/canonical.ts";
import { settingSum } from "./checksum.ts";
import type { Engine, Sql } from "./engine.ts";
import { StoreDamagedError } from "./port.ts";

/** Sequence numbers are `created * SEQ_STEP + n`: they order lists and also select ranges of `created`. */
export const SEQ_STEP = 1_000_000;

/** The statements of a migration: for both engines, or for SQLite alone. */
type Migration = readonly string[] | { readonly sqlite: readonly string[] };

const migrations: readonly Migration[] = [
  [
    // `sum` is the checksum of the row's other columns, checked when the row is read; see checksum.ts.
    // seq orders lists; rev guards updates; hidden: 0 in lists, 1 only by id (a deleted stub), 2 only a
    // cursor.
    `create table records (
      account text not null, kind text not null, id text not null,
      seq bigint not null, rev integer not null, hidden integer not null, body text not null,
      sum bigint not null)`,
    "create unique index records_by_id on records (account, kind, id)",
    "create index records_by_seq on records (account, kind, hidden, seq, id)",
    // One row for each declared key of a record: list filters and look-ups.
    `create table record_keys (
      account text not null, kind text not null, field text not null, value text not null,
      seq bigint not null, id text not null, sum bigint not null)`,
    "create unique index record_keys_by_value on record_keys (account, kind, field, value, seq, id, sum)",
    // The only queue. ticket grows at every claim and every scheduling; failures counts failures since then.
    `create table timers (
      account text not null, kind text not null, subject text not null,
      due bigint not null, ticket bigint not null, failures bigint not null, sum bigint not null)`,
    "create unique index timers_by_subject on timers (account, kind, subject)",
    "create index timers_by_due on timers (due)",
    `create table idempotency (
      account text not null, key text not null, endpoint text not null, fingerprint text not null,
      created bigint not null, request text not null, status integer not null, body text not null,
      sum bigint not null)`,
    "create unique index idempotency_by_key on idempotency (account, key)",
    "create index idempotency_by_created on idempotency (created)",
    "create table settings (name text not null primary key, value text not null, sum bigint not null)",
  ],
  [
    // The test clock that makes a timer due; empty for real time.
    "alter table timers add column clock text not null default ''",
    "drop index timers_by_due",
    "create index timers_by_due on timers (clock, due)",
  ],
  {
    // A table of SQLite's without row ids is its own index: a key is stored once instead of twice.
    sqlite: [
      "alter table record_keys rename to old_record_keys",
      `create table record_keys (
        account text not null, kind text not null, field text not null, value text not null,
        seq bigint not null, id text not null, sum bigint not null,
        primary key (account, kind, field, value, seq, id)) without rowid`,
      "insert into record_keys select account, kind, field, value, seq, id, sum from old_record_keys",
      "drop table old_record_keys",
    ],
  },
  [
    // Until when nobody else may claim a timer, in real time: a lease, or a wait after a failure.
    "alter table timers add column lease bigint not null default 0",
  ],
];

/** The version that the first migration makes. Version 1 had no checksums and was in no release. */
const FIRST_VERSION = 2;
/** The newest schema version that this program knows. */
export const SCHEMA_VERSION = FIRST_VERSION + migrations.length - 1;

/** The database was written by a newer program, or before the first release; it is left unchanged. */
export class OtherDatabaseError extends Error {}

/**
 * Migrates a database to the newest schema, one migration per transaction. Safe to repeat after a crash and
 * when several processes start at once; refuses a newer database.
 */
export async function migrate(engine: Engine): Promise<void> {
  await engine.transact(async (sql) => {
    await sql.run("create table if not exists schema_version (version integer not null primary key)", []);
  });
  while (await engine.transact((sql) => migrateOnce(engine, sql)));
  if (engine.name === "sqlite") await engine.read((sql) => checkShape(engine, sql));
}

/**
 * Applies the next migration; returns false if there is none. Its row in `schema_version` is written first
 * and serves as the lock: a second process that writes the same row waits for the first, fails, is run again
 * and finds the work done. A unique row is used rather than a table lock or advisory lock, because every kind
 * of PostgreSQL supports it.
 */
async function migrateOnce(engine: Engine, sql: Sql): Promise<boolean> {
  const rows = await sql.all("select max(version) as version from schema_version", []);
  const found = Number(rows[0]?.version ?? 0);
  if (found > SCHEMA_VERSION) {
    throw new OtherDatabaseError(
      `The database has schema version ${found}, and this Checkstand knows versions up to ${SCHEMA_VERSION}. ` +
        "Start a newer Checkstand, or point this one at another database.",
    );
  }
  if (found > 0 && found < FIRST_VERSION) {
    throw new OtherDatabaseError(
      "The database was made by a Checkstand that was never released. Delete it, or point this one at another database.",
    );
  }
  if (found === SCHEMA_VERSION) return false;
  const next = Math.max(found + 1, FIRST_VERSION);
  await sql.run("insert into schema_version (version) values (?)", [next]);
  for (const statement of statementsOf(migrations[next - FIRST_VERSION] ?? [], engine)) {
    await sql.run(statement, []);
  }
  if (engine.name === "sqlite") await rememberShape(sql);
  return true;
}

function statementsOf(migration: Migration, engine: Engine): readonly string[] {
  if (!("sqlite" in migration)) return migration;
  return engine.name === "sqlite" ? migration.sqlite : [];
}

// SQLite keeps the text of the statements that created its tables in the file and obeys that text: a changed
// byte there can change how values are stored and compared. So the text is compared with its hash after
// the last migration.

const SHAPE = "shape";

async function shapeOf(sql: Sql): Promise<string> {
  const rows = await sql.all(
    "select type, name, tbl_name, sql from sqlite_master where sql is not null order by name",
    [],
  );
  return sha256(JSON.stringify(rows.map((row) => [row.type, row.name, row.tbl_name, row.sql])));
}

async function rememberShape(sql: Sql): Promise<void> {
  const shape = await shapeOf(sql);
  await sql.run(
    "insert into settings (name, value, sum) values (?, ?, ?) " +
      "on conflict (name) do update set value = excluded.value, sum = excluded.sum",
    [SHAPE, shape, settingSum(SHAPE, shape)],
  );
}

async function checkShape(engine: Engine, sql: Sql): Promise<void> {
  const rows = await sql.all("select value from settings where name = ?", [SHAPE]);
  if (rows[0]?.value !== (await shapeOf(sql))) {
    throw new StoreDamagedError(engine.place, "its tables are not as they were made");
  }
}
