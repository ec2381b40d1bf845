/** What the engine relies on in an SQLite library, tested on each of them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { StoreDamagedError, StoreError } from "./port.ts";
import { chooseDriver, libsqlDriver, nodeDriver } from "./sqlite_driver.ts";

const home = mkdtempSync(join(tmpdir(), "checkstand-driver-"));
afterAll(() => rmSync(home, { recursive: true }));

const [major = 0] = process.versions.node.split(".").map(Number);
const drivers = [libsqlDriver(), nodeDriver()].filter((driver) => driver !== null);

/** The error of a call that is expected to fail. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("did not throw");
}

test("Node 24 and later use node:sqlite, Node 20 uses libsql", () => {
  if (major >= 24) expect(chooseDriver().name).toBe("node:sqlite");
  if (major === 20) expect(chooseDriver().name).toBe("libsql");
});

test("choosing and opening prints nothing on standard error, and does not change how warnings are handled", () => {
  const tsx = fileURLToPath(new URL("../../node_modules/tsx/dist/loader.mjs", import.meta.url));
  const module = new URL("sqlite_driver.ts", import.meta.url).href;
  const code = `
    const { chooseDriver } = await import(${JSON.stringify(module)});
    chooseDriver().open(":memory:").close();
    process.emitWarning("still heard");
  `;
  const ended = spawnSync(process.execPath, ["--import", tsx, "--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  expect(ended.status).toBe(0);
  expect(ended.stderr.replace(/\(Use .*\)\n/, "")).toMatch(/^\(node:\d+\) Warning: still heard\n$/);
});

describe.each(drivers)("$name", (driver) => {
  const fileOf = (name: string) => join(home, `${driver.name.replace(":", "-")} ${name}.db`);

  test("returns values unchanged, and counts the changed rows", () => {
    const db = driver.open(":memory:");
    const run = (text: string, ...values: (string | number | null)[]) => db.prepare(text).run(values);
    run("create table t (a text primary key, n bigint, b text)");
    expect(run("insert into t values (?, ?, ?)", "Zo\u00eb \u{1F600}", 1_800_000_000_000_001, null)).toBe(1);
    expect(db.prepare("select a, n, b, n as again from t where a = ?").all(["Zo\u00eb \u{1F600}"])).toEqual([
      { a: "Zo\u00eb \u{1F600}", n: 1_800_000_000_000_001, b: null, again: 1_800_000_000_000_001 },
    ]);
    expect(db.prepare("select min(n) as least, max(n) as most from t where a = ?").all(["x"])).toEqual([
      { least: null, most: null },
    ]);
    expect(run("update t set n = ? where a = ?", 2, "x")).toBe(0);
    expect(
      run("insert into t values (?, ?, ?) on conflict (a) do nothing", "Zo\u00eb \u{1F600}", 1, ""),
    ).toBe(0);
    db.close();
  });

  test("knows whether a transaction is open", () => {
    const db = driver.open(":memory:");
    expect(db.inTransaction).toBe(false);
    db.prepare("begin immediate").run([]);
    expect(db.inTransaction).toBe(true);
    db.prepare("rollback").run([]);
    expect(db.inTransaction).toBe(false);
    db.close();
  });

  test("keeps a second connection out of a file, and releases the file when closed", () => {
    const file = fileOf("locked");
    const own = (name: string) => {
      const db = driver.open(name);
      for (const pragma of ["locking_mode = exclusive", "journal_mode = wal"])
        db.prepare(`pragma ${pragma}`).all([]);
      db.prepare("create table if not exists t (n integer)").run([]);
      return db;
    };
    const first = own(file);
    const kept = first.prepare("select n from t");
    kept.all([]);
    const error = errorOf(() => own(file));
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: "SQLITE_BUSY" });
    first.close();
    own(file).close();
  });

  test("reports errors by SQLite's names", () => {
    const db = driver.open(":memory:");
    db.prepare("create table t (a text primary key)").run([]);
    const insert = db.prepare("insert into t values (?)");
    insert.run(["a"]);
    expect(errorOf(() => insert.run(["a"]))).toMatchObject({ code: "SQLITE_CONSTRAINT" });
    expect(errorOf(() => db.prepare("select x from nowhere"))).toMatchObject({ code: "SQLITE_ERROR" });
    db.close();
    const nowhere = join(home, "no such directory/test.db");
    expect(errorOf(() => driver.open(nowhere))).toMatchObject({ code: "SQLITE_CANTOPEN" });
    const file = fileOf("text");
    writeFileSync(file, "x".repeat(5000));
    const damaged = errorOf(() => driver.open(file).prepare("pragma journal_mode = wal").all([]));
    expect(damaged).toBeInstanceOf(StoreDamagedError);
    expect(damaged).toMatchObject({ code: "SQLITE_NOTADB" });
  });

  test("reads bytes that are not UTF-8 as some other text", () => {
    const db = driver.open(":memory:");
    db.prepare("create table t (a text)").run([]);
    db.prepare("insert into t values (cast(x'61ff62' as text))").run([]);
    expect(db.prepare("select a from t").all([])).toEqual([{ a: "a\ufffdb" }]);
    db.close();
  });
});
