/** Pure rules for the lines of a session. They only throw errors, except `boundsOf`, which returns limits. */
import { errors } from "../../../../core/errors.ts";
import { isMetered, notIn, offerIn, type Price } from "../../../catalog/price/index.ts";
import type { LineItemInput } from "../params/session_params.ts";
import type { LineItem } from "../row/session.ts";

/** The largest quantity if the shop sets no maximum (Stripe docs, `adjustable_quantity`). */
const ADJUSTABLE_MAX_DEFAULT = 99;

/** Checks that need only the parameters of a line. */
export function checkLine(line: LineItemInput, i: number): void {
  const at = `line_items[${i}]`;
  if (line.price !== undefined && line.price_data !== undefined)
    throw errors.onlyOneOf(["price", "price_data"], at);
  if (line.price === undefined && line.price_data === undefined) throw errors.missingParam(`${at}[price]`);
  if (line.tax_rates !== undefined && line.dynamic_tax_rates !== undefined) {
    throw errors.onlyOneOf(["tax_rates", "dynamic_tax_rates"], `${at}[tax_rates]`);
  }
  checkPriceData(line.price_data, `${at}[price_data]`);
}

/** With automatic tax, a line cannot name tax rates of its own. */
export function checkNoRates(line: Pick<LineItemInput, "dynamic_tax_rates" | "tax_rates">, i: number): void {
  for (const name of ["tax_rates", "dynamic_tax_rates"] as const) {
    if (line[name] === undefined) continue;
    throw errors.rule(
      `You may not specify \`${name}\` on a line item when \`automatic_tax[enabled]\` is \`true\`.`,
      `line_items[${i}][${name}]`,
    );
  }
}

function checkPriceData(data: LineItemInput["price_data"], at: string): void {
  if (data === undefined) return;
  if (data.product !== undefined && data.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"], `${at}[product]`);
  }
  if (data.product === undefined && data.product_data === undefined) {
    throw errors.rule("You must specify either `product` or `product_data` when creating a price.", at);
  }
  if (data.unit_amount !== undefined && data.unit_amount_decimal !== undefined) {
    throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"], `${at}[unit_amount]`);
  }
  if (data.unit_amount === undefined && data.unit_amount_decimal === undefined) {
    throw errors.missingParam(`${at}[unit_amount]`);
  }
}

/** A price whose amount the buyer chooses must be the only line, with a quantity of 1. */
export function checkCustomPrices(lines: readonly LineItem[]): void {
  lines.forEach(({ price, quantity, adjustable_quantity: adjustable }, i) => {
    if (price.custom_unit_amount === null) return;
    if (lines.length > 1) {
      throw errors.rule(
        "A price with `custom_unit_amount` must be the only line item of a Checkout Session.",
        "line_items",
      );
    }
    if (quantity !== 1 || adjustable?.enabled) {
      throw errors.rule(
        "A price with `custom_unit_amount` must have a `quantity` of 1 that is not adjustable.",
        `line_items[${i}][quantity]`,
      );
    }
  });
}

type Adjustable = {
  readonly enabled: boolean;
  readonly maximum?: number | null;
  readonly minimum?: number | null;
};

/**
 * An adjustable quantity must be within its bounds; any other must be at least 1. Metered prices have none: what is
 * billed is their usage.
 */
export function checkQuantity(
  price: Price,
  quantity: number | undefined,
  adjustable: Adjustable | null | undefined,
  i: number,
): void {
  if (isMetered(price)) {
    if (quantity === undefined && !adjustable?.enabled) return;
    throw errors.rule(
      "Quantity should not be specified where usage_type is `metered`. Remove `quantity` from " +
        `\`line_items[${i}]\``,
    );
  }
  if (quantity === undefined) {
    throw errors.rule(`Quantity is required. Add \`quantity\` to \`line_items[${i}]\``);
  }
  const param = `line_items[${i}][quantity]`;
  if (!adjustable?.enabled) {
    if (quantity < 1) throw errors.integerTooSmall(param, 1);
    return;
  }
  const { minimum, maximum } = boundsOf(adjustable);
  const at = `line_items[${i}][adjustable_quantity]`;
  if (minimum > maximum) {
    throw errors.rule("`minimum` must be less than or equal to `maximum`.", `${at}[minimum]`);
  }
  if (quantity < minimum || quantity > maximum) {
    throw errors.rule(
      `The quantity must be between the minimum of ${minimum} and the maximum of ${maximum} of \`adjustable_quantity\`.`,
      param,
    );
  }
}

/** The smallest and the largest quantity that the buyer may choose. */
export function boundsOf(adjustable: Adjustable): { minimum: number; maximum: number } {
  return {
    minimum: adjustable.minimum ?? 0,
    maximum: adjustable.maximum ?? ADJUSTABLE_MAX_DEFAULT,
  };
}

/** Refuses a price that is not offered in the session's currency. */
export function checkCurrency(price: Price, expected: string): void {
  if (offerIn(price, expected) !== null) return;
  throw errors.rule(notIn(price, expected), "currency");
}

/** Refuses an amount outside the bounds of the price, and any amount if the price is fixed. */
export function checkCustomAmount(line: LineItem, amount: number, param: string): void {
  const custom = offerIn(line.price, line.currency)?.custom_unit_amount;
  if (!custom) throw errors.rule("The amount of this line item is fixed.", param);
  if (custom.minimum !== null && amount < custom.minimum) throw errors.integerTooSmall(param, custom.minimum);
  if (custom.maximum !== null && amount > custom.maximum) {
    throw errors.integerTooLarge(param, custom.maximum, amount);
  }
}
