/** Concurrent requests about the same object: exactly one of them wins, and all records agree on which. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { asking, clientOf, countBy, idIn, listAll } from "./client.ts";
import { raceRounds } from "./race_rounds.ts";
import { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const CONNECTIONS = 64;
const SEED = Number(process.env.ROBUSTNESS_SEED ?? 20_261_122);
const TIMEOUT = { timeout: 180_000 };

let postgres: TestPostgres;
const servers: Spawned[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  for (const server of servers) await server.kill();
  await postgres?.stop();
});

async function spawned(...args: string[]): Promise<Spawned> {
  const server = await spawnServer(args);
  servers.push(server);
  return server;
}

/** `npm run test:races` runs many more. */
const ROUNDS = { confirms: 100, expiries: 200 };

test.each([
  ["SQLite", async () => [await spawned("--memory")]],
  [
    "PostgreSQL with two servers",
    async () => {
      const url = await postgres.newDatabase();
      return [await spawned("--database-url", url), await spawned("--database-url", url)];
    },
  ],
])(
  "four confirms, and expire against confirm: one winner for each session, on %s",
  TIMEOUT,
  async (_, start) => {
    const ports = (await start()).map(({ port }) => port);
    const { expired, faults, paid } = await raceRounds({ ...ROUNDS, ports, random: new Seeded(SEED) });
    expect(faults).toEqual([]);
    expect(paid + expired).toBe(ROUNDS.confirms + ROUNDS.expiries);
    // A race that always ends the same way would test nothing.
    expect(expired).toBeGreaterThan(0);
    expect(expired).toBeLessThan(ROUNDS.expiries);
  },
);

test("eight requests with one idempotency key: one object for each of 100 keys", TIMEOUT, async () => {
  const client = clientOf((await spawned("--memory")).port, CONNECTIONS);
  try {
    const ask = asking(client.send, "sk_test_race");
    const price = idIn(
      await ask("/v1/prices", { "product_data[name]": "Lamp", unit_amount: "2000", currency: "usd" }),
    );
    const sessionForm = (reference: string) => ({
      mode: "payment",
      "line_items[0][price]": price,
      "line_items[0][quantity]": "1",
      success_url: "https://example.com/success",
      client_reference_id: reference,
    });
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
  } finally {
    client.close();
  }
});

test("the servers reported no errors", () => {
  expect(servers.map((server) => server.complaints()).join("")).toBe("");
});
