import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop, typedCard } from "../../support/shop.ts";

const NOW = 1_800_000_000;
const clock = new FixedClock(NOW);
let server: TestServer;
let shop: Shop;
/** Oldest first; each a second after the one before. */
const ids: string[] = [];

/** Ids in the order of a list, as places in `ids`. */
function places(list: { data: readonly { id: string }[] }): number[] {
  return list.data.map(({ id }) => ids.indexOf(id));
}
async function found(query: Params): Promise<number[]> {
  const { status, body } = await server.raw("GET", `/v1/checkout/sessions?${form(query)}`, { key: shop.key });
  expect(status).toBe(200);
  return places(body);
}
const refusedList = (query: Params) =>
  server.raw("GET", `/v1/checkout/sessions?${form(query)}`, { key: shop.key });

let customer: string;
let intent: string;

beforeAll(async () => {
  server = await startServer({}, { clock });
  shop = openShop(server);
  customer = (await shop.stripe.customers.create({ email: "Buyer@Example.com" })).id;
  for (let i = 0; i < 25; i++) {
    const session = await shop.session(
      i === 3 || i === 7 ? { customer } : i === 5 ? { customer_email: "five@example.com" } : {},
    );
    ids.push(session.id);
    clock.advance(1);
  }
  await shop.confirm(ids[7] ?? "");
  await shop.confirm(
    ids[9] ?? "",
    typedCard("4242424242424242", { billing_details: { email: "nine@example.com" } }),
  );
  await shop.stripe.checkout.sessions.expire(ids[11] ?? "");
  intent = String((await shop.stripe.checkout.sessions.retrieve(ids[9] ?? "")).payment_intent);
});
afterAll(() => server.close());

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

describe("200", () => {
  test("shows the ten newest first", async () => {
    const { body } = await refusedList({});
    expect(Object.keys(body)).toEqual(["object", "data", "has_more", "url"]);
    expect([body.object, body.has_more, body.url]).toEqual(["list", true, "/v1/checkout/sessions"]);
    expect(places(body)).toEqual(down(24, 15));
  });

  test("shows as many as asked for, and whether there are more", async () => {
    const exactly = await shop.stripe.checkout.sessions.list({ limit: 25 });
    expect([exactly.data.length, exactly.has_more]).toEqual([25, false]);
    const one = await shop.stripe.checkout.sessions.list({ limit: 1 });
    expect([places(one), one.has_more]).toEqual([[24], true]);
  });

  test.each<[string, () => Params, number[]]>([
    ["customer", () => ({ customer }), [7, 3]],
    ["payment_intent", () => ({ payment_intent: intent }), [9]],
    ["customer_details[email]", () => ({ customer_details: { email: "nine@example.com" } }), [9]],
    [
      "customer_details[email], in upper or lower case",
      () => ({ customer_details: { email: "NINE@example.com" } }),
      [9],
    ],
    [
      "customer_details[email] of a customer",
      () => ({ customer_details: { email: "buyer@example.com" } }),
      [7, 3],
    ],
    [
      "customer_details[email] of an open session",
      () => ({ customer_details: { email: "five@example.com" } }),
      [5],
    ],
    ["status=complete", () => ({ status: "complete" }), [9, 7]],
    ["status=expired", () => ({ status: "expired" }), [11]],
    ["status=open", () => ({ status: "open", limit: 3 }), [24, 23, 22]],
    ["subscription", () => ({ subscription: "sub_x" }), []],
    ["payment_link", () => ({ payment_link: "plink_x" }), []],
    ["an unknown payment_intent", () => ({ payment_intent: "pi_x" }), []],
    ["customer and status", () => ({ customer, status: "open" }), [3]],
    ["payment_intent and status", () => ({ payment_intent: intent, status: "open" }), []],
    ["payment_intent and customer", () => ({ payment_intent: intent, customer }), []],
    ["customer and email", () => ({ customer, customer_details: { email: "buyer@example.com" } }), [7, 3]],
    ["created, one moment", () => ({ created: NOW + 4 }), [4]],
    ["created[gt]", () => ({ created: { gt: NOW + 22 } }), [24, 23]],
    ["created[gte]", () => ({ created: { gte: NOW + 23 } }), [24, 23]],
    ["created[lt]", () => ({ created: { lt: NOW + 2 } }), [1, 0]],
    ["created[lte]", () => ({ created: { lte: NOW + 1 } }), [1, 0]],
    ["created, a range", () => ({ created: { gt: NOW + 5, lte: NOW + 8 } }), [8, 7, 6]],
    ["created, an empty range", () => ({ created: { gt: NOW + 5, lt: NOW + 6 } }), []],
    ["created and status", () => ({ created: { gte: NOW + 6, lt: NOW + 10 }, status: "complete" }), [9, 7]],
    [
      "all filters together",
      () => ({
        created: { gte: NOW },
        customer,
        customer_details: { email: "buyer@example.com" },
        status: "complete",
        limit: 1,
      }),
      [7],
    ],
  ])("filters by %s", async (_name, query, expected) => {
    expect(await found(query())).toEqual(expected);
  });

  test("continues after a session, and before one", async () => {
    const list = shop.stripe.checkout.sessions;
    const after = await list.list({ limit: 3, starting_after: ids[20] ?? "" });
    expect([places(after), after.has_more]).toEqual([[19, 18, 17], true]);
    const last = await list.list({ limit: 3, starting_after: ids[2] ?? "" });
    expect([places(last), last.has_more]).toEqual([[1, 0], false]);
    const before = await list.list({ limit: 3, ending_before: ids[10] ?? "" });
    expect([places(before), before.has_more]).toEqual([[13, 12, 11], true]);
    const first = await list.list({ limit: 3, ending_before: ids[22] ?? "" });
    expect([places(first), first.has_more]).toEqual([[24, 23], false]);
  });

  test("continues from a session that the filter excludes", async () => {
    const page = await shop.stripe.checkout.sessions.list({
      status: "complete",
      starting_after: ids[8] ?? "",
    });
    expect(places(page)).toEqual([7]);
  });

  test("the official client pages through all 25 in both directions, with a filter or without", async () => {
    const { sessions } = shop.stripe.checkout;
    const forwards: string[] = [];
    for await (const { id } of sessions.list({ limit: 4 })) forwards.push(id);
    expect(forwards).toEqual([...ids].reverse());
    const backwards: string[] = [];
    for await (const { id } of sessions.list({ limit: 4, ending_before: ids[0] ?? "" })) backwards.push(id);
    expect(backwards).toEqual(ids.slice(1));
    const open: string[] = [];
    for await (const { id } of sessions.list({ limit: 5, status: "open" })) open.push(id);
    expect(open).toHaveLength(22);
    const then = await server
      .stripe14(shop.key)
      .checkout.sessions.list({ limit: 10 })
      .autoPagingToArray({ limit: 100 });
    expect(then.map(({ id }) => id)).toEqual([...ids].reverse());
  });

  test("expands what each session refers to", async () => {
    const { data } = await shop.stripe.checkout.sessions.list({
      status: "complete",
      expand: ["data.customer", "data.payment_intent.latest_charge", "data.line_items"],
    });
    expect(data[1]?.customer).toMatchObject({ object: "customer", id: customer });
    expect(data[0]?.payment_intent).toMatchObject({ id: intent, latest_charge: { object: "charge" } });
    expect(data[0]?.line_items?.data).toHaveLength(1);
  });

  test("is empty for an account without sessions", async () => {
    const { body } = await server.raw("GET", "/v1/checkout/sessions");
    expect(body).toEqual({ object: "list", data: [], has_more: false, url: "/v1/checkout/sessions" });
  });
});

describe("400", () => {
  test.each<[string, Params, string | undefined, string | undefined, string]>([
    [
      "limit 0",
      { limit: 0 },
      "parameter_invalid_integer",
      "limit",
      "This value must be greater than or equal to 1.",
    ],
    [
      "limit 101",
      { limit: 101 },
      "parameter_invalid_integer",
      "limit",
      "This value must be less than or equal to 100 (it currently is '101').",
    ],
    ["limit abc", { limit: "abc" }, "parameter_invalid_integer", "limit", "Invalid integer: abc"],
    [
      "an unknown cursor",
      { starting_after: "cs_x" },
      "resource_missing",
      "starting_after",
      "No such checkout.session: 'cs_x'",
    ],
    [
      "an unknown cursor backwards",
      { ending_before: "cs_x" },
      "resource_missing",
      "ending_before",
      "No such checkout.session: 'cs_x'",
    ],
    [
      "two cursors, one unknown",
      { starting_after: "cs_x", ending_before: "cs_y" },
      "resource_missing",
      "starting_after",
      "No such checkout.session: 'cs_x'",
    ],
    [
      "an unknown status",
      { status: "done" },
      undefined,
      "status",
      "Invalid status: must be one of complete, expired, or open",
    ],
    [
      "customer_details without an email",
      { customer_details: { name: "x" } },
      "parameter_unknown",
      "customer_details[name]",
      "Received unknown parameter: customer_details[name]",
    ],
    [
      "a customer that does not exist",
      { customer: "cus_x" },
      "resource_missing",
      "customer",
      "No such customer: 'cus_x'",
    ],
    ["an unknown filter", { foo: 1 }, "parameter_unknown", "foo", "Received unknown parameter: foo"],
    [
      "an invalid time",
      { created: "today" },
      "parameter_invalid_integer",
      "created",
      "Invalid integer: today",
    ],
    [
      "a range with an unknown name",
      { created: { before: 1 } },
      "parameter_unknown",
      "created[before]",
      "Received unknown parameter: created[before]",
    ],
  ])("%s", async (_name, query, code, param, message) => {
    const { status, body } = await refusedList(query);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test("two cursors", async () => {
    const call = shop.stripe.checkout.sessions.list({
      starting_after: ids[3] ?? "",
      ending_before: ids[1] ?? "",
    });
    expect(await refused(call)).toEqual({
      status: 400,
      code: undefined,
      param: undefined,
      message: "Received both starting_after and ending_before parameters. Please pass in only one.",
    });
  });

  test("another account's session as a cursor", async () => {
    const { stripe } = openShop(server);
    expect((await refused(stripe.checkout.sessions.list({ starting_after: ids[0] ?? "" }))).code).toBe(
      "resource_missing",
    );
  });
});
