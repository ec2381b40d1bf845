/** Objects of the old database that nothing more will happen to by itself: the catalogue, buyers, and what was paid. */
import type { Filling } from "./filling.ts";
import { refusedWith } from "./filling.ts";

const BERLIN = {
  line1: "Unter den Linden 1",
  line2: "3. Stock",
  city: "Berlin",
  postal_code: "10117",
  country: "DE",
};
export const OREGON = {
  line1: "1 Main Street",
  city: "Portland",
  state: "OR",
  postal_code: "97201",
  country: "US",
};
/** Longer than what an index holds, so that it is stored as its hash. */
export const LONG = "a-long-value-".repeat(40);
export const LONG_URL = `https://example.com/${LONG}`;

export interface Catalogue {
  readonly shirt: string;
  readonly shirtProduct: string;
  readonly poster: string;
  readonly anyAmount: string;
  readonly tiered: string;
  readonly coupon: string;
  readonly code: string;
  readonly vat: string;
  readonly salesTax: string;
  readonly post: string;
  readonly courier: string;
}

export async function fillCatalogue({ stripe, other }: Filling): Promise<Catalogue> {
  const shirt = await stripe.products.create({
    name: "T-shirt",
    description: "Cotton, washed once",
    images: ["https://example.com/shirt.png"],
    metadata: { colour: "blue" },
    marketing_features: [{ name: "Soft" }],
    package_dimensions: { height: 1, length: 20, width: 15, weight: 5 },
    tax_code: "txcd_30011000",
    unit_label: "shirt",
    url: "https://example.com/shirt",
  });
  const poster = await stripe.products.create({ name: "Poster", url: LONG_URL });
  const gone = await stripe.products.create({ name: "No longer made" });
  await stripe.products.del(gone.id);
  await stripe.products.update(poster.id, { description: "On thick paper", metadata: { size: "A2" } });
  const price = await stripe.prices.create({
    product: shirt.id,
    currency: "usd",
    unit_amount: 1099,
    currency_options: { eur: { unit_amount: 999, tax_behavior: "inclusive" }, jpy: { unit_amount: 1500 } },
    lookup_key: "shirt",
    nickname: "The usual",
    tax_behavior: "exclusive",
  });
  const posterPrice = await stripe.prices.create({
    product: poster.id,
    currency: "usd",
    unit_amount: 1550,
    transform_quantity: { divide_by: 2, round: "up" },
  });
  const anyAmount = await stripe.prices.create({
    product_data: { name: "Donation" },
    currency: "usd",
    custom_unit_amount: { enabled: true, minimum: 500, maximum: 50_000, preset: 2000 },
  });
  const tiered = await stripe.prices.create({
    product_data: { name: "Seat" },
    currency: "usd",
    billing_scheme: "tiered",
    tiers_mode: "graduated",
    tiers: [
      { up_to: 10, unit_amount: 500 },
      { up_to: "inf", unit_amount: 300, flat_amount: 100 },
    ],
    recurring: { interval: "month" },
  });
  await stripe.products.update(shirt.id, { default_price: price.id });
  const coupon = await stripe.coupons.create({
    id: "SUMMER",
    name: "Summer",
    percent_off: 25,
    max_redemptions: 20,
    applies_to: { products: [shirt.id] },
  });
  await stripe.coupons.create({
    amount_off: 300,
    currency: "usd",
    currency_options: { eur: { amount_off: 250 } },
    duration: "repeating",
    duration_in_months: 3,
    metadata: { from: "the newsletter" },
  });
  await stripe.coupons.create({ id: "GONE", percent_off: 5 });
  await stripe.coupons.del("GONE");
  const code = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    code: "SUMMER25",
    max_redemptions: 9,
    restrictions: { minimum_amount: 500, minimum_amount_currency: "usd" },
  });
  const vat = await stripe.taxRates.create({
    display_name: "VAT",
    percentage: 19,
    inclusive: true,
    country: "DE",
    jurisdiction: "DE",
    tax_type: "vat",
  });
  const salesTax = await stripe.taxRates.create({
    display_name: "Sales tax",
    percentage: 8.25,
    inclusive: false,
    country: "US",
    state: "CA",
    description: "Of California",
  });
  await stripe.taxRates.create({ display_name: "Old", percentage: 16, inclusive: true, active: false });
  const post = await stripe.shippingRates.create({
    display_name: "Post",
    type: "fixed_amount",
    fixed_amount: { amount: 500, currency: "usd", currency_options: { eur: { amount: 450 } } },
    delivery_estimate: {
      minimum: { unit: "business_day", value: 2 },
      maximum: { unit: "week", value: 1 },
    },
    tax_behavior: "exclusive",
  });
  const courier = await stripe.shippingRates.create({
    display_name: "Courier",
    type: "fixed_amount",
    fixed_amount: { amount: 1900, currency: "usd" },
    metadata: { by: "bicycle" },
  });
  await other.products.create({ name: "Of another account" });
  return {
    shirt: price.id,
    shirtProduct: shirt.id,
    poster: posterPrice.id,
    anyAmount: anyAmount.id,
    tiered: tiered.id,
    coupon: coupon.id,
    code: code.id,
    vat: vat.id,
    salesTax: salesTax.id,
    post: post.id,
    courier: courier.id,
  };
}

export interface Buyers {
  /** Has a postal address, tax ids and two saved cards. */
  readonly known: string;
}

export async function fillBuyers({ stripe, other }: Filling): Promise<Buyers> {
  const known = await stripe.customers.create({
    name: "Jenny Rosen",
    email: "Jenny.Rosen@example.com",
    phone: "+4930123456",
    description: "Comes every week",
    address: BERLIN,
    shipping: { name: "Jenny at work", address: OREGON, phone: "+15035550100" },
    metadata: { since: "2019" },
    preferred_locales: ["de", "en"],
    tax_exempt: "none",
    tax_id_data: [{ type: "eu_vat", value: "DE123456789" }],
    invoice_settings: { custom_fields: [{ name: "Order", value: "7" }], footer: "Thank you" },
  });
  await stripe.customers.createTaxId(known.id, { type: "gb_vat", value: "GB123456789" });
  for (const card of ["pm_card_visa", "pm_card_mastercard"]) {
    const method = await stripe.paymentMethods.attach(card, { customer: known.id });
    await stripe.paymentMethods.update(method.id, {
      allow_redisplay: "always",
      billing_details: { name: "Jenny Rosen", email: "jenny@example.com", address: BERLIN },
      metadata: { card },
    });
    await stripe.customers.update(known.id, { invoice_settings: { default_payment_method: method.id } });
  }
  const plain = await stripe.customers.create({ email: "plain@example.com" });
  const gone = await stripe.customers.create({ email: "gone@example.com" });
  await stripe.customers.del(gone.id);
  await stripe.paymentMethods.create({ type: "card", card: { token: "tok_amex" } });
  const loose = await stripe.paymentMethods.attach("pm_card_visa_debit", { customer: plain.id });
  await stripe.paymentMethods.detach(loose.id);
  await stripe.taxIds.create({ type: "eu_vat", value: "IE1234567WA" });
  await stripe.paymentMethodConfigurations.create({
    name: "Only cards",
    card: { display_preference: { preference: "on" } },
  });
  await other.customers.create({ email: "jenny.rosen@example.com" });
  return { known: known.id };
}

/** A card with whom it belongs to, as a page sends it. */
export const BUYER_CARD = {
  payment_method_data: {
    type: "card",
    billing_details: { email: "buyer@example.com", name: "Beatrice Buyer", address: OREGON },
    card: { token: "tok_visa" },
  },
} as const;

/** Sessions that were paid, were free, failed or were expired. */
export async function fillSessions(filling: Filling, catalogue: Catalogue, buyers: Buyers): Promise<void> {
  const { stripe, post } = filling;
  const success_url = "https://example.com/success";
  const shirts = [{ price: catalogue.shirt, quantity: 2 }];
  const confirm = (id: string, params = {}) =>
    post(`/v1/payment_pages/${id}/confirm`, { ...BUYER_CARD, ...params });

  const plain = await stripe.checkout.sessions.create({ mode: "payment", success_url, line_items: shirts });
  await confirm(plain.id);
  const invoiced = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url,
    customer: buyers.known,
    line_items: [
      { price: catalogue.shirt, quantity: 1, tax_rates: [catalogue.salesTax] },
      { price: catalogue.shirt, quantity: 3, tax_rates: [catalogue.salesTax], metadata: { size: "L" } },
      { price: catalogue.poster, quantity: 4 },
    ],
    discounts: [{ promotion_code: catalogue.code }],
    shipping_options: [{ shipping_rate: catalogue.post }, { shipping_rate: catalogue.courier }],
    invoice_creation: {
      enabled: true,
      invoice_data: {
        description: "Of the old state",
        footer: "Goods stay ours until paid",
        custom_fields: [{ name: "Cost centre", value: "12" }],
        metadata: { kind: "invoice" },
      },
    },
    payment_intent_data: {
      description: "With an invoice",
      metadata: { kind: "intent" },
      setup_future_usage: "off_session",
      transfer_group: LONG,
    },
  });
  await confirm(invoiced.id);
  const free = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url,
    line_items: [
      { price_data: { currency: "usd", unit_amount: 0, product_data: { name: "Sample" } }, quantity: 1 },
    ],
    customer_creation: "always",
  });
  await post(`/v1/payment_pages/${free.id}/confirm`, {
    billing_details: { email: "free@example.com", name: "Fred Free" },
  });
  const taxed = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url,
    line_items: [
      {
        price_data: {
          currency: "eur",
          unit_amount: 5000,
          tax_behavior: "inclusive",
          product_data: { name: "Book", tax_code: "txcd_35010000" },
        },
        quantity: 1,
      },
    ],
    automatic_tax: { enabled: true },
    tax_id_collection: { enabled: true },
    billing_address_collection: "required",
    locale: "de",
    customer_email: "firma@example.com",
  });
  await confirm(taxed.id, {
    billing_address: BERLIN,
    business_name: "Beispiel GmbH",
    tax_id: { type: "eu_vat", value: "DE123456789" },
  });
  const declined = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url,
    line_items: shirts,
  });
  await post(
    `/v1/payment_pages/${declined.id}/confirm`,
    { payment_method: "pm_card_chargeDeclined", email: "poor@example.com" },
    { status: 402 },
  );
  await stripe.checkout.sessions.expire(declined.id);

  const paid = await stripe.checkout.sessions.retrieve(plain.id);
  const intent = String(paid.payment_intent);
  await stripe.refunds.create({ payment_intent: intent, amount: 500, reason: "requested_by_customer" });
  await stripe.refunds.create({ payment_intent: intent, amount: 98, metadata: { why: "late" } });
}

/** Payment and setup intents that are over. */
export async function fillIntents({ stripe, other }: Filling, { known }: Buyers): Promise<void> {
  const usd = {
    amount: 2500,
    currency: "usd",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  };
  const paid = await stripe.paymentIntents.create({
    ...usd,
    customer: known,
    payment_method: "pm_card_visa",
    confirm: true,
    description: "Paid at once",
    receipt_email: "receipt@example.com",
    statement_descriptor_suffix: "OLD STATE",
    shipping: { name: "Jenny Rosen", address: OREGON, carrier: "Post", tracking_number: "T1" },
    transfer_group: LONG,
    metadata: { number: "1" },
  });
  await stripe.refunds.create({ payment_intent: paid.id });
  const partly = await stripe.paymentIntents.create({
    ...usd,
    capture_method: "manual",
    payment_method: "pm_card_mastercard",
    confirm: true,
  });
  await stripe.paymentIntents.capture(partly.id, { amount_to_capture: 2000 });
  const canceled = await stripe.paymentIntents.create(usd);
  await stripe.paymentIntents.cancel(canceled.id, { cancellation_reason: "abandoned" });
  const voided = await stripe.paymentIntents.create({
    ...usd,
    capture_method: "manual",
    payment_method: "pm_card_visa",
    confirm: true,
  });
  await stripe.paymentIntents.cancel(voided.id);
  await refusedWith(
    "card_declined",
    stripe.paymentIntents.create({
      ...usd,
      payment_method: "pm_card_chargeDeclinedInsufficientFunds",
      confirm: true,
    }),
  );
  await stripe.setupIntents.create({
    customer: known,
    payment_method: "pm_card_visa",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    confirm: true,
    usage: "on_session",
    metadata: { number: "2" },
  });
  await refusedWith(
    "card_declined",
    stripe.setupIntents.create({
      payment_method: "pm_card_chargeDeclined",
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      confirm: true,
    }),
  );
  const unwanted = await stripe.setupIntents.create({
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  await stripe.setupIntents.cancel(unwanted.id, { cancellation_reason: "duplicate" });
  await other.paymentIntents.create(usd);
}
