/** Payment pages as Stripe.js and Stripe's page call them: with a publishable key. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Shop, typedCard } from "../../support/shop.ts";
import { SIGNALS, type WebPage, webPage } from "../../support/web_page.ts";

let server: TestServer;
let shop: Shop;
let page: WebPage;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  page = webPage(server, shop.key);
});
afterAll(() => server.close());

const VISIT = { eid: "NA", browser_locale: "en-US", browser_timezone: "Europe/Berlin", redirect_type: "url" };
const init = (id: string) => page.post(`/v1/payment_pages/${id}/init`, VISIT);
const open = (id: string) => page.post("/v1/payment_pages", { session_id: id });

test("redirectToCheckout asks for the URL of a session's page", async () => {
  const { id, url } = await shop.session();
  const { status, body } = await open(id);
  expect([status, body.session_id, body.url, body.stripe_hosted_url]).toEqual([200, id, url, url]);
  const unknown = await open("cs_test_unknown");
  expect([unknown.status, unknown.body.error.code, unknown.body.error.param]).toEqual([
    400,
    "resource_missing",
    "session_id",
  ]);
});

test("init shows what is bought", async () => {
  const { id } = await shop.session({ tax_id_collection: { enabled: true } });
  const { status, body } = await init(id);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    account_settings: { country: "US" },
    line_item_group: {
      currency: "usd",
      due: 2198,
      line_items: [{ quantity: 2, subtotal: 2198, total: 2198, price: { unit_amount: 1099 } }],
    },
    tax_context: { tax_id_collection_enabled: true },
    total_summary: { due: 2198, subtotal: 2198, total: 2198 },
  });
  const setup = await shop.stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    success_url: "https://shop.example/thanks",
  });
  expect((await init(setup.id)).body).toMatchObject({ line_item_group: null, total_summary: null });
});

test("a confirmation brings the checksums of the script", async () => {
  const { id } = await shop.session();
  const { init_checksum } = (await init(id)).body;
  const { status, body } = await page.post(`/v1/payment_pages/${id}/confirm`, {
    ...typedCard("4242424242424242"),
    ...SIGNALS,
    eid: "NA",
    expected_amount: 2198,
    expected_payment_method_type: "card",
    init_checksum,
    js_checksum: "qto~d^n0=QU>azbu]blvv",
    version: "abcdef0123",
  });
  expect([status, body.status, body.payment_status]).toEqual([200, "complete", "paid"]);
});

test("a session that is over is refused by its state", async () => {
  const paid = await shop.paid();
  const expired = await shop.session();
  await shop.stripe.checkout.sessions.expire(expired.id);
  const confirm = (id: string) =>
    page.post(`/v1/payment_pages/${id}/confirm`, { ...typedCard("4242424242424242") });
  const update = (id: string) => page.post(`/v1/payment_pages/${id}`, { email: "jenny@example.com" });
  for (const call of [init, open, confirm, update]) {
    expect((await call(paid.id)).body.error.code).toBe("checkout_succeeded_session");
    const { status, body } = await call(expired.id);
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      "checkout_not_active_session",
      "This Checkout Session is no longer active.",
    ]);
  }
});
