/**
 * Converts plain values from YAML, JSON or a program to the raw tree of strings from which parameters are
 * read.
 */
import type { Raw } from "./form.ts";

/** Thrown for a value that could not be told apart from another one once it is text. */
export class RawError extends Error {}

/** What a client library would send for `value`: null unsets a parameter, and absent members stay absent. */
export function rawOf(value: unknown): Raw {
  if (value === null) return "";
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return String(value);
    case "number":
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new RawError(`The number ${value} is too large to be kept exactly; put it in quotes`);
      }
      return String(value);
    case "object": {
      const entries: [string, unknown][] = Array.isArray(value)
        ? value.map((element, index) => [String(index), element])
        : Object.entries(value);
      return new Map(
        entries.filter(([, member]) => member !== undefined).map(([name, member]) => [name, rawOf(member)]),
      );
    }
    default:
      throw new RawError(`A ${typeof value} is not a value that can be sent`);
  }
}
