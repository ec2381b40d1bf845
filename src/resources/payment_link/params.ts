/**
 * Every parameter of a payment link's operations, and what its address may ask for. What a link's sessions are made
 * with is the session's own, and refused as there.
 */
import { ownName } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import { collectingFields } from "../checkout_session/collecting_params.ts";
import { lineItemFields } from "../checkout_session/line_params.ts";
import { LOCALES } from "../checkout_session/locales.ts";
import { brandsBlocked } from "../checkout_session/method_options.ts";
import { paymentIntentFields, createParams as sessionParams } from "../checkout_session/params.ts";

export const LINE_ITEMS_MAX = 20;
const MESSAGE_MAX = 500;
const SHIPPING_OPTIONS_MAX = 5;
const TYPES_MAX = 50;
const TYPE_MAX = 100;
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
  p.list(p.string({ max: TYPE_MAX }), { max: TYPES_MAX }),
);

const methodOptions = p.object({
  card: p.object({ restrictions: p.object({ brands_blocked: brandsBlocked }) }),
});

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

/** What a link hands on to the sessions it makes, just as it was sent. */
export const handedOn = {
  ...collectingFields,
  allow_promotion_codes: sessionParams.allow_promotion_codes,
  automatic_tax: sessionParams.automatic_tax,
  currency: sessionParams.currency,
  customer_creation: sessionParams.customer_creation,
  invoice_creation: sessionParams.invoice_creation,
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
  payment_method_options: methodOptions,
  shipping_options: shippingOptions,
  submit_type: sessionParams.submit_type,
} as const satisfies Fields;

/** Of Connect, of subscriptions, and what pages do not offer. */
const notThere = {
  application_fee_amount: p.notYet(),
  application_fee_percent: p.notYet(),
  name_collection: p.notYet(),
  on_behalf_of: p.notYet(),
  optional_items: p.notYet(),
  subscription_data: p.notYet(),
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
  payment_method_types: methodTypes,
  restrictions,
} as const satisfies Fields;
/** The input of create, and what older versions add to it on its way up. */
export type CreateInput = ObjectValue<typeof createParams> & {
  readonly _capture_default?: "automatic";
  readonly _payment_method_collection?: "always";
};

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
  payment_intent_data: p.object({
    description: p.nullable(description),
    metadata: p.about("Replaces what there was.", p.metadata()),
    setup_future_usage: p.nullable(setup_future_usage),
    statement_descriptor: p.nullable(statement_descriptor),
    statement_descriptor_suffix: p.nullable(statement_descriptor_suffix),
    transfer_group: p.nullable(transfer_group),
  }),
  payment_method_options: p.nullable(
    p.object({
      card: p.nullable(
        p.object({ restrictions: p.nullable(p.object({ brands_blocked: p.nullable(brandsBlocked) })) }),
      ),
    }),
  ),
  payment_method_types: p.nullable(methodTypes),
  restrictions: p.nullable(restrictions),
  shipping_address_collection: p.nullable(handedOn.shipping_address_collection),
  shipping_options: p.nullable(shippingOptions),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;

export const listParams = {
  active: p.about("Links that are active, or that are not.", p.boolean()),
} as const satisfies Fields;

// --- the address ------------------------------------------------------------------------------------------

const utm = ownName(UTM_MAX);

/** What stands behind "?" in a link's address (Stripe docs, "Customize checkout for Payment Links", "Track a payment link"). */
export const addressFields = {
  client_reference_id: ownName(REFERENCE_MAX),
  locale: p.oneOf(...LOCALES),
  /** As the next one; the buyer cannot change it. */
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
