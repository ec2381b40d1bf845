import { expect, test } from "vitest";
import { DeliveryWatch } from "./delivery_watch.ts";

const LONG_MS = 3_600_000;

/** A waiting request: its state, and how often it has looked. */
function waiter(watch: DeliveryWatch, event: string, milliseconds = LONG_MS) {
  const state = { isOver: false, looks: 0, isLetGo: false };
  const look = async () => {
    state.looks++;
    return state.isOver;
  };
  const gone = watch.until(event, look, milliseconds).then(() => {
    state.isLetGo = true;
  });
  return { state, gone };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("only requests that wait for the event look, and they end once all its endpoints were tried", async () => {
  const watch = new DeliveryWatch();
  const [mine, also, other] = [waiter(watch, "evt_1"), waiter(watch, "evt_1"), waiter(watch, "evt_2")];
  await turn();
  watch.tried("evt_1"); // a try for one of its two endpoints
  watch.tried("evt_3");
  await turn();
  expect([mine, also, other].map(({ state }) => state.looks)).toEqual([2, 2, 1]);
  expect([mine, also, other].map(({ state }) => state.isLetGo)).toEqual([false, false, false]);
  mine.state.isOver = true;
  watch.tried("evt_1");
  await mine.gone;
  expect([also, other].map(({ state }) => state.isLetGo)).toEqual([false, false]);
  watch.release();
  await Promise.all([also.gone, other.gone]);
});

test("a try stored while a request looks is not missed", async () => {
  const watch = new DeliveryWatch();
  let looks = 0;
  await watch.until(
    "evt_1",
    async () => {
      if (++looks === 1) watch.tried("evt_1");
      return looks === 2;
    },
    LONG_MS,
  );
  expect(looks).toBe(2);
});

test("a request that is not woken looks at intervals, and ends when its time is over", async () => {
  const watch = new DeliveryWatch();
  const patient = waiter(watch, "evt_1");
  patient.state.isOver = true; // another process has delivered it
  await patient.gone;
  const late = waiter(watch, "evt_1", 1);
  await late.gone;
  expect(late.state).toMatchObject({ isOver: false, isLetGo: true });
});

test("nobody is held once all were released, nor if there is no time to wait", async () => {
  const watch = new DeliveryWatch();
  await waiter(watch, "evt_1", 0).gone;
  watch.release();
  await waiter(watch, "evt_1").gone;
});

test("an error while looking is thrown", async () => {
  const failing = () => Promise.reject(new Error("no database"));
  await expect(new DeliveryWatch().until("evt_1", failing, LONG_MS)).rejects.toThrow("no database");
});
