/** Compiled code for measurements, in a folder of its own that no later build takes away. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** On the working disk, because a commit's cost is the disk's; and where packages are found from. */
const cache = join(root, "node_modules/.cache/checkstand");

/** A new empty folder beside the compiled code; `remove` it after use. */
export function workFolder() {
  mkdirSync(cache, { recursive: true });
  const path = mkdtempSync(join(cache, "run-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Builds, and copies dist/ into `folder`. While the tree has type errors the build refuses; then the code is
 * compiled as it is, and `complete` is false.
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
