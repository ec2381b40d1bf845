/**
 * The script and the style sheet of a room that has pages. A built program reads them from files; run from source,
 * esbuild bundles them.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface Bundles {
  readonly script: string;
  readonly css: string;
}

/**
 * The bundles of the room in `folder`: the script of `client/index.ts`, and the style sheet of this name.
 * `scripts/build.mjs` puts both into `assets/`.
 */
export async function bundlesOf(folder: URL, css: string): Promise<Bundles> {
  const script = new URL("assets/client.js", folder);
  if (!existsSync(script)) return bundled([new URL("client/index.ts", folder), new URL(css, folder)]);
  return {
    script: await readFile(script, "utf8"),
    css: await readFile(new URL(`assets/${css}`, folder), "utf8"),
  };
}

/** Used only when run from source, since esbuild is a development dependency. */
async function bundled(sources: readonly URL[]): Promise<Bundles> {
  const { build } = await import("esbuild");
  const made = await build({
    entryPoints: sources.map((source) => fileURLToPath(source)),
    bundle: true,
    minify: true,
    format: "iife", // pages on disk cannot load modules
    target: "es2022",
    outdir: "assets",
    write: false,
    logLevel: "silent",
  });
  const text = (extension: string) =>
    made.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? "";
  return { script: text(".js"), css: text(".css") };
}
