/** Compares the phrases of languages, and finds those that the source does not show. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGES, languageFor } from "../src/words/languages.ts";
import { en } from "../src/words/messages/en.ts";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** A line for each phrase that a language lacks, and for each that nothing shows. */
export function faultsOfWords(): string[] {
  const texts = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !name.startsWith(join("words", "messages")))
    .map((name) => readFileSync(join(SOURCE, name), "utf8"));
  const missing = LANGUAGES.flatMap((tag) =>
    missingIn(en, languageFor(tag, undefined).messages).map((at) => `${tag} lacks ${at}`),
  );
  return [...missing, ...unusedIn(en, texts).map((at) => `nothing shows ${at}`)];
}

/** Phrases by name, in groups. A phrase is a text or a function. */
type Phrases = Readonly<Record<string, unknown>>;

function isGroup(value: unknown): value is Phrases {
  return typeof value === "object" && value !== null;
}

/** The names of the phrases, such as `address.cities.suburb`. */
function namesOf(phrases: Phrases, before = ""): string[] {
  return Object.entries(phrases).flatMap(([name, value]) =>
    isGroup(value) ? namesOf(value, `${before}${name}.`) : [`${before}${name}`],
  );
}

/** The phrases of `full` that `other` does not have. */
export function missingIn(full: Phrases, other: Phrases): string[] {
  const there = new Set(namesOf(other));
  return namesOf(full).filter((name) => !there.has(name));
}

/**
 * The phrases that none of the texts shows. A text shows a phrase when it names it after its group (`submit.pay`), and
 * every phrase of a group when it takes from it by a key (`declines[code]`) or takes the group by its name in quotes; if
 * it hands the group on, those whose names are somewhere. It reads names and not types: one whose name is common may
 * be overlooked, but what is listed is not shown.
 */
export function unusedIn(phrases: Phrases, texts: readonly string[]): string[] {
  const all = texts.join("\n");
  const has = (pattern: string) => new RegExp(pattern).test(all);
  return namesOf(phrases).filter((path) => {
    const [name = "", group] = path.split(".").reverse();
    if (group === undefined) return !has(`\\b${name}\\b`);
    const isShown = has(`\\b${group}(\\.${name}\\b|\\[)|"${group}"`);
    return !(isShown || (has(`\\.${group}\\b(?![.(])`) && has(`\\b${name}\\b`)));
  });
}
