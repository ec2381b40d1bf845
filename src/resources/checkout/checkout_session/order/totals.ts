/**
 * Pure: calculates a session's figures. The order is Stripe's: lines, then the discount, then taxes on what
 * remains, then shipping with its own taxes. Every division rounds once, half away from zero. A discount is
 * split over the lines by largest remainder, so that the parts always add up.
 */
import { type Amount, allocate, scale, sum } from "../../../../core/amounts.ts";
import type { Reader } from "../../../../storage/port.ts";
import { type Coupon, couponAmountOff } from "../../../catalog/coupon.ts";
import { shippingAmount, shippingTaxBehavior } from "../../../catalog/shipping_rate.ts";
import { taxesOn } from "../../../customers/taxation.ts";
import { isPriced, type LineItem, type PricedSession, type Session } from "../row/session.ts";
import { dueOn } from "./due.ts";
import { type TaxPlan, taxPlanFor } from "./taxes.ts";

/** Percentages have at most two decimals, so they are integers in ten-thousandths. */
const PERCENT_UNITS = 10_000;

/** How much a coupon takes off each line. Only lines of the products it applies to are discounted. */
function discountsOn(lines: readonly LineItem[], coupon: Coupon | null): Amount[] {
  if (coupon === null) return lines.map(() => 0);
  const only = coupon._applies_to;
  const weights = lines.map((line) =>
    only === null || only.includes(line.price.product) ? line.amount_subtotal : 0,
  );
  const eligible = sum(weights);
  if (eligible === 0) return lines.map(() => 0);
  const whole =
    coupon.percent_off === null
      ? Math.min(couponAmountOff(coupon, lines[0]?.currency ?? "") ?? 0, eligible)
      : scale(eligible, Math.round(coupon.percent_off * 100), PERCENT_UNITS);
  return allocate(whole, weights);
}

/**
 * The session with every figure calculated from its lines, discount, shipping option and buyer. It is refused
 * if the amount of a line is above the limit. A session without amounts stays as it is.
 */
export function repriced<S extends Session>(session: S, shop: Pick<Reader, "account" | "settings">): S {
  if (!isPriced(session)) return session;
  const plan = taxPlanFor(session, shop);
  const due = dueOn(session);
  const bare = session._line_items.map((line) => ({ ...line, amount_subtotal: due(line) }));
  const discounts = discountsOn(bare, session._discount?.coupon ?? null);
  const lines = bare.map((line, i) => pricedLine(line, discounts[i] ?? 0, plan));
  const shipping = pricedShipping(session, plan);
  const amount_discount = sum(lines.map((line) => line.amount_discount));
  const amount_shipping = shipping.cost?.amount_subtotal ?? 0;
  const amount_tax = sum([...lines.map((line) => line.amount_tax), shipping.cost?.amount_tax ?? 0]);
  return {
    ...session,
    amount_subtotal: sum(lines.map((line) => line.amount_subtotal)),
    amount_total: sum([...lines.map((line) => line.amount_total), shipping.cost?.amount_total ?? 0]),
    automatic_tax:
      session.automatic_tax.status === plan.status
        ? session.automatic_tax
        : { ...session.automatic_tax, status: plan.status },
    shipping_cost: shipping.cost,
    total_details: { amount_discount, amount_shipping, amount_tax },
    _line_items: lines,
    _shipping_taxes: shipping.taxes,
    _tax_rates: plan.rates,
  };
}

/** What is due at once for the lines, before discounts and taxes. */
export function subtotalOfLines(session: PricedSession): Amount {
  return sum(session._line_items.map(dueOn(session)));
}

function pricedLine(line: LineItem, amount_discount: Amount, plan: TaxPlan): LineItem {
  const taxable = line.amount_subtotal - amount_discount;
  const { taxes, added, all } = taxesOn(taxable, plan.ratesOf(line));
  return { ...line, amount_discount, amount_tax: all, amount_total: taxable + added, _taxes: taxes };
}

interface ShippingFigures {
  readonly cost: Session["shipping_cost"];
  readonly taxes: Session["_shipping_taxes"];
}

function pricedShipping(session: PricedSession, plan: TaxPlan): ShippingFigures {
  const chosen = session.shipping_cost?.shipping_rate;
  const rate = session._shipping_rates.find(({ id }) => id === chosen);
  if (rate === undefined) return { cost: null, taxes: [] };
  const amount = shippingAmount(rate, session.currency) ?? 0;
  const behavior = shippingTaxBehavior(rate, session.currency);
  const { taxes, added, all } = taxesOn(amount, plan.ratesOfShipping(behavior));
  const cost = {
    amount_subtotal: amount,
    amount_tax: all,
    amount_total: amount + added,
    shipping_rate: rate.id,
  };
  return { cost, taxes };
}
