/** An expired session is opened again by its recovery URL. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { openTill, THING, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params } from "../../support/shop.ts";

const DAY = 86_400;
const RECOVERY_DAYS = 30;
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const RECOVERY = { after_expiration: { recovery: { enabled: true } } };

/** A session that expired, with the address that brings it back. */
async function abandoned(params: Params = {}, told: Params | null = null) {
  const { id } = await till.create({ ...RECOVERY, ...params });
  if (told !== null) await till.tell(id, told);
  const session = await till.stripe.checkout.sessions.expire(id);
  return { id, session, url: session.after_expiration?.recovery?.url ?? "" };
}

/** What following an address leads to. */
async function follow(url: string): Promise<{ status: number; id: string | undefined; text: string }> {
  const reply = await fetch(url, { redirect: "manual" });
  const id = /\/c\/pay\/(cs_test_\w+)/.exec(reply.headers.get("location") ?? "")?.[1];
  return { status: reply.status, id, text: await reply.text() };
}

async function recovered(url: string): Promise<Stripe.Checkout.Session> {
  const { status, id } = await follow(url);
  expect(status).toBe(303);
  return till.stripe.checkout.sessions.retrieve(id ?? "", { expand: ["line_items"] });
}

test("the event has the recovery URL, which works for 30 days", async () => {
  const { id, session, url } = await abandoned();
  const { data } = await till.stripe.events.list({ type: "checkout.session.expired" });
  expect(data[0]?.data.object).toMatchObject({
    id,
    after_expiration: {
      recovery: {
        allow_promotion_codes: false,
        enabled: true,
        expires_at: clock.seconds() + RECOVERY_DAYS * DAY,
        url,
      },
    },
  });
  expect(session.recovered_from).toBeNull();
});

test("it is also in the event of a session that expired by itself", async () => {
  const { id } = await till.create(RECOVERY);
  clock.advance(DAY);
  await server.running.worker.drain();
  const session = await till.stripe.checkout.sessions.retrieve(id);
  expect(session.after_expiration?.recovery?.expires_at).toBe(clock.seconds() + RECOVERY_DAYS * DAY);
  expect((await recovered(session.after_expiration?.recovery?.url ?? "")).recovered_from).toBe(id);
});

test("the copy is a new open session with the same items, and can be paid", async () => {
  const { id, session, url } = await abandoned({
    client_reference_id: "cart-7",
    customer_email: "jenny@example.com",
    line_items: [THING, { ...THING, quantity: 2 }],
    metadata: { a: "1" },
    payment_intent_data: { description: "Lamps", metadata: { b: "2" } },
    shipping_options: [
      { shipping_rate_data: { display_name: "Post", fixed_amount: { amount: 500, currency: "usd" } } },
    ],
  });
  await till.newsSince();
  const copy = await recovered(url);
  expect(copy).toMatchObject({
    after_expiration: { recovery: { enabled: true, expires_at: null, url: null } },
    amount_total: 6500,
    client_reference_id: "cart-7",
    created: clock.seconds(),
    customer_email: "jenny@example.com",
    expires_at: clock.seconds() + DAY,
    metadata: { a: "1" },
    recovered_from: id,
    shipping_options: session.shipping_options,
    status: "open",
    success_url: session.success_url,
  });
  expect(copy.id).not.toBe(id);
  expect(copy.url).toContain(copy.id);
  expect(copy.line_items?.data.map(({ quantity }) => quantity)).toEqual([1, 2]);
  expect(await till.newsSince()).toEqual([]);
  const paid = await till.pay(copy.id);
  expect(paid).toMatchObject({ payment_status: "paid", recovered_from: id });
  const intent = await till.stripe.paymentIntents.retrieve(paid.payment_intent);
  expect(intent).toMatchObject({ amount: 6500, description: "Lamps", metadata: { b: "2" } });
  expect((await till.stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
});

test("what the buyer typed is not copied, and line items have new ids", async () => {
  const { id, url } = await abandoned(
    { phone_number_collection: { enabled: true }, consent_collection: { terms_of_service: "required" } },
    { phone: "+12015550123", email: "a@example.com" },
  );
  const copy = await recovered(url);
  expect(copy).toMatchObject({ consent: null, customer_details: null });
  const lines = await till.stripe.checkout.sessions.listLineItems(id);
  expect(copy.line_items?.data[0]?.id).not.toBe(lines.data[0]?.id);
  const payment = { consent: { terms_of_service: "accepted" } };
  expect(await till.payRefusal(copy.id, payment)).toMatchObject({ param: "phone" });
});

test("nor is the e-mail address of a buyer who agreed to promotions", async () => {
  const { session, url } = await abandoned(
    { consent_collection: { promotions: "auto" } },
    { consent: { promotions: "opt_in" }, email: "left@example.com" },
  );
  expect(session.customer_details).toMatchObject({ email: "left@example.com" });
  expect(await recovered(url)).toMatchObject({ consent: null, customer_details: null, customer_email: null });
});

test("the customer is kept, with their changes since", async () => {
  const { id: customer } = await till.stripe.customers.create({ email: "old@example.com" });
  const taxed = { ...THING, price_data: { ...THING.price_data, tax_behavior: "exclusive" } };
  const { url } = await abandoned({
    automatic_tax: { enabled: true },
    customer,
    customer_update: { address: "auto" },
    line_items: [taxed],
  });
  const address = { country: "DE", line1: "Weg 1", city: "Berlin", postal_code: "10115" };
  await till.stripe.customers.update(customer, { address, email: "new@example.com" });
  expect(await recovered(url)).toMatchObject({
    amount_total: 2380,
    automatic_tax: { status: "complete" },
    customer,
    customer_details: { email: "new@example.com" },
  });
});

test("each visit makes another copy; a copy that expires has its own recovery URL", async () => {
  const { id, url } = await abandoned();
  const [one, other] = [await recovered(url), await recovered(url)];
  expect(one.id).not.toBe(other.id);
  const again = await till.stripe.checkout.sessions.expire(one.id);
  const next = again.after_expiration?.recovery?.url ?? "";
  expect(next).not.toBe(url);
  expect(await recovered(next)).toMatchObject({ recovered_from: one.id });
  expect(other.recovered_from).toBe(id);
});

test("allow_promotion_codes of the recovery applies to the copy", async () => {
  const yes = await abandoned({
    after_expiration: { recovery: { enabled: true, allow_promotion_codes: true } },
  });
  expect((await recovered(yes.url)).allow_promotion_codes).toBe(true);
  const no = await abandoned({ allow_promotion_codes: true });
  expect((await recovered(no.url)).allow_promotion_codes).toBe(false);
});

test("the shop's discount is copied, a code that the buyer typed is not", async () => {
  const coupon = await till.stripe.coupons.create({ percent_off: 50 });
  const given = await abandoned({ discounts: [{ coupon: coupon.id }] });
  expect(await recovered(given.url)).toMatchObject({
    amount_total: 1000,
    total_details: { amount_discount: 1000 },
  });
  await till.stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code: "HALF" });
  const typed = await abandoned({ allow_promotion_codes: true }, { promotion_code: "HALF" });
  expect(typed.session.amount_total).toBe(1000);
  expect(await recovered(typed.url)).toMatchObject({ amount_total: 2000, discounts: [] });
});

test("there is no recovery URL unless recovery is enabled, nor for a complete session", async () => {
  const { id } = await till.create();
  const plain = await till.stripe.checkout.sessions.expire(id);
  expect(plain.after_expiration).toBeNull();
  const paid = await till.pay((await till.create(RECOVERY)).id);
  expect(paid.after_expiration.recovery).toMatchObject({ expires_at: null, url: null });
});

test("a recovery URL that is too old or unknown", async () => {
  const { url } = await abandoned();
  clock.advance(RECOVERY_DAYS * DAY - 1);
  await server.running.worker.drain();
  await recovered(url);
  clock.advance(1);
  const late = await follow(url);
  expect(late).toMatchObject({ status: 404, id: undefined });
  expect(late.text).toMatch(/<!doctype html>/i);
  for (const token of ["test_x", "live_x", "..%2f", "x".repeat(99)]) {
    expect((await follow(`${server.url}/r/${token}`)).status).toBe(404);
  }
});

test("a HEAD request creates nothing", async () => {
  const { url } = await abandoned();
  const count = async () => (await till.stripe.checkout.sessions.list()).data.length;
  const before = await count();
  await fetch(url, { method: "HEAD", redirect: "manual" });
  expect(await count()).toBe(before);
});

test("in version 2023-10-16", async () => {
  const body = form({ mode: "payment", success_url: "https://e.com/s", line_items: [THING], ...RECOVERY });
  const headers = { "stripe-version": "2023-10-16" };
  const made = await server.raw("POST", "/v1/checkout/sessions", { key: till.key, body, headers });
  const path = `/v1/checkout/sessions/${made.body.id}/expire`;
  const expired = await server.raw("POST", path, { key: till.key, body: "", headers });
  expect(expired.body.after_expiration.recovery.url).toMatch(/\/r\/test_/);
});
