/**
 * File names of pages and anchors within them. The search script uses them too, so this file imports nothing.
 */

/** The path under which a server shows the reference. */
export const DOCS_PATH = "/_checkstand/docs";

export const INDEX_PAGE = "index.html";
export const ERRORS_PAGE = "error_codes.html";
export const EVENTS_PAGE = "event_types.html";
export const VERSIONS_PAGE = "api_versions.html";
export const CARDS_PAGE = "test_cards.html";

/** The page of an object: "checkout.session" → "checkout_session.html". */
export function objectPage(object: string): string {
  return `${object.replaceAll(".", "_")}.html`;
}

/** The anchor of a parameter: "line_items[][price]" of "create" → "create.line_items.price". */
export function paramAnchor(endpoint: string, path: string): string {
  return `${endpoint}.${path.replaceAll("[]", "").replaceAll("[", ".").replaceAll("]", "")}`;
}

/** The anchor of the parameters that only versions before `before` have. */
export function olderAnchor(endpoint: string, before: string): string {
  return `${endpoint}.before-${before}`;
}
