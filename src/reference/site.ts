/**
 * The reference as a folder of files that link to each other by bare file names: the server serves it, and
 * `npm run docs` writes it to disk. A page is drawn when it is first requested, then cached.
 */
import { createHash } from "node:crypto";
import { bundlesOf } from "../bundles.ts";
import { CARDS_PAGE, ERRORS_PAGE, EVENTS_PAGE, INDEX_PAGE, objectPage, VERSIONS_PAGE } from "./anchors.ts";
import { renderIndexPage } from "./pages/index_page.tsx";
import type { Frame } from "./pages/layout.tsx";
import { renderObjectPage } from "./pages/object_page.tsx";
import {
  renderCardsPage,
  renderErrorsPage,
  renderEventsPage,
  renderVersionsPage,
} from "./pages/table_pages.tsx";
import { searchIndexOf } from "./search_index.ts";

export interface SiteFile {
  readonly type: string;
  readonly text: string;
  /** A hash of the text. */
  readonly hash: string;
  /** Whether the name contains the hash, so that the file can be cached for good. */
  readonly isPinned: boolean;
}

export interface Site {
  readonly names: readonly string[];
  /** Null if there is no such file. */
  file(name: string): SiteFile | null;
}

const HASH_CHARS = 12;
const HTML = "text/html; charset=utf-8";
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5c4e"/>' +
  '<path d="M10 8h9l4 4v12H10z" fill="none" stroke="#fff" stroke-width="2.6" stroke-linejoin="round"/>' +
  '<path d="M13.5 15.5h6m-6 4.5h6" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>';

export async function openSite(parts: Omit<Frame, "assets">): Promise<Site> {
  const bundles = await bundlesOf(new URL("./", import.meta.url), ["client/", "docs.css"]);
  const pinned = new Map<string, SiteFile>();
  const pin = (name: string, extension: string, type: string, text: string): string => {
    const file = { type, text, hash: hashOf(text), isPinned: true };
    const full = `${name}.${file.hash}.${extension}`;
    pinned.set(full, file);
    return full;
  };
  const index = JSON.stringify(searchIndexOf(parts.reference));
  const assets = {
    script: pin("docs", "js", "text/javascript; charset=utf-8", bundles["client/"]),
    css: pin("docs", "css", "text/css; charset=utf-8", bundles["docs.css"]),
    search: pin("search", "js", "text/javascript; charset=utf-8", `window.checkstandSearch=${index};\n`),
    icon: pin("icon", "svg", "image/svg+xml", ICON),
  };
  const pages = pagesOf({ ...parts, assets });
  const drawn = new Map<string, SiteFile>();
  return {
    names: [...pages.keys(), ...pinned.keys()],
    file(name) {
      const known = pinned.get(name) ?? drawn.get(name);
      if (known !== undefined) return known;
      const draw = pages.get(name);
      if (draw === undefined) return null;
      const text = draw();
      const file = { type: HTML, text, hash: hashOf(text), isPinned: false };
      drawn.set(name, file);
      return file;
    },
  };
}

function pagesOf(frame: Frame): ReadonlyMap<string, () => string> {
  return new Map([
    [INDEX_PAGE, () => renderIndexPage(frame)],
    ...frame.reference.objects.map((entry): [string, () => string] => [
      objectPage(entry.object),
      () => renderObjectPage(frame, entry),
    ]),
    [ERRORS_PAGE, () => renderErrorsPage(frame)],
    [EVENTS_PAGE, () => renderEventsPage(frame)],
    [VERSIONS_PAGE, () => renderVersionsPage(frame)],
    [CARDS_PAGE, () => renderCardsPage(frame)],
  ]);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARS);
}
