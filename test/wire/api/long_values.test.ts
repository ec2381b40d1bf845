/**
 * Long values that a client chooses and that lists filter by are stored, found by the filter, and disturb
 * nothing else. The text is random, because an engine may compress other text.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { secureIds } from "../../../src/core/ids.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop } from "../../support/shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const text = (length: number) => secureIds.random(length);
/** Characters of three bytes. */
const wideText = (length: number) =>
  text(length).replace(/./g, (c) => String.fromCharCode(0x3000 + c.charCodeAt(0) * 97));
const ids = (list: { data: { id?: string }[] }) => list.data.map(({ id }) => id);

test("products are found by a long url, also after it was changed", async () => {
  const stripe = server.stripe();
  const urls = [text(4900), text(4900)].map((path) => `https://example.com/${path}`);
  const [first = "", second = ""] = urls;
  const product = await stripe.products.create({ name: "Mug", url: first });
  const other = await stripe.products.create({ name: "Cup", url: second });
  expect((await stripe.products.retrieve(product.id)).url).toBe(first);
  expect(ids(await stripe.products.list({ url: first }))).toEqual([product.id]);
  await stripe.products.update(product.id, { url: second });
  expect(ids(await stripe.products.list({ url: first }))).toEqual([]);
  expect(ids(await stripe.products.list({ url: second }))).toEqual([other.id, product.id]);
  await stripe.products.del(product.id);
  expect(ids(await stripe.products.list({ url: second }))).toEqual([other.id]);
});

test("a session with a long transfer_group is paid, and its charge is found by it", async () => {
  const shop = openShop(server);
  const transfer_group = text(4900);
  const client_reference_id = text(200);
  const paid = await shop.paid({ client_reference_id, payment_intent_data: { transfer_group } });
  expect(paid).toMatchObject({ status: "complete", payment_status: "paid", client_reference_id });
  const charges = await shop.stripe.charges.list({ transfer_group });
  expect(charges.data.map((charge) => charge.payment_intent)).toEqual([paid.payment_intent]);
  expect(ids(await shop.stripe.charges.list({ transfer_group: `${transfer_group}x`.slice(1) }))).toEqual([]);
});

test("customers, and the sessions they paid, are found by a long e-mail address", async () => {
  const shop = openShop(server);
  const domain = Array.from({ length: 3 }, () => text(60)).join(".");
  const email = `${text(64)}@${domain}.example`;
  const customer = await shop.stripe.customers.create({ email });
  await shop.stripe.customers.create({ email: `x${email.slice(1)}` });
  expect(ids(await shop.stripe.customers.list({ email }))).toEqual([customer.id]);
  const paid = await shop.paid({ customer_email: email });
  expect(ids(await shop.stripe.checkout.sessions.list({ customer_details: { email } }))).toEqual([paid.id]);
});

test("prices are found by a lookup key of wide characters, and promotion codes by a long code", async () => {
  const { stripe } = openShop(server);
  const product = (await stripe.products.create({ name: "Mug" })).id;
  const lookup_key = wideText(200);
  const priced = { currency: "usd", product, unit_amount: 100, lookup_key };
  const price = await stripe.prices.create(priced);
  expect(ids(await stripe.prices.list({ lookup_keys: [lookup_key, text(4900)] }))).toEqual([price.id]);
  const next = await stripe.prices.create({ ...priced, transfer_lookup_key: true });
  expect(ids(await stripe.prices.list({ lookup_keys: [lookup_key] }))).toEqual([next.id]);

  const coupon = (await stripe.coupons.create({ percent_off: 10, id: text(255) })).id;
  const code = text(500);
  const promotion = { type: "coupon", coupon } as const;
  const promotionCode = await stripe.promotionCodes.create({ code, promotion });
  expect(ids(await stripe.promotionCodes.list({ code }))).toEqual([promotionCode.id]);
  expect(ids(await stripe.promotionCodes.list({ coupon }))).toEqual([promotionCode.id]);
});

test("filters accept any length of text, and an idempotency key may have its full length", async () => {
  const stripe = server.stripe();
  const idempotencyKey = text(255);
  const create = () => stripe.products.create({ name: "Mug", id: text(200) }, { idempotencyKey });
  await create();
  await expect(create()).rejects.toMatchObject({ type: "StripeIdempotencyError" });
  await expect(stripe.customers.retrieve(text(3000))).rejects.toMatchObject({ statusCode: 404 });
  await expect(stripe.prices.list({ product: text(4900) })).resolves.toMatchObject({ data: [] });
  expect(await stripe.events.list({ type: text(100) })).toMatchObject({ data: [] });
});
