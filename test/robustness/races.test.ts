/** Concurrent requests about the same object: exactly one of them wins, and all records agree on which. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Ask, asking, clientOf, countBy, idIn, listAll, type Send } from "./client.ts";
import { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const CONNECTIONS = 64;
const AMOUNT = 2000;
const SEED = Number(process.env.ROBUSTNESS_SEED ?? 20_261_122);
const TIMEOUT = { timeout: 60_000 };

let server: Spawned;
let send: Send;
let closeClient = () => {};
let accounts = 0;

beforeAll(async () => {
  server = await spawnServer(["--memory"]);
  const client = clientOf(server.port, CONNECTIONS);
  send = client.send;
  closeClient = client.close;
});
afterAll(async () => {
  closeClient();
  await server?.kill();
});

interface Shop {
  readonly ask: Ask;
  sessionForm(reference: string): Record<string, string>;
  /** Ids of `count` open sessions. */
  sessions(count: number): Promise<string[]>;
}

/** A new account with something to sell. */
async function openShop(): Promise<Shop> {
  const ask = asking(send, `sk_test_race${accounts++}`);
  const product = idIn(await ask("/v1/products", { name: "Lamp" }));
  const price = idIn(await ask("/v1/prices", { product, unit_amount: String(AMOUNT), currency: "usd" }));
  const sessionForm = (reference: string) => ({
    mode: "payment",
    "line_items[0][price]": price,
    "line_items[0][quantity]": "1",
    success_url: "https://example.com/success",
    customer_email: "jenny@example.com",
    client_reference_id: reference,
  });
  const create = async (i: number) => idIn(await ask("/v1/checkout/sessions", sessionForm(`r${i}`)));
  return {
    ask,
    sessionForm,
    sessions: (count) => Promise.all(Array.from({ length: count }, (_, i) => create(i))),
  };
}

function confirm(ask: Ask, id: string): Promise<Answer> {
  return ask(`/v1/payment_pages/${id}/confirm`, { payment_method: "pm_card_visa" });
}

function expire(ask: Ask, id: string): Promise<Answer> {
  return ask(`/v1/checkout/sessions/${id}/expire`, {});
}

/** How many events of a type there are for each session. */
async function toldBy(ask: Ask, type: string): Promise<Map<string, number>> {
  const events = await listAll(ask, `/v1/events?type=${type}`);
  return countBy(events.map((event) => (event.data as { object: { id: string } }).object.id));
}

/** Everything visible of each session: its state, and how often each record of its end exists. */
async function traces(ask: Ask) {
  const [sessions, intents, charges, completed, expired] = await Promise.all([
    listAll(ask, "/v1/checkout/sessions"),
    listAll(ask, "/v1/payment_intents"),
    listAll(ask, "/v1/charges"),
    toldBy(ask, "checkout.session.completed"),
    toldBy(ask, "checkout.session.expired"),
  ]);
  const paid = countBy(intents.filter((one) => one.status === "succeeded").map((one) => one.id));
  const charged = countBy(
    charges.filter((one) => one.status === "succeeded").map((one) => String(one.payment_intent)),
  );
  return {
    taken: charges.reduce((total, charge) => total + Number(charge.amount_captured), 0),
    sessions: new Map(
      sessions.map((session) => {
        const intent = String(session.payment_intent);
        return [
          session.id,
          {
            status: session.status,
            payment_status: session.payment_status,
            intents: paid.get(intent) ?? 0,
            charges: charged.get(intent) ?? 0,
            completed: completed.get(session.id) ?? 0,
            expired: expired.get(session.id) ?? 0,
          },
        ];
      }),
    ),
  };
}

const PAID = { status: "complete", payment_status: "paid", intents: 1, charges: 1, completed: 1, expired: 0 };
const GONE = {
  status: "expired",
  payment_status: "unpaid",
  intents: 0,
  charges: 0,
  completed: 0,
  expired: 1,
};

/** How a losing request may be answered: the session has ended, or another request is working on it. */
function expectRefusal(answer: Answer): void {
  const { error } = JSON.parse(answer.text);
  if (answer.status === 429)
    expect(error).toMatchObject({ type: "invalid_request_error", code: "lock_timeout" });
  else expect([answer.status, error.type]).toEqual([400, "invalid_request_error"]);
}

describe("concurrent requests", () => {
  test("expire and confirm: one winner for each of 300 sessions", TIMEOUT, async () => {
    const { ask, sessions } = await openShop();
    const ids = await sessions(300);
    const random = new Seeded(SEED);
    const race = async (id: string) => {
      const confirmFirst = random.chance(0.5);
      const first = confirmFirst ? confirm(ask, id) : expire(ask, id);
      const second = confirmFirst ? expire(ask, id) : confirm(ask, id);
      const [one, other] = await Promise.all([first, second]);
      return { id, confirmed: confirmFirst ? one : other, expired: confirmFirst ? other : one };
    };
    const results = await Promise.all(ids.map(race));
    const { sessions: seen, taken } = await traces(ask);
    let confirmedCount = 0;
    for (const { id, confirmed, expired } of results) {
      expect([confirmed.status, expired.status].filter((status) => status === 200)).toHaveLength(1);
      expectRefusal(confirmed.status === 200 ? expired : confirmed);
      expect(seen.get(id)).toEqual(confirmed.status === 200 ? PAID : GONE);
      if (confirmed.status === 200) confirmedCount++;
    }
    expect(taken).toBe(confirmedCount * AMOUNT);
    // A race that always ends the same way would test nothing.
    expect(confirmedCount).toBeGreaterThan(0);
    expect(confirmedCount).toBeLessThan(ids.length);
  });

  test("four confirms: one charge and one event for each of 100 sessions", TIMEOUT, async () => {
    const { ask, sessions } = await openShop();
    const ids = await sessions(100);
    const results = await Promise.all(
      ids.map(async (id) => ({ id, answers: await Promise.all([1, 2, 3, 4].map(() => confirm(ask, id))) })),
    );
    const { sessions: seen, taken } = await traces(ask);
    for (const { id, answers } of results) {
      const losers = answers.filter((answer) => answer.status !== 200);
      expect(losers).toHaveLength(3);
      for (const loser of losers) expectRefusal(loser);
      expect(seen.get(id)).toEqual(PAID);
    }
    expect(taken).toBe(ids.length * AMOUNT);
  });

  test("eight requests with one idempotency key: one object for each of 100 keys", TIMEOUT, async () => {
    const { ask, sessionForm } = await openShop();
    const keys = Array.from({ length: 100 }, (_, i) => `race-${i}`);
    const create = (key: string, reference = key) =>
      ask("/v1/checkout/sessions", sessionForm(reference), { "idempotency-key": key });
    const results = await Promise.all(
      keys.map(async (key) => ({
        key,
        answers: await Promise.all(Array.from({ length: 8 }, () => create(key))),
      })),
    );
    const sessions = await listAll(ask, "/v1/checkout/sessions");
    const made = countBy(sessions.map((session) => String(session.client_reference_id)));
    expect(sessions).toHaveLength(keys.length);
    for (const { key, answers } of results) {
      expect(made.get(key)).toBe(1);
      const done = answers.filter((answer) => answer.status === 200);
      const first = done.filter((answer) => answer.headers["idempotent-replayed"] === undefined);
      expect(first).toHaveLength(1);
      expect(new Set(done.map((answer) => answer.text)).size).toBe(1);
      for (const answer of answers) {
        if (answer.status === 200) continue;
        expect(answer.status).toBe(409);
        expect(JSON.parse(answer.text).error).toMatchObject({ type: "idempotency_error" });
      }
      const later = await create(key);
      expect([later.text, later.headers["idempotent-replayed"]]).toEqual([done[0]?.text, "true"]);
      const other = await create(key, "another");
      expect([other.status, JSON.parse(other.text).error.type]).toEqual([400, "idempotency_error"]);
    }
  });
});

test("the server reported no errors", () => {
  expect(server.complaints()).toBe("");
});
