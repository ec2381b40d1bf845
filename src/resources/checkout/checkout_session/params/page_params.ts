/**
 * Parameters that the payment page sends to recalculate the session and to pay. The CLI and tests confirm
 * with the same operation. Stripe does not document this API.
 */

import { confirmOptionFields } from "../../../../method_types/confirm_options.ts";
import { address } from "../../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../../params/param.ts";
import { billingDetailsParam, typedData } from "../../../customers/payment_method/index.ts";
import { ANSWER_MAX } from "./collecting_params.ts";

const LINES_MAX = 100;
const FIELDS_MAX = 3;
const QUANTITY_MAX = 999_999;
const CODE_MAX = 500;
const NAME_MAX = 256;
const PHONE_MAX = 20;
const TAX_ID_MAX = 100;
const CUSTOM_AMOUNT_MAX = 999_999_999_999;

/** What the buyer gave or chose; some of it changes the amount to pay. */
const buyerFields = {
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
  individual_name: p.nullable(p.string({ max: NAME_MAX })),
  line_items: p.list(
    p.object({
      /** The amount of one unit, in minor units, if the price lets the buyer choose it. */
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
  ...buyerFields,
  /** The code as the buyer typed it; an empty value removes the discount. */
  promotion_code: p.nullable(p.string({ max: CODE_MAX })),
} as const satisfies Fields;
export type PageUpdateInput = ObjectValue<typeof pageUpdateParams>;
export type BuyerInput = ObjectValue<typeof buyerFields>;

/** What Stripe.js says of itself and its browser. */
const ofScript = (what: string) => p.about(`${what} It is not read.`, p.string());

export const openParams = {
  session_id: p.about("The Checkout Session that the page is of.", p.required(p.string())),
} as const satisfies Fields;

export const initParams = {
  browser_locale: ofScript("The language of the browser."),
  browser_timezone: ofScript("The time zone of the browser."),
  eid: ofScript("An id of the visit."),
  redirect_type: ofScript("How the browser came to the page."),
} as const satisfies Fields;

export const confirmParams = {
  ...buyerFields,
  eid: ofScript("An id of the visit."),
  init_checksum: ofScript("The checksum that `init` answered with."),
  js_checksum: ofScript("A checksum of the script."),
  version: ofScript("The version of the script."),
  /** For sessions with nothing to pay, which have no payment method to carry them. */
  billing_details: billingDetailsParam,
  expected_amount: p.integer({ min: 0 }),
  payment_method: p.string(),
  /** What the page offers does not depend on the version that the shop uses. */
  payment_method_data: p.inEveryVersion(p.object({ billing_details: billingDetailsParam, ...typedData })),
  /** What the payer tells for this one confirmation, such as a code of their bank's app. */
  payment_method_options: p.inEveryVersion(p.object(confirmOptionFields)),
} as const satisfies Fields;
export type ConfirmInput = ObjectValue<typeof confirmParams>;
