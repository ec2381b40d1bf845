/**
 * Lets requests wait until an event has been sent to its endpoints: the page holds buyers until the shop has
 * been notified of their payment. The worker reports the event of every stored try, and only requests that
 * wait for that event look again. Other processes on the same database deliver too and do not report here, so
 * every waiting request also looks at intervals.
 */

/** How often waiting requests look if nothing is reported. */
const LOOK_MS = 1_000;

export class DeliveryWatch {
  /** The wake-up functions of waiting requests, by event. There are as many as there are held requests. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #released = false;

  /** Reports that a try to deliver the event, to any of its endpoints, has been stored. */
  tried(eventId: string): void {
    for (const wake of this.#waiting.get(eventId) ?? []) wake();
  }

  /** Releases all waiting requests and holds no more from now on: the server is closing. */
  release(): void {
    this.#released = true;
    for (const waiters of this.#waiting.values()) for (const wake of waiters) wake();
  }

  /** Resolves when `isOver` returns true, but after `milliseconds` at the latest. */
  async until(eventId: string, isOver: () => Promise<boolean>, milliseconds: number): Promise<void> {
    let isLate = milliseconds <= 0;
    let wake = () => {};
    const forget = this.#enter(eventId, () => wake());
    const deadline = setTimeout(() => {
      isLate = true;
      wake();
    }, milliseconds);
    try {
      while (!isLate && !this.#released) {
        // Registered before it looks, so that a try stored while it looks is not missed.
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const look = setTimeout(wake, LOOK_MS);
        try {
          if (await isOver()) return;
          await woken;
        } finally {
          clearTimeout(look);
        }
      }
    } finally {
      clearTimeout(deadline);
      forget();
    }
  }

  /** Registers a wake-up function for an event; returns a function that removes it. */
  #enter(eventId: string, wake: () => void): () => void {
    const waiters = this.#waiting.get(eventId) ?? new Set();
    this.#waiting.set(eventId, waiters.add(wake));
    return () => {
      waiters.delete(wake);
      if (waiters.size === 0 && this.#waiting.get(eventId) === waiters) this.#waiting.delete(eventId);
    };
  }
}
