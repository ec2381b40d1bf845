/** How many subscriptions a customer may have, and how many items a subscription. */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BillingShop, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  shop = openBillingShop(server);
  stripe = shop.stripe;
});
afterAll(() => server.close());

const SUBSCRIPTIONS_MAX = 500;
const AT_ONCE = 20;
const ITEMS_MAX = 20;

test("a customer may have 500 subscriptions that have not ended", { timeout: 120_000 }, async () => {
  const customer = (await shop.payer(null)).id;
  const price = (await shop.plan()).id;
  const create = (of = customer) =>
    stripe.subscriptions.create({ customer: of, items: [{ price }], trial_period_days: 30 });
  let last = "";
  for (let made = 0; made < SUBSCRIPTIONS_MAX; made += AT_ONCE) {
    const some = await Promise.all(Array.from({ length: AT_ONCE }, () => create()));
    last = some[0]?.id ?? "";
  }
  expect(await refused(create())).toEqual({
    status: 400,
    code: "customer_max_subscriptions",
    param: "customer",
    message: `Customer ${customer} already has the maximum 500 current subscriptions.`,
  });
  // Others are not concerned, and one that ends makes room.
  await create((await shop.payer(null)).id);
  await stripe.subscriptions.cancel(last);
  await create();
});

test("a subscription may have 20 items, at its beginning and later", async () => {
  const customer = (await shop.payer()).id;
  const prices = await Promise.all(Array.from({ length: ITEMS_MAX + 1 }, () => shop.plan()));
  const items = prices.map(({ id }) => ({ price: id }));
  const tooMany = { status: 400, message: "Array items exceeded maximum 20 allowed elements." };
  expect(await refused(stripe.subscriptions.create({ customer, items }))).toMatchObject(tooMany);
  const { id } = await stripe.subscriptions.create({ customer, items: items.slice(0, ITEMS_MAX) });
  const more = items.slice(ITEMS_MAX);
  expect(await refused(stripe.subscriptions.update(id, { items: more }))).toMatchObject(tooMany);
  expect((await stripe.subscriptions.retrieve(id)).items.data).toHaveLength(ITEMS_MAX);
});
