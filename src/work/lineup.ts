/**
 * The webhook endpoints that this process is sending to, and those waiting for a place. `places.ts` decides
 * who is next. The worker does the sending, and makes sure that no other process sends to the same endpoint
 * meanwhile.
 */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import type { ClaimedTimer } from "../storage/port.ts";
import { mayBegin, type Pace } from "./places.ts";

/** Endpoints that may wait for a place. */
const WAITING_MAX = 1_024;
/** A try that takes longer than this counts as slow, whatever its result. */
const SLOW_MS = 2_000;
/** Endpoints whose pace is remembered; one that was forgotten counts as unknown. */
const PACES_MAX = 10_000;

/** An endpoint that is being sent to or is waiting. */
export interface Endpoint {
  /** The name of its timer. */
  readonly name: string;
  readonly timer: ClaimedTimer;
  readonly leasedUntil: UnixSeconds;
}

/** An endpoint that has a place. */
interface Sending {
  readonly account: string;
  pace: Pace;
  /** When the current try began, in milliseconds. */
  since: number;
}

export class Lineup {
  readonly #clock: Clock;
  readonly #send: (endpoint: Endpoint) => Promise<void>;
  readonly #sending = new Map<string, Sending>();
  /** In order of arrival. */
  readonly #waiting = new Map<string, Endpoint>();
  /** How endpoints answered the last time; the most recent last. */
  readonly #paces = new Map<string, Pace>();

  /** `send` is called for each endpoint that gets a place, and never throws. */
  constructor(clock: Clock, send: (endpoint: Endpoint) => Promise<void>) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Whether no endpoint is waiting. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * Adds an endpoint to those waiting; returns false if too many are waiting. An endpoint that already waits
   * keeps its turn and gets the newer lease.
   */
  enter(endpoint: Endpoint): boolean {
    if (this.#waiting.size >= WAITING_MAX && !this.#waiting.has(endpoint.name)) return false;
    this.#waiting.set(endpoint.name, endpoint);
    return true;
  }

  /**
   * Starts the endpoints for which a place is free. Call it when one was added, and at intervals, because a
   * try that runs long becomes slow and then counts differently.
   */
  begin(): void {
    if (this.#waiting.size === 0) return;
    const now = this.#clock.milliseconds();
    const working = [...this.#sending.values()].map(({ account, pace, since }) => ({
      account,
      pace: now - since > SLOW_MS ? ("slow" as const) : pace,
    }));
    const waiting = [...this.#waiting.values()].map((endpoint) => ({
      endpoint,
      account: endpoint.timer.account.id,
      pace: this.#paces.get(endpoint.name) ?? ("unknown" as const),
    }));
    for (const { endpoint, account, pace } of mayBegin(working, waiting)) {
      const { name } = endpoint;
      this.#waiting.delete(name);
      this.#sending.set(name, { account, pace, since: now });
      void this.#send(endpoint).then(() => {
        this.#sending.delete(name);
        this.begin();
      });
    }
  }

  /** Notes how long a try to an endpoint took. */
  tried(name: string, milliseconds: number): void {
    const pace = milliseconds > SLOW_MS ? "slow" : "prompt";
    this.#paces.delete(name);
    this.#paces.set(name, pace);
    for (const oldest of this.#paces.keys()) {
      if (this.#paces.size <= PACES_MAX) break;
      this.#paces.delete(oldest);
    }
    const sending = this.#sending.get(name);
    if (sending === undefined) return;
    sending.pace = pace;
    sending.since = this.#clock.milliseconds();
  }

  /** Removes and returns all waiting endpoints. */
  clear(): Endpoint[] {
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    return left;
  }
}
