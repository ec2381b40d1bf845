/** The filters of a list, each alone and all together. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { NEWEST, openTill, parameter, type Refusal, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params } from "../../support/shop.ts";

const START = 1_800_000_000;
const MINUTE = 60;
const clock = new FixedClock(START);
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

async function ask(params: Params) {
  const path = `/v1/checkout/sessions?${form({ ...params, limit: 100 })}`;
  return server.raw("GET", path, { key: till.key, headers: { "stripe-version": NEWEST } });
}
async function list(params: Params): Promise<string[]> {
  const { status, body, text } = await ask(params);
  expect(status, text).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
}
async function refusal(params: Params): Promise<Refusal> {
  const { status, body } = await ask(params);
  const { type, doc_url: _, request_log_url: __, ...rest } = body.error;
  expect(type).toBe("invalid_request_error");
  return { status, ...rest };
}

describe("each alone", () => {
  parameter(
    ["list created", "list created[gt]", "list created[gte]", "list created[lt]", "list created[lte]"],
    async () => {
      const first = await till.create();
      clock.advance(MINUTE);
      const second = await till.create();
      clock.advance(MINUTE);
      const third = await till.create();
      const [a, b, c] = [first.id, second.id, third.id];
      const at = second.created;
      expect(at).toBe(first.created + MINUTE);
      expect(await list({ created: at })).toEqual([b]);
      expect(await list({ created: { gt: at } })).toEqual([c]);
      expect(await list({ created: { gte: at } })).toEqual([c, b]);
      expect(await list({ created: { lt: at } })).toEqual([a]);
      expect(await list({ created: { lte: at } })).toEqual([b, a]);
      expect(await list({ created: { gt: at - 1, lt: at + 1 } })).toEqual([b]);
      expect(await list({ created: { gt: at, lt: at } })).toEqual([]);
      const none = says("Invalid integer: today", "created", "parameter_invalid_integer");
      expect(await refusal({ created: "today" })).toEqual(none);
      expect(await refusal({ created: { gt: "x" } })).toEqual(
        says("Invalid integer: x", "created[gt]", "parameter_invalid_integer"),
      );
    },
  );

  parameter("list customer", async () => {
    const { id: customer } = await till.stripe.customers.create();
    const { id } = await till.create({ customer });
    const later = await till.create({ customer_creation: "always" });
    const made = (await till.pay(later.id)).customer;
    expect(await list({ customer })).toEqual([id]);
    expect(await list({ customer: made })).toEqual([later.id]);
    await till.stripe.customers.del(customer);
    expect(await list({ customer })).toEqual([id]);
    const { id: nobodys } = await till.stripe.customers.create();
    expect(await list({ customer: nobodys })).toEqual([]);
    expect(await refusal({ customer: "cus_x" })).toEqual(
      says("No such customer: 'cus_x'", "customer", "resource_missing"),
    );
  });

  parameter(["list customer_details", "list customer_details[email]"], async () => {
    const given = await till.create({ customer_email: "Given@example.com" });
    const typed = await till.create();
    const of = (email: string) => list({ customer_details: { email } });
    expect(await of("given@EXAMPLE.com")).toEqual([given.id]);
    expect(await of("jenny@example.com")).toEqual([]);
    await till.pay(typed.id);
    expect(await of("jenny@example.com")).toEqual([typed.id]);
    expect(await of("ven@example.com")).toEqual([]);
    expect(await refusal({ customer_details: { email: "x" } })).toEqual(
      says("Invalid email address: x", "customer_details[email]", "email_invalid"),
    );
    expect(await refusal({ customer_details: { name: "x" } })).toEqual(
      says(
        "Received unknown parameter: customer_details[name]",
        "customer_details[name]",
        "parameter_unknown",
      ),
    );
  });

  parameter("list payment_intent", async () => {
    await till.pay((await till.create()).id);
    const { id } = await till.create();
    const { payment_intent } = await till.pay(id);
    expect(await list({ payment_intent })).toEqual([id]);
    expect(await list({ payment_intent: "pi_x" })).toEqual([]);
  });

  parameter("list payment_link", async () => {
    const price = await till.price();
    const link = await till.stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] });
    await till.create();
    const opened = await fetch(link.url, { redirect: "manual" });
    const id = /\/c\/pay\/(cs_test_\w+)/.exec(opened.headers.get("location") ?? "")?.[1];
    expect(await list({ payment_link: link.id })).toEqual([id]);
    expect(await list({ payment_link: "plink_x" })).toEqual([]);
  });

  parameter("list status", async () => {
    const [open, paid, expired] = [await till.create(), await till.create(), await till.create()];
    expect(await list({ status: "open" })).toEqual([expired.id, paid.id, open.id]);
    await till.pay(paid.id);
    await till.stripe.checkout.sessions.expire(expired.id);
    expect(await list({ status: "open" })).toEqual([open.id]);
    expect(await list({ status: "complete" })).toEqual([paid.id]);
    expect(await list({ status: "expired" })).toEqual([expired.id]);
    expect(await refusal({ status: "done" })).toEqual(
      says("Invalid status: must be one of complete, expired, or open", "status"),
    );
  });

  parameter("list subscription", async () => {
    await till.create();
    expect(await list({ subscription: "sub_x" })).toEqual([]);
  });

  parameter(["list ending_before", "list starting_after", "list limit"], async () => {
    const made = [await till.create(), await till.create(), await till.create()]
      .map(({ id }) => id)
      .reverse();
    const page = async (params: Params) => {
      const { data, has_more } = await till.stripe.checkout.sessions.list({ limit: 1, ...params });
      return [...data.map(({ id }) => made.indexOf(id)), has_more];
    };
    expect(await page({})).toEqual([0, true]);
    expect(await page({ starting_after: made[0] })).toEqual([1, true]);
    expect(await page({ starting_after: made[1] })).toEqual([2, false]);
    expect(await page({ ending_before: made[2] })).toEqual([1, true]);
    expect(await page({ ending_before: made[2], limit: 2 })).toEqual([0, 1, false]);
    expect(await page({ status: "open", starting_after: made[1] })).toEqual([2, false]);
  });
});

test("together they select what matches all of them, newest first", async () => {
  const customers = [
    (await till.stripe.customers.create({ email: "one@example.com" })).id,
    (await till.stripe.customers.create({ email: "two@example.com" })).id,
  ];
  const emails = ["one@example.com", "two@example.com", "guest@example.com"];
  const ends: ((id: string) => Promise<unknown>)[] = [
    async () => undefined,
    (id) => till.pay(id),
    (id) => till.stripe.checkout.sessions.expire(id),
  ];
  const made: string[] = [];
  for (const whose of [
    { customer: customers[0] },
    { customer: customers[1] },
    { customer_email: emails[2] },
  ]) {
    for (const end of ends) {
      const { id } = await till.create(whose);
      await end(id);
      made.unshift(id);
      clock.advance(MINUTE);
    }
  }
  const sessions = await Promise.all(made.map((id) => till.stripe.checkout.sessions.retrieve(id)));
  const middle = sessions[4]?.created ?? 0;
  const customerFilters = [undefined, ...customers];
  const emailFilters = [undefined, ...emails];
  const statusFilters = [undefined, "complete", "expired", "open"];
  const createdFilters = [undefined, { gte: middle }, { lt: middle }];
  let tried = 0;
  for (const customer of customerFilters) {
    for (const email of emailFilters) {
      for (const status of statusFilters) {
        for (const created of createdFilters) {
          const expected = sessions.filter(
            (session) =>
              (customer === undefined || session.customer === customer) &&
              (email === undefined || session.customer_details?.email === email) &&
              (status === undefined || session.status === status) &&
              (created === undefined || (created.gte ? session.created >= middle : session.created < middle)),
          );
          const customer_details = email === undefined ? undefined : { email };
          const filters = { customer, customer_details, status, created };
          expect(await list(filters), form(filters)).toEqual(expected.map(({ id }) => id));
          tried++;
        }
      }
    }
  }
  expect(tried).toBe(144);
});

test("of two filters that select one session, both must match", async () => {
  const { id: customer } = await till.stripe.customers.create();
  const [theirs, other] = [await till.create({ customer }), await till.create()];
  const { payment_intent } = await till.pay(theirs.id);
  const { payment_intent: another } = await till.pay(other.id);
  expect(await list({ customer, payment_intent })).toEqual([theirs.id]);
  expect(await list({ customer, payment_intent: another })).toEqual([]);
});
