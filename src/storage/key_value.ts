/**
 * How the value of a declared key is stored and looked up. A database index limits the size of one entry
 * (PostgreSQL: 2,704 bytes), and a client may choose a value as long as its parameter allows, so a long value
 * is stored as its hash. Lists only match keys exactly and never sort by them, so a hash serves as well as
 * the text.
 */
import { sha256 } from "../core/canonical.ts";

/**
 * Longer values are hashed. A character takes at most three bytes, which leaves room for the other indexed
 * columns.
 */
export const KEY_CHARS_MAX = 255;
/**
 * Ids are indexed unhashed: a row with a longer id is refused on every engine, before the database is asked.
 */
export const ID_CHARS_MAX = 512;

/**
 * Prefix of every hashed value. A short text with this prefix is hashed too, so no two texts are stored
 * alike.
 */
const HASHED = "sha256:";

/** The value as stored, for inserting, deleting and looking up. */
export function keyValue(text: string): string {
  return text.length > KEY_CHARS_MAX || text.startsWith(HASHED) ? HASHED + sha256(text) : text;
}
