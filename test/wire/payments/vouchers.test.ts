/**
 * Every type that payers pay elsewhere, over the API: paid, expired and canceled, what method, charge and refund show.
 * Sessions are in `ways.test.ts`. The types are those of the table; one without a case fails here.
 */
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { IMPLEMENTED_TYPES, typeNamed } from "../../../src/method_types/index.ts";
import { useShopsIn } from "../../support/abroad.ts";
import { type Params, refused, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const AMOUNT = 20_000;
/** 2027-01-15, 08:00 UTC. */
const START = 1_800_000_000;
const DAY = 86_400;
const PAYER = {
  address: { city: "Lisboa", country: "PT", line1: "Rua Augusta 1", postal_code: "1100-053" },
  name: "Jenny Rosen",
};

interface Case {
  readonly country: string;
  readonly given?: Params;
  readonly method: object;
  /** The hash of `next_action`, and its time of expiry without an option. */
  readonly told: object;
  readonly expires: { readonly name: "expires_after" | "expires_at"; readonly at: number };
  readonly charge: object;
  /** `destination_details` of a refund; null if there are no refunds. */
  readonly refund: object | null;
}
const digits = (length: number) => expect.stringMatching(new RegExp(`^\\d{${length}}$`));
const url = expect.stringMatching(/^http.*\/c\/voucher\/pi_/);
const code = { confirmation_number: digits(11), payment_code: digits(6) };
const CASES: Readonly<Record<string, Case>> = {
  boleto: {
    country: "BR",
    given: { tax_id: "000.000.000-00" },
    method: { tax_id: "000.000.000-00" },
    told: { expires_at: expect.any(Number), hosted_voucher_url: url, number: digits(47), pdf: null },
    expires: { name: "expires_at", at: Date.UTC(2027, 0, 19, 2, 59, 59) / 1000 },
    charge: { tax_id: "000.000.000-00" },
    refund: null,
  },
  konbini: {
    country: "JP",
    method: {},
    told: {
      expires_at: expect.any(Number),
      hosted_voucher_url: url,
      stores: { familymart: code, lawson: code, ministop: code, seicomart: code },
    },
    expires: { name: "expires_at", at: Date.UTC(2027, 0, 18, 14, 59, 59) / 1000 },
    charge: { store: { chain: "familymart" } },
    refund: { jp_bank_transfer: { reference: null, reference_status: "pending" }, type: "jp_bank_transfer" },
  },
  multibanco: {
    country: "US",
    method: {},
    told: { entity: "12345", expires_at: expect.any(Number), hosted_voucher_url: url, reference: digits(9) },
    expires: { name: "expires_at", at: START + 7 * DAY },
    charge: { entity: "12345", reference: digits(9) },
    refund: { multibanco: { reference: null, reference_status: "pending" }, type: "multibanco" },
  },
  oxxo: {
    country: "MX",
    method: {},
    told: { expires_after: expect.any(Number), hosted_voucher_url: url, number: digits(32) },
    expires: { name: "expires_after", at: Date.UTC(2027, 0, 19, 5, 59, 59) / 1000 },
    charge: { number: digits(32) },
    refund: null,
  },
};

const VOUCHERS = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.name === "voucher");
const clock = new FixedClock(START);
const { shopIn, pass } = useShopsIn(
  Object.values(CASES).map(({ country }) => country),
  clock,
);

function dataOf(type: string, email: string): Params {
  const { given } = CASES[type] ?? {};
  return { type, billing_details: { ...PAYER, email }, ...(given === undefined ? {} : { [type]: given }) };
}

const currencyOf = (type: string) => typeNamed(type).currencies?.[0] ?? "";

function confirmed(
  { stripe }: Shop,
  type: string,
  email = "jenny@example.com",
  more: Params = {},
): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount: AMOUNT,
    currency: currencyOf(type),
    confirm: true,
    payment_method_data: dataOf(type, email),
    payment_method_types: [type],
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

test("every type has a case", () => {
  expect(Object.keys(CASES)).toEqual(VOUCHERS);
});

describe.each(Object.entries(CASES))("%s", (type, one) => {
  const shopOf = () => shopIn(one.country);

  test("the payer is told how to pay, and nothing is charged before they have", async () => {
    const shop = shopOf();
    const waiting = await confirmed(shop, type);
    expect(waiting).toMatchObject({
      status: "requires_action",
      latest_charge: null,
      last_payment_error: null,
    });
    expect(waiting.next_action).toEqual({
      type: `${type}_display_details`,
      [`${type}_display_details`]: one.told,
    });
    expect(await shop.stripe.paymentMethods.retrieve(String(waiting.payment_method))).toMatchObject({
      type,
      [type]: one.method,
    });
    await pass(179);
    expect((await shop.stripe.paymentIntents.retrieve(waiting.id)).status).toBe("requires_action");
    await pass(1);
    const paid = await shop.stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", amount_received: AMOUNT, next_action: null });
    expect(paid.latest_charge).toMatchObject({
      id: expect.stringMatching(/^py_3/),
      paid: true,
      payment_method_details: { type, [type]: one.charge },
      status: "succeeded",
    });
    expect(await shop.news()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    const refund = shop.stripe.refunds.create({ payment_intent: paid.id }, NAMED);
    if (one.refund === null) {
      expect((await refused(refund)).message).toBe(
        `Charges with payment method type ${type} cannot be refunded.`,
      );
    } else expect((await refund).destination_details).toEqual(one.refund);
  });

  test("it can be paid until the end of its last day, where it is paid", async () => {
    const shop = shopOf();
    const now = clock.seconds();
    const { id, next_action } = await confirmed(shop, type, "fill_never@example.com");
    const told = (next_action as unknown as Record<string, Record<string, number>>)[
      `${type}_display_details`
    ];
    const expiry = told?.[one.expires.name] ?? 0;
    // The clock has moved a little since the case was written for its start.
    expect(expiry - one.expires.at).toBe(type === "multibanco" ? now - START : 0);
    await pass(expiry - now);
    expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
      last_payment_error: {
        code: "payment_intent_payment_attempt_expired",
        payment_method: { type },
        type: "invalid_request_error",
      },
      latest_charge: null,
      next_action: null,
      status: "requires_payment_method",
    });
    clock.advance(START - clock.seconds());
  });

  test("a canceled intent is not paid any more, and one that is tried anew has one voucher", async () => {
    const shop = shopOf();
    const { id } = await confirmed(shop, type, "succeed_immediately@example.com");
    await shop.stripe.paymentIntents.cancel(id);
    await pass(2);
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("canceled");

    const again = await confirmed(shop, type, "expire_immediately@example.com");
    await shop.stripe.paymentIntents.confirm(
      again.id,
      { payment_method_data: dataOf(type, "jenny@example.com") } as object,
      NAMED,
    );
    await pass(179);
    expect((await shop.stripe.paymentIntents.retrieve(again.id)).status).toBe("requires_action");
    await pass(1);
    expect((await shop.stripe.paymentIntents.retrieve(again.id)).status).toBe("succeeded");
  });

  test("without the details that it needs, or to be saved, it is refused", async () => {
    const shop = shopOf();
    const { given } = one;
    const params = { type, ...(given === undefined ? {} : { [type]: given }) } as object;
    const create = (billing_details: object) =>
      refused(
        shop.stripe.paymentMethods.create({ ...params, billing_details } as Stripe.PaymentMethodCreateParams),
      );
    expect(await create({ name: "Jenny Rosen" })).toMatchObject({
      code: "parameter_missing",
      param: "billing_details[email]",
    });
    const saving = confirmed(shop, type, "jenny@example.com", { setup_future_usage: "off_session" });
    expect((await refused(saving)).status).toBe(400);
  });
});

test("a method whose voucher waits to be paid can be used by no other intent", async () => {
  const shop = shopIn("BR");
  const waiting = await confirmed(shop, "boleto", "fill_never@example.com");
  const method = { payment_method: String(waiting.payment_method), payment_method_data: undefined };
  expect((await refused(confirmed(shop, "boleto", "", method))).message).toMatch(
    /^The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment/,
  );
  const again = await shop.stripe.paymentIntents.confirm(waiting.id, {
    payment_method: method.payment_method,
  });
  expect(again).toMatchObject({ payment_method: method.payment_method, status: "requires_action" });
});

test("a voucher whose amount changes is not paid any more: it is issued anew", async () => {
  const shop = shopIn("BR");
  const { id } = await confirmed(shop, "boleto", "succeed_immediately@example.com");
  const changed = await shop.stripe.paymentIntents.update(id, { amount: AMOUNT + 1 });
  expect(changed).toMatchObject({ next_action: null, status: "requires_confirmation" });
  await pass(2);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("requires_confirmation");
  await shop.stripe.paymentIntents.confirm(id);
  await pass(2);
  expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
    amount_received: AMOUNT + 1,
    status: "succeeded",
  });
});

test("a confirmation number of konbini decides before the e-mail address does", async () => {
  const shop = shopIn("JP");
  const options = (confirmation_number: string) => ({
    payment_method_options: { konbini: { confirmation_number } },
  });
  const expiring = await confirmed(
    shop,
    "konbini",
    "succeed_immediately@example.com",
    options("33333333330"),
  );
  await pass(2);
  expect((await shop.stripe.paymentIntents.retrieve(expiring.id)).status).toBe("requires_payment_method");
  const rejected = confirmed(shop, "konbini", "jenny@example.com", options("01234567890"));
  expect((await refused(rejected)).code).toBe("payment_intent_konbini_rejected_confirmation_number");
});

test("a boleto needs a number of a person or of a firm", async () => {
  const { stripe } = shopIn("BR");
  const data = {
    type: "boleto",
    billing_details: { ...PAYER, email: "jenny@example.com" },
    boleto: { tax_id: "12" },
  };
  expect(await refused(stripe.paymentMethods.create(data as Stripe.PaymentMethodCreateParams))).toMatchObject(
    {
      code: "tax_id_invalid",
      param: "boleto[tax_id]",
    },
  );
});

test("the e-mail address of the session or of its customer is the payer's, since the page does not ask for it", async () => {
  const shop = shopIn("MX");
  const { id: customer } = await shop.stripe.customers.create({ email: "fill_never@example.com" });
  const price_data = { currency: "mxn", unit_amount: 20_000, product_data: { name: "Mug" } };
  for (const known of [{ customer }, { customer_email: "fill_never@example.com" }]) {
    const session = await shop.stripe.checkout.sessions.create(
      {
        ...known,
        mode: "payment",
        payment_method_types: ["oxxo"],
        success_url: "https://example.com/",
        line_items: [{ price_data, quantity: 1 }],
      } as object as Stripe.Checkout.SessionCreateParams,
      NAMED,
    );
    const data = { type: "oxxo", billing_details: { name: "Jenny Rosen" } };
    const reply = await shop.confirm(session.id, { payment_method_data: data });
    expect(reply.body, reply.text).toMatchObject({ status: "complete" });
    const [method] = (await shop.stripe.paymentMethods.list({ limit: 1 })).data;
    expect(method?.billing_details.email).toBe("fill_never@example.com");
  }
});
