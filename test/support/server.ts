/**
 * A server for wire tests, in this process, used over HTTP by the official client. Every call gets an account
 * of its own. `CHECKSTAND_TEST_ENGINE=postgres` runs the same tests on PostgreSQL.
 */
import Stripe from "stripe";
import { inject } from "vitest";
import { type Config, defaultConfig } from "../../src/config.ts";
import { type Running, type Sources, start } from "../../src/main.ts";
import { newDatabase } from "./postgres.ts";
import { Stripe14 } from "./stripe14.ts";

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into bodies of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
  readonly body: any;
  readonly text: string;
}

export interface TestServer {
  readonly url: string;
  readonly running: Running;
  /** A secret key that nobody else uses. */
  freshKey(): string;
  /**
   * The newest official client (or one as old as the first test suite), with a new key unless one is given.
   */
  stripe(key?: string): Stripe;
  stripe14(key?: string): Stripe;
  raw(
    method: string,
    path: string,
    options?: { key?: string; body?: string | Record<string, string>; headers?: Record<string, string> },
  ): Promise<RawReply>;
  close(): Promise<void>;
}

let counter = 0;

export async function startServer(config: Partial<Config> = {}, sources: Sources = {}): Promise<TestServer> {
  const running = await start(
    {
      ...defaultConfig,
      port: 0,
      demo: false,
      storage: await freshStorage(),
      redirectWaitSeconds: 0,
      pagePace: "fast",
      ...config,
    },
    sources,
  );
  const { hostname, port } = new URL(running.url);
  const place = { host: hostname, port: Number(port), protocol: "http" as const, maxNetworkRetries: 0 };
  const freshKey = () => `sk_test_${process.pid}x${Date.now()}x${counter++}`;
  return {
    url: running.url,
    running,
    freshKey,
    stripe: (key = freshKey()) => new Stripe(key, place),
    stripe14: (key = freshKey()) => new Stripe14(key, place),
    raw: async (method, path, { key = freshKey(), body, headers = {} } = {}) => {
      const response = await fetch(running.url + path, {
        method,
        redirect: "manual",
        headers: {
          ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : new URLSearchParams(body).toString() }),
      });
      const text = await response.text();
      const json = response.headers.get("content-type")?.includes("application/json") ?? false;
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: json ? JSON.parse(text) : text,
      };
    },
    close: () => running.close(),
  };
}

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of a PostgreSQL for tests; "" if none could be started. */
    postgresUrl: string;
  }
}

/** Empty storage of the engine that these tests run on. */
export async function freshStorage(): Promise<Config["storage"]> {
  if (process.env.CHECKSTAND_TEST_ENGINE !== "postgres") return { kind: "memory" };
  // Servers that share a database would process each other's timers.
  return { kind: "postgres", url: await newDatabase(inject("postgresUrl")) };
}
