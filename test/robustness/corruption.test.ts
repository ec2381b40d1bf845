/**
 * Changes single bytes of a database file on the disk. Either the server does not start and says so in one
 * line, or each answer is exactly what was stored or an error; it never returns anything else.
 * CHECKSTAND_CORRUPTIONS sets how many bytes are changed, one at a time, and CHECKSTAND_CORRUPTION_SEED which
 * ones.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultOf } from "../../src/cli/faults.ts";
import { defaultConfig } from "../../src/config.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Seeded } from "./seeded.ts";

const NOW = 1_800_000_000;
const YEARS_SECONDS = 10 * 366 * 86_400;
const CORRUPTIONS = Number(process.env.CHECKSTAND_CORRUPTIONS ?? 60);
const SEED = Number(process.env.CHECKSTAND_CORRUPTION_SEED ?? 7);
const MS_PER_CORRUPTION = 3000;
const KEY = "sk_test_corruption";
const OTHER_KEY = "sk_test_corruption2";
const EACH = 6;

/** One request and whose key it uses. */
interface Question {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly key: string;
  readonly idempotencyKey?: string;
  readonly body?: Record<string, string>;
}

const home = mkdtempSync(join(tmpdir(), "checkstand-corruption-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const configFor = (directory: string) => ({
  storage: { kind: "sqlite", directory } as const,
  checkoutOrigin: "http://127.0.0.1:1", // the same for every server, so that their answers are too
  logLevel: "silent" as const,
});
/** With a fixed clock no timer becomes due, and every server gives the same answers. */
const open = (directory: string) => startServer(configFor(directory), { clock: new FixedClock(NOW) });

/**
 * Creates objects of many kinds, some changed, deleted or hidden, in two accounts; returns the requests to
 * make.
 */
async function fill(server: TestServer): Promise<Question[]> {
  const questions: Question[] = [];
  const get = (path: string, key = KEY) => questions.push({ method: "GET", path, key });
  const post = async (path: string, body: Record<string, string>, key = KEY): Promise<string> => {
    const idempotencyKey = `key ${questions.length}`;
    const reply = await server.raw("POST", path, {
      key,
      body,
      headers: { "idempotency-key": idempotencyKey },
    });
    expect([reply.status, reply.text]).toEqual([200, expect.anything()]);
    questions.push({ method: "POST", path, key, idempotencyKey, body });
    return reply.body.id;
  };
  const endpoint = await post("/v1/webhook_endpoints", {
    url: "http://127.0.0.1:9/",
    "enabled_events[]": "customer.deleted",
  });
  get(`/v1/webhook_endpoints/${endpoint}`);
  for (let i = 0; i < EACH; i++) {
    const key = i % 3 === 2 ? OTHER_KEY : KEY;
    const product = await post("/v1/products", { name: `Mug number ${i}`, "metadata[size]": `${i}` }, key);
    const price = await post("/v1/prices", { product, currency: "eur", unit_amount: `${900 + i}` }, key);
    const customer = await post("/v1/customers", { email: `c${i}@example.com`, name: `Jenny ${i}` }, key);
    const session = await post(
      "/v1/checkout/sessions",
      {
        mode: "payment",
        success_url: "https://example.com/done",
        customer,
        client_reference_id: `order ${i}`,
        "line_items[0][price]": price,
        "line_items[0][quantity]": `${i + 1}`,
      },
      key,
    );
    for (const path of [`products/${product}`, `prices/${price}`, `checkout/sessions/${session}`])
      get(`/v1/${path}`, key);
    get(`/v1/checkout/sessions/${session}/line_items`, key);
    get(`/v1/checkout/sessions?customer=${customer}`, key);
    get(`/v1/checkout/sessions?starting_after=${session}`, key);
    get(`/v1/prices?product=${product}`, key);
    get(`/v1/customers/${customer}`, key);
    get(`/v1/payment_intents?customer=${customer}`, key);
    get(`/v1/charges?customer=${customer}`, key);
    if (i % 2 === 0)
      await post(`/v1/payment_pages/${session}/confirm`, { payment_method: "pm_card_visa" }, key);
    if (i === 1) await post(`/v1/checkout/sessions/${session}/expire`, {}, key);
    if (i === 3) await server.raw("DELETE", `/v1/customers/${customer}`, { key });
    if (i === 4) await server.raw("DELETE", `/v1/prices/${price}`, { key });
  }
  for (const key of [KEY, OTHER_KEY]) {
    for (const kind of ["products", "prices", "customers", "checkout/sessions", "payment_intents", "charges"])
      get(`/v1/${kind}?limit=100`, key);
    get("/v1/events?limit=100", key);
    get("/v1/events?type=checkout.session.completed", key);
  }
  return questions;
}

/** A server's answers to all requests, one per line. The last lines are its timers and settings. */
async function answers(server: TestServer, questions: readonly Question[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { method, path, key, idempotencyKey, body } of questions) {
    const reply = await server.raw(method, path, {
      key,
      ...(body !== undefined && { body }),
      ...(idempotencyKey !== undefined && { headers: { "idempotency-key": idempotencyKey } }),
    });
    lines.push(`${reply.status} ${reply.text}`);
  }
  const { store } = server.running;
  const timers = store.claimTimers(NOW + YEARS_SECONDS, 60, 1000).then(
    (claimed) => claimed.map(({ account, kind, subject, due }) => `${account.id} ${kind} ${subject} ${due}`),
    (error: Error) => [`500 ${error.message}`],
  );
  lines.push((await timers).sort().join("\n"));
  lines.push(server.running.webhookSecret);
  return lines;
}

let questions: Question[] = [];
let truth: string[] = [];
const database = join(home, "true", "checkstand.db");

beforeAll(async () => {
  const directory = join(home, "true");
  let server = await open(directory);
  questions = await fill(server);
  await server.close();
  copyFileSync(database, join(home, "original.db"));
  server = await open(directory);
  truth = await answers(server, questions);
  await server.close();
});

/**
 * The result for a database file: "refused", or how many answers were errors. Throws if an answer was wrong.
 */
async function lookAt(directory: string): Promise<"refused" | number> {
  const started = await open(directory).catch((error: unknown) => {
    const storage = { kind: "sqlite", directory } as const;
    const { exitCode, line } = faultOf(error, { ...defaultConfig, storage });
    expect(line).toContain(`${directory}/checkstand.db is damaged`);
    expect([exitCode, line.includes("\n")]).toEqual([1, false]);
    return null;
  });
  if (started === null) return "refused";
  try {
    const given = await answers(started, questions);
    const errors = given.filter((answer) => answer.startsWith("500 "));
    const untrue = given.filter((answer, i) => answer !== truth[i] && !answer.startsWith("500 "));
    expect(untrue).toEqual([]);
    for (const error of errors) expect(error).toContain("is damaged");
    return errors.length;
  } finally {
    await started.close();
  }
}

test("the undamaged database answers everything", async () => {
  const directory = join(home, "copy");
  mkdirSync(directory);
  copyFileSync(join(home, "original.db"), join(directory, "checkstand.db"));
  expect(await lookAt(directory)).toBe(0);
  expect(truth.filter((line) => line.startsWith("200 ")).length).toBe(questions.length);
});

test(
  `of ${CORRUPTIONS} changed bytes none is served`,
  async () => {
    const bytes = readFileSync(join(home, "original.db"));
    const random = new Seeded(SEED);
    const met = { refused: 0, answeredErrors: 0, unseen: 0 };
    for (let i = 0; i < CORRUPTIONS; i++) {
      const [at, mask] = [random.between(0, bytes.length - 1), random.between(1, 255)];
      const directory = join(home, `flip ${i}`);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ mask;
      mkdirSync(directory);
      writeFileSync(join(directory, "checkstand.db"), changed);
      const found = await lookAt(directory).catch((error: unknown) => {
        throw new Error(`byte ${at} changed by ${mask}, seed ${SEED}: ${String(error)}`, { cause: error });
      });
      if (found === "refused") met.refused++;
      else if (found > 0) met.answeredErrors++;
      else met.unseen++;
      rmSync(directory, { recursive: true });
    }
    process.stdout.write(`${JSON.stringify({ ...met, bytes: bytes.length, questions: questions.length })}\n`);
    // Both ways of finding damage must have been used.
    expect(met.answeredErrors).toBeGreaterThan(0);
    expect(met.refused).toBeGreaterThan(0);
  },
  CORRUPTIONS * MS_PER_CORRUPTION,
);
