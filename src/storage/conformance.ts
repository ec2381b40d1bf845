/**
 * What every engine must pass to carry the store: a suite that an engine's tests run against themselves, always
 * through `openStore`. It knows no engine; what differs between them is said in `Traits`.
 */
import { afterEach, describe, expect, test } from "vitest";
import { FixedClock } from "../core/clock.ts";
import { seededIds } from "../core/ids.ts";
import type { Engine } from "./engine.ts";
import {
  type Account,
  type ApiTx,
  type ClaimedTimer,
  NO_CAUSE,
  type Page,
  type Remembered,
  type Row,
  type Store,
  type Where,
} from "./port.ts";
import { openStore, type StoreOptions } from "./sql_store.ts";
import { NewerDatabaseError } from "./tables.ts";

export interface Traits {
  /** What was written is there when the same place is opened again. */
  readonly keeps: boolean;
  /** Several processes may have the place open at once. */
  readonly shared: boolean;
}

interface Note extends Row {
  readonly object: "note";
  readonly count: number;
  readonly owner?: string | null;
  readonly color?: string | null;
  readonly deleted?: true;
}

const START = 1_800_000_000;
const LEASE = 60;
const ACCOUNT: Account = { id: "acct_1aaaaaAAAAAAAAAA", tail: "AAAAAAAAAA" };
const OTHER: Account = { id: "acct_1bbbbbBBBBBBBBBB", tail: "BBBBBBBBBB" };

/** Never the same for two stores: their ids must not meet. */
let seed = 1;

function optionsFor(clock: FixedClock): StoreOptions {
  return {
    clock,
    ids: seededIds(seed++ * 7919),
    keysOf: (row) => ("count" in row ? { owner: ownerOf(row), color: colorOf(row) } : {}),
    recordEvent: async (tx, type, row) => {
      await tx.insert({ id: tx.newId("evt_"), object: "event", type, of: row.id } as Row);
    },
  };
}

const ownerOf = (row: Row) => (row as Note).owner;
const colorOf = (row: Row) => (row as Note).color;

/** One test's stores, all on the place that `open` opens, which is empty at the start. */
class World {
  readonly clock = new FixedClock(START);
  readonly #open: () => Promise<Engine>;
  readonly #traits: Traits;
  readonly #stores: Store[] = [];

  constructor(open: () => Promise<Engine>, traits: Traits) {
    this.#open = open;
    this.#traits = traits;
  }

  async store(): Promise<Store> {
    const store = await openStore(await this.#open(), optionsFor(this.clock));
    this.#stores.push(store);
    return store;
  }

  async emptyStore(): Promise<Store> {
    const store = await this.store();
    await store.clear(null);
    return store;
  }

  /** `count` stores for concurrent use: of two processes where that may be, else one and the same. */
  async stores(count: number): Promise<Store[]> {
    const first = await this.emptyStore();
    const second = this.#traits.shared ? await this.store() : first;
    return Array.from({ length: count }, (_, i) => (i % 2 === 0 ? first : second));
  }

  /**
   * Where `count` units of work wait for one another, so that they surely overlap. Where one writer is alone they
   * cannot, and nobody waits.
   */
  meeting(count: number): () => Promise<void> {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let arrived = 0;
    return async () => {
      if (++arrived >= count || !this.#traits.shared) open();
      await gate;
    };
  }

  async leave(): Promise<void> {
    for (const store of this.#stores.splice(0)) await store.close();
  }
}

type Enter = () => World;

/** Registers the suite; `open` opens the same place every time. */
export function exercise(open: () => Promise<Engine>, traits: Traits): void {
  let world: World | null = null;
  afterEach(async () => {
    await world?.leave();
    world = null;
  });
  const enter = () => {
    world = new World(open, traits);
    return world;
  };
  describe("rows", () => exerciseRows(enter));
  describe("lists", () => exerciseLists(enter));
  describe("timers", () => exerciseTimers(enter));
  describe("idempotency keys", () => exerciseKeys(enter));
  describe("units of work side by side", () => exerciseConcurrency(enter));
  describe("the store as a whole", () => exerciseWhole(enter, open, traits));
}

function change<T>(store: Store, work: (tx: ApiTx) => Promise<T>, account = ACCOUNT): Promise<T> {
  return store.transact(account, NO_CAUSE, work);
}

function note(id: string, rest: Partial<Note> = {}): Note {
  return { id, object: "note", count: 0, ...rest };
}

function getNote(store: Store, id: string, account = ACCOUNT): Promise<Note | null> {
  return store.read(account, (reader) => reader.get<Note>("note", id));
}

/** The ids of a page, in order, and a "+" where there are more. */
async function idsOf(store: Store, where: Where = {}, page: Partial<Page> = {}): Promise<string> {
  return store.read(ACCOUNT, async (reader) => {
    const found = await reader.list<Note>("note", where, { limit: 100, ...page });
    return found.rows.map((row) => row.id).join(" ") + (found.hasMore ? " +" : "");
  });
}

async function mustGet(tx: ApiTx, id: string): Promise<Note> {
  const row = await tx.get<Note>("note", id);
  if (row === null) throw new Error(`no note ${id}`);
  return row;
}

async function amend(tx: ApiTx, row: Note, rest: Partial<Note>): Promise<void> {
  const amended: Note = { ...row, ...rest };
  await tx.update(amended);
}

function exerciseRows(enter: Enter): void {
  test("an inserted row is found by its id, in its account only", async () => {
    const store = await enter().emptyStore();
    const row = note("n1", { owner: "ann", count: 3 });
    await change(store, (tx) => tx.insert(row));
    expect(await getNote(store, "n1")).toEqual(row);
    expect(await getNote(store, "n1", OTHER)).toBeNull();
    expect(await store.read(ACCOUNT, (reader) => reader.get("letter", "n1"))).toBeNull();
    expect(await getNote(store, "n2")).toBeNull();
  });

  test("a unit of work sees its own writes, and everyone the last one", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      await tx.insert(note("n1"));
      await tx.update(note("n1", { count: 1 }));
      const again = await mustGet(tx, "n1");
      await amend(tx, again, { count: again.count + 1 });
    });
    expect((await getNote(store, "n1"))?.count).toBe(2);
  });

  test("a row that was not read in this unit of work cannot be written", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    await expect(change(store, (tx) => tx.update(note("n1", { count: 1 })))).rejects.toThrow("not read");
    await expect(change(store, (tx) => tx.hide(note("n1")))).rejects.toThrow("not read");
    expect((await getNote(store, "n1"))?.count).toBe(0);
  });

  test("a throw leaves nothing: no row, key, event, timer or remembered reply", async () => {
    const store = await enter().emptyStore();
    const work = change(store, async (tx) => {
      await tx.insert(note("n1", { owner: "ann" }));
      await tx.emit("note.created", note("n1"));
      await tx.schedule({ kind: "ring", subject: "n1", due: START });
      await tx.recall("k");
      await tx.remember(entry("k"));
      throw new Error("changed my mind");
    });
    await expect(work).rejects.toThrow("changed my mind");
    expect(await getNote(store, "n1")).toBeNull();
    expect(await idsOf(store, { owner: "ann" })).toBe("");
    expect(await store.nextTimer()).toBeNull();
    expect(await change(store, (tx) => tx.recall("k"))).toBeNull();
    const events = await store.read(ACCOUNT, (reader) => reader.list("event", {}, { limit: 1 }));
    expect(events.rows).toEqual([]);
  });

  test("what was undone is not seen again, however often it was read before", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    const undone = change(store, async (tx) => {
      await amend(tx, await mustGet(tx, "n1"), { count: 5 });
      expect((await mustGet(tx, "n1")).count).toBe(5);
      await tx.list("note", {}, { limit: 1 });
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    await change(store, async (tx) => amend(tx, await mustGet(tx, "n1"), { count: 7 }));
    expect((await getNote(store, "n1"))?.count).toBe(7);
    expect(await change(store, async (tx) => (await mustGet(tx, "n1")).count)).toBe(7);
  });

  test("what was looked for in vain is found once it is there, by every process", async () => {
    const [one, other] = (await enter().stores(2)) as [Store, Store];
    const find = (store: Store) => change(store, (tx) => tx.get<Note>("note", "n1"));
    for (const store of [one, other, one, other]) expect(await find(store)).toBeNull();
    const undone = change(one, async (tx) => {
      await tx.insert(note("n1"));
      expect(await tx.get("note", "n1")).not.toBeNull();
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    expect(await find(other)).toBeNull();
    await change(one, (tx) => tx.insert(note("n1", { count: 3 })));
    for (const store of [one, other]) expect((await find(store))?.count).toBe(3);
  });

  test("what a unit of work hid is there again where that was undone", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    const hide = async (tx: ApiTx) => {
      await tx.hide(await mustGet(tx, "n1"));
      expect(await tx.get("note", "n1")).toBeNull();
    };
    const undone = change(store, async (tx) => {
      await hide(tx);
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    expect(await change(store, (tx) => tx.get("note", "n1"))).not.toBeNull();
    await change(store, hide);
    expect(await change(store, (tx) => tx.get("note", "n1"))).toBeNull();
  });

  test("a row made anew under an old id is seen as it is now, by every process", async () => {
    const [one, other] = (await enter().stores(2)) as [Store, Store];
    await change(one, (tx) => tx.insert(note("n1", { count: 1 })));
    expect((await getNote(other, "n1"))?.count).toBe(1);
    await one.clear(ACCOUNT);
    await change(one, (tx) => tx.insert(note("n1", { count: 2 })));
    expect((await getNote(other, "n1"))?.count).toBe(2);
  });

  test("an event is written with the change it tells of", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      await tx.insert(note("n1"));
      await tx.emit("note.created", note("n1"));
    });
    const events = await store.read(ACCOUNT, (reader) => reader.list("event", {}, { limit: 2 }));
    expect(events.rows).toMatchObject([{ type: "note.created", of: "n1" }]);
  });

  test("text comes back as it was, and a look-up by any text is answered", async () => {
    const store = await enter().emptyStore();
    const owner = "Zoë 'quoted' \"double\" ? $1 \u2028 \u{1F600} \\";
    await change(store, (tx) => tx.insert(note("n1", { owner })));
    expect((await getNote(store, "n1"))?.owner).toBe(owner);
    expect(await idsOf(store, { owner })).toBe("n1");
    expect(await getNote(store, "n\0")).toBeNull();
    expect(await idsOf(store, { owner: "a\0b" })).toBe("");
  });
}

/** a1 … a6, newest last: even ones ann's, odd ones bob's; the first three red, the others blue; a second apart. */
async function sixNotes(world: World): Promise<Store> {
  const store = await world.emptyStore();
  for (let i = 1; i <= 6; i++) {
    const row = note(`a${i}`, { owner: i % 2 === 0 ? "ann" : "bob", color: i <= 3 ? "red" : "blue" });
    await change(store, (tx) => tx.insert(row));
    world.clock.advance(1);
  }
  await change(store, (tx) => tx.insert(note("b1", { owner: "ann" })), OTHER);
  return store;
}

function exerciseLists(enter: Enter): void {
  test("newest first, also within one second, in one account only", async () => {
    const world = enter();
    const store = await sixNotes(world);
    expect(await idsOf(store)).toBe("a6 a5 a4 a3 a2 a1");
    await change(store, async (tx) => {
      for (const id of ["z", "m", "c"]) await tx.insert(note(id));
    });
    expect(await idsOf(store, {}, { limit: 3 })).toBe("c m z +");
  });

  test("pages both ways, and says whether there is more that way", async () => {
    const store = await sixNotes(enter());
    expect(await idsOf(store, {}, { limit: 4 })).toBe("a6 a5 a4 a3 +");
    expect(await idsOf(store, {}, { limit: 4, after: "a3" })).toBe("a2 a1");
    expect(await idsOf(store, {}, { limit: 2, after: "a3" })).toBe("a2 a1");
    expect(await idsOf(store, {}, { limit: 2, before: "a3" })).toBe("a5 a4 +");
    expect(await idsOf(store, {}, { limit: 3, before: "a3" })).toBe("a6 a5 a4");
    expect(await idsOf(store, {}, { limit: 1, after: "a1" })).toBe("");
    expect(await idsOf(store, {}, { limit: 2, oldestFirst: true })).toBe("a1 a2 +");
    expect(await idsOf(store, {}, { after: "b1" })).toBe("");
  });

  test("filters alone, together, with several values, and in pages", async () => {
    const store = await sixNotes(enter());
    expect(await idsOf(store, { owner: "ann" })).toBe("a6 a4 a2");
    expect(await idsOf(store, { owner: "ann", color: "red" })).toBe("a2");
    expect(await idsOf(store, { color: ["red", "blue"], owner: "bob" })).toBe("a5 a3 a1");
    expect(await idsOf(store, { owner: ["ann", "eve"] }, { limit: 2 })).toBe("a6 a4 +");
    expect(await idsOf(store, { owner: "ann" }, { limit: 1, after: "a6" })).toBe("a4 +");
    expect(await idsOf(store, { owner: "ann" }, { limit: 1, before: "a3" })).toBe("a4 +");
    expect(await idsOf(store, { owner: "eve" })).toBe("");
  });

  test("ranges of created, both ends inclusive, with and without a filter", async () => {
    const store = await sixNotes(enter());
    const created = { from: START + 1, to: START + 3 };
    expect(await idsOf(store, {}, { created })).toBe("a4 a3 a2");
    expect(await idsOf(store, { owner: "ann" }, { created })).toBe("a4 a2");
    expect(await idsOf(store, {}, { created: { to: START } })).toBe("a1");
    expect(await idsOf(store, {}, { created: { from: START + 4 }, limit: 1 })).toBe("a6 +");
  });

  test("keys follow an update and go with a row that is hidden or deleted", async () => {
    const store = await sixNotes(enter());
    await change(store, async (tx) => amend(tx, await mustGet(tx, "a2"), { owner: "eve", color: null }));
    await change(store, async (tx) => tx.hide(await mustGet(tx, "a4")));
    await change(store, async (tx) => amend(tx, await mustGet(tx, "a6"), { deleted: true }));
    expect(await idsOf(store, { owner: "ann" })).toBe("");
    expect(await idsOf(store, { owner: "eve" })).toBe("a2");
    expect(await idsOf(store, { color: ["red", "blue"] })).toBe("a5 a3 a1");
    expect(await idsOf(store)).toBe("a5 a3 a2 a1");
    expect(await getNote(store, "a4")).toBeNull();
    expect((await getNote(store, "a6"))?.deleted).toBe(true);
  });

  test("a hidden row still serves as a cursor", async () => {
    const store = await sixNotes(enter());
    await change(store, async (tx) => tx.hide(await mustGet(tx, "a3")));
    expect(await idsOf(store, {}, { after: "a3" })).toBe("a2 a1");
    expect(await idsOf(store, {}, { before: "a3" })).toBe("a6 a5 a4");
    expect(await store.read(ACCOUNT, (reader) => reader.exists("note", "a3"))).toBe(true);
    expect(await store.read(ACCOUNT, (reader) => reader.exists("note", "b1"))).toBe(false);
  });

  test("the id of a hidden row is free once it is forgotten; no other row is", async () => {
    const store = await sixNotes(enter());
    await change(store, async (tx) => tx.hide(await mustGet(tx, "a3")));
    await change(store, async (tx) => {
      for (const id of ["a3", "a4", "b1"]) await tx.forget("note", id);
      await tx.insert(note("a3", { count: 7 }));
    });
    expect((await getNote(store, "a3"))?.count).toBe(7);
    expect(await idsOf(store)).toBe("a3 a6 a5 a4 a2 a1");
  });
}

function subjects(timers: readonly ClaimedTimer[]): string {
  return timers.map((timer) => timer.subject).join(" ");
}

/** Claims exactly one timer. */
async function claimOne(store: Store, now: number): Promise<ClaimedTimer> {
  const [timer, ...others] = await store.claimTimers(now, LEASE, 10);
  if (timer === undefined || others.length > 0) throw new Error(`${others.length + 1} timers, not one`);
  return timer;
}

const RING = { kind: "ring", subject: "s" };

function exerciseTimers(enter: Enter): void {
  test("due ones are claimed, earliest first, whichever account they are of", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      await tx.schedule({ kind: "ring", subject: "late", due: START + 2 });
      await tx.schedule({ kind: "ring", subject: "early", due: START });
      await tx.schedule({ kind: "ring", subject: "later", due: START + 9 });
    });
    await change(store, (tx) => tx.schedule({ kind: "ring", subject: "mid", due: START + 1 }), OTHER);
    expect(await store.nextTimer()).toBe(START);
    expect(await store.claimTimers(START - 1, LEASE, 10)).toEqual([]);
    const claimed = await store.claimTimers(START + 2, LEASE, 2);
    expect(claimed).toMatchObject([
      { kind: "ring", subject: "early", due: START, account: ACCOUNT },
      { kind: "ring", subject: "mid", due: START + 1, account: OTHER },
    ]);
    expect(subjects(await store.claimTimers(START + 2, LEASE, 2))).toBe("late");
    expect(await store.claimTimers(START + 2, LEASE, 2)).toEqual([]);
    expect(await store.nextTimer()).toBe(START + 9);
  });

  test("scheduling again moves a timer; cancelling removes it", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    await change(store, (tx) => tx.schedule({ ...RING, due: START + 5 }));
    expect(await store.nextTimer()).toBe(START + 5);
    expect(await store.claimTimers(START, LEASE, 10)).toEqual([]);
    await change(store, (tx) => tx.cancel(RING.kind, RING.subject));
    expect(await store.nextTimer()).toBeNull();
  });

  test("a lease that runs out is taken over, and its first holder can do no more", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    const slow = await claimOne(store, START);
    expect(await store.claimTimers(START + LEASE - 1, LEASE, 10)).toEqual([]);
    const quick = await claimOne(store, START + LEASE);
    expect(await store.postpone(slow, START)).toBe(false);
    await store.finish(slow);
    expect(await change(store, (tx) => tx.finish(slow))).toBe(false);
    expect(await store.postpone(quick, START + 500)).toBe(true);
    expect(await store.nextTimer()).toBe(START + 500);
    expect(await change(store, (tx) => tx.finish(quick))).toBe(true);
    expect(await store.nextTimer()).toBeNull();
  });

  test("a timer scheduled again outlives its holder", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    const held = await claimOne(store, START);
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    await store.finish(held);
    expect(await store.postpone(await claimOne(store, START), START + 1)).toBe(true);
  });

  test.each(["schedule", "wake"] as const)("one removed and made again by %s does too", async (means) => {
    const store = await enter().emptyStore();
    const make = (tx: ApiTx) =>
      means === "wake" ? tx.wake(RING.kind, RING.subject) : tx.schedule({ ...RING, due: START });
    await change(store, make);
    const old = await claimOne(store, START);
    await change(store, async (tx) => {
      await tx.cancel(RING.kind, RING.subject);
      await make(tx);
    });
    await store.finish(old);
    const held = await claimOne(store, START);
    await store.finish(old);
    expect(await store.postpone(old, START + 1)).toBe(false);
    expect(await store.postpone(held, START + 2)).toBe(true);
  });

  test("waking makes a timer due at once, and leaves one that is there", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.wake(RING.kind, RING.subject));
    const held = await claimOne(store, START);
    await change(store, (tx) => tx.wake(RING.kind, RING.subject));
    expect(await store.claimTimers(START, LEASE, 10)).toEqual([]);
    await store.finish(held);
    expect(await store.nextTimer()).toBeNull();
  });

  test("listeners hear of a timer that is due when its unit of work has committed", async () => {
    const store = await enter().emptyStore();
    let heard = 0;
    store.onDue(() => heard++);
    await change(store, (tx) => tx.schedule({ ...RING, due: START + 1 }));
    expect(heard).toBe(0);
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    expect(heard).toBe(1);
  });

  test("of four claimers at once, no two get the same timer, and none is left over", async () => {
    const stores = await enter().stores(4);
    const [store] = stores as [Store];
    await change(store, async (tx) => {
      for (let i = 0; i < 40; i++) await tx.schedule({ kind: "ring", subject: `s${i}`, due: START });
    });
    const claim = async (from: Store) => {
      const mine: ClaimedTimer[] = [];
      for (;;) {
        const some = await from.claimTimers(START, LEASE, 3);
        if (some.length === 0) return mine;
        mine.push(...some);
      }
    };
    const claimed = (await Promise.all(stores.map(claim))).flat().map((timer) => timer.subject);
    expect(claimed).toHaveLength(40);
    expect(new Set(claimed).size).toBe(40);
  });
}

function entry(key: string, rest: Partial<Remembered> = {}): Remembered {
  return {
    key,
    endpoint: "POST /v1/notes",
    fingerprint: "f",
    created: START,
    request: "req_1",
    status: 200,
    body: "{}",
    ...rest,
  };
}

async function keep(store: Store, kept: Remembered, account = ACCOUNT): Promise<void> {
  await change(
    store,
    async (tx) => {
      await tx.recall(kept.key);
      await tx.remember(kept);
    },
    account,
  );
}

function exerciseKeys(enter: Enter): void {
  test("a reply is recalled as it was remembered, in its account only, and may be replaced", async () => {
    const store = await enter().emptyStore();
    await keep(store, entry("k", { status: 0, body: "n1" }));
    expect(await change(store, (tx) => tx.recall("k"))).toEqual(entry("k", { status: 0, body: "n1" }));
    expect(await change(store, (tx) => tx.recall("k"), OTHER)).toBeNull();
    await keep(store, entry("k", { body: '{"a":1}\n', request: "req_2" }));
    expect(await change(store, (tx) => tx.recall("k"))).toMatchObject({ status: 200, body: '{"a":1}\n' });
  });

  test("nothing is remembered for a key that was not recalled", async () => {
    const store = await enter().emptyStore();
    await expect(change(store, (tx) => tx.remember(entry("k")))).rejects.toThrow("recalled before");
  });

  test("old keys are forgotten, oldest first, so many at a time", async () => {
    const store = await enter().emptyStore();
    for (let i = 0; i < 4; i++) await keep(store, entry(`k${i}`, { created: START + i }));
    expect(await store.forgetKeys(START + 3, 2)).toBe(2);
    expect(await change(store, (tx) => tx.recall("k1"))).toBeNull();
    expect(await change(store, (tx) => tx.recall("k2"))).not.toBeNull();
    expect(await store.forgetKeys(START + 3, 2)).toBe(1);
    expect(await store.forgetKeys(START + 3, 2)).toBe(0);
    expect(await change(store, (tx) => tx.recall("k3"))).not.toBeNull();
  });

  /** What the api layer does with a key: reply from memory, or work and remember. */
  async function keyed(tx: ApiTx, reply: string, worked: () => Promise<void>): Promise<string> {
    const earlier = await tx.recall("k");
    if (earlier !== null && earlier.created === START) return earlier.body;
    await worked();
    await tx.insert(note(tx.newId("note_")));
    await tx.remember(entry("k", { body: reply }));
    return reply;
  }

  test.each(["new", "expired"])("of four requests with one %s key at once, one works", async (state) => {
    const world = enter();
    const stores = await world.stores(4);
    const [store] = stores as [Store];
    if (state === "expired") await keep(store, entry("k", { created: START - 100_000 }));
    // An entry that is there is locked by its first reader: then they cannot meet behind the recall.
    const meet = state === "new" ? world.meeting(4) : async () => {};
    const replies = await Promise.all(
      stores.map((one, i) => change(one, (tx) => keyed(tx, `reply ${i}`, meet))),
    );
    expect(new Set(replies).size).toBe(1);
    expect((await idsOf(store)).split(" ")).toHaveLength(1);
    expect(await change(store, (tx) => tx.recall("k"))).toMatchObject({ body: replies[0] });
  });
}

function exerciseConcurrency(enter: Enter): void {
  test("four updates of one row at once all count", async () => {
    const stores = await enter().stores(4);
    const [store] = stores as [Store];
    await change(store, (tx) => tx.insert(note("n1")));
    const increment = async (tx: ApiTx) => {
      const row = await mustGet(tx, "n1");
      await amend(tx, row, { count: row.count + 1 });
    };
    await Promise.all(stores.map((one) => change(one, increment)));
    expect((await getNote(store, "n1"))?.count).toBe(4);
  });

  test("of four that find a row missing and make it, one does, and the others find it", async () => {
    const world = enter();
    const stores = await world.stores(4);
    const meet = world.meeting(4);
    const findOrMake = async (tx: ApiTx) => {
      if ((await tx.get("note", "n1")) !== null) return "found";
      await meet();
      await tx.insert(note("n1", { owner: "ann" }));
      return "made";
    };
    const done = await Promise.all(stores.map((one) => change(one, findOrMake)));
    expect(done.sort()).toEqual(["found", "found", "found", "made"]);
    expect(await idsOf(stores[0] as Store, { owner: "ann" })).toBe("n1");
  });

  test("two that lock the same rows in opposite order both come to an end", async () => {
    const world = enter();
    const [one, other] = (await world.stores(2)) as [Store, Store];
    await change(one, async (tx) => {
      await tx.insert(note("n1"));
      await tx.insert(note("n2"));
    });
    const meet = world.meeting(2);
    const both = async (tx: ApiTx, first: string, second: string) => {
      const a = await mustGet(tx, first);
      await meet();
      const b = await mustGet(tx, second);
      await amend(tx, a, { count: a.count + 1 });
      await amend(tx, b, { count: b.count + 1 });
    };
    await Promise.all([
      change(one, (tx) => both(tx, "n1", "n2")),
      change(other, (tx) => both(tx, "n2", "n1")),
    ]);
    expect([await getNote(one, "n1"), await getNote(one, "n2")]).toMatchObject([{ count: 2 }, { count: 2 }]);
  });

  test("a throw in one of many at once undoes that one alone", async () => {
    const store = await enter().emptyStore();
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        change(store, async (tx) => {
          await tx.insert(note(`n${i}`, { owner: "ann" }));
          if (i % 3 === 0) throw new Error(`no ${i}`);
        }),
      ),
    );
    expect(results.map((result) => result.status === "fulfilled")).toEqual(
      Array.from({ length: 12 }, (_, i) => i % 3 !== 0),
    );
    expect((await idsOf(store)).split(" ")).toHaveLength(8);
    expect(await idsOf(store, { owner: "ann" })).toBe(await idsOf(store));
  });

  test("a setting asked for by many at once is made once", async () => {
    const stores = await enter().stores(8);
    const name = `setting ${seed}`;
    const values = await Promise.all(stores.map((one, i) => one.setting(name, () => `value ${i}`)));
    expect(new Set(values).size).toBe(1);
    expect(await (stores[1] as Store).setting(name, () => "late")).toBe(values[0]);
    expect(await (stores[0] as Store).setting(`${name} too`, () => "other")).toBe("other");
  });
}

function exerciseWhole(enter: Enter, open: () => Promise<Engine>, traits: Traits): void {
  test("clearing takes one account's data, or everyone's", async () => {
    const store = await enter().emptyStore();
    const fill = async (account: Account) => {
      await change(
        store,
        async (tx) => {
          await tx.insert(note("n1", { owner: "ann" }));
          await tx.schedule({ ...RING, due: START });
        },
        account,
      );
      await keep(store, entry("k"), account);
    };
    await fill(ACCOUNT);
    await fill(OTHER);
    await store.clear(ACCOUNT);
    expect(await getNote(store, "n1")).toBeNull();
    expect(await idsOf(store, { owner: "ann" })).toBe("");
    expect(await change(store, (tx) => tx.recall("k"))).toBeNull();
    expect(await getNote(store, "n1", OTHER)).not.toBeNull();
    expect(await change(store, (tx) => tx.recall("k"), OTHER)).not.toBeNull();
    expect((await claimOne(store, START)).account).toEqual(OTHER);
    await fill(ACCOUNT);
    await store.clear(null);
    expect(await getNote(store, "n1", OTHER)).toBeNull();
    expect(await store.nextTimer()).toBeNull();
    await fill(ACCOUNT); // and it can all be made again
  });

  test("a probe writes, and may be repeated", async () => {
    const store = await enter().emptyStore();
    await store.probe();
    await store.probe();
  });

  test("opening a database again changes nothing; one of a newer program is refused", async () => {
    const engine = await open();
    const clock = new FixedClock(START);
    const store = await openStore(engine, optionsFor(clock));
    await store.clear(null);
    await change(store, (tx) => tx.insert(note("n1")));
    const again = await openStore(engine, optionsFor(clock));
    expect(await getNote(again, "n1")).not.toBeNull();
    const write = (text: string) => engine.transact(async (sql) => sql.run(text, []));
    await write("insert into schema_version (version) values (999)");
    await expect(openStore(engine, optionsFor(clock))).rejects.toThrow(NewerDatabaseError);
    await write("delete from schema_version where version = 999");
    await openStore(engine, optionsFor(clock));
    await engine.close();
  });

  test("a thousand inserts, 32 in flight, are all there, also after a restart", async () => {
    const world = enter();
    let store = await world.emptyStore();
    let next = 0;
    const insertSome = async () => {
      while (next < 1000) {
        const i = next++;
        await change(store, (tx) => tx.insert(note(`n${i}`, { owner: `o${i % 10}` })));
      }
    };
    await Promise.all(Array.from({ length: 32 }, insertSome));
    if (traits.keeps) {
      await world.leave();
      store = await world.store();
    }
    const found = new Set((await idsOf(store, {}, { limit: 2000 })).split(" "));
    expect(found.size).toBe(1000);
    expect((await idsOf(store, { owner: "o7" }, { limit: 2000 })).split(" ")).toHaveLength(100);
  });
}
