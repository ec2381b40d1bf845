/** What shops style of a frame: `appearance`, and `style` of the Card Element, as one style sheet. */

const THEMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  night: {
    colorBackground: "#30313d",
    colorText: "#fff",
    colorPrimary: "#85d996",
    colorDanger: "#fe87a1",
    borderColor: "#8d8e99",
    colorTextPlaceholder: "#b5b6c0",
  },
  flat: { borderColor: "#f1f1f1", colorBackground: "#f1f1f1" },
};
/** Bounds of what one shop styles. */
const RULES_MAX = 200;
const VALUE_CHARS_MAX = 500;

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

type Hash = Readonly<Record<string, unknown>>;

/** Replaces the style of the frame. What CSS does not take is left out, as browsers do. */
export function applyAppearance(appearance: unknown): void {
  const { theme, variables, rules } = hash(appearance);
  const own = { ...THEMES[String(theme)], ...hash(variables) };
  const lines = [`:root{${declarations(own, (name) => `--${name}`)}}`];
  for (const [selector, properties] of Object.entries(hash(rules)).slice(0, RULES_MAX)) {
    if (isSelector(selector)) lines.push(`${selector}{${declarations(hash(properties), dashed)}}`);
  }
  sheet.replaceSync(lines.join("\n"));
}

function declarations(values: Hash, nameOf: (name: string) => string): string {
  return Object.entries(values)
    .filter(([name, value]) => /^[A-Za-z0-9-]+$/.test(name) && isValue(value))
    .map(([name, value]) => `${nameOf(name)}:${String(value)}`)
    .join(";");
}

/** Text that stays within its declaration and loads nothing. */
function isValue(value: unknown): boolean {
  const text = String(value);
  return text.length <= VALUE_CHARS_MAX && !/[{};]|url\(|@|\\/i.test(text);
}

/** Class-like selectors such as `.Input:focus`. */
function isSelector(text: string): boolean {
  return /^\.[A-Za-z][\w-]*(?:[.:][\w-]+|::[\w-]+)*(?:,\s*\.[A-Za-z][\w-]*(?:[.:][\w-]+|::[\w-]+)*)*$/.test(
    text,
  );
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function hash(value: unknown): Hash {
  return typeof value === "object" && value !== null ? (value as Hash) : {}; // read one by one, as unknown
}
