/**
 * A server in a separate process, as users run it: tests can kill it, measure its memory and read its errors.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const READY_MS = 20_000;

export interface Spawned {
  readonly port: number;
  /** The time from the command to the line that says it is ready. */
  readonly readyMs: number;
  /** What it has written to standard error so far. */
  complaints(): string;
  /** Resident memory in bytes; 0 if this system does not report it. */
  memory(): number;
  running(): boolean;
  /** Ends it at once, as a power failure would. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the command line with these arguments, from the source, or from `main` if it is compiled. */
export async function spawnServer(args: readonly string[], main: string = SOURCE): Promise<Spawned> {
  const loader = main.endsWith(".ts") ? ["--import", "tsx"] : [];
  const began = performance.now();
  const child = spawn(process.execPath, [...loader, main, "--port", "0", "--no-demo", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: withoutSettings(process.env),
  });
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const port = await portFrom(child, () => complaints);
  return {
    port,
    readyMs: performance.now() - began,
    complaints: () => complaints,
    memory: () => memoryOf(child.pid),
    running: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/**
 * Environment variables without those that configure this server, which whoever runs the tests may have set.
 */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("CHECKSTAND_")));
}

function portFrom(child: ChildProcess, complaints: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const fail = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`${why}: ${text}${complaints()}`));
    };
    const timer = setTimeout(() => fail("the server did not become ready"), READY_MS);
    child.on("exit", () => fail("the server ended before it was ready"));
    child.stdout?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      const port = /^checkstand ready on http:\/\/127\.0\.0\.1:(\d+)$/m.exec(text)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

function memoryOf(pid: number | undefined): number {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}
