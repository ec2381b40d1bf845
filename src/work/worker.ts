/**
 * Does the work that has come due: claims timers of any account under a lease, runs them, and puts back what
 * failed. What a timer means is its resource's business; how webhooks are sent is `deliver.ts`.
 *
 * A lease is a due time moved on, so the timers of a process that died come due again by themselves. Whether a
 * lease still holds is asked in the unit of work that does the work, so two processes never both do it.
 */
import { setMaxListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import { DELIVER_TIMER } from "../resources/event.ts";
import type { TimerWork, Units } from "../resources/resource.ts";
import { type ClaimedTimer, NO_CAUSE, type Store } from "../storage/port.ts";
import { deliverPending, pendingFor } from "./deliver.ts";
import type { Outbound } from "./outbound.ts";
import type { RetrySchedule } from "./retry_schedule.ts";

/** How long a claimed timer is kept from others; at the most this long after a crash it is done again. */
export const LEASE_SECONDS = 30;
/** A lease with less left than this is renewed before a webhook is tried; a try takes 15 seconds at the most. */
const LEASE_LEFT_MIN = 20;
/** Timers claimed at a time. */
const CLAIM_MAX = 128;
/** Timers whose work runs side by side; leaves room in a group commit for requests. */
const PARALLEL_MAX = 32;
/** Endpoints that are sent to side by side. */
const ENDPOINTS_PARALLEL_MAX = 256;
/** Seconds until an endpoint that found no room is looked at again. */
const NO_ROOM_SECONDS = 1;
/** A batch is waited for no longer than this before the next is claimed. */
const BATCH_MS_MAX = 5_000;
/** Seconds until a timer whose work failed is tried again: after its first failure, its second, and so on. */
export const BACKOFF_SECONDS = [1, 5, 30, 120, 600] as const;
/** Failing timers that are counted; for others the count begins again. */
const FAILING_MAX = 10_000;
/** The longest sleep: other processes may add timers unheard, and clocks may be set. */
const POLL_MS = 1_000;
/** The shortest sleep: what is due but cannot be claimed (another process has it locked) must not make us spin. */
const POLL_MS_MIN = 20;
/** Old idempotency keys are looked for this often, and forgotten this many at a time. */
const FORGET_EVERY_MS = 60_000;
const FORGET_MAX = 500;
/** How long `stop` lets running work end by itself. */
const STOP_MS_MAX = 8_000;

export interface WorkerParts {
  readonly store: Store;
  readonly clock: Clock;
  /** The work of every kind of timer but the webhooks' own. */
  readonly timers: ReadonlyMap<string, TimerWork>;
  readonly outbound: Outbound;
  readonly schedule: RetrySchedule;
  /** Idempotency keys are forgotten when they are older than this. */
  readonly keySeconds: number;
  /** Told of failures, with the kind of timer they met; never of an object's content. */
  readonly report: (error: unknown, what: string) => void;
}

export interface Worker {
  /** Looks for due work now rather than at the next poll. */
  nudge(): void;
  /** Resolves once nothing is due or under way; for tests. */
  drain(): Promise<void>;
  /** Claims no more, lets what runs end within a bound, gives the rest back. The store stays open. */
  stop(): Promise<void>;
}

/** Starts working at once. */
export function startWorker(parts: WorkerParts): Worker {
  return new Working(parts);
}

class Working implements Worker {
  readonly #parts: WorkerParts;
  readonly #loop: Promise<void>;
  readonly #giveUp = new AbortController();
  /** Work under way, by timer: a lease that ran out does not make this process do it twice at once. */
  readonly #busy = new Map<string, Promise<void>>();
  /** How often the work of a timer has failed in a row; known to this process only. */
  readonly #failures = new Map<string, number>();
  #endpoints = 0;
  #stopping = false;
  /** A nudge came while the loop was not asleep. */
  #nudged = false;
  #wake: (() => void) | null = null;
  #lastForget = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    // Every endpoint that is being sent to listens.
    setMaxListeners(ENDPOINTS_PARALLEL_MAX, this.#giveUp.signal);
    parts.store.onDue(() => this.nudge());
    this.#loop = this.#run();
  }

  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  async drain(): Promise<void> {
    const { clock, store } = this.#parts;
    while (!this.#stopping) {
      await Promise.all(this.#busy.values());
      const due = await store.nextTimer();
      const nothingDue = due === null || due > clock.seconds();
      if (nothingDue && this.#busy.size === 0 && this.#wake !== null) return;
      if (!nothingDue) this.nudge();
      await turn();
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    const ended = this.#loop.then(() => Promise.all(this.#busy.values()));
    if (!(await within(ended, STOP_MS_MAX))) {
      this.#giveUp.abort();
      await within(ended, POLL_MS);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const more = await this.#forgetKeys();
        const worked = await this.#workBatch();
        if (!worked && !more) await this.#sleep(await this.#delay());
        // Requests that came in meanwhile go first.
        await turn();
      } catch (error) {
        this.#parts.report(error, "worker");
        this.#nudged = false;
        await this.#sleep(POLL_MS);
      }
    }
  }

  /** Claims due timers and does their work; false where there were none. */
  async #workBatch(): Promise<boolean> {
    const { clock, store } = this.#parts;
    this.#nudged = false;
    const claimed = await store.claimTimers(clock.seconds(), LEASE_SECONDS, CLAIM_MAX);
    const batch: ClaimedTimer[] = [];
    for (const timer of claimed) {
      if (timer.kind === DELIVER_TIMER) await this.#startEndpoint(timer);
      else batch.push(timer);
    }
    const lanes = Array.from({ length: Math.min(PARALLEL_MAX, batch.length) }, async () => {
      for (let timer = batch.shift(); timer !== undefined; timer = batch.shift()) {
        if (!this.#busy.has(nameOf(timer))) await this.#track(timer, this.#fire(timer));
      }
    });
    // One that hangs keeps its lane, and no more than that.
    await within(Promise.all(lanes), BATCH_MS_MAX);
    return claimed.length > 0;
  }

  async #startEndpoint(timer: ClaimedTimer): Promise<void> {
    if (this.#busy.has(nameOf(timer))) return;
    if (this.#endpoints >= ENDPOINTS_PARALLEL_MAX) {
      await this.#parts.store.postpone(timer, this.#parts.clock.seconds() + NO_ROOM_SECONDS);
      return;
    }
    this.#endpoints++;
    void this.#track(timer, this.#deliver(timer)).finally(() => {
      this.#endpoints--;
    });
  }

  #track(timer: ClaimedTimer, work: Promise<void>): Promise<void> {
    const name = nameOf(timer);
    const tracked = work
      .then(
        () => void this.#failures.delete(name),
        (error: unknown) => this.#failed(timer, error),
      )
      .finally(() => {
        this.#busy.delete(name);
      });
    this.#busy.set(name, tracked);
    return tracked;
  }

  /** Does one timer's work, unless the lease was lost meanwhile. */
  async #fire(timer: ClaimedTimer): Promise<void> {
    const { store, timers } = this.#parts;
    const work = timers.get(timer.kind);
    if (work === undefined) throw new Error(`no work is known for timers of this kind: ${timer.kind}`);
    const units: Units = (unit) => store.transact(timer.account, NO_CAUSE, unit);
    if (work.does === "staged") {
      await work.run(units, timer.subject);
      await store.finish(timer);
      return;
    }
    await store.transact(timer.account, NO_CAUSE, async (tx) => {
      if (await tx.finish(timer)) await work.run(tx, timer.subject);
    });
  }

  /** Sends what is pending for an endpoint; what is left, or came in at the last moment, gets another turn. */
  async #deliver(timer: ClaimedTimer): Promise<void> {
    const { clock, store } = this.#parts;
    let leasedUntil = clock.seconds() + LEASE_SECONDS;
    const keepLease = async (): Promise<boolean> => {
      if (this.#stopping) return false;
      const left = leasedUntil - clock.seconds();
      if (left >= LEASE_LEFT_MIN && left <= LEASE_SECONDS) return true;
      leasedUntil = clock.seconds() + LEASE_SECONDS;
      return store.postpone(timer, leasedUntil);
    };
    const parts = { ...this.#parts, signal: this.#giveUp.signal };
    await deliverPending(parts, timer.account, timer.subject, keepLease);
    await store.transact(timer.account, NO_CAUSE, async (tx) => {
      if (!(await tx.finish(timer))) return;
      const left = await pendingFor(tx, timer.subject, 1);
      if (left.length > 0) await tx.schedule({ kind: timer.kind, subject: timer.subject, due: tx.now });
    });
  }

  /** Puts a timer whose work failed back for later. */
  async #failed(timer: ClaimedTimer, error: unknown): Promise<void> {
    const { clock, report, store } = this.#parts;
    report(error, timer.kind);
    const name = nameOf(timer);
    const before = this.#failures.get(name) ?? 0;
    if (this.#failures.size >= FAILING_MAX) this.#failures.clear();
    this.#failures.set(name, before + 1);
    const wait = BACKOFF_SECONDS[before] ?? BACKOFF_SECONDS[BACKOFF_SECONDS.length - 1];
    try {
      await store.postpone(timer, clock.seconds() + (wait ?? LEASE_SECONDS));
    } catch (failure) {
      report(failure, timer.kind); // its lease will run out by itself
    }
  }

  /** Forgets a batch of old idempotency keys when it is time to; true where there may be more. */
  async #forgetKeys(): Promise<boolean> {
    const { clock, keySeconds, store } = this.#parts;
    const now = clock.milliseconds();
    const since = now - this.#lastForget;
    // Less than nothing has passed: the clock was set back.
    if (since >= 0 && since < FORGET_EVERY_MS) return false;
    const forgotten = await store.forgetKeys(clock.seconds() - keySeconds, FORGET_MAX);
    if (forgotten === FORGET_MAX) return true;
    this.#lastForget = now;
    return false;
  }

  async #delay(): Promise<number> {
    const due = await this.#parts.store.nextTimer();
    if (due === null) return POLL_MS;
    const left = due * 1000 - this.#parts.clock.milliseconds();
    return Math.min(Math.max(left, POLL_MS_MIN), POLL_MS);
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (this.#stopping || this.#nudged) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#wake = done;
    });
  }
}

function nameOf(timer: ClaimedTimer): string {
  return `${timer.account.id} ${timer.kind} ${timer.subject}`;
}

/** True where `work` ended in time; it goes on either way. */
async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
