/** The row of a test clock, and the time of a customer who is on one. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { OwnTime, Row, Tx } from "../../../storage/port.ts";
import { byParam, isDeleted } from "../../resource.ts";

export const TEST_CLOCK = "test_helpers.test_clock";

export interface TestClock extends Row {
  readonly object: typeof TEST_CLOCK;
  /** Real time, as is `deletes_after`. */
  readonly created: UnixSeconds;
  readonly deletes_after: UnixSeconds;
  /** While the clock advances, still the time from which it does. */
  readonly frozen_time: UnixSeconds;
  readonly livemode: false;
  readonly name: string | null;
  /** A clock with an internal failure can only be deleted. */
  readonly status: "advancing" | "internal_failure" | "ready";
  readonly status_details: { readonly advancing?: { readonly target_frozen_time: UnixSeconds } };
}

/** The part of a customer that is needed here. `Customer` cannot be imported, since its file imports this one. */
export interface Clocked extends Row {
  readonly test_clock: string | null;
}

/** The most customers on one test clock. */
const CUSTOMERS_MAX = 3;

/**
 * The time of a customer: that of their test clock, or null for real time. An operation that acts for a
 * customer begins with `const own = tx.at(await clockOf(tx, customerId))`, and everything below it takes
 * `own`. Refuses (429) while the clock advances, but not the work of the clock's own timers, which is at the
 * clock's time already. A missing customer is in real time.
 */
export async function clockOf(tx: Tx, customerId: string | null): Promise<OwnTime | null> {
  const clock = tx.clock === null ? await testClockOf(tx, customerId) : null;
  if (clock !== null) refuseUnlessReady(clock);
  return timeOf(tx, customerId);
}

/**
 * The same without refusing, for work that cannot wait for the clock: what was begun before the clock moved,
 * such as a payment that the network has answered.
 */
export async function timeOf(tx: Tx, customerId: string | null): Promise<OwnTime | null> {
  if (tx.clock !== null) return { clock: tx.clock, now: tx.now };
  const clock = await testClockOf(tx, customerId);
  return clock === null ? null : { clock: clock.id, now: clock.frozen_time };
}

async function testClockOf(tx: Tx, customerId: string | null): Promise<TestClock | null> {
  const customer = customerId === null ? null : await tx.get<Clocked>("customer", customerId);
  if (customer === null || isDeleted(customer) || customer.test_clock === null) return null;
  return tx.get<TestClock>(TEST_CLOCK, customer.test_clock);
}

/** The time of the test clock on which a new customer shall be; null for real time. */
export async function clockFor(tx: Tx, id: string | undefined): Promise<OwnTime | null> {
  if (id === undefined) return null;
  const clock = await byParam<TestClock>(tx, TEST_CLOCK, id, "test_clock");
  refuseUnlessReady(clock);
  const there = await tx.list("customer", { test_clock: id }, { limit: CUSTOMERS_MAX, unlisted: true });
  if (there.rows.length >= CUSTOMERS_MAX) {
    throw errors.rule(
      `The customer limit of this test clock has been reached: it may have up to ${CUSTOMERS_MAX} customers.`,
      "test_clock",
    );
  }
  return { clock: id, now: clock.frozen_time };
}

/** Refuses a change of a clock, or of an object on it, while the clock advances or after it has failed to. */
export function refuseUnlessReady(clock: TestClock): void {
  if (clock.status === "advancing") throw errors.clockAdvancing(clock.id);
  if (clock.status === "internal_failure") {
    throw errors.rule(
      `The test clock ${clock.id} failed to advance and can no longer be used. You can only delete it.`,
    );
  }
}
