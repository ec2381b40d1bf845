import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";

/** 15 November 2026. */
const clock = new FixedClock(1_794_700_800);
const VISA = { number: "4242424242424242", exp_month: 12, exp_year: 2030, cvc: "123" };
const USED_UP =
  "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a " +
  "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To " +
  "use a PaymentMethod multiple times, you must attach it to a Customer first.";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

async function eventTypes(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map((event) => event.type).reverse();
}

describe("200", () => {
  test("creates from a typed card, shows all of it, and sends no event", async () => {
    const stripe = server.stripe();
    const made = await stripe.paymentMethods.create({
      type: "card",
      card: VISA,
      billing_details: { name: "Jenny Rosen", address: { postal_code: "94111" } },
      metadata: { order: "6735" },
    });
    const { id, ...rest } = made;
    expect(id).toMatch(/^pm_1[A-Za-z0-9]{23}$/);
    const keys = Object.keys(made).slice(2);
    expect(keys).toEqual([...keys].sort());
    expect(rest).toEqual({
      object: "payment_method",
      allow_redisplay: "unspecified",
      billing_details: {
        address: { city: null, country: null, line1: null, line2: null, postal_code: "94111", state: null },
        email: null,
        name: "Jenny Rosen",
        phone: null,
        tax_id: null,
      },
      card: {
        brand: "visa",
        checks: { address_line1_check: null, address_postal_code_check: "unchecked", cvc_check: "unchecked" },
        country: "US",
        display_brand: "visa",
        exp_month: 12,
        exp_year: 2030,
        fingerprint: expect.stringMatching(/^[a-z0-9]{16}$/),
        funding: "credit",
        generated_from: null,
        last4: "4242",
        networks: { available: ["visa"], preferred: null },
        regulated_status: "unregulated",
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
      created: clock.seconds(),
      customer: null,
      customer_account: null,
      livemode: false,
      metadata: { order: "6735" },
      type: "card",
    });
    expect(await stripe.paymentMethods.retrieve(id)).toEqual(made);
    expect(await eventTypes(stripe)).toEqual([]);
  });

  test("creates from a token, and with a publishable key", async () => {
    const stripe = server.stripe();
    const made = await stripe.paymentMethods.create({
      type: "card",
      card: { token: "tok_amex" },
      allow_redisplay: "always",
    });
    expect(made.card).toMatchObject({ brand: "amex", last4: "8431", exp_month: 11, exp_year: 2027 });
    expect(made.allow_redisplay).toBe("always");
    const { status } = await server.raw("POST", "/v1/payment_methods", {
      key: server.freshKey().replace("sk_", "pk_"),
      body: "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=30",
    });
    expect(status).toBe(200);
  });

  test("makes a new one on every use of an alias", async () => {
    const stripe = server.stripe();
    const first = await stripe.paymentMethods.retrieve("pm_card_visa");
    const second = await stripe.paymentMethods.retrieve("pm_card_visa");
    expect(first.id).not.toBe(second.id);
    expect(first.card?.fingerprint).toBe(second.card?.fingerprint);
    expect(first.card).toMatchObject({ last4: "4242", exp_month: 11, exp_year: 2027 });
    expect(first.card?.checks?.cvc_check).toBeNull();
    expect(await stripe.paymentMethods.retrieve(first.id)).toEqual(first);
  });

  test("attaches after checking the code; attaching again does nothing", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const made = await stripe.paymentMethods.create({ type: "card", card: VISA });
    const attached = await stripe.paymentMethods.attach(made.id, { customer: customer.id });
    expect(attached.customer).toBe(customer.id);
    expect(attached.card?.checks?.cvc_check).toBe("pass");
    expect(await stripe.paymentMethods.attach(made.id, { customer: customer.id })).toEqual(attached);
    expect(await eventTypes(stripe)).toEqual(["customer.created", "payment_method.attached"]);
    const expanded = await stripe.paymentMethods.retrieve(made.id, { expand: ["customer"] });
    expect(expanded.customer).toMatchObject({ id: customer.id, object: "customer" });
  });

  test("detaches permanently, also from the customer's default", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
    const { data } = await stripe.events.list({ limit: 2 });
    expect(data[1]).toMatchObject({
      type: "payment_method.detached",
      data: { object: { id, customer: null }, previous_attributes: { customer: customer.id } },
    });
    expect(data[0]).toMatchObject({
      type: "customer.updated",
      data: { previous_attributes: { invoice_settings: { default_payment_method: id } } },
    });
    const after = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
    expect(after.invoice_settings.default_payment_method).toBeNull();
  });

  test("updates an attached one, and the event shows what changed", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    const updated = await stripe.paymentMethods.update(id, {
      billing_details: { name: "Jenny", address: { line1: "Main Street 1" } },
      card: { exp_year: 2031 },
      metadata: { a: "1" },
      allow_redisplay: "limited",
    });
    expect(updated).toMatchObject({
      allow_redisplay: "limited",
      billing_details: { name: "Jenny", address: { line1: "Main Street 1", city: null } },
      card: { exp_month: 11, exp_year: 2031 },
      metadata: { a: "1" },
    });
    const [news] = (await stripe.events.list({ limit: 1 })).data;
    expect(news).toMatchObject({ type: "payment_method.updated" });
    expect(news?.data.previous_attributes).toEqual({
      allow_redisplay: "unspecified",
      billing_details: { address: { line1: null }, name: null },
      card: { exp_year: 2027 },
      metadata: { a: null },
    });
  });

  test("lists those of a customer, newest first", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const ids: string[] = [];
    for (const alias of ["pm_card_visa", "pm_card_mastercard", "pm_card_amex"]) {
      ids.unshift((await stripe.paymentMethods.attach(alias, { customer: customer.id })).id);
    }
    await stripe.paymentMethods.retrieve("pm_card_visa"); // belongs to nobody
    const all = await stripe.paymentMethods.list({ customer: customer.id, type: "card" });
    expect(all.data.map((method) => method.id)).toEqual(ids);
    expect(all).toMatchObject({ has_more: false, url: "/v1/payment_methods" });
    const first = await stripe.paymentMethods.list({ customer: customer.id, limit: 2 });
    expect(first.has_more).toBe(true);
    const rest = await stripe.paymentMethods.list({ customer: customer.id, starting_after: ids[1] ?? "" });
    expect(rest.data.map((method) => method.id)).toEqual(ids.slice(2));
    expect((await stripe.paymentMethods.list({ customer: customer.id, type: "link" })).data).toEqual([]);
    expect(
      (await stripe.paymentMethods.list({ customer: customer.id, allow_redisplay: "always" })).data,
    ).toEqual([]);
  });

  test("stores neither number nor security code, and nothing of a card that is not a test card", async () => {
    const directory = mkdtempSync(join(tmpdir(), "checkstand-"));
    const kept = await startServer({ storage: { kind: "sqlite", directory } });
    try {
      const key = kept.freshKey();
      const send = (number: string, idempotencyKey: string) =>
        kept.raw("POST", "/v1/payment_methods", {
          key,
          headers: { "idempotency-key": idempotencyKey },
          body: {
            type: "card",
            "card[number]": number,
            "card[exp_month]": "12",
            "card[exp_year]": "40",
            "card[cvc]": "9876",
            "metadata[mark]": "kept-mark",
          },
        });
      expect((await send("378282246310005", "first-mark")).status).toBe(200);
      expect((await send("371111111111114", "second-mark")).status).toBe(402);
    } finally {
      await kept.close();
    }
    const bytes = readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), "latin1"))
      .join("");
    rmSync(directory, { recursive: true });
    expect(bytes).toContain("kept-mark");
    expect(bytes).toContain("first-mark");
    expect(bytes).not.toContain("second-mark");
    expect(bytes).not.toContain("378282246310005");
    expect(bytes).not.toContain("371111111111114");
    expect(bytes).not.toMatch(/\b9876\b/);
  });
});

describe("400", () => {
  test.each([
    ["type=card", "card", "Missing required param: card."],
    ["card[number]=4242424242424242", "type", "Missing required param: type."],
    [
      "type=card&card[number]=4242424242424242&card[exp_year]=30",
      "card[exp_month]",
      "Missing required param: card[exp_month].",
    ],
    ["type=card&card[token]=tok_nope", "card[token]", "No such token: 'tok_nope'"],
    ["type=nonsense", "type", /^Invalid type: must be one of acss_debit, affirm, .*, zip, or custom$/],
    ["type=custom", "type", /^Checkstand does not support type=custom yet/],
    ["type=card&customer=cus_1", "customer", /^Checkstand does not support the parameter customer yet/],
    ["type=card&custom[type]=x", "custom", /^Checkstand does not support the parameter custom/],
    ["type=card&billing_details[email]=nope", "billing_details[email]", "Invalid email address: nope"],
  ])("create with %s", async (body, param, message) => {
    const reply = await server.raw("POST", "/v1/payment_methods", { body });
    expect(reply.status).toBe(400);
    expect(reply.body.error.param).toBe(param);
    expect(reply.body.error.message).toMatch(message);
  });

  test("attach: no customer, an unknown one, another one", async () => {
    const stripe = server.stripe();
    const [one, other] = [await stripe.customers.create(), await stripe.customers.create()];
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: one.id });
    const missing = await refusal(stripe.paymentMethods.attach(id, {}));
    expect([missing.message, missing.code]).toEqual([
      "Missing required param: customer.",
      "parameter_missing",
    ]);
    const unknown = await refusal(stripe.paymentMethods.attach(id, { customer: "cus_x" }));
    expect(unknown).toMatchObject({
      message: "No such customer: 'cus_x'",
      param: "customer",
      statusCode: 400,
    });
    const second = await refusal(stripe.paymentMethods.attach(id, { customer: other.id }));
    expect(second.statusCode).toBe(400);
    expect(second.message).toBe("The payment method you provided has already been attached to a customer.");
  });

  test("a detached one is never attached again; one that is not attached is neither detached nor updated", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.paymentMethods.detach(id);
    const again = await refusal(stripe.paymentMethods.attach(id, { customer: customer.id }));
    expect([again.statusCode, again.message]).toEqual([400, USED_UP]);
    const detached = await refusal(stripe.paymentMethods.detach(id));
    expect(detached.message).toBe(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
    const updated = await refusal(stripe.paymentMethods.update(id, { metadata: { a: "1" } }));
    expect(updated.message).toBe("You must save this PaymentMethod to a customer before you can update it.");
  });

  test("list: an unknown customer", async () => {
    const refused = await refusal(server.stripe().paymentMethods.list({ customer: "cus_x" }));
    expect(refused).toMatchObject({
      statusCode: 400,
      param: "customer",
      message: "No such customer: 'cus_x'",
    });
  });
});

describe("402", () => {
  test.each([
    ["4242424242424241", "incorrect_number", "Your card number is incorrect."],
    ["4111111111111111", "card_declined", /used a non test \(live\) card/],
  ])("create with %s", async (number, code, message) => {
    const refused = await refusal(
      server.stripe().paymentMethods.create({ type: "card", card: { ...VISA, number } }),
    );
    expect([refused.statusCode, refused.rawType, refused.code]).toEqual([402, "card_error", code]);
    expect(refused.message).toMatch(message);
  });

  test("attach: a declined card stays without a customer", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const made = await stripe.paymentMethods.create({
      type: "card",
      card: { ...VISA, number: "4000000000000002" },
    });
    const refused = await refusal(stripe.paymentMethods.attach(made.id, { customer: customer.id }));
    expect(refused).toMatchObject({
      statusCode: 402,
      rawType: "card_error",
      code: "card_declined",
      decline_code: "generic_decline",
      param: "",
      message: "Your card was declined.",
    });
    expect((await stripe.paymentMethods.retrieve(made.id)).customer).toBeNull();
    expect(await eventTypes(stripe)).toEqual(["customer.created"]);
  });

  test("attach: a wrong security code, if one was given", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const { cvc, ...uncoded } = { ...VISA, number: "4000000000000101" };
    const coded = await stripe.paymentMethods.create({ type: "card", card: { ...uncoded, cvc } });
    const refused = await refusal(stripe.paymentMethods.attach(coded.id, { customer: customer.id }));
    expect([refused.code, refused.param]).toEqual(["incorrect_cvc", "cvc"]);
    const plain = await stripe.paymentMethods.create({ type: "card", card: uncoded });
    const attached = await stripe.paymentMethods.attach(plain.id, { customer: customer.id });
    expect(attached.card?.checks?.cvc_check).toBeNull();
  });
});

describe("404", () => {
  test.each([
    ["GET", "/v1/payment_methods/pm_x"],
    ["POST", "/v1/payment_methods/pm_x"],
    ["POST", "/v1/payment_methods/pm_x/attach"],
    ["POST", "/v1/payment_methods/pm_x/detach"],
  ])("%s %s", async (method, path) => {
    const body = path.endsWith("attach") ? "customer=cus_x" : undefined;
    const reply = await server.raw(method, path, body === undefined ? {} : { body });
    expect(reply.status).toBe(404);
    expect(reply.body.error).toMatchObject({
      code: "resource_missing",
      message: "No such PaymentMethod: 'pm_x'",
      param: "payment_method",
    });
  });

  test("one of another account", async () => {
    const { id } = await server.stripe().paymentMethods.retrieve("pm_card_visa");
    expect((await refusal(server.stripe().paymentMethods.retrieve(id))).statusCode).toBe(404);
  });
});
