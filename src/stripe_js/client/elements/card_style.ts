/** `style` of the Card Element and its three fields, which is older than `appearance`, as rules of an appearance. Pure. */

type Hash = Readonly<Record<string, unknown>>;

/** The states that shops style, and the class that the frame has for each. */
const SELECTORS: Readonly<Record<string, string>> = { base: ".Input", invalid: ".Input--invalid" };

/** The rules of a style: of each state, and of its pseudo-classes such as `:focus` and `::placeholder`. */
export function rulesOf(style: unknown): Hash {
  const rules: Record<string, Hash> = {};
  for (const [state, selector] of Object.entries(SELECTORS)) {
    const given = hash(hash(style)[state]);
    const own = Object.entries(given).filter(([, value]) => typeof value !== "object");
    if (own.length > 0) rules[selector] = Object.fromEntries(own);
    for (const [pseudo, inner] of Object.entries(given)) {
      if (pseudo.startsWith(":")) rules[`${selector}${pseudo}`] = hash(inner);
    }
  }
  return rules;
}

function hash(value: unknown): Hash {
  return typeof value === "object" && value !== null ? (value as Hash) : {}; // read one by one, as unknown
}
