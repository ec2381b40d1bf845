/**
 * Kills a server in the middle of writes, starts it again on the same data, and compares what it kept with
 * what its clients were answered: nothing acknowledged may be lost, nothing half done, nothing done twice.
 */

import { type Answer, type Ask, asking, clientOf, countBy, idIn, listAll, type Wire } from "./client.ts";
import type { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const CLIENTS = 8;
const KILL_AFTER_MS = [20, 400] as const;
/** How many acknowledged requests of a cycle are sent again to compare their stored replies. */
const REPLAYS = 10;

export interface KillOptions {
  readonly cycles: number;
  readonly directory: string;
  readonly random: Seeded;
  /** The compiled command line; if absent, the source is run. */
  readonly main?: string;
  readonly onCycle?: (cycle: number) => void;
}

export interface KillReport {
  readonly cycles: number;
  readonly acknowledged: number;
  /** Requests that had no answer when the server was killed. */
  readonly inFlight: number;
  /** How many of those had been carried out nevertheless. */
  readonly inFlightDone: number;
  readonly lost: readonly string[];
  readonly halfMade: readonly string[];
  readonly doneTwice: readonly string[];
  readonly otherFaults: readonly string[];
  readonly readyMs: readonly number[];
}

interface Post {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly key: string;
}
interface Told extends Post {
  readonly text: string;
}
/** What the clients of one cycle were answered, and what they were still waiting for. */
interface Ledger {
  readonly account: string;
  readonly told: Told[];
  readonly waiting: Post[];
}

export async function killCycles(options: KillOptions): Promise<KillReport> {
  const { cycles, random } = options;
  const faults = { lost: [] as string[], halfMade: [] as string[], doneTwice: [] as string[] };
  const otherFaults: string[] = [];
  const readyMs: number[] = [];
  const ledgers: Ledger[] = [];
  let inFlightDone = 0;
  const start = async () => {
    const origin = ["--checkout-origin", "https://pay.example.test"]; // the same whatever the port is
    return spawnServer(["--data", options.directory, ...origin], options.main);
  };
  let server = await start();
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const ledger: Ledger = { account: `sk_test_kill${cycle}`, told: [], waiting: [] };
      ledgers.push(ledger);
      await loadUntilKilled(server, ledger, random.between(...KILL_AFTER_MS), otherFaults);
      server = await start();
      readyMs.push(server.readyMs);
      inFlightDone += await withAsk(server, ledger, async (ask) => {
        findLost(await keptBy(ask), ledger, faults.lost);
        findHalfMade(await keptBy(ask), ledger, faults.halfMade);
        const done = await retry(ask, ledger, faults.doneTwice, otherFaults);
        const kept = await keptBy(ask);
        findLost(kept, ledger, faults.lost);
        findHalfMade(kept, ledger, faults.halfMade);
        findTwice(kept, ledger, faults.doneTwice);
        return done;
      });
      options.onCycle?.(cycle);
    }
    // What was there after its own cycle must also have survived the later cycles.
    for (const ledger of ledgers) {
      await withAsk(server, ledger, async (ask) => findLost(await keptBy(ask), ledger, faults.lost));
    }
    const complaints = server.complaints();
    if (complaints !== "") otherFaults.push(complaints);
  } finally {
    await server.kill();
  }
  return {
    cycles,
    acknowledged: sum(ledgers.map((ledger) => ledger.told.length)),
    inFlight: sum(ledgers.map((ledger) => ledger.waiting.length)),
    inFlightDone,
    ...faults,
    otherFaults,
    readyMs: readyMs.sort((a, b) => a - b),
  };
}

async function withAsk<T>(server: Spawned, ledger: Ledger, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = clientOf(server.port, CLIENTS);
  try {
    return await work(asking(client.send, ledger.account));
  } finally {
    client.close();
  }
}

// --- load -------------------------------------------------------------------------------------------------

async function loadUntilKilled(
  server: Spawned,
  ledger: Ledger,
  afterMs: number,
  faults: string[],
): Promise<void> {
  await withAsk(server, ledger, async (ask) => {
    const product = idIn(await ask("/v1/products", { name: "Lamp" }));
    const price = idIn(await ask("/v1/prices", { product, unit_amount: "2000", currency: "usd" }));
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      writeOn(ask, ledger, price, client, faults),
    );
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await server.kill();
    await Promise.all(clients);
  });
}

/** Creates sessions and pays every second one, until the server is gone. */
async function writeOn(
  ask: Ask,
  ledger: Ledger,
  price: string,
  client: number,
  faults: string[],
): Promise<void> {
  for (let turn = 0; ; turn++) {
    const key = `${ledger.account}-${client}-${turn}`;
    const made = await tell(ask, ledger, faults, { path: SESSIONS, form: sessionForm(price, key), key });
    if (made === null) return;
    if (turn % 2 === 1) continue;
    const path = `/v1/payment_pages/${idIn(made)}/confirm`;
    const paid = await tell(ask, ledger, faults, { path, form: PAYMENT, key: `${key}-pay` });
    if (paid === null) return;
  }
}

const SESSIONS = "/v1/checkout/sessions";
const PAYMENT = { payment_method: "pm_card_visa", expected_amount: "4000" };

function sessionForm(price: string, key: string): Record<string, string> {
  return {
    mode: "payment",
    "line_items[0][price]": price,
    "line_items[0][quantity]": "2",
    success_url: "https://example.com/success",
    customer_email: "jenny@example.com",
    client_reference_id: key,
  };
}

/** Sends a request with an idempotency key and notes its answer; returns null if there was none. */
async function tell(ask: Ask, ledger: Ledger, faults: string[], post: Post): Promise<Answer | null> {
  let answer: Answer;
  try {
    answer = await ask(post.path, post.form, { "idempotency-key": post.key });
  } catch {
    ledger.waiting.push(post);
    return null;
  }
  if (answer.status === 200) {
    ledger.told.push({ ...post, text: answer.text });
    return answer;
  }
  faults.push(`${post.path} answered ${answer.status}: ${answer.text}`);
  return null;
}

// --- after the restart ------------------------------------------------------------------------------------

interface Kept {
  readonly sessions: ReadonlyMap<string, Wire>;
  readonly intents: ReadonlyMap<string, Wire>;
  readonly charges: readonly Wire[];
  /** Sessions of completed events, one entry for each event. */
  readonly completed: readonly string[];
}

async function keptBy(ask: Ask): Promise<Kept> {
  const [sessions, intents, charges, events] = await Promise.all([
    listAll(ask, SESSIONS),
    listAll(ask, "/v1/payment_intents"),
    listAll(ask, "/v1/charges"),
    listAll(ask, "/v1/events?type=checkout.session.completed"),
  ]);
  return {
    sessions: new Map(sessions.map((session) => [session.id, session])),
    intents: new Map(intents.map((intent) => [intent.id, intent])),
    charges,
    completed: events.map((event) => (event.data as { object: Wire }).object.id),
  };
}

/**
 * Finds lost work: acknowledged sessions must exist as acknowledged, and acknowledged payments must be made.
 */
function findLost({ sessions }: Kept, ledger: Ledger, lost: string[]): void {
  const payable = new Set([...ledger.told, ...ledger.waiting].filter(isPayment).map((post) => post.path));
  for (const post of ledger.told) {
    if (isPayment(post)) {
      const session = sessions.get(sessionOf(post.path));
      if (session?.status !== "complete" || session.payment_status !== "paid")
        lost.push(`${post.path}: payment`);
      continue;
    }
    const told = JSON.parse(post.text) as Wire;
    const session = sessions.get(told.id);
    if (session === undefined) lost.push(`${told.id}: session`);
    else if (!payable.has(`/v1/payment_pages/${told.id}/confirm`)) {
      if (JSON.stringify(session) !== JSON.stringify(told)) lost.push(`${told.id}: content`);
    } else if (session.client_reference_id !== told.client_reference_id) lost.push(`${told.id}: content`);
  }
}

/**
 * Finds work half done: a session must be complete, its intent paid, its charge succeeded and its event
 * written, or none of these.
 */
function findHalfMade(kept: Kept, ledger: Ledger, halfMade: string[]): void {
  const events = countBy(kept.completed);
  const paidCharges = kept.charges.filter(
    (charge) => charge.status === "succeeded" && charge.amount === 4000,
  );
  const charges = countBy(paidCharges.map((charge) => String(charge.payment_intent)));
  for (const session of kept.sessions.values()) {
    const intentId = String(session.payment_intent);
    const paid = kept.intents.get(intentId)?.status === "succeeded" ? 1 : 0;
    const state = [paid, charges.get(intentId) ?? 0, events.get(session.id) ?? 0].join(" ");
    const complete = session.status === "complete" && session.payment_status === "paid";
    if (
      !Array.isArray(session.payment_method_types) ||
      session.amount_total !== 4000 ||
      state !== (complete ? "1 1 1" : "0 0 0")
    ) {
      halfMade.push(`${ledger.account} ${session.id} ${session.status}: intent, charges, events ${state}`);
    }
  }
  // There must also be no intent or charge that belongs to no session.
  const named = new Set([...kept.sessions.values()].map((session) => session.payment_intent));
  for (const id of kept.intents.keys()) if (!named.has(id)) halfMade.push(`${id}: of no session`);
  for (const charge of kept.charges) {
    if (!named.has(charge.payment_intent)) halfMade.push(`${charge.id}: of no session`);
  }
}

/**
 * Sends unanswered requests again, as clients would; a second and a third sending must get the same answer.
 * Returns how many had been carried out before.
 */
async function retry(ask: Ask, ledger: Ledger, doneTwice: string[], faults: string[]): Promise<number> {
  let done = 0;
  for (const post of ledger.waiting) {
    const header = { "idempotency-key": post.key };
    const again = await ask(post.path, post.form, header);
    const third = await ask(post.path, post.form, header);
    if (again.status !== 200) faults.push(`${post.path} sent again: ${again.status} ${again.text}`);
    if (third.text !== again.text || third.headers["idempotent-replayed"] !== "true") {
      doneTwice.push(`${post.key}: another answer to the same request`);
    }
    if (again.headers["idempotent-replayed"] === "true") done++;
    ledger.told.push({ ...post, text: again.text });
  }
  for (const post of ledger.told.slice(-REPLAYS)) {
    const again = await ask(post.path, post.form, { "idempotency-key": post.key });
    if (again.text !== post.text || again.headers["idempotent-replayed"] !== "true") {
      doneTwice.push(`${post.key}: another answer than the acknowledged one`);
    }
  }
  return done;
}

/** Finds work done twice: every key must have made one session, and nothing else may have made one. */
function findTwice({ sessions }: Kept, ledger: Ledger, doneTwice: string[]): void {
  const made = countBy([...sessions.values()].map((session) => String(session.client_reference_id)));
  const keys = ledger.told.filter((post) => !isPayment(post)).map((post) => post.key);
  for (const key of keys) if (made.get(key) !== 1) doneTwice.push(`${key}: ${made.get(key) ?? 0} sessions`);
  if (sessions.size !== keys.length) doneTwice.push(`${sessions.size} sessions of ${keys.length} keys`);
}

function isPayment(post: Post): boolean {
  return post.path !== SESSIONS;
}

function sessionOf(path: string): string {
  return path.split("/")[3] ?? "";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
