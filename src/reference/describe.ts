/**
 * Turns the definitions into the reference as data. Pure; only this file reads resources, versions, event
 * types.
 */

import { EVENT_TYPES } from "../resources/events/event_types.ts";
import type { Route } from "../resources/registry.ts";
import type { Expansion, Operation, Resource } from "../resources/resource.ts";
import type { VersionChange } from "../versions/change.ts";
import { dialectOf, VERSIONS } from "../versions/index.ts";
import { cardEntries, declineEntries } from "./cards.ts";
import { EMITTED_EVENTS } from "./emitted_events.ts";
import { errorEntries } from "./errors.ts";
import type {
  EndpointEntry,
  EventEntry,
  ExpansionEntry,
  ObjectChange,
  ObjectEntry,
  OlderParams,
  Reference,
  VersionEntry,
} from "./model.ts";
import { paramTree } from "./parameters.ts";
import { AREAS, ENDPOINT_TITLES, wordsOf } from "./words.ts";

/** What the reference is built from, besides the tables of errors, events, cards and versions. */
export interface Definitions {
  readonly resources: readonly Resource[];
  readonly routes: readonly Route[];
}

/** Internal objects, which the API never shows, have names that begin with an underscore. */
function isShown({ object }: Resource): boolean {
  return !object.startsWith("_");
}

/** Whether an endpoint is described with an object: one of its own, or of an internal object that answers with it. */
function isOf(route: Route, resource: Resource): boolean {
  return route.resource === resource || (!isShown(route.resource) && route.kind === resource.object);
}

export function referenceOf({ resources, routes }: Definitions): Reference {
  const changes = allChanges();
  const events = eventEntries(resources);
  const shown = resources.filter(isShown).map((resource) => ({
    object: resource.object,
    words: wordsOf(resource.object),
    endpoints: routes.filter((route) => isOf(route, resource)).map((route) => endpointOf(route, changes)),
    expansions: Object.entries(resource.expands ?? {}).map(([path, one]) => expansionOf(path, one)),
    events: events.filter((event) => event.object === resource.object),
    changes: changes.flatMap((change) => objectChange(change, resource.object)),
  }));
  const areas = areasOf(shown);
  return {
    version: VERSIONS[0],
    areas,
    objects: areas.flatMap((area) => area.objects),
    errors: errorEntries(),
    declines: declineEntries(),
    events,
    versions: versionEntries(changes),
    cards: cardEntries(),
  };
}

/** All version changes since the oldest version, newest first. */
function allChanges(): readonly VersionChange[] {
  const oldest = VERSIONS[VERSIONS.length - 1];
  return (oldest === undefined ? null : dialectOf(oldest))?.changes ?? [];
}

/**
 * The objects grouped by area, as listed in `words.ts`; objects that are not listed form an area of their
 * own.
 */
function areasOf(objects: readonly ObjectEntry[]): Reference["areas"] {
  const placed = AREAS.map(({ title, objects: named }) => ({
    title,
    objects: Object.keys(named).flatMap((name) => objects.find(({ object }) => object === name) ?? []),
  }));
  const rest = objects.filter((entry) => !placed.some((area) => area.objects.includes(entry)));
  const more = rest.length === 0 ? [] : [{ title: "More", objects: rest }];
  return [...placed, ...more].filter((area) => area.objects.length > 0);
}

function endpointOf(route: Route, changes: readonly VersionChange[]): EndpointEntry {
  const { name, method, path, operation, kind, isList } = route;
  return {
    name,
    method,
    path,
    title: ENDPOINT_TITLES[name] ?? titleOf(route),
    anchor: anchorOf(route),
    forBrowsers: operation.keys === "secret_or_publishable",
    answers: { object: kind, isList },
    params: paramTree(operation.params),
    since: sinceOf(name, operation, changes),
    older: changes.flatMap((change) => olderParams(name, change)),
  };
}

/**
 * The path after the id ("expire", "tax_ids" or ""), and whether there is an id and a second id after it; or the
 * whole path, where it has no id ("preview/lines").
 */
function partsOf({ path, resource }: Route) {
  const [, id = "", rest = "", sub] = path.slice(resource.path.length).split("/");
  const isName = id !== "" && !id.startsWith(":");
  const name = isName ? path.slice(resource.path.length + 1) : null;
  return { name, onOne: id !== "", rest, sub: sub !== undefined };
}

const PLAIN_VERBS: Readonly<Record<string, string>> = { GET: "retrieve", POST: "update", DELETE: "delete" };

function anchorOf(route: Route): string {
  const { name, onOne, rest, sub } = partsOf(route);
  const { method, isList, isSearch } = route;
  // "search" is the search box of the page.
  if (isSearch) return "find";
  if (name !== null) return name.replaceAll("/", "-");
  if (!onOne) return method === "GET" ? "list" : "create";
  const plain = PLAIN_VERBS[method] ?? method.toLowerCase();
  if (rest === "") return plain;
  if (isList) return `list-${rest}`;
  if (sub || method === "GET") return `${plain}-${rest}`;
  return route.kind === route.resource.object ? rest : `create-${rest}`;
}

function titleOf(route: Route): string {
  const { onOne, rest, sub } = partsOf(route);
  const { method, isList, kind, resource } = route;
  const own = wordsOf(resource.object);
  const answered = wordsOf(kind);
  if (route.isSearch) return `Search for ${answered.many}`;
  if (!onOne) return method === "GET" ? `List ${own.many}` : `Create ${own.one}`;
  const verb = capital(PLAIN_VERBS[method] ?? method.toLowerCase());
  if (rest === "") return `${verb} ${own.one}`;
  if (isList) return `List the ${answered.many} of ${own.one}`;
  if (sub) return `${verb} ${answered.one} of ${own.one}`;
  if (kind !== resource.object) return `Create ${answered.one} for ${own.one}`;
  return `${capital(rest.replaceAll("_", " "))} ${own.one}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** By parameter, the version that added it; the newest if it was added more than once. */
function sinceOf(
  name: string,
  { params }: Operation,
  changes: readonly VersionChange[],
): ReadonlyMap<string, string> {
  const since = new Map<string, string>();
  for (const { version, params: changed } of changes) {
    for (const param of changed?.[name]?.without ?? []) {
      if (Object.hasOwn(params, param) && !since.has(param)) since.set(param, version);
    }
  }
  return since;
}

function olderParams(name: string, { version, params }: VersionChange): OlderParams[] {
  const change = params?.[name];
  if (change === undefined) return [];
  const nested = Object.entries(change.nested ?? {}).flatMap(([path, fields]) => {
    const [first = "", ...others] = path.split(".");
    const within =
      first + others.map((part) => (part.endsWith("[]") ? `[${part.slice(0, -2)}][]` : `[${part}]`)).join("");
    return paramTree(fields, (field) => `${within}[${field}]`);
  });
  const older = [...paramTree(change.fields ?? {}), ...nested];
  const without = change.without ?? [];
  return older.length + without.length === 0 ? [] : [{ before: version, without, params: older }];
}

function expansionOf(path: string, expansion: Expansion): ExpansionEntry {
  switch (expansion.by) {
    case "reference":
      return { path, kinds: [expansion.kind, ...expansion.others] };
    case "presence":
      return { path, kinds: [expansion.kind] };
    case "inclusion":
      return { path, kinds: expansion.kind === null ? [] : [expansion.kind] };
  }
}

function objectChange({ version, objects, expands }: VersionChange, object: string): ObjectChange[] {
  const shape = objects !== undefined && Object.hasOwn(objects, object);
  const expand = expands?.[object];
  if (!shape && expand === undefined) return [];
  return [
    {
      version,
      shape,
      expandedBefore: Object.keys(expand?.within ?? {}),
      notExpandedBefore: expand?.without ?? [],
    },
  ];
}

function eventEntries(resources: readonly Resource[]): readonly EventEntry[] {
  const known = new Set(resources.filter(isShown).map(({ object }) => object));
  return EVENT_TYPES.map((type) => ({
    type,
    emitted: EMITTED_EVENTS.includes(type),
    object: objectOfEvent(type, known),
  }));
}

/**
 * The object that an event is about: "customer.tax_id.created" is about a `tax_id`, as both objects exist
 * here.
 */
function objectOfEvent(type: string, known: ReadonlySet<string>): string | null {
  const about = type.slice(0, type.lastIndexOf("."));
  if (known.has(about)) return about;
  const [owner = "", own = "", ...more] = about.split(".");
  return more.length === 0 && known.has(owner) && known.has(own) ? own : null;
}

function versionEntries(changes: readonly VersionChange[]): readonly VersionEntry[] {
  return VERSIONS.map((version) => {
    const change = changes.find((one) => one.version === version);
    return {
      version,
      why: change?.why ?? null,
      objects: [...new Set([...Object.keys(change?.objects ?? {}), ...Object.keys(change?.expands ?? {})])],
      endpoints: Object.keys(change?.params ?? {}),
    };
  });
}
