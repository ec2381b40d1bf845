/**
 * The one way to turn raw parameters into the call of an operation: they are read by the fields that the
 * operation has in the caller's API version, then converted to the newest version's input. API requests, the
 * hosted page and seeds use it.
 */
import type { Branch } from "../params/form.ts";
import { type Fields, readParams } from "../params/param.ts";
import type { Route } from "../resources/registry.ts";
import type { Call } from "../resources/resource.ts";
import { acceptFrom, type Dialect, fieldsFor } from "../versions/index.ts";

/** An operation and its name ("POST /v1/prices"). Version changes refer to operations by name. */
export type Named = Pick<Route, "name" | "operation">;

/** The parts of a call other than its input and the behaviour of its version. */
export type Where = Omit<Call<never>, "behaviour" | "input">;

/** Caches the fields of each operation for each dialect. There are only a few dozen dialects. */
const made = new WeakMap<Dialect, Map<string, Fields>>();

/** The fields that an operation accepts in a dialect. */
export function fieldsOf(dialect: Dialect, { name, operation }: Named): Fields {
  let ofDialect = made.get(dialect);
  if (ofDialect === undefined) {
    ofDialect = new Map();
    made.set(dialect, ofDialect);
  }
  let fields = ofDialect.get(name);
  if (fields === undefined) {
    fields = fieldsFor(dialect, name, operation);
    ofDialect.set(name, fields);
  }
  return fields;
}

/**
 * A call of an operation with raw parameters. Throws an `ApiError` for parameters that the operation refuses.
 */
export function callOf(dialect: Dialect, named: Named, raw: Branch, where: Where): Call<never> {
  const input = acceptFrom(dialect, named.name, readParams(fieldsOf(dialect, named), raw));
  return {
    ...where,
    // Safe cast: the input was read by the fields that the operation's input type is derived from.
    input: input as never,
    behaviour: dialect.behaviour,
  };
}
