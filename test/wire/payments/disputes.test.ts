/** Disputes and inquiries: what test cards begin, how shops answer, how banks decide, and what becomes of the money. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

const DAY = 86_400;
const NOON = 1_800_014_400; // in UTC
const AMOUNT = 2198;

const clock = new FixedClock(NOON);
let server: TestServer;
let shop: Shop;
let now: number;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  clock.advance(DAY - ((clock.seconds() - NOON) % DAY)); // it is noon
  now = clock.seconds();
  shop = openShop(server);
});

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

/** An intent that is paid with a test card. */
function paid(card: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return shop.stripe.paymentIntents.create({
    amount: AMOUNT,
    currency: "usd",
    confirm: true,
    payment_method: `pm_card_${card}`,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    ...more,
  });
}

/** The dispute that a payment with a test card ends in. */
async function disputed(card: string): Promise<Stripe.Dispute> {
  const { id } = await paid(card);
  const { data } = await shop.stripe.disputes.list({ payment_intent: id });
  if (data[0] === undefined) throw new Error(`no dispute of ${card}`);
  await shop.newsSince();
  return data[0];
}

/** The events since the last call, without those of money that became available meanwhile. */
async function told(): Promise<string[]> {
  return (await shop.newsSince()).filter((type) => type !== "balance.available");
}

const say = (uncategorized_text: string) => ({ evidence: { uncategorized_text } });
const read = (id: string) => shop.stripe.disputes.retrieve(id);

describe("a dispute", () => {
  test("opens after everything else that the payment does, and takes the money", async () => {
    const intent = await paid("createDispute", { expand: ["latest_charge.dispute"] });
    const charge = intent.latest_charge as Stripe.Charge & { dispute: Stripe.Dispute };
    expect(charge.disputed).toBe(true);
    expect(await shop.news()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.updated",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.updated",
    ]);
    const [last] = (await shop.stripe.events.list({ type: "charge.updated" })).data;
    expect(last?.data.previous_attributes).toEqual({ dispute: null, disputed: false });
    const { dispute } = charge;
    expect(dispute).toEqual(await read(dispute.id));
    const movement = dispute.balance_transactions[0];
    expect(dispute).toMatchObject({
      id: expect.stringMatching(/^du_/),
      amount: AMOUNT,
      balance_transaction: movement?.id,
      balance_transactions: [
        {
          amount: -AMOUNT,
          description: `Chargeback withdrawal for ${charge.id}`,
          fee: 1500,
          fee_details: [{ amount: 1500, description: "Dispute fee", type: "stripe_fee" }],
          net: -AMOUNT - 1500,
          reporting_category: "dispute",
          source: dispute.id,
          status: "available",
          type: "adjustment",
        },
      ],
      charge: charge.id,
      created: now,
      currency: "usd",
      enhanced_eligibility_types: [],
      evidence: { enhanced_evidence: {}, receipt: null, uncategorized_text: null },
      evidence_details: {
        due_by: now + DAY / 2 + 8 * DAY - 1,
        enhanced_eligibility: {},
        has_evidence: false,
        past_due: false,
        submission_count: 0,
        submission_method: "not_submitted",
      },
      intended_submission_method: null,
      is_charge_refundable: false,
      livemode: false,
      metadata: {},
      network_reason_code: "10.4",
      payment_intent: intent.id,
      payment_method_details: {
        card: { brand: "visa", case_type: "chargeback", network: "visa", network_reason_code: "10.4" },
        type: "card",
      },
      reason: "fraudulent",
      status: "needs_response",
    });
    expect(
      await shop.stripe.balanceTransactions.retrieve(String(movement?.id), { expand: ["source"] }),
    ).toMatchObject({ source: { id: dispute.id, object: "dispute" } });
  });

  test.each([
    ["createDispute", "fraudulent", "needs_response", "chargeback", "10.4", false],
    [
      "createDisputeProductNotReceived",
      "product_not_received",
      "needs_response",
      "chargeback",
      "13.1",
      false,
    ],
    ["createDisputeInquiry", "fraudulent", "warning_needs_response", "inquiry", "10", true],
    ["createComplianceDispute", "noncompliant", "needs_response", "compliance", null, false],
    ["createEthocaAlert", "fraudulent", "needs_response", "chargeback", "4837", false],
  ])("of %s", async (card, reason, status, case_type, network_reason_code, is_charge_refundable) => {
    expect(await disputed(card)).toMatchObject({
      is_charge_refundable,
      network_reason_code,
      payment_method_details: { card: { case_type, network_reason_code } },
      reason,
      status,
    });
  });

  test("knows what the payer told with the payment", async () => {
    const address = { line1: "1 Main St", line2: "Flat 2", city: "Reno", state: "NV", country: "US" };
    const method = await shop.stripe.paymentMethods.create({
      type: "card",
      card: { token: "tok_createDispute" },
      billing_details: { name: "Jenny Rosen", email: "jenny@example.com", address },
    });
    const { id } = await paid("", { payment_method: method.id });
    expect((await shop.stripe.disputes.list({ payment_intent: id })).data[0]?.evidence).toMatchObject({
      billing_address: "1 Main St\nFlat 2\nReno, NV, US",
      customer_email_address: "jenny@example.com",
      customer_name: "Jenny Rosen",
    });
  });

  test("of a payment that is captured by hand opens with the capture", async () => {
    const { id } = await paid("createDispute", { capture_method: "manual" });
    await pass(1);
    expect((await shop.stripe.disputes.list({ payment_intent: id })).data).toEqual([]);
    await shop.newsSince();
    await shop.stripe.paymentIntents.capture(id, { amount_to_capture: 1000 });
    expect((await shop.stripe.disputes.list({ payment_intent: id })).data).toMatchObject([{ amount: 1000 }]);
    expect(await told()).toEqual([
      "charge.captured",
      "payment_intent.succeeded",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.updated",
    ]);
  });

  test("follows the sale of a session, whose buyer has paid", async () => {
    const session = await shop.session();
    expect((await shop.confirm(session.id, typedCard("4000000000000259"))).status).toBe(200);
    const { status, payment_status, payment_intent } = await shop.stripe.checkout.sessions.retrieve(
      session.id,
    );
    expect([status, payment_status]).toEqual(["complete", "paid"]);
    const { data } = await shop.stripe.disputes.list({ payment_intent: String(payment_intent) });
    expect(data).toHaveLength(1);
    const news = await shop.news();
    expect(news.indexOf("checkout.session.completed")).toBeLessThan(news.indexOf("charge.dispute.created"));
  });

  test("follows the invoices of a subscription, in real time", async () => {
    const test_clock = (await shop.stripe.testHelpers.testClocks.create({ frozen_time: now - 90 * DAY })).id;
    const customer = await shop.stripe.customers.create({
      test_clock,
      payment_method: "pm_card_createDispute",
    });
    const methods = await shop.stripe.customers.listPaymentMethods(customer.id);
    const price = await shop.price({ recurring: { interval: "month" } });
    await shop.stripe.subscriptions.create({
      customer: customer.id,
      default_payment_method: String(methods.data[0]?.id),
      items: [{ price: price.id }],
    });
    await shop.stripe.testHelpers.testClocks.advance(test_clock, { frozen_time: now - 55 * DAY });
    await server.running.worker.drain();
    const { data } = await shop.stripe.disputes.list();
    expect(data).toMatchObject([
      { created: now, status: "needs_response" },
      { created: now, status: "needs_response" },
    ]);
    const news = await shop.news();
    expect(news.lastIndexOf("invoice.paid")).toBeLessThan(news.lastIndexOf("charge.dispute.created"));
    expect((await shop.stripe.subscriptions.list({ customer: customer.id })).data[0]?.status).toBe("active");
  });

  test("there may be two of a payment", async () => {
    const { latest_charge } = await paid("createMultipleDisputes");
    const { data } = await shop.stripe.disputes.list({ charge: String(latest_charge) });
    expect(data.map(({ status }) => status)).toEqual(["needs_response", "needs_response"]);
    const charge = await shop.stripe.charges.retrieve(String(latest_charge));
    expect(charge).toMatchObject({ dispute: data[0]?.id, disputed: true });
  });
});

describe("evidence", () => {
  test("is staged, then submitted, and stays under review", async () => {
    const { id } = await disputed("createDispute");
    const evidence = { product_description: "A shirt", shipping_carrier: "DHL" };
    const staged = await shop.stripe.disputes.update(id, { evidence, submit: false, metadata: { a: "b" } });
    expect(staged).toMatchObject({
      evidence,
      evidence_details: { has_evidence: true, submission_count: 0, submission_method: "not_submitted" },
      metadata: { a: "b" },
      status: "needs_response",
    });
    const events = await shop.stripe.events.list({ type: "charge.dispute.updated" });
    expect(events.data[0]?.data.previous_attributes).toEqual({
      evidence: { product_description: null, shipping_carrier: null },
      evidence_details: { has_evidence: false },
      metadata: { a: null },
    });
    const submitted = await shop.stripe.disputes.update(id, { submit: true });
    expect(submitted).toMatchObject({
      evidence,
      evidence_details: { past_due: false, submission_count: 1, submission_method: "manual" },
      status: "under_review",
    });
    await pass(30 * DAY);
    expect(await read(id)).toEqual(submitted);
    expect(await told()).toEqual(["charge.dispute.updated", "charge.dispute.updated"]);
  });

  test("is added to, and unset by an empty text", async () => {
    const { id } = await disputed("createDispute");
    await shop.stripe.disputes.update(id, { evidence: { service_date: "May", shipping_carrier: "DHL" } });
    const after = await shop.stripe.disputes.update(id, { evidence: { service_date: "" } });
    expect(after.evidence).toMatchObject({ service_date: null, shipping_carrier: "DHL" });
    expect(after.evidence_details.submission_count).toBe(2);
  });

  test("is not submitted by metadata alone", async () => {
    const { id } = await disputed("createDispute");
    const { metadata, status } = await shop.stripe.disputes.update(id, { metadata: { foo: "bar" } });
    expect([metadata, status]).toEqual([{ foo: "bar" }, "needs_response"]);
    expect(await told()).toEqual(["charge.dispute.updated"]);
  });

  test("that wins brings the money back, without the fee, and makes the charge refundable", async () => {
    const { id, charge } = await disputed("createDispute");
    const refund = () => shop.stripe.refunds.create({ charge: String(charge) });
    expect(await refused(refund())).toEqual({
      status: 400,
      code: "charge_disputed",
      param: undefined,
      message: `Charge ${charge} has been charged back; cannot issue a refund.`,
    });
    expect((await shop.stripe.disputes.update(id, say("winning_evidence"))).status).toBe("under_review");
    await pass(5);
    const won = await read(id);
    expect(won).toMatchObject({
      balance_transaction: won.balance_transactions[0]?.id,
      balance_transactions: [
        { amount: -AMOUNT },
        {
          amount: AMOUNT,
          description: `Chargeback reversal for ${charge}`,
          fee: 0,
          fee_details: [],
          net: AMOUNT,
          reporting_category: "dispute_reversal",
          type: "adjustment",
        },
      ],
      is_charge_refundable: true,
      status: "won",
    });
    expect(await told()).toEqual([
      "charge.dispute.updated",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
    expect((await refund()).status).toBe("succeeded");
    expect(await shop.stripe.charges.retrieve(String(charge))).toMatchObject({
      disputed: true,
      refunded: true,
    });
  });

  test("that loses leaves the money with the payer", async () => {
    const { id, charge } = await disputed("createDisputeProductNotReceived");
    await shop.stripe.disputes.update(id, say("losing_evidence"));
    await pass(5);
    expect(await read(id)).toMatchObject({ balance_transactions: [{}], status: "lost" });
    expect(await told()).toEqual(["charge.dispute.updated", "charge.dispute.closed"]);
    expect(await refused(shop.stripe.refunds.create({ charge: String(charge) }))).toMatchObject({
      code: "charge_disputed",
    });
  });

  test("that loses one of two disputes keeps the charge from being refunded", async () => {
    const first = await disputed("createMultipleDisputes");
    await shop.stripe.disputes.update(first.id, say("winning_evidence"));
    await pass(5);
    expect((await read(first.id)).status).toBe("won");
    expect(await refused(shop.stripe.refunds.create({ charge: String(first.charge) }))).toMatchObject({
      code: "charge_disputed",
    });
  });

  test("can be replaced while the bank has not decided", async () => {
    const { id } = await disputed("createDispute");
    await shop.stripe.disputes.update(id, say("winning_evidence"));
    await shop.stripe.disputes.update(id, say("we are sorry"));
    await pass(5);
    expect((await read(id)).status).toBe("under_review");
  });

  test("is refused if there is none, if it is too long, or if it is a file", async () => {
    const { id } = await disputed("createDispute");
    const update = (params: Stripe.DisputeUpdateParams) => refused(shop.stripe.disputes.update(id, params));
    const nothing = { status: 400, message: "This dispute has no evidence that could be submitted." };
    expect(await update({ submit: true })).toMatchObject(nothing);
    expect(await update({ evidence: { customer_name: "" } })).toMatchObject(nothing);
    expect(await update({ evidence: { receipt: "file_123" } })).toMatchObject({
      status: 400,
      param: "evidence[receipt]",
    });
    expect(await update(say("x".repeat(20_001)))).toMatchObject({ param: "evidence[uncategorized_text]" });
    const long = "x".repeat(20_000);
    const much = {
      access_activity_log: long,
      cancellation_policy_disclosure: long,
      cancellation_rebuttal: long,
      duplicate_charge_explanation: long,
      product_description: long,
      refund_policy_disclosure: long,
      refund_refusal_explanation: long,
      uncategorized_text: long,
    };
    expect(await update({ evidence: much })).toMatchObject({ status: 400, param: "evidence" });
    expect((await read(id)).evidence_details.has_evidence).toBe(false);
  });
});

describe("closing", () => {
  test("loses a dispute, once", async () => {
    const { id } = await disputed("createDispute");
    expect((await shop.stripe.disputes.close(id)).status).toBe("lost");
    expect(await told()).toEqual(["charge.dispute.closed"]);
    const closed = { status: 400, code: undefined, message: "This dispute is already closed" };
    expect(await refused(shop.stripe.disputes.close(id))).toMatchObject(closed);
    expect(await refused(shop.stripe.disputes.update(id, { metadata: { a: "b" } }))).toMatchObject(closed);
    await pass(30 * DAY);
    expect(await told()).toEqual([]);
  });

  test("takes back evidence that would have won", async () => {
    const { id } = await disputed("createDispute");
    await shop.stripe.disputes.update(id, say("winning_evidence"));
    await shop.stripe.disputes.close(id);
    await pass(5);
    expect((await read(id)).status).toBe("lost");
  });

  test("happens by itself if nobody answers in time", async () => {
    const dispute = await disputed("createDispute");
    await pass((dispute.evidence_details.due_by ?? 0) - now);
    expect((await read(dispute.id)).status).toBe("needs_response");
    await pass(1);
    expect((await read(dispute.id)).status).toBe("lost");
    expect(await told()).toEqual(["charge.dispute.closed"]);
  });
});

describe("an inquiry", () => {
  test("takes no money", async () => {
    await paid("createDisputeInquiry");
    expect((await shop.news()).slice(-3)).toEqual([
      "charge.updated",
      "charge.dispute.created",
      "charge.updated",
    ]);
    const { data } = await shop.stripe.disputes.list();
    expect(data[0]).toMatchObject({ balance_transaction: null, balance_transactions: [] });
    expect((await shop.stripe.balanceTransactions.list({ type: "adjustment" })).data).toEqual([]);
  });

  test.each(["winning_evidence", "losing_evidence"])("ends with %s", async (word) => {
    const { id } = await disputed("createDisputeInquiry");
    expect((await shop.stripe.disputes.update(id, say(word))).status).toBe("warning_under_review");
    await pass(5);
    expect(await read(id)).toMatchObject({ is_charge_refundable: true, status: "warning_closed" });
    expect(await told()).toEqual(["charge.dispute.updated", "charge.dispute.closed"]);
  });

  test("ends when it is closed, and when nobody answers", async () => {
    const closed = await disputed("createDisputeInquiry");
    expect((await shop.stripe.disputes.close(closed.id)).status).toBe("warning_closed");
    const open = await disputed("createDisputeInquiry");
    await pass(9 * DAY);
    expect((await read(open.id)).status).toBe("warning_closed");
  });

  test("ends with a whole refund, not with a part of one", async () => {
    const { id, charge } = await disputed("createDisputeInquiry");
    await shop.stripe.refunds.create({ charge: String(charge), amount: 100 });
    expect((await read(id)).status).toBe("warning_needs_response");
    await shop.newsSince();
    await shop.stripe.refunds.create({ charge: String(charge) });
    expect((await read(id)).status).toBe("warning_closed");
    expect(await told()).toEqual(["refund.created", "charge.refunded", "charge.dispute.closed"]);
  });

  test("becomes a dispute of what was not refunded", async () => {
    const { id, charge } = await disputed("createDisputeInquiry");
    await shop.stripe.refunds.create({ charge: String(charge), amount: 100 });
    await shop.stripe.disputes.update(id, say("escalate_inquiry_evidence"));
    await pass(5);
    expect(await read(id)).toMatchObject({
      amount: AMOUNT - 100,
      balance_transactions: [{ amount: 100 - AMOUNT }],
      status: "needs_response",
    });
  });

  test("becomes a dispute if the bank is not content", async () => {
    const { id, charge } = await disputed("createDisputeInquiry");
    await shop.stripe.disputes.update(id, say("escalate_inquiry_evidence"));
    await pass(5);
    const escalated = await read(id);
    expect(escalated).toMatchObject({
      balance_transactions: [{ amount: -AMOUNT, fee: 1500 }],
      is_charge_refundable: false,
      payment_method_details: { card: { case_type: "chargeback", network_reason_code: "10.4" } },
      status: "needs_response",
    });
    expect(await told()).toEqual([
      "charge.dispute.updated",
      "charge.dispute.updated",
      "charge.dispute.funds_withdrawn",
    ]);
    expect(await refused(shop.stripe.refunds.create({ charge: String(charge) }))).toMatchObject({
      code: "charge_disputed",
    });
    await shop.stripe.disputes.update(id, say("winning_evidence"));
    await pass(5);
    expect(await read(id)).toMatchObject({ balance_transactions: [{}, { amount: AMOUNT }], status: "won" });
  });
});

describe("programs of card networks", () => {
  test("compelling evidence needs two earlier transactions of the same customer", async () => {
    const first = String((await paid("visa")).latest_charge);
    const second = String((await paid("visa")).latest_charge);
    const { id, ...dispute } = await disputed("createCe3EligibleDispute");
    expect(dispute.enhanced_eligibility_types).toEqual(["visa_compelling_evidence_3"]);
    expect(dispute.evidence_details.enhanced_eligibility).toEqual({
      visa_compelling_evidence_3: {
        required_actions: [
          "missing_customer_identifiers",
          "missing_disputed_transaction_description",
          "missing_merchandise_or_services",
          "missing_prior_undisputed_transactions",
        ],
        status: "requires_action",
      },
    });
    const same = { customer_account_id: "jenny", customer_purchase_ip: "203.0.113.7" };
    const answer = (
      prior: readonly Stripe.DisputeUpdateParams.Evidence.EnhancedEvidence.VisaCompellingEvidence3.PriorUndisputedTransaction[],
    ) =>
      shop.stripe.disputes.update(id, {
        submit: false,
        evidence: {
          enhanced_evidence: {
            visa_compelling_evidence_3: {
              disputed_transaction: {
                ...same,
                merchandise_or_services: "merchandise",
                product_description: "A shirt",
              },
              prior_undisputed_transactions: [...prior],
            },
          },
        },
      });
    const stranger = await answer([
      { charge: first, ...same, product_description: "A mug" },
      { charge: second, customer_account_id: "jenny" },
    ]);
    expect(stranger.evidence_details.enhanced_eligibility.visa_compelling_evidence_3).toEqual({
      required_actions: ["missing_customer_identifiers", "missing_prior_undisputed_transaction_description"],
      status: "requires_action",
    });
    const customer = await answer([
      { charge: first, ...same, product_description: "A mug" },
      { charge: second, ...same, product_description: "A cup" },
    ]);
    expect(customer.evidence_details.enhanced_eligibility.visa_compelling_evidence_3).toEqual({
      required_actions: [],
      status: "qualified",
    });
    expect(customer.evidence.enhanced_evidence.visa_compelling_evidence_3).toMatchObject({
      disputed_transaction: { ...same, merchandise_or_services: "merchandise" },
      prior_undisputed_transactions: [{ charge: first }, { charge: second }],
    });
    expect(await refused(answer([{ charge: "ch_none" }]))).toMatchObject({
      code: "resource_missing",
      param:
        "evidence[enhanced_evidence][visa_compelling_evidence_3][prior_undisputed_transactions][0][charge]",
    });
  });

  test("incomplete compelling evidence does not qualify once it is submitted", async () => {
    const { id } = await disputed("createCe3EligibleDispute");
    const { evidence_details: details } = await shop.stripe.disputes.update(id, say("please"));
    expect(details.enhanced_eligibility.visa_compelling_evidence_3?.status).toBe("not_qualified");
  });

  test.each([
    ["createComplianceDispute", "visa_compliance"],
    ["createMastercardComplianceDispute", "mastercard_compliance"],
  ] as const)("%s has a fee that must be acknowledged", async (card, program) => {
    const { id, ...dispute } = await disputed(card);
    expect(dispute.evidence.enhanced_evidence).toEqual({ [program]: { fee_acknowledged: false } });
    expect(dispute.evidence_details.enhanced_eligibility).toEqual({
      [program]: { status: "requires_fee_acknowledgement" },
    });
    expect(await refused(shop.stripe.disputes.update(id, say("please")))).toMatchObject({
      status: 400,
      param: `evidence[enhanced_evidence][${program}][fee_acknowledged]`,
    });
    const enhanced_evidence = { [program]: { fee_acknowledged: true } };
    const answered = await shop.stripe.disputes.update(id, {
      evidence: { enhanced_evidence, uncategorized_text: "please" },
    });
    expect(answered).toMatchObject({
      evidence: { enhanced_evidence },
      evidence_details: { enhanced_eligibility: { [program]: { status: "fee_acknowledged" } } },
      status: "under_review",
    });
  });

  test("evidence for another program is refused", async () => {
    const { id } = await disputed("createDispute");
    const enhanced_evidence = { visa_compliance: { fee_acknowledged: true } };
    expect(await refused(shop.stripe.disputes.update(id, { evidence: { enhanced_evidence } }))).toMatchObject(
      { status: 400, param: "evidence[enhanced_evidence][visa_compliance]" },
    );
  });
});

describe("lists and versions", () => {
  test("lists filter by charge, intent and time", async () => {
    const one = await disputed("createDispute");
    clock.advance(10);
    const two = await disputed("createDisputeInquiry");
    const ids = async (params: Stripe.DisputeListParams) =>
      (await shop.stripe.disputes.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([two.id, one.id]);
    expect(await ids({ charge: String(one.charge) })).toEqual([one.id]);
    expect(await ids({ payment_intent: String(two.payment_intent) })).toEqual([two.id]);
    expect(await ids({ created: { gt: one.created } })).toEqual([two.id]);
    const [first] = (await shop.stripe.disputes.list({ expand: ["data.charge", "data.payment_intent"] }))
      .data;
    expect(first).toMatchObject({
      charge: { object: "charge" },
      payment_intent: { object: "payment_intent" },
    });
    const found = await shop.stripe.charges.search({ query: "disputed:'true'" });
    expect(found.data.map(({ id }) => id)).toEqual([two.charge, one.charge]);
  });

  test("an unknown dispute is missing", async () => {
    expect(await refused(read("du_none"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "dispute",
      message: "No such dispute: 'du_none'",
    });
  });

  test.each(["2023-10-16", "2024-09-30.acacia", "2025-03-31.basil", "2026-09-30.endive"])(
    "in %s",
    async (apiVersion) => {
      const { id } = await disputed("createDispute");
      const shown = await shop.stripe.disputes.retrieve(id, {}, { apiVersion: apiVersion as never });
      expect(shown).toMatchObject({ id, status: "needs_response", evidence_details: { past_due: false } });
    },
  );

  test("without a version, keys that came later are shown only where they say something", async () => {
    const plain = await disputed("createDispute");
    const eligible = await disputed("createCe3EligibleDispute");
    const [one, two] = [plain, eligible].map(({ id }) =>
      server.raw("GET", `/v1/disputes/${id}`, { key: shop.key }),
    );
    const shown = (await one)?.body as Stripe.Dispute;
    expect(shown).not.toHaveProperty("enhanced_eligibility_types");
    expect(shown.evidence).not.toHaveProperty("enhanced_evidence");
    expect(Object.keys(shown.evidence_details)).toEqual([
      "due_by",
      "has_evidence",
      "past_due",
      "submission_count",
    ]);
    expect((await two)?.body).toMatchObject({
      enhanced_eligibility_types: ["visa_compelling_evidence_3"],
      evidence: { enhanced_evidence: { visa_compelling_evidence_3: {} } },
      evidence_details: { enhanced_eligibility: { visa_compelling_evidence_3: {} } },
    });
  });

  test("an old client answers and closes one", async () => {
    const old = server.stripe14(shop.key);
    const { id } = await disputed("createDispute");
    const answered = await old.disputes.update(id, { ...say("please"), submit: false });
    expect(answered).toMatchObject({ evidence: { uncategorized_text: "please" }, status: "needs_response" });
    expect((await old.disputes.close(id)).status).toBe("lost");
  });
});
