/**
 * Test clocks: time that stands still for the customers on it, and what is theirs, until it is advanced. The
 * worker does the advancing (`work/advance.ts`). What is above customers lets its objects go when a clock is
 * deleted, by a reaction to that event.
 */
import type { Interval } from "../../../core/calendar.ts";
import { utcText } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import { listFields } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import type { Deleted } from "../../deleted.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  listed,
  noParams,
  type Resource,
  reads,
  retrieves,
  updateAndTell,
  writes,
} from "../../resource.ts";
import { type Clocked, refuseUnlessReady, TEST_CLOCK, type TestClock } from "./clock.ts";
import { furthest } from "./limit.ts";

export { clockFor, clockOf, type TestClock, timeOf } from "./clock.ts";

const NAME_MAX = 300;
const LIFE_SECONDS = 30 * 86_400;
/** The timer that advances a clock, and the one that deletes it in the end. Both belong to real time. */
const ADVANCE_TIMER = "test_clock.advance";
const DELETE_TIMER = "test_clock.delete";
/** Failures after which an advance is given up. */
const TRIES_MAX = 3;

const createParams = {
  customer: p.about("An existing customer, who stays on the clock for good.", p.string()),
  frozen_time: p.required(p.about("The time at which the clock begins, past or future.", p.timestamp())),
  name: p.string({ max: NAME_MAX }),
} as const satisfies Fields;

const advanceParams = {
  frozen_time: p.required(
    p.about(
      "Later than the clock's, by at most two intervals of its shortest subscription, or two years without one.",
      p.timestamp(),
    ),
  ),
} as const satisfies Fields;

async function create(tx: Tx, { input }: Call<ObjectValue<typeof createParams>>): Promise<TestClock> {
  const clock: TestClock = {
    id: tx.newId("clock_"),
    object: TEST_CLOCK,
    created: tx.now,
    deletes_after: tx.now + LIFE_SECONDS,
    frozen_time: input.frozen_time,
    livemode: false,
    name: input.name ?? null,
    status: "ready",
    status_details: {},
  };
  await tx.insert(clock);
  await tx.emit("test_helpers.test_clock.created", clock);
  await tx.schedule({ kind: DELETE_TIMER, subject: clock.id, due: clock.deletes_after });
  if (input.customer !== undefined) await attach(tx, clock, input.customer);
  return clock;
}

async function attach(tx: Tx, clock: TestClock, id: string): Promise<void> {
  const customer = await byParam<Clocked>(tx, "customer", id, "customer");
  if (customer.test_clock !== null) {
    throw errors.rule(
      `The customer ${id} is already attached to the test clock ${customer.test_clock}.`,
      "customer",
    );
  }
  const own = tx.at({ clock: clock.id, now: clock.frozen_time });
  await updateAndTell(own, "customer.updated", customer, { ...customer, test_clock: clock.id });
}

/** The shortest interval of the subscriptions on a clock, by its id; null if there are none. */
export type ShortestInterval = (reader: Reader, clock: string) => Promise<Interval | null>;

const advanceBy =
  (shortestOf: ShortestInterval) =>
  async (tx: Tx, call: Call<ObjectValue<typeof advanceParams>>): Promise<TestClock> => {
    const before = await byPath<TestClock>(tx, TEST_CLOCK, call.id);
    refuseUnlessReady(before);
    const { frozen_time: from } = before;
    const { frozen_time: until } = call.input;
    const last = furthest(from, await shortestOf(tx, before.id));
    const frozenAt = `The frozen time of this clock is ${from} (${utcText(from)}).`;
    if (until <= from) {
      throw errors.rule(`${frozenAt} You can only advance it to a later time.`, "frozen_time");
    }
    if (until > last) {
      throw errors.rule(
        `${frozenAt} You can only advance it up to ${last} (${utcText(last)}). You can only advance a test clock ` +
          "up to two intervals from the current frozen time at a time, based on the shortest subscription interval " +
          "in the test clock. For example, if a test clock has a monthly and yearly subscription, you may only " +
          "advance up to two months at a time. If the test clock has no subscriptions or subscription schedules, " +
          "you can advance up to 2 years from the current frozen time.",
        "frozen_time",
      );
    }
    const after: TestClock = {
      ...before,
      status: "advancing",
      status_details: { advancing: { target_frozen_time: until } },
    };
    await tx.update(after);
    await tx.emit("test_helpers.test_clock.advancing", after);
    await tx.wake(ADVANCE_TIMER, after.id);
    return after;
  };

/** Where an advance leads; null if the clock is not being advanced. */
async function targetOf(reader: Reader, id: string): Promise<number | null> {
  const clock = await reader.get<TestClock>(TEST_CLOCK, id);
  return clock?.status_details.advancing?.target_frozen_time ?? null;
}

/** All timers of the way have fired: the clock stands at its target. */
async function arrive(tx: Tx, id: string): Promise<void> {
  const clock = await tx.get<TestClock>(TEST_CLOCK, id);
  const frozen_time = clock?.status_details.advancing?.target_frozen_time;
  if (clock === null || frozen_time === undefined) return;
  const after: TestClock = { ...clock, frozen_time, status: "ready", status_details: {} };
  await tx.update(after);
  await tx.emit("test_helpers.test_clock.ready", after);
}

/** The clock stays where it is, since work on the way keeps failing. */
async function fail(tx: Tx, id: string): Promise<void> {
  const clock = await tx.get<TestClock>(TEST_CLOCK, id);
  if (clock === null || clock.status !== "advancing") return;
  const after: TestClock = { ...clock, status: "internal_failure", status_details: {} };
  await tx.update(after);
  await tx.emit("test_helpers.test_clock.internal_failure", after);
}

async function remove(tx: Tx, id: string): Promise<Deleted> {
  const clock = await byPath<TestClock>(tx, TEST_CLOCK, id);
  if (clock.status === "advancing") refuseUnlessReady(clock);
  await tx.emit("test_helpers.test_clock.deleted", clock);
  await tx.hide(clock);
  await tx.cancel(DELETE_TIMER, id);
  return { id, object: TEST_CLOCK, deleted: true };
}

async function expire(tx: Tx, id: string): Promise<void> {
  if ((await tx.get(TEST_CLOCK, id)) !== null) await remove(tx, id);
}

/** The resource. `shortestOf` is handed in, because subscriptions stand above it. */
export function testClock(shortestOf: ShortestInterval): Resource<TestClock> {
  return defineResource<TestClock>({
    object: TEST_CLOCK,
    path: "/v1/test_helpers/test_clocks",
    permission: "billing_clock",
    operations: {
      "POST /": writes(createParams, create),
      "GET /": reads(listFields, (reader, call) => listed(reader, TEST_CLOCK, {}, call.input, call.path)),
      "GET /:id": retrieves(TEST_CLOCK),
      "POST /:id/advance": writes(advanceParams, advanceBy(shortestOf)),
      "DELETE /:id": writes(noParams, (tx, call) => remove(tx, call.id)),
    },
    timers: {
      [ADVANCE_TIMER]: { does: "advance", until: targetOf, arrive, givesUp: { after: TRIES_MAX, run: fail } },
      [DELETE_TIMER]: { does: "unit", run: expire },
    },
  });
}
