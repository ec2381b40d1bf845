/** A new session: rules → gather what the ids name → compute → write. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { shippingRow } from "../charge.ts";
import type { Customer } from "../customer/index.ts";
import { checkTypes, configurationOf } from "../intents.ts";
import { checkRecurring, insertPrice, type Price, recurringOf, unitAmounts } from "../price/index.ts";
import { createProduct, type Product } from "../product.ts";
import { byParam, type Call } from "../resource.ts";
import { BLANK_SESSION } from "./blank.ts";
import { EXPIRE_TIMER } from "./expire.ts";
import type { CreateInput, LineItemInput, PaymentDataInput } from "./params.ts";
import { lineSubtotal, totalsOf } from "./price_session.ts";
import { checkCurrency, checkLineTotal, checkPrice, checkTogether, checkTotal, expiryFor } from "./rules.ts";
import type { CustomerDetails, LineItem, PaymentData, Session } from "./session.ts";

export async function createSession(tx: Tx, call: Call<CreateInput>): Promise<Session> {
  const { input } = call;
  checkTogether(input);
  if (input._payment_method_types !== undefined) checkTypes(input._payment_method_types);
  const customer =
    input.customer === undefined ? null : await byParam<Customer>(tx, "customer", input.customer, "customer");
  const lines = await gatherLines(tx, input);
  const expires_at = expiryFor(input.expires_at, tx.now);
  const currency = lines[0]?.currency ?? "usd";
  const totals = totalsOf(lines);
  checkTotal(totals.amount_total, currency, input._payment_method_collection !== "always");
  const session = sessionRow(tx, input, customer, lines, { ...totals, currency, expires_at });
  await tx.insert(session);
  await tx.schedule({ kind: EXPIRE_TIMER, subject: session.id, due: expires_at });
  return session;
}

// --- gather -----------------------------------------------------------------------------------------------

async function gatherLines(tx: Tx, input: CreateInput): Promise<LineItem[]> {
  const lines: LineItem[] = [];
  let expected = input.currency;
  for (const [i, line] of (input.line_items ?? []).entries()) {
    const { price, product } = await priceFor(tx, line, i);
    checkPrice(price, line, i);
    expected ??= price.currency;
    checkCurrency(price, expected);
    lines.push(lineRow(tx, price, product, line));
  }
  return lines;
}

/** The price a line names, or a new one made from its `price_data`; with the product it is for. */
async function priceFor(tx: Tx, line: LineItemInput, i: number): Promise<{ price: Price; product: Product }> {
  if (line.price_data !== undefined) return makePrice(tx, line.price_data, i);
  const param = `line_items[${i}][price]`;
  const price = await byParam<Price>(tx, "price", line.price ?? "", param);
  const product = await tx.get<Product>("product", price.product);
  if (!price.active || product === null || !product.active) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  return { price, product };
}

/** Prices made for one line are not for use again: they, and products made with them, are inactive. */
async function makePrice(
  tx: Tx,
  data: NonNullable<LineItemInput["price_data"]>,
  i: number,
): Promise<{ price: Price; product: Product }> {
  const at = `line_items[${i}][price_data]`;
  checkRecurring(data.recurring, `${at}[recurring]`);
  const product =
    data.product_data === undefined
      ? await byParam<Product>(tx, "product", data.product ?? "", `${at}[product]`)
      : await createProduct(tx, { ...data.product_data, active: false });
  if (data.product !== undefined && !product.active) {
    throw errors.rule(
      "The product specified is inactive. This field only accepts active products.",
      `${at}[product]`,
    );
  }
  const price = await insertPrice(tx, {
    id: tx.newId("price_"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: tx.now,
    currency: data.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: product.id,
    recurring: recurringOf(data.recurring),
    tax_behavior: data.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: data.recurring === undefined ? "one_time" : "recurring",
    ...unitAmounts(data.unit_amount, data.unit_amount_decimal),
    _tiers: null,
    _currency_options: null,
  });
  return { price, product };
}

// --- rows -------------------------------------------------------------------------------------------------

function lineRow(tx: Tx, price: Price, product: Product, line: LineItemInput): LineItem {
  const quantity = line.quantity ?? 1;
  checkLineTotal(price, quantity);
  const subtotal = lineSubtotal(price, quantity);
  return {
    id: tx.newId("li_"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: subtotal,
    amount_tax: 0,
    amount_total: subtotal,
    currency: price.currency,
    description: product.name,
    metadata: mergeMetadata({}, line.metadata),
    price,
    quantity,
    _product: { description: product.description, image: product.images[0] ?? null },
  };
}

type Computed = ReturnType<typeof totalsOf> & { readonly currency: string; readonly expires_at: number };

function sessionRow(
  tx: Tx,
  input: CreateInput,
  customer: Customer | null,
  lines: readonly LineItem[],
  computed: Computed,
): Session {
  const explicit = input._payment_method_types;
  const makesCustomer = customer !== null || input.customer_creation === "always";
  return {
    ...BLANK_SESSION,
    id: tx.newId("cs_test_"),
    allow_promotion_codes: input.allow_promotion_codes ?? null,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    amount_subtotal: computed.amount_subtotal,
    amount_total: computed.amount_total,
    billing_address_collection: input.billing_address_collection ?? null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    created: tx.now,
    currency: computed.currency,
    customer: customer?.id ?? null,
    customer_creation: customer === null ? (input.customer_creation ?? "if_required") : null,
    customer_details: knownDetails(input.customer_email ?? customer?.email ?? null),
    customer_email: input.customer_email ?? null,
    expires_at: computed.expires_at,
    locale: input.locale ?? null,
    metadata: mergeMetadata({}, input.metadata),
    payment_method_collection: input._payment_method_collection ?? "if_required",
    payment_method_configuration_details: explicit === undefined ? configurationOf(tx) : null,
    payment_method_types: explicit ?? BLANK_SESSION.payment_method_types,
    saved_payment_method_options: makesCustomer
      ? { allow_redisplay_filters: ["always"], payment_method_remove: "disabled", payment_method_save: null }
      : null,
    submit_type: input.submit_type ?? null,
    success_url: input.success_url ?? null,
    total_details: computed.total_details,
    _line_items: lines,
    _tax_id_collection: input.tax_id_collection === undefined ? null : { enabled: false, required: "never" },
    _payment: paymentData(input.payment_intent_data, input._capture_default),
  };
}

/** What is known of the buyer before they have typed anything. */
function knownDetails(email: string | null): CustomerDetails | null {
  if (email === null) return null;
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: null,
  };
}

function paymentData(
  given: PaymentDataInput | undefined,
  captureDefault: "automatic" | undefined,
): PaymentData {
  return {
    capture_method: given?.capture_method ?? captureDefault ?? "automatic_async",
    description: given?.description ?? null,
    metadata: mergeMetadata({}, given?.metadata),
    receipt_email: given?.receipt_email ?? null,
    setup_future_usage: given?.setup_future_usage ?? null,
    shipping: given?.shipping === undefined ? null : shippingRow(given.shipping),
    statement_descriptor: given?.statement_descriptor ?? null,
    statement_descriptor_suffix: given?.statement_descriptor_suffix ?? null,
    transfer_group: given?.transfer_group ?? null,
  };
}
