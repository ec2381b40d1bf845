/**
 * Golden files: everything that a flow leaves behind, as JSON in `test/golden/`. Ids, secrets and addresses of the
 * server are replaced by names, so that equal flows give equal text. `GOLDEN=write npx vitest run <file>` writes the
 * files anew; read the difference before you commit it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { TestServer } from "./server.ts";
import { form, type Params, type Shop, typedCard } from "./shop.ts";

const DIRECTORY = new URL("../golden/", import.meta.url);
const isWriting = process.env.GOLDEN === "write";

/** Compares what a flow left behind with its golden file. */
export function expectGolden(name: string, left: unknown, origin: string): void {
  expectGoldenText(name, dense(named(left, origin)));
}

/** The same for a text that has no ids any more. */
export function expectGoldenText(name: string, json: string): void {
  const file = fileURLToPath(new URL(`${name}.json`, DIRECTORY));
  const text = `${json}\n`;
  if (isWriting) writeFileSync(file, text);
  if (!existsSync(file)) throw new Error(`there is no golden file ${name}.json: write it with GOLDEN=write`);
  expect(text).toBe(readFileSync(file, "utf8"));
}

/** Columns of a golden file. */
const WIDTH = 120;

/** JSON in which every object and list that fits on a line is on one. */
export function dense(value: unknown, indent = "", before = ""): string {
  const flat = flatText(value);
  if (typeof value !== "object" || value === null) return flat;
  if (indent.length + before.length + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((one) => inner + dense(one, inner)).join(",\n")}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, part]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + dense(part, inner, name);
  });
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function flatText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatText).join(", ")}]`;
  const members = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${flatText(part)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** An id or a secret within a text: a prefix, then a long rest that is no word. */
const ID = /\b(?:(?:cs|mtr)_test|[a-z]{2,7})_(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}(?:_secret_[A-Za-z0-9]+)?/g;
/** Members that are different each time and are no ids. */
const RANDOM: ReadonlySet<string> = new Set([
  "bank_transaction_id",
  "confirmation_number",
  "fingerprint",
  "iban",
  "invoice_prefix",
  "network_transaction_id",
  "number",
  "order_id",
  "payment_code",
  "payment_reference",
  "reference",
  "server_transaction_id",
  "transaction_id",
]);
const FRAGMENT = /#fid[\w%]+$/;

/**
 * The same with names in place of whatever is different each time: "cus_1" is the first customer that occurs. An object
 * that occurs again unchanged is only named, and keys that are null are listed in one line.
 */
export function named(value: unknown, origin: string): unknown {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (id: string): string => {
    const [whole = id, secret] = id.split("_secret_");
    const known = names.get(whole);
    if (known !== undefined) return secret === undefined ? known : `${known}_secret`;
    const prefix = whole.slice(0, whole.lastIndexOf("_"));
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    names.set(whole, `${prefix}_${count}`);
    return nameOf(id);
  };
  const text = (from: string): string =>
    from.replaceAll(origin, "https://checkstand.test").replace(FRAGMENT, "#fid").replace(ID, nameOf);
  const seen = new Set<string>();
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") return text(one);
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    const parts = Object.entries(one).filter(([, part]) => part !== undefined && part !== null);
    const nulls = Object.keys(one).filter((key) => one[key as keyof typeof one] === null);
    const all: Record<string, unknown> = Object.fromEntries([
      ...parts.map(([key, part]) => [key, RANDOM.has(key) ? `(${key})` : walk(part)]),
      ...(nulls.length === 0 ? [] : [["(null)", nulls.join(" ")]]),
    ]);
    if (all.id === undefined || all.object === undefined) return all;
    const whole = JSON.stringify(one);
    if (seen.has(whole)) return `(${all.object} ${all.id} as above)`;
    seen.add(whole);
    return all;
  };
  return walk(value);
}

// --- the flows ----------------------------------------------------------------------------------------------

/** The versions in which every flow is written down. */
export const GOLDEN_VERSIONS = ["2023-10-16", "2025-03-31.basil", "2026-10-28.endive"];

// biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
export type Json = any;
export type Caller = (method: "DELETE" | "GET" | "POST", path: string, params?: Params) => Promise<Json>;

/** Calls the API for a shop in one version. Throws for any answer but 200. */
export function callerOf(server: TestServer, shop: Shop, version: string): Caller {
  return async (method, path, params) => {
    const headers = { "stripe-version": version };
    const body = params === undefined ? {} : { body: form(params) };
    const reply = await server.raw(method, `/v1/${path}`, { key: shop.key, headers, ...body });
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.body;
  };
}

/**
 * Confirms a session with a card, passes a challenge, and tells what the page was told. `intentOf` finds the
 * intent of the session, if it has one by then.
 */
export async function attempt(
  server: TestServer,
  shop: Shop,
  session: Json,
  card: string,
  intentOf: () => Promise<Json>,
): Promise<Json> {
  const { status, body } = await shop.confirm(session.id, typedCard(card));
  const intent = await intentOf();
  if (intent?.status !== "requires_action") return { status, code: body.error?.code ?? null };
  const { client_secret } = intent;
  await server.raw("POST", `/c/3ds/${intent.id}`, { key: "", body: { client_secret, outcome: "passed" } });
  return { status, next_action: intent.next_action };
}

/**
 * All events of a shop, the oldest first: what each says beyond the state of its object at the end. `previous` are its
 * previous attributes, in the version that the server keeps events in.
 */
export async function eventsOf(call: Caller): Promise<Json[]> {
  const events: Json[] = [];
  for (let after = {}; ; after = { starting_after: events.at(-1).id }) {
    const { data, has_more } = await call("GET", `events?${form({ limit: 100, ...after })}`);
    events.push(...data);
    if (!has_more) break;
  }
  return events.reverse().map(({ type, created, data: { object, previous_attributes }, request }) => {
    const { id, status, payment_status } = object;
    const states = { status, ...(payment_status && { payment_status }) };
    const previous = previous_attributes && { previous: previous_attributes };
    return { type, id, ...states, by_api: request.id !== null, created, ...previous };
  });
}
