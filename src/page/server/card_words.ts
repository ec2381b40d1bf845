/** What payers read of a card that was refused. Pure. */
import type { ErrorBody } from "../../core/errors.ts";
import type { PlainFault } from "../../form/fields.ts";
import type { Messages } from "../../words/messages/en.ts";

/** The page's own fault for an error code, which has the same meaning. */
export const FAULT_OF_CODE: Readonly<Record<string, PlainFault>> = {
  email_invalid: "email_invalid",
  incorrect_number: "number_invalid",
  invalid_cvc: "cvc_incomplete",
  invalid_expiry_month: "exp_invalid",
  invalid_expiry_year: "exp_invalid",
  invalid_number: "number_invalid",
  parameter_missing: "required",
  tax_id_invalid: "tax_id_invalid",
};

/** The text for a card error, in the words of the page. */
export function cardWords(body: ErrorBody, messages: Messages): string {
  const { declines, declined } = messages;
  const reason = body.decline_code ?? body.code ?? "";
  const isKnown = Object.hasOwn(declines, reason);
  if (!isKnown) {
    const fault = Object.hasOwn(FAULT_OF_CODE, reason) ? FAULT_OF_CODE[reason] : undefined;
    if (fault !== undefined) return messages.faults[fault];
    return body.code === "card_declined" ? declined : body.message;
  }
  const text = declines[reason as keyof typeof declines]; // checked just above
  return text === declines.generic_decline && !isCredit(body) ? declined : text;
}

/** Whether to suggest a debit card: not if the declined card is a debit or prepaid card itself. */
function isCredit({ payment_method }: ErrorBody): boolean {
  const card = member(payment_method, "card");
  return card === undefined || member(card, "funding") === "credit";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
