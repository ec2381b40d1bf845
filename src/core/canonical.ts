/** One text for equal data, whatever the order of its keys; what fingerprints are taken of. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** HMAC-SHA-256 of a text, in hexadecimal: without the key it says nothing of the text. */
export function keyedHash(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Whether two secrets are the same; how long it takes tells nothing of where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * The same object with its keys as they stand on the wire: `id`, `object`, then the alphabet. Shallow; returns
 * the argument itself where nothing is out of order.
 */
export function inWireOrder<T extends object>(object: T): T {
  const keys = Object.keys(object);
  let last = "";
  let sorted = true;
  for (const key of keys) {
    const rank = wireRank(key);
    if (rank < last) {
      sorted = false;
      break;
    }
    last = rank;
  }
  if (sorted) return object;
  const entries = Object.entries(object).sort(([a], [b]) => (wireRank(a) < wireRank(b) ? -1 : 1));
  return Object.fromEntries(entries) as T;
}

function wireRank(key: string): string {
  return key === "id" ? "\u0000" : key === "object" ? "\u0001" : key;
}

/**
 * The same object with this value under this key, at the key's place in wire order; the argument must be in wire
 * order itself. Changes a draft in place where it has a place for the key.
 */
export function putKey<T extends object>(draft: T, name: string, value: unknown): T {
  if (!Object.hasOwn(draft, name)) return insertKey(draft, name, value);
  (draft as Record<string, unknown>)[name] = value;
  return draft;
}

/** The same object with one key more, at its place in wire order; the argument must be in wire order itself. */
export function insertKey<T extends object>(object: T, name: string, value: unknown): T {
  const copy: Record<string, unknown> = {};
  let placed = false;
  const entries = object as Record<string, unknown>;
  for (const key in entries) {
    if (!placed && key > name && key !== "id" && key !== "object") {
      copy[name] = value;
      placed = true;
    }
    copy[key] = entries[key];
  }
  if (!placed) copy[name] = value;
  return copy as T;
}
