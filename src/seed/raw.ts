/** Plain values, as YAML, JSON or a program give them, as the raw tree of strings that parameters are read from. */
import type { Raw } from "../params/form.ts";

/** A value that cannot be told apart from another one once it is text. */
export class RawError extends Error {}

/** What a client library would have sent for `value`: null unsets, absent members stay absent. */
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
