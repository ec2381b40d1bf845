/**
 * Webhook endpoints through the official client: creating, changing, listing and deleting them, and refusals.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const URL_OF = (n: number) => `http://127.0.0.1:9/hook/${n}`;
const make = (stripe: Stripe, more: Partial<Stripe.WebhookEndpointCreateParams> = {}) =>
  stripe.webhookEndpoints.create({ url: URL_OF(1), enabled_events: ["checkout.session.completed"], ...more });

test("200: an endpoint is created, and only this reply shows its secret", async () => {
  const stripe = server.stripe();
  const made = await make(stripe, { description: "orders", metadata: { team: "shop" } });
  expect(made).toMatchObject({
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    description: "orders",
    enabled_events: ["checkout.session.completed"],
    livemode: false,
    metadata: { team: "shop" },
    status: "enabled",
    url: URL_OF(1),
  });
  expect(made.id).toMatch(/^we_1[0-9A-Za-z]{23}$/);
  expect(made.secret).toMatch(/^whsec_[0-9A-Za-z]{32}$/);
  const later = await stripe.webhookEndpoints.retrieve(made.id);
  expect(later).not.toHaveProperty("secret");
  expect(Object.keys(later).filter((key) => key.startsWith("_"))).toEqual([]);
  expect((await stripe.webhookEndpoints.list()).data[0]).not.toHaveProperty("secret");
});

test("200: an endpoint may have its own version, which cannot change", async () => {
  const stripe = server.stripe();
  const made = await make(stripe, { api_version: "2024-06-20" });
  expect(made.api_version).toBe("2024-06-20");
  const update = { api_version: "2023-10-16" } as Stripe.WebhookEndpointUpdateParams;
  await expect(stripe.webhookEndpoints.update(made.id, update)).rejects.toMatchObject({
    statusCode: 400,
    code: "parameter_unknown",
    param: "api_version",
  });
});

test("200: an endpoint is changed, disabled and enabled again", async () => {
  const stripe = server.stripe();
  const { id } = await make(stripe);
  const changed = await stripe.webhookEndpoints.update(id, {
    url: URL_OF(2),
    enabled_events: ["*"],
    description: "all of it",
    disabled: true,
  });
  expect(changed).toMatchObject({ url: URL_OF(2), enabled_events: ["*"], status: "disabled" });
  expect(changed).not.toHaveProperty("secret");
  expect(await stripe.webhookEndpoints.update(id, { disabled: false })).toMatchObject({
    status: "enabled",
    url: URL_OF(2),
    description: "all of it",
  });
});

test("200: endpoints are listed newest first, without deleted ones", async () => {
  const stripe = server.stripe();
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.unshift((await make(stripe, { url: URL_OF(n) })).id);
  const [first = "", second = "", third = ""] = ids;
  expect((await stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual(ids);
  expect(await stripe.webhookEndpoints.del(second)).toEqual({
    id: second,
    object: "webhook_endpoint",
    deleted: true,
  });
  expect((await stripe.webhookEndpoints.list({ limit: 1 })).data.map(({ id }) => id)).toEqual([first]);
  expect((await stripe.webhookEndpoints.list({ starting_after: first })).data.map(({ id }) => id)).toEqual([
    third,
  ]);
});

test("400: an unknown event is refused, naming its place in the list", async () => {
  await expect(
    make(server.stripe(), { enabled_events: ["checkout.session.created" as "*"] }),
  ).rejects.toMatchObject({ statusCode: 400, param: "enabled_events[0]", type: "StripeInvalidRequestError" });
});

test.each([
  ["url", { url: "" }],
  ["url", { url: "nonsense" }],
  ["url", { url: "ftp://127.0.0.1/" }],
  ["api_version", { api_version: "1999-01-01" as "2024-06-20" }],
] as const)("400: %s is refused: %j", async (param, more) => {
  await expect(make(server.stripe(), more)).rejects.toMatchObject({ statusCode: 400, param });
});

test("400: the seventeenth endpoint is refused; deleting one makes room", async () => {
  const stripe = server.stripe();
  const made = [];
  for (let n = 0; n < 16; n++) made.push(await make(stripe, { url: URL_OF(n) }));
  await expect(make(stripe)).rejects.toMatchObject({
    statusCode: 400,
    message: "You have reached the maximum of 16 test webhook endpoints.",
  });
  await stripe.webhookEndpoints.del(made[0]?.id ?? "");
  expect((await make(stripe)).status).toBe("enabled");
});

test("404: one that does not exist, was deleted, or belongs to another account", async () => {
  const stripe = server.stripe();
  const { id } = await make(stripe);
  await expect(server.stripe().webhookEndpoints.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
  await stripe.webhookEndpoints.del(id);
  for (const gone of [id, "we_nothing"]) {
    await expect(stripe.webhookEndpoints.retrieve(gone)).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    await expect(stripe.webhookEndpoints.update(gone, { disabled: true })).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(stripe.webhookEndpoints.del(gone)).rejects.toMatchObject({ statusCode: 404 });
  }
});
