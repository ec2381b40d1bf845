/** The names that a session asks its buyer for. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, openTill, parameter, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const BOTH = { business: { enabled: true }, individual: { enabled: true, optional: true } };
const GIVEN = { business_name: "Rosen Ltd", individual_name: "Jenny Rosen" };

describe("what a session asks for", () => {
  parameter(["name_collection", "name_collection[business]", "name_collection[individual]"], async () => {
    const session = await till.create({ name_collection: BOTH });
    expect(session.name_collection).toEqual({
      business: { enabled: true, optional: false },
      individual: { enabled: true, optional: true },
    });
    const keys = Object.keys(session);
    expect(keys.indexOf("name_collection")).toBe(keys.indexOf("mode") + 1);
    expect(await till.create()).not.toHaveProperty("name_collection");
    const one = await till.create({ name_collection: { individual: { enabled: true } } });
    expect(one.name_collection).toEqual({ individual: { enabled: true, optional: false } });
  });

  parameter(["name_collection[business][enabled]", "name_collection[individual][enabled]"], async () => {
    const off = { business: { enabled: false }, individual: { enabled: false } };
    const { id } = await till.create({ name_collection: off });
    expect(await till.payRefusal(id, { business_name: "Rosen Ltd" })).toMatchObject({
      param: "business_name",
    });
    expect(await till.payRefusal(id, { individual_name: "Jenny" })).toMatchObject({
      param: "individual_name",
    });
    expect(await till.pay(id)).toMatchObject({ collected_information: null });
    expect(await till.refusal({ name_collection: { business: { optional: true } } })).toEqual(
      missing("name_collection[business][enabled]"),
    );
  });

  parameter(["name_collection[business][optional]", "name_collection[individual][optional]"], async () => {
    const { id } = await till.create({ name_collection: BOTH });
    expect(await till.payRefusal(id)).toEqual(missing("business_name"));
    expect(await till.pay(id, { business_name: "Rosen Ltd" })).toMatchObject({
      collected_information: { business_name: "Rosen Ltd", individual_name: null, shipping_details: null },
    });
    const own = await till.create({ name_collection: { individual: { enabled: true } } });
    expect(await till.payRefusal(own.id)).toEqual(missing("individual_name"));
  });
});

describe("the names that a buyer gives", () => {
  test("are on the session, in its event, and those of the customer who is made", async () => {
    const { id } = await till.create({ name_collection: BOTH, customer_creation: "always" });
    const paid = await till.pay(id, GIVEN);
    expect(paid).toMatchObject({
      collected_information: { ...GIVEN, shipping_details: null },
      customer_details: { ...GIVEN, name: "Rosen Ltd" },
    });
    expect(await till.stripe.customers.retrieve(paid.customer)).toMatchObject({
      ...GIVEN,
      name: "Rosen Ltd",
    });
    const { data } = await till.stripe.events.list({ type: "checkout.session.completed" });
    expect(data[0]?.data.object).toMatchObject({ collected_information: GIVEN });
  });

  test("are an existing customer's where the shop wants them saved", async () => {
    const { id: customer } = await till.stripe.customers.create({ name: "Jenny", email: "j@example.com" });
    const name_collection = { individual: { enabled: true } };
    const first = await till.create({ customer, name_collection });
    await till.pay(first.id, { individual_name: "Jenny Rosen" });
    const kept = await till.stripe.customers.retrieve(customer);
    expect([kept, Object.keys(kept).includes("individual_name")]).toMatchObject([{ name: "Jenny" }, false]);
    const second = await till.create({ customer, name_collection, customer_update: { name: "auto" } });
    await till.pay(second.id, { individual_name: "Jenny Rosen" });
    expect(await till.stripe.customers.retrieve(customer)).toMatchObject({
      individual_name: "Jenny Rosen",
      name: "Jenny Rosen",
    });
  });

  test("are asked for by the sessions of a payment link", async () => {
    const { id: price } = await till.price();
    const link = await till.stripe.paymentLinks.create({
      line_items: [{ price, quantity: 1 }],
      name_collection: { business: { enabled: true } },
    });
    const asked = { business: { enabled: true, optional: false } };
    expect(link.name_collection).toEqual(asked);
    await fetch(link.url, { redirect: "manual" });
    const { data } = await till.stripe.checkout.sessions.list({ payment_link: link.id });
    expect(data[0]?.name_collection).toEqual(asked);
    const without = await till.stripe.paymentLinks.update(link.id, { name_collection: "" });
    expect(without).not.toHaveProperty("name_collection");
  });

  test("may be given in setup mode", async () => {
    const { id } = await till.create({
      mode: "setup",
      currency: "usd",
      line_items: undefined,
      name_collection: BOTH,
    });
    expect(await till.pay(id, GIVEN)).toMatchObject({ customer_details: GIVEN, status: "complete" });
  });
});
