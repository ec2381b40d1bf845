/** The line printed for each error. Errors that need a real server are in `test/cli.test.ts`. */
import { expect, test } from "vitest";
import { type Config, defaultConfig } from "../config.ts";
import { StoreDamagedError, StoreError } from "../storage/port.ts";
import { faultOf } from "./faults.ts";

const config: Config = { ...defaultConfig, storage: { kind: "sqlite", directory: "d" } };

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it failed, open 'd/checkstand.db'`), { code });
}

test.each([
  [systemError("EMFILE"), /^Too many files are open\. Raise the limit \(`ulimit -n`\)/],
  [systemError("ENFILE"), /^Too many files are open/],
  [systemError("EACCES"), /^The data directory d cannot be written \(EACCES/],
  [systemError("ENOSPC"), /^The disk that holds the data directory d is full/],
  [new StoreError("database is locked", "SQLITE_BUSY"), /^The data directory d is in use/],
  [new StoreError("database or disk is full", "SQLITE_FULL"), /^The disk that holds .* is full/],
  [
    new StoreError("unable to open database file", "SQLITE_CANTOPEN"),
    /^The data directory d cannot be written/,
  ],
  [
    new StoreError("no such column: sum", "SQLITE_ERROR"),
    /d\/checkstand\.db is damaged \(no such column: sum\)/,
  ],
  [
    new StoreDamagedError("d/checkstand.db", "the row x"),
    /d\/checkstand\.db is damaged \(the row x\)\. It was/,
  ],
  [new StoreError("No SQLite can be used", "DRIVER_MISSING"), /^No SQLite can be used$/],
])("the line for %o", (error, line) => {
  const fault = faultOf(error, config);
  expect(fault.line).toMatch(line);
  expect(fault.exitCode).toBe(1);
});
