/** What can keep a server from starting, each told in one line: what is wrong, and what to do about it. */

import type { Config } from "../config.ts";
import { ConfigError } from "../config.ts";
import { SeedError } from "../seed/seed.ts";

export const EXIT = { ok: 0, startFailed: 1, badUsage: 2 } as const;

/** The command line, the environment or the config file is wrong. */
export class UsageError extends Error {}

/** The exit code and the line for an error met before the server was ready. */
export function faultOf(error: unknown, config: Config | null): { exitCode: number; line: string } {
  if (error instanceof UsageError || error instanceof ConfigError) {
    return { exitCode: EXIT.badUsage, line: error.message };
  }
  return {
    exitCode: EXIT.startFailed,
    line: oneLine(config === null ? text(error) : explain(error, config)),
  };
}

function explain(error: unknown, config: Config): string {
  if (error instanceof SeedError) return error.message;
  return (
    bindingFault(error) ??
    listenFault(codeOf(error), config) ??
    (config.storage.kind === "sqlite" ? sqliteFault(error, config.storage.directory) : null) ??
    (config.storage.kind === "postgres" ? postgresFault(error, config.storage.url) : null) ??
    text(error)
  );
}

/** npm may leave out the install script that fetches or builds SQLite's native part, or Node was changed since. */
function bindingFault(error: unknown): string | null {
  if (text(error).startsWith("Could not locate the bindings file")) {
    return "The native part of better-sqlite3 is missing: npm did not run its install script. Allow it with `npm install-scripts approve better-sqlite3` and `npm rebuild better-sqlite3`; with npx or npm install -g, add --allow-scripts=better-sqlite3.";
  }
  if (codeOf(error) === "ERR_DLOPEN_FAILED") {
    return "The native part of better-sqlite3 was made for another version of Node. Run `npm rebuild better-sqlite3`.";
  }
  return null;
}

function listenFault(code: string, { host, port }: Config): string | null {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is in use. Stop what holds it, or choose another one with --port (0 picks a free one).`;
    case "EADDRNOTAVAIL":
      return `${host} is not an address of this machine; see --host.`;
    default:
      return null;
  }
}

function sqliteFault(error: unknown, directory: string): string | null {
  const code = codeOf(error);
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return `The data directory ${directory} is in use by another process, perhaps another Checkstand. Stop it, or choose another directory with --data, or none with --memory.`;
  }
  if (code.startsWith("SQLITE_NOTADB") || code.startsWith("SQLITE_CORRUPT")) {
    return `The database ${directory}/checkstand.db is damaged (${text(error)}). It was left as it is: restore a copy of it, or move it away to begin anew.`;
  }
  if (code === "SQLITE_FULL" || code === "ENOSPC") {
    return `The disk that holds the data directory ${directory} is full.`;
  }
  if (code.startsWith("SQLITE_") || /^E[A-Z]+$/.test(code)) {
    if (code === "EACCES" && isListening(error)) return null;
    return `The data directory ${directory} cannot be written (${text(error)}). Choose another with --data, or none with --memory.`;
  }
  return null;
}

function isListening(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall === "listen";
}

/** A database that cannot be reached, or does not let us in; its password is never shown. */
function postgresFault(error: unknown, url: string): string | null {
  const code = codeOf(error);
  const refusedByServer = /^(?:28|3D|53|57|42501)/.test(code);
  const unreachable = /^E[A-Z_]+$/.test(code) || nameOf(error) === "StoreUnavailableError";
  if (!refusedByServer && !unreachable) return null;
  return `PostgreSQL at ${placeOf(url)} cannot be used (${text(error)}). Is it running, and is --database-url right?`;
}

function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return "the given address";
  }
}

/** Several failed addresses come as one error; the first tells enough. */
function first(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function codeOf(error: unknown): string {
  const one = first(error);
  return typeof one === "object" && one !== null && "code" in one ? String(one.code) : "";
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : "";
}

function text(error: unknown): string {
  const one = first(error);
  return one instanceof Error ? one.message : String(one);
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, " ").trim();
}
