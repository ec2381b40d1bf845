/**
 * One attempt at a payment or a set-up, in stages: `begin` stores it, the network is asked outside any unit of
 * work, and `finish` settles the result. Payment intents, setup intents and checkout sessions all use this code;
 * what differs between them is in a value of `Attempted`.
 *
 * While an attempt is under way (`_attempt`), its row accepts no other one. If the process dies in between, a
 * timer, a repeat of the request or another process runs `finish`, and each of them reaches the same result.
 */

import type { ApiError } from "../../core/errors.ts";
import type { AttemptResult } from "../../method_types/attempt_result.ts";
import { optionsOf, typeNamed } from "../../method_types/index.ts";
import type { AttemptRequest } from "../../method_types/method_type.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../customers/payment_method/index.ts";
import { type Answer, byPath, type TimerWork, type Units, type Wire } from "../resource.ts";

/** How many seconds an attempt may be unfinished before the worker settles it. */
export const SETTLE_SECONDS = 60;
/**
 * How often the worker tries to settle an attempt. After that it gives the attempt up: nothing of it was
 * written, so nothing was charged, and the payer may try again.
 */
export const SETTLE_TRIES_MAX = 5;

/** An attempt that is under way, or whose payer has been asked to act. */
export interface Pending {
  readonly id: string;
  readonly authentication: AttemptRequest["authentication"];
}

/** The keys of a row that attempts use. */
interface Subject extends Row {
  /** The attempt under way: set from when it begins until it is settled. */
  readonly _attempt: Pending | null;
  /**
   * The attempt whose payer was asked to authenticate and has not answered; never set together with
   * `_attempt`.
   */
  readonly _challenge: Pending | null;
}

/** What the network is asked for. */
export interface AskedOfNetwork {
  /** Id of the payment method; null if it has been removed since. */
  readonly payment_method: string | null;
  readonly purpose: AttemptRequest["purpose"];
  readonly off_session: boolean;
  /** `payment_method_options` of the row, by type. */
  readonly options: Wire;
}

/** The outcome of an attempt. */
export interface Settled {
  readonly answer: Answer;
  /**
   * Runs after everything else is written: it books the money of an intent that is captured asynchronously.
   */
  readonly after?: (tx: Tx) => Promise<void>;
}

/** What differs between the kinds of rows that attempts are made for. */
export interface Attempted<S extends Subject> {
  readonly kind: S["object"];
  /** What the network is asked for the attempt under way. */
  asked(row: S, pending: NonNullable<S["_attempt"]>): AskedOfNetwork;
  /**
   * Writes the outcome of an attempt, and clears the row's `_attempt`. The row was read in the same unit of
   * work.
   */
  settle(
    tx: Tx,
    row: S,
    pending: NonNullable<S["_attempt"]>,
    method: PaymentMethod,
    result: AttemptResult,
  ): Promise<Settled>;
  /** The answer for a row whose attempt was already settled or given up, from stored data alone. */
  answer(tx: Tx, row: S): Promise<Answer>;
  /** Pure: the row after its attempt was given up. The caller clears `_attempt`. */
  givenUp(row: S, pending: NonNullable<S["_attempt"]>): S;
  /** What else to do when an attempt is given up. It must not depend on what made settling fail. */
  afterGivingUp?(tx: Tx, row: S): Promise<void>;
  /**
   * The error if the row accepts no answer to a challenge for another reason than `notWaiting`; null if it
   * does.
   */
  readonly refusesAnswer?: (row: S) => ApiError | null;
  /** The error for an answer to a challenge that the row does not wait for. */
  notWaiting(row: S): ApiError;
}

/** Name of the timer that settles attempts whose request did not finish them. */
function settleTimer(kind: string): string {
  return `${kind}.settle`;
}

/** Name of the timer with which payers act whom no page asks to. */
function actTimer(kind: string): string {
  return `${kind}.act`;
}

/** Name of the timer that goes on without payers who have not acted in time. */
function lateTimer(kind: string): string {
  return `${kind}.late`;
}

/**
 * The worker's timers: they settle attempts whose request did not finish them, and give up those that cannot
 * be settled; they act for payers whom no page asks to, and go on without payers who have not acted in time.
 */
export function settlesAttempts<S extends Subject>(attempted: Attempted<S>): Record<string, TimerWork> {
  return {
    [actTimer(attempted.kind)]: {
      does: "staged",
      run: (units, id) => actForPayer(units, attempted, id),
      givesUp: { after: SETTLE_TRIES_MAX, run: async () => {} },
    },
    [settleTimer(attempted.kind)]: {
      does: "staged",
      run: async (units, id) => void (await finish(units, attempted, id)),
      givesUp: { after: SETTLE_TRIES_MAX, run: (tx, id) => giveUp(tx, attempted, id) },
    },
    [lateTimer(attempted.kind)]: {
      does: "staged",
      run: (units, id) => goOnWithoutPayer(units, attempted, id),
      // By then its attempt has begun, and has a timer of its own.
      givesUp: { after: SETTLE_TRIES_MAX, run: async () => {} },
    },
  };
}

/** The id of a row whose attempt has begun: a `Begun` that is not answered yet. */
export interface Unfinished {
  readonly unfinished: string;
}

/**
 * Stores the attempt before the network is asked. What clients see of the row does not change until the
 * attempt is settled: a client that polls must not take a passing state for the final one.
 */
export async function begin<S extends Subject>(
  tx: Tx,
  row: S,
  pending: NonNullable<S["_attempt"]>,
): Promise<Unfinished> {
  await tx.update({ ...row, _attempt: pending, _challenge: null });
  await tx.cancel(lateTimer(row.object), row.id);
  await tx.schedule({ kind: settleTimer(row.object), subject: row.id, due: tx.now + SETTLE_SECONDS });
  return { unfinished: row.id };
}

/**
 * Asks the network and settles the attempt, unless that was done already. Answers with the outcome, or with
 * the reason for the refusal.
 */
export async function finish<S extends Subject>(
  units: Units,
  attempted: Attempted<S>,
  id: string,
): Promise<Answer> {
  const { kind } = attempted;
  const found = await units(async (tx) => {
    const row = await byPath<S>(tx, kind, id);
    const pending = pendingOf(row);
    if (pending === null) return { answer: await attempted.answer(tx, row) };
    const asked = attempted.asked(row, pending);
    const method =
      asked.payment_method === null
        ? null
        : await tx.get<PaymentMethod>("payment_method", asked.payment_method);
    if (method === null) throw new Error(`the payment method of ${kind} ${id} is gone`);
    return { pending, asked, method };
  });
  if ("answer" in found) return found.answer;
  const { pending, method } = found;
  const result = await askNetwork(found.asked, method, pending);
  return units(async (tx) => {
    const row = await byPath<S>(tx, kind, id);
    if (row._attempt?.id !== pending.id) return attempted.answer(tx, row);
    const held = await byPath<PaymentMethod>(tx, "payment_method", method.id);
    const { answer, after } = await attempted.settle(tx, row, pending, held, result);
    await after?.(tx);
    if (result.result === "needs_action") {
      await waitForPayer(tx, kind, id, held, found.asked);
      await actLater(tx, kind, id, held);
    }
    await tx.cancel(settleTimer(kind), id);
    return answer;
  });
}

/** Payers who approve in an app do so after a while, which is of real time as payments are. */
async function actLater(tx: Tx, kind: string, id: string, method: PaymentMethod): Promise<void> {
  const seconds = typeNamed(method.type).family.actsAfter?.(heldOf(method));
  if (seconds === undefined) return;
  const real = tx.at(null);
  await real.schedule({ kind: actTimer(kind), subject: id, due: real.now + seconds });
}

/** The row if it waits for its payer, and still accepts that they act; null if not. */
async function awaiting<S extends Subject>(tx: Tx, attempted: Attempted<S>, id: string): Promise<S | null> {
  const row = await tx.get<S>(attempted.kind, id);
  if (row === null || row._challenge === null) return null;
  return (attempted.refusesAnswer?.(row) ?? null) === null ? row : null;
}

/**
 * Continues an attempt whose payer was to act by themselves. Does nothing if it is over, or if a later one waits for a
 * payer whom a page asks.
 */
async function actForPayer<S extends Subject>(
  units: Units,
  attempted: Attempted<S>,
  id: string,
): Promise<void> {
  const isWaiting = await units(async (tx) => {
    const row = await awaiting(tx, attempted, id);
    const challenge: S["_challenge"] = row?._challenge ?? null;
    if (row === null || challenge === null) return false;
    const { payment_method } = attempted.asked(row, challenge);
    const method =
      payment_method === null ? null : await tx.get<PaymentMethod>("payment_method", payment_method);
    return method !== null && typeNamed(method.type).family.actsAfter !== undefined;
  });
  if (isWaiting) await authenticated(units, attempted, id, "passed");
}

/** Continues the attempt after the payer has acted, or has not in time, with what came of it. */
export async function authenticated<S extends Subject>(
  units: Units,
  attempted: Attempted<S>,
  id: string,
  outcome: "failed" | "late" | "passed",
): Promise<Answer> {
  await units((tx) => answered(tx, attempted, id, outcome));
  return finish(units, attempted, id);
}

/** The first half of `authenticated`: begins the attempt that goes on. */
export async function answered<S extends Subject>(
  tx: Tx,
  attempted: Attempted<S>,
  id: string,
  outcome: "failed" | "late" | "passed",
): Promise<Unfinished> {
  const row = await byPath<S>(tx, attempted.kind, id);
  const refusal = attempted.refusesAnswer?.(row) ?? null;
  if (refusal !== null) throw refusal;
  const challenge: S["_challenge"] = row._challenge;
  if (challenge === null) throw attempted.notWaiting(row);
  return begin(tx, row, { ...challenge, id: tx.newId("payatt_"), authentication: outcome });
}

/** If the payer has to act by a time, schedules what happens then. Payments are of real time. */
async function waitForPayer(
  tx: Tx,
  kind: string,
  id: string,
  method: PaymentMethod,
  { options }: AskedOfNetwork,
): Promise<void> {
  const real = tx.at(null);
  const terms = { now: real.now, options: optionsOf(method.type, options) };
  const seconds = typeNamed(method.type).family.actsWithin?.(heldOf(method), terms);
  if (seconds === undefined) return;
  await real.schedule({ kind: lateTimer(kind), subject: id, due: real.now + seconds });
}

/** Goes on with the attempt of a payer who has not acted in time, unless nobody waits for them any more. */
async function goOnWithoutPayer<S extends Subject>(
  units: Units,
  attempted: Attempted<S>,
  id: string,
): Promise<void> {
  const isWaiting = await units(async (tx) => (await awaiting(tx, attempted, id)) !== null);
  if (isWaiting) await authenticated(units, attempted, id, "late");
}

/**
 * Removes an attempt that cannot be settled from its row. It writes no other row, because other rows may be
 * the reason for the failure.
 */
async function giveUp<S extends Subject>(tx: Tx, attempted: Attempted<S>, id: string): Promise<void> {
  const row = await tx.get<S>(attempted.kind, id);
  const pending = row === null ? null : pendingOf(row);
  if (row === null || pending === null) return;
  const free = { ...attempted.givenUp(row, pending), _attempt: null };
  await tx.update(free);
  await attempted.afterGivingUp?.(tx, free);
}

function pendingOf<S extends Subject>(row: S): NonNullable<S["_attempt"]> | null {
  return row._attempt;
}

/** Asks the network, outside any unit of work. */
function askNetwork(asked: AskedOfNetwork, method: PaymentMethod, pending: Pending): Promise<AttemptResult> {
  const request: AttemptRequest = {
    purpose: asked.purpose,
    offSession: asked.off_session,
    authentication: pending.authentication,
    method: heldOf(method),
    options: optionsOf(method.type, asked.options),
  };
  return typeNamed(method.type).family.attempt(request, pending.id);
}
