/** Compiles the code to measure into a folder of its own, so that a later build does not remove it. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/**
 * On the disk of the repository, because the disk decides what a commit costs; and where Node finds the
 * packages.
 */
const cache = join(root, "node_modules/.cache/checkstand");

/** A new empty folder for one run. Call `remove` after use. */
export function workFolder() {
  mkdirSync(cache, { recursive: true });
  const path = mkdtempSync(join(cache, "run-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Builds, and copies dist/ into `folder`. If the build fails because of type errors, the code is compiled in
 * spite of them, and `complete` is false.
 */
export function buildInto(folder) {
  const dist = join(folder, "dist");
  const run = (args) => spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const built = run(["scripts/build.mjs", "--if-needed"]);
  const complete = built.status === 0;
  if (complete) cpSync(join(root, "dist"), dist, { recursive: true });
  else run(["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", dist]);
  if (!existsSync(join(dist, "main.js")))
    throw new Error(`nothing was built:\n${built.stdout}${built.stderr}`);
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return { dist, complete };
}
