/**
 * Every parameter of a payment link's operations, and of the query in its URL. Those that are handed on to
 * the link's sessions are the session's own, with the same checks and errors.
 */

import { changedLinkOptions, linkOptions } from "../../../method_types/card/options.ts";
import { KNOWN_TYPES } from "../../../method_types/index.ts";
import { ownName } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import {
  collectingFields,
  LOCALES,
  lineItemFields,
  linkedSubscriptionFields,
  paymentIntentFields,
  sessionParams,
} from "../checkout_session/index.ts";

export const LINE_ITEMS_MAX = 20;
const MESSAGE_MAX = 500;
const SHIPPING_OPTIONS_MAX = 5;
const TYPES_MAX = 50;
const REFERENCE_MAX = 200;
const CODE_MAX = 500;
const UTM_MAX = 150;

// --- parts ------------------------------------------------------------------------------------------------

const afterCompletion = p.object({
  hosted_confirmation: p.object({
    custom_message: p.about("Stands on the page of a paid session.", p.string({ max: MESSAGE_MAX })),
  }),
  redirect: p.object({ url: p.required(p.about("Where buyers are sent after paying.", p.url())) }),
  type: p.required(
    p.about(
      "Whether buyers stay on the page or are sent elsewhere.",
      p.oneOf("hosted_confirmation", "redirect"),
    ),
  ),
});

const restrictions = p.object({
  completed_sessions: p.required(
    p.object({
      limit: p.required(
        p.about("After so many completed sessions the link is deactivated.", p.integer({ min: 1 })),
      ),
    }),
  ),
});

const inactiveMessage = p.about(
  "What buyers read where the link is not active.",
  p.string({ max: MESSAGE_MAX }),
);

const methodTypes = p.about(
  "Methods of the link's sessions; those of the account's settings if not set.",
  p.list(p.ofMethodTypes(p.oneOf(...KNOWN_TYPES)), { max: TYPES_MAX }),
);

const shippingOptions = p.about(
  "What the buyer chooses from; the first counts until they do.",
  p.list(p.object({ shipping_rate: p.about("An active shipping rate.", p.string()) }), {
    max: SHIPPING_OPTIONS_MAX,
  }),
);

const {
  capture_method,
  description,
  metadata,
  setup_future_usage,
  statement_descriptor,
  statement_descriptor_suffix,
  transfer_group,
} = paymentIntentFields;

// --- create, update, list ---------------------------------------------------------------------------------

/** Parameters that a link passes to its sessions exactly as they were sent. */
export const handedOn = {
  ...collectingFields,
  allow_promotion_codes: sessionParams.allow_promotion_codes,
  automatic_tax: sessionParams.automatic_tax,
  currency: sessionParams.currency,
  customer_creation: sessionParams.customer_creation,
  invoice_creation: sessionParams.invoice_creation,
  optional_items: sessionParams.optional_items,
  payment_intent_data: p.object({
    capture_method,
    description,
    metadata,
    setup_future_usage,
    statement_descriptor,
    statement_descriptor_suffix,
    transfer_group,
  }),
  payment_method_collection: sessionParams.payment_method_collection,
  payment_method_options: linkOptions,
  payment_method_types: methodTypes,
  shipping_options: shippingOptions,
  submit_type: sessionParams.submit_type,
  subscription_data: p.object(linkedSubscriptionFields),
} as const satisfies Fields;

/** Not supported yet: Connect, and what the payment page does not offer. */
const notThere = {
  application_fee_amount: p.notYet(),
  application_fee_percent: p.notYet(),
  on_behalf_of: p.notYet(),
  transfer_data: p.notYet(),
} as const satisfies Fields;

const { adjustable_quantity, price, price_data, quantity } = lineItemFields;

export const createParams = {
  ...handedOn,
  ...notThere,
  after_completion: afterCompletion,
  inactive_message: inactiveMessage,
  line_items: p.required(
    p.about(
      "What is bought.",
      p.list(p.object({ adjustable_quantity, price, price_data, quantity: p.required(quantity) }), {
        max: LINE_ITEMS_MAX,
      }),
    ),
  ),
  managed_payments: sessionParams.managed_payments,
  metadata: p.about("Kept with the link, and copied to the sessions it makes.", p.metadata()),
  restrictions,
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;

const { currency: _, ...changeable } = handedOn;

export const updateParams = {
  ...changeable,
  ...notThere,
  active: p.about("Whether the link's address makes sessions.", p.boolean()),
  after_completion: afterCompletion,
  custom_fields: p.nullable(handedOn.custom_fields),
  inactive_message: p.nullable(inactiveMessage),
  line_items: p.about(
    "Lines to change; those that are not named stay as they are.",
    p.list(
      p.object({
        adjustable_quantity,
        id: p.required(p.about("A line item of the link.", p.string())),
        quantity,
      }),
      { max: LINE_ITEMS_MAX },
    ),
  ),
  metadata: p.about("Merged with what there is; empty values take keys away.", p.metadata()),
  name_collection: p.nullable(handedOn.name_collection),
  optional_items: p.nullable(handedOn.optional_items),
  payment_intent_data: p.object({
    description: p.nullable(description),
    metadata: p.about("Replaces what there was.", p.metadata()),
    setup_future_usage: p.nullable(setup_future_usage),
    statement_descriptor: p.nullable(statement_descriptor),
    statement_descriptor_suffix: p.nullable(statement_descriptor_suffix),
    transfer_group: p.nullable(transfer_group),
  }),
  payment_method_options: p.nullable(changedLinkOptions),
  payment_method_types: p.nullable(methodTypes),
  restrictions: p.nullable(restrictions),
  shipping_address_collection: p.nullable(handedOn.shipping_address_collection),
  shipping_options: p.nullable(shippingOptions),
  subscription_data: p.object({
    invoice_settings: linkedSubscriptionFields.invoice_settings,
    metadata: p.about("Replaces what there was.", p.metadata()),
    trial_period_days: p.nullable(linkedSubscriptionFields.trial_period_days),
    trial_settings: p.nullable(linkedSubscriptionFields.trial_settings),
  }),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;

export const listParams = {
  active: p.about("Links that are active, or that are not.", p.boolean()),
} as const satisfies Fields;

// --- the query of the URL ---------------------------------------------------------------------------------

const utm = ownName(UTM_MAX);

/**
 * Query parameters of a link's URL (Stripe docs, "Customize checkout for Payment Links", "Track a payment
 * link").
 */
export const addressFields = {
  client_reference_id: ownName(REFERENCE_MAX),
  locale: p.oneOf(...LOCALES),
  /** Like `prefilled_email`, but the buyer cannot change it. */
  locked_prefilled_email: p.email(),
  prefilled_email: p.email(),
  prefilled_promo_code: ownName(CODE_MAX),
  utm_campaign: utm,
  utm_content: utm,
  utm_medium: utm,
  utm_source: utm,
  utm_term: utm,
} as const satisfies Fields;
export type AddressInput = Partial<ObjectValue<typeof addressFields>>;
