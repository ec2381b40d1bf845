/**
 * The state of a unit of work: the rows and timers it holds, what of them is still to be written, and the events
 * whose reactions have not run.
 */
import { type Listing, REVISION, type Row, type Timer, type Tx } from "./port.ts";

/** How deeply rows may be nested in a value that a unit of work returns. */
const VALUE_DEPTH_MAX = 4;

/**
 * Visibility of a row: in lists, readable only by its id (a deleted stub), only a cursor, or in lists that ask
 * for such rows (`Page.unlisted`).
 */
export const HIDDEN = { listed: 0, byIdOnly: 1, cursorOnly: 2, unlisted: 3 } as const;
export type Hidden = (typeof HIDDEN)[keyof typeof HIDDEN];

/** The declared keys of a row, by which lists filter. */
export type Keys = Readonly<Record<string, string | null | undefined>>;

/** A row as this unit of work last read or wrote it. */
export interface Held {
  readonly row: Row;
  readonly rev: number;
  readonly seq: number;
  readonly hidden: Hidden;
  readonly keys: Keys;
  /** What the database has of it at this moment, uncommitted writes included; null if nothing. */
  readonly stored: { readonly rev: number; readonly keys: Keys } | null;
}

/** What is to be done with a timer. Of several wishes in one unit of work, only the outcome is written. */
export type TimerChange =
  | { readonly does: "schedule"; readonly timer: Timer; readonly clock: string }
  | { readonly does: "wake"; readonly kind: string; readonly subject: string }
  | { readonly does: "cancel"; readonly kind: string; readonly subject: string };

/** The state of a unit of work, shared by its views at different clocks. */
export class Unit {
  /** True once a timer was scheduled that is already due. */
  scheduledDue = false;
  readonly held = new Map<string, Held>();
  /** The rows that this unit of work has changed, by name. */
  readonly written = new Set<string>();
  /** Those of them whose last change the database does not have yet. */
  readonly unwritten = new Set<string>();
  /** Changes of timers that the database does not have yet, by kind and subject. */
  readonly timers = new Map<string, TimerChange>();
  /** The first pages of whole kinds that were listed, until a row of the kind changes. */
  readonly firstPages = new Map<string, { readonly limit: number; readonly listing: Listing<Row> }>();
  /** Keys recalled in this unit of work, and whether there was an entry. */
  readonly recalled = new Map<string, boolean>();
  /** Emitted events whose reactions have not run yet. */
  news: { readonly tx: Tx; readonly type: string; readonly row: Row }[] = [];
  reactions = 0;

  /** Takes a row in its new state, to be written. */
  change(held: Held): void {
    const name = heldName(held.row);
    this.held.set(name, held);
    this.written.add(name);
    this.unwritten.add(name);
    this.firstPages.delete(held.row.object);
  }

  /** Takes a change of a timer, to be written in place of an earlier one. */
  changeTimer(change: TimerChange): void {
    const { kind, subject } = change.does === "schedule" ? change.timer : change;
    const name = `${kind}/${subject}`;
    const before = this.timers.get(name);
    if (change.does !== "wake" || before === undefined) this.timers.set(name, change);
    else if (before.does === "cancel") {
      // The timer that the database may still have must not keep its time.
      this.timers.set(name, { does: "schedule", timer: { kind, subject, due: 0 }, clock: "" });
    }
  }
}

/** The name under which a unit of work holds a row. */
export function heldName(row: Row): string {
  return `${row.object}/${row.id}`;
}

/** The value, with each row in it replaced by its newest state in this unit of work. */
export function asLastWritten(
  value: unknown,
  held: ReadonlyMap<string, Held>,
  depth: number = VALUE_DEPTH_MAX,
): unknown {
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => asLastWritten(one, held, depth - 1));
  if (REVISION in value) {
    const row = value as Row; // only rows carry a revision
    return held.get(heldName(row))?.row ?? row;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, asLastWritten(one, held, depth - 1)]),
  );
}
