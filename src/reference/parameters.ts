/**
 * The parameters of an operation as a tree and in words, for the reference and for tests. A parameter that is
 * not supported yet has no children, since nothing within it can be sent.
 */
import type { Fields, Param } from "../params/param.ts";

export interface ParamNode {
  /**
   * As it is sent: `line_items[][price]`. `[]` is an element of a list, `[key]` a key chosen by the sender.
   */
  readonly path: string;
  readonly param: Param<unknown>;
  /** What it does; without a description of its own, that of the parameter that contains it. */
  readonly does: string | undefined;
  readonly children: readonly ParamNode[];
}

/** The parameters of a hash in alphabetical order. `nameOf` turns a name into its path. */
export function paramTree(
  fields: Fields,
  nameOf: (name: string) => string = (name) => name,
  inherited?: string,
): readonly ParamNode[] {
  return Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, param]) => nodeOf(nameOf(name), param, inherited));
}

function nodeOf(path: string, param: Param<unknown>, inherited: string | undefined): ParamNode {
  const does = param.does ?? inherited;
  return { path, param, does, children: param.notYet ? [] : childrenOf(path, param, does) };
}

function childrenOf(path: string, param: Param<unknown>, does: string | undefined): readonly ParamNode[] {
  const own = param.fields === undefined ? [] : paramTree(param.fields, (name) => `${path}[${name}]`, does);
  if (param.items === undefined) return own;
  const element = `${path}${param.type === "map" ? "[key]" : "[]"}`;
  return [...own, ...nodeOf(element, param.items, does).children];
}

/** The parameters of a hash as a flat list, each followed by the parameters nested in it. */
export function fieldLines(fields: Fields, nameOf: (name: string) => string): readonly ParamNode[] {
  return flattened(paramTree(fields, nameOf));
}

/** A tree as a flat list, parents before their children. */
export function flattened(nodes: readonly ParamNode[]): readonly ParamNode[] {
  return nodes.flatMap((node) => [node, ...flattened(node.children)]);
}

/** The type in words; empty if the parameter is not supported yet. */
export function typeText({ type, items, choices }: Param<unknown>): string {
  if (type === "not supported yet") return "";
  if (items === undefined) return choices === undefined ? type : "enum";
  return `${type} of ${typeText(items)}s`;
}

/** The allowed values of a parameter, or of the elements of its list. */
export function choicesOf({ choices, items }: Param<unknown>): readonly string[] {
  return choices ?? items?.choices ?? [];
}

/** In words, the bounds of a number or of the length of a text or list; null if there are none. */
export function boundsText({ type, min, max }: Param<unknown>): string | null {
  const most = max?.toLocaleString("en-US");
  if (type === "string") return most === undefined ? null : `at most ${most} characters`;
  if (type === "array") return most === undefined ? null : `at most ${most} elements`;
  if (min === undefined) return most === undefined ? null : `at most ${most}`;
  const least = min.toLocaleString("en-US");
  return most === undefined ? `${least} or more` : `${least} to ${most}`;
}
