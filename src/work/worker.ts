/**
 * Does work that is due: claims timers of any account under a lease, runs them, and reschedules those that
 * failed. A timer's resource defines its work; `deliver.ts` sends webhooks.
 *
 * A lease ends by itself in real time, so the timers of a process that died can be claimed again. The unit of work that does the work also checks the lease, so two processes never both do it.
 */

import { setMaxListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import { DELIVER_TIMER } from "../resources/events/event.ts";
import type { AdvanceWork } from "../resources/resource.ts";
import { type ClaimedTimer, NO_CAUSE } from "../storage/port.ts";
import { runAdvance } from "./advance.ts";
import type { DeliverParts } from "./deliver.ts";
import { deliverPending, pendingFor } from "./deliver.ts";
import { failed } from "./failed.ts";
import { type FireParts, fire } from "./fire.ts";
import { LEASE_SECONDS, leaseKeeper } from "./lease.ts";
import type { Endpoint } from "./lineup.ts";
import { Lineup } from "./lineup.ts";
import type { Outbound } from "./outbound.ts";
import { PLACES_MAX } from "./places.ts";
import type { RetrySchedule } from "./retry_schedule.ts";

/** Timers claimed at a time. */
const CLAIM_MAX = 128;
/** Timers whose work runs at the same time; leaves room for requests in a group commit. */
const PARALLEL_MAX = 32;
/** Seconds until an endpoint is claimed again that found too many endpoints waiting. */
const NO_ROOM_SECONDS = 1;
/** How long a batch is waited for before the next one is claimed. */
const BATCH_MS_MAX = 5_000;
/** The longest sleep: other processes may add timers unnoticed, and clocks may be set. */
const POLL_MS = 1_000;
/** The shortest sleep: a due timer locked by another process must not cause a busy loop. */
const POLL_MS_MIN = 20;
/** How often old idempotency keys are deleted, a bounded number at a time. */
const FORGET_EVERY_MS = 60_000;
const FORGET_MAX = 500;
/** How long `hold` waits for running work; what hangs for longer is not waited for. */
const HOLD_MS_MAX = 10_000;
/** How long `stop` waits for running work to end by itself. */
const STOP_MS_MAX = 8_000;

export interface WorkerParts extends FireParts {
  /** Makes timers due. */
  readonly clock: Clock;
  /** Real time, if `clock` can be moved: for leases, tries at webhooks and their signatures. */
  readonly realClock?: Clock;
  readonly outbound: Outbound;
  readonly schedule: RetrySchedule;
  /** Called with the event's id when a try to deliver it, to any endpoint, has been stored. */
  readonly onTried?: (eventId: string) => void;
  /** Idempotency keys older than this are deleted. */
  readonly keySeconds: number;
  /** Reports a failure and the kind of timer concerned; never an object's content. */
  readonly report: (error: unknown, what: string) => void;
}

export interface Worker {
  /** Looks for due work now instead of at the next poll. */
  nudge(): void;
  /** Resolves once nothing is due or running; for tests. */
  drain(): Promise<void>;
  /**
   * Leaves all timers but those of webhooks to the caller, until it calls `release`. Resolves once the work
   * that was running has ended.
   */
  hold(): Promise<Hold>;
  /** Claims nothing more, lets running work end within a bound, releases the rest. The store stays open. */
  stop(): Promise<void>;
}

export interface Hold {
  /** Does the work of a claimed timer; returns false, and gives the timer back, if the worker stops. */
  readonly fire: (timer: ClaimedTimer) => Promise<boolean>;
  readonly release: () => void;
}

/** Starts a worker, which begins at once. */
export function startWorker(parts: WorkerParts): Worker {
  return new Working(parts);
}

class Working implements Worker {
  readonly #parts: WorkerParts & { readonly realClock: Clock };
  readonly #loop: Promise<void>;
  readonly #giveUp = new AbortController();
  /** Running work by timer, so that no work runs twice at once here after its lease has run out. */
  readonly #busy = new Map<string, Promise<void>>();
  /** The work in it that is not sending webhooks, and the claiming of it. */
  readonly #firing = new Set<Promise<unknown>>();
  #held = false;
  readonly #lineup: Lineup;
  #stopping = false;
  /** True if `nudge` was called while the loop was not asleep. */
  #nudged = false;
  #wake: (() => void) | null = null;
  #lastForget = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts) {
    this.#parts = { realClock: parts.clock, ...parts };
    this.#lineup = new Lineup(this.#parts.realClock, (next) => this.#track(next.timer, this.#deliver(next)));
    // Every endpoint that is being sent to adds a listener.
    setMaxListeners(PLACES_MAX, this.#giveUp.signal);
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
      const idle = this.#busy.size === 0 && this.#lineup.isEmpty;
      if (nothingDue && idle && this.#wake !== null) return;
      if (!nothingDue) this.nudge();
      await turn();
    }
  }

  async hold(): Promise<Hold> {
    this.#held = true;
    // Work that fails is reported where it runs; here it only has to have ended.
    await within(Promise.allSettled(this.#firing), HOLD_MS_MAX);
    const fireOrStop = async (timer: ClaimedTimer): Promise<boolean> => {
      if (!this.#stopping) await this.#track(timer, this.#fire(timer));
      else await this.#parts.store.postpone(timer, this.#parts.realClock.seconds());
      return !this.#stopping;
    };
    return {
      fire: fireOrStop,
      release: () => {
        this.#held = false;
        this.nudge();
      },
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    const ended = this.#loop.then(() => Promise.all([...this.#busy.values(), this.#giveBackWaiting()]));
    if (!(await within(ended, STOP_MS_MAX))) {
      this.#giveUp.abort();
      await within(ended, POLL_MS);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const more = await this.#forgetKeys();
        this.#lineup.begin();
        const worked = await this.#firingWhile(this.#workBatch());
        if (!worked && !more) await this.#sleep(await this.#delay());
        // Gives requests that arrived in the meantime their turn.
        await turn();
      } catch (error) {
        this.#parts.report(error, "worker");
        this.#nudged = false;
        await this.#sleep(POLL_MS);
      }
    }
  }

  #firingWhile<T>(work: Promise<T>): Promise<T> {
    this.#firing.add(work);
    return work.finally(() => void this.#firing.delete(work));
  }

  /** Claims due timers and does their work; returns false if there were none. */
  async #workBatch(): Promise<boolean> {
    const { clock, realClock, store } = this.#parts;
    this.#nudged = false;
    const which = { real: realClock.seconds(), ...(this.#held ? { only: DELIVER_TIMER } : {}) };
    const claimed = await store.claimTimers(clock.seconds(), LEASE_SECONDS, CLAIM_MAX, which);
    const batch: ClaimedTimer[] = [];
    for (const timer of claimed) {
      if (timer.kind === DELIVER_TIMER) await this.#lineUp(timer);
      else batch.push(timer);
    }
    this.#lineup.begin();
    const lanes = Array.from({ length: Math.min(PARALLEL_MAX, batch.length) }, async () => {
      for (let timer = batch.shift(); timer !== undefined; timer = batch.shift()) {
        if (!this.#busy.has(nameOf(timer))) await this.#track(timer, this.#fire(timer));
      }
    });
    // A timer that hangs blocks one lane, but not the next batch.
    await within(this.#firingWhile(Promise.all(lanes)), BATCH_MS_MAX);
    return claimed.length > 0;
  }

  #fire(timer: ClaimedTimer): Promise<void> {
    const work = this.#parts.timers.get(timer.kind);
    return work?.does === "advance" ? this.#advance(timer, work) : fire(this.#parts, timer);
  }

  /** Advances a test clock. If the worker stops meanwhile, another process can go on at once. */
  async #advance(timer: ClaimedTimer, work: AdvanceWork): Promise<void> {
    const { realClock, store } = this.#parts;
    await runAdvance(this.#parts, timer, work, this.#mayGoOn(timer, realClock.seconds() + LEASE_SECONDS));
    if (this.#stopping) await store.postpone(timer, realClock.seconds());
  }

  /** Whether long work may take its next step: the worker does not stop, and the lease is held. */
  #mayGoOn(timer: ClaimedTimer, leasedUntil: number): () => Promise<boolean> {
    const keepLease = leaseKeeper(this.#parts, timer, leasedUntil);
    return async () => !this.#stopping && (await keepLease());
  }

  /** Adds an endpoint to those waiting for a place, or postpones its timer if too many are waiting. */
  async #lineUp(timer: ClaimedTimer): Promise<void> {
    const name = nameOf(timer);
    if (this.#busy.has(name)) return;
    const { realClock, store } = this.#parts;
    const now = realClock.seconds();
    if (this.#lineup.enter({ name, timer, leasedUntil: now + LEASE_SECONDS })) return;
    await store.postpone(timer, now + NO_ROOM_SECONDS);
  }

  /** Releases the endpoints that still wait, so that other processes can claim them at once. */
  async #giveBackWaiting(): Promise<void> {
    const { realClock, report, store } = this.#parts;
    for (const { timer } of this.#lineup.clear()) {
      await store.postpone(timer, realClock.seconds()).catch((error: unknown) => report(error, timer.kind));
    }
  }

  #track(timer: ClaimedTimer, work: Promise<void>): Promise<void> {
    const name = nameOf(timer);
    const tracked = work
      .catch((error: unknown) => failed(this.#parts, timer, error))
      .finally(() => void this.#busy.delete(name));
    this.#busy.set(name, tracked);
    return tracked;
  }

  /** Sends an endpoint's pending deliveries; what is left, or arrives at the end, gets another turn. */
  async #deliver({ name, timer, leasedUntil }: Endpoint): Promise<void> {
    const { onTried, store } = this.#parts;
    const parts: DeliverParts = {
      ...this.#parts,
      signal: this.#giveUp.signal,
      onStored: ({ event }, made) => {
        if (made !== null) this.#lineup.tried(name, made.ms);
        onTried?.(event);
      },
    };
    await deliverPending(parts, timer.account, timer.subject, this.#mayGoOn(timer, leasedUntil));
    await store.transact(timer.account, NO_CAUSE, async (tx) => {
      if (!(await tx.finish(timer))) return;
      const left = await pendingFor(tx, timer.subject, 1);
      if (left.length > 0) await tx.wake(timer.kind, timer.subject);
    });
  }

  /** Deletes a batch of old idempotency keys if it is time; returns true if there may be more. */
  async #forgetKeys(): Promise<boolean> {
    const { clock, keySeconds, realClock, store } = this.#parts;
    const now = realClock.milliseconds();
    const since = now - this.#lastForget;
    // A negative difference means that the clock was set back.
    if (since >= 0 && since < FORGET_EVERY_MS) return false;
    const forgotten = await store.forgetKeys(clock.seconds() - keySeconds, FORGET_MAX);
    if (forgotten === FORGET_MAX) return true;
    this.#lastForget = now;
    return false;
  }

  async #delay(): Promise<number> {
    const due = await this.#parts.store.nextTimer();
    if (due === null) return POLL_MS;
    const { clock } = this.#parts;
    const { rate = 1 } = clock;
    const left = rate === 0 ? POLL_MS : (due * 1000 - clock.milliseconds()) / rate;
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

/** Returns true if `work` ended in time; it goes on in either case. */
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
