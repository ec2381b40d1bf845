/** Keys of objects in the order that Stripe sends them, and the hashes that fingerprints are made with. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** HMAC-SHA-256 of a text, in hexadecimal. Without the key nobody can guess the text from it. */
export function keyedHash(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Whether two secrets are equal. Takes the same time wherever they differ, so timing reveals nothing. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const FIRST_KEYS = ["id", "object"] as const;

/**
 * The object with its keys in the order of Stripe's JSON: `id`, `object`, then alphabetical. Shallow. Returns
 * the argument itself if its keys are in order already.
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
  const ordered: Record<string, unknown> = {};
  for (const key of FIRST_KEYS) if (Object.hasOwn(object, key)) ordered[key] = undefined;
  // Without a function that compares, sorting takes a quarter of the time. Keys that are there keep their place.
  for (const key of keys.sort()) ordered[key] = object[key as keyof T];
  return ordered as T;
}

function wireRank(key: string): string {
  return key === "id" ? "\u0000" : key === "object" ? "\u0001" : key;
}

/**
 * Sets a key of a draft that is in wire order, and returns the draft in wire order. A key that exists is set
 * in place; for a new key a copy is returned.
 */
export function putKey<T extends object>(draft: T, name: string, value: unknown): T {
  if (!Object.hasOwn(draft, name)) return insertKey(draft, name, value);
  (draft as Record<string, unknown>)[name] = value;
  return draft;
}

/** A copy of an object in wire order, with a new key at its place in that order. */
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
