/** The parameters of a new payment method as it was typed, in the hash of its type and in others. Pure. */
import { onlyDigits, readExpiry } from "./card_formats.ts";
import { type AskedField, type AskedMethod, CONTROL, type FilledForm, linkedIn } from "./fields.ts";
import { internationalNumber } from "./phone.ts";

/** Names of parameters and their texts. */
export type Typings = readonly (readonly [param: string, text: string])[];
type Read = Pick<FilledForm, "read">;

/** The parameters in the hash of the method's type. */
export function methodData(form: Read, method: AskedMethod): Typings {
  if (method.family === "card") return cardData(form);
  const { linking } = method.asks;
  const linked = linkedIn(form.read, method);
  if (linking !== undefined && linked !== null) return [[linking.param, linked]];
  return [...fieldsWithin(form, method, undefined), ...Object.entries(linking?.typed ?? {})];
}

/** The parameters of a typed card. */
export function cardData({ read }: Read): Typings {
  const expiry = readExpiry(read(CONTROL.exp));
  return [
    ["number", onlyDigits(read(CONTROL.number))],
    ["exp_month", String(expiry?.month ?? "")],
    ["exp_year", String(expiry?.year ?? "")],
    ["cvc", read(CONTROL.cvc)],
  ];
}

/** The parameters of the method's own fields that are in another hash, or with `undefined` in that of its type. */
export function fieldsWithin({ read }: Read, { asks }: AskedMethod, within: AskedField["within"]): Typings {
  return asks.fields
    .filter((field) => field.within === within)
    .map((field) => [field.param, typedIn(field, read(CONTROL[field.control]))]);
}

function typedIn({ country = "", kind, within }: AskedField, text: string): string {
  if (kind === "phone") return internationalNumber(text, country) ?? text;
  return within === "confirm_options" ? text.replaceAll(/\s/g, "") : text;
}
