/**
 * The page's script, style sheet, icon and region lists: loaded once at the start, served from memory under
 * names with a hash of their content.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { bundlesOf } from "../../bundles.ts";
import { REGIONS } from "../../form/regions_data.ts";

export interface AssetUrls {
  readonly script: string;
  readonly css: string;
  readonly icon: string;
  /** The region lists of all countries, for `region_list.ts`; loaded by forms with a whole address. */
  readonly regions: string;
}
export interface PageAssets {
  readonly urls: AssetUrls;
  readonly files: ReadonlyMap<string, { readonly type: string; readonly text: string }>;
}

const PREFIX = "/_checkstand/page/";
const HASH_CHARS = 12;
const YEAR_SECONDS = 31_536_000;
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5c4e"/>' +
  '<path d="m8.5 16.5 5 5 10-11" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" ' +
  'stroke-linejoin="round"/></svg>';

let loading: Promise<PageAssets> | null = null;

/** Loads the assets once per process, also if it runs several servers. */
export function loadAssets(): Promise<PageAssets> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PageAssets> {
  const bundles = await bundlesOf(new URL("../", import.meta.url), ["client/", "page.css"]);
  const files = new Map<string, { type: string; text: string }>();
  const add = (name: string, extension: string, type: string, text: string) => {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARS);
    const url = `${PREFIX}${name}.${hash}.${extension}`;
    files.set(url, { type, text });
    return url;
  };
  const urls = {
    script: add("client", "js", "text/javascript; charset=utf-8", bundles["client/"]),
    css: add("page", "css", "text/css; charset=utf-8", bundles["page.css"]),
    icon: add("icon", "svg", "image/svg+xml", ICON),
    regions: add("regions", "json", "application/json; charset=utf-8", JSON.stringify(REGIONS)),
  };
  return { urls, files };
}

export function serveAssets(app: FastifyInstance, assets: PageAssets): void {
  for (const [url, { type, text }] of assets.files) {
    app.get(url, (_request, reply) =>
      reply
        .headers({
          "content-type": type,
          "cache-control": `public, max-age=${YEAR_SECONDS}, immutable`,
          "x-content-type-options": "nosniff",
        })
        .send(text),
    );
  }
}
