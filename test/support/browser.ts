/**
 * Finds a Chromium for tests, wherever this machine has one. Vitest runs the default export before the page
 * tests: it installs a browser if there is none.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const INSTALL_TIMEOUT_MS = 300_000;

/** In this order: the one the environment names, the system's, one that Playwright downloaded earlier. */
function candidates(): string[] {
  const named = process.env.CHECKSTAND_BROWSER;
  return [
    ...(named === undefined ? [] : [named]),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ...fetchedByPlaywright(),
  ];
}

function fetchedByPlaywright(): string[] {
  const caches = [join(homedir(), ".cache/ms-playwright"), join(homedir(), "Library/Caches/ms-playwright")];
  const root = [process.env.PLAYWRIGHT_BROWSERS_PATH, ...caches].find((path) => path && existsSync(path));
  if (root === undefined) return [];
  const inside = [
    "chrome-linux/headless_shell",
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-headless-shell-mac-arm64/chrome-headless-shell",
    "chrome-headless-shell-mac-x64/chrome-headless-shell",
  ];
  const folders = readdirSync(root).filter((name) => name.startsWith("chromium"));
  return folders.flatMap((folder) => inside.map((path) => join(root, folder, path)));
}

function findBrowser(): string | undefined {
  return candidates().find((path) => existsSync(path));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function install(): void {
  const options = { stdio: "inherit", timeout: INSTALL_TIMEOUT_MS } as const;
  if (platform() === "linux" && isRoot() && existsSync("/usr/bin/apt-get")) {
    execFileSync("apt-get", ["update", "-qq"], options);
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], options);
    return;
  }
  execFileSync("npx", ["playwright-core", "install", "chromium-headless-shell"], options);
}

/** Ensures that there is a browser before any test waits for one: installing takes longer than a test may. */
export default function setup(): void {
  if (findBrowser() === undefined) install();
}

/** A headless Chromium that connects to nothing except the pages it is shown. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("no Chromium found; name one in CHECKSTAND_BROWSER");
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...(isRoot() ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-dev-shm-usage",
      "--disable-extensions",
      "--disable-sync",
      "--metrics-recording-only",
      "--no-first-run",
      "--no-pings",
    ],
  });
}
