/** What older versions show without `expand[]`, tested with made-up version changes and resources. */
import { describe, expect, test } from "vitest";
import { putKey } from "../core/canonical.ts";
import { errors } from "../core/errors.ts";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { Registry } from "../resources/registry.ts";
import { type Answer, asList, defineResource, inclusion, reference } from "../resources/resource.ts";
import { accountOf, type Listing, type Reader, type Row } from "../storage/port.ts";
import type { VersionChange } from "../versions/change.ts";
import { type Dialect, dialectOf, dialectWith, publishableDialect } from "../versions/index.ts";
import { checkExpand, knownIn } from "./expand.ts";
import { Printer } from "./printer.ts";
import { Request, type Work } from "./request.ts";
import { AT_ONCE } from "./turns.ts";

const NEWER: VersionChange = {
  version: "2030-02-01",
  why: "A shop's `doors` were shown without being asked for, and today not at all.",
  includes: { shop: ["doors"] },
  objects: { door: (door) => putKey(door, "old", true) },
};
const OLDER: VersionChange = {
  version: "2030-01-01",
  why: "A shop's `owner` was shown without being asked for, and a door's `keys`.",
  includes: { shop: ["owner"], door: ["keys"], mirror: ["mirror"] },
};
const TODAY = dialectOf("2026-10-28.endive") as Dialect;
const BEFORE = dialectWith("2030-01-15", [NEWER]);
const LONG_BEFORE = dialectWith("2029-12-15", [NEWER, OLDER]);

const doors = inclusion("door", async (reader, { id }, list) =>
  asList(await reader.list("door", {}, { limit: 10 }), `/v1/shops/${id}/doors?from=${list}`),
);
const plain = (object: string) => ({ object, path: `/v1/${object}s`, permission: object, operations: {} });
const registry = new Registry(
  [
    defineResource({
      ...plain("shop"),
      expands: { owner: inclusion(null, async () => ({ name: "Jenny" })) },
      olderExpands: { doors },
    }),
    defineResource({
      ...plain("door"),
      expands: { shop: reference("shop") },
      olderExpands: { keys: inclusion(null, async () => 2) },
    }),
    defineResource({
      ...plain("mirror"),
      olderExpands: { mirror: inclusion("mirror", async () => ({ id: "m", object: "mirror" })) },
    }),
    defineResource({ ...plain("street"), expands: { shop: reference("shop") } }),
  ],
  { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => 0 },
);

const SHOP = { id: "s", object: "shop", name: "Mugs" };
const STREET = { id: "x", object: "street", shop: "s" };
const DOOR = { id: "d", object: "door", shop: "s" };
const reader: Reader = {
  account: accountOf("acct_1"),
  settings: DEFAULT_SETTINGS,
  now: 0,
  // The code under test calls these functions only.
  get: async <R extends Row>() => SHOP as Row as R,
  list: async <R extends Row>() => ({ rows: [DOOR], hasMore: false }) as Listing<Row> as Listing<R>,
  keeps: () => true,
  exists: async () => true,
};

async function shown(dialect: Dialect, answer: Answer, paths: readonly string[] = []) {
  // The printer reads only these parts of a request.
  const work = { dialect, paths, request: new Request("req_1", 0) } as unknown as Work;
  const { text } = await new Printer(registry).print(work, reader, answer, AT_ONCE);
  return JSON.parse(String(text));
}

const doorsOf = (more: object = {}, from: string | null = null) => ({
  object: "list",
  data: [{ id: "d", object: "door", ...more, old: true, shop: "s" }],
  has_more: false,
  url: `/v1/shops/s/doors?from=${from}`,
});

describe("an object", () => {
  test("has the unasked inclusions of its version, in the right place and in the shape of that version", async () => {
    expect(await shown(TODAY, SHOP)).toEqual(SHOP);
    const before = await shown(BEFORE, SHOP);
    expect(before).toEqual({ ...SHOP, doors: doorsOf() });
    expect(Object.keys(before)).toEqual(["id", "object", "doors", "name"]);
  });

  test("has the inclusions of every version change in between, also within included objects", async () => {
    expect(await shown(LONG_BEFORE, SHOP)).toEqual({
      ...SHOP,
      doors: doorsOf({ keys: 2 }),
      owner: { name: "Jenny" },
    });
  });

  test("has its inclusions wherever it appears in an answer", async () => {
    const doors = doorsOf();
    const list = asList({ rows: [SHOP], hasMore: false }, "/v1/shops");
    // As with `expand[]`, the inclusion receives the URL of the list that the object is in.
    expect((await shown(BEFORE, list)).data).toEqual([{ ...SHOP, doors: doorsOf({}, "/v1/shops") }]);
    expect((await shown(BEFORE, STREET, ["shop"])).shop).toEqual({ ...SHOP, doors });
    const refused = errors.card({ message: "no", payment_method: SHOP });
    expect((await shown(BEFORE, { refused })).error.payment_method).toEqual({ ...SHOP, doors });
    expect(await shown(BEFORE, STREET)).toEqual(STREET);
  });

  test("is not cached with its inclusions, since they change independently of it", async () => {
    let count = 0;
    const counting = defineResource({
      ...plain("shop"),
      olderExpands: { doors: inclusion(null, async () => ++count) },
    });
    const printer = new Printer(
      new Registry([counting], { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => 0 }),
    );
    const work = { dialect: BEFORE, paths: [], request: new Request("req_1", 0) } as unknown as Work;
    for (const doors of [1, 2]) {
      const { text } = await printer.print(work, reader, SHOP, AT_ONCE);
      expect(JSON.parse(String(text)).doors).toBe(doors);
    }
  });

  test("that includes itself is cut off at the maximum depth", async () => {
    const text = JSON.stringify(await shown(LONG_BEFORE, { id: "m", object: "mirror" }));
    expect(text.match(/"object":"mirror"/g)).toHaveLength(5);
  });

  test("in an event stays as it was stored", async () => {
    const event = { id: "e", object: "event", api_version: TODAY.version, data: { object: SHOP } };
    expect(await shown(LONG_BEFORE, event)).toEqual(event);
  });
});

describe("an unasked inclusion", () => {
  test("can be expanded further, but only in its version", async () => {
    const path = ["doors.data.shop"];
    const shop = { ...SHOP, doors: doorsOf() };
    expect((await shown(BEFORE, SHOP, path)).doors.data).toEqual([{ ...doorsOf().data[0], shop }]);
    expect(checkExpand(knownIn(BEFORE, registry), path, "shop", false)).toEqual(new Set(["door", "shop"]));
    expect(() => checkExpand(knownIn(TODAY, registry), path, "shop", false)).toThrow(/cannot be expanded/);
  });

  test("can be requested with expand[] as well", async () => {
    expect(await shown(LONG_BEFORE, SHOP, ["owner", "doors"])).toEqual(await shown(LONG_BEFORE, SHOP));
  });

  test("is not shown to publishable keys", async () => {
    expect(await shown(publishableDialect(LONG_BEFORE), SHOP)).toEqual(SHOP);
  });

  test("must be an inclusion that a resource defines", async () => {
    const wrong = dialectWith("2029-12-15", [{ ...OLDER, includes: { street: ["shop"] } }]);
    await expect(shown(wrong, STREET)).rejects.toThrow("street has no inclusion shop");
  });
});
