/** The texts typed into a form. Pure; used to read a posted form and to show it again. */

/** No field needs a longer text. */
const TYPED_CHARS_MAX = 5000;

/** The values of the form by name, never card data. An unticked checkbox is missing. */
export type Typed = ReadonlyMap<string, string>;

/** One value of a decoded form; empty if it is missing or not a text. */
export function textOf(form: ReadonlyMap<string, unknown>, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, TYPED_CHARS_MAX) : "";
}
