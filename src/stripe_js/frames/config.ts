/** Reads what a frame is drawn from. A query that no script of ours writes gets a refusal. Pure. */
import { isTrain } from "../trains.ts";
import type { FrameConfig } from "../wire.ts";

/** Bound of the types that a frame offers: more than there are. */
const TYPES_MAX = 100;
const LOCALE_CHARS_MAX = 20;
const GROUP_CHARS_MAX = 40;

/** The configuration in the query of a frame's URL; null if it is none. */
export function configIn(text: unknown): FrameConfig | null {
  if (typeof text !== "string") return null;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isHash(given)) return null;
  const { train, locale, group, types, options } = given;
  if (!isTrain(train) || typeof locale !== "string" || locale.length > LOCALE_CHARS_MAX) return null;
  if (typeof group !== "string" || group.length > GROUP_CHARS_MAX) return null;
  if (!Array.isArray(types) || types.length > TYPES_MAX || !isHash(options)) return null;
  return { train, locale, group, types: types.filter((type) => typeof type === "string"), options };
}

export function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
