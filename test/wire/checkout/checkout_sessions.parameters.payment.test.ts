/** Parameters of the payment intent, and parameters of other modes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, notInPayment, openTill, parameter, says, type Till, US } from "../../support/parameters.ts";
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

/** The intent, with its charge, of a session that was just paid with these parameters. */
async function intentOf(params: Params, payment: Params = {}) {
  const paid = await till.pay((await till.create(params)).id, payment);
  return till.stripe.paymentIntents.retrieve(paid.payment_intent, { expand: ["latest_charge"] });
}

describe("payment_intent_data", () => {
  parameter(
    [
      "payment_intent_data",
      "payment_intent_data[description]",
      "payment_intent_data[metadata]",
      "payment_intent_data[receipt_email]",
      "payment_intent_data[statement_descriptor]",
      "payment_intent_data[statement_descriptor_suffix]",
      "payment_intent_data[transfer_group]",
    ],
    async () => {
      const data = {
        description: "Two lamps",
        metadata: { order: "7" },
        receipt_email: "receipts@example.com",
        statement_descriptor: "LAMPS",
        statement_descriptor_suffix: "ONLINE",
        transfer_group: "group_1",
      };
      expect(await intentOf({ payment_intent_data: data })).toMatchObject({
        ...data,
        amount: 2000,
        latest_charge: { ...data, calculated_statement_descriptor: "LAMPS" },
      });
      const of = (more: Params) => till.refusal({ payment_intent_data: more });
      expect(await of({ description: "x".repeat(1001) })).toEqual(
        says(
          "Invalid string: xxxx...xxxx; must be at most 1000 characters",
          "payment_intent_data[description]",
        ),
      );
      expect(await of({ receipt_email: "nope" })).toEqual(
        says("Invalid email address: nope", "payment_intent_data[receipt_email]", "email_invalid"),
      );
      const unfit = (value: string) =>
        `This value must match the regex pattern. (/\\A(?=.*[A-Za-z])[^<>"'\\\\*]+\\z/ does not match for the value ` +
        `${value}).`;
      for (const name of ["statement_descriptor", "statement_descriptor_suffix"]) {
        const param = `payment_intent_data[${name}]`;
        expect(await of({ [name]: "x".repeat(23) })).toEqual(
          says("Invalid string: xxxx...xxxx; must be at most 22 characters", param),
        );
        for (const wrong of ["12345", 'A "B"', "A<B", "A>B", "A'B", "A*B", "A\\B"]) {
          expect(await of({ [name]: wrong })).toEqual(says(unfit(wrong), param));
        }
      }
      const later = ["application_fee_amount", "on_behalf_of", "transfer_data"];
      for (const name of later) {
        expect((await of({ [name]: "1" })).message).toMatch(
          /^Checkstand does not support the parameter payment_intent/,
        );
      }
    },
  );

  parameter("payment_intent_data[capture_method]", async () => {
    const open = await till.create({ payment_intent_data: { capture_method: "manual" } });
    const authorized = await till.pay(open.id);
    expect(authorized).toMatchObject({ status: "complete", payment_status: "unpaid" });
    const intent = await till.stripe.paymentIntents.retrieve(authorized.payment_intent);
    expect(intent).toMatchObject({
      status: "requires_capture",
      amount_capturable: 2000,
      capture_method: "manual",
    });
    await till.stripe.paymentIntents.capture(intent.id);
    expect(await till.stripe.checkout.sessions.retrieve(open.id)).toMatchObject({ payment_status: "paid" });
    expect(await intentOf({ payment_intent_data: { capture_method: "automatic" } })).toMatchObject({
      capture_method: "automatic",
    });
    expect(await till.refusal({ payment_intent_data: { capture_method: "later" } })).toEqual(
      says(
        "Invalid capture_method: must be one of automatic, automatic_async, or manual",
        "payment_intent_data[capture_method]",
      ),
    );
  });

  parameter("payment_intent_data[setup_future_usage]", async () => {
    const open = await till.create({ payment_intent_data: { setup_future_usage: "off_session" } });
    const paid = await till.pay(open.id);
    const { data } = await till.stripe.customers.listPaymentMethods(paid.customer);
    expect(data).toMatchObject([{ allow_redisplay: "limited", card: { last4: "4242" } }]);
    expect(await till.stripe.paymentIntents.retrieve(paid.payment_intent)).toMatchObject({
      customer: paid.customer,
      setup_future_usage: "off_session",
    });
  });

  parameter("payment_intent_data[shipping]*", async () => {
    const shipping = {
      address: { ...US, line2: "Suite 2" },
      carrier: "Post",
      name: "Jenny",
      phone: "+12015550123",
      tracking_number: "T-1",
    };
    expect(await intentOf({ payment_intent_data: { shipping } })).toMatchObject({
      shipping,
      latest_charge: { shipping },
    });
    const of = (more: Params) =>
      till.refusal({ payment_intent_data: { shipping: { ...shipping, ...more } } });
    expect(await of({ name: undefined })).toEqual(missing("payment_intent_data[shipping][name]"));
    expect(await of({ address: undefined })).toEqual(missing("payment_intent_data[shipping][address]"));
    expect(await of({ address: { ...US, line1: undefined } })).toEqual(
      missing("payment_intent_data[shipping][address][line1]"),
    );
  });
});

describe("other modes", () => {
  test("are refused what is theirs", async () => {
    expect(await till.refusal({ subscription_data: { description: "x" } })).toEqual(
      notInPayment("subscription_data"),
    );
    expect(await till.refusal({ payment_method_collection: "always" })).toEqual(
      says("You can only set `payment_method_collection` in `subscription` mode."),
    );
  });
});
