/**
 * Checks a database file when it is opened. Checksums find a row whose bytes changed; only SQLite itself can
 * find an index that no longer leads to a row. See docs/decisions/0022-checksums.md.
 */
import { statSync } from "node:fs";
import { StoreDamagedError } from "./port.ts";
import type { Connection } from "./sqlite_driver.ts";

/**
 * Files up to this size are checked at every start, which takes up to half a second (6 to 7 ms a megabyte).
 * Larger files are not checked; their data is protected by the checksum of each row that is read.
 */
const LOOK_BYTES_MAX = 64 * 1024 * 1024;

/** Throws if SQLite finds a fault in the structure of `file`, or an index that differs from its table. */
export function lookThrough(connection: Connection, file: string): void {
  if (file === ":memory:" || statSync(file).size > LOOK_BYTES_MAX) return;
  const [found] = connection.prepare("pragma integrity_check(1)").all([]);
  const verdict = String(found?.integrity_check);
  if (verdict !== "ok") throw new StoreDamagedError(file, verdict);
}
