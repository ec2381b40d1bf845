/** How a refusal of the confirm operation is shown: in words for payers, beside the control it is about. */
import type { ApiError, ErrorBody } from "../core/errors.ts";
import type { PageErrors } from "./client_config.ts";
import type { Field } from "./fields.ts";
import type { Messages } from "./messages/en.ts";

/** The last name of `param`; what is not here is about the card as a whole. */
const FIELD_OF_PARAM: Readonly<Record<string, Field>> = {
  number: "number",
  exp_month: "exp",
  exp_year: "exp",
  cvc: "cvc",
  email: "email",
  name: "name",
  country: "country",
  postal_code: "postal_code",
  address_zip: "postal_code",
};

export function shownRefusal(error: ApiError, messages: Messages): PageErrors {
  const { body } = error;
  if (body.code === "payment_intent_authentication_failure")
    return { fields: {}, payment: messages.authenticationFailed };
  const field = FIELD_OF_PARAM[lastName(body.param)];
  if (body.type === "card_error")
    return { fields: { [field ?? "number"]: cardWords(body, messages) }, payment: null };
  if (field !== undefined) return { fields: { [field]: body.message }, payment: null };
  return { fields: {}, payment: body.type === "invalid_request_error" ? body.message : messages.trouble };
}

function cardWords(body: ErrorBody, messages: Messages): string {
  const reason = body.decline_code ?? body.code ?? "";
  const words = Object.hasOwn(messages.declines, reason) ? messages.declines[reason] : undefined;
  if (words === undefined) return body.code === "card_declined" ? messages.declined : body.message;
  return words === messages.declinedCredit && !isCredit(body) ? messages.declined : words;
}

/** Debit and prepaid cards are not told to try a debit card. */
function isCredit({ payment_method }: ErrorBody): boolean {
  const card = member(payment_method, "card");
  return card === undefined || member(card, "funding") === "credit";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** "number" of `payment_method_data[card][number]`. */
function lastName(param: string | undefined): string {
  return /([^[\]]+)\]?$/.exec(param ?? "")?.[1] ?? "";
}
