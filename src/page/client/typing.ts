/** Formats what somebody types, while they type it. Also used in the frames of Stripe.js. */
import { formatCvc, formatExpiry, formatNumber, onlyDigits } from "../../form/card_formats.ts";
import { CONTROL, type FilledForm } from "../../form/fields.ts";
import { formatPhone } from "../../form/phone.ts";

type Read = FilledForm["read"];

/**
 * Formats the text if needed, and keeps the caret after the same digit. `control` is one of `CONTROL`, and `read` says
 * what is in the others.
 */
export function formatWhileTyping(input: HTMLInputElement, event: Event, control: string, read: Read): void {
  const typing = event instanceof InputEvent ? event : null;
  if (typing?.isComposing) return;
  const deleting = typing?.inputType.startsWith("delete") ?? false;
  const formatted = format(control, input.value, deleting, read);
  if (formatted === input.value) return;
  const caret = input.selectionStart ?? input.value.length;
  const atEnd = caret === input.value.length;
  const digitsBefore = onlyDigits(input.value.slice(0, caret)).length;
  input.value = formatted;
  if (document.activeElement !== input) return;
  const to = atEnd ? formatted.length : positionAfter(formatted, digitsBefore);
  input.setSelectionRange(to, to);
}

function format(control: string, text: string, deleting: boolean, read: Read): string {
  switch (control) {
    case CONTROL.number:
      return formatNumber(text);
    case CONTROL.exp:
      return formatExpiry(text, deleting);
    case CONTROL.cvc:
      return formatCvc(text, read(CONTROL.number));
    case CONTROL.phone:
      return formatPhone(text, read(CONTROL.phoneCountry));
    default:
      return text;
  }
}

function positionAfter(text: string, digits: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === digits) return at;
    if (/\d/.test(text[at] ?? "")) seen++;
  }
  return text.length;
}
