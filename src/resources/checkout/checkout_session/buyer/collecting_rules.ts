/** Pure rules for what a session may collect from its buyer. They only throw errors. */
import { errors } from "../../../../core/errors.ts";
import type { Settings } from "../../../../core/settings.ts";
import type { Fields, ObjectValue } from "../../../../params/param.ts";
import type { collectingFields } from "../params/collecting_params.ts";

export type CollectingInput = ObjectValue<typeof collectingFields & Fields>;
export type FieldInput = NonNullable<CollectingInput["custom_fields"]>[number];

/**
 * The only country where businesses may ask for consent to promotions (Stripe docs: only for merchants in the
 * US).
 */
const PROMOTIONS_COUNTRY = "US";

export function checkCollecting(input: CollectingInput, settings: Settings): void {
  const { consent_collection: consent, custom_text: text, shipping_address_collection: shipping } = input;
  if (consent?.terms_of_service === "required" && settings.terms_of_service_url === null) {
    throw errors.rule(
      "You cannot collect consent to your terms of service unless a URL is set in the Stripe Dashboard. Update your " +
        "public business details in the Dashboard https://dashboard.stripe.com/settings/public with a Terms of " +
        "service URL to collect terms of service consent.",
    );
  }
  if (consent?.promotions === "auto" && settings.country !== PROMOTIONS_COUNTRY) {
    throw errors.rule(
      "You cannot collect promotional email consent because it is only available to businesses in the US.",
      "consent_collection[promotions]",
    );
  }
  if (text?.terms_of_service_acceptance && consent?.terms_of_service !== "required") {
    throw errors.rule(
      "You can only set `custom_text[terms_of_service_acceptance]` if `consent_collection[terms_of_service]` is " +
        "`required`.",
      "custom_text[terms_of_service_acceptance]",
    );
  }
  if (text?.shipping_address && shipping === undefined) {
    throw errors.rule(
      "You can only set `custom_text[shipping_address]` with `shipping_address_collection`.",
      "custom_text[shipping_address]",
    );
  }
  if (shipping?.allowed_countries.length === 0) {
    throw errors.missingParam("shipping_address_collection[allowed_countries]");
  }
  checkFields(input.custom_fields ?? []);
}

function checkFields(fields: readonly FieldInput[]): void {
  const keys = new Set<string>();
  fields.forEach((field, i) => {
    const at = `custom_fields[${i}]`;
    if (keys.has(field.key)) {
      throw errors.rule(`The custom field key \`${field.key}\` is used more than once.`, `${at}[key]`);
    }
    keys.add(field.key);
    for (const type of ["dropdown", "numeric", "text"] as const) {
      if (type !== field.type && field[type] !== undefined) {
        throw errors.rule(
          `You can not pass \`${type}\` for a custom field of type \`${field.type}\`.`,
          `${at}[${type}]`,
        );
      }
    }
    if (field.type === "dropdown") checkDropdown(field, at);
    else checkTyped(field[field.type], field.type, `${at}[${field.type}]`);
  });
}

function checkDropdown({ dropdown }: FieldInput, at: string): void {
  if (dropdown === undefined) throw errors.missingParam(`${at}[dropdown]`);
  if (dropdown.options.length === 0) throw errors.missingParam(`${at}[dropdown][options]`);
  const values = new Set<string>();
  dropdown.options.forEach(({ value }, n) => {
    if (values.has(value)) {
      throw errors.rule(
        `The dropdown value \`${value}\` is used more than once.`,
        `${at}[dropdown][options][${n}][value]`,
      );
    }
    values.add(value);
  });
  if (dropdown.default_value !== undefined && !values.has(dropdown.default_value)) {
    throw errors.rule(
      "The default value must be the value of one of the options.",
      `${at}[dropdown][default_value]`,
    );
  }
}

function checkTyped(typed: FieldInput["text"], type: "numeric" | "text", at: string): void {
  const { minimum_length: least, maximum_length: most, default_value: value } = typed ?? {};
  if (least !== undefined && most !== undefined && least > most) {
    throw errors.rule(
      "`minimum_length` must be less than or equal to `maximum_length`.",
      `${at}[minimum_length]`,
    );
  }
  if (value === undefined) return;
  if (type === "numeric" && !/^\d+$/.test(value)) {
    throw errors.rule("The default value of a numeric field must be digits.", `${at}[default_value]`);
  }
  if (value.length < (least ?? 0) || value.length > (most ?? value.length)) {
    throw errors.rule(
      "The default value must be as long as `minimum_length` and `maximum_length` ask.",
      `${at}[default_value]`,
    );
  }
}
