/** A server in a process of its own, as users run it: tests can kill it, weigh it and read what it complains of. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const READY_MS = 20_000;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
}

export interface Spawned {
  readonly port: number;
  /** From the command to the line that says it is ready. */
  readonly readyMs: number;
  /** What it wrote to its standard error so far. */
  complaints(): string;
  /** Resident memory in bytes; 0 where this system does not tell. */
  memory(): number;
  running(): boolean;
  /** Ends it at once, as a power switch would. */
  kill(): Promise<void>;
  /** Tells it to stop; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the command line with these arguments, from the source, or from `main` where that is compiled. */
export async function spawnServer(args: readonly string[], main: string = SOURCE): Promise<Spawned> {
  const loader = main.endsWith(".ts") ? ["--import", "tsx"] : [];
  const began = performance.now();
  const child = spawn(process.execPath, [...loader, main, "--port", "0", "--no-demo", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
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

export type Headers = Readonly<Record<string, string>>;
/** Sends one request; rejects where no whole answer came. */
export type Send = (
  method: string,
  path: string,
  headers: Headers,
  body?: Buffer | string,
) => Promise<Answer>;

/** A client of the server at `port` on connections of its own, at most so many. `close` it after use. */
export function clientOf(port: number, connections: number): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send: Send = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const options = { host: "127.0.0.1", port, method, path, agent, headers: { ...headers, ...length } };
      const sending = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode = 0 } = response;
          resolve({ status: statusCode, headers: response.headers, text, ms: performance.now() - began });
        });
      });
      sending.on("error", reject);
      sending.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** A POST of form parameters, or a GET where there are none. */
export function asking(send: Send, key: string) {
  return (path: string, form: Readonly<Record<string, string>> | null = null, headers: Headers = {}) => {
    const all = { authorization: `Bearer ${key}`, ...headers };
    if (form === null) return send("GET", path, all);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return send("POST", path, { ...all, ...type }, new URLSearchParams(form).toString());
  };
}
