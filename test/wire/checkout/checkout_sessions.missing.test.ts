/**
 * What a confirmation still lacks: each refusal names a parameter that, added to the same request, resolves
 * it. The tests follow the refusals one by one until the session is paid.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inDollars, openTill, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

type Flat = Readonly<Record<string, string>>;

/** What is sent for each parameter that is blamed; the id of the session's line is filled in. */
const ANSWERS: Flat = {
  "billing_address[country]": "US",
  "billing_address[line1]": "354 Oyster Point",
  "billing_address[postal_code]": "94080",
  "consent[terms_of_service]": "accepted",
  "custom_fields[0][key]": "first",
  "custom_fields[0][value]": "one",
  "custom_fields[1][key]": "first",
  "custom_fields[1][value]": "one",
  email: "jenny@example.com",
  "line_items[0][custom_amount]": "700",
  "line_items[0][id]": "LINE",
  payment_method: "pm_card_visa",
  "payment_method_data[billing_details][email]": "jenny@example.com",
  "payment_method_data[card][exp_month]": "12",
  "payment_method_data[card][exp_year]": "2040",
  "payment_method_data[card][number]": "4242424242424242",
  "payment_method_data[type]": "card",
  phone: "+12015550123",
  "shipping[address][country]": "US",
  "shipping[address][line1]": "354 Oyster Point",
  "shipping[address][postal_code]": "94080",
  "shipping[name]": "Jenny",
  "tax_id[type]": "eu_vat",
  "tax_id[value]": "DE123456789",
};
/** A hash as a whole is only blamed where the request has none of it; any part of it is a way on. */
const WHOLE: Readonly<Record<string, Flat>> = {
  "payment_method_data[card]": { "payment_method_data[card][exp_year]": "2040" },
  "shipping[address]": { "shipping[address][line1]": "354 Oyster Point" },
};

const BY_ID: Flat = { payment_method: "pm_card_visa", email: "jenny@example.com" };
const TYPED: Flat = {
  "payment_method_data[type]": "card",
  "payment_method_data[card][number]": "4242424242424242",
  "payment_method_data[card][exp_month]": "12",
  "payment_method_data[card][exp_year]": "2040",
};
const question = (key: string): Params => ({ key, type: "text", label: { type: "custom", custom: key } });
const SHIPS: Params = { shipping_address_collection: { allowed_countries: ["US"] } };
const FREE = inDollars({}, { unit_amount: 0 });

interface Case {
  readonly name: string;
  readonly session?: Params;
  /** What the first request sends. */
  readonly sent: Flat;
  /** What is blamed, one refusal after another. */
  readonly blamed: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "nothing is sent", sent: {}, blamed: ["payment_method", "email"] },
  { name: "a method by its id, no e-mail", sent: { payment_method: "pm_card_visa" }, blamed: ["email"] },
  {
    name: "a method that is described, no e-mail",
    sent: TYPED,
    blamed: ["payment_method_data[billing_details][email]"],
  },
  {
    name: "an e-mail in the details of a method that is not described",
    sent: { "payment_method_data[billing_details][email]": "jenny@example.com" },
    blamed: [
      "payment_method_data[type]",
      "payment_method_data[card]",
      "payment_method_data[card][number]",
      "payment_method_data[card][exp_month]",
    ],
  },
  { name: "nothing to pay, no e-mail", session: FREE, sent: {}, blamed: ["email"] },
  {
    name: "nothing to pay, a name and no e-mail",
    session: FREE,
    sent: { "billing_details[name]": "Jenny" },
    blamed: ["email"],
  },
  {
    name: "shipping",
    session: SHIPS,
    sent: BY_ID,
    blamed: ["shipping[address][country]", "shipping[address][line1]", "shipping[name]"],
  },
  {
    name: "shipping, of which the name is known",
    session: SHIPS,
    sent: { ...BY_ID, "shipping[name]": "Jenny" },
    blamed: ["shipping[address]", "shipping[address][country]"],
  },
  { name: "phone", session: { phone_number_collection: { enabled: true } }, sent: BY_ID, blamed: ["phone"] },
  {
    name: "billing address",
    session: { billing_address_collection: "required" },
    sent: BY_ID,
    blamed: ["billing_address[country]", "billing_address[line1]"],
  },
  {
    name: "billing address, of which the method knows the country",
    session: { billing_address_collection: "required" },
    sent: {
      ...TYPED,
      email: "a@example.com",
      "payment_method_data[billing_details][address][country]": "US",
    },
    blamed: ["billing_address[line1]", "billing_address[country]"],
  },
  {
    name: "custom fields",
    session: { custom_fields: [question("first")] },
    sent: BY_ID,
    blamed: ["custom_fields[0][value]", "custom_fields[0][key]"],
  },
  {
    name: "custom fields, of which a later one is answered first",
    session: { custom_fields: [question("first"), question("second")] },
    sent: { ...BY_ID, "custom_fields[0][key]": "second", "custom_fields[0][value]": "two" },
    blamed: ["custom_fields[1][value]", "custom_fields[1][key]"],
  },
  {
    name: "custom fields, of which one has an empty answer",
    session: { custom_fields: [question("second"), question("first")] },
    sent: {
      ...BY_ID,
      "custom_fields[0][key]": "first",
      "custom_fields[0][value]": "",
      "custom_fields[1][key]": "second",
      "custom_fields[1][value]": "two",
    },
    blamed: ["custom_fields[0][value]"],
  },
  {
    name: "an amount of the buyer's choice",
    session: { line_items: "CUSTOM" },
    sent: BY_ID,
    blamed: ["line_items[0][custom_amount]", "line_items[0][id]"],
  },
  {
    name: "terms of service",
    session: { consent_collection: { terms_of_service: "required" } },
    sent: BY_ID,
    blamed: ["consent[terms_of_service]"],
  },
  {
    name: "tax id",
    session: { tax_id_collection: { enabled: true, required: "if_supported" } },
    sent: { ...BY_ID, "billing_address[country]": "DE" },
    blamed: ["tax_id[value]", "tax_id[type]"],
  },
  {
    name: "the place that is taxed, by the bill",
    session: { automatic_tax: { enabled: true } },
    sent: BY_ID,
    blamed: ["billing_address[country]", "billing_address[postal_code]"],
  },
  {
    name: "the place that is taxed, by where the goods go",
    session: { ...SHIPS, automatic_tax: { enabled: true } },
    sent: { ...BY_ID, "billing_address[country]": "US", "billing_address[postal_code]": "94080" },
    blamed: [
      "shipping[address][country]",
      "shipping[address][line1]",
      "shipping[name]",
      "shipping[address][postal_code]",
    ],
  },
];

/** A session with these parameters, and the id of its line. */
async function opened(params: Params = {}): Promise<{ id: string; line: string }> {
  const custom = async () => {
    const price = await till.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true },
      product_data: { name: "Gift" },
    });
    return [{ price: price.id, quantity: 1 }];
  };
  const session = await till.create(
    params.line_items === "CUSTOM" ? { ...params, line_items: await custom() } : params,
  );
  const { data } = await till.stripe.checkout.sessions.listLineItems(session.id);
  return { id: session.id, line: String(data[0]?.id) };
}

test.each(CASES)("$name", async ({ session, sent, blamed }) => {
  const { id, line } = await opened(session);
  const confirm = (body: Flat) =>
    server.raw("POST", `/v1/payment_pages/${id}/confirm`, { key: till.key, body });
  const found: string[] = [];
  let request = sent;
  let reply = await confirm(request);
  while (reply.status !== 200 && found.length <= blamed.length) {
    const { code, param } = reply.body.error;
    expect(["customer_tax_location_invalid", "parameter_missing"]).toContain(code);
    expect(found).not.toContain(param);
    found.push(param);
    const value = ANSWERS[param]?.replace("LINE", line);
    expect([param, value ?? WHOLE[param]]).toEqual([param, expect.anything()]);
    request = { ...request, ...(value === undefined ? WHOLE[param] : { [param]: value }) };
    reply = await confirm(request);
  }
  expect([found, reply.status]).toEqual([blamed, 200]);
  expect(reply.body.status).toBe("complete");
});

test("a refusal about an element of a list also names the element", async () => {
  const asking = await till.create({ custom_fields: [question("size")] });
  expect((await till.payRefusal(asking.id)).message).toBe(
    "Missing required param: custom_fields[0][value], the answer to `size`.",
  );
});

test("an address that the shop has fixed and that cannot be taxed: nothing that the buyer sends is named", async () => {
  const shipping = { name: "Jenny", address: { country: "US", line1: "354 Oyster Point" } };
  const { id } = await till.create({ automatic_tax: { enabled: true }, payment_intent_data: { shipping } });
  const refusal = await till.payRefusal(id);
  expect(refusal).toEqual({
    status: 400,
    code: "customer_tax_location_invalid",
    message: expect.stringContaining("payment_intent_data[shipping][address]"),
  });
});
