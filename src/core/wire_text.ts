/** Prints values as JSON in Stripe's format. */

/**
 * Fields that are decimals: Stripe writes `25.0` where JSON.stringify writes `25`. Searching the printed text
 * is safe: a quotation mark inside a string has a backslash before it, so no string can look like such a
 * field.
 */
const WHOLE_DECIMALS =
  /"(?:percent_off|percentage|effective_percentage|height|length|weight|width)": -?\d+(?=[,\n])/g;

/** JSON indented by two spaces, with a point in every decimal. */
export function wireText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  // Few texts have decimals, and these two searches are much faster than the regular expression.
  const mayHaveDecimals = text.includes("percent") || text.includes('"package_dimensions": {');
  return mayHaveDecimals ? text.replace(WHOLE_DECIMALS, "$&.0") : text;
}
