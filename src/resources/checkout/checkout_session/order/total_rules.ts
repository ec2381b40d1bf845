/** Pure rules for the amounts of a session. They only throw errors, except `isUndecided`. */
import {
  currencyFault,
  formatAmount,
  formatAmountForError,
  maximumCharge,
  minimumCharge,
} from "../../../../core/currencies.ts";
import { errors } from "../../../../core/errors.ts";
import { type Ordered, offerIn, roughSubtotal } from "../../../catalog/price/index.ts";
import { isPriced, type LineItem, type Session } from "../row/session.ts";

function tooMuch(currency: string) {
  const most = formatAmount(maximumCharge(currency), currency);
  const message = `The Checkout Session's total amount due must be no more than ${most}.`;
  return errors.rule(message, undefined, "amount_too_large");
}

/**
 * No line may cost more than a session's maximum. Checked on the rough figure first, because the exact one
 * could be too large to calculate.
 */
export function checkLineTotal(ordered: Ordered): void {
  if (roughSubtotal(ordered) > maximumCharge(ordered.currency)) throw tooMuch(ordered.currency);
}

/** The total must be chargeable; zero is allowed if no payment method has to be collected. */
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

/**
 * The same for a session; not checked without amounts, or while the buyer has yet to choose one. Subscriptions may
 * begin with nothing due.
 */
export function checkSessionTotal(session: Session): void {
  if (!isPriced(session) || session._line_items.some(isUndecided)) return;
  const zeroAllowed = session._subscription !== null || session.payment_method_collection !== "always";
  checkTotal(session.amount_total, session.currency, zeroAllowed);
}

/** True if the buyer has yet to choose the amount of this line. */
export function isUndecided({ price, currency, _custom_amount: chosen }: LineItem): boolean {
  const custom = offerIn(price, currency)?.custom_unit_amount;
  return custom !== null && custom !== undefined && custom.preset === null && chosen === null;
}
