/**
 * What a session's page sends: to work out its figures anew, and to pay. The CLI and tests confirm by the same
 * operation. This surface is not documented by the original.
 */
import { address } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import { billingDetailsParam, cardParam } from "../payment_method/params.ts";
import { ANSWER_MAX } from "./collecting_params.ts";

const LINES_MAX = 100;
const FIELDS_MAX = 3;
const QUANTITY_MAX = 999_999;
const CODE_MAX = 500;
const NAME_MAX = 256;
const PHONE_MAX = 20;
const TAX_ID_MAX = 100;
const CUSTOM_AMOUNT_MAX = 999_999_999_999;

/** What changes what the buyer has to pay, and what they have told so far. */
const told = {
  billing_address: p.nullable(address),
  business_name: p.nullable(p.string({ max: NAME_MAX })),
  consent: p.object({
    promotions: p.oneOf("opt_in", "opt_out"),
    terms_of_service: p.oneOf("accepted"),
  }),
  custom_fields: p.list(
    p.object({ key: p.required(p.string()), value: p.nullable(p.string({ max: ANSWER_MAX })) }),
    { max: FIELDS_MAX },
  ),
  email: p.nullable(p.email()),
  line_items: p.list(
    p.object({
      /** Of one unit, in minor units; where the price leaves the amount to the buyer. */
      custom_amount: p.amount({ max: CUSTOM_AMOUNT_MAX }),
      id: p.required(p.string()),
      quantity: p.integer({ min: 0, max: QUANTITY_MAX }),
    }),
    { max: LINES_MAX },
  ),
  phone: p.nullable(p.string({ max: PHONE_MAX })),
  save_payment_method: p.boolean(),
  shipping: p.nullable(
    p.object({ address: p.required(address), name: p.nullable(p.string({ max: NAME_MAX })) }),
  ),
  shipping_rate: p.string(),
  tax_id: p.nullable(
    p.object({ type: p.required(p.string()), value: p.required(p.string({ max: TAX_ID_MAX })) }),
  ),
} as const satisfies Fields;

export const pageUpdateParams = {
  ...told,
  /** As the buyer typed it; empty takes it away. */
  promotion_code: p.nullable(p.string({ max: CODE_MAX })),
} as const satisfies Fields;
export type PageUpdateInput = ObjectValue<typeof pageUpdateParams>;
export type ToldInput = ObjectValue<typeof told>;

export const confirmParams = {
  ...told,
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
