/** Every parameter of a setup intent's operations. */
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import { automaticMethods, type CarriedUp } from "../intents.ts";
import { methodData } from "../payment_method/index.ts";

const DESCRIPTION_MAX = 1000;

const methodOptions = p.object({
  card: p.object({
    mandate_options: p.notYet(),
    moto: p.notYet(),
    network: p.notYet(),
    request_three_d_secure: p.oneOf("any", "automatic", "challenge"),
    setup_credential_usage: p.notYet(),
    three_d_secure: p.notYet(),
  }),
});

/** How the payer's method is given: with every operation but cancel. */
const given = {
  allowed_payment_method_types: p.notYet(),
  payment_method: p.string(),
  payment_method_data: methodData,
  payment_method_options: methodOptions,
} as const satisfies Fields;

/** What both create and update take. */
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

/** What a confirmation takes, alone or with create. */
const confirming = {
  confirmation_token: p.notYet(),
  mandate_data: p.notYet(),
  return_url: p.url(),
  use_stripe_sdk: p.boolean(),
} as const satisfies Fields;

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
export type CreateInput = ObjectValue<typeof createParams> & CarriedUp;

export const updateParams = described;
export type UpdateInput = ObjectValue<typeof updateParams> & CarriedUp;

export const confirmParams = { ...given, ...confirming } as const satisfies Fields;
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
