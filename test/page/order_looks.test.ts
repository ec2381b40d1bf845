/**
 * The order in every state, narrow and wide: accessible, nothing outside the page, controls large enough to
 * touch.
 */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ShippingRate } from "../../src/resources/catalog/shipping_rate.ts";
import type { TaxRate } from "../../src/resources/catalog/tax_rate.ts";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { sideways, violations } from "./axe.ts";
import { useCheckout } from "./checkout.ts";
import { type LineOf, TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
beforeEach(() => {
  checkout.server.codes.set("SUMMERSALEOFALLTHINGSINTHEWHOLEWIDEWORLD2026", { percent_off: 12.5 });
});

const LONG = "SUMMERSALEOFALLTHINGSINTHEWHOLEWIDEWORLD2026";
const IMAGE = "http://127.0.0.1:9/tee.png";
const LINES: readonly LineOf[] = [
  {
    ...TEE,
    quantity: 2,
    description: "Soft cotton",
    image: IMAGE,
    adjustable: { minimum: 1 },
    taxRates: ["txr_1"],
  },
  { name: "Averyveryverylongwordwithoutanyspacesinit ".repeat(2), amount: 9_999_999, adjustable: {} },
];
const RATES = ["Ground", "The day after tomorrow, before ten o'clock"].map(
  (display_name, at): ShippingRate => {
    const rate: Partial<ShippingRate> = {
      id: `shr_${at}`,
      display_name,
      delivery_estimate: { minimum: { unit: "business_day", value: 5 }, maximum: { unit: "week", value: 2 } },
      fixed_amount: { amount: at * 150_000, currency: "usd" },
      tax_behavior: "exclusive",
      _currency_options: null,
    };
    return rate as ShippingRate;
  },
);
const MORE: Partial<PaymentSession> = {
  allow_promotion_codes: true,
  cancel_url: "https://example.com",
  shipping_cost: { amount_subtotal: 0, amount_tax: 0, amount_total: 0, shipping_rate: "shr_0" },
  shipping_options: RATES.map(({ id, fixed_amount }) => ({
    shipping_amount: fixed_amount.amount,
    shipping_rate: id,
  })),
  _shipping_rates: RATES,
  _tax_rates: [{ id: "txr_1", display_name: "Sales tax", percentage: 8.8755, inclusive: false } as TaxRate],
};
const GIFT: LineOf = {
  name: "Gift",
  amount: 0,
  price: {
    unit_amount: null,
    unit_amount_decimal: null,
    custom_unit_amount: { minimum: 100, maximum: null, preset: 500 },
  },
};

type State = (page: Page) => Promise<void>;
const STATES: Readonly<Record<string, State>> = {
  open: async (page) => {
    const details = page.getByTestId("header-view-details");
    if (await details.isVisible()) await details.click();
  },
  "with a code refused": async (page) => {
    await page.locator("#promotionCode").fill("nothing");
    await page.keyboard.press("Enter");
    await page.locator(".PromotionCodeEntry .FieldError").waitFor();
  },
  "with a code applied": async (page) => {
    await page.locator("#promotionCode").fill(LONG);
    await page.keyboard.press("Enter");
    await page.locator(".AppliedDiscount").waitFor();
  },
  "with the dearer shipping": async (page) => {
    await page.locator('[value="shr_1"]').check({ force: true });
    await page.getByTestId("order-shipping").getByText("$1,500.00").waitFor();
  },
  "with the quantity open": async (page) => {
    await page.getByTestId("line-item-adjustable-qty").last().click();
    await page.locator("#adjustQuantity").waitFor();
  },
  "with a quantity refused": async (page) => {
    await page.locator("#adjustQuantity").fill("100");
    await page.keyboard.press("Enter");
    await page.locator(".AdjustQuantityModal .FieldError").waitFor();
  },
};

describe.each([1280, 390, 320])("%i wide", (width) => {
  test("axe finds nothing in any state, and nothing is outside the page", async () => {
    const { page } = await checkout.open(checkout.session(LINES, MORE), {
      viewport: { width, height: 800 },
      reducedMotion: "reduce",
    });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(page);
      expect(await violations(page), state).toEqual([]);
      expect(await sideways(page), state).toBeLessThanOrEqual(0);
    }
  });

  test("the same with an amount that the buyer chooses: locked, open and refused", async () => {
    const { page } = await checkout.open(checkout.session([GIFT]), { viewport: { width, height: 800 } });
    expect(await violations(page), "locked").toEqual([]);
    await page.getByRole("button", { name: "Change amount" }).click();
    expect(await violations(page), "open").toEqual([]);
    await page.locator("#customUnitAmount").fill("0");
    await page.keyboard.press("Enter");
    await page.locator("#custom-amount .FieldError").waitFor();
    expect(await violations(page), "refused").toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

  test("the same without JavaScript", async () => {
    // axe itself is a script: the plain page is looked at in a browser that has one, with its own words for it.
    const session = checkout.session(LINES, MORE);
    const html = await (await fetch(checkout.urlOf(session))).text();
    const plain = html.replaceAll(/<\/?noscript>/g, "").replace(/<script[^>]*><\/script>/, "");
    const { page } = await checkout.visit({ viewport: { width, height: 800 } });
    await page.route(`**/c/pay/${session.id}`, (route) =>
      route.fulfill({ body: plain, contentType: "text/html" }),
    );
    await page.goto(checkout.urlOf(session));
    await page.evaluate(() => document.getElementById("order-details")?.setAttribute("data-open", ""));
    expect(await page.getByRole("spinbutton").count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });
});

test.each(["200%"])("text at %s: nothing is outside the page or cut off", async (size) => {
  for (const width of [1280, 390]) {
    const { page } = await checkout.open(checkout.session(LINES, MORE), { viewport: { width, height: 800 } });
    await page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
    }, size);
    for (const state of ["open", "with a code applied", "with the quantity open"]) {
      await STATES[state]?.(page);
      expect(await sideways(page), `${state}, ${width}`).toBeLessThanOrEqual(0);
    }
    const dialog = page.locator(".AdjustQuantityModal");
    expect(await dialog.evaluate((node) => node.scrollWidth - node.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test("on a phone all controls are 44 px high", async () => {
  const { page } = await checkout.open(checkout.session(LINES, MORE), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const small = () =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          "button, .Input, .PromotionCodeEntry-box, label.RadioButtonList-item",
        ),
      ]
        .map((node) => [node.className, Math.round(node.getBoundingClientRect().height)] as const)
        .filter(([, height]) => height < 44 && height > 0),
    );
  for (const state of ["open", "with a code applied", "with the quantity open"]) {
    await STATES[state]?.(page);
    expect(await small(), state).toEqual([]);
  }
});
