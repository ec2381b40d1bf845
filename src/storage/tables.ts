/**
 * The tables, as numbered migrations that both engines run unchanged. A released migration is never edited.
 * Documents with declared keys, not a table a resource: see docs/decisions/0002-document-rows.md.
 * Every key begins with the account, so that a distributed PostgreSQL can shard by it.
 */
import type { Engine, Sql } from "./engine.ts";

/** Sequence numbers are `created * SEQ_STEP + n`: they order lists and answer ranges of `created` alike. */
export const SEQ_STEP = 1_000_000;

const migrations: readonly (readonly string[])[] = [
  [
    // seq orders lists; rev guards updates; hidden: 0 listed, 1 only by id (a deleted stub), 2 only a cursor.
    `create table records (
      account text not null, kind text not null, id text not null,
      seq bigint not null, rev integer not null, hidden integer not null, body text not null)`,
    "create unique index records_by_id on records (account, kind, id)",
    "create index records_by_seq on records (account, kind, hidden, seq, id)",
    // One row a declared key: list filters and look-ups.
    `create table record_keys (
      account text not null, kind text not null, field text not null, value text not null,
      seq bigint not null, id text not null)`,
    "create unique index record_keys_by_value on record_keys (account, kind, field, value, seq, id)",
    // The only queue. ticket grows at every claim and every schedule.
    `create table timers (
      account text not null, kind text not null, subject text not null,
      due bigint not null, ticket bigint not null)`,
    "create unique index timers_by_subject on timers (account, kind, subject)",
    "create index timers_by_due on timers (due)",
    `create table idempotency (
      account text not null, key text not null, endpoint text not null, fingerprint text not null,
      created bigint not null, request text not null, status integer not null, body text not null)`,
    "create unique index idempotency_by_key on idempotency (account, key)",
    "create index idempotency_by_created on idempotency (created)",
    "create table settings (name text not null primary key, value text not null)",
  ],
];

/** The newest shape this program knows. */
export const SCHEMA_VERSION = migrations.length;

/** A database written by a newer program is left alone. */
export class NewerDatabaseError extends Error {}

/**
 * Brings a database to the newest shape, one migration a transaction. Safe to run again after a crash, and when
 * several processes start at once; refuses a newer database.
 */
export async function migrate(engine: Engine): Promise<void> {
  await engine.transact(async (sql) => {
    await sql.run("create table if not exists schema_version (version integer not null primary key)", []);
  });
  while (await engine.transact(migrateOnce));
}

/**
 * Applies the next migration; false once there is none. Its row in `schema_version` is written first and is the
 * lock: a second process that writes the same row waits for the first, fails, is run again and finds the work
 * done. A unique row and no table or advisory lock, because every kind of PostgreSQL has that.
 */
async function migrateOnce(sql: Sql): Promise<boolean> {
  const rows = await sql.all("select max(version) as version from schema_version", []);
  const found = Number(rows[0]?.version ?? 0);
  if (found > SCHEMA_VERSION) {
    throw new NewerDatabaseError(
      `The database has schema version ${found}, and this Checkstand knows versions up to ${SCHEMA_VERSION}. ` +
        "Start a newer Checkstand, or point this one at another database.",
    );
  }
  if (found === SCHEMA_VERSION) return false;
  await sql.run("insert into schema_version (version) values (?)", [found + 1]);
  for (const statement of migrations[found] ?? []) await sql.run(statement, []);
  return true;
}
