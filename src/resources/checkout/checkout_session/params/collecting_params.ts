/**
 * Parameters for what a session collects from its buyer and the texts it shows them. Payment links use them
 * too.
 */

import { SHIPPING_COUNTRIES } from "../../../../core/countries.ts";
import { type Fields, p } from "../../../../params/param.ts";

const CUSTOM_FIELDS_MAX = 3;
const KEY_MAX = 200;
const LABEL_MAX = 50;
/** The longest answer to a custom field. */
export const ANSWER_MAX = 255;
const OPTIONS_MAX = 200;
const OPTION_MAX = 100;
const MESSAGE_MAX = 1200;
const COUNTRIES_MAX = SHIPPING_COUNTRIES.length;

const alphanumeric = { regex: /^[a-zA-Z0-9]+$/, shown: "/\\A[a-zA-Z0-9]+\\z/" };
const length = p.integer({ min: 1, max: ANSWER_MAX });

const typed = p.object({
  default_value: p.about("Stands in the field until the buyer changes it.", p.string({ max: ANSWER_MAX })),
  maximum_length: p.about("A longer answer is refused on the page.", length),
  minimum_length: p.about("A shorter answer is refused on the page.", length),
});

const customField = p.object({
  dropdown: p.object({
    default_value: p.about("The option that is chosen at first.", p.string({ max: OPTION_MAX })),
    options: p.required(
      p.about(
        "What may be chosen, in this order.",
        p.list(
          p.object({
            label: p.required(p.about("What the buyer reads.", p.string({ max: OPTION_MAX }))),
            value: p.required(
              p.about("What the session keeps.", p.string({ max: OPTION_MAX, pattern: alphanumeric })),
            ),
          }),
          { max: OPTIONS_MAX },
        ),
      ),
    ),
  }),
  key: p.required(
    p.about("Tells the field from the others.", p.string({ max: KEY_MAX, pattern: alphanumeric })),
  ),
  label: p.required(
    p.object({
      custom: p.required(p.about("Stands above the field.", p.string({ max: LABEL_MAX }))),
      type: p.required(p.about("Always `custom`.", p.oneOf("custom"))),
    }),
  ),
  numeric: typed,
  optional: p.about("May be left empty.", p.boolean()),
  text: typed,
  type: p.required(p.about("The kind of field.", p.oneOf("dropdown", "numeric", "text"))),
});

const message = (does: string) =>
  p.about(does, p.nullable(p.object({ message: p.required(p.string({ max: MESSAGE_MAX })) })));

const nameAsked = (whose: string) =>
  p.object({
    enabled: p.required(p.about(`Asks for the buyer's ${whose}.`, p.boolean())),
    optional: p.about("It may be left empty.", p.boolean()),
  });

export const collectingFields = {
  billing_address_collection: p.about(
    "`required` asks for the whole address; `auto` for country and postal code.",
    p.oneOf("auto", "required"),
  ),
  consent_collection: p.object({
    payment_method_reuse_agreement: p.object({
      position: p.required(
        p.about("`hidden` leaves out the words about saving the method.", p.oneOf("auto", "hidden")),
      ),
    }),
    promotions: p.about("`auto` asks the buyer whether they want news.", p.oneOf("auto", "none")),
    terms_of_service: p.about(
      "`required` makes the buyer accept the terms; needs their address in the settings.",
      p.oneOf("none", "required"),
    ),
  }),
  custom_fields: p.about("Questions of the shop's own.", p.list(customField, { max: CUSTOM_FIELDS_MAX })),
  custom_text: p.object({
    after_submit: message("Stands under the button."),
    shipping_address: message("Stands beside the shipping address."),
    submit: message("Stands beside the button."),
    terms_of_service_acceptance: message("Replaces the words of the terms' checkbox."),
  }),
  name_collection: p.object({
    business: nameAsked("business name"),
    individual: nameAsked("own name"),
  }),
  phone_number_collection: p.object({
    enabled: p.required(p.about("Asks for a phone number.", p.boolean())),
  }),
  shipping_address_collection: p.object({
    allowed_countries: p.required(
      p.about(
        "Asks for an address in one of these countries.",
        p.list(p.oneOf(...SHIPPING_COUNTRIES), { max: COUNTRIES_MAX }),
      ),
    ),
  }),
  tax_id_collection: p.object({
    enabled: p.required(p.about("Lets the buyer give a tax id and a business name.", p.boolean())),
    required: p.about(
      "`if_supported` demands one in countries that have them.",
      p.oneOf("if_supported", "never"),
    ),
  }),
} as const satisfies Fields;
