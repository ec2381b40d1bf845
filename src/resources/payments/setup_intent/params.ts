/** Every parameter of the operations on setup intents. */
import { intentOptionFields } from "../../../method_types/index.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { methodData } from "../../customers/payment_method/index.ts";
import { automaticMethods, type namedTypesParams } from "../chosen_types.ts";
import { clientSecretParam } from "../client_secret.ts";
import { mandateData } from "../mandate.ts";

const DESCRIPTION_MAX = 1000;

const methodOptions = p.object(intentOptionFields("setup_intent"));

/** The payment method, which every operation but cancel accepts. */
const given = {
  allowed_payment_method_types: p.notYet(),
  payment_method: p.string(),
  payment_method_data: methodData,
  payment_method_options: methodOptions,
} as const satisfies Fields;

/** Parameters of both create and update. */
const described = {
  ...given,
  attach_to_self: p.notYet(),
  customer: p.string(),
  customer_account: p.notYet(),
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  excluded_payment_method_types: p.notYet(),
  flow_directions: p.notYet(),
  metadata: p.metadata(),
  payment_method_configuration: p.notYet(),
} as const satisfies Fields;

/** Parameters of a confirmation, on its own or together with create. */
const confirming = {
  confirmation_token: p.notYet(),
  mandate_data: mandateData,
  return_url: p.url(),
  use_stripe_sdk: p.boolean(),
} as const satisfies Fields;

/** Parameters that only older API versions have. */
type NamedTypes = ObjectValue<typeof namedTypesParams>;

export const createParams = {
  ...described,
  ...confirming,
  automatic_payment_methods: automaticMethods,
  confirm: p.boolean(),
  on_behalf_of: p.notYet(),
  payment_method_configuration: p.string(),
  single_use: p.notYet(),
  usage: p.oneOf("off_session", "on_session"),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams> & NamedTypes;

export const updateParams = described;
export type UpdateInput = ObjectValue<typeof updateParams> & NamedTypes;

export const confirmParams = {
  ...given,
  ...confirming,
  client_secret: clientSecretParam,
} as const satisfies Fields;
export type ConfirmInput = ObjectValue<typeof confirmParams>;

export const cancelParams = {
  cancellation_reason: p.oneOf("abandoned", "duplicate", "requested_by_customer"),
} as const satisfies Fields;
export type CancelInput = ObjectValue<typeof cancelParams>;

export const listParams = {
  attach_to_self: p.notYet(),
  customer: p.string(),
  customer_account: p.notYet(),
  payment_method: p.string(),
} as const satisfies Fields;
