/** How answers are serialized: what is read, how often, and when other work may run in between. */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { Registry } from "../resources/registry.ts";
import { asList, defineResource, inclusion, reference } from "../resources/resource.ts";
import type { Listing, Reader, Row } from "../storage/port.ts";
import { accountOf } from "../storage/port.ts";
import { dialectOf } from "../versions/index.ts";
import { Printer } from "./printer.ts";
import { Request, type Work } from "./request.ts";
import { AT_ONCE, inTurns, type Turns } from "./turns.ts";

interface Leaf extends Row {
  readonly text: string;
}
interface Branch extends Row {
  readonly leaf: string;
  readonly other: string | null;
}

let viewed: string[] = [];
const leaf = defineResource<Leaf>({
  object: "leaf",
  path: "/v1/leaves",
  permission: "leaf",
  operations: {},
  view: (row) => {
    viewed.push(row.id);
    return { ...row };
  },
});
const branch = defineResource<Branch>({
  object: "branch",
  path: "/v1/branches",
  permission: "branch",
  expands: {
    leaf: reference("leaf"),
    other: reference("leaf"),
    leaves: inclusion("leaf", async (reader) =>
      asList(await reader.list("leaf", {}, { limit: 10 }), "/v1/leaves"),
    ),
  },
  operations: {},
  view: (row) => ({ ...row }),
});

const registry = new Registry([leaf, branch], {
  checkoutOrigin: "",
  settings: DEFAULT_SETTINGS,
  now: () => 0,
});
const dialect = dialectOf("2026-10-28.endive");

/** A reader in which every leaf exists; records what is read. */
function readerOf(text: string, asked: string[]): Reader {
  const made = (id: string): Leaf => ({ id, object: "leaf", text });
  return {
    account: accountOf("acct_1"),
    settings: DEFAULT_SETTINGS,
    now: 0,
    // The test reads leaves only.
    get: async <R extends Row>(kind: string, id: string) => {
      asked.push(`${kind} ${id}`);
      return made(id) as Row as R;
    },
    list: async <R extends Row>(kind: string) => {
      asked.push(`list ${kind}`);
      return { rows: [made("leaf_1"), made("leaf_2")], hasMore: false } as Listing<Row> as Listing<R>;
    },
    keeps: () => false,
    exists: async () => true,
  };
}

const branches = (count: number): Branch[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `branch_${i}`,
    object: "branch",
    leaf: `leaf_${i % 3}`,
    other: i % 2 === 0 ? "leaf_0" : null,
  }));

/** The printer reads only these parts of a request. */
const workOf = (paths: readonly string[]) =>
  ({ dialect, paths, request: new Request("req_1", 0) }) as unknown as Work;

async function printed(rows: Branch[], paths: readonly string[], turns: Turns = AT_ONCE, text = "x") {
  const asked: string[] = [];
  viewed = [];
  const list = asList({ rows, hasMore: false }, "/v1/branches");
  const { text: body } = await new Printer(registry).print(workOf(paths), readerOf(text, asked), list, turns);
  return { asked, viewed, body: JSON.parse(String(body)) };
}

describe("an answer", () => {
  test("shows an object in a list as it shows the object alone", async () => {
    const paths = ["leaf", "other", "leaves", "leaves.data"];
    const rows = branches(4);
    const { body } = await printed(
      rows,
      paths.map((path) => `data.${path}`),
    );
    const alone = await Promise.all(
      rows.map(async (row) => {
        const { text } = await new Printer(registry).print(workOf(paths), readerOf("x", []), row, AT_ONCE);
        return JSON.parse(String(text));
      }),
    );
    expect(body).toEqual({ object: "list", data: alone, has_more: false, url: "/v1/branches" });
    expect(body.data[0]).toEqual({
      id: "branch_0",
      object: "branch",
      leaf: { id: "leaf_0", object: "leaf", text: "x" },
      leaves: expect.objectContaining({ object: "list", has_more: false }),
      other: { id: "leaf_0", object: "leaf", text: "x" },
    });
    expect(body.data[1].other).toBeNull();
  });

  test("reads and views an object once, no matter how often it is expanded", async () => {
    const { asked, viewed, body } = await printed(branches(100), ["data.leaf", "data.other"]);
    expect(asked.sort()).toEqual(["leaf leaf_0", "leaf leaf_1", "leaf leaf_2"]);
    expect(viewed.sort()).toEqual(["leaf_0", "leaf_1", "leaf_2"]);
    expect(body.data).toHaveLength(100);
  });

  test("reads a list once, no matter how often it is included", async () => {
    expect((await printed(branches(50), ["data.leaves"])).asked).toEqual(["list leaf"]);
  });

  test("that would be too large is refused with an error", async () => {
    const large = "x".repeat(1_000_000);
    await expect(printed(branches(40), ["data.leaf"], AT_ONCE, large)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("`limit`"),
    });
    expect((await printed(branches(30), ["data.leaf"], AT_ONCE, large)).body.data).toHaveLength(30);
  });
});

describe("turns", () => {
  test("other work runs before each element, and during a long element", async () => {
    const noted: string[] = [];
    const turns: Turns = {
      next: async () => void noted.push("next"),
      step: async () => void noted.push("step"),
    };
    await printed(branches(20), ["data.leaf", "data.leaves.data"], turns);
    expect(noted.filter((one) => one === "next")).toHaveLength(20);
    expect(noted.filter((one) => one === "step").length).toBeGreaterThanOrEqual(40);
  });

  test("outside a unit of work, waiting work runs after every few steps", async () => {
    const turns = inTurns();
    let others = 0;
    const other = () => {
      others++;
      if (others < 1000) setImmediate(other);
    };
    setImmediate(other);
    for (let i = 0; i < 1000; i++) await turns.step();
    expect(others).toBeGreaterThanOrEqual(10);
    const before = others;
    await turns.next();
    expect(others).toBeGreaterThan(before);
    others = 1000;
  });

  test("a unit of work does not pause", async () => {
    let others = 0;
    setImmediate(() => others++);
    for (let i = 0; i < 1000; i++) await AT_ONCE.step();
    await AT_ONCE.next();
    expect(others).toBe(0);
  });
});
