/**
 * Builds dist/: the server and its types by the TypeScript compiler, the page's script and style by esbuild.
 * With --if-needed it does nothing while dist/ is newer than what it is made from.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
/** Written last: a build that broke off is never taken for a finished one. */
const stamp = join(dist, ".built");
const sources = ["src", "scripts/build.mjs", "package.json", "tsconfig.json", "tsconfig.build.json"];
const assets = ["src/page/client.ts", "src/page/page.css"];

if (process.argv.includes("--if-needed") && isFresh()) process.exit(0);
const started = Date.now();
rmSync(dist, { recursive: true, force: true });
compile();
await bundleAssets();
chmodSync(join(dist, "cli/main.js"), 0o755);
writeFileSync(stamp, "");
console.log(`built dist/ in ${((Date.now() - started) / 1000).toFixed(1)} s`);

function isFresh() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return sources.every((source) => newest(join(root, source)) <= built);
}

/** The latest change of a file, or of anything in a folder. */
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
  const missing = assets.filter((asset) => !existsSync(join(root, asset)));
  if (missing.length === assets.length && !hasPage()) {
    console.error("note: there is no hosted page yet; built without its script and style");
    return;
  }
  if (missing.length > 0) {
    console.error(`missing: ${missing.join(", ")}`);
    process.exit(1);
  }
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: assets,
    outdir: "dist/page/assets",
    bundle: true,
    minify: true,
    target: "es2022",
    logLevel: "warning",
  });
}

/** True once the hosted page is there: from then on its script and style must be too. */
function hasPage() {
  return readdirSync(join(root, "src/page")).some((name) => name.endsWith(".tsx"));
}
