/**
 * The conformance suite for storage engines: each engine's tests run it, always through `openStore`. It knows
 * no particular engine; `Traits` says in what they differ.
 */
import { afterEach, describe, expect, test } from "vitest";
import { FixedClock } from "../core/clock.ts";
import { seededIds } from "../core/ids.ts";
import type { Engine } from "./engine.ts";
import { ID_CHARS_MAX, KEY_CHARS_MAX, keyValue } from "./key_value.ts";
import {
  type Account,
  type ApiTx,
  type ClaimedTimer,
  NO_CAUSE,
  type Page,
  type Remembered,
  type Row,
  type Store,
  type Tx,
  type Where,
} from "./port.ts";
import { openStore, type StoreOptions } from "./sql_store.ts";
import { OtherDatabaseError } from "./tables.ts";

export interface Traits {
  /** Data is still there when the same place is opened again. */
  readonly keeps: boolean;
  /** Several processes may open the place at once. */
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

/** Different for every store, so that no two stores make the same ids. */
let seed = 1;

function optionsFor(clock: FixedClock): StoreOptions {
  return {
    clock,
    ids: seededIds(seed++ * 7919),
    keysOf: (row) => ("count" in row ? { owner: ownerOf(row), color: colorOf(row) } : {}),
    isUnlisted: (row) => colorOf(row) === "hidden",
    recordEvent: async (tx, type, row) => {
      await tx.insert({ id: tx.newId("evt_"), object: "event", type, of: row.id } as Row);
    },
    reactsTo: (type) => type in REACTIONS,
    react: async (tx, type, row) => REACTIONS[type]?.(tx, row as Note),
  };
}

/** What the suite's resources do when an event about a note is emitted. */
const REACTIONS: Readonly<Record<string, (tx: Tx, row: Note) => Promise<void>>> = {
  "note.counted": (tx, row) => tx.update({ ...row, count: row.count + 1 }),
  "note.echoed": (tx, row) => tx.emit("note.echoed", row),
};

const ownerOf = (row: Row) => (row as Note).owner;
const colorOf = (row: Row) => (row as Note).color;

/** The stores of one test, all on the place that `open` opens, which is empty at the start. */
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

  /**
   * `count` stores for concurrent use: as in two processes if the engine allows that, else the same store.
   */
  async stores(count: number): Promise<Store[]> {
    const first = await this.emptyStore();
    const second = this.#traits.shared ? await this.store() : first;
    return Array.from({ length: count }, (_, i) => (i % 2 === 0 ? first : second));
  }

  /**
   * Returns a function that waits until `count` units of work have called it, so that they certainly overlap.
   * With a single writer they cannot overlap, and nobody waits.
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

/** Registers the suite. `open` opens the same place every time. */
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
  describe("reactions", () => exerciseReactions(enter));
  describe("timers", () => exerciseTimers(enter));
  describe("test clocks", () => exerciseClocks(enter));
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

/** The ids of a page in order, followed by "+" if there are more. */
async function idsOf(store: Store, where: Where = {}, page: Partial<Page> = {}): Promise<string> {
  return store.read(ACCOUNT, async (reader) => {
    const found = await reader.list<Note>("note", where, { limit: 100, ...page });
    return found.rows.map((row) => row.id).join(" ") + (found.hasMore ? " +" : "");
  });
}

async function mustGet(tx: Tx, id: string): Promise<Note> {
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

  test("a unit of work sees its own writes, and others see the last committed one", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      const first = note("n1");
      await tx.insert(first);
      await tx.update({ ...first, count: 1 });
      const again = await mustGet(tx, "n1");
      await amend(tx, again, { count: again.count + 1 });
    });
    expect((await getNote(store, "n1"))?.count).toBe(2);
  });

  test("within a unit of work, lists and cursors show what it has changed so far", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1", { owner: "ann" })));
    const seen = await change(store, async (tx) => {
      const listed = async (where: Where = {}) =>
        (await tx.list<Note>("note", where, { limit: 5 })).rows.map(({ id, count }) => `${id}:${count}`);
      const before = await listed();
      await tx.insert(note("n2", { owner: "ann" }));
      await amend(tx, await mustGet(tx, "n1"), { owner: "ben", count: 7 });
      const changed = {
        all: await listed(),
        ann: await listed({ owner: "ann" }),
        n2: await tx.exists("note", "n2"),
      };
      await tx.hide(await mustGet(tx, "n2"));
      return {
        before,
        changed,
        all: await listed(),
        n2: await tx.get("note", "n2"),
        cursor: await tx.exists("note", "n2"),
      };
    });
    expect(seen).toEqual({
      before: ["n1:0"],
      changed: { all: ["n2:0", "n1:7"], ann: ["n2:0"], n2: true },
      all: ["n1:7"],
      n2: null,
      cursor: true,
    });
    expect(await idsOf(store)).toBe("n1");
    expect(await idsOf(store, { owner: "ben" })).toBe("n1");
  });

  test("a unit of work cannot insert the same row twice, and then leaves none", async () => {
    const store = await enter().emptyStore();
    const work = change(store, async (tx) => {
      await tx.insert(note("n1"));
      await tx.insert(note("n1", { count: 1 }));
    });
    await expect(work).rejects.toThrow("note n1 exists");
    expect(await getNote(store, "n1")).toBeNull();
  });

  test("many rows with many keys can be written at once", async () => {
    const store = await enter().emptyStore();
    const ids = Array.from({ length: 77 }, (_, i) => `n${100 + i}`);
    await change(store, async (tx) => {
      for (const id of ids) await tx.insert(note(id, { owner: "ann", color: id }));
    });
    expect(await idsOf(store, { owner: "ann" })).toBe([...ids].reverse().join(" "));
    expect(await idsOf(store, { color: "n142" })).toBe("n142");
  });

  test("a row that was not read in this unit of work cannot be written", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    await expect(change(store, (tx) => tx.update(note("n1", { count: 1 })))).rejects.toThrow("not read");
    await expect(change(store, (tx) => tx.hide(note("n1")))).rejects.toThrow("not read");
    expect((await getNote(store, "n1"))?.count).toBe(0);
  });

  test("a copy made before a later update is refused, and the update stays", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    await change(store, async (tx) => {
      const read = await mustGet(tx, "n1");
      await amend(tx, read, { count: 1 });
      await expect(tx.update({ ...read, color: "red" })).rejects.toThrow("since this copy of it was made");
      const anew = await mustGet(tx, "n1");
      await amend(tx, anew, { color: "red" });
    });
    expect(await getNote(store, "n1")).toMatchObject({ count: 1, color: "red" });
  });

  test("an object that was never read cannot replace a row that was read", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    const work = change(store, async (tx) => {
      await mustGet(tx, "n1");
      await tx.update(note("n1", { count: 1 }));
    });
    await expect(work).rejects.toThrow("since this copy of it was made");
  });

  test("revisions are not stored, and a rolled back update leaves no new revision", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.insert(note("n1")));
    // Read twice, so that the store caches the row.
    await getNote(store, "n1");
    await getNote(store, "n1");
    const undone = change(store, async (tx) => {
      await tx.update(await mustGet(tx, "n1"));
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await change(store, async (tx) => amend(tx, await mustGet(tx, "n1"), { count: 1 }));
    expect(JSON.parse(JSON.stringify(await getNote(store, "n1")))).toEqual(note("n1", { count: 1 }));
  });

  test("a throw leaves nothing behind: no row, key, event, timer or remembered reply", async () => {
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

  test("rolled back changes are never seen again, however often they were read before", async () => {
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

  test("a row that was missing is found once it exists, by every process", async () => {
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

  test("a row whose hiding was rolled back is found again", async () => {
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

  test("a row created again under an old id is seen in its new state, by every process", async () => {
    const [one, other] = (await enter().stores(2)) as [Store, Store];
    await change(one, (tx) => tx.insert(note("n1", { count: 1 })));
    expect((await getNote(other, "n1"))?.count).toBe(1);
    await one.clear(ACCOUNT);
    await change(one, (tx) => tx.insert(note("n1", { count: 2 })));
    expect((await getNote(other, "n1"))?.count).toBe(2);
  });

  test("an event is written together with the change it reports", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      await tx.insert(note("n1"));
      await tx.emit("note.created", note("n1"));
    });
    const events = await store.read(ACCOUNT, (reader) => reader.list("event", {}, { limit: 2 }));
    expect(events.rows).toMatchObject([{ type: "note.created", of: "n1" }]);
  });

  test("text comes back unchanged, and a look-up by any text is answered", async () => {
    const store = await enter().emptyStore();
    const owner = "Zoë 'quoted' \"double\" ? $1 \u2028 \u{1F600} \\";
    await change(store, (tx) => tx.insert(note("n1", { owner })));
    expect((await getNote(store, "n1"))?.owner).toBe(owner);
    expect(await idsOf(store, { owner })).toBe("n1");
    expect(await getNote(store, "n\0")).toBeNull();
    expect(await idsOf(store, { owner: "a\0b" })).toBe("");
  });
}

/**
 * a1 … a6, newest last, one second apart: even ones belong to ann, odd ones to bob; the first three are red,
 * the others blue.
 */
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
  test("rows come newest first, also within one second, and from one account only", async () => {
    const world = enter();
    const store = await sixNotes(world);
    expect(await idsOf(store)).toBe("a6 a5 a4 a3 a2 a1");
    await change(store, async (tx) => {
      for (const id of ["z", "m", "c"]) await tx.insert(note(id));
    });
    expect(await idsOf(store, {}, { limit: 3 })).toBe("c m z +");
  });

  test("lists page in both directions and say whether there is more in that direction", async () => {
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

  test("filters work alone, together, with several values, and in pages", async () => {
    const store = await sixNotes(enter());
    expect(await idsOf(store, { owner: "ann" })).toBe("a6 a4 a2");
    expect(await idsOf(store, { owner: "ann", color: "red" })).toBe("a2");
    expect(await idsOf(store, { color: ["red", "blue"], owner: "bob" })).toBe("a5 a3 a1");
    expect(await idsOf(store, { owner: ["ann", "eve"] }, { limit: 2 })).toBe("a6 a4 +");
    expect(await idsOf(store, { owner: "ann" }, { limit: 1, after: "a6" })).toBe("a4 +");
    expect(await idsOf(store, { owner: "ann" }, { limit: 1, before: "a3" })).toBe("a4 +");
    expect(await idsOf(store, { owner: "eve" })).toBe("");
  });

  test("ranges of created include both ends, with and without a filter", async () => {
    const store = await sixNotes(enter());
    const created = { from: START + 1, to: START + 3 };
    expect(await idsOf(store, {}, { created })).toBe("a4 a3 a2");
    expect(await idsOf(store, { owner: "ann" }, { created })).toBe("a4 a2");
    expect(await idsOf(store, {}, { created: { to: START } })).toBe("a1");
    expect(await idsOf(store, {}, { created: { from: START + 4 }, limit: 1 })).toBe("a6 +");
  });

  test("keys follow an update, and are removed when a row is hidden or deleted", async () => {
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

  test.each(LONG_VALUES)(
    "a key value can be found, changed and removed, whatever its length or form: %s",
    async (_, make) => {
      const store = await enter().emptyStore();
      const [one, other] = [make("1"), make("2")];
      await change(store, (tx) => tx.insert(note("n1", { owner: one, color: "red" })));
      await change(store, (tx) => tx.insert(note("n2", { owner: other, color: one })));
      expect((await getNote(store, "n1"))?.owner).toBe(one);
      expect(await idsOf(store, { owner: one })).toBe("n1");
      expect(await idsOf(store, { color: one, owner: other })).toBe("n2");
      expect(await idsOf(store, { owner: [one, other] })).toBe("n2 n1");
      expect(await idsOf(store, { owner: keyValue(one) === one ? `${one}x` : keyValue(one) })).toBe("");
      await change(store, async (tx) => amend(tx, await mustGet(tx, "n1"), { owner: other }));
      expect(await idsOf(store, { owner: one })).toBe("");
      expect(await idsOf(store, { owner: other })).toBe("n2 n1");
      await change(store, async (tx) => tx.hide(await mustGet(tx, "n1")));
      await change(store, async (tx) => amend(tx, await mustGet(tx, "n2"), { owner: null }));
      expect(await idsOf(store, { owner: other })).toBe("");
    },
  );

  test("the longest allowed id is stored, and a longer one is refused before the database is asked", async () => {
    const store = await enter().emptyStore();
    const id = randomText(ID_CHARS_MAX, WIDE);
    const owner = randomText(KEY_CHARS_MAX, WIDE);
    await change(store, (tx) => tx.insert(note(id, { owner })));
    expect(await idsOf(store, { owner })).toBe(id);
    await change(store, (tx) => tx.schedule({ kind: "ring", subject: id, due: START }));
    expect((await claimOne(store, START)).subject).toBe(id);
    await expect(change(store, (tx) => tx.insert(note(`${id}x`)))).rejects.toThrow("too long");
  });

  test("an unlisted row is found by its keys if the list asks for such rows, and in no other list", async () => {
    const store = await sixNotes(enter());
    await change(store, async (tx) => amend(tx, await mustGet(tx, "a4"), { color: "hidden" }));
    await change(store, (tx) => tx.insert(note("a7", { owner: "ann", color: "hidden" })));
    expect(await idsOf(store)).toBe("a6 a5 a3 a2 a1");
    expect(await idsOf(store, { owner: "ann" })).toBe("a6 a2");
    expect(await idsOf(store, { owner: "ann", color: "hidden" })).toBe("");
    expect(await idsOf(store, { owner: "ann" }, { unlisted: true })).toBe("a7 a6 a4 a2");
    expect(await idsOf(store, { color: "hidden", owner: "ann" }, { unlisted: true })).toBe("a7 a4");
    expect((await getNote(store, "a7"))?.owner).toBe("ann");
    await change(store, async (tx) => amend(tx, await mustGet(tx, "a4"), { color: null }));
    expect(await idsOf(store)).toBe("a6 a5 a4 a3 a2 a1");
    expect(await idsOf(store, { color: "hidden" }, { unlisted: true })).toBe("a7");
  });

  test("a hidden row still serves as a cursor", async () => {
    const store = await sixNotes(enter());
    await change(store, async (tx) => tx.hide(await mustGet(tx, "a3")));
    expect(await idsOf(store, {}, { after: "a3" })).toBe("a2 a1");
    expect(await idsOf(store, {}, { before: "a3" })).toBe("a6 a5 a4");
    expect(await store.read(ACCOUNT, (reader) => reader.exists("note", "a3"))).toBe(true);
    expect(await store.read(ACCOUNT, (reader) => reader.exists("note", "b1"))).toBe(false);
  });

  test("the id of a hidden row is free once the row is forgotten; no other row's id is", async () => {
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

/** Text that no engine can shorten by compression. `shift` moves it to characters that take more bytes. */
function randomText(length: number, shift = 0): string {
  const plain = seededIds(seed++ * 7919).random(length);
  return shift === 0 ? plain : plain.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) * 97 + shift));
}
/** From here on, characters take three bytes. */
const WIDE = 0x3000;

/** Key values that a client may send: a description, and a function that makes one. */
const LONG_VALUES: readonly [string, (mark: string) => string][] = [
  ["the longest that is stored unhashed", (mark) => mark + randomText(KEY_CHARS_MAX - 1, WIDE)],
  ["one character longer", (mark) => mark + randomText(KEY_CHARS_MAX, WIDE)],
  ["5,000 characters", (mark) => randomText(4999) + mark],
  ["5,000 characters of three bytes each", (mark) => randomText(4999, WIDE) + mark],
  ["short, but equal to the stored form of a long one", (mark) => keyValue("a".repeat(300) + mark)],
];

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

function exerciseReactions(enter: Enter): void {
  test("they run after the operation, on rows in their state at that time, and the result contains what they did", async () => {
    const store = await enter().emptyStore();
    const answer = await change(store, async (tx) => {
      const row = note("n1", { count: 10 });
      await tx.insert(row);
      await tx.emit("note.counted", row);
      const later = { ...row, color: "red" };
      await tx.update(later); // neither this change nor the reaction's is lost
      return { object: "list", data: [later] };
    });
    expect(answer.data[0]).toMatchObject({ count: 11, color: "red" });
    expect(await getNote(store, "n1")).toMatchObject({ count: 11, color: "red" });
  });

  test("reactions run before a value is shown inside the unit of work", async () => {
    const store = await enter().emptyStore();
    const shown = await change(store, async (tx) => {
      const row = note("n1");
      await tx.insert(row);
      await tx.emit("note.counted", row);
      await tx.emit("note.counted", row);
      return JSON.stringify(await tx.settled(row));
    });
    expect(JSON.parse(shown)).toMatchObject({ count: 2 });
  });

  test("a cycle of reactions stops at a bound, and nothing is written", async () => {
    const store = await enter().emptyStore();
    const work = change(store, async (tx) => {
      const row = note("n1");
      await tx.insert(row);
      await tx.emit("note.echoed", row);
    });
    await expect(work).rejects.toThrow("reactions");
    expect(await getNote(store, "n1")).toBeNull();
  });
}

/** Tests of what is scheduled at a test clock's time. */
function exerciseClocks(enter: Enter): void {
  const at = (now: number) => ({ clock: "clock_1", now });

  test("now is the test clock's own time, for rows and for timers", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      const own = tx.at(at(START + 500));
      expect([tx.now, own.now, tx.at(null).now, own.at(null).now]).toEqual([
        START,
        START + 500,
        START,
        START,
      ]);
      expect([tx.clock, own.clock, own.at(null).clock]).toEqual([null, "clock_1", null]);
      await own.insert(note("own"));
      await tx.insert(note("n1"));
      // One unit of work: a row read at one time can be written at the other.
      await tx.update({ ...(await mustGet(own, "own")), count: 1 });
    });
    const listed = await store.read(ACCOUNT, (reader) => reader.list<Note>("note", {}, { limit: 5 }));
    expect(listed.rows.map(({ id }) => id)).toEqual(["own", "n1"]);
  });

  test("real time does not make a test clock's timers due, nor a test clock those of real time or of other clocks", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      await tx.at(at(START)).schedule({ kind: "ring", subject: "own", due: START });
      await tx.at({ clock: "clock_2", now: START }).schedule({ kind: "ring", subject: "other", due: START });
      await tx.schedule({ kind: "ring", subject: "day", due: START });
    });
    await change(store, (tx) => tx.at(at(START)).schedule({ ...RING, due: START }), OTHER);
    expect(subjects(await store.claimTimers(START + 99, LEASE, 10))).toBe("day");
    expect(await store.nextTimer()).toBe(START + 99 + LEASE);
    const next = await store.nextTimersOf(ACCOUNT, "clock_1", START, 9);
    expect(next).toMatchObject([{ kind: "ring", subject: "own", clock: "clock_1", due: START }]);
    expect(await store.nextTimersOf(ACCOUNT, "clock_1", START - 1, 9)).toEqual([]);
    expect(await store.nextTimersOf(ACCOUNT, "clock_3", START, 9)).toEqual([]);
  });

  test("a test clock's timers of the first moment are found together, the same first", async () => {
    const store = await enter().emptyStore();
    await change(store, async (tx) => {
      const own = tx.at(at(START));
      for (const [subject, due] of [
        ["later", START + 2],
        ["c", START + 1],
        ["a", START + 1],
        ["b", START + 1],
      ] as const) {
        await own.schedule({ kind: "ring", subject, due });
      }
    });
    const first = await store.nextTimersOf(ACCOUNT, "clock_1", START + 9, 2);
    expect(first.map(({ due }) => due)).toEqual([START + 1, START + 1]);
    const all = await store.nextTimersOf(ACCOUNT, "clock_1", START + 9, 9);
    expect(all.map(({ subject }) => subject).sort()).toEqual(["a", "b", "c"]);
    expect(all.slice(0, 2)).toEqual(first);
  });

  test("scheduling again moves a timer, canceling and finishing remove it, in real time and on a test clock", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.at(at(START)).schedule({ ...RING, due: START }));
    await change(store, (tx) => tx.schedule({ ...RING, due: START + 5 }));
    expect(await store.nextTimersOf(ACCOUNT, "clock_1", START + 5, 9)).toEqual([]);
    expect(await store.nextTimer()).toBe(START + 5);
    await change(store, (tx) => tx.at(at(START)).cancel(RING.kind, RING.subject));
    expect(await store.nextTimer()).toBeNull();
    await change(store, (tx) => tx.at(at(START)).schedule({ ...RING, due: START }));
    const [found] = await store.nextTimersOf(ACCOUNT, "clock_1", START, 9);
    expect(found !== undefined && (await change(store, (tx) => tx.finish(found)))).toBe(true);
    expect(await store.nextTimersOf(ACCOUNT, "clock_1", START, 9)).toEqual([]);
  });
}

function exerciseTimers(enter: Enter): void {
  test("due timers of all accounts are claimed, earliest first", async () => {
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

  test("of several wishes for a timer in one unit of work the outcome counts", async () => {
    const store = await enter().emptyStore();
    const { kind, subject } = RING;
    await change(store, (tx) => tx.schedule({ ...RING, due: START + 5 }));
    await change(store, async (tx) => {
      await tx.cancel(kind, subject);
      await tx.wake(kind, subject);
    });
    expect(await store.nextTimer()).toBe(0);
    await change(store, async (tx) => {
      await tx.wake(kind, subject);
      await tx.schedule({ ...RING, due: START + 7 });
      await tx.wake(kind, subject);
    });
    expect(await store.nextTimer()).toBe(START + 7);
    await change(store, async (tx) => {
      await tx.schedule({ ...RING, due: START + 8 });
      await tx.cancel(kind, subject);
    });
    expect(await store.nextTimer()).toBeNull();
  });

  test("an expired lease is taken over, and its first holder can no longer change the timer", async () => {
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

  test("failures are counted across holders until the timer is scheduled again", async () => {
    const [one, other] = (await enter().stores(2)) as [Store, Store];
    await change(one, (tx) => tx.schedule({ ...RING, due: START }));
    const first = await claimOne(one, START);
    expect(first.failures).toBe(0);
    expect(await one.postponeFailed(first, START + 1)).toBe(true);
    const second = await claimOne(other, START + 1);
    expect(second.failures).toBe(1);
    expect(await one.postponeFailed(first, START + 2)).toBe(false); // its lease is lost
    expect(await other.postpone(second, START + 2)).toBe(true);
    await change(one, (tx) => tx.wake(RING.kind, RING.subject));
    const third = await claimOne(one, START + 2);
    expect(third.failures).toBe(1);
    await one.postponeFailed(third, START + 3);
    await change(other, (tx) => tx.schedule({ ...RING, due: START + 3 }));
    expect((await claimOne(one, START + 3)).failures).toBe(0);
  });

  test("a timer scheduled again outlives its holder", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    const held = await claimOne(store, START);
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    await store.finish(held);
    expect(await store.postpone(await claimOne(store, START), START + 1)).toBe(true);
  });

  test.each(["schedule", "wake"] as const)("a timer made again by %s outlives it too", async (means) => {
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

  test("waking creates a timer due at once, and leaves an existing one unchanged", async () => {
    const store = await enter().emptyStore();
    await change(store, (tx) => tx.wake(RING.kind, RING.subject));
    const held = await claimOne(store, START);
    await change(store, (tx) => tx.wake(RING.kind, RING.subject));
    expect(await store.claimTimers(START, LEASE, 10)).toEqual([]);
    await store.finish(held);
    expect(await store.nextTimer()).toBeNull();
  });

  test("listeners are called after the commit of a unit of work that scheduled a due timer", async () => {
    const store = await enter().emptyStore();
    let heard = 0;
    store.onDue(() => heard++);
    await change(store, (tx) => tx.schedule({ ...RING, due: START + 1 }));
    expect(heard).toBe(0);
    await change(store, (tx) => tx.schedule({ ...RING, due: START }));
    expect(heard).toBe(1);
  });

  test("four concurrent claimers never get the same timer, and none is left over", async () => {
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
  test("a reply is recalled as it was remembered, in its own account only, and may be replaced", async () => {
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

  test("old keys are forgotten, oldest first, up to a given number at a time", async () => {
    const store = await enter().emptyStore();
    for (let i = 0; i < 4; i++) await keep(store, entry(`k${i}`, { created: START + i }));
    expect(await store.forgetKeys(START + 3, 2)).toBe(2);
    expect(await change(store, (tx) => tx.recall("k1"))).toBeNull();
    expect(await change(store, (tx) => tx.recall("k2"))).not.toBeNull();
    expect(await store.forgetKeys(START + 3, 2)).toBe(1);
    expect(await store.forgetKeys(START + 3, 2)).toBe(0);
    expect(await change(store, (tx) => tx.recall("k3"))).not.toBeNull();
  });

  /** What api/ does with a key: the reply from memory, or the work and remembering it. */
  async function keyed(tx: ApiTx, reply: string, worked: () => Promise<void>): Promise<string> {
    const earlier = await tx.recall("k");
    if (earlier !== null && earlier.created === START) return earlier.body;
    await worked();
    await tx.insert(note(tx.newId("note_")));
    await tx.remember(entry("k", { body: reply }));
    return reply;
  }

  test.each(["new", "expired"])("of four requests at once with one %s key, one works", async (state) => {
    const world = enter();
    const stores = await world.stores(4);
    const [store] = stores as [Store];
    if (state === "expired") await keep(store, entry("k", { created: START - 100_000 }));
    // The first reader locks an existing entry, so the others cannot get past the recall to meet it.
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
  test("four concurrent updates of one row all count", async () => {
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

  test("of four units of work that find a row missing and create it, one does, and the others find it", async () => {
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

  test("two units of work that lock the same rows in opposite order both finish", async () => {
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

  test("a throw in one of many concurrent units of work rolls back that one only", async () => {
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

  test("a setting that many ask for at once is created once", async () => {
    const stores = await enter().stores(8);
    const name = `setting ${seed}`;
    const values = await Promise.all(stores.map((one, i) => one.setting(name, () => `value ${i}`)));
    expect(new Set(values).size).toBe(1);
    expect(await (stores[1] as Store).setting(name, () => "late")).toBe(values[0]);
    expect(await (stores[0] as Store).setting(`${name} too`, () => "other")).toBe("other");
  });
}

function exerciseWhole(enter: Enter, open: () => Promise<Engine>, traits: Traits): void {
  test("clearing removes the data of one account, or of all", async () => {
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
    await fill(ACCOUNT); // and everything can be created again
  });

  test("a probe writes, and may be repeated", async () => {
    const store = await enter().emptyStore();
    await store.probe();
    await store.probe();
  });

  test("opening a database again changes nothing; one written by a newer program is refused", async () => {
    const engine = await open();
    const clock = new FixedClock(START);
    const store = await openStore(engine, optionsFor(clock));
    await store.clear(null);
    await change(store, (tx) => tx.insert(note("n1")));
    const again = await openStore(engine, optionsFor(clock));
    expect(await getNote(again, "n1")).not.toBeNull();
    const write = (text: string) => engine.transact(async (sql) => sql.run(text, []));
    await write("insert into schema_version (version) values (999)");
    await expect(openStore(engine, optionsFor(clock))).rejects.toThrow(OtherDatabaseError);
    await write("delete from schema_version where version = 999");
    await openStore(engine, optionsFor(clock));
    await engine.close();
  });

  test("a database from before the first release is refused and stays unchanged", async () => {
    const engine = await open();
    const clock = new FixedClock(START);
    await openStore(engine, optionsFor(clock));
    const write = (statement: string) => engine.transact(async (sql) => void (await sql.run(statement, [])));
    await write("update schema_version set version = version - 1000");
    await write("insert into schema_version (version) values (1)");
    await expect(openStore(engine, optionsFor(clock))).rejects.toThrow("never released");
    await write("delete from schema_version where version = 1");
    await write("update schema_version set version = version + 1000");
    await openStore(engine, optionsFor(clock));
    await engine.close();
  });

  test("a thousand inserts, 32 at a time, are all stored, also after a restart", async () => {
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
