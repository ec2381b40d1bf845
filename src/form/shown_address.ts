/**
 * The parts of postal addresses that the form shows, as data that the page passes to the client script.
 * `address_formats.ts` builds it.
 */
/** One part of an address. */
export interface ShownPart {
  readonly label: string;
  readonly required: boolean;
  /** The part is chosen from the country's regions. The lists are long, so they are not part of this data. */
  readonly list?: true;
}
/** The parts that the form shows for one country. `zip` marks postal codes that must be US ZIP codes. */
export interface ShownAddress {
  readonly city?: ShownPart;
  readonly region?: ShownPart;
  readonly postal?: ShownPart & { readonly zip?: true };
}
/**
 * By the countries that share a format, such as "CA GB"; "" stands for every country that is not listed. Passed to the
 * client script as text.
 */
export type ShownFormats = Readonly<Record<string, ShownAddress>>;

/** The format of a country, or the one for countries that are not listed. */
export function formatIn(formats: ShownFormats, country: string): ShownAddress {
  const own = Object.keys(formats).find((countries) => countries.split(" ").includes(country));
  return formats[own ?? ""] ?? {};
}

const PARTS = ["city", "region", "postal"] as const;

/**
 * Formats as the text of an attribute, a line for each, such as "CA GB|*City||*Postal code". Unlike JSON it has no
 * quotes, which HTML would have to escape.
 */
export function writeFormats(formats: ShownFormats): string {
  const lines = Object.entries(formats).map(([countries, format]) =>
    [countries, ...PARTS.map((name) => writePart(format[name]))].join("|"),
  );
  return lines.join("\n");
}

function writePart(part: (ShownPart & { readonly zip?: true }) | undefined): string {
  if (part === undefined) return "";
  return `${part.required ? "*" : ""}${part.list ? "+" : ""}${part.zip ? "#" : ""}${part.label}`;
}

export function readFormats(text: string): ShownFormats {
  const lines = text === "" ? [] : text.split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const [countries = "", ...written] = line.split("|");
      const parts = PARTS.flatMap((name, at) =>
        written[at] ? [[name, readPart(written[at])] as const] : [],
      );
      return [countries, Object.fromEntries(parts)] as const;
    }),
  );
}

function readPart(text: string): ShownPart & { readonly zip?: true } {
  const marks = /^[*+#]*/.exec(text)?.[0] ?? "";
  return {
    label: text.slice(marks.length),
    required: marks.includes("*"),
    ...(marks.includes("+") ? { list: true } : {}),
    ...(marks.includes("#") ? { zip: true } : {}),
  };
}
