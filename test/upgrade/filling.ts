/**
 * What the scripts that fill an old database work with: a running server, its clock, the official client, the page's
 * own endpoints, and a way to let the process die in the middle of a request.
 */
import Stripe from "stripe";
import type { FixedClock } from "../../src/core/clock.ts";
import type { Running } from "../../src/main.ts";
import { form, type Params } from "../support/shop.ts";

/** The key that nearly all of the data belongs to. */
export const KEY = "sk_test_upgradeFirst";
/** A second account, which must not see the data of the first. */
export const OTHER_KEY = "sk_test_upgradeSecond";
/** Each request is made at a second of its own. */
const STEP_SECONDS = 1;

export interface Filling {
  readonly running: Running;
  readonly clock: FixedClock;
  readonly stripe: Stripe;
  readonly other: Stripe;
  /** A POST by the first key (or, with `key` null, by a browser) that must be answered with this status. */
  post(path: string, params: Params, options?: PostOptions): Promise<Record<string, unknown>>;
  /**
   * Lets the process die in the middle of a request: the first so many units of work are committed, and none after
   * them. The server goes on afterwards, as one that was started again would.
   */
  dyingAfter(units: number, request: () => Promise<unknown>): Promise<void>;
}

export interface PostOptions {
  readonly key?: string | null;
  readonly status?: number;
  readonly idempotencyKey?: string;
}

export function filling(running: Running, clock: FixedClock): Filling {
  const { hostname, port } = new URL(running.url);
  const place = { host: hostname, port: Number(port), protocol: "http" as const, maxNetworkRetries: 0 };
  const client = (key: string) => {
    const stripe = new Stripe(key, place);
    stripe.on("response", () => clock.advance(STEP_SECONDS));
    return stripe;
  };
  return {
    running,
    clock,
    stripe: client(KEY),
    other: client(OTHER_KEY),
    async post(path, params, { key = KEY, status = 200, idempotencyKey } = {}) {
      const response = await fetch(running.url + path, {
        method: "POST",
        redirect: "manual",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        },
        body: form(params),
      });
      clock.advance(STEP_SECONDS);
      const text = await response.text();
      if (response.status !== status) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
      return text.startsWith("{") ? JSON.parse(text) : { text };
    },
    async dyingAfter(units, request) {
      const { store } = running;
      const { transact } = store;
      let done = 0;
      store.transact = async (account, cause, work) => {
        if (done++ >= units) throw new Error("the process died");
        return transact.call(store, account, cause, work) as ReturnType<typeof work>;
      };
      try {
        await request();
      } finally {
        store.transact = transact;
      }
      if (done <= units) throw new Error(`the request took only ${done} units of work`);
    },
  };
}

/** The refusal that a call is meant to meet; a call that is not refused stops the script. */
export async function refusedWith(code: string, call: Promise<unknown>): Promise<void> {
  const met = await call.then(
    () => "nothing",
    (error: unknown) => (error instanceof Stripe.errors.StripeError ? error.code : String(error)),
  );
  if (met !== code) throw new Error(`refused with ${met}, not with ${code}`);
}
