/** Who may read the data directory and the files in it. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { prepareDataDirectory } from "./data_directory.ts";
import { openSqlite } from "./sqlite.ts";
import { migrate } from "./tables.ts";

const home = mkdtempSync(join(tmpdir(), "checkstand-directory-"));
afterAll(() => rmSync(home, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** A directory with these files in it, all readable by others. */
function openDirectory(name: string, files: readonly string[]): string {
  const directory = join(home, name);
  mkdirSync(directory);
  for (const file of files) writeFileSync(join(directory, file), "");
  for (const file of files) chmodSync(join(directory, file), 0o644);
  chmodSync(directory, 0o755);
  return directory;
}

test("a new directory is closed to other users, with all files that SQLite creates there", async () => {
  const directory = join(home, "new/deeper");
  const file = prepareDataDirectory(directory);
  const engine = openSqlite(file);
  await migrate(engine);
  expect(modeOf(directory)).toBe("700");
  expect([modeOf(file), modeOf(`${file}-wal`)]).toEqual(["600", "600"]);
  await engine.close();
});

test("a directory that was open to others is closed, and so are its files", () => {
  const directory = openDirectory("open", ["checkstand.db", "checkstand.db-wal", ".gitignore"]);
  const file = prepareDataDirectory(directory);
  expect([modeOf(directory), modeOf(file), modeOf(`${file}-wal`)]).toEqual(["700", "600", "600"]);
});

test("a directory that holds other files keeps its mode, and only our files are closed", () => {
  const directory = openDirectory("shared", ["checkstand.db", "package.json"]);
  const file = prepareDataDirectory(directory);
  expect([modeOf(directory), modeOf(file)]).toEqual(["755", "600"]);
  expect(modeOf(join(directory, "package.json"))).toBe("644");
});

test("an existing file keeps its content", () => {
  const directory = openDirectory("kept", []);
  writeFileSync(join(directory, "checkstand.db"), "kept");
  expect(readFileSync(prepareDataDirectory(directory), "utf8")).toBe("kept");
});
