/** The resources as the api layer uses them: routes, views and expansions by name. */
import {
  type Expansion,
  type Operation,
  publicPart,
  type Resource,
  type Surroundings,
  type TimerWork,
  type Wire,
} from "../resources/resource.ts";
import type { Row, RowForm, Tx } from "../storage/port.ts";

export interface Route {
  /** "POST /v1/checkout/sessions/:id/expire" */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly resource: Resource;
  readonly operation: Operation;
  /** The kind of object it answers with, and whether in a list. */
  readonly kind: string;
  readonly isList: boolean;
}

export class Registry {
  readonly routes: readonly Route[];
  /** What the timers of each kind do. */
  readonly timers: ReadonlyMap<string, TimerWork>;
  readonly #byKind: ReadonlyMap<string, Resource>;
  readonly #surroundings: Surroundings;

  constructor(resources: readonly Resource[], surroundings: Surroundings) {
    this.#byKind = new Map(resources.map((resource) => [resource.object, resource]));
    this.#surroundings = surroundings;
    this.timers = new Map(resources.flatMap((resource) => Object.entries(resource.timers ?? {})));
    this.routes = resources.flatMap(routesOf);
  }

  /** The newest wire form of a row. */
  view(row: Row): Wire {
    const resource = this.#byKind.get(row.object);
    return resource?.view === undefined ? publicPart(row) : resource.view(row, this.#surroundings);
  }

  /** Rows anywhere in an answer viewed: a row, a list of rows, or a hash that holds rows. */
  viewDeep(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.viewDeep(one));
    if ("id" in value && "object" in value) return this.view(value as Row);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.viewDeep(one)]));
  }

  keysOf(row: Row): Readonly<Record<string, string | null | undefined>> {
    return this.#byKind.get(row.object)?.keys?.(row) ?? {};
  }

  /** True where a row's view depends on the moment it is looked at. */
  changesByItself(row: Row): boolean {
    return this.#byKind.get(row.object)?.changesByItself ?? false;
  }

  /** How rows of a kind are stored. */
  formOf(kind: string): RowForm | undefined {
    return this.#byKind.get(kind);
  }

  expandsOf(kind: string): Readonly<Record<string, Expansion>> {
    return this.#byKind.get(kind)?.expands ?? {};
  }

  /** Lets the resources above hear of what happened, in the unit of work it happened in. */
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
    };
  });
}
