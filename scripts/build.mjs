/**
 * Builds dist/: compiles the server and its types with TypeScript, bundles the page's script and styles with
 * esbuild, and bundles fastify into one file. With --if-needed it does nothing if dist/ is newer than all
 * sources.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
/** Written last, so that an interrupted build does not count as finished. */
const stamp = join(dist, ".built");
const sources = ["src", "scripts/build.mjs", "package.json", "tsconfig.json", "tsconfig.build.json"];
/** What to bundle, by folder and by the names of the files there. */
const assets = {
  "dist/page/assets": { client: "src/page/client/index.ts", page: "src/page/page.css" },
  "dist/reference/assets": { client: "src/reference/client/index.ts", docs: "src/reference/docs.css" },
  "dist/stripe_js/assets": {
    client: "src/stripe_js/client/index.ts",
    frame_client: "src/stripe_js/frame_client/index.ts",
    frame: "src/stripe_js/frame.css",
  },
};

if (process.argv.includes("--if-needed") && isFresh()) process.exit(0);
const started = Date.now();
rmSync(dist, { recursive: true, force: true });
compile();
await bundleAssets();
await bundleFastify();
chmodSync(join(dist, "cli/main.js"), 0o755);
writeFileSync(stamp, "");
console.log(`built dist/ in ${((Date.now() - started) / 1000).toFixed(1)} s`);

function isFresh() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return sources.every((source) => newest(join(root, source)) <= built);
}

/** When a file, or the newest file in a folder, was changed. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const within = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...within);
}

function compile() {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { status, error } = spawnSync(tsc, ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

async function bundleAssets() {
  const missing = Object.values(assets)
    .flatMap((files) => Object.values(files))
    .filter((asset) => !existsSync(join(root, asset)));
  if (missing.length > 0) {
    console.error(`missing: ${missing.join(", ")}`);
    process.exit(1);
  }
  const { build } = await import("esbuild");
  for (const [outdir, entryPoints] of Object.entries(assets)) {
    await build({
      absWorkingDir: root,
      entryPoints,
      outdir,
      bundle: true,
      minify: true,
      target: "es2022",
      logLevel: "warning",
    });
  }
}

/**
 * Bundles fastify into one file of the package. A published package cannot choose the versions of indirect
 * dependencies, and `cookie`, which fastify brings for `inject`, does not support Node 20: installers that
 * check `engines` would refuse to install. See docs/decisions/0016-dependencies.md.
 */
async function bundleFastify() {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: 'module.exports = require("fastify");', resolveDir: root },
    outfile: "dist/vendor/fastify.cjs",
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["pino"], // a dependency of our own
    metafile: true,
    logLevel: "warning",
  });
  const app = join(dist, "api/app.js");
  const text = readFileSync(app, "utf8");
  const bundled = text.replace('from "fastify"', 'from "../vendor/fastify.cjs"');
  if (bundled === text) throw new Error("api/app.js does not import fastify any more");
  writeFileSync(app, bundled);
  writeFileSync(join(dist, "vendor/LICENSES.txt"), licencesOf(Object.keys(metafile.inputs)));
}

/** The licence texts of all packages that these files belong to. */
function licencesOf(files) {
  const packages = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(packages.filter((path) => path !== undefined))]
    .sort()
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
      const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? "" : readFileSync(join(root, path, file), "utf8").trim();
      return `${name} ${version}, ${license}\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
