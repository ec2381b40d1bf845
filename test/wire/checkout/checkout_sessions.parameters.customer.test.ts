/** The customer, and payment with saved cards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { onlyOneOf, openTill, parameter, says, type Till, US } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const WHOLE = { ...US, line2: null };
const customerOf = (session: { customer: string }) => till.stripe.customers.retrieve(session.customer);

describe("customer", () => {
  parameter("customer", async () => {
    const known = await till.stripe.customers.create({ email: "known@example.com", tax_exempt: "exempt" });
    const open = await till.create({ customer: known.id });
    expect(open).toMatchObject({
      customer: known.id,
      customer_creation: null,
      customer_details: { email: "known@example.com", name: null, tax_exempt: "exempt", tax_ids: null },
      saved_payment_method_options: {
        allow_redisplay_filters: ["always"],
        payment_method_remove: "disabled",
        payment_method_save: null,
      },
    });
    expect(await till.pay(open.id)).toMatchObject({
      customer: known.id,
      customer_details: { email: "known@example.com", tax_ids: [] },
    });
    const nameless = await till.stripe.customers.create();
    await till.pay((await till.create({ customer: nameless.id })).id);
    expect(await till.stripe.customers.retrieve(nameless.id)).toMatchObject({
      email: BUYER.email,
      name: null,
    });
    const none = says("No such customer: 'cus_x'", "customer", "resource_missing");
    expect(await till.refusal({ customer: "cus_x" })).toEqual(none);
    await till.stripe.customers.del(known.id);
    expect(await till.refusal({ customer: known.id })).toEqual(
      says(`No such customer: '${known.id}'`, "customer", "resource_missing"),
    );
  });

  parameter("customer_email", async () => {
    const open = await till.create({ customer_email: "fixed@example.com" });
    expect(open).toMatchObject({
      customer_email: "fixed@example.com",
      customer_details: { address: null, email: "fixed@example.com", tax_exempt: "none" },
    });
    expect(await till.pay(open.id)).toMatchObject({
      customer: null,
      customer_details: { email: "fixed@example.com", name: BUYER.name },
      customer_email: "fixed@example.com",
    });
    expect(await till.refusal({ customer_email: "foo" })).toEqual(
      says("Invalid email address: foo", "customer_email", "email_invalid"),
    );
    const { id } = await till.stripe.customers.create();
    expect(await till.refusal({ customer: id, customer_email: "a@example.com" })).toEqual(
      onlyOneOf("customer, customer_email"),
    );
  });

  parameter("customer_creation", async () => {
    const always = await till.create({ customer_creation: "always" });
    expect(always.customer_creation).toBe("always");
    const paid = await till.pay(always.id);
    expect(await customerOf(paid)).toMatchObject({ email: BUYER.email, name: BUYER.name });
    const guest = await till.create({ customer_creation: "if_required" });
    expect(await till.pay(guest.id)).toMatchObject({ customer: null, customer_creation: "if_required" });
    const { id } = await till.stripe.customers.create();
    expect(await till.refusal({ customer: id, customer_creation: "always" })).toEqual(
      says("You may only specify one of these parameters: customer, customer_creation.", "customer"),
    );
  });

  parameter(
    ["customer_update", "customer_update[address]", "customer_update[name]", "customer_update[shipping]"],
    async () => {
      const { id } = await till.stripe.customers.create({ email: "a@example.com" });
      const all = { address: "auto", name: "auto", shipping: "auto" };
      const open = await till.create({
        customer: id,
        customer_update: all,
        shipping_address_collection: { allowed_countries: ["US"] },
      });
      await till.pay(open.id, { billing_address: US, shipping: { name: "Home", address: US } });
      expect(await till.stripe.customers.retrieve(id)).toMatchObject({
        address: WHOLE,
        name: BUYER.name,
        shipping: { address: WHOLE, name: "Home" },
      });
      const shy = await till.stripe.customers.create({ email: "a@example.com" });
      await till.pay((await till.create({ customer: shy.id })).id, { billing_address: US });
      expect(await till.stripe.customers.retrieve(shy.id)).toMatchObject({ address: null, name: null });
      expect(await till.refusal({ customer_update: { name: "auto" } })).toEqual(
        says("`customer_update` can only be used with `customer`."),
      );
      expect(await till.refusal({ customer: id, customer_update: { shipping: "auto" } })).toEqual(
        says(
          "`customer_update[shipping]` can only be set to `auto` with `shipping_address_collection`.",
          "customer_update[shipping]",
        ),
      );
      expect(await till.refusal({ customer: id, customer_update: { address: "yes" } })).toEqual(
        says("Invalid address: must be one of auto or never", "customer_update[address]"),
      );
    },
  );
});

describe("saved cards", () => {
  parameter("saved_payment_method_options[payment_method_save]", async () => {
    const options = { payment_method_save: "enabled" };
    const open = await till.create({ customer_creation: "always", saved_payment_method_options: options });
    expect(open.saved_payment_method_options).toMatchObject(options);
    const paid = await till.pay(open.id, { save_payment_method: true });
    const { data } = await till.stripe.customers.listPaymentMethods(paid.customer);
    expect(data).toMatchObject([{ allow_redisplay: "always", card: { last4: "4242" } }]);
    const not = await till.create({ customer_creation: "always", saved_payment_method_options: options });
    const kept = await till.stripe.customers.listPaymentMethods((await till.pay(not.id)).customer);
    expect(kept.data).toEqual([]);
  });

  parameter(
    [
      "saved_payment_method_options",
      "saved_payment_method_options[allow_redisplay_filters]",
      "saved_payment_method_options[payment_method_remove]",
    ],
    async () => {
      const options = { allow_redisplay_filters: ["always", "limited"], payment_method_remove: "enabled" };
      const { id } = await till.stripe.customers.create({ email: "a@example.com" });
      const open = await till.create({ customer: id, saved_payment_method_options: options });
      expect(open.saved_payment_method_options).toEqual({ ...options, payment_method_save: null });
      expect(await till.refusal({ saved_payment_method_options: { payment_method_remove: "yes" } })).toEqual(
        says(
          "Invalid payment_method_remove: must be one of disabled or enabled",
          "saved_payment_method_options[payment_method_remove]",
        ),
      );
    },
  );

  test("a saved card pays again", async () => {
    const first = await till.create({
      customer_creation: "always",
      payment_intent_data: { setup_future_usage: "off_session" },
    });
    const { customer } = await till.pay(first.id);
    const [card] = (await till.stripe.customers.listPaymentMethods(customer)).data;
    const again = await till.create({ customer });
    const paid = await till.pay(again.id, { payment_method: card?.id });
    expect(paid).toMatchObject({ customer, payment_status: "paid" });
    const stranger = await till.create();
    expect(await till.payRefusal(stranger.id, { payment_method: card?.id })).toMatchObject({
      param: "payment_method",
    });
  });
});
