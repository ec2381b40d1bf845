/** Which payment methods are offered, and how they are used. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KNOWN_TYPES } from "../../../src/method_types/index.ts";
import { type Param, Reading } from "../../../src/params/param.ts";
import { createParams } from "../../../src/resources/checkout/checkout_session/params/session_params.ts";
import {
  missing,
  notInPayment,
  onlyOneOf,
  openTill,
  parameter,
  says,
  type Till,
  tooLarge,
  tooSmall,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { type Params, typedCard } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const WITH_TYPES = "2026-08-26.dahlia";

/** The intent, with its charge, of a session that was just paid with these parameters. */
async function intentOf(params: Params, payment: Params = {}) {
  const paid = await till.pay((await till.create(params)).id, payment);
  return till.stripe.paymentIntents.retrieve(paid.payment_intent, { expand: ["latest_charge"] });
}

const card = (options: Params): Params => ({ payment_method_options: { card: options } });

describe("methods", () => {
  test("payment_method_types, before 2026-09-30.endive", async () => {
    const open = await till.create({ payment_method_types: ["card"] }, WITH_TYPES);
    expect(open).toMatchObject({
      payment_method_configuration_details: null,
      payment_method_types: ["card"],
    });
    const of = (types: readonly string[], more: Params = {}) =>
      till.refusal({ payment_method_types: types, ...more }, WITH_TYPES);
    expect(await of(["card", "cheque"])).toEqual({
      status: 400,
      param: "payment_method_types[1]",
      message: expect.stringMatching(
        /^Invalid payment_method_types\[1\]: must be one of acss_debit, affirm, .*, wechat_pay, or zip$/,
      ),
    });
    expect(await of(["card", "ideal"])).toEqual({
      status: 400,
      message:
        "Invalid currency options ``usd``. The payment method `ideal` only supports the following currencies: ``eur``.",
    });
    expect(await of(["card"], { payment_method_configuration: "pmc_1" })).toEqual(
      says(
        "You may only specify one of these parameters: payment_method_configuration, payment_method_types.",
        "payment_method_configuration",
      ),
    );
    expect(await till.refusal({ payment_method_types: ["card"] })).toEqual(
      says("Received unknown parameter: payment_method_types", "payment_method_types", "parameter_unknown"),
    );
  });

  parameter(["allowed_payment_method_types", "excluded_payment_method_types"], async () => {
    const open = await till.create({ allowed_payment_method_types: ["card", "ideal"] });
    expect(open).toMatchObject({
      allowed_payment_method_types: ["card", "ideal"],
      payment_method_types: ["card"],
    });
    expect(open).not.toHaveProperty("excluded_payment_method_types");
    const without = await till.create({ excluded_payment_method_types: ["klarna"] });
    expect(without).toMatchObject({
      excluded_payment_method_types: ["klarna"],
      payment_method_types: ["card"],
    });
    const none = expect.stringMatching(/^No valid payment method types for this Checkout Session\. /);
    expect(await till.refusal({ allowed_payment_method_types: ["ideal"] })).toEqual({
      status: 400,
      message: none,
    });
    expect(await till.refusal({ excluded_payment_method_types: ["card"] })).toEqual({
      status: 400,
      message: none,
    });
    for (const name of ["allowed_payment_method_types", "excluded_payment_method_types"]) {
      expect(await till.refusal({ [name]: ["nope"] })).toEqual({
        status: 400,
        param: `${name}[0]`,
        message: expect.stringMatching(
          new RegExp(`^Invalid ${name}\\[0\\]: must be one of acss_debit, affirm, `),
        ),
      });
    }
    const both = { allowed_payment_method_types: ["card"], excluded_payment_method_types: ["klarna"] };
    expect(await till.refusal(both)).toEqual(
      onlyOneOf("allowed_payment_method_types, excluded_payment_method_types"),
    );
  });

  parameter("payment_method_configuration", async () => {
    const own = await till.stripe.paymentMethodConfigurations.create({ name: "Own" });
    const open = await till.create({ payment_method_configuration: own.id });
    expect(open.payment_method_configuration_details).toEqual({ id: own.id, parent: null });
    await till.stripe.paymentMethodConfigurations.update(own.id, {
      card: { display_preference: { preference: "off" } },
    });
    expect((await till.refusal({ payment_method_configuration: own.id })).message).toMatch(
      /^No valid payment method/,
    );
    expect(await till.refusal({ payment_method_configuration: "pmc_x" })).toEqual(
      says(
        "No such payment_method_configuration: 'pmc_x'",
        "payment_method_configuration",
        "resource_missing",
      ),
    );
  });

  parameter(["payment_method_data", "payment_method_data[allow_redisplay]"], async () => {
    const open = await till.create({
      payment_intent_data: { setup_future_usage: "on_session" },
      payment_method_data: { allow_redisplay: "always" },
    });
    const { customer } = await till.pay(open.id);
    const { data } = await till.stripe.customers.listPaymentMethods(customer);
    expect(data).toMatchObject([{ allow_redisplay: "always" }]);
    expect(await till.refusal({ payment_method_data: { allow_redisplay: "never" } })).toEqual(
      says(
        "Invalid allow_redisplay: must be one of always, limited, or unspecified",
        "payment_method_data[allow_redisplay]",
      ),
    );
  });
});

describe("payment_method_options", () => {
  parameter("payment_method_options[card][request_three_d_secure]", async () => {
    expect(await till.create()).toMatchObject(card({ request_three_d_secure: "automatic" }));
    const open = await till.create(card({ request_three_d_secure: "any" }));
    expect(open).toMatchObject(card({ request_three_d_secure: "any" }));
    const waiting = await till.confirm(open.id, typedCard("4000000000003055")); // asks only when asked to
    expect(waiting.body.payment_intent.status).toBe("requires_action");
    expect(await till.refusal(card({ request_three_d_secure: "never" }))).toEqual(
      says(
        "Invalid request_three_d_secure: must be one of any, automatic, or challenge",
        "payment_method_options[card][request_three_d_secure]",
      ),
    );
  });

  parameter(
    [
      "payment_method_options[card][capture_method]",
      "payment_method_options[card][setup_future_usage]",
      "payment_method_options[card][statement_descriptor_suffix_kana]",
      "payment_method_options[card][statement_descriptor_suffix_kanji]",
      "payment_method_options[card][installments]*",
    ],
    async () => {
      const options = {
        capture_method: "manual",
        installments: { enabled: true },
        setup_future_usage: "off_session",
        statement_descriptor_suffix_kana: "カナ",
        statement_descriptor_suffix_kanji: "漢字",
      };
      const intent = await intentOf(card(options));
      expect(intent).toMatchObject({
        ...card({ ...options, installments: { enabled: true } }),
        capture_method: "automatic_async",
        setup_future_usage: null,
        status: "requires_capture",
      });
      const { data } = await till.stripe.customers.listPaymentMethods(String(intent.customer));
      expect(data).toHaveLength(1);
      const of = (more: Params) => till.refusal(card(more));
      expect(await of({ capture_method: "automatic" })).toEqual(
        says("Invalid capture_method: must be manual", "payment_method_options[card][capture_method]"),
      );
      for (const [name, max] of [
        ["kana", 22],
        ["kanji", 17],
      ] as const) {
        const param = `statement_descriptor_suffix_${name}`;
        expect(await of({ [param]: "x".repeat(max + 1) })).toEqual(
          says(
            `Invalid string: xxxx...xxxx; must be at most ${max} characters`,
            `payment_method_options[card][${param}]`,
          ),
        );
      }
      const both = {
        ...card({ setup_future_usage: "on_session" }),
        payment_intent_data: { setup_future_usage: "off_session" },
      };
      expect(await till.refusal(both)).toEqual(
        says(
          "`payment_method_options[card][setup_future_usage]` cannot be `on_session` when `payment_intent_data[setup_future_usage]` is `off_session`.",
          "payment_method_options[card][setup_future_usage]",
        ),
      );
    },
  );

  parameter("payment_method_options[card][restrictions]*", async () => {
    const open = await till.create(card({ restrictions: { brands_blocked: ["american_express"] } }));
    expect(await till.payRefusal(open.id, typedCard("378282246310005", {}))).toMatchObject({ status: 402 });
    expect(await till.pay(open.id)).toMatchObject({ payment_status: "paid" });
    expect(await till.refusal(card({ restrictions: { brands_blocked: ["visa", "jcb"] } }))).toEqual(
      says(
        "Invalid brands_blocked[1]: must be one of american_express, discover_global_network, mastercard, or visa",
        "payment_method_options[card][restrictions][brands_blocked][1]",
      ),
    );
  });

  parameter(
    [
      "payment_method_options[card][request_extended_authorization]",
      "payment_method_options[card][request_incremental_authorization]",
      "payment_method_options[card][request_multicapture]",
      "payment_method_options[card][request_overcapture]",
    ],
    async () => {
      const options = {
        request_extended_authorization: "if_available",
        request_incremental_authorization: "never",
        request_multicapture: "if_available",
        request_overcapture: "never",
      };
      expect(await till.create(card(options))).toMatchObject(card(options));
    },
  );

  const others = Object.keys(createParams.payment_method_options.fields ?? {}).filter(
    (type) => type !== "card",
  );
  parameter("payment_method_options*", async () => {
    expect(others.length).toBeGreaterThan(30);
    const open = await till.create({ payment_method_options: { ideal: { setup_future_usage: "none" } } });
    expect(Object.keys(open.payment_method_options)).toEqual(["card"]);
    const of = (payment_method_options: Params) => till.refusal({ payment_method_options });
    const at = "payment_method_options";
    expect(await of({ wechat_pay: { app_id: "1" } })).toEqual(missing(`${at}[wechat_pay][client]`));
    for (const client of ["android", "ios"]) {
      expect(await of({ wechat_pay: { client } })).toEqual(missing(`${at}[wechat_pay][app_id]`));
      await till.create({ payment_method_options: { wechat_pay: { app_id: "1", client } } });
    }
    expect(await of({ us_bank_account: { financial_connections: { permissions: ["balances"] } } })).toEqual(
      says(
        "The `permissions` must include `payment_method`.",
        `${at}[us_bank_account][financial_connections][permissions]`,
      ),
    );
    expect(await of({ acss_debit: { currency: "cad" } })).toEqual(
      notInPayment(`${at}[acss_debit][currency]`),
    );
    const debit = `${at}[acss_debit][mandate_options]`;
    expect(await of({ acss_debit: { mandate_options: { default_for: ["invoice"] } } })).toEqual(
      notInPayment(`${debit}[default_for]`),
    );
    for (const payment_schedule of ["combined", "interval"]) {
      expect(await of({ acss_debit: { mandate_options: { payment_schedule } } })).toEqual(
        missing(`${debit}[interval_description]`),
      );
    }
    const days = { boleto: [0, 60], konbini: [1, 60], oxxo: [1, 7] } as const;
    for (const [type, [least, most]] of Object.entries(days)) {
      const param = `${at}[${type}][expires_after_days]`;
      expect(await of({ [type]: { expires_after_days: most + 1 } })).toEqual(tooLarge(param, most, most + 1));
      expect(await of({ [type]: { expires_after_days: least - 1 } })).toEqual(tooSmall(param, least));
    }
  });

  /** The `n`th value of each option, so that all choices had their turn after as many rounds as there are of them. */
  function choiceOf(param: Param<unknown>, n: number): Params[string] {
    const { choices, fields, items } = param;
    if (choices !== undefined) return choices[n % choices.length];
    if (items !== undefined) return [choiceOf(items, n)];
    if (fields === undefined) {
      return ["1", "2030-01-31", "https://example.com", "true", "x"].find((text) => {
        const reading = new Reading();
        param.read(text, "x", reading);
        return reading.fault === null;
      });
    }
    const acting = Object.entries(fields).filter(([, { notYet }]) => !notYet);
    return Object.fromEntries(acting.map(([name, part]) => [name, choiceOf(part, n)]));
  }
  const roundsOf = (param: Param<unknown>): number =>
    Math.max(
      param.choices?.length ?? 1,
      ...[param.items, ...Object.values(param.fields ?? {})].map((part) => (part ? roundsOf(part) : 1)),
    );
  /** What the rules across options leave no room for. */
  const allowed: Readonly<Record<string, Params>> = {
    acss_debit: { currency: undefined, mandate_options: { interval_description: "monthly" } },
    us_bank_account: { financial_connections: { permissions: ["payment_method"] } },
  };

  test.each(others)("%s: a known type, whose options are checked but not shown", async (type) => {
    if (type !== "demo_pay") expect(KNOWN_TYPES).toContain(type); // it has options and is no type of its own
    const param = createParams.payment_method_options.fields?.[type];
    if (param === undefined) throw new Error(`no options of ${type}`);
    for (let n = 0; n < roundsOf(param); n++) {
      const options = { ...(choiceOf(param, n) as Params), ...allowed[type] };
      const open = await till.create({ payment_method_options: { [type]: options } });
      expect(open.payment_method_options).toEqual(
        card({ request_three_d_secure: "automatic" }).payment_method_options,
      );
    }
    const unknown = `payment_method_options[${type}][nope]`;
    expect(await till.refusal({ payment_method_options: { [type]: { nope: "1" } } })).toEqual(
      says(`Received unknown parameter: ${unknown}`, unknown, "parameter_unknown"),
    );
  });
});
