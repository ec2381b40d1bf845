/**
 * Opens databases that older programs left behind, on each engine. What was stored answers as it did then; it can be
 * written again; and whatever was under way goes on to its end. How a state is made: `make.ts`.
 */
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { openReceiver, type Receiver } from "../support/work_bed.ts";
import type { Answer } from "./answers.ts";
import { answerTo } from "./answers.ts";
import { BUYER_CARD, OREGON } from "./fill_finished.ts";
import { KEYED, KEYS, OPTIONAL_CHALLENGE } from "./fill_under_way.ts";
import { KEY } from "./filling.ts";
import { type EngineName, type Opened, open } from "./opened.ts";
import { stateNames } from "./state.ts";

const BATCH = 20;
/** Where everything is different, a few differences tell as much. */
const SHOWN_MAX = 5;
/** An attempt that hangs is taken up again after a minute. */
const PAST_RECOVERY_SECONDS = 61;
const DAY_SECONDS = 86_400;

/** What pages show to Stripe's scripts. */
const READ_BY_SCRIPTS = [
  "account_settings",
  "feature_flags",
  "init_checksum",
  "invoice",
  "line_item_group",
  "stripe_hosted_url",
  "tax_context",
  "total_summary",
];

/** Keys that an object has today and did not have then, by path, each with its reason. */
const NEW_KEYS: readonly {
  readonly path: RegExp;
  readonly key: string;
  readonly reason: string;
  /** Whether its value follows from other keys, so that old objects have one too; otherwise they have null. */
  readonly isComputed?: true;
}[] = [
  {
    path: /^\/v1\/payment_pages\//,
    key: "setup_intent",
    reason: "since there are sessions that set up a payment method, their page shows its intent",
  },
  ...READ_BY_SCRIPTS.map((key) => ({
    path: /^\/v1\/payment_pages\//,
    key,
    isComputed: true as const,
    reason: "since Stripe.js can call them, pages show what it reads",
  })),
];

/** The name at the top of a session's page was reported wrongly. Events keep what was sent. */
const NAMED_THEN = '"display_name":"Checkstand"';
const NAMED_TODAY = '"display_name":"The Old Shop"';
function corrected({ path, body }: Answer): string {
  const text = JSON.stringify(body);
  return path.startsWith("/v1/events") ? text : text.replaceAll(NAMED_THEN, NAMED_TODAY);
}

const engines: readonly EngineName[] = ["sqlite", "postgres"];

describe.each(stateNames)("the database %s", (name) => {
  describe.each(engines)("on %s", (engine) => {
    describe.skipIf(engine === "postgres" && inject("postgresUrl") === "")("opened", () => {
      whatIsStored(name, engine);
      whatWasUnderWay(name, engine);
    });
  });
});

/** Opens the database anew for every test. */
function opensAnew(name: string, engine: EngineName): () => Opened {
  let opened: Opened;
  beforeEach(async () => {
    opened = await open(name, engine);
  });
  afterEach(() => opened.close());
  return () => opened;
}

/** Works through all of them, some at a time. */
async function inBatches<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += BATCH) await Promise.all(all.slice(i, i + BATCH).map(work));
}

/** The first paths whose answer is another than the recorded one, with both answers. */
async function differences({ server, state }: Opened, seen: (answer: Answer) => Answer | null) {
  const different: { path: string; was: unknown; is: unknown }[] = [];
  const all = state.answers.flatMap((answer) => seen(answer) ?? []);
  await inBatches(all, async (answer) => {
    const now = seen({ ...answer, body: withoutNewKeys(answer.path, await answerTo(server.url, answer)) });
    // As text, because the order of keys is part of an answer.
    if (withoutHints(JSON.stringify(now?.body)) === withoutHints(corrected(answer))) return;
    different.push({ path: `${answer.path} in ${answer.version}`, was: answer.body, is: now?.body });
  });
  expect(all.length).toBeGreaterThan(100);
  return different.slice(0, SHOWN_MAX);
}

/** What follows `#` in the URLs of sessions once only filled them up; now it has hints for Stripe.js. */
function withoutHints(text: string): string {
  return text.replaceAll(/(\/c\/pay\/\w+#fid)[\w%]*/g, "$1");
}

/** An answer without the keys that are new on purpose, which have no value in rows of then. */
function withoutNewKeys(path: string, body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const keys = NEW_KEYS.filter((one) => one.path.test(path));
  const isNew = (key: string, value: unknown) =>
    keys.some((one) => one.key === key && (value === null || one.isComputed === true));
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => !isNew(key, value)));
}

function whatIsStored(name: string, engine: EngineName): void {
  const opened = opensAnew(name, engine);

  test("every GET answers as it did", async () => {
    expect(await differences(opened(), (answer) => answer)).toEqual([]);
  });

  test("what is written again reads as it did", async () => {
    const { post, state } = opened();
    const { intentAnswered, intentBegun, setupBegun } = state.underWay;
    // An intent that is being confirmed may have to be left alone.
    const held = [intentAnswered, intentBegun, setupBegun];
    const paths = rowsWithMetadata(state.answers).filter((path) => !held.some((id) => path.endsWith(id)));
    expect(paths.length).toBeGreaterThan(80);
    await inBatches(paths, async (path) => {
      for (const upgraded of ["yes", ""]) {
        const reply = await post(path, { metadata: { upgraded } });
        expect([path, reply.status]).toEqual([path, 200]);
      }
    });
    const seen = (answer: Answer) =>
      answer.path.startsWith("/v1/events") ? null : { ...answer, body: withoutUpdated(answer.body) };
    expect(await differences(opened(), seen)).toEqual([]);
  });

  test("the balance is the sum of what was booked, then and since", async () => {
    const { pass, stripe } = opened();
    const booked = async () => {
      const sums: Record<string, number> = {};
      for await (const { currency, net } of stripe.balanceTransactions.list({ limit: 100 })) {
        sums[currency] = (sums[currency] ?? 0) + net;
      }
      return sums;
    };
    const held = async () => {
      const { available, pending } = await stripe.balance.retrieve();
      const amounts = available.map((one, i) => [one.currency, one.amount + (pending[i]?.amount ?? 0)]);
      return Object.fromEntries(amounts);
    };
    const before = await booked();
    expect(Object.values(before).some((sum) => sum > 0)).toBe(true);
    expect(await held()).toEqual(before);
    const charges = await stripe.charges.list({ limit: 100 });
    const paid = charges.data.find((one) => one.captured && !one.refunded);
    await stripe.refunds.create({ charge: paid?.id ?? "", amount: 1 });
    const after = await booked();
    expect(after).not.toEqual(before);
    expect(await held()).toEqual(after);
    await pass(3 * DAY_SECONDS);
    expect(await held()).toEqual(await booked());
    expect((await stripe.events.list({ type: "balance.available" })).data.length).toBeGreaterThan(0);
  });

  test("pages of sessions and invoices are shown", async () => {
    const { server, state } = opened();
    const show = async (path: string) => server.raw("GET", path, { key: "" });
    for (const { id, status } of rowsOf<{ id: string; status: string }>(
      state.answers,
      "/v1/checkout/sessions?limit=100",
    )) {
      const page = await show(`/c/pay/${id}`);
      expect([id, page.status]).toEqual([id, 200]);
      expect(page.text.includes("<form")).toBe(status === "open");
    }
    for (const invoice of rowsOf<{ hosted_invoice_url: string; invoice_pdf: string }>(
      state.answers,
      "/v1/invoices?limit=100",
    )) {
      expect((await show(pathOf(invoice.hosted_invoice_url))).status).toBe(200);
      expect((await show(pathOf(invoice.invoice_pdf))).text).toMatch(/^%PDF/);
    }
  });
}

/** Paths of everything that has metadata. */
function rowsWithMetadata(answers: readonly Answer[]): string[] {
  const paths = answers
    .filter(({ key, path }) => key === KEY && /^[^?]+\?limit=100$/.test(path))
    .flatMap(({ path }) =>
      rowsOf<{ id: string; metadata?: object; customer?: unknown }>(answers, path)
        // A method that belongs to nobody is not updated.
        .filter((row) => row.metadata !== undefined && !(row.id.startsWith("pm_") && row.customer === null))
        .map(({ id }) => `${path.split("?")[0]}/${id}`),
    );
  return [...new Set(paths)];
}

/** The rows of a recorded list, in the newest version that there are answers of. */
function rowsOf<R>(answers: readonly Answer[], path: string): R[] {
  const found = answers.filter((answer) => answer.key === KEY && answer.path === path).at(-1);
  if (found === undefined) throw new Error(`no answer of ${path} was recorded`);
  // A list of the API has its rows in `data`, and the caller knows what they are.
  return (found.body as { data: R[] }).data;
}

/** Without the time of the last update, wherever there is one. */
function withoutUpdated(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one) => (key === "updated" ? undefined : one)));
}

const pathOf = (url: string): string => new URL(url).pathname;

function whatWasUnderWay(name: string, engine: EngineName): void {
  const opened = opensAnew(name, engine);
  const sessionOf = (id: string) => opened().stripe.checkout.sessions.retrieve(id);

  describe("buyers", () => {
    const pay = (id: string, params: object = BUYER_CARD) =>
      opened().post(`/v1/payment_pages/${id}/confirm`, { ...params });

    test("pay a session for which they had told everything", async () => {
      const { told } = opened().state.underWay;
      const before = await sessionOf(told);
      const reply = await pay(told, { payment_method: "pm_card_visa" });
      expect(reply.status, reply.text).toBe(200);
      const after = await sessionOf(told);
      expect(after).toMatchObject({
        status: "complete",
        payment_status: "paid",
        amount_total: before.amount_total,
        consent: { promotions: "opt_in", terms_of_service: "accepted" },
        collected_information: { shipping_details: { name: "Tilda Told" } },
        customer_details: {
          email: "told@example.com",
          phone: "+15035550111",
          address: OREGON,
          business_name: "Told Ltd",
          tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
        },
        discounts: [{ promotion_code: expect.stringMatching(/^promo_/) }],
      });
      expect(
        after.custom_fields.map((field) => (field.text ?? field.numeric ?? field.dropdown)?.value),
      ).toEqual(["T.T.", "m", "1234"]);
      expect(after.invoice).toMatch(/^in_/);
    });

    test("are asked for what a session still needs, and pay it then", async () => {
      const { untold } = opened().state.underWay;
      expect((await pay(untold)).status).toBe(400);
      const reply = await pay(untold, {
        ...BUYER_CARD,
        phone: "+15035550111",
        shipping: { name: "Una Told", address: OREGON },
        custom_fields: [{ key: "member", value: "1234" }],
        consent: { terms_of_service: "accepted" },
      });
      expect(reply.status, reply.text).toBe(200);
      expect(await sessionOf(untold)).toMatchObject({ status: "complete", payment_status: "paid" });
    });

    test("pay the other open sessions", async () => {
      const { anyAmount, declined, limitedSession, manyLines, taxed } = opened().state.underWay;
      const shipping = { name: "Beatrice Buyer", address: OREGON };
      for (const id of [declined, limitedSession, manyLines, taxed, anyAmount]) {
        const before = await sessionOf(id);
        const reply = await pay(id, id === taxed ? { ...BUYER_CARD, shipping } : BUYER_CARD);
        expect(reply.status, reply.text).toBe(200);
        expect(await sessionOf(id)).toMatchObject({
          status: "complete",
          payment_status: "paid",
          amount_subtotal: before.amount_subtotal,
        });
      }
    });

    test("pay with a card that was saved", async () => {
      const { server, state, stripe } = opened();
      const { savedCards } = state.underWay;
      const { customer } = await sessionOf(savedCards);
      const cards = (await stripe.customers.listPaymentMethods(String(customer))).data;
      const saved = cards.filter(({ allow_redisplay }) => allow_redisplay === "always");
      expect(saved).toHaveLength(2);
      const page = await server.raw("GET", `/c/pay/${savedCards}`, { key: "" });
      for (const { id } of saved) expect(page.text).toContain(id);
      const reply = await pay(savedCards, {
        payment_method: saved[1]?.id,
        shipping: { name: "Jenny Rosen", address: OREGON },
      });
      expect(reply.status, reply.text).toBe(200);
      const { payment_intent } = await sessionOf(savedCards);
      const [charge] = (await stripe.charges.list({ payment_intent: String(payment_intent) })).data;
      expect(charge).toMatchObject({
        status: "succeeded",
        payment_method: saved[1]?.id,
        payment_method_details: { card: { last4: saved[1]?.card?.last4 } },
      });
      for (const { id } of cards) await stripe.paymentMethods.detach(id);
      expect((await stripe.customers.listPaymentMethods(String(customer))).data).toEqual([]);
    });

    test("change the order first", async () => {
      const { post, state, stripe } = opened();
      const { anyAmount, manyLines } = state.underWay;
      const [donation] = (await stripe.checkout.sessions.listLineItems(anyAmount)).data;
      const page = `/v1/payment_pages/${anyAmount}`;
      expect((await post(page, { line_items: [{ id: donation?.id, custom_amount: 4200 }] })).status).toBe(
        200,
      );
      expect((await pay(anyAmount)).body).toMatchObject({ status: "complete", amount_total: 4200 });
      const lines = (await stripe.checkout.sessions.listLineItems(manyLines)).data;
      expect(lines).toHaveLength(4);
      expect(new Set(lines.map(({ price }) => price?.id)).size).toBe(2);
    });

    const pass = async ({ id, client_secret }: { id: string; client_secret: string | null }) => {
      const { server } = opened();
      const secret = client_secret ?? "";
      const page = await server.raw("GET", `/c/3ds/${id}?client_secret=${secret}`, { key: "" });
      expect(page.text).toContain("challenge-form");
      return server.raw("POST", `/c/3ds/${id}`, {
        key: "",
        body: { client_secret: secret, outcome: "passed" },
        headers: { origin: server.url },
      });
    };
    const intentOf = async (session: string) => {
      const { payment_intent } = await sessionOf(session);
      return opened().stripe.paymentIntents.retrieve(String(payment_intent));
    };

    test("are held to what a session or an intent asks of cards", async () => {
      const { state, stripe } = opened();
      const { cardOptions, challengedCardOptions, intentCardOptions, manualCardOptions, setupCardOptions } =
        state.underWay;
      const email = "safe@example.com";
      expect((await pay(cardOptions, { payment_method: "pm_card_amex", email })).status).toBe(402);
      const asked = await pay(cardOptions, { payment_method: OPTIONAL_CHALLENGE, email });
      expect(asked.body).toMatchObject({ status: "open", payment_intent: { status: "requires_action" } });
      for (const id of [cardOptions, challengedCardOptions]) {
        await pass(await intentOf(id));
        expect(await sessionOf(id)).toMatchObject({ status: "complete", payment_status: "unpaid" });
      }
      for (const id of [cardOptions, challengedCardOptions, manualCardOptions]) {
        const intent = await intentOf(id);
        expect(intent.status).toBe("requires_capture");
        const saved = await stripe.paymentMethods.retrieve(String(intent.payment_method));
        expect(saved.customer).toMatch(/^cus_/);
        await stripe.paymentIntents.capture(intent.id);
        expect((await sessionOf(id)).payment_status).toBe("paid");
      }
      const return_url = "https://example.com/back";
      const intent = await stripe.paymentIntents.confirm(intentCardOptions, { return_url });
      expect(intent.status).toBe("requires_action");
      const setup = await stripe.setupIntents.confirm(setupCardOptions, { return_url });
      expect(setup.status).toBe("requires_action");
    });

    test("answer a challenge on its page", async () => {
      const { state, stripe } = opened();
      const { challenged, intentChallenged, intentManualChallenged, setupChallenged } = state.underWay;
      await pass(await intentOf(challenged));
      expect(await sessionOf(challenged)).toMatchObject({ status: "complete", payment_status: "paid" });
      await pass(await stripe.paymentIntents.retrieve(intentChallenged));
      expect((await stripe.paymentIntents.retrieve(intentChallenged)).status).toBe("succeeded");
      await pass(await stripe.setupIntents.retrieve(setupChallenged));
      expect((await stripe.setupIntents.retrieve(setupChallenged)).status).toBe("succeeded");
      await pass(await stripe.paymentIntents.retrieve(intentManualChallenged));
      expect((await stripe.paymentIntents.retrieve(intentManualChallenged)).status).toBe(
        "requires_confirmation",
      );
      expect((await stripe.paymentIntents.confirm(intentManualChallenged)).status).toBe("succeeded");
    });

    test("open links, until those are used up", async () => {
      const { server, state, stripe } = opened();
      const visit = async (id: string) => {
        const { url } = await stripe.paymentLinks.retrieve(id);
        return server.raw("GET", pathOf(url), { key: "" });
      };
      const sent = await visit(state.underWay.link);
      expect(sent.status).toBe(303);
      const [made] = (await stripe.checkout.sessions.list({ payment_link: state.underWay.link })).data;
      const shipping = { name: "Beatrice Buyer", address: OREGON };
      expect((await pay(made?.id ?? "", { ...BUYER_CARD, shipping })).status).toBe(200);
      // One of two was paid before.
      expect((await pay(state.underWay.limitedSession)).status).toBe(200);
      const closed = await visit(state.underWay.limitedLink);
      expect([closed.status, closed.text]).toEqual([410, expect.stringContaining("Sold out.")]);
    });

    test("take an expired session up again", async () => {
      const { server, state, stripe } = opened();
      const { abandoned } = state.underWay;
      const expired = await sessionOf(abandoned);
      const sent = await server.raw("GET", pathOf(expired.after_expiration?.recovery?.url ?? ""), {
        key: "",
      });
      expect(sent.status).toBe(303);
      const [again] = (await stripe.checkout.sessions.list({ limit: 1 })).data;
      expect(again).toMatchObject({
        recovered_from: abandoned,
        status: "open",
        amount_subtotal: expired.amount_subtotal,
      });
      // The copy only authorizes, as the session did.
      expect((await pay(again?.id ?? "")).body).toMatchObject({
        status: "complete",
        payment_status: "unpaid",
      });
    });
  });

  describe("shops", () => {
    test("capture what was authorized", async () => {
      const { state, stripe } = opened();
      const { intentToCapture, manual } = state.underWay;
      const { payment_intent } = await sessionOf(manual);
      await stripe.paymentIntents.capture(String(payment_intent));
      expect(await sessionOf(manual)).toMatchObject({
        payment_status: "paid",
        invoice: expect.stringMatching(/^in_/),
      });
      const captured = await stripe.paymentIntents.capture(intentToCapture, { amount_to_capture: 100 });
      expect(captured).toMatchObject({ status: "succeeded", amount_received: 100 });
    });

    test("confirm and cancel intents", async () => {
      const { state, stripe } = opened();
      const { intentChallenged, intentToConfirm, intentUnconfirmed, setupUnconfirmed } = state.underWay;
      const confirmed = await stripe.paymentIntents.confirm(intentUnconfirmed, {
        payment_method: "pm_card_visa",
      });
      expect(confirmed.status).toBe("succeeded");
      expect((await stripe.paymentIntents.confirm(intentToConfirm)).status).toBe("succeeded");
      expect((await stripe.setupIntents.confirm(setupUnconfirmed)).status).toBe("succeeded");
      expect((await stripe.paymentIntents.cancel(intentChallenged)).status).toBe("canceled");
    });

    test("refund what is left of a payment", async () => {
      const { stripe } = opened();
      const charges = (await stripe.charges.list({ limit: 100 })).data;
      const partly = charges.find(({ amount_refunded, refunded }) => amount_refunded > 0 && !refunded);
      const refund = await stripe.refunds.create({ charge: partly?.id ?? "" });
      expect(refund.amount).toBe((partly?.amount_captured ?? 0) - (partly?.amount_refunded ?? 0));
      expect((await stripe.charges.retrieve(partly?.id ?? "")).refunded).toBe(true);
    });

    test("send requests with a key again", async () => {
      const { post, state, stripe } = opened();
      const { begunKeyed, unremembered } = state.underWay;
      const again = (path: string, params: object, idempotencyKey: string) =>
        post(path, { ...params }, { idempotencyKey });
      const made = await again("/v1/products", KEYED.made, KEYS.made);
      expect([made.status, made.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
      expect(
        (await stripe.products.list({ limit: 100 })).data.filter(({ name: of }) => of === "Made once"),
      ).toEqual([expect.objectContaining({ id: made.body.id })]);
      const refused = await again("/v1/payment_intents", KEYED.declined, KEYS.declined);
      expect([refused.status, refused.headers.get("idempotent-replayed")]).toEqual([402, "true"]);
      expect((await again("/v1/products", { name: "Another" }, KEYS.made)).body.error.type).toBe(
        "idempotency_error",
      );
      // The work of these two had begun when the process died, and of the second it was done.
      for (const [id, key] of [
        [begunKeyed, KEYS.begun],
        [unremembered, KEYS.unremembered],
      ] as const) {
        const finished = await again(`/v1/payment_pages/${id}/confirm`, KEYED.begun, key);
        expect([finished.status, finished.body.status]).toEqual([200, "complete"]);
        const { payment_intent } = await sessionOf(id);
        expect((await stripe.charges.list({ payment_intent: String(payment_intent) })).data).toHaveLength(1);
      }
    });
  });

  describe("time", () => {
    let receiver: Receiver;
    beforeEach(async () => {
      receiver = await openReceiver();
    });
    afterEach(() => receiver.close());

    test("settles the attempts that had begun, once", async () => {
      const { pass, state, stripe } = opened();
      const { answered, begun, begunKeyed, intentAnswered, intentBegun, setupBegun } = state.underWay;
      await pass(PAST_RECOVERY_SECONDS);
      const intents = [intentAnswered, intentBegun];
      for (const id of [answered, begun, begunKeyed]) {
        const session = await sessionOf(id);
        expect(session).toMatchObject({ status: "complete", payment_status: "paid" });
        intents.push(String(session.payment_intent));
      }
      for (const id of intents) {
        expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
          status: "succeeded",
          next_action: null,
        });
        const charges = await stripe.charges.list({ payment_intent: id });
        expect(charges.data.map(({ status }) => status)).toEqual(["succeeded"]);
      }
      expect((await stripe.setupIntents.retrieve(setupBegun)).status).toBe("succeeded");
    });

    test("delivers the events that were not delivered yet", async () => {
      const { pass, state, stripe } = opened();
      const { endpoint, pendingEvent, retryingEvent } = state.underWay;
      const toldOf = () => receiver.received.map(({ eventId }) => eventId);
      await stripe.webhookEndpoints.update(endpoint, { url: receiver.url });
      // Long enough for the third try of what was tried once more before the endpoint moved.
      for (let turn = 0; turn < 3; turn++) await pass(3600);
      expect(toldOf()).toEqual(expect.arrayContaining([pendingEvent, retryingEvent]));
      expect((await stripe.events.retrieve(pendingEvent)).pending_webhooks).toBe(0);
      expect((await stripe.events.retrieve(retryingEvent)).pending_webhooks).toBe(0);
      expect(JSON.parse(receiver.received[0]?.text ?? "").api_version).toBe("2024-06-20");
      expect(new Set(toldOf()).size).toBe(toldOf().length);
    });

    test("expires what nobody paid", async () => {
      const { pass, state, stripe } = opened();
      const { challenged, expiresSoon, told } = state.underWay;
      await pass(2400);
      expect(await sessionOf(expiresSoon)).toMatchObject({
        status: "expired",
        after_expiration: { recovery: { url: expect.stringContaining("/r/test_") } },
      });
      expect((await sessionOf(told)).status).toBe("open");
      await pass(DAY_SECONDS);
      for (const id of [told, challenged]) expect((await sessionOf(id)).status).toBe("expired");
      expect((await stripe.checkout.sessions.list({ status: "open" })).data).toEqual([]);
      await pass(6 * DAY_SECONDS);
      // Nobody captured it in a week.
      expect((await stripe.paymentIntents.retrieve(state.underWay.intentToCapture)).status).toBe("canceled");
    });
  });
}
