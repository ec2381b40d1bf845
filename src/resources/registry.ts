/**
 * The resources as the rest of the program uses them: routes, views, keys, timers and expansions, found by
 * name.
 */

import type { Row, RowForm, Tx } from "../storage/port.ts";
import {
  type Expansion,
  type Operation,
  publicPart,
  type Resource,
  type Surroundings,
  type TimerWork,
  type Wire,
} from "./resource.ts";

export interface Route {
  /** "POST /v1/checkout/sessions/:id/expire" */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly resource: Resource;
  readonly operation: Operation;
  /** The kind of object it answers with; `isList` says whether it answers with a list of them. */
  readonly kind: string;
  readonly isList: boolean;
  /** Whether the list is what a search found. */
  readonly isSearch: boolean;
}

export class Registry {
  readonly routes: readonly Route[];
  /** What the timers of each kind do. */
  readonly timers: ReadonlyMap<string, TimerWork>;
  readonly #byKind: ReadonlyMap<string, Resource>;
  readonly #surroundings: Surroundings;
  readonly #reactedTo: ReadonlySet<string>;

  constructor(resources: readonly Resource[], surroundings: Surroundings) {
    this.#byKind = new Map(resources.map((resource) => [resource.object, resource]));
    this.#surroundings = surroundings;
    this.timers = new Map(resources.flatMap((resource) => Object.entries(resource.timers ?? {})));
    this.#reactedTo = new Set(resources.flatMap((resource) => Object.keys(resource.reacts ?? {})));
    this.routes = resources.flatMap(routesOf);
  }

  /** The newest wire form of a row. */
  view(row: Row): Wire {
    const resource = this.#byKind.get(row.object);
    return resource?.view === undefined ? publicPart(row) : resource.view(row, this.#surroundings);
  }

  /** A value with every row in it viewed: a row, a list of rows, or a hash that holds rows. */
  viewDeep(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.viewDeep(one));
    if ("id" in value && "object" in value) return this.view(value as Row);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.viewDeep(one)]));
  }

  keysOf(row: Row): Readonly<Record<string, string | null | undefined>> {
    return this.#byKind.get(row.object)?.keys?.(row) ?? {};
  }

  /** Whether lists leave a row out unless they ask for such rows. */
  isUnlisted(row: Row): boolean {
    return this.#byKind.get(row.object)?.isUnlisted?.(row) ?? false;
  }

  /** Whether a row's view depends on the time at which it is made. */
  changesByItself(row: Row): boolean {
    return this.#byKind.get(row.object)?.changesByItself ?? false;
  }

  /** How rows of a kind are stored. */
  formOf(kind: string): RowForm | undefined {
    return this.#byKind.get(kind)?.row;
  }

  /** The middle of the permission that a restricted key needs for a kind; null if there is no such kind. */
  permissionOf(kind: string): string | null {
    return this.#byKind.get(kind)?.permission ?? null;
  }

  expandsOf(kind: string): Readonly<Record<string, Expansion>> {
    return this.#byKind.get(kind)?.expands ?? {};
  }

  /** The inclusion of a kind with this name, from the newest version or from older ones. */
  inclusionOf(kind: string, name: string): Expansion {
    const resource = this.#byKind.get(kind);
    const expansion = resource?.expands?.[name] ?? resource?.olderExpands?.[name];
    if (expansion?.by !== "inclusion") throw new Error(`${kind} has no inclusion ${name}`);
    return expansion;
  }

  /** Whether some resource reacts to events of this type. */
  reactsTo(type: string): boolean {
    return this.#reactedTo.has(type);
  }

  /** Lets the resources that react to an event do so, in the unit of work that emitted it. */
  async react(tx: Tx, type: string, row: Row): Promise<void> {
    for (const resource of this.#byKind.values()) await resource.reacts?.[type]?.(tx, row);
  }
}

function routesOf(resource: Resource): Route[] {
  return Object.entries(resource.operations).map(([where, operation]) => {
    const [method = "", rest = ""] = where.split(" ");
    const path = rest === "/" ? resource.path : resource.path + rest;
    const isList = operation.answers?.list ?? (method === "GET" && rest === "/");
    return {
      name: `${method} ${path}`,
      method: method as Route["method"],
      path,
      resource,
      operation,
      kind: operation.answers?.kind ?? resource.object,
      isList,
      isSearch: operation.answers?.search ?? false,
    };
  });
}
