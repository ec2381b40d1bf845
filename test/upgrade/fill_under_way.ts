/**
 * Objects of the old database that something is still to happen to. Each has a name, by which the test of the upgrade
 * finds it again and goes on with it.
 */
import { openReceiver } from "../support/work_bed.ts";
import { BUYER_CARD, type Buyers, type Catalogue, OREGON } from "./fill_finished.ts";
import { type Filling, refusedWith } from "./filling.ts";

const success_url = "https://example.com/success";
const USD = {
  amount: 4000,
  currency: "usd",
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
};
const CHALLENGED = "pm_card_threeDSecure2Required";
/** Asked to authenticate only where the request wants it. */
export const OPTIONAL_CHALLENGE = "pm_card_threeDSecureOptional";
/** What a session may ask of cards alone. */
const CARD_OPTIONS = {
  card: {
    capture_method: "manual",
    request_three_d_secure: "any",
    request_multicapture: "if_available",
    restrictions: { brands_blocked: ["american_express"] },
    setup_future_usage: "off_session",
  },
};
const ASKED_3DS = { payment_method_options: { card: { request_three_d_secure: "any" as const } } };
const RETURN_URL = "https://example.com/back";

/** What of the old database is under way, by name. */
export type UnderWay = Readonly<Record<(typeof NAMES)[number], string>>;
const NAMES = [
  "told",
  "untold",
  "taxed",
  "manyLines",
  "anyAmount",
  "savedCards",
  "declined",
  "cardOptions",
  "challenged",
  "challengedCardOptions",
  "manual",
  "manualCardOptions",
  "abandoned",
  "expiresSoon",
  "link",
  "limitedLink",
  "limitedSession",
  "begun",
  "begunKeyed",
  "answered",
  "unremembered",
  "intentChallenged",
  "intentUnconfirmed",
  "intentCardOptions",
  "intentToConfirm",
  "intentManualChallenged",
  "intentToCapture",
  "intentBegun",
  "intentAnswered",
  "setupChallenged",
  "setupUnconfirmed",
  "setupCardOptions",
  "setupBegun",
  "endpoint",
  "retryingEvent",
  "pendingEvent",
] as const;

/** Bodies of requests with an idempotency key: the same request is sent again after the upgrade. */
export const KEYED = {
  made: { name: "Made once", metadata: { by: "a key" } },
  declined: {
    amount: 700,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_chargeDeclined",
    return_url: RETURN_URL,
  },
  begun: { payment_method: "pm_card_visa", email: "keyed@example.com" },
} as const;
export const KEYS = {
  made: "key-made",
  declined: "key-declined",
  begun: "key-begun",
  unremembered: "key-lost",
};

export async function fillUnderWay(
  filling: Filling,
  catalogue: Catalogue,
  buyers: Buyers,
): Promise<UnderWay> {
  const open = await openSessions(filling, catalogue, buyers);
  const links = await openLinks(filling, catalogue);
  const intents = await openIntents(filling, buyers);
  await filling.post("/v1/products", KEYED.made, { idempotencyKey: KEYS.made });
  await filling.post("/v1/payment_intents", KEYED.declined, { idempotencyKey: KEYS.declined, status: 402 });
  const hooks = await deliveries(filling);
  // Last, because an attempt that hangs is taken up again after a minute.
  const begun = await interrupted(filling, catalogue);
  return { ...open, ...links, ...intents, ...hooks, ...begun };
}

async function openSessions({ stripe, post, clock }: Filling, catalogue: Catalogue, { known }: Buyers) {
  const line = { price: catalogue.shirt, quantity: 2 };
  const create = async (more: object) =>
    (await stripe.checkout.sessions.create({ mode: "payment", success_url, line_items: [line], ...more })).id;
  const everything = {
    line_items: [
      { price: catalogue.shirt, quantity: 1, adjustable_quantity: { enabled: true, maximum: 9 } },
      { price: catalogue.shirt, quantity: 2, metadata: { size: "M" } },
      { price: catalogue.poster, quantity: 2, tax_rates: [catalogue.salesTax] },
    ],
    after_expiration: { recovery: { enabled: true, allow_promotion_codes: true } },
    allow_promotion_codes: true,
    billing_address_collection: "required",
    cancel_url: "https://example.com/cancel",
    client_reference_id: "order 17",
    consent_collection: { promotions: "auto", terms_of_service: "required" },
    custom_fields: [
      { key: "engraving", label: { type: "custom", custom: "Engraving" }, type: "text", optional: true },
      {
        key: "size",
        label: { type: "custom", custom: "Size" },
        type: "dropdown",
        dropdown: {
          options: [
            { label: "Medium", value: "m" },
            { label: "Large", value: "l" },
          ],
          default_value: "m",
        },
      },
      {
        key: "member",
        label: { type: "custom", custom: "Member number" },
        type: "numeric",
        numeric: { minimum_length: 3, maximum_length: 6 },
      },
    ],
    custom_text: { submit: { message: "We pack by hand." }, shipping_address: { message: "No islands." } },
    customer_creation: "always",
    invoice_creation: { enabled: true },
    metadata: { order: "17" },
    payment_intent_data: { description: "Order 17", metadata: { order: "17" } },
    phone_number_collection: { enabled: true },
    shipping_address_collection: { allowed_countries: ["US", "DE"] },
    shipping_options: [
      { shipping_rate: catalogue.post },
      {
        shipping_rate_data: {
          type: "fixed_amount",
          display_name: "By hand",
          fixed_amount: { amount: 100, currency: "usd" },
        },
      },
    ],
    submit_type: "book",
    tax_id_collection: { enabled: true },
  };
  const told = await create(everything);
  const { data } = await stripe.checkout.sessions.listLineItems(told);
  await post(`/v1/payment_pages/${told}`, {
    email: "told@example.com",
    phone: "+15035550111",
    billing_address: OREGON,
    shipping: { name: "Tilda Told", address: OREGON },
    custom_fields: [
      { key: "engraving", value: "T.T." },
      { key: "member", value: "1234" },
    ],
    consent: { promotions: "opt_in", terms_of_service: "accepted" },
    line_items: [{ id: data[0]?.id ?? "", quantity: 3 }],
    promotion_code: "SUMMER25",
    tax_id: { type: "eu_vat", value: "DE123456789" },
    business_name: "Told Ltd",
  });
  const declined = await create({ discounts: [{ coupon: catalogue.coupon }] });
  await post(
    `/v1/payment_pages/${declined}/confirm`,
    { payment_method: "pm_card_chargeDeclined", email: "poor@example.com" },
    { status: 402 },
  );
  const challenged = await create({});
  await post(`/v1/payment_pages/${challenged}/confirm`, {
    payment_method: CHALLENGED,
    email: "safe@example.com",
  });
  const manual = await create({
    payment_intent_data: { capture_method: "manual" },
    invoice_creation: { enabled: true },
    customer: known,
  });
  await post(`/v1/payment_pages/${manual}/confirm`, { payment_method: "pm_card_visa" });
  const challengedCardOptions = await create({ payment_method_options: CARD_OPTIONS });
  await post(`/v1/payment_pages/${challengedCardOptions}/confirm`, {
    payment_method: OPTIONAL_CHALLENGE,
    email: "safe@example.com",
  });
  const manualCardOptions = await create({ payment_method_options: CARD_OPTIONS });
  await post(`/v1/payment_pages/${manualCardOptions}/confirm`, BUYER_CARD);
  const abandoned = await create({
    payment_method_options: CARD_OPTIONS,
    after_expiration: { recovery: { enabled: true } },
    consent_collection: { promotions: "auto" },
    discounts: [{ coupon: catalogue.coupon }],
  });
  await post(`/v1/payment_pages/${abandoned}`, {
    email: "left@example.com",
    consent: { promotions: "opt_in" },
  });
  await stripe.checkout.sessions.expire(abandoned);
  return {
    told,
    untold: await create(everything),
    taxed: await create({
      automatic_tax: { enabled: true },
      shipping_address_collection: { allowed_countries: ["US"] },
    }),
    manyLines: await create({
      line_items: [line, line, { price: catalogue.poster, quantity: 5 }, line],
      discounts: [{ coupon: catalogue.coupon }],
    }),
    anyAmount: await create({ line_items: [{ price: catalogue.anyAmount, quantity: 1 }] }),
    savedCards: await create({
      customer: known,
      customer_update: { address: "auto", shipping: "auto" },
      saved_payment_method_options: { payment_method_save: "enabled", payment_method_remove: "enabled" },
      shipping_address_collection: { allowed_countries: ["US"] },
    }),
    declined,
    cardOptions: await create({ payment_method_options: CARD_OPTIONS }),
    challenged,
    challengedCardOptions,
    manual,
    manualCardOptions,
    abandoned,
    expiresSoon: await create({
      expires_at: clock.seconds() + 2400,
      after_expiration: { recovery: { enabled: true } },
    }),
  };
}

async function openLinks({ stripe, post, running }: Filling, catalogue: Catalogue) {
  const link = await stripe.paymentLinks.create({
    line_items: [
      { price: catalogue.shirt, quantity: 1, adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 } },
    ],
    after_completion: { type: "redirect", redirect: { url: "https://example.com/thanks" } },
    allow_promotion_codes: true,
    automatic_tax: { enabled: false },
    billing_address_collection: "auto",
    custom_text: { submit: { message: "From a link." } },
    metadata: { link: "one" },
    payment_intent_data: { statement_descriptor: "LINK", metadata: { link: "one" } },
    payment_method_options: { card: { restrictions: { brands_blocked: ["american_express"] } } },
    phone_number_collection: { enabled: false },
    shipping_options: [{ shipping_rate: catalogue.courier }],
    shipping_address_collection: { allowed_countries: ["US"] },
  });
  const limited = await stripe.paymentLinks.create({
    line_items: [{ price: catalogue.poster, quantity: 2 }],
    after_completion: { type: "hosted_confirmation", hosted_confirmation: { custom_message: "Thanks!" } },
    inactive_message: "Sold out.",
    restrictions: { completed_sessions: { limit: 2 } },
  });
  const off = await stripe.paymentLinks.create({ line_items: [{ price: catalogue.poster, quantity: 1 }] });
  await stripe.paymentLinks.update(off.id, { active: false });
  const visit = async () => {
    const { pathname } = new URL(limited.url);
    const { headers } = await fetch(running.url + pathname, { redirect: "manual" });
    return new URL(headers.get("location") ?? "", running.url).pathname.replace("/c/pay/", "");
  };
  await post(`/v1/payment_pages/${await visit()}/confirm`, BUYER_CARD);
  return { link: link.id, limitedLink: limited.id, limitedSession: await visit() };
}

async function openIntents({ stripe }: Filling, { known }: Buyers) {
  const challenge = { payment_method: CHALLENGED, confirm: true, return_url: RETURN_URL };
  const intent = async (more: object) => (await stripe.paymentIntents.create({ ...USD, ...more })).id;
  const setup = async (more: object) =>
    (
      await stripe.setupIntents.create({
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        customer: known,
        ...more,
      })
    ).id;
  return {
    intentChallenged: await intent({ ...challenge, customer: known, setup_future_usage: "off_session" }),
    intentUnconfirmed: await intent({ customer: known, metadata: { state: "no method yet" } }),
    intentCardOptions: await intent({ ...ASKED_3DS, payment_method: OPTIONAL_CHALLENGE }),
    intentToConfirm: await intent({ payment_method: "pm_card_visa", confirmation_method: "manual" }),
    intentManualChallenged: await intent({ ...challenge, confirmation_method: "manual" }),
    intentToCapture: await intent({
      capture_method: "manual",
      payment_method: "pm_card_visa",
      confirm: true,
      return_url: RETURN_URL,
    }),
    setupChallenged: await setup(challenge),
    setupUnconfirmed: await setup({ payment_method: "pm_card_visa" }),
    setupCardOptions: await setup({ ...ASKED_3DS, payment_method: OPTIONAL_CHALLENGE }),
  };
}

/** One event that was delivered, one that was refused for good, one that is to be tried again, and one not yet tried. */
async function deliveries({ stripe, running, clock }: Filling) {
  const receiver = await openReceiver((response, { text }) => {
    response.writeHead(text.includes("unwanted") ? 410 : 200).end();
  });
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ["product.created", "checkout.session.completed"],
    api_version: "2024-06-20",
    description: "Of the old state",
    metadata: { number: "1" },
  });
  const settle = async () => {
    running.worker.nudge();
    await running.worker.drain();
  };
  await stripe.products.create({ name: "Told of" });
  await settle();
  await stripe.products.create({ name: "unwanted" });
  await settle();
  if (receiver.received.length !== 2) throw new Error("two events are delivered before the endpoint moves");
  await receiver.close();
  // Nobody listens at the discard port.
  await stripe.webhookEndpoints.update(endpoint.id, { url: "http://127.0.0.1:9/webhook" });
  await stripe.products.create({ name: "Told of later" });
  await settle();
  const [retrying] = (await stripe.events.list({ limit: 1 })).data;
  await running.worker.stop();
  clock.advance(1);
  await stripe.products.create({ name: "Not told of yet" });
  const [pending] = (await stripe.events.list({ limit: 1 })).data;
  return { endpoint: endpoint.id, retryingEvent: retrying?.id ?? "", pendingEvent: pending?.id ?? "" };
}

/** Attempts whose process died between two of their steps. */
async function interrupted(filling: Filling, catalogue: Catalogue) {
  const { stripe, post, dyingAfter } = filling;
  const create = async () =>
    (
      await stripe.checkout.sessions.create({
        mode: "payment",
        success_url,
        line_items: [{ price: catalogue.shirt, quantity: 1 }],
        discounts: [{ coupon: catalogue.coupon }],
      })
    ).id;
  const confirm = (id: string, params: typeof KEYED.begun, idempotencyKey?: string) =>
    post(`/v1/payment_pages/${id}/confirm`, params, {
      status: 500,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  const begun = await create();
  await dyingAfter(1, () => confirm(begun, KEYED.begun));
  const begunKeyed = await create();
  await dyingAfter(1, () => confirm(begunKeyed, KEYED.begun, KEYS.begun));
  const unremembered = await create();
  await dyingAfter(3, () => confirm(unremembered, KEYED.begun, KEYS.unremembered));

  const answered = await create();
  await post(`/v1/payment_pages/${answered}/confirm`, { payment_method: CHALLENGED, email: "a@example.com" });
  const { payment_intent } = await stripe.checkout.sessions.retrieve(answered);
  const asked = await stripe.paymentIntents.retrieve(String(payment_intent));
  const pass = (id: string, client_secret: string | null) => () =>
    post(
      `/c/3ds/${id}`,
      { client_secret: client_secret ?? "", outcome: "passed" },
      { key: null, status: 500 },
    );
  await dyingAfter(1, pass(asked.id, asked.client_secret));

  const challenge = { payment_method: CHALLENGED, confirm: true, return_url: RETURN_URL };
  const intentAnswered = await stripe.paymentIntents.create({ ...USD, ...challenge });
  await dyingAfter(2, pass(intentAnswered.id, intentAnswered.client_secret));
  const intentBegun = await stripe.paymentIntents.create({ ...USD, payment_method: "pm_card_visa" });
  await dyingAfter(1, () => post(`/v1/payment_intents/${intentBegun.id}/confirm`, {}, { status: 500 }));
  const setupBegun = await stripe.setupIntents.create({
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    payment_method: "pm_card_visa",
  });
  await dyingAfter(1, () => post(`/v1/setup_intents/${setupBegun.id}/confirm`, {}, { status: 500 }));

  for (const id of [begun, begunKeyed, answered])
    await refusedWith("lock_timeout", stripe.checkout.sessions.expire(id));
  for (const { id } of [intentBegun, intentAnswered])
    await refusedWith("lock_timeout", stripe.paymentIntents.cancel(id));
  await refusedWith("lock_timeout", stripe.setupIntents.cancel(setupBegun.id));
  return {
    begun,
    begunKeyed,
    answered,
    unremembered,
    intentBegun: intentBegun.id,
    intentAnswered: intentAnswered.id,
    setupBegun: setupBegun.id,
  };
}
