/**
 * Checksums of stored rows. Each row carries the CRC-32 of its identity and its content, so that a byte that
 * changed on the disk is noticed when the row is read. See docs/decisions/0022-checksums.md.
 */
import * as zlib from "node:zlib";
import { type Remembered, StoreDamagedError, type Timer } from "./port.ts";

/** The reflected polynomial of CRC-32, as zlib and PNG use it. */
const POLYNOMIAL = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 of the text's UTF-8 bytes, computed in JavaScript: Node before 20.15 has no CRC-32 in zlib. */
export function crc32ByTable(text: string): number {
  let sum = 0xffffffff;
  for (const byte of Buffer.from(text, "utf8")) {
    sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const crc32: (text: string) => number = typeof zlib.crc32 === "function" ? zlib.crc32 : crc32ByTable;

/** Separates the parts of a row in the text that is summed. No stored text contains it. */
const SEPARATOR = "\0";

function sumOf(parts: readonly (string | number)[]): number {
  return crc32(parts.join(SEPARATOR));
}

/** The columns of a row of `records` that its checksum covers. */
export interface StoredRecord {
  readonly account: string;
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly rev: number;
  readonly hidden: number;
  readonly body: string;
}

export function recordSum({ account, kind, id, seq, rev, hidden, body }: StoredRecord): number {
  return sumOf([account, kind, id, seq, rev, hidden, body]);
}

/** The columns of a row of `record_keys` that its checksum covers. */
export interface StoredKey {
  readonly account: string;
  readonly kind: string;
  readonly field: string;
  readonly value: string;
  readonly seq: number;
  readonly id: string;
}

export function keySum({ account, kind, field, value, seq, id }: StoredKey): number {
  return sumOf([account, kind, field, value, seq, id]);
}

/**
 * Checksum of a row of `timers`. The ticket and the lease are not covered: they only say who works on the
 * timer at present.
 */
export function timerSum(account: string, { kind, subject, due }: Timer, clock: string): number {
  return sumOf(clock === "" ? [account, kind, subject, due] : [account, kind, subject, due, clock]);
}

/** Checksum of a row of `idempotency`. */
export function replySum(account: string, entry: Remembered): number {
  const { key, endpoint, fingerprint, created, request, status, body } = entry;
  return sumOf([account, key, endpoint, fingerprint, created, request, status, body]);
}

/** Checksum of a row of `settings`. */
export function settingSum(name: string, value: string): number {
  return sumOf([name, value]);
}

/**
 * Throws if the checksum stored with a row differs from that of the data read. `row` names the row, so that
 * somebody can find it in the database; `place` names the database.
 */
export function checkSum(stored: unknown, expected: number, place: string, row: () => string): void {
  if (stored === expected) return;
  throw new StoreDamagedError(place, `the row ${row()} does not fit its checksum`);
}
