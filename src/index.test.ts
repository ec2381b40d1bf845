/** What `createCheckstand` does besides what the wire tests and the package test check. */
import { afterEach, expect, test } from "vitest";
import { type Checkstand, type CheckstandOptions, createCheckstand } from "./index.ts";

const running: Checkstand[] = [];

async function create(options?: CheckstandOptions): Promise<Checkstand> {
  const checkstand = await createCheckstand(options);
  running.push(checkstand);
  return checkstand;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((checkstand) => checkstand.close()));
});

async function ask(checkstand: Checkstand, path: string, form?: Record<string, string>, key?: string) {
  const reply = await fetch(checkstand.url + path, {
    headers: { authorization: `Bearer ${key ?? checkstand.secretKey}` },
    ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
  });
  return (await reply.json()) as { id: string; data: { id: string; url: string }[] };
}

const mug = { products: [{ id: "prod_mug", name: "Mug" }] };

test("each server has its own key, port and data, and starts empty", async () => {
  const [one, two] = await Promise.all([create(), create()]);
  expect(one.url).not.toBe(two.url);
  expect(one.secretKey).not.toBe(two.secretKey);
  expect(one.publishableKey).toBe(one.secretKey.replace("sk_", "pk_"));
  await ask(one, "/v1/products", { name: "Hat" });
  expect((await ask(one, "/v1/products")).data).toHaveLength(1);
  expect((await ask(two, "/v1/products", undefined, one.secretKey)).data).toEqual([]);
});

test("a reset restores the seeds and the webhooks", async () => {
  const hook = { url: "http://127.0.0.1:9/hook", enabled_events: ["checkout.session.completed"] };
  const server = await create({ seed: [mug], webhooks: [hook], webhookSecret: "whsec_12345678" });
  expect(server.webhookSecret).toBe("whsec_12345678");
  const endpoints = (await ask(server, "/v1/webhook_endpoints")).data;
  expect(endpoints).toMatchObject([hook]);
  const hat = await ask(server, "/v1/products", { name: "Hat" });
  await server.reset();
  expect((await ask(server, "/v1/products")).data).toMatchObject([{ id: "prod_mug" }]);
  expect(await ask(server, `/v1/products/${hat.id}`)).toMatchObject({ error: { code: "resource_missing" } });
  expect((await ask(server, "/v1/webhook_endpoints")).data).toMatchObject([{ id: endpoints[0]?.id }]);
});

test("its clock can be moved, and a reset brings it back to real time", async () => {
  const server = await create();
  const made = async () => (await ask(server, "/v1/customers", { name: "Jenny" })) as { created?: number };
  const real = server.clock.now();
  await server.clock.freeze();
  await server.clock.advance(86_400);
  const ahead = server.clock.now();
  expect(ahead - real).toBeGreaterThanOrEqual(86_400);
  expect((await made()).created).toBe(ahead);
  await server.clock.advanceTo(ahead + 60);
  expect(server.clock.now()).toBe(ahead + 60);
  await expect(server.clock.advanceTo(ahead)).rejects.toThrow("only be moved forward");
  await expect(server.clock.setRate(0)).rejects.toThrow("must be between");
  await server.clock.setRate(1);
  await server.reset();
  expect(server.clock.now()).toBeLessThan(ahead);
  await server.clock.advance(3_600);
  await server.clock.reset();
  expect(server.clock.now()).toBeLessThan(real + 3_600);
});

test("every configured endpoint gets an event, even if there are more than the API allows", async () => {
  const webhooks = Array.from({ length: 20 }, (_, i) => `http://127.0.0.1:9/hook/${i}`);
  const server = await create({ webhooks });
  await ask(server, "/v1/products", { name: "Hat" });
  expect((await ask(server, "/v1/events")).data).toMatchObject([{ pending_webhooks: webhooks.length }]);
});

test("a webhook secret that was made stays the same after a reset", async () => {
  const server = await create();
  const before = server.webhookSecret;
  expect(before).toMatch(/^whsec_\w{32}$/);
  await server.reset();
  expect(server.webhookSecret).toBe(before);
});

test("the shop has the configured name and collects the configured taxes", async () => {
  const server = await create({
    business: { name: "Mug & Hat" },
    tax: { defaults: false, rates: { FR: "failed", IT: 22 } },
  });
  const taxIn = async (country: string) =>
    (await ask(server, "/v1/customers", { "address[country]": country, "expand[]": "tax" })) as unknown as {
      tax: { automatic_tax: string };
    };
  expect((await taxIn("FR")).tax.automatic_tax).toBe("failed");
  expect((await taxIn("IT")).tax.automatic_tax).toBe("supported");
  expect((await taxIn("DE")).tax.automatic_tax).toBe("not_collecting");
  const session = await ask(server, "/v1/checkout/sessions", {
    mode: "payment",
    success_url: "https://shop.example.test/thanks",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "900",
    "line_items[0][price_data][product_data][name]": "Mug",
  });
  const page = await (await fetch((session as unknown as { url: string }).url)).text();
  expect(page).toContain("Mug &amp; Hat");
});

test.each([
  [{ webhooks: ["nowhere"] }, /webhook URL nowhere/],
  [{ business: { name: " " } }, /empty name/],
  [{ business: { country: "Germany" } }, /country Germany/],
  [{ business: { terms_of_service_url: "nowhere" } }, /page nowhere/],
  [{ tax: { rates: { Germany: 19 } } }, /^Germany is not a country/],
  [{ tax: { rates: { DE: 190 } } }, /^The tax of DE must be a percentage/],
  [{ apiVersion: "2020-01-01" }, /no API version 2020-01-01/],
  [
    { seed: { products: [{ id: "prod_a", nam: "A" }] } },
    /^seed 0: products\[0\]: Received unknown parameter: nam/,
  ],
  [
    // The parameter is named, whatever the message quotes.
    { seed: { products: [{ id: "prod_a", name: "A", package_dimensions: { height: "height" } }] } },
    /^seed 0: products\[0\]: package_dimensions\[height\]: Invalid decimal: height/,
  ],
  [{ seed: { account: "sk_live_abcdefgh1234" } }, /^seed 0: sk_live_\*+1234 is a live key/],
  [{ data: "a", databaseUrl: "postgres://b/c" }, /contradict/],
] satisfies [CheckstandOptions, RegExp][])("%j is refused", async (options, message) => {
  await expect(createCheckstand(options)).rejects.toThrow(message);
});

test("a server can be closed twice", async () => {
  const server = await create();
  await server.close();
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});
