import { describe, expect, test } from "vitest";
import { type Behaviour, NEWEST_BEHAVIOUR } from "../core/behaviour.ts";
import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import {
  behaviourBefore,
  carryDown,
  carryUp,
  expandsBefore,
  fieldsBefore,
  type VersionChange,
} from "./change.ts";
import { defaultDialect, dialectOf, renderFor, VERSIONS } from "./index.ts";

/** Two changes of an imaginary `shop` object; in lists, the newer one comes first, as in the table. */
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
  test("returns the same value if no change applies", () => {
    const tree = { object: "garden", data: [{ object: "tree" }] };
    expect(carryDown(tree, [NEWER, OLDER])).toBe(tree);
    expect(carryDown(SHOP, [])).toBe(SHOP);
    expect(carryDown("text", [NEWER])).toBe("text");
    expect(carryDown(null, [NEWER])).toBeNull();
  });

  test("applies one change after another, newest first, and keeps keys in order", () => {
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

  test("converts objects at any depth, children before parents", () => {
    const street = { id: "x", object: "street", length: 0, shops: [SHOP], nested: { deep: { shop: SHOP } } };
    expect(carryDown(street, [NEWER, OLDER])).toMatchObject({
      length: 2,
      shops: [{ gates: 2 }],
      nested: { deep: { shop: { gates: 2 } } },
    });
  });

  test("does not modify its input", () => {
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
  test("replaces today's paths with those of objects that were shown whole", () => {
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
  const params = { doors: p.integer(), name: p.string() };
  const operation = { params, olderParams: { bell: p.boolean() } };
  test("replaces parameters that had another name, newest change first", () => {
    expect(Object.keys(fieldsBefore(operation, "POST /v1/shops", [NEWER, OLDER]))).toEqual(["name", "gates"]);
  });
  test("leaves other operations alone", () => {
    expect(fieldsBefore(operation, "POST /v1/streets", [NEWER, OLDER])).toBe(params);
  });
  test("adds those of the operation's older parameters that the version had", () => {
    const withBell: VersionChange = { ...NEWER, params: { "POST /v1/shops": { older: ["bell"] } } };
    const fields = fieldsBefore(operation, "POST /v1/shops", [withBell]);
    expect(Object.keys(fields)).toEqual(["doors", "name", "bell"]);
    expect(fields.bell).toBe(operation.olderParams.bell);
    const without = { params, olderParams: {} };
    expect(() => fieldsBefore(without, "POST /v1/shops", [withBell])).toThrow("there is no parameter bell");
  });
});

describe("behaviourBefore", () => {
  const change = (behaves: Partial<Behaviour>): VersionChange => ({ ...NEWER, behaves });
  test("is the newest behaviour if no change names another", () => {
    expect(behaviourBefore([])).toEqual(NEWEST_BEHAVIOUR);
    expect(behaviourBefore([NEWER, OLDER])).toEqual(NEWEST_BEHAVIOUR);
  });
  test("takes each behaviour from the oldest change that names it", () => {
    const newer = change({ capture_default: "automatic", metered_price_needs_meter: false });
    const older = change({ capture_default: "automatic_async" });
    expect(behaviourBefore([newer, older])).toEqual({
      ...NEWEST_BEHAVIOUR,
      capture_default: "automatic_async",
      metered_price_needs_meter: false,
    });
  });
});

describe("carryUp", () => {
  test("converts an old input to today's, oldest change first", () => {
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

describe("the table of versions", () => {
  test("is newest first and has each version once", () => {
    const dates = VERSIONS.map((version) => version.slice(0, 10));
    expect(dates).toEqual([...dates].sort().reverse());
    expect(new Set(VERSIONS).size).toBe(VERSIONS.length);
  });

  test("a version is affected by later changes, and not by its own", () => {
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

  test("each new behaviour begins with the version that introduced it", () => {
    const behaviour = (version: string) => dialectOf(version)?.behaviour;
    expect(behaviour("2026-10-28.endive")).toEqual({
      billing_mode_default: "flexible",
      capture_default: "automatic_async",
      method_collection_default: "if_required",
      metered_price_needs_meter: true,
      promotion_coupon_param: "promotion[coupon]",
      ui_mode_names: "new",
    });
    for (const [key, began, then] of [
      ["ui_mode_names", "2026-03-25.dahlia", "old"],
      ["billing_mode_default", "2025-09-30.clover", "classic"],
      ["promotion_coupon_param", "2025-09-30.clover", "coupon"],
      ["metered_price_needs_meter", "2025-03-31.basil", false],
      ["capture_default", "2024-04-10", "automatic"],
      ["method_collection_default", "2023-08-16", "always"],
    ] as const) {
      const before = VERSIONS[VERSIONS.indexOf(began) + 1];
      expect(behaviour(began)?.[key], key).toBe(NEWEST_BEHAVIOUR[key]);
      expect(behaviour(before ?? "")?.[key], key).toBe(then);
      expect(behaviour("2022-11-15")?.[key], key).toBe(then);
    }
    expect(defaultDialect("2023-10-16").behaviour).toEqual(behaviour("2023-10-16"));
  });

  test("every change has an explanation", () => {
    for (const change of dialectOf("2022-11-15")?.changes ?? [])
      expect(change.why.length).toBeGreaterThan(20);
  });

  test("refuses versions that do not exist", () => {
    expect(dialectOf("2026-10-28")).toBeNull();
    expect(dialectOf("constructor")).toBeNull();
    expect(() => defaultDialect("2026-10-28")).toThrow("no such API version: 2026-10-28");
  });

  test("the shape of the examples is used only as the default for their version", () => {
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

  test("hidden keys for older versions are shown in no version", () => {
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
