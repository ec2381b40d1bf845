/** Pure: how much a session may come to. Refusals only. */
import {
  currencyFault,
  formatAmount,
  formatAmountForError,
  maximumCharge,
  minimumCharge,
} from "../../core/currencies.ts";
import { errors } from "../../core/errors.ts";
import { type Ordered, offerIn, roughSubtotal } from "./line_price.ts";
import type { LineItem, Session } from "./session.ts";

function tooMuch(currency: string) {
  const most = formatAmount(maximumCharge(currency), currency);
  const message = `The Checkout Session's total amount due must be no more than ${most}.`;
  return errors.rule(message, undefined, "amount_too_large");
}

/** No line may cost more than a whole session: said before its cost is worked out, which could be past counting. */
export function checkLineTotal(ordered: Ordered): void {
  if (roughSubtotal(ordered) > maximumCharge(ordered.currency)) throw tooMuch(ordered.currency);
}

/** The total must be chargeable; nothing at all is allowed where no method is collected for it. */
function checkTotal(total: number, currency: string, zeroAllowed: boolean): void {
  if (total === 0 && zeroAllowed) return;
  const least = minimumCharge(currency);
  if (total < least) {
    throw errors.rule(
      `The Checkout Session's total amount due must add up to at least ${formatAmountForError(least, currency)}`,
      undefined,
      "amount_too_small",
    );
  }
  if (total > maximumCharge(currency)) throw tooMuch(currency);
  const fault = currencyFault(total, currency);
  if (fault !== null) throw errors.rule(fault, undefined, "invalid_charge_amount");
}

/** The total must be chargeable, unless the buyer has yet to say how much they pay. */
export function checkSessionTotal(session: Session): void {
  if (session._line_items.some(isUndecided)) return;
  checkTotal(session.amount_total, session.currency, session.payment_method_collection !== "always");
}

/** True of a line whose amount the buyer has yet to choose. */
export function isUndecided({ price, currency, _custom_amount: chosen }: LineItem): boolean {
  const custom = offerIn(price, currency)?.custom_unit_amount;
  return custom !== null && custom !== undefined && custom.preset === null && chosen === null;
}
