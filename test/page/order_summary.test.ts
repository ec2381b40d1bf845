/** The order on the page: the selectors of existing tests, and its totals. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import type { TaxRate } from "../../src/resources/catalog/tax_rate.ts";
import { useCheckout } from "./checkout.ts";
import {
  CODES,
  entry,
  expectTotal,
  gift,
  MUG,
  quantityButton,
  SHIPPED,
  SHIRTS,
  useCodes,
} from "./order_parts.ts";
import { discountOf, type LineOf, TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
useCodes(checkout);

function taxRate(id: string, display_name: string, percentage: number, inclusive: boolean): TaxRate {
  return { id, object: "tax_rate", display_name, percentage, inclusive } as TaxRate;
}

describe("selectors of existing tests find one node, where Stripe's page has it", () => {
  const IMAGE = "http://127.0.0.1:9/tee.png";
  const openQuantity = (page: Page) => quantityButton(page).click();
  const applyCode = async (page: Page) => {
    await entry(page).fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.locator(".AppliedDiscount").waitFor();
  };
  test.each<[string, readonly LineOf[], ((page: Page) => Promise<void>) | null, string]>([
    [
      "several items and a code field",
      [{ ...TEE, image: IMAGE, quantity: 2 }, MUG],
      null,
      `#promotionCode .PromotionCodeEntry .PromotionCodeEntry-label button[class*="PromotionCodeEntry-applyButton"]
       input[name="promotionCode"] [data-testid="line-item-image"] img.LineItem-image
       section[data-testid="order-details-mobile"] [data-testid="order-details"]
       span[data-testid="order-details-footer-subtotal-amount"] #OrderDetailsFooter-SubtotalAmount
       #OrderDetails-TotalAmount #ProductSummary-totalAmount .CurrencyAmount
       [data-testid="line-item-adjustable-qty"] [data-testid="line-item-adjustable-qty-hit-box"]
       button.AdjustableQuantitySelector .LineItem-adjustableQty [data-testid="line-item-amount-detail"]`,
    ],
    [
      "an applied code",
      [TEE],
      applyCode,
      ".PromotionCodeEntry-pill .AppliedDiscount .AppliedDiscount-removeButton",
    ],
    [
      "an open quantity",
      [SHIRTS],
      openQuantity,
      `#adjustQuantity .AdjustQuantityModal-toggleQuantityBtn--plus .AdjustQuantityModal-toggleQuantityBtn--minus
       .AdjustQuantityFooter-btn .AdjustQuantityModal-modal .AdjustQuantityHeader-closeBtn`,
    ],
    ["an amount of the buyer's", [gift({ preset: 500 })], null, "#customUnitAmount"],
  ])("%s", async (_state, lines, reach, selectors) => {
    const { page } = await checkout.open(checkout.session(lines, CODES));
    await reach?.(page);
    const counts = await page.evaluate(
      (all) => all.map((selector) => [selector, document.querySelectorAll(selector).length] as const),
      selectors.trim().split(/\s+/),
    );
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
    const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((node) => node.id));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe("totals", () => {
  const rows = (page: Page) =>
    page
      .locator(".OrderDetailsSubtotalItem")
      .evaluateAll((all) => all.map((row) => [...row.children].map((part) => part.textContent)));

  test("name the discount, the shipping and each tax, also taxes included in the prices", async () => {
    const rates = [taxRate("txr_sales", "Sales tax", 8.875, false), taxRate("txr_vat", "VAT", 20, true)];
    const session = checkout.session(
      [
        { ...TEE, quantity: 2, taxRates: ["txr_sales"] },
        { ...MUG, taxRates: ["txr_vat"] },
      ],
      {
        ...SHIPPED,
        _tax_rates: rates,
        _discount: { ...discountOf("SPRING", { percent_off: 10 }), by_buyer: false },
      },
    );
    const { page } = await checkout.open(session);
    expect(await rows(page)).toEqual([
      ["SPRING10% off", "-$5.50"],
      ["ShippingGround", "Free"],
      ["Sales tax (8.875%)", "$3.20"],
      ["VAT (20%, included)", "$2.25"],
    ]);
    expect(await page.getByTestId("order-details-footer-subtotal-amount").textContent()).toBe("$55.00");
    await expectTotal(page, "$52.70");
    expect(await page.locator(".AppliedDiscount-removeButton").count(), "not the buyer's to take away").toBe(
      0,
    );
  });

  test("wait for a postal address if taxes depend on it", async () => {
    const { page } = await checkout.open(
      checkout.session(undefined, {
        automatic_tax: { enabled: true, liability: null, provider: "stripe", status: null },
      }),
    );
    expect(await rows(page)).toEqual([["Tax", "Enter address to calculate"]]);
  });

  test("show on a line its share of a discount that does not apply to all", async () => {
    const discount = discountOf("MUGS", { amount_off: 500, currency: "usd", _applies_to: ["prod_fake1"] });
    const { page } = await checkout.open(checkout.session([TEE, MUG], { _discount: discount }));
    expect(await page.getByTestId("line-item-discount").allTextContents()).toEqual(["MUGS (-$5.00)"]);
  });
});
