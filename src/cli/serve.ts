/** The command `serve`: starts a server, prints the banner, and stops the server on a signal. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Branch } from "../params/form.ts";
import { bannerOf } from "./banner.ts";
import { EXIT, faultOf } from "./faults.ts";
import { configFrom } from "./settings.ts";

/** How long a stop may take, in milliseconds. After that the process exits with an error. */
const STOP_MS = 10_000;

/** Runs the server until a signal, and exits the process; also after an error at the start. */
export async function serve(flags: Branch, version: string): Promise<void> {
  let config: Config | null = null;
  try {
    config = await configFrom(flags, process.env);
    if (config.storage.kind === "sqlite") prepareDirectory(config.storage.directory);
    const { start } = await import("../main.ts");
    const running = await start(config);
    stopOnSignals(() => running.close());
    const { url, webhookSecret, checkoutUrl } = running;
    process.stdout.write(bannerOf(config, { version, url, webhookSecret, checkoutUrl }));
  } catch (error) {
    const { exitCode, line } = faultOf(error, config);
    process.stderr.write(`checkstand: ${line}\n`);
    if (config?.logLevel === "debug" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exit(exitCode);
  }
}

/** Makes a data directory that only its owner can read and that git ignores. */
function prepareDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ignore = join(directory, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
}

function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(EXIT.startFailed);
    stopping = true;
    setTimeout(() => process.exit(EXIT.startFailed), STOP_MS).unref();
    close().then(
      () => process.exit(EXIT.ok),
      (error: unknown) => {
        process.stderr.write(`checkstand: did not stop cleanly: ${String(error)}\n`);
        process.exit(EXIT.startFailed);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}
