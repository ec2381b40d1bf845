/**
 * Every parameter of the operations on sessions. Those marked `notYet` are known and refused, except for
 * values that ask for nothing; docs/fidelity.md lists them. The payment page's parameters are in
 * `page_params.ts`.
 */

import { EXCLUDABLE_TYPES, KNOWN_TYPES, sessionOptionFields } from "../../../../method_types/index.ts";
import {
  paymentShippingFields,
  shippingAddress,
  statementDescriptor,
  wholeShippingAddress,
} from "../../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../../params/param.ts";
import { shippingRateData } from "../../../catalog/shipping_rate.ts";
import type { namedTypesParams } from "../../../payments/chosen_types.ts";
import { brandingSettings } from "./branding_params.ts";
import { collectingFields } from "./collecting_params.ts";
import { accountTaxIds, shownFields } from "./invoice_params.ts";
import { DESCRIPTION_MAX, INVOICE_DESCRIPTION_MAX, INVOICE_FOOTER_MAX } from "./limits.ts";
import { LINE_ITEMS_MAX, lineItemFields, optionalItems } from "./line_params.ts";
import { LOCALES } from "./locales.ts";
import { setupIntentData, subscriptionData } from "./mode_data_params.ts";

const REFERENCE_MAX = 200;
const DISCOUNTS_MAX = 1;
const SHIPPING_OPTIONS_MAX = 5;
const TYPES_MAX = 100;
const CONFIGURATION_MAX = 100;

// --- discounts, shipping ----------------------------------------------------------------------------------

const discounts = p.about(
  "A coupon or promotion code, taken off before tax.",
  p.list(
    p.object({
      coupon: p.about("The coupon's id.", p.string()),
      promotion_code: p.about("The promotion code's id.", p.string()),
    }),
    { max: DISCOUNTS_MAX },
  ),
);

const shippingOptions = p.about(
  "What the buyer chooses from; the first counts until they do.",
  p.list(
    p.object({
      shipping_rate: p.about("An active shipping rate.", p.string()),
      shipping_rate_data: p.about("Makes a shipping rate.", shippingRateData),
    }),
    { max: SHIPPING_OPTIONS_MAX },
  ),
);

// --- the payment ------------------------------------------------------------------------------------------

const describedPayment = {
  description: p.about("The payment intent's description.", p.string({ max: DESCRIPTION_MAX })),
  metadata: p.about("The payment intent's metadata, and its charge's.", p.metadata()),
  setup_future_usage: p.about(
    "Saves the payment method with the customer, who is made if need be.",
    p.oneOf("off_session", "on_session"),
  ),
  statement_descriptor: p.about("What the payer's statement says.", statementDescriptor),
  statement_descriptor_suffix: p.about("What it says behind the shop's name.", statementDescriptor),
} as const satisfies Fields;

export const paymentIntentFields = {
  ...describedPayment,
  application_fee_amount: p.notYet(),
  capture_method: p.about(
    "`manual` only authorizes: the session completes unpaid, and is paid when captured.",
    p.oneOf("automatic", "automatic_async", "manual"),
  ),
  on_behalf_of: p.notYet(),
  receipt_email: p.about("Kept with the payment intent and charge; no mail is sent.", p.email()),
  shipping: p.about(
    "Where the goods go, where the page does not ask.",
    p.object({ ...paymentShippingFields, address: p.required(shippingAddress) }),
  ),
  transfer_data: p.notYet(),
  transfer_group: p.about("Kept with the payment intent and charge.", p.string()),
} as const satisfies Fields;

const invoiceData = p.object({
  account_tax_ids: accountTaxIds,
  custom_fields: shownFields,
  description: p.about("The invoice's description.", p.string({ max: INVOICE_DESCRIPTION_MAX })),
  footer: p.about("The invoice's footer.", p.string({ max: INVOICE_FOOTER_MAX })),
  issuer: p.object({
    account: p.notYet(),
    type: p.required(p.about("Only the account itself can issue.", p.oneOf("account", "self"))),
  }),
  metadata: p.about("The invoice's metadata.", p.metadata()),
  rendering_options: p.nullable(
    p.object({
      amount_tax_display: p.about(
        "Whether the invoice's page shows amounts with their inclusive tax.",
        p.nullable(p.oneOf("exclude_tax", "include_inclusive_tax")),
      ),
      template: p.notYet(),
    }),
  ),
});

// --- create -----------------------------------------------------------------------------------------------

const types = p.list(p.ofMethodTypes(p.oneOf(...KNOWN_TYPES)), { max: TYPES_MAX });
const excludedTypes = p.list(p.ofMethodTypes(p.oneOf(...EXCLUDABLE_TYPES)), { max: TYPES_MAX });
const methodOptions = p.about(
  "Checked; without effect while the type is not offered.",
  p.object(sessionOptionFields),
);
const redisplay = p.oneOf("always", "limited", "unspecified");
const onOff = p.oneOf("disabled", "enabled");

export const createParams = {
  adaptive_pricing: p.notYet(p.object({ enabled: p.boolean() }), [{ enabled: false }, {}]),
  after_expiration: p.object({
    recovery: p.object({
      allow_promotion_codes: p.about("What the recovered session allows.", p.boolean()),
      enabled: p.required(
        p.about("An expired session gets an address that opens a copy of it, for 30 days.", p.boolean()),
      ),
    }),
  }),
  allow_promotion_codes: p.about("Lets the buyer type a promotion code.", p.boolean()),
  allowed_payment_method_types: p.about("Of what the account offers, only these.", types),
  automatic_tax: p.object({
    enabled: p.required(
      p.about("Taxes every item by the table of rates, once the buyer's place is known.", p.boolean()),
    ),
    liability: p.object({
      account: p.notYet(),
      type: p.required(p.about("Only the account itself can be liable.", p.oneOf("account", "self"))),
    }),
  }),
  ...collectingFields,
  branding_settings: brandingSettings,
  cancel_url: p.about("Where the page's way back leads.", p.url()),
  client_reference_id: p.about("Kept with the session.", p.string({ max: REFERENCE_MAX })),
  currency: p.about(
    "Which of its prices' currencies the session is in; needed in setup mode, unless types are named.",
    p.currency(),
  ),
  customer: p.about("Who buys: e-mail address and saved cards are theirs.", p.string()),
  customer_account: p.notYet(),
  customer_creation: p.about(
    "`always` makes a customer of every buyer; `if_required` where one is needed.",
    p.oneOf("always", "if_required"),
  ),
  customer_email: p.about("The buyer's address, which the page does not let them change.", p.email()),
  customer_update: p.object({
    address: p.about("`auto` gives the customer the billing address.", p.oneOf("auto", "never")),
    name: p.about("`auto` gives the customer the name.", p.oneOf("auto", "never")),
    shipping: p.about("`auto` gives the customer the shipping address.", p.oneOf("auto", "never")),
  }),
  discounts,
  excluded_payment_method_types: p.about("Of what the account offers, all but these.", excludedTypes),
  expires_at: p.about("From 30 minutes to 24 hours ahead; 24 hours if not set.", p.timestamp()),
  integration_identifier: p.about("Kept with the session.", p.string({ max: REFERENCE_MAX })),
  invoice_creation: p.object({
    enabled: p.required(p.about("Makes a paid invoice once the session is paid.", p.boolean())),
    invoice_data: invoiceData,
  }),
  line_items: p.about("What is bought.", p.list(p.object(lineItemFields), { max: LINE_ITEMS_MAX })),
  locale: p.about("The page's language; `auto` is the browser's.", p.oneOf(...LOCALES)),
  managed_payments: p.notYet(p.object({ enabled: p.boolean() }), [{ enabled: false }, {}]),
  metadata: p.about("Kept with the session.", p.metadata()),
  mode: p.required(
    p.about(
      "`payment` sells once, `subscription` again and again, `setup` saves a payment method.",
      p.oneOf("payment", "setup", "subscription"),
    ),
  ),
  optional_items: optionalItems,
  origin_context: p.about("Kept with the session.", p.oneOf("mobile_app", "web")),
  payment_intent_data: p.object(paymentIntentFields),
  payment_method_collection: p.about(
    "`if_required` asks for no payment method where nothing is due; of subscription mode alone.",
    p.oneOf("always", "if_required"),
  ),
  payment_method_configuration: p.about(
    "The configuration that says which methods are offered.",
    p.string({ max: CONFIGURATION_MAX }),
  ),
  payment_method_data: p.object({
    allow_redisplay: p.about("Whether a saved method is offered again.", redisplay),
  }),
  payment_method_options: methodOptions,
  permissions: p.object({
    update_shipping_details: p.about(
      "`server_only` takes the shipping address from updates by the shop alone; of `elements`.",
      p.oneOf("client_only", "server_only"),
    ),
  }),
  redirect_on_completion: p.about(
    "Of embedded pages; refused for hosted ones.",
    p.oneOf("always", "if_required", "never"),
  ),
  return_url: p.about("Of embedded pages; refused for hosted ones.", p.url()),
  saved_payment_method_options: p.object({
    allow_redisplay_filters: p.about(
      "Which of the customer's saved cards are offered.",
      p.list(redisplay, { max: 3 }),
    ),
    payment_method_remove: p.about("Lets the buyer remove a saved card.", onOff),
    payment_method_save: p.about("Asks the buyer whether to save the card.", onOff),
  }),
  setup_intent_data: setupIntentData,
  shipping_options: shippingOptions,
  submit_type: p.about("The words on the button.", p.oneOf("auto", "book", "donate", "pay", "subscribe")),
  subscription_data: p.about("Of subscription mode; refused in the others.", subscriptionData),
  success_url: p.about("Where the buyer is sent after paying; needed for hosted pages.", p.url()),
  ui_mode: p.about(
    "Where the buyer pays: on a page of its own, on that page in a frame of the shop's, or in the shop's own form.",
    p.oneOf("elements", "embedded_page", "form", "hosted_page"),
  ),
  wallet_options: p.object({
    link: p.object({
      display: p.about("Kept with the session; Link is not offered.", p.oneOf("auto", "never")),
    }),
  }),
} as const satisfies Fields;
/** The input of create, with the parameters that only older API versions accept. */
export type CreateInput = ObjectValue<typeof createParams> & ObjectValue<typeof namedTypesParams>;
/**
 * A line as it was sent. API versions before 2026-07-29.dahlia may also send rates to choose from by country.
 */
export type LineItemInput = NonNullable<CreateInput["line_items"]>[number] & {
  readonly dynamic_tax_rates?: readonly string[];
};

// --- update, list -----------------------------------------------------------------------------------------

export const updateParams = {
  collected_information: p.about(
    "Where the goods go, if `permissions` leave that to the shop.",
    p.object({
      shipping_details: p.object({
        address: p.required(wholeShippingAddress),
        name: p.required(p.string()),
      }),
    }),
  ),
  line_items: p.about(
    "All items there shall be: an `id` keeps or changes one, what is left out goes.",
    p.list(
      p.object({
        ...lineItemFields,
        id: p.about("A line item of the session.", p.string()),
        tax_rates: p.nullable(lineItemFields.tax_rates),
      }),
      { max: LINE_ITEMS_MAX },
    ),
  ),
  metadata: p.about("Merged with what there is; empty values take keys away.", p.metadata()),
  payment_intent_data: p.about(
    "Of other user interfaces; refused for hosted pages.",
    p.object({
      description: p.nullable(describedPayment.description),
      metadata: describedPayment.metadata,
      setup_future_usage: p.nullable(describedPayment.setup_future_usage),
      statement_descriptor: p.nullable(describedPayment.statement_descriptor),
      statement_descriptor_suffix: p.nullable(describedPayment.statement_descriptor_suffix),
    }),
  ),
  shipping_options: p.nullable(shippingOptions),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;

export const listParams = {
  customer: p.about("Sessions of this customer.", p.string()),
  customer_account: p.notYet(),
  customer_details: p.object({
    email: p.required(p.about("Sessions of buyers with this address, in any case.", p.email())),
  }),
  payment_intent: p.about("The session of this payment intent.", p.string()),
  payment_link: p.about("Sessions that this payment link made.", p.string()),
  status: p.about("Sessions in this state.", p.oneOf("complete", "expired", "open")),
  subscription: p.about("The session of this subscription.", p.string()),
} as const satisfies Fields;
