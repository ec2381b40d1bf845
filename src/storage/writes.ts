/**
 * Writes what a unit of work has changed. Several rows, and several keys, go into one statement: a payment writes
 * some thirty of them.
 */
import { keySum, recordSum, type StoredKey } from "./checksum.ts";
import type { Sql, SqlValue } from "./engine.ts";
import { keyValue } from "./key_value.ts";
import { cancelTimer, scheduleTimer, wakeTimer } from "./sql_timers.ts";
import type { Held, Keys, TimerChange } from "./unit.ts";

/**
 * How many rows one statement inserts, longest first. An engine prepares each statement text once, so there are
 * only these few lengths; a longer list is divided.
 */
const INSERT_LENGTHS = [16, 8, 4, 2, 1] as const;

/** Writes the rows with their keys. `textOf` gives the stored text of a row. */
export async function writeRows(
  sql: Sql,
  account: string,
  rows: readonly Held[],
  textOf: (held: Held) => string,
): Promise<void> {
  const inserted: SqlValue[][] = [];
  const dropped: StoredKey[] = [];
  const added: StoredKey[] = [];
  for (const held of rows) {
    const { row, rev, seq, hidden, stored } = held;
    const [kind, id, body] = [row.object, row.id, textOf(held)];
    const sum = recordSum({ account, kind, id, seq, rev, hidden, body });
    if (stored === null) inserted.push([account, kind, id, seq, rev, hidden, body, sum]);
    else {
      const changed = await sql.run(
        "update records set rev = ?, hidden = ?, body = ?, sum = ? " +
          "where account = ? and kind = ? and id = ? and rev = ?",
        [rev, hidden, body, sum, account, kind, id, stored.rev],
      );
      if (changed !== 1) throw new Error(`${kind} ${id} moved under a unit of work that had locked it`);
    }
    const before: Keys = stored?.keys ?? {};
    for (const field in { ...before, ...held.keys }) {
      const [old, value] = [before[field] ?? null, held.keys[field] ?? null];
      if (old === value) continue;
      if (old !== null) dropped.push({ account, kind, field, value: keyValue(old), seq, id });
      if (value !== null) added.push({ account, kind, field, value: keyValue(value), seq, id });
    }
  }
  for (const { kind, field, value, seq, id } of dropped) {
    await sql.run(
      "delete from record_keys where account = ? and kind = ? and field = ? and value = ? and seq = ? and id = ?",
      [account, kind, field, value, seq, id],
    );
  }
  await insertAll(sql, INSERT_RECORDS, inserted);
  await insertAll(
    sql,
    INSERT_KEYS,
    added.map((key) => [account, key.kind, key.field, key.value, key.seq, key.id, keySum(key)]),
  );
}

/** The statements that insert 1, 2, 4 … rows into a table, by how many. */
type Inserts = ReadonlyMap<number, string>;

function insertsInto(table: string, columns: readonly string[]): Inserts {
  const tuple = `(${columns.map(() => "?").join(", ")})`;
  const text = (length: number) =>
    `insert into ${table} (${columns.join(", ")}) values ${Array(length).fill(tuple).join(", ")}`;
  return new Map(INSERT_LENGTHS.map((length) => [length, text(length)]));
}

const INSERT_RECORDS = insertsInto("records", [
  "account",
  "kind",
  "id",
  "seq",
  "rev",
  "hidden",
  "body",
  "sum",
]);
const INSERT_KEYS = insertsInto("record_keys", ["account", "kind", "field", "value", "seq", "id", "sum"]);

async function insertAll(sql: Sql, inserts: Inserts, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  let from = 0;
  for (const [length, text] of inserts) {
    for (; length <= rows.length - from; from += length) {
      await sql.run(text, rows.slice(from, from + length).flat());
    }
  }
}

/** Writes the changes of timers, always in the same order, so that two units of work do not block each other. */
export async function writeTimers(
  sql: Sql,
  account: string,
  changes: ReadonlyMap<string, TimerChange>,
  ticket: () => number,
): Promise<void> {
  for (const name of [...changes.keys()].sort()) {
    const change = changes.get(name);
    switch (change?.does) {
      case "schedule":
        await scheduleTimer(sql, account, change.timer, change.clock, ticket());
        break;
      case "wake":
        await wakeTimer(sql, account, change.kind, change.subject, ticket());
        break;
      case "cancel":
        await cancelTimer(sql, account, change.kind, change.subject);
    }
  }
}
