/** Answers stay small, and no request makes others wait long, whatever is asked for. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Printer } from "../../../src/api/printer.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const REFUSAL_CHARS_MAX = 5000;

describe("refusals do not repeat everything that was sent", () => {
  test("a parameter with a name of a megabyte", async () => {
    const reply = await server.raw("POST", "/v1/products", { body: `${"n".repeat(1_000_000)}=1` });
    expect(reply.status).toBe(400);
    expect(reply.body.error.message).toMatch(/^Received unknown parameter: n+\.\.\.n+$/);
    expect(reply.text.length).toBeLessThan(REFUSAL_CHARS_MAX);
  });

  test("5,000 unknown parameters", async () => {
    const body = Array.from({ length: 5000 }, (_, i) => `${"n".repeat(100)}${i}=1`).join("&");
    const reply = await server.raw("POST", "/v1/products", { body });
    expect(reply.body.error).toMatchObject({ code: "parameter_unknown", param: `${"n".repeat(100)}0` });
    expect(reply.body.error.message).toMatch(/, and 4985 more$/);
    expect(reply.text.length).toBeLessThan(REFUSAL_CHARS_MAX);
  });

  test.each([
    ["a whole number", "/v1/prices", `unit_amount=${"9".repeat(1_000_000)}`],
    ["a hash in place of a text", "/v1/products", `name[${"k".repeat(500_000)}]=${"v".repeat(500_000)}`],
    ["an id", "/v1/prices", `currency=usd&unit_amount=1&product=${"p".repeat(4900)}`],
    ["a key of metadata", "/v1/products", `name=a&metadata[${"k".repeat(1_000_000)}]=v`],
    [
      "a map key that should be a currency",
      "/v1/prices",
      `currency=usd&unit_amount=1&currency_options[${"U".repeat(1_000_000)}]=1`,
    ],
  ])("%s", async (_what, path, body) => {
    const reply = await server.raw("POST", path, { body });
    expect(reply.status).toBe(400);
    expect(reply.text.length).toBeLessThan(REFUSAL_CHARS_MAX);
  });
});

test("other requests get their turn while a list with expansions is built", async () => {
  const stripe = server.stripe();
  const { id: product } = await stripe.products.create({ name: "Mug" });
  for (let i = 0; i < 12; i++) await stripe.prices.create({ product, currency: "eur", unit_amount: 900 + i });
  let turns = 0;
  const { print } = Printer.prototype;
  const spy = vi.spyOn(Printer.prototype, "print").mockImplementation(async function (
    this: Printer,
    ...given
  ) {
    let isPrinting = true;
    const count = () => {
      turns++;
      if (isPrinting) setImmediate(count);
    };
    setImmediate(count);
    return print.apply(this, given).finally(() => {
      isPrinting = false;
    });
  });
  const { data } = await stripe.prices.list({ limit: 12, expand: ["data.product"] });
  spy.mockRestore();
  expect(data.map((price) => (price.product as { id: string }).id)).toEqual(Array(12).fill(product));
  expect(turns).toBeGreaterThanOrEqual(12);
});
