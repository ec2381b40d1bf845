import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const BERLIN = {
  city: "Berlin",
  country: "DE",
  line1: "Weg 1",
  line2: null,
  postal_code: "10115",
  state: null,
};

async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("200", () => {
  test("is created without parameters, and shows every key", async () => {
    const { lastResponse: _, ...customer } = await server.stripe().customers.create();
    const { id, ...rest } = customer;
    expect(id).toMatch(/^cus_[A-Za-z0-9]{14}$/);
    const keys = Object.keys(customer).slice(2);
    expect(keys).toEqual([...keys].sort());
    expect(rest).toEqual({
      object: "customer",
      address: null,
      balance: 0,
      created: expect.any(Number),
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: null,
      discount: null,
      email: null,
      invoice_prefix: expect.stringMatching(/^[A-Z0-9]{8}$/),
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: "none",
      test_clock: null,
    });
  });

  test("is created with all parameters, in wire order", async () => {
    const stripe = server.stripe();
    const input = {
      address: { city: "Berlin", country: "de", line1: "Weg 1", postal_code: "10115" },
      balance: 0,
      business_name: "Rosen GmbH",
      description: "A customer",
      email: "jenny@example.com",
      individual_name: "Jenny",
      invoice_prefix: "ROSEN",
      invoice_settings: { custom_fields: [{ name: "PO", value: "7" }], footer: "Thanks" },
      metadata: { order: "6735" },
      name: "Jenny Rosen",
      next_invoice_sequence: 5,
      phone: "+49301234",
      preferred_locales: ["de", "en"],
      shipping: { address: { country: "FR" }, name: "Jenny" },
      tax_exempt: "reverse",
    } satisfies Stripe.CustomerCreateParams;
    const made = await stripe.customers.create(input);
    expect(made).toMatchObject({
      ...input,
      address: BERLIN,
      invoice_settings: { ...input.invoice_settings, default_payment_method: null, rendering_options: null },
      shipping: {
        address: { city: null, country: "FR", line1: null, line2: null, postal_code: null, state: null },
        name: "Jenny",
        phone: null,
      },
    });
    const keys = Object.keys(await stripe.customers.retrieve(made.id)).slice(2);
    expect(keys).toEqual([...keys].sort());
    const [news] = (await stripe.events.list({ limit: 1 })).data;
    expect(news).toMatchObject({ type: "customer.created", data: { object: { id: made.id } } });
  });

  test("is created with a payment method, which may be the default at once", async () => {
    const stripe = server.stripe();
    const card = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    const customer = await stripe.customers.create({
      payment_method: card.id,
      invoice_settings: { default_payment_method: card.id },
    });
    expect(customer.invoice_settings.default_payment_method).toBe(card.id);
    expect((await stripe.paymentMethods.retrieve(card.id)).customer).toBe(customer.id);
    const plain = await stripe.customers.create({ payment_method: "pm_card_mastercard" });
    expect(plain.invoice_settings.default_payment_method).toBeNull();
    const { data } = await stripe.events.list({ limit: 100 });
    expect(data.map((event) => event.type).reverse()).toEqual([
      "customer.created",
      "payment_method.attached",
      "customer.created",
      "payment_method.attached",
    ]);
  });

  test("updates the parameters sent, and the event shows what changed", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({
      email: "old@example.com",
      name: "Old",
      address: { city: "Berlin", line1: "Weg 1" },
      business_name: "Old Ltd",
      metadata: { a: "1", b: "2" },
    });
    const updated = await stripe.customers.update(id, {
      email: "new@example.com",
      address: { city: "Hamburg" },
      business_name: "",
      metadata: { a: "", c: "3" },
      invoice_settings: { footer: "Bye" },
    });
    expect(updated).toMatchObject({
      email: "new@example.com",
      name: "Old",
      address: { city: "Hamburg", line1: null },
      metadata: { b: "2", c: "3" },
      invoice_settings: { footer: "Bye", custom_fields: null },
    });
    expect(updated).not.toHaveProperty("business_name");
    expect(updated.metadata).not.toHaveProperty("a");
    const [news] = (await stripe.events.list({ limit: 1 })).data;
    expect(news?.type).toBe("customer.updated");
    expect(news?.data.previous_attributes).toEqual({
      address: { city: "Berlin", line1: "Weg 1" },
      business_name: "Old Ltd",
      email: "old@example.com",
      invoice_settings: { footer: null },
      metadata: { a: "1", c: null },
    });
  });

  test("unsets parameters with empty strings", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({
      email: "a@example.com",
      name: "A",
      shipping: { address: { country: "FR" }, name: "A" },
      address: { country: "FR" },
      tax_exempt: "exempt",
    });
    const updated = await stripe.customers.update(id, {
      email: "",
      name: "",
      shipping: "",
      address: "",
      tax_exempt: "",
    });
    expect(updated).toMatchObject({
      email: null,
      name: null,
      shipping: null,
      address: null,
      tax_exempt: "none",
    });
  });

  test("an update that changes nothing sends no event", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({ name: "A" });
    await stripe.customers.update(id, { name: "A" });
    expect((await stripe.events.list({ type: "customer.updated" })).data).toEqual([]);
  });

  test("lists newest first, filtered by exact email", async () => {
    const stripe = server.stripe();
    const first = await stripe.customers.create({ email: "a@example.com" });
    const second = await stripe.customers.create({ email: "A@example.com" });
    const ids = (list: Stripe.ApiList<Stripe.Customer>) => list.data.map((customer) => customer.id);
    expect(ids(await stripe.customers.list())).toEqual([second.id, first.id]);
    expect(ids(await stripe.customers.list({ email: "a@example.com" }))).toEqual([first.id]);
    await stripe.customers.update(first.id, { email: "b@example.com" });
    expect(ids(await stripe.customers.list({ email: "a@example.com" }))).toEqual([]);
    expect(ids(await stripe.customers.list({ created: { gt: first.created + 3600 } }))).toEqual([]);
  });

  test("lists and retrieves the payment methods of a customer", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create();
    const visa = await stripe.paymentMethods.attach("pm_card_visa", { customer: id });
    const amex = await stripe.paymentMethods.attach("pm_card_amex", { customer: id });
    const all = await stripe.customers.listPaymentMethods(id);
    expect(all.data).toEqual([amex, visa]);
    expect(all).toMatchObject({ url: `/v1/customers/${id}/payment_methods`, has_more: false });
    const page = await stripe.customers.listPaymentMethods(id, { type: "card", limit: 1 });
    expect([page.data.length, page.has_more]).toEqual([1, true]);
    const found = await stripe.customers.retrievePaymentMethod(id, visa.id);
    expect(found.id).toBe(visa.id);
  });

  test("is deleted: a stub stays, its payment methods are removed, and the event shows the last state", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({
      email: "gone@example.com",
      payment_method: "pm_card_visa",
    });
    const [method] = (await stripe.customers.listPaymentMethods(id)).data;
    const { lastResponse: _, ...stub } = await stripe.customers.del(id);
    expect(stub).toEqual({ id, object: "customer", deleted: true });
    expect(await stripe.customers.retrieve(id)).toEqual(stub);
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.customers.list({ email: "gone@example.com" })).data).toEqual([]);
    expect((await stripe.paymentMethods.retrieve(method?.id ?? "")).customer).toBeNull();
    const [news] = (await stripe.events.list({ limit: 1 })).data;
    expect(news).toMatchObject({ type: "customer.deleted", data: { object: { email: "gone@example.com" } } });
    expect(news?.data.object).not.toHaveProperty("deleted");
  });

  test("expands every documented member", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create();
    const { id: method } = await stripe.paymentMethods.attach("pm_card_visa", { customer: id });
    const customer = await stripe.customers.update(id, {
      invoice_settings: { default_payment_method: method },
      expand: ["invoice_settings.default_payment_method", "sources", "tax_ids"],
    });
    expect(customer.invoice_settings.default_payment_method).toMatchObject({ id: method, type: "card" });
    expect(customer.sources).toEqual({
      object: "list",
      data: [],
      has_more: false,
      url: `/v1/customers/${id}/sources`,
    });
    expect(customer.tax_ids?.data).toEqual([]);
  });
});

test("a token as the source makes a card that pays where nothing else is named, until it is detached", async () => {
  const stripe = server.stripe();
  const customer = await stripe.customers.create({ source: "tok_mastercard" });
  const card = String(customer.default_source);
  expect(card).toMatch(/^card_/);
  const { data } = await stripe.paymentMethods.list({ customer: customer.id });
  expect(data).toMatchObject([{ id: card, card: { brand: "mastercard" } }]);
  const price = await stripe.prices.create({
    currency: "usd",
    unit_amount: 900,
    recurring: { interval: "month" },
    product_data: { name: "Gold" },
  });
  const subscribe = () =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  expect((await subscribe()).status).toBe("active");
  await stripe.paymentMethods.detach(card);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: null });
  await expect(subscribe()).rejects.toThrow("no attached payment source");
});

describe("400", () => {
  test.each([
    ["email", "email=not-an-email", "Invalid email address: not-an-email"],
    ["name", `name=${"n".repeat(257)}`, "Invalid string: nnnn...nnnn; must be at most 256 characters"],
    ["phone", "phone=012345678901234567890", /must be at most 20 characters$/],
    ["invoice_prefix", "invoice_prefix=ab", /^This value must match the regex pattern/],
    ["tax_exempt", "tax_exempt=maybe", "Invalid tax_exempt: must be one of exempt, none, or reverse"],
    ["shipping[address]", "shipping[name]=A", "Missing required param: shipping[address]."],
    ["payment_method", "payment_method=pm_x", "No such PaymentMethod: 'pm_x'"],
    ["source", "source=tok_nope", "No such token: 'tok_nope'"],
    ["source", "source=card_1", "No such token: 'card_1'"],
    ["test_clock", "test_clock=clock_1", "No such billingclock: 'clock_1'"],
    ["nome", "nome=A", "Received unknown parameter: nome. Did you mean name?"],
    [undefined, "expand[]=orders", "This property cannot be expanded (orders)."],
  ])("create refuses %s", async (param, body, message) => {
    const reply = await server.raw("POST", "/v1/customers", { body });
    expect(reply.status).toBe(400);
    expect(reply.body.error.param).toBe(param);
    expect(reply.body.error.message).toMatch(message);
  });

  test("a default payment method that is not attached", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create();
    const elsewhere = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    const named = await refusal(
      stripe.customers.update(id, { invoice_settings: { default_payment_method: elsewhere.id } }),
    );
    expect(named).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "invoice_settings[default_payment_method]",
      message:
        `The customer does not have a payment method with the ID ${elsewhere.id}. The payment method must be ` +
        "attached to the customer.",
    });
    // An alias is a new payment method on every use, so another alias can never be attached yet.
    const alias = await refusal(
      stripe.customers.create({
        payment_method: "pm_card_visa",
        invoice_settings: { default_payment_method: "pm_card_mastercard" },
      }),
    );
    expect(alias.message).toMatch(/^The customer does not have a payment method with the ID pm_1\w{23}\. /);
    expect((await stripe.customers.list()).data.map((customer) => customer.id)).toEqual([id]);
  });

  test("an alias that is named twice in one request is one payment method", async () => {
    const stripe = server.stripe();
    const { id, invoice_settings } = await stripe.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const [only, ...others] = (await stripe.customers.listPaymentMethods(id)).data;
    expect(others).toEqual([]);
    expect(invoice_settings.default_payment_method).toBe(only?.id);
  });

  test("a deleted customer in a parameter is refused like a missing one", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create();
    await stripe.customers.del(id);
    const refused = await refusal(stripe.paymentMethods.attach("pm_card_visa", { customer: id }));
    expect(refused).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "customer",
      message: `No such customer: '${id}'`,
    });
  });
});

describe("402", () => {
  test("a declined payment method leaves no customer behind", async () => {
    const stripe = server.stripe();
    const refused = await refusal(stripe.customers.create({ payment_method: "pm_card_chargeDeclined" }));
    expect(refused).toMatchObject({ statusCode: 402, code: "card_declined", param: "" });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.events.list()).data).toEqual([]);
  });
});

describe("404", () => {
  test("a customer that never existed, and a deleted one", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create();
    await stripe.customers.del(id);
    const missing = (id: string) => ({
      statusCode: 404,
      code: "resource_missing",
      param: "id",
      message: `No such customer: '${id}'`,
    });
    expect(await refusal(stripe.customers.retrieve("cus_x"))).toMatchObject(missing("cus_x"));
    expect(await refusal(stripe.customers.update(id, { name: "A" }))).toMatchObject(missing(id));
    expect(await refusal(stripe.customers.del(id))).toMatchObject(missing(id));
    expect(await refusal(stripe.customers.listPaymentMethods(id))).toMatchObject(missing(id));
  });

  test("a payment method of another customer", async () => {
    const stripe = server.stripe();
    const [one, other] = [await stripe.customers.create(), await stripe.customers.create()];
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: one.id });
    expect(await refusal(stripe.customers.retrievePaymentMethod(other.id, id))).toMatchObject({
      statusCode: 404,
      message: `No such PaymentMethod: '${id}'`,
      param: "payment_method",
    });
  });
});
