/** Every parameter of the operations on payment intents. */
import { intentOptionFields } from "../../../method_types/index.ts";
import { paymentShipping, statementDescriptor } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { methodData } from "../../customers/payment_method/index.ts";
import { automaticMethods, type namedTypesParams } from "../chosen_types.ts";
import { clientSecretParam } from "../client_secret.ts";
import { mandateData } from "../mandate.ts";

export const AMOUNT_MAX = 999_999_999_999;
const DESCRIPTION_MAX = 1000;

const methodOptions = p.object(intentOptionFields("payment_intent"));
const captureMethod = p.oneOf("automatic", "automatic_async", "manual");
const futureUsage = p.oneOf("off_session", "on_session");

/** Documented by Stripe but not supported yet: Connect, tax hooks, mandates, other payment methods. */
const later = {
  allowed_payment_method_types: p.notYet(),
  amount_details: p.notYet(),
  application_fee_amount: p.notYet(),
  customer_account: p.notYet(),
  excluded_payment_method_types: p.notYet(),
  hooks: p.notYet(),
  payment_details: p.notYet(),
} as const satisfies Fields;

/** Parameters of both create and update. */
const described = {
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  metadata: p.metadata(),
  payment_method: p.string(),
  payment_method_configuration: p.notYet(),
  payment_method_data: methodData,
  payment_method_options: methodOptions,
  receipt_email: p.nullable(p.email()),
  setup_future_usage: p.nullable(futureUsage),
  shipping: p.nullable(paymentShipping),
  statement_descriptor: statementDescriptor,
  statement_descriptor_suffix: statementDescriptor,
  transfer_data: p.notYet(),
  transfer_group: p.string(),
} as const satisfies Fields;

/** Parameters of a confirmation, on its own or together with create. */
const confirming = {
  confirmation_token: p.notYet(),
  error_on_requires_action: p.boolean(),
  mandate: p.notYet(),
  mandate_data: mandateData,
  off_session: p.oneOf("false", "one_off", "recurring", "true"),
  radar_options: p.notYet(),
  return_url: p.url(),
  use_stripe_sdk: p.boolean(),
} as const satisfies Fields;

/** Parameters that only older API versions have. */
type NamedTypes = ObjectValue<typeof namedTypesParams>;

export const createParams = {
  ...later,
  ...described,
  ...confirming,
  amount: p.required(p.integer({ max: AMOUNT_MAX })),
  automatic_payment_methods: automaticMethods,
  capture_method: captureMethod,
  confirm: p.boolean(),
  confirmation_method: p.oneOf("automatic", "manual"),
  currency: p.required(p.currency()),
  customer: p.string(),
  on_behalf_of: p.notYet(),
  payment_method_configuration: p.string(),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams> & NamedTypes;

export const updateParams = {
  ...later,
  ...described,
  amount: p.integer({ max: AMOUNT_MAX }),
  capture_method: captureMethod,
  currency: p.currency(),
  customer: p.string(),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams> & NamedTypes;

export const confirmParams = {
  ...later,
  ...confirming,
  amount_to_confirm: p.notYet(),
  client_secret: clientSecretParam,
  capture_method: captureMethod,
  payment_method: p.string(),
  payment_method_data: methodData,
  payment_method_options: methodOptions,
  receipt_email: p.nullable(p.email()),
  setup_future_usage: p.nullable(futureUsage),
  shipping: p.nullable(paymentShipping),
} as const satisfies Fields;
export type ConfirmInput = ObjectValue<typeof confirmParams> & NamedTypes;

export const captureParams = {
  amount_details: p.notYet(),
  amount_to_capture: p.integer({ min: 1 }),
  application_fee_amount: p.notYet(),
  final_capture: p.notYet(p.boolean(), [true]),
  hooks: p.notYet(),
  metadata: p.metadata(),
  payment_details: p.notYet(),
  statement_descriptor: statementDescriptor,
  statement_descriptor_suffix: statementDescriptor,
  transfer_data: p.notYet(),
} as const satisfies Fields;

export const cancelParams = {
  cancellation_reason: p.oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer"),
} as const satisfies Fields;

export const listParams = { customer: p.string(), customer_account: p.notYet() } as const satisfies Fields;
