import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ACCOUNT,
  answering,
  type Bed,
  ok,
  openBed,
  openReceiver,
  type Receiver,
  START,
} from "../../test/support/work_bed.ts";
import type { Delivery } from "../resources/events/event.ts";
import { afterTry, allTried, TRIES_KEPT_MAX } from "./deliver.ts";
import { outbound } from "./outbound.ts";

let bed: Bed;
const closing: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  bed = await openBed();
});
afterEach(async () => {
  await bed.close();
  for (const close of closing.splice(0)) await close();
});
async function receiver(...args: Parameters<typeof openReceiver>): Promise<Receiver> {
  const opened = await openReceiver(...args);
  closing.push(opened.close);
  return opened;
}
const stateOf = async (about: string) =>
  (await bed.deliveriesOf((await bed.eventAbout(about)).id)).map(({ state }) => state);
const names = (count: number) => Array.from({ length: count }, (_, i) => `prod_${i}`);

test("events arrive in order, as the documentation says, and their signatures verify", async () => {
  const there = await receiver();
  const endpoint = await bed.addEndpoint(there.url);
  await bed.emit(...names(120));
  await bed.startWorker().drain();
  expect(there.abouts()).toEqual(names(120));
  const first = there.received[0];
  expect(first?.headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    accept: "*/*; q=0.5, application/xml",
    "cache-control": "no-cache",
  });
  const text = first?.text ?? "";
  expect(text).toBe(JSON.stringify(JSON.parse(text), null, 2));
  const signature = String(first?.headers["stripe-signature"]);
  const event = new Stripe("sk_test_x").webhooks.constructEvent(
    text,
    signature,
    endpoint._secret,
    300,
    undefined,
    START * 1000,
  );
  expect(event).toMatchObject({ type: "product.created", pending_webhooks: 1, api_version: "2023-10-16" });
  expect(bed.reports).toEqual([]);
});

test("each endpoint gets events in its own version's shape, and only those it asked for", async () => {
  const older = await receiver();
  const newer = await receiver();
  const other = await receiver();
  await bed.addEndpoint(older.url);
  await bed.addEndpoint(newer.url, { api_version: "2026-10-28.endive" });
  await bed.addEndpoint(other.url, { enabled_events: ["price.created"] });
  await bed.emit("prod_1");
  await bed.startWorker().drain();
  const shown = (there: Receiver) => JSON.parse(there.received[0]?.text ?? "null");
  expect(shown(older)).toMatchObject({ api_version: "2023-10-16", data: { object: { features: [{}] } } });
  expect(shown(older).data.object).not.toHaveProperty("marketing_features");
  expect(shown(newer)).toMatchObject({
    api_version: "2026-10-28.endive",
    data: { object: { marketing_features: [{ name: "fast" }] } },
  });
  expect(other.received).toEqual([]);
});

test("pending_webhooks counts the endpoints that have not acknowledged", async () => {
  const [good, bad] = [await receiver(answering(204)), await receiver(answering(500))];
  await bed.addEndpoint(good.url);
  const failing = await bed.addEndpoint(bad.url);
  await bed.emit("prod_1");
  expect((await bed.eventAbout("prod_1")).pending_webhooks).toBe(2);
  const worker = bed.startWorker();
  await worker.drain();
  expect((await bed.eventAbout("prod_1")).pending_webhooks).toBe(1);
  await bed.changeEndpoint(failing.id, { url: good.url });
  bed.clock.advance(11);
  await worker.drain();
  expect((await bed.eventAbout("prod_1")).pending_webhooks).toBe(0);
});

test("a failed event is tried again on schedule, under the same id, and does not delay later ones", async () => {
  let healthy = false;
  const there = await receiver((response, { about }) =>
    response.writeHead(about === "prod_0" && !healthy ? 500 : 200).end(),
  );
  await bed.addEndpoint(there.url);
  await bed.emit("prod_0", "prod_1", "prod_2");
  const worker = bed.startWorker();
  await worker.drain();
  expect(there.abouts()).toEqual(["prod_0", "prod_1", "prod_2"]);
  expect(await stateOf("prod_0")).toEqual(["retrying"]);

  bed.clock.advance(8); // 10 s less a tenth, less one
  await worker.drain();
  expect(there.received).toHaveLength(3);
  bed.clock.advance(3);
  await worker.drain();
  expect(there.abouts().slice(3)).toEqual(["prod_0"]);

  healthy = true;
  bed.clock.advance(330);
  await worker.drain();
  expect(there.abouts().slice(4)).toEqual(["prod_0"]);
  expect(new Set(there.received.filter(({ about }) => about === "prod_0").map((r) => r.eventId)).size).toBe(
    1,
  );
  const times = there.received
    .filter(({ about }) => about === "prod_0")
    .map(({ headers }) => Number(/^t=(\d+)/.exec(String(headers["stripe-signature"]))?.[1]) - START);
  expect(times).toEqual([0, 11, 341]);
  const event = await bed.eventAbout("prod_0");
  expect(event.pending_webhooks).toBe(0);
  const [delivery] = await bed.deliveriesOf(event.id);
  expect(delivery).toMatchObject({ state: "delivered", next_try: null });
  expect(delivery?.tries.map(({ at, status }) => [at - START, status])).toEqual([
    [0, 500],
    [11, 500],
    [341, 200],
  ]);
});

test("after the last retry the event is given up, and still counted as pending", async () => {
  const there = await receiver(answering(302, { location: "/elsewhere" }));
  await bed.addEndpoint(there.url);
  await bed.emit("prod_1");
  const worker = bed.startWorker();
  for (let i = 0; i < 6; i++) {
    await worker.drain();
    bed.clock.advance(4 * 3600);
  }
  expect(there.received).toHaveLength(4);
  expect(await stateOf("prod_1")).toEqual(["failed"]);
  expect((await bed.eventAbout("prod_1")).pending_webhooks).toBe(1);
  expect(await bed.store.nextTimer()).toBeNull();
});

test("410 is never tried again; Retry-After is respected", async () => {
  const gone = await receiver(answering(410));
  const busy = await receiver((response, _one, all) =>
    response.writeHead(all.length === 1 ? 503 : 200, { "retry-after": "1000" }).end(),
  );
  await bed.addEndpoint(gone.url);
  await bed.addEndpoint(busy.url);
  await bed.emit("prod_1");
  const worker = bed.startWorker();
  await worker.drain();
  expect((await stateOf("prod_1")).sort()).toEqual(["failed", "retrying"]);
  bed.clock.advance(999);
  await worker.drain();
  expect([gone.received.length, busy.received.length]).toEqual([1, 1]);
  bed.clock.advance(1);
  await worker.drain();
  expect([gone.received.length, busy.received.length]).toEqual([1, 2]);
});

test("a missing answer and a refused connection are failures with a reason", async () => {
  const silent = await receiver(() => {});
  const endpoint = await bed.addEndpoint(silent.url);
  await bed.emit("prod_1");
  const impatient = bed.startWorker({ outbound: { ...outbound("local"), timeoutMs: 50 } });
  await impatient.drain();
  await impatient.stop();
  const nobody = await openReceiver();
  await nobody.close();
  await bed.changeEndpoint(endpoint.id, { url: nobody.url });
  bed.clock.advance(11);
  await bed.startWorker().drain();
  const [delivery] = await bed.deliveriesOf((await bed.eventAbout("prod_1")).id);
  expect(delivery?.tries.map(({ status, error }) => [status, error])).toEqual([
    [null, "timed out"],
    [null, "connection refused"],
  ]);
});

test("an endpoint disabled when a retry is due gets that event no more; one enabled again does", async () => {
  const there = await receiver(answering(500));
  const stays = await bed.addEndpoint(there.url);
  await bed.emit("prod_1");
  const worker = bed.startWorker();
  await worker.drain();
  await bed.changeEndpoint(stays.id, { status: "disabled" });
  await bed.emit("prod_2"); // no endpoint listens for it now
  await bed.changeEndpoint(stays.id, { status: "enabled" });
  bed.clock.advance(11);
  await worker.drain();
  expect(there.abouts()).toEqual(["prod_1", "prod_1"]);

  await bed.changeEndpoint(stays.id, { status: "disabled" });
  bed.clock.advance(330);
  await worker.drain();
  await bed.changeEndpoint(stays.id, { status: "enabled" });
  bed.clock.advance(12 * 3600);
  await worker.drain();
  expect(there.received).toHaveLength(2);
  expect(await stateOf("prod_1")).toEqual(["failed"]);
});

test("a deleted endpoint gets no more events", async () => {
  const there = await receiver();
  const endpoint = await bed.addEndpoint(there.url);
  await bed.emit("prod_1");
  await bed.store.transact(ACCOUNT, { request: null, idempotencyKey: null }, async (tx) => {
    const row = await tx.get("webhook_endpoint", endpoint.id);
    if (row !== null) await tx.hide(row);
  });
  await bed.startWorker().drain();
  expect(there.received).toEqual([]);
  expect(await stateOf("prod_1")).toEqual(["failed"]);
});

test("a slow endpoint does not delay a healthy one", async () => {
  const held: (() => void)[] = [];
  const slow = await receiver((response) => held.push(() => ok(response)));
  const delivered = new Promise<void>((resolve) => {
    void receiver((response, _one, all) => {
      ok(response);
      if (all.length === 20) resolve();
    }).then(async (healthy) => {
      await bed.addEndpoint(slow.url);
      await bed.addEndpoint(healthy.url);
      await bed.emit(...names(20));
      bed.startWorker();
    });
  });
  await delivered; // while the slow one still holds its first
  expect(slow.received).toHaveLength(1);
  for (const answer of held) answer();
});

test("events not sent when the process ended are sent after it starts again", async () => {
  const directory = mkdtempSync(join(tmpdir(), "checkstand-"));
  closing.push(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "checkstand.db");
  const there = await receiver((response, _one, all) =>
    response.writeHead(all.length === 1 ? 500 : 200).end(),
  );

  const first = await openBed(file);
  await first.addEndpoint(there.url);
  await first.emit("prod_0");
  await first.startWorker().drain(); // fails and waits for its retry
  await first.close();
  const second = await openBed(file, START + 1);
  await second.emit("prod_1", "prod_2"); // no worker runs
  await second.close();

  const third = await openBed(file, START + 2);
  closing.push(third.close);
  const worker = third.startWorker();
  await worker.drain();
  third.clock.advance(10);
  await worker.drain();
  expect(there.abouts()).toEqual(["prod_0", "prod_1", "prod_2", "prod_0"]);
});

test("two workers on one store never send to an endpoint at the same time, and send nothing twice", async () => {
  let open = 0;
  let most = 0;
  const there = await receiver((response) => {
    most = Math.max(most, ++open);
    setImmediate(() => {
      open--;
      ok(response);
    });
  });
  await bed.addEndpoint(there.url);
  const workers = [bed.startWorker(), bed.startWorker()];
  await bed.emit(...names(60)); // while they work
  for (const worker of workers) await worker.drain();
  await workers[0]?.drain();
  expect(most).toBe(1);
  expect(there.abouts()).toEqual(names(60));
});

test("the hosted page can see whether every endpoint has been tried", async () => {
  const there = await receiver(answering(500));
  await bed.addEndpoint(there.url);
  await bed.emit("prod_1");
  const { id } = await bed.eventAbout("prod_1");
  const tried = () => bed.store.read(ACCOUNT, (reader) => allTried(reader, id));
  expect(await tried()).toBe(false);
  await bed.startWorker().drain();
  expect(await tried()).toBe(true);
});

test("only the newest tries are kept, and a delivery sent again by hand is counted once", async () => {
  const there = await receiver();
  const endpoint = await bed.addEndpoint(there.url);
  await bed.emit("prod_1");
  const worker = bed.startWorker();
  await worker.drain();
  const { id } = await bed.eventAbout("prod_1");
  for (let i = 0; i < TRIES_KEPT_MAX; i++) {
    await bed.store.transact(ACCOUNT, { request: null, idempotencyKey: null }, async (tx) => {
      const held = await tx.get<Delivery>("_delivery", `${id}.${endpoint.id}`);
      if (held === null) throw new Error("no delivery");
      const again: Delivery = { ...held, state: "pending" };
      await tx.update(again);
      await tx.wake("webhook.deliver", held.endpoint);
    });
    await worker.drain();
  }
  expect(there.received).toHaveLength(1 + TRIES_KEPT_MAX);
  expect((await bed.deliveriesOf(id))[0]?.tries).toHaveLength(TRIES_KEPT_MAX);
  expect((await bed.eventAbout("prod_1")).pending_webhooks).toBe(0);
});

test("afterTry gives up for good after as many failures as the schedule has steps", () => {
  let delivery: Delivery = {
    id: "evt_1.we_1",
    object: "_delivery",
    event: "evt_1",
    endpoint: "we_1",
    created: START,
    state: "pending",
    next_try: START,
    tries: [],
  };
  const states: string[] = [];
  for (let i = 0; i < 16; i++) {
    const made = { at: START, status: null, error: "timed out", ms: 1 };
    delivery = afterTry(delivery, made, { status: null, error: "timed out" }, "live", START);
    states.push(delivery.state);
  }
  expect(states).toEqual([...Array(14).fill("retrying"), "failed", "failed"]);
});
