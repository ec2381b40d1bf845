/** Receivers that hang do not delay those that answer: neither other accounts' nor their own account's. */
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ACCOUNT,
  type Bed,
  openBed,
  openReceiver,
  type Receiver,
  START,
  thing,
} from "../../test/support/work_bed.ts";
import { type Account, accountOf, NO_CAUSE } from "../storage/port.ts";
import { type Outbound, outbound } from "./outbound.ts";
import type { Worker } from "./worker.ts";

/** A try may hang for longer than any test takes. */
const TIMEOUT_MS = 120_000;
/** A host whose name is not resolved until `release`. */
const HANGING = "http://hangs.test";

let bed: Bed;
let there: Receiver;
let release = () => {};
let sending: Outbound;
/** How many tries hang. */
let hanging = 0;
/** Resolves with the next event that arrives. */
let arrival: () => Promise<string>;

beforeEach(async () => {
  bed = await openBed();
  const arrived: string[] = [];
  let tell = () => {};
  there = await openReceiver((response, { about }) => {
    response.end();
    arrived.push(about);
    tell();
  });
  arrival = async () => {
    while (arrived.length === 0) {
      await new Promise<void>((resolve) => {
        tell = resolve;
      });
    }
    return arrived.shift() ?? "";
  };
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  hanging = 0;
  sending = {
    ...outbound("local"),
    timeoutMs: TIMEOUT_MS,
    resolve: async () => {
      hanging++;
      await released;
      hanging--;
      return [{ address: "127.0.0.1", family: 4 }];
    },
  };
});
afterEach(async () => {
  release();
  await bed.close();
  await there.close();
});

/** The URL of a receiver that hangs until it is released, and then answers. */
const hangingUrl = () => `${HANGING}:${new URL(there.url).port}/hook`;
const news = (about: string, account: Account = ACCOUNT) =>
  bed.store.transact(account, NO_CAUSE, async (tx) => {
    await tx.insert(thing(about));
    await tx.emit("product.created", thing(about));
  });
/** Resolves once the worker has claimed everything due. */
async function allTaken(worker: Worker): Promise<void> {
  worker.nudge();
  while (((await bed.store.nextTimer()) ?? START) <= bed.clock.seconds()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const namesOf = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}_${i}`);

test("256 receivers of 16 accounts hang, and prompt ones of theirs and of other accounts get events at once", async () => {
  const worker = bed.startWorker({ outbound: sending });
  const accounts = namesOf(16, "acct").map(accountOf);
  const [first] = accounts as [Account];
  await bed.addEndpoint(there.url, { enabled_events: ["product.created"] }, first);
  await news("before", first);
  expect(await arrival()).toBe("before");

  for (const account of accounts) {
    for (let i = 0; i < 16; i++)
      await bed.addEndpoint(hangingUrl(), { enabled_events: ["product.updated"] }, account);
    await bed.store.transact(account, NO_CAUSE, (tx) => tx.emit("product.updated", thing("hanging")));
  }
  await allTaken(worker);
  const stuck = hanging;
  expect(stuck).toBeGreaterThan(100);

  await news("theirs", first);
  await bed.addEndpoint(there.url); // of an account that has not been sent to yet
  await news("others'");
  expect([await arrival(), await arrival()].toSorted()).toEqual(["others'", "theirs"]);
  expect(hanging).toBe(stuck);

  // All that wait get their turn once places are free.
  release();
  await worker.drain();
  expect(there.abouts().filter((about) => about === "hanging")).toHaveLength(16 * 16);
});

test("a try that takes long does not delay prompt endpoints of the same account", async () => {
  const worker = bed.startWorker({ outbound: sending });
  const endpoints = [];
  for (let i = 0; i < 40; i++) endpoints.push(await bed.addEndpoint(there.url));
  await bed.emit("before");
  await worker.drain(); // now all are known to answer
  for (let i = 0; i < 40; i++) expect(await arrival()).toBe("before");
  for (const { id } of endpoints.slice(0, 39)) await bed.changeEndpoint(id, { url: hangingUrl() });
  await bed.emit("after");
  await allTaken(worker);
  expect(hanging).toBeGreaterThan(20);
  expect(there.received).toHaveLength(40);
  bed.clock.advance(3);
  worker.nudge();
  expect(await arrival()).toBe("after");
  expect(hanging).toBeGreaterThan(20);
});

test("when the worker stops, other processes can claim the endpoints that wait for a place at once", async () => {
  const worker = bed.startWorker({ outbound: sending });
  for (let i = 0; i < 40; i++) await bed.addEndpoint(hangingUrl());
  await bed.emit("news");
  await allTaken(worker);
  const begun = hanging;
  expect(begun).toBeLessThan(40);
  const stopped = worker.stop();
  let free = 0;
  while (free < 40 - begun) {
    free += (await bed.store.claimTimers(START, 60, 100)).length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(hanging).toBe(begun);
  release();
  await stopped;
  expect(there.received).toHaveLength(begun);
});
