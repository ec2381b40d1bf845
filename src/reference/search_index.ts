/** Builds the index of the search from the reference. Pure. */
import { CARDS_PAGE, ERRORS_PAGE, EVENTS_PAGE, objectPage, olderAnchor, VERSIONS_PAGE } from "./anchors.ts";
import type { EndpointEntry, ObjectEntry, Reference } from "./model.ts";
import { flattened } from "./parameters.ts";
import type { Entry, ParamGroup, SearchIndex } from "./search.ts";

export function searchIndexOf(reference: Reference): SearchIndex {
  const { objects, errors, declines, events, versions, cards } = reference;
  const codes = errors.flatMap(({ code }) => (code === null ? [] : code));
  return {
    entries: [
      ...objects.flatMap(objectEntries),
      ...codes.map((code): Entry => ["error", code, "Error code", `${ERRORS_PAGE}#${code}`]),
      ...declines.map(
        ({ declineCode }): Entry => [
          "error",
          declineCode,
          "Decline code",
          `${ERRORS_PAGE}#decline.${declineCode}`,
        ],
      ),
      ...events.map(
        ({ type, emitted }): Entry => [
          "event",
          type,
          emitted ? "Event" : "Event that is not sent here",
          `${EVENTS_PAGE}#${type}`,
        ],
      ),
      ...versions.map(
        ({ version, why }): Entry => ["version", version, why ?? "", `${VERSIONS_PAGE}#${version}`],
      ),
      ...cards.map(
        ({ number, names, outcome }): Entry => [
          "card",
          number,
          [...names, outcome].join(" ").replaceAll("`", ""),
          `${CARDS_PAGE}#${number}`,
        ],
      ),
    ],
    params: objects.flatMap((entry) => entry.endpoints.flatMap((endpoint) => paramGroups(entry, endpoint))),
  };
}

function objectEntries({ object, words, endpoints }: ObjectEntry): Entry[] {
  const page = objectPage(object);
  return [
    ["object", words.title, object, page],
    ...endpoints.map(({ name, title, anchor }): Entry => ["endpoint", name, title, `${page}#${anchor}`]),
  ];
}

function paramGroups({ object }: ObjectEntry, { name, anchor, params, older }: EndpointEntry): ParamGroup[] {
  const page = objectPage(object);
  const own = { page, endpoint: name, anchor, paths: flattened(params).map(({ path }) => path) };
  const before = older.map((versions) => ({
    page,
    endpoint: `${name}, before ${versions.before}`,
    anchor: olderAnchor(anchor, versions.before),
    paths: flattened(versions.params).map(({ path }) => path),
  }));
  return [own, ...before].filter(({ paths }) => paths.length > 0);
}
