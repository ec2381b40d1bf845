/** Builds the shipping options of a session from the request: each rate is found or created. */
import { errors } from "../../../../core/errors.ts";
import type { Tx } from "../../../../storage/port.ts";
import { createShippingRate, type ShippingRate, shippingAmount } from "../../../catalog/shipping_rate.ts";
import { byParam } from "../../../resource.ts";
import type { CreateInput } from "../params/session_params.ts";
import { NEW_SESSION } from "../row/defaults.ts";
import type { Session } from "../row/session.ts";

export type ShippingChoice = Pick<Session, "shipping_cost" | "shipping_options" | "_shipping_rates">;

/** The values for a session without shipping options. */
export const NO_SHIPPING: ShippingChoice = {
  shipping_cost: null,
  shipping_options: NEW_SESSION.shipping_options,
  _shipping_rates: NEW_SESSION._shipping_rates,
};

/**
 * The options in the order sent; the first is chosen until the buyer chooses. `repriced` calculates its
 * figures.
 */
export async function gatherShipping(
  tx: Tx,
  given: CreateInput["shipping_options"] | null,
  currency: string,
): Promise<ShippingChoice> {
  const rates: ShippingRate[] = [];
  for (const [i, option] of (given ?? []).entries()) rates.push(await rateFor(tx, option, i));
  const shipping_options = rates.map((rate, i) => {
    const shipping_amount = shippingAmount(rate, currency);
    if (shipping_amount === null) {
      throw errors.rule(
        `The shipping rate specified only supports \`${rate.fixed_amount.currency}\`. This doesn't match the ` +
          `expected currency: \`${currency}\`.`,
        `shipping_options[${i}]`,
      );
    }
    return { shipping_amount, shipping_rate: rate.id };
  });
  const [first] = rates;
  return {
    shipping_cost: first === undefined ? null : chosen(first.id),
    shipping_options,
    _shipping_rates: rates,
  };
}

/** A chosen rate whose figures are not calculated yet. */
export function chosen(shipping_rate: string): NonNullable<Session["shipping_cost"]> {
  return { amount_subtotal: 0, amount_tax: 0, amount_total: 0, shipping_rate };
}

type OptionInput = NonNullable<CreateInput["shipping_options"]>[number];

async function rateFor(tx: Tx, option: OptionInput, i: number): Promise<ShippingRate> {
  const at = `shipping_options[${i}]`;
  const { shipping_rate: id, shipping_rate_data: data } = option;
  if (id !== undefined && data !== undefined) {
    throw errors.onlyOneOf(["shipping_rate", "shipping_rate_data"], at);
  }
  if (data !== undefined) return createShippingRate(tx, data, `${at}[shipping_rate_data]`);
  if (id === undefined) throw errors.missingParam(`${at}[shipping_rate]`);
  const rate = await byParam<ShippingRate>(tx, "shipping_rate", id, `${at}[shipping_rate]`);
  if (!rate.active) {
    throw errors.rule(
      "The shipping rate specified is inactive. This field only accepts active shipping rates.",
      `${at}[shipping_rate]`,
    );
  }
  return rate;
}
