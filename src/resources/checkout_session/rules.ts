/** Pure: checks across the parameters of a new session, in the order the original makes them. Refusals only. */
import {
  currencyFault,
  formatAmount,
  formatAmountForError,
  maximumCharge,
  minimumCharge,
} from "../../core/currencies.ts";
import { errors } from "../../core/errors.ts";
import type { Price } from "../price/index.ts";
import type { CreateInput, LineItemInput } from "./params.ts";
import { roughSubtotal } from "./price_session.ts";

const EXPIRES_MIN_SECONDS = 30 * 60;
const EXPIRES_DEFAULT_SECONDS = 24 * 3600;
/** A request made with a clock a little ahead of ours still means twenty-four hours. */
const EXPIRES_TOLERANCE_SECONDS = 60;

/** What the parameters alone can tell, before anything is looked up. */
export function checkTogether(input: CreateInput): void {
  if (input.customer !== undefined && input.customer_email !== undefined) {
    throw errors.onlyOneOf(["customer", "customer_email"]);
  }
  if (input.mode !== "payment") throw errors.notSupportedValue("mode", input.mode);
  if (input.success_url === undefined) throw errors.missingParam("success_url");
  for (const param of ["return_url", "redirect_on_completion"] as const) {
    if (input[param] !== undefined) throw errors.cannotPassInMode(param, "hosted");
  }
  if (input.payment_method_collection !== undefined) {
    throw errors.cannotPassInMode("payment_method_collection", input.mode);
  }
  if (input.customer_creation !== undefined && input.customer !== undefined) {
    throw errors.onlyOneOf(["customer", "customer_creation"]);
  }
  if (input.line_items === undefined || input.line_items.length === 0)
    throw errors.missingParam("line_items");
  input.line_items.forEach(checkLine);
}

function checkLine(line: LineItemInput, i: number): void {
  const at = `line_items[${i}]`;
  if (line.price !== undefined && line.price_data !== undefined)
    throw errors.onlyOneOf(["price", "price_data"], at);
  if (line.price === undefined && line.price_data === undefined) throw errors.missingParam(`${at}[price]`);
  const data = line.price_data;
  if (data === undefined) return;
  if (data.product !== undefined && data.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"], `${at}[price_data][product]`);
  }
  if (data.product === undefined && data.product_data === undefined) {
    throw errors.rule(
      "You must specify either `product` or `product_data` when creating a price.",
      `${at}[price_data]`,
    );
  }
  if (data.unit_amount !== undefined && data.unit_amount_decimal !== undefined) {
    throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"], `${at}[price_data][unit_amount]`);
  }
  if (data.unit_amount === undefined && data.unit_amount_decimal === undefined) {
    throw errors.missingParam(`${at}[price_data][unit_amount]`);
  }
}

/** What a price must be to stand in a line of a payment. */
export function checkPrice(price: Price, line: LineItemInput, i: number): void {
  const at = `line_items[${i}]`;
  if (price.recurring !== null) {
    throw errors.rule(
      "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only " +
        "one-time prices.",
    );
  }
  if (price.custom_unit_amount !== null)
    throw errors.notSupportedYet(`${at}[price]`, " with a custom_unit_amount");
  if (line.quantity === undefined) {
    throw errors.rule(`Quantity is required. Add \`quantity\` to \`${at}\``);
  }
}

/** One currency for the whole session: the one asked for, or that of the first price. */
export function checkCurrency(price: Price, expected: string): void {
  if (price.currency === expected) return;
  if (price._currency_options !== null && Object.hasOwn(price._currency_options, expected)) {
    throw errors.notSupportedYet("currency", " with a price's currency_options");
  }
  throw errors.rule(
    `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: ` +
      `\`${expected}\`.`,
    "currency",
  );
}

/** No line may cost more than a whole session. */
export function checkLineTotal(price: Price, quantity: number): void {
  if (roughSubtotal(price, quantity) > maximumCharge(price.currency)) throw tooMuch(price.currency);
}

function tooMuch(currency: string) {
  const most = formatAmount(maximumCharge(currency), currency);
  const message = `The Checkout Session's total amount due must be no more than ${most}.`;
  return errors.rule(message, undefined, "amount_too_large");
}

/** The total must be chargeable; nothing at all is allowed where no method is collected for it. */
export function checkTotal(total: number, currency: string, zeroAllowed: boolean): void {
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

/** When the session expires, in seconds; between half an hour and a day from now. */
export function expiryFor(asked: number | undefined, now: number): number {
  if (asked === undefined) return now + EXPIRES_DEFAULT_SECONDS;
  if (asked < now + EXPIRES_MIN_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    );
  }
  if (asked > now + EXPIRES_DEFAULT_SECONDS + EXPIRES_TOLERANCE_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    );
  }
  return asked;
}
