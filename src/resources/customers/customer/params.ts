/** The parameters of every customer operation. */
import { errors } from "../../../core/errors.ts";
import { address, invoiceFields } from "../../../params/common.ts";
import { type Fields, type ObjectValue, type Param, p } from "../../../params/param.ts";
import { TAX_IDS_MAX, taxIdFields } from "../tax_id.ts";
import { cashBalanceOfCustomer } from "./cash_balance_params.ts";

const EMAIL_MAX = 512;
const NAME_MAX = 256;
const LEGAL_NAME_MAX = 150;
const PHONE_MAX = 20;
const LOCALES_MAX = 100;
const IP_ADDRESS_MAX = 45;
const BALANCE_MAX = 999_999_999_999;

const invoiceSettings = p.object({
  custom_fields: invoiceFields,
  default_payment_method: p.nullable(p.string()),
  footer: p.nullable(p.string()),
  rendering_options: p.notYet(),
});

export const shipping = p.object({
  address: p.required(address),
  name: p.required(p.string()),
  phone: p.nullable(p.string({ max: PHONE_MAX })),
});

const ipText = p.string({ max: IP_ADDRESS_MAX });
/** An IP address: IPv4 as four numbers, or IPv6 as hexadecimal groups. */
const ipAddress: Param<string> = {
  ...ipText,
  read: (raw, path, reading) => {
    const text = ipText.read(raw, path, reading);
    if (text === undefined) return undefined;
    const four = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
    const six = text.includes(":") && /^[0-9A-Fa-f:.]+$/.test(text);
    return four || six ? text : reading.refuse(errors.rule(`Invalid IP address: ${text}`, path));
  },
};

/** `times` are the values of `validate_location`, which differ between creating and updating a customer. */
const tax = <const T extends readonly string[]>(...times: T) =>
  p.object({
    ip_address: p.about("Kept, and shown in `tax`; it tells no place.", p.nullable(ipAddress)),
    validate_location: p.about("`immediately` refuses a customer who cannot be placed.", p.oneOf(...times)),
  });

/** The parameters that creating and updating a customer have in common. */
const commonParams = {
  address: p.nullable(address),
  balance: p.about(
    "What the next invoice charges in addition, in minor units; negative for credit.",
    p.integer({ min: -BALANCE_MAX, max: BALANCE_MAX }),
  ),
  business_name: p.nullable(p.string({ max: LEGAL_NAME_MAX })),
  cash_balance: p.about("How money is used that the customer transfers.", cashBalanceOfCustomer),
  description: p.nullable(p.string()),
  email: p.nullable(p.email({ max: EMAIL_MAX })),
  individual_name: p.nullable(p.string({ max: LEGAL_NAME_MAX })),
  invoice_prefix: p.string({ pattern: { regex: /^[A-Z0-9]{3,12}$/, shown: "/\\A[A-Z0-9]{3,12}\\z/" } }),
  invoice_settings: invoiceSettings,
  metadata: p.metadata(),
  name: p.nullable(p.string({ max: NAME_MAX })),
  next_invoice_sequence: p.integer({ min: 1 }),
  phone: p.nullable(p.string({ max: PHONE_MAX })),
  preferred_locales: p.nullable(p.list(p.string(), { max: LOCALES_MAX })),
  shipping: p.nullable(shipping),
  tax_exempt: p.nullable(p.oneOf("exempt", "none", "reverse")),
  validate: p.notYet(),
} as const satisfies Fields;

export const createParams = {
  ...commonParams,
  payment_method: p.string(),
  source: p.about("A test token (`tok_…`), whose card becomes the customer's `default_source`.", p.string()),
  tax: tax("deferred", "immediately"),
  tax_id_data: p.about(
    "Makes tax ids with the customer.",
    p.list(p.object(taxIdFields), { max: TAX_IDS_MAX }),
  ),
  test_clock: p.about("Puts the customer on a test clock, for good.", p.string()),
} as const satisfies Fields;

export const updateParams = {
  ...commonParams,
  default_source: p.notYet(),
  source: p.notYet(),
  tax: tax("auto", "deferred", "immediately"),
} as const satisfies Fields;

export const listParams = {
  email: p.string(),
  test_clock: p.about("Customers on a test clock are in no other list.", p.string()),
} as const satisfies Fields;

export type CommonInput = ObjectValue<typeof commonParams> & Pick<ObjectValue<typeof updateParams>, "tax">;
/** The input for a new customer, from any of the operations that make one. */
export type CustomerInput = ObjectValue<typeof createParams>;
