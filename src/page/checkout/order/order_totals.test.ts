import { expect, test } from "vitest";
import type { TaxRate } from "../../../resources/catalog/tax_rate.ts";
import { NEW_SESSION } from "../../../resources/checkout/checkout_session/row/defaults.ts";
import type {
  LineItem,
  PaymentSession,
  TaxAmount,
} from "../../../resources/checkout/checkout_session/row/session.ts";
import { taxesOf } from "./order_totals.tsx";

const rate = (id: string): TaxRate => ({ id, display_name: id, percentage: 10, inclusive: false }) as TaxRate;
const tax = (
  rate: string,
  amount: number,
  taxability_reason: TaxAmount["taxability_reason"] = null,
): TaxAmount => ({
  amount,
  rate,
  taxability_reason,
  taxable_amount: amount * 10,
});
const line = (...taxes: TaxAmount[]): LineItem => ({ _taxes: taxes }) as unknown as LineItem;
const shown = (more: Partial<PaymentSession>) =>
  taxesOf({ ...NEW_SESSION, ...more }).map(({ rate, amount, reason }) => [rate.id, amount, reason]);

test("each rate is added up over lines and shipping, in the order of the rates", () => {
  const session = {
    _tax_rates: [rate("txr_b"), rate("txr_a"), rate("txr_unused")],
    _line_items: [line(tax("txr_a", 5), tax("txr_b", 7)), line(tax("txr_a", 6))],
    _shipping_taxes: [tax("txr_a", 1)],
  };
  expect(shown(session)).toEqual([
    ["txr_b", 7, null],
    ["txr_a", 12, null],
  ]);
});

test("a rate without tax is shown if the buyer is exempt, but not if the product is", () => {
  const session = {
    _tax_rates: [rate("txr_a"), rate("txr_b")],
    _line_items: [line(tax("txr_a", 0, "product_exempt"), tax("txr_b", 0, "reverse_charge"))],
  };
  expect(shown(session)).toEqual([["txr_b", 0, "reverse_charge"]]);
});

test("a rate that taxes only some items shows the reason of the taxed ones", () => {
  const session = {
    _tax_rates: [rate("txr_a")],
    _line_items: [line(tax("txr_a", 0, "product_exempt")), line(tax("txr_a", 9, "standard_rated"))],
  };
  expect(shown(session)).toEqual([["txr_a", 9, "standard_rated"]]);
});
