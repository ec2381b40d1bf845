/**
 * Which events are sent, and in which order, when a session is paid: one row for each way of paying. The
 * orders are those recorded at Stripe unless docs/fidelity.md says otherwise.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTill, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, type Params, typedCard } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

interface Way {
  readonly name: string;
  readonly session: Params;
  readonly payment?: Params;
  /** Of the customer it is made for. */
  readonly customer?: { readonly email?: string; readonly name?: string };
  readonly told: readonly string[];
}

const BEGUN = ["payment_intent.created", "charge.succeeded"];
const PAID = ["payment_intent.succeeded", "checkout.session.completed"];
const BOOKED = ["charge.updated"];
const BILLED = [
  "invoice.created",
  "invoice.finalized",
  ...BOOKED,
  "invoice.sent",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
];
const ADDRESS = { line1: "Weg 1", city: "Berlin", postal_code: "10115", country: "DE" };
const FREE = {
  line_items: [
    { price_data: { currency: "usd", unit_amount: 0, product_data: { name: "Gift" } }, quantity: 1 },
  ],
};
const NO_CARD = { payment_method_data: undefined, billing_details: BUYER };

const WAYS: readonly Way[] = [
  { name: "a guest", session: {}, told: [...BEGUN, ...PAID, ...BOOKED] },
  {
    name: "a guest who tells everything",
    session: {
      phone_number_collection: { enabled: true },
      shipping_address_collection: { allowed_countries: ["DE"] },
      consent_collection: { promotions: "auto" },
    },
    payment: { phone: "+493012345", shipping: { name: "Jenny", address: ADDRESS } },
    told: [...BEGUN, ...PAID, ...BOOKED],
  },
  {
    name: "customer_creation=always",
    session: { customer_creation: "always" },
    told: ["customer.created", ...BEGUN, ...PAID, ...BOOKED],
  },
  {
    name: "setup_future_usage",
    session: { payment_intent_data: { setup_future_usage: "off_session" } },
    told: [
      "customer.created",
      "payment_intent.created",
      "payment_method.attached",
      "charge.succeeded",
      ...PAID,
      ...BOOKED,
    ],
  },
  {
    name: "a customer",
    session: {},
    customer: { email: "known@example.com" },
    told: [...BEGUN, ...PAID, ...BOOKED],
  },
  {
    name: "a customer who is updated",
    session: {
      billing_address_collection: "required",
      customer_update: { address: "auto", name: "auto", shipping: "auto" },
      shipping_address_collection: { allowed_countries: ["DE"] },
    },
    payment: { billing_address: ADDRESS, shipping: { name: "Jenny", address: ADDRESS } },
    customer: { email: "known@example.com" },
    told: ["customer.updated", ...BEGUN, ...PAID, ...BOOKED],
  },
  {
    name: "an invoice",
    session: { invoice_creation: { enabled: true } },
    told: ["customer.created", ...BEGUN, "customer.updated", ...PAID, ...BILLED],
  },
  {
    name: "captured later",
    session: { payment_intent_data: { capture_method: "manual" } },
    told: [...BEGUN, "payment_intent.amount_capturable_updated", "checkout.session.completed"],
  },
  {
    name: "captured later, with an invoice",
    session: {
      payment_intent_data: { capture_method: "manual" },
      invoice_creation: { enabled: true },
    },
    told: [
      "customer.created",
      ...BEGUN,
      "payment_intent.amount_capturable_updated",
      "checkout.session.completed",
    ],
  },
  {
    name: "captured before its balance transaction is told of",
    session: { payment_intent_data: { capture_method: "automatic" } },
    told: [...BEGUN, ...PAID],
  },
  { name: "nothing to pay", session: FREE, payment: NO_CARD, told: ["checkout.session.completed"] },
  {
    name: "nothing to pay, with an invoice",
    session: { ...FREE, invoice_creation: { enabled: true } },
    payment: NO_CARD,
    told: [
      "customer.created",
      "checkout.session.completed",
      "customer.updated",
      ...BILLED.filter((type) => !BOOKED.includes(type) && type !== "invoice_payment.paid"),
    ],
  },
  {
    name: "nothing to pay, by a new customer",
    session: { ...FREE, customer_creation: "always" },
    payment: NO_CARD,
    told: ["customer.created", "checkout.session.completed"],
  },
];

test.each(WAYS)("$name", async ({ session, payment = {}, customer, told }) => {
  const known = customer === undefined ? {} : { customer: (await till.stripe.customers.create(customer)).id };
  const open = await till.create({ ...session, ...known });
  await till.newsSince();
  const card = payment.payment_method_data === undefined && "payment_method_data" in payment;
  await till.pay(open.id, { ...(card ? {} : typedCard("4242424242424242")), ...payment });
  expect(await till.newsSince()).toEqual(told);
});

test("each event shows its objects as they were at that time, and names no request", async () => {
  const open = await till.create({ invoice_creation: { enabled: true } });
  await till.newsSince();
  await till.pay(open.id);
  const { data } = await till.stripe.events.list({ limit: 100 });
  // biome-ignore lint/suspicious/noExplicitAny: objects of many kinds
  const shown = (type: string): any => data.find((event) => event.type === type)?.data.object;
  expect(shown("invoice.created")).toMatchObject({ status: "draft" });
  expect(shown("invoice.finalized")).toMatchObject({ status: "open" });
  expect(shown("invoice.paid")).toMatchObject({ status: "paid" });
  expect(shown("charge.succeeded")).toMatchObject({ balance_transaction: null });
  expect(shown("charge.updated")).toMatchObject({ balance_transaction: expect.stringMatching(/^txn_/) });
  expect(shown("checkout.session.completed")).toMatchObject({
    customer: shown("customer.created").id,
    invoice: shown("invoice.paid").id,
    payment_intent: shown("payment_intent.succeeded").id,
    payment_status: "paid",
    status: "complete",
    url: null,
  });
});
