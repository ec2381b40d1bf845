/** What tests of the order share: things to buy, and how the page is asked what they come to. */
import type { Page } from "playwright-core";
import { beforeEach, expect } from "vitest";
import type { ShippingRate } from "../../src/resources/catalog/shipping_rate.ts";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import type { Checkout } from "./checkout.ts";
import { type LineOf, NOW, TEE } from "./page_server.ts";

export const SHIRTS: LineOf = { ...TEE, quantity: 2, adjustable: { minimum: 1, maximum: 10 } };
export const MUG: LineOf = { name: "Mug", amount: 1500, adjustable: {} };
/** The buyer says what it costs. */
export function gift(
  custom: { readonly minimum?: number; readonly maximum?: number; readonly preset?: number },
  currency = "usd",
): LineOf {
  const custom_unit_amount = { minimum: null, maximum: null, preset: null, ...custom };
  const price = { currency, unit_amount: null, unit_amount_decimal: null, custom_unit_amount };
  return { name: "Gift", amount: 0, price };
}

export const CODES: Partial<PaymentSession> = { allow_promotion_codes: true };

/** Known to the server of each test: SUMMER, ALL and OLD. */
export function useCodes(checkout: Checkout): void {
  beforeEach(() => {
    const { server } = checkout;
    server.holdUpdate = async () => {};
    server.updated.length = 0;
    server.codes.set("SUMMER", { percent_off: 10 });
    server.codes.set("ALL", { percent_off: 100 });
    server.codes.set("OLD", { percent_off: 10, redeem_by: NOW - 1 });
  });
}

function shippingRate(id: string, display_name: string, amount: number, days: number): ShippingRate {
  const rate: Partial<ShippingRate> = {
    id,
    display_name,
    delivery_estimate: { minimum: null, maximum: { unit: "business_day", value: days } },
    fixed_amount: { amount, currency: "usd" },
    tax_behavior: "exclusive",
    _currency_options: null,
  };
  return rate as ShippingRate;
}

const RATES = [shippingRate("shr_ground", "Ground", 0, 5), shippingRate("shr_air", "Air", 1500, 1)];
export const SHIPPED: Partial<PaymentSession> = {
  shipping_cost: { amount_subtotal: 0, amount_tax: 0, amount_total: 0, shipping_rate: "shr_ground" },
  shipping_options: RATES.map(({ id, fixed_amount }) => ({
    shipping_amount: fixed_amount.amount,
    shipping_rate: id,
  })),
  _shipping_rates: RATES,
};

export const entry = (page: Page) => page.locator("#promotionCode");
export const quantityButton = (page: Page, at = 0) => page.getByTestId("line-item-adjustable-qty").nth(at);

/** Waits for it: the page changes when the server has answered. */
export async function expectTotal(page: Page, text: string): Promise<void> {
  const total = page.locator("#OrderDetails-TotalAmount");
  await total.filter({ hasText: text }).waitFor();
  expect(await total.textContent()).toBe(text);
  expect(await page.getByTestId("product-summary-total-amount").textContent()).toBe(text);
}
