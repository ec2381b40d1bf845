/** Payment method configurations: each account's default one, further ones, and what they offer. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const told = (preference: "none" | "off" | "on") => ({ display_preference: { preference } });
const shown = (value: "off" | "on", preference: "none" | "off" | "on" = value) => ({
  available: value === "on",
  display_preference: { overridable: null, preference, value },
});
const defaultOf = async (stripe: Stripe) => {
  const { data } = await stripe.paymentMethodConfigurations.list();
  const found = data.find(({ is_default }) => is_default);
  if (found === undefined) throw new Error("there is no default configuration");
  return found;
};
const intentFor = (stripe: Stripe, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ amount: 500, currency: "usd", ...more });

describe("200", () => {
  test("every account has a default one, which offers cards and lists all types", async () => {
    const stripe = server.stripe();
    const { id, ...rest } = await defaultOf(stripe);
    expect(id).toMatch(/^pmc_1[A-Za-z0-9]{23}$/);
    expect(rest).toMatchObject({
      object: "payment_method_configuration",
      active: true,
      application: null,
      is_default: true,
      livemode: false,
      name: "Default",
      parent: null,
      card: shown("on"),
      klarna: shown("off"),
      apple_pay: shown("off"),
      zip: shown("off"),
    });
    const keys = Object.keys(rest).slice(1);
    expect(keys).toEqual([...keys].sort());
    expect(await stripe.paymentMethodConfigurations.retrieve(id)).toMatchObject({ id, is_default: true });
    const intent = await intentFor(stripe);
    expect(intent.payment_method_configuration_details).toEqual({ id, parent: null });
  });

  test("it keeps its id when it is changed, and intents follow it", async () => {
    const stripe = server.stripe();
    const { id } = await defaultOf(stripe);
    const changed = await stripe.paymentMethodConfigurations.update(id, { name: "Ours", card: told("off") });
    expect(changed).toMatchObject({ id, name: "Ours", is_default: true, card: shown("off") });
    const { data } = await stripe.paymentMethodConfigurations.list();
    expect(data).toMatchObject([{ id, name: "Ours" }]);
    expect(await refused(intentFor(stripe))).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^No valid payment method types for this Payment Intent\. /),
    });
    await intentFor(stripe, { automatic_payment_methods: { enabled: false } });
    const again = await stripe.paymentMethodConfigurations.update(id, { card: told("none") });
    expect(again).toMatchObject({ name: "Ours", card: shown("on", "none") });
    expect((await intentFor(stripe)).payment_method_types).toEqual(["card"]);
  });

  test("several requests at once may change it for the first time", async () => {
    const types = ["klarna", "link", "alipay", "paypal", "zip"];
    // Ten rounds, since requests of one round need not meet.
    for (let round = 0; round < 10; round++) {
      const stripe = server.stripe();
      const { id } = await defaultOf(stripe);
      await Promise.all(
        types.map((type) => stripe.paymentMethodConfigurations.update(id, { [type]: told("none") })),
      );
      const { data } = await stripe.paymentMethodConfigurations.list();
      expect(data).toHaveLength(1);
      for (const type of types) expect(data[0]).toHaveProperty(type, shown("off", "none"));
    }
  });

  test("others can be created, named by intents, deactivated, and are listed before the default one", async () => {
    const stripe = server.stripe();
    const made = await stripe.paymentMethodConfigurations.create({
      name: "Web",
      card: told("on"),
      klarna: told("off"),
      link: told("none"),
    });
    expect(made).toMatchObject({
      name: "Web",
      is_default: false,
      card: shown("on"),
      link: shown("off", "none"),
    });
    const named = { payment_method_configuration: made.id };
    expect((await intentFor(stripe, named)).payment_method_configuration_details?.id).toBe(made.id);
    expect((await stripe.setupIntents.create(named)).payment_method_configuration_details?.id).toBe(made.id);
    const unnamed = await stripe.paymentMethodConfigurations.create();
    const { id } = await defaultOf(stripe);
    const ids = async (params: Stripe.PaymentMethodConfigurationListParams = {}) =>
      (await stripe.paymentMethodConfigurations.list(params)).data.map((one) => one.id);
    expect(await ids()).toEqual([unnamed.id, made.id, id]);
    expect(await ids({ limit: 1 })).toEqual([unnamed.id]);
    expect(await ids({ starting_after: made.id })).toEqual([id]);
    expect(await ids({ ending_before: id })).toEqual([unnamed.id, made.id]);
    await stripe.paymentMethodConfigurations.update(made.id, { active: false });
    expect(await ids({ active: true })).toEqual([unnamed.id, id]);
    expect(await ids({ active: false })).toEqual([made.id]);
    expect(await refused(intentFor(stripe, named))).toMatchObject({
      status: 400,
      param: "payment_method_configuration",
      message: `The payment method configuration ${made.id} is not active.`,
    });
  });
});

describe("400", () => {
  test("a type that is not available cannot be turned on", async () => {
    const stripe = server.stripe();
    const { id } = await defaultOf(stripe);
    for (const call of [
      () => stripe.paymentMethodConfigurations.create({ apple_pay: told("on") }),
      () => stripe.paymentMethodConfigurations.update(id, { apple_pay: told("on") }),
    ]) {
      expect(await refused(call())).toMatchObject({
        status: 400,
        param: "apple_pay[display_preference][preference]",
        message: expect.stringMatching(/^Checkstand does not support apple_pay\[display_preference\]/),
      });
    }
    const wrong = stripe.paymentMethodConfigurations.create({ card: told("maybe" as "on") });
    expect((await refused(wrong)).message).toBe("Invalid preference: must be one of none, off, or on");
  });

  test.each([
    ["parent", { parent: "pmc_x" }, /^Checkstand does not support the parameter parent yet/],
    ["active", { active: true }, /^Received unknown parameter: active/],
    ["cards", { cards: told("on") }, "Received unknown parameter: cards. Did you mean card?"],
  ])("create refuses %s", async (param, params, message) => {
    const call = server
      .stripe()
      .paymentMethodConfigurations.create(params as Stripe.PaymentMethodConfigurationCreateParams);
    expect(await refused(call)).toMatchObject({
      status: 400,
      param,
      message: expect.stringMatching(message),
    });
  });

  test("the default one cannot be deactivated", async () => {
    const stripe = server.stripe();
    const { id } = await defaultOf(stripe);
    const call = stripe.paymentMethodConfigurations.update(id, { active: false });
    expect(await refused(call)).toMatchObject({ status: 400, param: "active" });
  });

  test("an intent must name an existing one, and no types beside it", async () => {
    const stripe = server.stripe();
    expect(await refused(intentFor(stripe, { payment_method_configuration: "pmc_x" }))).toEqual({
      status: 400,
      code: "resource_missing",
      param: "payment_method_configuration",
      message: "No such payment_method_configuration: 'pmc_x'",
    });
    const { id } = await defaultOf(stripe);
    const old = { "stripe-version": "2026-06-24.dahlia" };
    const body = `amount=500&currency=usd&payment_method_types[]=card&payment_method_configuration=${id}`;
    const reply = await server.raw("POST", "/v1/payment_intents", { body, headers: old });
    expect(reply.body.error.message).toMatch(/^You may only specify one of these parameters: /);
  });

  test("one of another account is not found", async () => {
    const { id } = await defaultOf(server.stripe());
    expect(await refused(server.stripe().paymentMethodConfigurations.retrieve(id))).toMatchObject({
      status: 404,
      param: "configuration",
      message: `No such payment_method_configuration: '${id}'`,
    });
  });
});
