/**
 * The balance of an account: what of its money can be paid out, and what cannot yet. It is the running sum of the
 * balance transactions, kept in one row that the API shows without an id. Money becomes available at the beginning of a
 * day, so that the sums of a few days say all about what is pending.
 */
import type { UnixSeconds } from "../../core/clock.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import { defineResource, noParams, reads, type Surroundings } from "../resource.ts";

interface Balance extends Row {
  readonly object: "balance";
  /** By currency. */
  readonly _funds: Readonly<Record<string, Funds>>;
}

interface Funds {
  /** What was available when the balance was last settled. */
  readonly available: number;
  /** What has not been settled since, the soonest first. No two are of the same time. */
  readonly pending: readonly Pending[];
}
interface Pending {
  /** Positive if money comes. */
  readonly amount: number;
  readonly available_on: UnixSeconds;
}

/** What a balance transaction does to the balance. */
interface Movement {
  readonly available_on: UnixSeconds;
  readonly currency: string;
  readonly net: number;
}

/** Every account has one. */
const ID = "balance";
/** What the balance shows of an account that has had no money. */
const USUAL_CURRENCY = "usd";
const NO_FUNDS: Funds = { available: 0, pending: [] };
const DAY_SECONDS = 86_400;
/** The timer that settles what has become available. */
const SETTLE_TIMER = "balance.settle";

/** The beginning of the day, in UTC, that comes so many days after the day of a moment. */
export function dayAfter(moment: UnixSeconds, days: number): UnixSeconds {
  return (Math.floor(moment / DAY_SECONDS) + days) * DAY_SECONDS;
}

/** Pure: the funds after a movement. */
function moved(funds: Funds, { available_on, net }: Movement, now: UnixSeconds): Funds {
  if (available_on <= now) return { ...funds, available: funds.available + net };
  // Transactions of older programs became available at any second.
  const day = Math.ceil(available_on / DAY_SECONDS) * DAY_SECONDS;
  const same = funds.pending.find((one) => one.available_on === day);
  const others = funds.pending.filter((one) => one !== same);
  const pending = [...others, { amount: (same?.amount ?? 0) + net, available_on: day }];
  return { ...funds, pending: pending.sort((a, b) => a.available_on - b.available_on) };
}

/** Pure: the funds with everything available that is so by now. */
function settledAt({ available, pending }: Funds, now: UnixSeconds): Funds {
  const [due, later] = [
    pending.filter((one) => one.available_on <= now),
    pending.filter((one) => one.available_on > now),
  ];
  return { available: available + sumOf(due), pending: later };
}

function sumOf(pending: readonly Pending[]): number {
  return pending.reduce((sum, { amount }) => sum + amount, 0);
}

/** When the next money becomes available; null if none is pending. */
function nextDue({ _funds }: Balance): UnixSeconds | null {
  const times = Object.values(_funds).flatMap(({ pending }) => pending.map((one) => one.available_on));
  return times.length === 0 ? null : Math.min(...times);
}

const COUNTED_AT_ONCE = 1000;

/** The balance that is not stored yet: of the transactions there are, which an older program has made. */
async function counted(reader: Reader): Promise<Balance> {
  const funds: Record<string, Funds> = {};
  let after: string | null = null;
  do {
    const page: { readonly rows: readonly (Row & Movement)[]; readonly hasMore: boolean } = await reader.list(
      "balance_transaction",
      {},
      { limit: COUNTED_AT_ONCE, ...(after === null ? {} : { after }) },
    );
    for (const movement of page.rows) {
      funds[movement.currency] = moved(funds[movement.currency] ?? NO_FUNDS, movement, reader.now);
    }
    after = page.hasMore ? (page.rows.at(-1)?.id ?? null) : null;
  } while (after !== null);
  return { id: ID, object: "balance", _funds: funds };
}

/** How much of a currency can be paid out. In a unit of work, nobody else can take it before its end. */
export async function availableIn(tx: Tx, currency: string): Promise<number> {
  const { _funds } = await lockedBalance(tx);
  return settledAt(_funds[currency] ?? NO_FUNDS, tx.now).available;
}

/** The balance, stored, so that units of work that change it run one after another. */
async function lockedBalance(tx: Tx): Promise<Balance> {
  const stored = await tx.get<Balance>("balance", ID);
  if (stored !== null) return stored;
  const balance = await counted(tx);
  await tx.insert(balance);
  await settleLater(tx, balance);
  return balance;
}

/**
 * Adds a movement whose balance transaction is not stored yet. Money of a payment is told of when it is available, here
 * or by the timer.
 */
export async function addToBalance(tx: Tx, movement: Movement, isPayment: boolean): Promise<void> {
  const before = await lockedBalance(tx);
  const { currency } = movement;
  const funds = moved(before._funds[currency] ?? NO_FUNDS, movement, tx.now);
  const after: Balance = { ...before, _funds: { ...before._funds, [currency]: funds } };
  await tx.update(after);
  if (nextDue(after) !== nextDue(before)) await settleLater(tx, after);
  if (isPayment && movement.available_on <= tx.now) await tx.emit("balance.available", after);
}

async function settleLater(tx: Tx, balance: Balance): Promise<void> {
  const due = nextDue(balance);
  if (due !== null) await tx.schedule({ kind: SETTLE_TIMER, subject: ID, due });
}

/** Makes available what is so by now. As documented, no event tells of money that only went. */
async function settle(tx: Tx): Promise<void> {
  const before = await tx.get<Balance>("balance", ID);
  if (before === null) return;
  const entries = Object.entries(before._funds);
  const _funds = Object.fromEntries(entries.map(([name, funds]) => [name, settledAt(funds, tx.now)]));
  const after: Balance = { ...before, _funds };
  await tx.update(after);
  await settleLater(tx, after);
  const hasGrown = entries.some(([name, { available }]) => (_funds[name]?.available ?? 0) > available);
  if (hasGrown) await tx.emit("balance.available", after);
}

function viewOf({ _funds }: Balance, { now }: Surroundings) {
  const funds = Object.keys(_funds).length === 0 ? { [USUAL_CURRENCY]: NO_FUNDS } : _funds;
  const settled = Object.entries(funds).map(([currency, one]) => ({ currency, ...settledAt(one, now()) }));
  const shown = (amount: number, currency: string) => ({ amount, currency, source_types: { card: amount } });
  return {
    object: "balance",
    available: settled.map(({ available, currency }) => shown(available, currency)),
    livemode: false,
    pending: settled.map(({ pending, currency }) => shown(sumOf(pending), currency)),
  };
}

export const balance = defineResource<Balance>({
  object: "balance",
  path: "/v1/balance",
  permission: "balance",
  operations: {
    "GET /": reads(
      noParams,
      async (reader) => (await reader.get<Balance>("balance", ID)) ?? counted(reader),
      { answers: { kind: "balance", list: false } },
    ),
  },
  timers: { [SETTLE_TIMER]: { does: "unit", run: settle } },
  changesByItself: true,
  view: viewOf,
});
