/** The clock of the whole server over HTTP: what moving it does, who may move it, and what is refused. */
import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import type { Config } from "../../../src/config.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openReceiver } from "../../support/work_bed.ts";

const DAY = 86_400;
const CLOCK = "/_checkstand/clock";
const isShared = process.env.CHECKSTAND_TEST_ENGINE === "postgres";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(config: Partial<Config> = {}): Promise<TestServer> {
  const server = await startServer(config);
  ends.push(server.close);
  return server;
}

function post(server: TestServer, verb: string, body: object | string = {}, headers = {}, key = "") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return server.raw("POST", `${CLOCK}/${verb}`, { key, body: text, headers });
}
const seen = async (server: TestServer) => (await server.raw("GET", CLOCK, { key: "" })).body;

function openSession(stripe: Stripe): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://example.com/",
    line_items: [
      { quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Mug" } } },
    ],
  });
}

describe.runIf(isShared)("with the data in PostgreSQL", () => {
  test("the clock is shown, and moving it is refused with the reason", async () => {
    const server = await start();
    expect(await seen(server)).toMatchObject({ rate: 1 });
    for (const [verb, body] of [
      ["advance", { seconds: 1 }],
      ["freeze", {}],
      ["rate", { rate: 2 }],
      ["reset", {}],
    ] as const) {
      const reply = await post(server, verb, body);
      expect(reply.status).toBe(400);
      expect(reply.body.error.message).toMatch(/^The clock of this server cannot be moved: .*PostgreSQL/);
    }
    const { now, real_now } = await seen(server);
    expect(now).toBe(real_now);
  });
});

describe.skipIf(isShared)("200", () => {
  test("a day passes: open sessions of every account have expired when the call answers", async () => {
    const server = await start();
    const shops = [server.stripe(), server.stripe()];
    const sessions = await Promise.all(shops.map(openSession));
    const before = await seen(server);
    expect(before.now).toBe(before.real_now);
    const moved = await post(server, "advance", { seconds: DAY });
    expect(moved.status).toBe(200);
    expect(moved.body).toMatchObject({ rate: 1, fired: 2 });
    expect(moved.body.now).toBeGreaterThanOrEqual(before.now + DAY);
    for (const [i, stripe] of shops.entries()) {
      const { id, expires_at } = sessions[i] as Stripe.Checkout.Session;
      expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired" });
      const [event] = (await stripe.events.list({ type: "checkout.session.expired" })).data;
      expect(event?.created).toBe(expires_at);
    }
    const later = await openSession(shops[0] as Stripe);
    expect(later.created).toBeGreaterThanOrEqual(moved.body.now);
  });

  test("a frozen clock stands still, is moved by steps, and goes on at a rate", async () => {
    const server = await start();
    const stripe = server.stripe();
    const frozen = (await post(server, "freeze")).body;
    expect(frozen.rate).toBe(0);
    expect((await openSession(stripe)).created).toBe(frozen.now);
    const later = (await post(server, "freeze", { at: frozen.now + 60 })).body;
    expect(later).toMatchObject({ now: frozen.now + 60, rate: 0 });
    const to = (await post(server, "advance", { to: frozen.now + 90 })).body;
    expect(to).toMatchObject({ now: frozen.now + 90, rate: 0 });
    expect((await openSession(stripe)).created).toBe(frozen.now + 90);
    expect((await post(server, "rate", { rate: DAY })).body.rate).toBe(DAY);
    const { id } = await stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://example.com/",
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Mug" } } },
      ],
    });
    // A day passes in a second, so the worker finds the session soon.
    while ((await stripe.checkout.sessions.retrieve(id)).status === "open")
      await server.running.worker.drain();
    const back = (await post(server, "reset")).body;
    expect(back).toMatchObject({ rate: 1 });
    expect(back.now).toBe(back.real_now);
  });

  test("webhooks of what became due are sent, signed in real time, and retries go by the clock", async () => {
    let refusals = 1;
    const receiver = await openReceiver((response) => response.writeHead(refusals-- > 0 ? 500 : 200).end());
    ends.push(receiver.close);
    const server = await start();
    const stripe = server.stripe();
    const { secret = "" } = await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ["checkout.session.expired"],
    });
    await openSession(stripe);
    await post(server, "advance", { seconds: DAY });
    await server.running.worker.drain();
    expect(receiver.received).toHaveLength(1);
    await post(server, "advance", { seconds: DAY });
    await server.running.worker.drain();
    expect(receiver.received).toHaveLength(2);
    for (const { text, headers } of receiver.received) {
      // The client refuses signatures that are older or newer than five minutes.
      const event = stripe.webhooks.constructEvent(text, String(headers["stripe-signature"]), secret);
      expect(event.type).toBe("checkout.session.expired");
    }
  });

  test("a test clock of Stripe's is not moved by it, but made by it", async () => {
    const server = await start();
    const stripe = server.stripe();
    const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: 1_732_320_000 });
    await post(server, "advance", { seconds: DAY });
    expect(await stripe.testHelpers.testClocks.retrieve(id)).toMatchObject({ frozen_time: 1_732_320_000 });
    await stripe.testHelpers.testClocks.advance(id, { frozen_time: 1_732_330_000 });
    await server.running.worker.drain();
    const ready = await stripe.testHelpers.testClocks.retrieve(id);
    expect(ready).toMatchObject({ status: "ready", frozen_time: 1_732_330_000 });
    // Thirty days after its creation it is gone.
    await post(server, "advance", { seconds: 30 * DAY });
    expect((await stripe.testHelpers.testClocks.list()).data).toEqual([]);
  });

  test("calls at the same time run one after another", async () => {
    const server = await start();
    await post(server, "freeze");
    const { now } = await seen(server);
    await Promise.all(Array.from({ length: 8 }, () => post(server, "advance", { seconds: 100 })));
    expect((await seen(server)).now).toBe(now + 800);
  });
});

describe.skipIf(isShared)("400", () => {
  test.each([
    ["advance", {}, "One of the following params should be provided for this request: seconds or to."],
    [
      "advance",
      { seconds: 1, to: 4_000_000_000 },
      /^You may only specify one of these parameters: seconds, to/,
    ],
    ["advance", { seconds: -1 }, "This value must be greater than or equal to 0."],
    ["advance", { seconds: 1.5 }, "Invalid integer: 1.5"],
    ["advance", { seconds: 9_999_999_999 }, /cannot be moved past 4102444800 \(2100-01-01 00:00:00 UTC\)\.$/],
    ["advance", { to: 1 }, /It can only be moved forward, or back to real time by a reset\.$/],
    ["advance", { days: 1 }, "Received unknown parameter: days"],
    ["advance", "[1]", "The body is not a JSON object."],
    ["advance", "seconds=1", "The body is not a JSON object."],
    ["freeze", { at: 1 }, /It can only be moved forward/],
    ["rate", {}, "Missing required param: rate."],
    ["rate", { rate: 0 }, /greater than or equal to 0\.01/],
    ["rate", { rate: 86_401 }, /less than or equal to 86400/],
    ["reset", { now: true }, "Received unknown parameter: now"],
  ])("%s %j", async (verb, body, message) => {
    const server = await start();
    const reply = await post(server, verb, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error.type).toBe("invalid_request_error");
    if (typeof message === "string") expect(reply.body.error.message).toBe(message);
    else expect(reply.body.error.message).toMatch(message);
    const { now, rate, real_now } = await seen(server);
    expect([now, rate]).toEqual([real_now, 1]);
  });
});

describe("who may move it", () => {
  const account = {
    name: null,
    secret_key: "sk_test_fixedaccount",
    publishable_key: "pk_test_fixedaccount",
    restricted_keys: [{ key: "rk_test_fixedaccount", permissions: null }],
  };

  test("with fixed accounts, the secret key of one of them", async () => {
    const server = await start({ accounts: [account] });
    for (const [key, status] of [
      ["", 401],
      ["sk_test_another", 401],
      ["pk_test_fixedaccount", 403],
      ["rk_test_fixedaccount", 403],
    ] as const) {
      expect((await post(server, "advance", { seconds: DAY }, {}, key)).status).toBe(status);
      expect((await server.raw("GET", CLOCK, { key })).status).toBe(status);
    }
    const shown = await server.raw("GET", CLOCK, { key: account.secret_key });
    expect(shown.body.now).toBe(shown.body.real_now);
    const moved = await post(server, "advance", { seconds: DAY }, {}, account.secret_key);
    expect(moved.status).toBe(isShared ? 400 : 200);
  });

  test.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("no web page of another site: %j", async (headers) => {
    const server = await start();
    const reply = await post(server, "advance", { seconds: DAY }, headers);
    expect(reply.status).toBe(403);
    expect(reply.body.error.message).toBe("A web page of another site cannot do this.");
    const { now, real_now } = await seen(server);
    expect(now).toBe(real_now);
  });

  test.skipIf(isShared)("a page of the server's own may", async () => {
    const server = await start();
    const headers = { origin: server.url, "sec-fetch-site": "same-origin" };
    expect((await post(server, "advance", { seconds: DAY }, headers)).status).toBe(200);
  });
});
