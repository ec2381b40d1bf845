/**
 * Ten thousand bodies that no client should send, over every operation: none may end in a 5xx, every refusal has
 * the original's shape, and afterwards the server answers as before. CHECKSTAND_SEED repeats a run.
 */
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Registry, type Route } from "../../src/api/registry.ts";
import { allResources } from "../../src/resources/index.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { type Body, malformedBody } from "./malformed_bodies.ts";
import { Seeded } from "./seeded.ts";

const BODIES = 10_000;
const SEED = Number(process.env.CHECKSTAND_SEED ?? 20_261_122);
const AT_ONCE = 4;
const KEY = "sk_test_robustness";
const VERSION_HEADERS = ["", "2023-10-16", ...VERSIONS];
const NO_VERSIONS = ["2099-01-01", "yesterday", "2023-10-16, 2023-10-16"];
const NO_SUCH_IDS = [
  "cs_test_none",
  "%00",
  "__proto__",
  "..%2f..",
  "%ED%A0%80",
  "a".repeat(4_000),
  "é",
  "%20",
];

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

let server: TestServer;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const reports: unknown[][] = [];

beforeAll(async () => {
  // The server tells of its own faults there.
  vi.spyOn(console, "error").mockImplementation((...words) => void reports.push(words));
  server = await startServer();
});
afterAll(async () => {
  vi.restoreAllMocks();
  agent.destroy();
  await server.close();
});

test(`${BODIES} malformed bodies, seed ${SEED}`, { timeout: 120_000 }, async () => {
  const random = new Seeded(SEED);
  const targets = await targetsOf();
  const before = process.memoryUsage.rss();
  const tally = new Map<number, number>();
  let slowest = { ms: 0, kind: "" };
  let sent = 0;
  const work = async (): Promise<void> => {
    while (sent < BODIES) {
      const turn = sent++;
      // Every kind of body meets every operation in the end: the two counts go round at different paces.
      const target = targets[Math.floor(turn / 3) % targets.length];
      if (target === undefined) throw new Error("no operations");
      const body = malformedBody(random, turn, target);
      const path = pathFor(random, target, body);
      const headers = headersFor(random, body);
      const answer = await call(target.route.method, path, headers, body.bytes);
      const what = `turn ${turn}, ${body.kind}, ${target.route.method} ${path.slice(0, 200)}: ${excerpt(body)}`;
      check(answer, what);
      tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
      if (answer.ms > slowest.ms) slowest = { ms: answer.ms, kind: what.slice(0, 100) };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(reports).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect("polluted" in {}).toBe(false);
  // Both sides of the door were met: a run of nothing but refusals would test the door alone.
  expect(tally.get(200)).toBeGreaterThan(BODIES / 100);
  expect(tally.get(400)).toBeGreaterThan(BODIES / 4);
  await answersNormally();
  const grown = (process.memoryUsage.rss() - before) / 1e6;
  const counts = [...tally].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${counts.join(", ")}; slowest ${slowest.ms.toFixed(1)} ms (${slowest.kind}); RSS +${grown.toFixed(0)} MB`,
  );
});

/** An operation with a body it takes and the id it takes it for. */
interface Target {
  readonly route: Route;
  readonly fields: Route["operation"]["params"];
  readonly good: string;
  readonly id: string;
}

async function targetsOf(): Promise<Target[]> {
  const { goods, ids } = await objects();
  const registry = new Registry(allResources(VERSIONS), { checkoutOrigin: "", now: () => 0 });
  return registry.routes.map((route) => ({
    route,
    fields: route.operation.params,
    good: goods.get(route.name) ?? harmless(route),
    id: ids.get(route.resource.path) ?? "none",
  }));
}

function harmless({ operation: { params } }: Route): string {
  if ("metadata" in params) return "metadata[a]=b";
  return "limit" in params ? "limit=3" : "";
}

/** One object of each kind that can be made, with the bodies that made them. */
async function objects() {
  const goods = new Map<string, string>();
  const ids = new Map<string, string>();
  const make = async (path: string, params: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams(params).toString();
    goods.set(`POST ${path}`, body);
    const reply = await server.raw("POST", path, { key: KEY, body });
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    ids.set(path, reply.body.id);
    return reply.body.id;
  };
  const product = await make("/v1/products", { name: "Lamp", description: "Bright" });
  const price = await make("/v1/prices", { product, unit_amount: "2000", currency: "usd" });
  await make("/v1/customers", { email: "jenny@example.com", name: "Jenny", "address[country]": "DE" });
  await make("/v1/payment_methods", { type: "card", "card[token]": "tok_visa" });
  await make("/v1/payment_intents", { amount: "2000", currency: "usd", "payment_method_types[0]": "card" });
  await make("/v1/webhook_endpoints", {
    url: "http://127.0.0.1:9/hook",
    "enabled_events[0]": "product.created",
  });
  const session = {
    mode: "payment",
    "line_items[0][price]": price,
    "line_items[0][quantity]": "2",
    success_url: "https://example.com/success",
    customer_email: "jenny@example.com",
    "metadata[order]": "6735",
  };
  const open = await make("/v1/checkout/sessions", session);
  ids.set("/v1/payment_pages", open);
  goods.set("POST /v1/payment_pages/:id/confirm", "payment_method=pm_card_visa");
  return { goods, ids };
}

function pathFor(random: Seeded, target: Target, body: Body): string {
  const id = random.chance(0.9) ? target.id : random.pick(NO_SUCH_IDS);
  const path = target.route.path.replace(/:\w+/g, encodeURI(decodable(id)));
  if (target.route.method === "POST") return path;
  // What goes into a request line: no spaces, no control characters, not beyond Node's bound for heads.
  const query = body.bytes.toString("latin1").slice(0, 12_000);
  return `${path}?${query.replace(/[^!-~]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

/** Ids that are written with percent signs already stay as they are. */
function decodable(id: string): string {
  return id.includes("%") ? id.replaceAll("%", "\u0001") : id;
}

function headersFor(random: Seeded, body: Body): Record<string, string> {
  const version = random.pick(random.chance(0.97) ? VERSION_HEADERS : NO_VERSIONS);
  return {
    authorization: random.chance(0.97)
      ? `Bearer ${KEY}`
      : random.pick(["Bearer", "Basic !!", "Bearer a b", "x"]),
    "content-type": body.contentType,
    ...(version === "" ? {} : { "stripe-version": version }),
    ...(random.chance(0.05) ? { "idempotency-key": `k${random.between(0, 500)}` } : {}),
    ...(random.chance(0.02) ? { "idempotency-key": "k".repeat(300) } : {}),
  };
}

function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer | null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const url = new URL(server.url);
    const length = body === null || method === "GET" ? {} : { "content-length": String(body.length) };
    const options = {
      host: url.hostname,
      port: url.port,
      method,
      path,
      agent,
      headers: { ...headers, ...length },
    };
    const sending = request(options, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - began }),
      );
    });
    sending.on("error", reject);
    sending.end(method === "GET" ? undefined : body);
  });
}

function check({ status, text }: Answer, what: string): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`${status}, and not JSON: ${text.slice(0, 300)}\n${what}`);
  }
  if (status === 200) {
    if (!isHash(body) || !("object" in body || "deleted" in body))
      throw new Error(`no object: ${text}\n${what}`);
    return;
  }
  const error = isHash(body) ? body.error : undefined;
  const shaped = isHash(error) && typeof error.message === "string" && typeof error.type === "string";
  if (status < 400 || status >= 500 || !shaped) {
    throw new Error(`${status} ${text.slice(0, 300)}\n${what}\n${reports.map(String).join("\n")}`);
  }
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function excerpt(body: Body): string {
  return JSON.stringify(body.bytes.toString("utf8").slice(0, 300));
}

async function answersNormally(): Promise<void> {
  const key = server.freshKey();
  const made = await server.raw("POST", "/v1/products", { key, body: { name: "Lamp" } });
  expect(made.status).toBe(200);
  const seen = await server.raw("GET", `/v1/products/${made.body.id}`, { key });
  expect(seen.body).toEqual(made.body);
}
