/**
 * Ten thousand bodies that no client should send, over all operations: none may cause a 5xx, every refusal
 * has Stripe's shape, and afterwards the server answers as before. ROBUSTNESS_SEED repeats a run.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { allResources } from "../../src/resources/index.ts";
import { Registry, type Route } from "../../src/resources/registry.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import { type Answer, asking, clientOf, type Send } from "./client.ts";
import { type Body, malformedBody } from "./malformed_bodies.ts";
import { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const BODIES = 10_000;
const SEED = Number(process.env.ROBUSTNESS_SEED ?? 20_261_122);
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

let server: Spawned;
let send: Send;
let closeClient = () => {};

beforeAll(async () => {
  server = await spawnServer(["--memory"]);
  const client = clientOf(server.port, AT_ONCE);
  send = client.send;
  closeClient = client.close;
});
afterAll(async () => {
  closeClient();
  await server?.kill();
});

test(`${BODIES} malformed bodies, seed ${SEED}`, { timeout: 120_000 }, async () => {
  const random = new Seeded(SEED);
  const targets = await targetsOf();
  const before = server.memory();
  const tally = new Map<number, number>();
  let slowest = { ms: 0, kind: "" };
  let sent = 0;
  const work = async (): Promise<void> => {
    while (sent < BODIES) {
      const turn = sent++;
      // Every kind of body meets every operation in the end, because the two counters advance at different
      // rates.
      const target = targets[Math.floor(turn / 3) % targets.length];
      if (target === undefined) throw new Error("no operations");
      const body = malformedBody(random, turn, target);
      const path = pathFor(random, target, body);
      const headers = headersFor(random, body);
      const { method } = target.route;
      const answer = await send(method, path, headers, method === "POST" ? body.bytes : undefined);
      const what = `turn ${turn}, ${body.kind}, ${target.route.method} ${path.slice(0, 200)}: ${excerpt(body)}`;
      check(answer, what);
      tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
      if (answer.ms > slowest.ms) slowest = { ms: answer.ms, kind: what.slice(0, 100) };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(server.complaints()).toBe("");
  // Some bodies must be accepted: a run of refusals only would test nothing behind the parameter checks.
  expect(tally.get(200)).toBeGreaterThan(BODIES / 100);
  expect(tally.get(400)).toBeGreaterThan(BODIES / 4);
  await answersNormally();
  const grown = (server.memory() - before) / 1e6;
  const counts = [...tally].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${counts.join(", ")}; slowest ${slowest.ms.toFixed(1)} ms (${slowest.kind}); RSS +${grown.toFixed(0)} MB`,
  );
});

/** An operation with a body that it accepts and the id to use. */
interface Target {
  readonly route: Route;
  readonly fields: Route["operation"]["params"];
  readonly good: string;
  readonly id: string;
}

async function targetsOf(): Promise<Target[]> {
  const { goods, ids } = await objects();
  const registry = new Registry(allResources(VERSIONS), {
    checkoutOrigin: "",
    settings: DEFAULT_SETTINGS,
    now: () => 0,
  });
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

/** Creates one object of each kind, and returns them with the bodies that made them. */
async function objects() {
  const goods = new Map<string, string>();
  const ids = new Map<string, string>();
  const make = async (path: string, params: Record<string, string>): Promise<string> => {
    goods.set(`POST ${path}`, new URLSearchParams(params).toString());
    const reply = await asking(send, KEY)(path, params);
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    const { id } = JSON.parse(reply.text);
    ids.set(path, id);
    return id;
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
  // A request line may contain no spaces or control characters, and must fit Node's bound for heads.
  const query = body.bytes.toString("latin1").slice(0, 12_000);
  return `${path}?${query.replace(/[^!-~]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

/** Ids that already contain percent signs stay as they are. */
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
    throw new Error(`${status} ${text.slice(0, 300)}\n${what}\n${server.complaints()}`);
  }
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function excerpt(body: Body): string {
  return JSON.stringify(body.bytes.toString("utf8").slice(0, 300));
}

/** A polluted prototype would show in objects made after it. */
async function answersNormally(): Promise<void> {
  const ask = asking(send, "sk_test_afterwards");
  const made = await ask("/v1/products", { name: "Lamp", "metadata[order]": "6735" });
  const { id, ...rest } = JSON.parse(made.text);
  expect(rest).toMatchObject({ object: "product", metadata: { order: "6735" }, name: "Lamp", images: [] });
  expect(made.text).not.toContain("polluted");
  const seen = await ask(`/v1/products/${id}`);
  expect([seen.status, seen.text]).toEqual([200, made.text]);
}
