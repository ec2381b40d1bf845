/**
 * The scripts and the style sheet of a room that has pages. A built program reads them from files; run from source,
 * esbuild bundles them.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * The bundles of the room in `folder`, one for each source: the script of a folder such as `client/`, or a style sheet.
 * `scripts/build.mjs` puts them into `assets/`, named after the folder or the style sheet.
 */
export function bundlesOf<Source extends string>(
  folder: URL,
  sources: readonly Source[],
): Promise<Readonly<Record<Source, string>>> {
  const isBuilt = existsSync(new URL("assets/", folder));
  return isBuilt ? read(folder, sources) : bundled(folder, sources);
}

async function read<Source extends string>(folder: URL, sources: readonly Source[]) {
  const texts = sources.map(async (source) => {
    const file = source.endsWith("/") ? `${source.slice(0, -1)}.js` : source;
    return [source, await readFile(new URL(`assets/${file}`, folder), "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(texts)) as Record<Source, string>; // one for each source
}

/** Used only when run from source, since esbuild is a development dependency. */
async function bundled<Source extends string>(folder: URL, sources: readonly Source[]) {
  const { build } = await import("esbuild");
  const texts = sources.map(async (source) => {
    const file = source.endsWith("/") ? `${source}index.ts` : source;
    const made = await build({
      entryPoints: [fileURLToPath(new URL(file, folder))],
      bundle: true,
      minify: true,
      format: "iife", // pages on disk cannot load modules
      target: "es2022",
      write: false,
      logLevel: "silent",
    });
    return [source, made.outputFiles[0]?.text ?? ""] as const;
  });
  return Object.fromEntries(await Promise.all(texts)) as Record<Source, string>; // one for each source
}
