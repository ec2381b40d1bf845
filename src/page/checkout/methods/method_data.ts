/** The parameters of a new payment method as it was typed, in the hash of its type and in others. Pure. */
import {
  type AskedField,
  type AskedMethod,
  CONTROL,
  type FilledForm,
  linkedIn,
} from "../../../form/fields.ts";
import { internationalNumber } from "../../../form/phone.ts";
import type { Entries } from "../buyer/buyer_form.ts";
import { cardData } from "./card/card_data.ts";

/** The parameters in the hash of the method's type. */
export function methodData(form: FilledForm, method: AskedMethod): Entries {
  if (method.family === "card") return cardData(form);
  const { linking } = method.asks;
  const linked = linkedIn(form.read, method);
  if (linking !== undefined && linked !== null) return [[linking.param, linked]];
  return [...fieldsWithin(form, method, undefined), ...Object.entries(linking?.typed ?? {})];
}

/** The parameters of the method's own fields that are in another hash, or with `undefined` in that of its type. */
export function fieldsWithin(
  { read }: FilledForm,
  { asks }: AskedMethod,
  within: AskedField["within"],
): Entries {
  return asks.fields
    .filter((field) => field.within === within)
    .map((field) => [field.param, typedIn(field, read(CONTROL[field.control]))]);
}

function typedIn({ country = "", kind, within }: AskedField, text: string): string {
  if (kind === "phone") return internationalNumber(text, country) ?? text;
  return within === "confirm_options" ? text.replaceAll(/\s/g, "") : text;
}
