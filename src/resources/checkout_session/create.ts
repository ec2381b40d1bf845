/** A new session: rules → gather what the ids name → work out the figures → write. */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { shippingRow } from "../charge.ts";
import type { Customer } from "../customer/index.ts";
import { byParam, type Call, nounOf, type Wire } from "../resource.ts";
import type { TaxId } from "../tax_id.ts";
import { BLANK_SESSION } from "./blank.ts";
import { consentCollectionRow, customFieldRow, customTextRow } from "./collecting_rules.ts";
import { discountFor } from "./discounts.ts";
import { EXPIRE_TIMER } from "./expire.ts";
import { knownBeforehand } from "./known.ts";
import { type Gathered, gatherLines } from "./lines.ts";
import { chosenMethods, type OfferedMethods } from "./methods.ts";
import type { CreateInput } from "./params.ts";
import { repriced } from "./price_session.ts";
import { checkCustomer, checkTogether, expiryFor } from "./rules.ts";
import type { InvoiceData, PaymentData, Session } from "./session.ts";
import { gatherShipping, NO_SHIPPING, type ShippingChoice } from "./shipping.ts";
import { checkSessionTotal } from "./total_rules.ts";

export async function createSession(tx: Tx, call: Call<CreateInput>): Promise<Session> {
  const session = await draftSession(tx, call.input);
  await insertSession(tx, session);
  return session;
}

/** A session from parameters, wherever they come from: checked, looked up and worked out, but not written. */
export async function draftSession(tx: Tx, input: CreateInput): Promise<Session> {
  checkTogether(input, tx.settings);
  const methods = await chosenMethods(tx, input);
  const customer =
    input.customer === undefined ? null : await byParam<Customer>(tx, "customer", input.customer, "customer");
  checkCustomer(input, customer);
  await checkAccountTaxIds(tx, input.invoice_creation?.invoice_data?.account_tax_ids ?? []);
  const gathered = await gatherLines(tx, input.line_items ?? [], input.currency);
  const shipping =
    input.shipping_options === undefined
      ? NO_SHIPPING
      : await gatherShipping(tx, input.shipping_options, gathered.currency);
  const bare = sessionRow(tx, input, customer, { gathered, shipping, methods });
  const discount = await discountFor(tx, input.discounts, bare, customer);
  const session = repriced({ ...bare, ...discount }, tx);
  checkSessionTotal(session);
  return session;
}

/** Those of the account itself: of a customer's, nothing is known here. */
async function checkAccountTaxIds(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const [i, id] of ids.entries()) {
    const param = `invoice_creation[invoice_data][account_tax_ids][${i}]`;
    const taxId = await byParam<TaxId>(tx, "tax_id", id, param);
    if (taxId.customer !== null) throw errors.missingResource(nounOf("tax_id"), id, param);
  }
}

/** Writes a new session and sets its end. */
export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await tx.insert(session);
  await tx.schedule({ kind: EXPIRE_TIMER, subject: session.id, due: session.expires_at });
}

// --- rows -------------------------------------------------------------------------------------------------

interface Parts {
  readonly gathered: Gathered;
  readonly shipping: ShippingChoice;
  readonly methods: OfferedMethods;
}

/** The session without its figures. */
function sessionRow(tx: Tx, input: CreateInput, customer: Customer | null, parts: Parts): Session {
  const { gathered, shipping, methods } = parts;
  return {
    ...BLANK_SESSION,
    id: tx.newId("cs_test_"),
    after_expiration: recoveryRow(input.after_expiration),
    allow_promotion_codes: input.allow_promotion_codes ?? null,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    automatic_tax: automaticTaxRow(input.automatic_tax?.enabled ?? false),
    billing_address_collection: input.billing_address_collection ?? null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    consent_collection: consentCollectionRow(input.consent_collection),
    created: tx.now,
    currency: gathered.currency,
    custom_fields: (input.custom_fields ?? []).map(customFieldRow),
    ...(input.custom_text === undefined ? {} : { custom_text: customTextRow(input.custom_text) }),
    customer: customer?.id ?? null,
    customer_creation: customer === null ? (input.customer_creation ?? "if_required") : null,
    customer_email: input.customer_email ?? null,
    ...knownBeforehand(input, customer),
    expires_at: expiryFor(input.expires_at, tx.now),
    integration_identifier: input.integration_identifier ?? null,
    invoice_creation: invoiceCreationRow(input.invoice_creation),
    locale: input.locale ?? null,
    metadata: mergeMetadata({}, input.metadata),
    origin_context: input.origin_context ?? null,
    payment_method_collection: input._payment_method_collection ?? "if_required",
    payment_method_configuration_details: methods.configuration,
    payment_method_options: methods.options,
    payment_method_types: methods.types,
    phone_number_collection: input.phone_number_collection ?? BLANK_SESSION.phone_number_collection,
    saved_payment_method_options: savedOptionsRow(input, customer),
    shipping_address_collection:
      input.shipping_address_collection === undefined
        ? null
        : { allowed_countries: input.shipping_address_collection.allowed_countries },
    ...shipping,
    submit_type: input.submit_type ?? null,
    success_url: input.success_url ?? null,
    wallet_options: walletRow(input.wallet_options),
    _allow_redisplay: input.payment_method_data?.allow_redisplay ?? null,
    ...(input.customer_update === undefined
      ? {}
      : { _customer_update: { ...BLANK_SESSION._customer_update, ...input.customer_update } }),
    _excluded_payment_method_types: input.excluded_payment_method_types ?? null,
    _line_items: gathered.lines,
    _payment: paymentData(input),
    _tax_id_collection: taxIdCollectionRow(input.tax_id_collection),
    _tax_rates: gathered.rates,
  };
}

function recoveryRow(given: CreateInput["after_expiration"]): Session["after_expiration"] {
  if (given === undefined) return null;
  const { recovery } = given;
  if (recovery === undefined) return { recovery: null };
  const { allow_promotion_codes = false, enabled } = recovery;
  return { recovery: { allow_promotion_codes, enabled, expires_at: null, url: null } };
}

function automaticTaxRow(enabled: boolean): Session["automatic_tax"] {
  if (!enabled) return BLANK_SESSION.automatic_tax;
  return {
    enabled,
    liability: { type: "self" },
    provider: "stripe",
    status: "requires_location_inputs",
  };
}

function invoiceCreationRow(given: CreateInput["invoice_creation"]): Session["invoice_creation"] {
  const enabled = given?.enabled ?? false;
  if (given === undefined || (!enabled && given.invoice_data === undefined))
    return BLANK_SESSION.invoice_creation;
  const data = given.invoice_data ?? {};
  const rendering = data.rendering_options ?? null;
  const invoice_data: InvoiceData = {
    account_tax_ids: data.account_tax_ids ?? null,
    custom_fields: data.custom_fields ?? null,
    description: data.description ?? null,
    footer: data.footer ?? null,
    issuer: enabled ? { type: "self" } : null,
    metadata: mergeMetadata({}, data.metadata),
    rendering_options:
      rendering === null
        ? null
        : { amount_tax_display: rendering.amount_tax_display ?? null, template: null },
  };
  return { enabled, invoice_data };
}

function walletRow(given: CreateInput["wallet_options"]): Wire | null {
  if (given === undefined) return null;
  const display = given.link?.display;
  return { link: display === undefined ? {} : { display } };
}

function taxIdCollectionRow(given: CreateInput["tax_id_collection"]): Session["_tax_id_collection"] {
  if (given === undefined) return null;
  return { enabled: given.enabled, required: given.required ?? "never" };
}

/** Shown where a customer is or will be there, and where the shop says something of saved methods. */
function savedOptionsRow(
  input: CreateInput,
  customer: Customer | null,
): Session["saved_payment_method_options"] {
  const { saved_payment_method_options: given } = input;
  if (given === undefined && customer === null && input.customer_creation !== "always") return null;
  return {
    allow_redisplay_filters: given?.allow_redisplay_filters ?? ["always"],
    payment_method_remove: given?.payment_method_remove ?? "disabled",
    payment_method_save: given?.payment_method_save ?? null,
  };
}

function paymentData(input: CreateInput): PaymentData {
  const given = input.payment_intent_data;
  const card = input.payment_method_options?.card;
  const { request_three_d_secure, installments, restrictions: _, ...options } = card ?? {};
  return {
    capture_method: given?.capture_method ?? input._capture_default ?? "automatic_async",
    card: inWireOrder({
      ...options,
      ...(installments?.enabled ? { installments: { available_plans: [], enabled: true, plan: null } } : {}),
    }),
    description: given?.description ?? null,
    metadata: mergeMetadata({}, given?.metadata),
    receipt_email: given?.receipt_email ?? null,
    setup_future_usage: given?.setup_future_usage ?? null,
    shipping: given?.shipping === undefined ? null : shippingRow(given.shipping),
    statement_descriptor: given?.statement_descriptor ?? null,
    statement_descriptor_suffix: given?.statement_descriptor_suffix ?? null,
    three_d_secure: request_three_d_secure ?? "automatic",
    transfer_group: given?.transfer_group ?? null,
  };
}
