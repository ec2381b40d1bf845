/**
 * The script, style sheet and icon of the page: read once at the start, served from memory under names that carry
 * a hash of their content. Built files lie in `assets/` beside this one; run from source, esbuild makes them.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";

export interface AssetUrls {
  readonly script: string;
  readonly css: string;
  readonly icon: string;
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

/** Loaded once for the process, however many servers it runs. */
export function loadAssets(): Promise<PageAssets> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PageAssets> {
  const built = new URL("./assets/", import.meta.url);
  const { script, css } = existsSync(new URL("client.js", built))
    ? {
        script: await readFile(new URL("client.js", built), "utf8"),
        css: await readFile(new URL("page.css", built), "utf8"),
      }
    : await bundle();
  const files = new Map<string, { type: string; text: string }>();
  const add = (name: string, extension: string, type: string, text: string) => {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARS);
    const url = `${PREFIX}${name}.${hash}.${extension}`;
    files.set(url, { type, text });
    return url;
  };
  const urls = {
    script: add("client", "js", "text/javascript; charset=utf-8", script),
    css: add("page", "css", "text/css; charset=utf-8", css),
    icon: add("icon", "svg", "image/svg+xml", ICON),
  };
  return { urls, files };
}

/** Only when run from source: esbuild is no run-time dependency. */
async function bundle(): Promise<{ script: string; css: string }> {
  const { build } = await import("esbuild");
  const made = await build({
    entryPoints: ["client.ts", "page.css"].map((file) => fileURLToPath(new URL(file, import.meta.url))),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "assets",
    write: false,
    logLevel: "silent",
  });
  const text = (extension: string) =>
    made.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? "";
  return { script: text(".js"), css: text(".css") };
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
