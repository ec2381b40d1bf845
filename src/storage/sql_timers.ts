/** The statements that write timers within a unit of work. `sql_store.ts` finds out which timers are due. */
import { timerSum } from "./checksum.ts";
import type { Sql } from "./engine.ts";
import type { ClaimedTimer, Timer } from "./port.ts";

/**
 * Creates a timer or moves the existing one. `clock` is the test clock that makes it due; "" for real time.
 */
export async function scheduleTimer(
  sql: Sql,
  account: string,
  timer: Timer,
  clock: string,
  ticket: number,
): Promise<void> {
  await sql.run(
    "insert into timers (account, kind, subject, clock, due, ticket, failures, sum) values (?, ?, ?, ?, ?, ?, 0, ?) " +
      "on conflict (account, kind, subject) do update set clock = excluded.clock, due = excluded.due, " +
      "ticket = timers.ticket + 1, failures = 0, lease = 0, sum = excluded.sum",
    [account, timer.kind, timer.subject, clock, timer.due, ticket, timerSum(account, timer, clock)],
  );
}

/**
 * Creates a timer that is due at once, if there is none. On conflict the update changes nothing, but on
 * PostgreSQL it waits for a holder that is just finishing and locks the row against one that is about to
 * finish, so no wake-up is lost.
 */
export async function wakeTimer(
  sql: Sql,
  account: string,
  kind: string,
  subject: string,
  ticket: number,
): Promise<void> {
  await sql.run(
    "insert into timers (account, kind, subject, due, ticket, failures, sum) values (?, ?, ?, 0, ?, 0, ?) " +
      "on conflict (account, kind, subject) do update set due = timers.due where 1 = 0",
    [account, kind, subject, ticket, timerSum(account, { kind, subject, due: 0 }, "")],
  );
}

/** Removes a timer, claimed or not. */
export async function cancelTimer(sql: Sql, account: string, kind: string, subject: string): Promise<void> {
  await sql.run("delete from timers where account = ? and kind = ? and subject = ?", [
    account,
    kind,
    subject,
  ]);
}

/** Removes a timer if its ticket is unchanged; returns false if it was moved or claimed by somebody else. */
export async function finishTimer(sql: Sql, timer: ClaimedTimer): Promise<boolean> {
  const removed = await sql.run(
    "delete from timers where account = ? and kind = ? and subject = ? and ticket = ?",
    [timer.account.id, timer.kind, timer.subject, timer.ticket],
  );
  return removed === 1;
}
