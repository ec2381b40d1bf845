/** One text for equal data, whatever the order of its keys; what fingerprints are taken of. */
import { createHash } from "node:crypto";

/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

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
