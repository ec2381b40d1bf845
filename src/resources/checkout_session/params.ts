/**
 * Every parameter of a session's operations. Those marked `notYet` are known and refused, but for values that ask
 * for nothing; docs/fidelity.md lists them.
 */
import { paymentShipping, statementDescriptor } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import { billingDetailsParam, cardParam } from "../payment_method/params.ts";
import { priceDataFields, recurringParam } from "../price/params.ts";
import { images, DESCRIPTION_MAX as PRODUCT_DESCRIPTION_MAX, productDataFields } from "../product.ts";
import { LOCALES } from "./locales.ts";

const LINE_ITEMS_MAX = 100;
const REFERENCE_MAX = 200;
const DESCRIPTION_MAX = 1000;
const QUANTITY_MAX = 999_999;

const off = p.object({ enabled: p.required(p.boolean()) });
/** Something that may be asked for only by saying that it is not wanted. */
const onlyOff = p.notYet(off, [{ enabled: false }]);

const productData = p.object({
  ...productDataFields,
  description: p.string({ max: PRODUCT_DESCRIPTION_MAX }),
  images,
});

const lineItem = p.object({
  adjustable_quantity: onlyOff,
  dynamic_tax_rates: p.notYet(),
  metadata: p.metadata(),
  price: p.string(),
  price_data: p.object({ ...priceDataFields, product_data: productData, recurring: recurringParam }),
  quantity: p.integer({ min: 1, max: QUANTITY_MAX }),
  tax_rates: p.notYet(),
});

const paymentIntentData = p.object({
  application_fee_amount: p.notYet(),
  capture_method: p.oneOf("automatic", "automatic_async", "manual"),
  description: p.string({ max: DESCRIPTION_MAX }),
  metadata: p.metadata(),
  on_behalf_of: p.notYet(),
  receipt_email: p.email(),
  setup_future_usage: p.oneOf("off_session", "on_session"),
  shipping: paymentShipping,
  statement_descriptor: statementDescriptor,
  statement_descriptor_suffix: statementDescriptor,
  transfer_data: p.notYet(),
  transfer_group: p.string(),
});

export const createParams = {
  adaptive_pricing: p.notYet(p.object({ enabled: p.boolean() }), [{ enabled: false }, {}]),
  after_expiration: p.notYet(
    p.object({
      recovery: p.object({ allow_promotion_codes: p.boolean(), enabled: p.required(p.boolean()) }),
    }),
    [{ recovery: { enabled: false } }],
  ),
  allow_promotion_codes: p.notYet(p.boolean(), [false]),
  allowed_payment_method_types: p.notYet(p.list(p.string({ max: 100 })), [["card"]]),
  automatic_tax: p.notYet(p.object({ enabled: p.required(p.boolean()), liability: p.notYet() }), [
    { enabled: false },
  ]),
  billing_address_collection: p.notYet(p.oneOf("auto", "required"), ["auto"]),
  branding_settings: p.notYet(),
  cancel_url: p.url(),
  client_reference_id: p.string({ max: REFERENCE_MAX }),
  consent_collection: p.notYet(),
  currency: p.currency(),
  custom_fields: p.notYet(),
  custom_text: p.notYet(),
  customer: p.string(),
  customer_account: p.notYet(),
  customer_creation: p.oneOf("always", "if_required"),
  customer_email: p.email(),
  customer_update: p.notYet(),
  discounts: p.notYet(),
  excluded_payment_method_types: p.notYet(),
  expires_at: p.timestamp(),
  integration_identifier: p.notYet(),
  invoice_creation: p.notYet(p.object({ enabled: p.required(p.boolean()), invoice_data: p.notYet() }), [
    { enabled: false },
  ]),
  line_items: p.list(lineItem, { max: LINE_ITEMS_MAX }),
  locale: p.notYet(p.oneOf(...LOCALES), ["auto", "en"]),
  managed_payments: p.notYet(p.object({ enabled: p.boolean() }), [{ enabled: false }, {}]),
  metadata: p.metadata(),
  mode: p.required(p.oneOf("payment", "setup", "subscription")),
  name_collection: p.notYet(),
  optional_items: p.notYet(),
  origin_context: p.notYet(),
  payment_intent_data: paymentIntentData,
  payment_method_collection: p.oneOf("always", "if_required"),
  payment_method_configuration: p.notYet(),
  payment_method_data: p.notYet(),
  payment_method_options: p.notYet(
    p.object({ card: p.object({ request_three_d_secure: p.oneOf("any", "automatic", "challenge") }) }),
    [{ card: { request_three_d_secure: "automatic" } }],
  ),
  permissions: p.notYet(),
  phone_number_collection: onlyOff,
  redirect_on_completion: p.oneOf("always", "if_required", "never"),
  return_url: p.url(),
  saved_payment_method_options: p.notYet(),
  setup_intent_data: p.notYet(),
  shipping_address_collection: p.notYet(),
  shipping_options: p.notYet(),
  submit_type: p.oneOf("auto", "book", "donate", "pay", "subscribe"),
  subscription_data: p.notYet(),
  success_url: p.url(),
  tax_id_collection: p.notYet(
    p.object({ enabled: p.required(p.boolean()), required: p.oneOf("if_supported", "never") }),
    [{ enabled: false }],
  ),
  ui_mode: p.notYet(p.oneOf("elements", "embedded_page", "form", "hosted_page"), ["hosted_page"]),
  wallet_options: p.notYet(),
} as const satisfies Fields;
/** The input of create, and what older versions add to it on its way up. */
export type CreateInput = ObjectValue<typeof createParams> & {
  readonly _payment_method_types?: readonly string[];
  readonly _payment_method_collection?: "always";
  readonly _capture_default?: "automatic";
};
export type LineItemInput = NonNullable<CreateInput["line_items"]>[number];
export type PaymentDataInput = NonNullable<CreateInput["payment_intent_data"]>;

export const updateParams = {
  collected_information: p.notYet(),
  line_items: p.notYet(),
  metadata: p.metadata(),
  payment_intent_data: p.notYet(),
  shipping_options: p.notYet(),
} as const satisfies Fields;

export const listParams = {
  customer: p.string(),
  customer_account: p.notYet(),
  customer_details: p.object({ email: p.required(p.email()) }),
  payment_intent: p.string(),
  payment_link: p.string(),
  status: p.oneOf("complete", "expired", "open"),
  subscription: p.string(),
} as const satisfies Fields;

/**
 * What confirms a payment: the CLI sends `payment_method` and `expected_amount`; a page sends the card as typed.
 * This surface is not documented by the original.
 */
export const confirmParams = {
  /** Where there is nothing to pay and so no method that carries them. */
  billing_details: billingDetailsParam,
  expected_amount: p.integer({ min: 0 }),
  payment_method: p.string(),
  payment_method_data: p.object({
    billing_details: billingDetailsParam,
    card: p.required(cardParam),
    type: p.required(p.oneOf("card")),
  }),
} as const satisfies Fields;
export type ConfirmInput = ObjectValue<typeof confirmParams>;
