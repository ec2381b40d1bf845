/**
 * Turns errors that keep the server from starting into one line for the user: what is wrong, and what to do.
 */

import type { Config } from "../config.ts";
import { ConfigError } from "../config.ts";
import { SeedError } from "../seed/seed.ts";
import { StoreDamagedError } from "../storage/port.ts";

export const EXIT = { ok: 0, startFailed: 1, badUsage: 2 } as const;

/** The command line, the environment or the config file is wrong. */
export class UsageError extends Error {}

/** The exit code and the line to print for an error that came before the server was ready. */
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
    fileLimitFault(error) ??
    listenFault(codeOf(error), config) ??
    (config.storage.kind === "sqlite" ? sqliteFault(error, config.storage.directory) : null) ??
    (config.storage.kind === "postgres" ? postgresFault(error, config.storage.url) : null) ??
    text(error)
  );
}

/** The process or the machine has reached its limit of open files and connections. */
function fileLimitFault(error: unknown): string | null {
  const code = codeOf(error);
  if (code !== "EMFILE" && code !== "ENFILE") return null;
  return "Too many files are open. Raise the limit (`ulimit -n`), or stop what holds them.";
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
  const damaged = damageIn(error);
  if (damaged !== null) {
    return `The database ${directory}/checkstand.db is damaged (${damaged}). It was left as it is: restore a copy of it, or move it away to begin anew.`;
  }
  if (code === "SQLITE_BUSY" || code === "SQLITE_LOCKED") {
    return `The data directory ${directory} is in use by another process, perhaps another Checkstand. Stop it, or choose another directory with --data, or none with --memory.`;
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

/** What is damaged in the database; null if the error is about something else. */
function damageIn(error: unknown): string | null {
  if (error instanceof StoreDamagedError) return error.reason;
  // Our statements are correct, so if SQLite does not understand one, the tables in the file are not ours.
  return codeOf(error) === "SQLITE_ERROR" ? text(error) : null;
}

function isListening(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall === "listen";
}

/** A PostgreSQL that cannot be reached or refuses the login. The password in the URL is never shown. */
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

/** If several IP addresses of a host failed, the errors come as one; its first says enough. */
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
