/** The text format of region lists, in which the server stores them and sends them to the client script. */

export type Region = readonly [value: string, name: string];
/** By country: "value=name" for each region, separated by `~`; only the value if it is the name too. */
export type WrittenRegions = Readonly<Record<string, string>>;

/** The regions of one country; null if it has no list. */
export function regionsIn(written: WrittenRegions, country: string): readonly Region[] | null {
  const list = Object.hasOwn(written, country) ? written[country] : undefined;
  if (list === undefined) return null;
  return list.split("~").map((one) => {
    const [value = "", name = value] = one.split("=");
    return [value, name];
  });
}
