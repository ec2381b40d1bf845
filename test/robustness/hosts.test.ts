/**
 * DNS rebinding: a foreign web page whose host name was made to point at this machine gets nothing from the
 * API, because its browser sends the page's host name.
 */
import Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { createCheckstand } from "../../src/index.ts";
import { startServer } from "../support/server.ts";
import { type Answer, clientOf } from "./client.ts";

const DEMO = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Calls a server by a host name, as a browser does after that name was resolved to this machine. */
async function calling(started: Promise<{ url: string; close(): Promise<void> }>) {
  const server = await started;
  const { port } = new URL(server.url);
  const client = clientOf(Number(port), 1);
  ends.push(() => client.close(), server.close);
  return (host: string, path: string, key = DEMO, body?: string): Promise<Answer> =>
    client.send(
      body === undefined ? "GET" : "POST",
      path,
      { host: `${host}:${port}`, authorization: `Bearer ${key}`, ...(body === undefined ? {} : FORM) },
      body,
    );
}

const ACCOUNT = {
  name: null,
  secret_key: "sk_test_fixedaccount",
  publishable_key: "pk_test_fixedaccount",
  restricted_keys: [],
};

describe("a foreign host name", () => {
  test.each([
    ["reads nothing of the demo account", "/v1/customers", DEMO, undefined],
    [
      "makes no endpoint with a key it made up",
      "/v1/webhook_endpoints",
      "sk_test_madeup",
      "url=http://127.0.0.1:9/",
    ],
    [
      "confirms nothing",
      "/v1/payment_pages/cs_test_a/confirm",
      "pk_test_madeup",
      "payment_method=pm_card_visa",
    ],
    ["is not told whether a path is there", "/v1/nothing", DEMO, undefined],
    ["is not told the time", "/_checkstand/clock", DEMO, undefined],
    ["does not move the time", "/_checkstand/clock/advance", DEMO, '{"seconds": 1}'],
  ])("%s, and the refusal says what to do about it", async (_what, path, key, body) => {
    const call = await calling(startServer());
    const answer = await call("rebound.example", path, key, body);
    expect(answer.status).toBe(421);
    const { error } = JSON.parse(answer.text);
    expect(error).toEqual({ type: "invalid_request_error", message: expect.any(String) });
    expect(error.message).toContain("--allowed-hosts rebound.example");
    expect(error.message).toContain("CHECKSTAND_ALLOWED_HOSTS");
  });

  test("gets no preflight answer", async () => {
    const server = startServer();
    const call = await calling(server);
    const client = clientOf(Number(new URL((await server).url).port), 1);
    ends.push(() => client.close());
    const headers = { host: "rebound.example", origin: "http://rebound.example" };
    expect((await client.send("OPTIONS", "/v1/payment_pages/cs_test_a", headers)).status).toBe(421);
    expect((await call("localhost", "/v1/products")).status).toBe(200);
  });

  test("is accepted like any other if only fixed keys are accepted", async () => {
    const call = await calling(startServer({ accounts: [ACCOUNT] }));
    expect((await call("rebound.example", "/v1/products", ACCOUNT.secret_key)).status).toBe(200);
    expect((await call("rebound.example", "/v1/products", "sk_test_madeup")).status).toBe(401);
    expect((await call("rebound.example", "/c/pay/cs_test_a")).status).toBe(421);
  });

  test("may ask for the server's health, which reveals nothing", async () => {
    const call = await calling(startServer());
    expect((await call("10-0-0-7.pod.cluster.example", "/_checkstand/health/ready")).status).toBe(200);
  });
});

describe("a host name that is answered", () => {
  test.each(["localhost", "127.0.0.1", "shop.localhost", "[::1]", "192.168.1.20"])("%s", async (host) => {
    const call = await calling(startServer());
    expect((await call(host, "/v1/products")).status).toBe(200);
    expect((await call(host, "/c/pay/cs_test_a")).status).toBe(404);
  });

  test("the name of a container, once it is listed", async () => {
    const closed = await calling(startServer());
    expect((await closed("checkstand", "/v1/products")).status).toBe(421);
    expect((await closed("checkstand", "/c/pay/cs_test_a")).status).toBe(421);
    const open = await calling(createCheckstand({ allowedHosts: ["checkstand"] }));
    expect((await open("checkstand", "/v1/products")).status).toBe(200);
    expect((await open("checkstand", "/c/pay/cs_test_a")).status).toBe(404);
    expect((await open("checkstand.example", "/v1/products")).status).toBe(421);
  });

  test("the host of the checkout origin", async () => {
    const call = await calling(startServer({ checkoutOrigin: "https://pay.example.test" }));
    expect((await call("pay.example.test", "/v1/products")).status).toBe(200);
    expect((await call("example.test", "/v1/products")).status).toBe(421);
  });

  test.each(["127.0.0.1", "localhost"])("the official client's host name, %s", async (host) => {
    const server = await startServer({ host: "localhost" });
    ends.push(() => server.close());
    const { port } = new URL(server.url);
    const stripe = new Stripe(DEMO, { host, port: Number(port), protocol: "http" });
    expect((await stripe.products.list()).data).toEqual([]);
  });
});

test.each(["http://checkstand", "checkstand:80", "", "a b", "*", "a..b", "-".repeat(64)])(
  "%j is not a name that can be allowed",
  async (name) => {
    await expect(createCheckstand({ allowedHosts: [name] })).rejects.toThrow(
      /^The allowed host .* is not a host name/,
    );
  },
);
