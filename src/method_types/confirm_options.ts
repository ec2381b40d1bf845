/**
 * Options of payment methods that only a confirmation may give, and that are never stored (`confirmOptions` of a type).
 * Paths of parameters are as refusals have them.
 */
import { type Fields, p } from "../params/param.ts";
import { IMPLEMENTED, optionsOf, typeNamed } from "./index.ts";
import type { Hash } from "./method_type.ts";

/** These options, as a confirmation may send them in `payment_method_options`. */
export const confirmOptionFields: Fields = Object.fromEntries(
  IMPLEMENTED.flatMap(({ type, confirmOptions }) =>
    confirmOptions === undefined ? [] : [[type, p.object(confirmOptions)]],
  ),
);

/** The path of such an option among `payment_method_options`; null if there is none. */
export function confirmOptionIn(all: Hash | undefined): string | null {
  for (const type of Object.keys(all ?? {})) {
    const given = optionsOf(type, all ?? {});
    const key = Object.keys(typeNamed(type).confirmOptions ?? {}).find((name) => given[name] !== undefined);
    if (key !== undefined) return pathOf(type, key);
  }
  return null;
}

/** The path of such an option that a confirmation with a method of the type does not give; null if it gives all. */
export function missingConfirmOption(type: string, all: Hash | undefined): string | null {
  const given = optionsOf(type, all ?? {});
  const key = Object.keys(typeNamed(type).confirmOptions ?? {}).find((name) => given[name] === undefined);
  return key === undefined ? null : pathOf(type, key);
}

function pathOf(type: string, option: string): string {
  return `payment_method_options[${type}][${option}]`;
}
