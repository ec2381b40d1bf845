/** Creates the directory and the database file, readable only by their owner. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DATABASE = "checkstand.db";
const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Creates the directory and the file if they are missing, and removes other users' access to both. Returns
 * the path of the file. A directory that also holds files that are not ours (`--data .`) keeps its mode,
 * because restricting it could lock other users out of their own files; our files in it are restricted all
 * the same.
 */
export function prepareDataDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  const names = readdirSync(directory);
  if (names.every(isOurs)) closeToOthers(directory, DIRECTORY_MODE);
  const file = join(directory, DATABASE);
  // Done before SQLite opens the file: SQLite gives the files it creates beside a database the database's
  // mode.
  closeSync(openSync(file, "a", FILE_MODE));
  for (const name of [DATABASE, ...names.filter((one) => one.startsWith(DATABASE))]) {
    closeToOthers(join(directory, name), FILE_MODE);
  }
  return file;
}

function isOurs(name: string): boolean {
  return name.startsWith(DATABASE) || name === ".gitignore";
}

function closeToOthers(path: string, mode: number): void {
  try {
    if (existsSync(path)) chmodSync(path, mode);
  } catch (error) {
    // Something that another user owns, such as the root of a mounted volume: only its owner can change the
    // mode.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}
