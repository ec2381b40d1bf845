import { describe, expect, test } from "vitest";
import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import { carryDown, carryUp, expandsBefore, fieldsBefore, type VersionChange } from "./change.ts";
import { defaultDialect, dialectOf, renderFor, VERSIONS } from "./index.ts";

/** Two changes in the life of a shop: newest first, as the table has them. */
const NEWER: VersionChange = {
  version: "2030-02-01",
  why: "A shop's `doors` were called `gates`.",
  objects: {
    shop: (shop) => {
      const { doors } = shop;
      shop.doors = undefined;
      return putKey(shop, "gates", doors);
    },
  },
  params: {
    "POST /v1/shops": {
      fields: { gates: p.integer() },
      without: ["doors"],
      up: ({ gates, ...rest }) => (gates === undefined ? rest : { ...rest, doors: gates }),
    },
  },
};
const OLDER: VersionChange = {
  version: "2030-01-01",
  why: "A shop's gates were counted in dozens.",
  objects: {
    shop: (shop) => putKey(shop, "gates", Number(shop.gates) / 12),
    street: (street) => putKey(street, "length", (street.shops as { gates: number }[])[0]?.gates),
  },
  params: { "POST /v1/shops": { up: (input) => ({ ...input, gates: Number(input.gates) * 12 }) } },
};
const SHOP = { id: "s", object: "shop", area: 1, doors: 24, windows: 3 };

describe("carryDown", () => {
  test("hands back what nothing changes", () => {
    const tree = { object: "garden", data: [{ object: "tree" }] };
    expect(carryDown(tree, [NEWER, OLDER])).toBe(tree);
    expect(carryDown(SHOP, [])).toBe(SHOP);
    expect(carryDown("text", [NEWER])).toBe("text");
    expect(carryDown(null, [NEWER])).toBeNull();
  });

  test("changes an object step by step, newest change first, its keys in order", () => {
    expect(carryDown(SHOP, [NEWER])).toEqual({ id: "s", object: "shop", area: 1, gates: 24, windows: 3 });
    // A key set to undefined is not on the wire.
    const oldest = JSON.parse(JSON.stringify(carryDown(SHOP, [NEWER, OLDER])));
    expect(Object.entries(oldest)).toEqual([
      ["id", "s"],
      ["object", "shop"],
      ["area", 1],
      ["gates", 2],
      ["windows", 3],
    ]);
  });

  test("reaches objects wherever they are, children before parents", () => {
    const street = { id: "x", object: "street", length: 0, shops: [SHOP], nested: { deep: { shop: SHOP } } };
    expect(carryDown(street, [NEWER, OLDER])).toMatchObject({
      length: 2,
      shops: [{ gates: 2 }],
      nested: { deep: { shop: { gates: 2 } } },
    });
  });

  test("leaves what it was given as it was", () => {
    const list = { object: "list", data: [SHOP, { object: "garden" }] };
    const before = JSON.stringify(list);
    const carried = carryDown(list, [NEWER, OLDER]) as typeof list;
    expect(JSON.stringify(list)).toBe(before);
    expect(carried.data[1]).toBe(list.data[1]);
  });
});

describe("expandsBefore", () => {
  const newer: VersionChange = {
    ...NEWER,
    expands: { shop: { without: ["owner.name"], within: { owner: { kind: "person", at: "_owner" } } } },
  };
  const make = ({ kind, at }: { kind: string; at: string }) => `${kind} at ${at}`;
  const today = { street: "street", "owner.name": "name" };
  test("swaps paths of today for those into what was there whole", () => {
    expect(expandsBefore(today, "shop", [newer, OLDER], make)).toEqual({
      street: "street",
      owner: "person at _owner",
    });
  });
  test("leaves other kinds alone", () => {
    expect(expandsBefore(today, "street", [newer, OLDER], make)).toBe(today);
  });
});

describe("fieldsBefore", () => {
  const fields = { doors: p.integer(), name: p.string() };
  test("swaps what was called otherwise, newest change first", () => {
    expect(Object.keys(fieldsBefore(fields, "POST /v1/shops", [NEWER, OLDER]))).toEqual(["name", "gates"]);
  });
  test("leaves other operations alone", () => {
    expect(fieldsBefore(fields, "POST /v1/streets", [NEWER, OLDER])).toBe(fields);
  });
});

describe("carryUp", () => {
  test("reads an old input as today's, oldest change first", () => {
    expect(carryUp({ gates: 2, name: "x" }, "POST /v1/shops", [NEWER, OLDER])).toEqual({
      doors: 24,
      name: "x",
    });
    expect(carryUp({ gates: 2 }, "POST /v1/shops", [NEWER])).toEqual({ doors: 2 });
  });
  test("leaves other operations alone", () => {
    const input = { gates: 2 };
    expect(carryUp(input, "POST /v1/streets", [NEWER, OLDER])).toBe(input);
  });
});

describe("the table", () => {
  test("is newest first and knows each version once", () => {
    const dates = VERSIONS.map((version) => version.slice(0, 10));
    expect(dates).toEqual([...dates].sort().reverse());
    expect(new Set(VERSIONS).size).toBe(VERSIONS.length);
  });

  test("a version lies before the changes made after it, and behind its own", () => {
    const changes = (version: string) => dialectOf(version)?.changes.map((change) => change.version);
    expect(changes("2026-10-28.endive")).toEqual([]);
    expect(changes("2026-09-30.endive")).toEqual([]);
    expect(changes("2026-08-26.dahlia")).toEqual(["2026-09-30.endive"]);
    expect(changes("2026-07-29.dahlia")).toEqual(["2026-09-30.endive"]);
    expect(changes("2025-03-31.basil")).toEqual([
      "2026-09-30.endive",
      "2026-07-29.dahlia",
      "2026-03-25.dahlia",
      "2025-09-30.clover",
    ]);
    expect(changes("2022-11-15")).toEqual([
      "2026-09-30.endive",
      "2026-07-29.dahlia",
      "2026-03-25.dahlia",
      "2025-09-30.clover",
      "2025-03-31.basil",
      "2024-04-10",
      "2023-08-16",
    ]);
  });

  test("every change says why", () => {
    for (const change of dialectOf("2022-11-15")?.changes ?? [])
      expect(change.why.length).toBeGreaterThan(20);
  });

  test("knows no version that never was", () => {
    expect(dialectOf("2026-10-28")).toBeNull();
    expect(dialectOf("constructor")).toBeNull();
    expect(() => defaultDialect("2026-10-28")).toThrow("no such API version: 2026-10-28");
  });

  test("the examples' shape is spoken only where nothing was asked for", () => {
    expect(defaultDialect("2023-10-16").changes.at(-1)?.version).toBe("(examples)");
    expect(defaultDialect("2024-04-10")).toBe(dialectOf("2024-04-10"));
  });

  test("an event keeps its own version, alone or in a list", () => {
    const object = { id: "p", object: "product", marketing_features: [] };
    const event = { id: "e", object: "event", api_version: "2023-10-16", data: { object } };
    const head = dialectOf("2026-10-28.endive");
    if (head === null) throw new Error("no newest version");
    const shown = { ...event, data: { object: { id: "p", object: "product", features: [] } } };
    expect(renderFor(head, event)).toEqual(shown);
    expect(renderFor(head, { object: "list", data: [event] })).toEqual({ object: "list", data: [shown] });
    expect(renderFor(head, object)).toBe(object);
  });

  test("what is carried along for older versions ends there, and is shown by none", () => {
    const coupon = { id: "c", object: "coupon" };
    const code = {
      id: "p",
      object: "promotion_code",
      active: true,
      promotion: { coupon: "c", type: "coupon" },
      _coupon: coupon,
    };
    for (const version of VERSIONS) {
      const dialect = dialectOf(version);
      if (dialect === null) throw new Error(`no dialect ${version}`);
      const event = { id: "e", object: "event", api_version: version, data: { object: code } };
      for (const shown of [renderFor(dialect, { nested: [code] }), renderFor(dialect, event)]) {
        const text = JSON.stringify(shown);
        expect(text, version).not.toContain("_coupon");
        expect(text.includes('"coupon":{"id":"c"'), version).toBe(version < "2025-09-30");
        expect(text.includes('"promotion":'), version).toBe(version >= "2025-09-30");
      }
    }
    expect(code._coupon).toBe(coupon);
  });
});
