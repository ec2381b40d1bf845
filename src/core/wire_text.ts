/** JSON as the original writes it. */

/**
 * Members that are decimal by type: the original writes `25.0` where JSON.stringify writes `25`. In printed text they
 * cannot be mistaken: within a string, a quotation mark has a backslash before it.
 */
const WHOLE_DECIMALS =
  /"(?:percent_off|percentage|effective_percentage|height|length|weight|width)": -?\d+(?=[,\n])/g;

/** With two spaces, and a point in every decimal. */
export function wireText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  // Hardly any text has decimals, and looking for these words is much quicker than for all of their members.
  const mayHaveDecimals = text.includes("percent") || text.includes('"package_dimensions": {');
  return mayHaveDecimals ? text.replace(WHOLE_DECIMALS, "$&.0") : text;
}
