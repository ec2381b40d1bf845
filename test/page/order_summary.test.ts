/** The order on the page and what buyers may change of it: with a script and without, by mouse and by keyboard. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Session } from "../../src/resources/checkout_session/session.ts";
import type { ShippingRate } from "../../src/resources/shipping_rate.ts";
import type { TaxRate } from "../../src/resources/tax_rate.ts";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";
import { discountOf, type LineOf, TEE } from "./fake_parts.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
beforeEach(() => {
  const { server } = checkout;
  server.holdUpdate = async () => {};
  server.updated.length = 0;
  server.codes.clear();
  server.codes.set("SUMMER", { percent_off: 10 });
  server.codes.set("ALL", { percent_off: 100 });
  server.codes.set("OLD", "This promotion code is expired.");
});

const NO_SCRIPT = { javaScriptEnabled: false } as const;
const SHIRTS: LineOf = { ...TEE, quantity: 2, adjustable: { minimum: 1, maximum: 10 } };
const MUG: LineOf = { name: "Mug", amount: 1500, adjustable: {} };
const CODES: Partial<Session> = { allow_promotion_codes: true };

const total = (page: Page) => page.locator("#OrderDetails-TotalAmount");
const entry = (page: Page) => page.locator("#promotionCode");
const quantityButton = (page: Page, at = 0) => page.getByTestId("line-item-adjustable-qty").nth(at);
const quantityBox = (page: Page) => page.getByRole("textbox", { name: "quantity" });

/** Waits for it: the page changes when the server has answered. */
async function expectTotal(page: Page, text: string): Promise<void> {
  await page.locator("#OrderDetails-TotalAmount", { hasText: text }).waitFor();
  expect(await total(page).textContent()).toBe(text);
  expect(await page.getByTestId("product-summary-total-amount").textContent()).toBe(text);
}

function taxRate(id: string, display_name: string, percentage: number, inclusive: boolean): TaxRate {
  return { id, object: "tax_rate", display_name, percentage, inclusive } as TaxRate;
}

function shippingRate(id: string, display_name: string, amount: number, days: number | null): ShippingRate {
  const rate: Partial<ShippingRate> = {
    id,
    display_name,
    delivery_estimate:
      days === null ? null : { minimum: null, maximum: { unit: "business_day", value: days } },
    fixed_amount: { amount, currency: "usd" },
    tax_behavior: "exclusive",
    _currency_options: null,
  };
  return rate as ShippingRate;
}

const RATES = [shippingRate("shr_ground", "Ground", 0, 5), shippingRate("shr_air", "Air", 1500, 1)];
const SHIPPED: Partial<Session> = {
  shipping_cost: { amount_subtotal: 0, amount_tax: 0, amount_total: 0, shipping_rate: "shr_ground" },
  shipping_options: RATES.map(({ id, fixed_amount }) => ({
    shipping_amount: fixed_amount.amount,
    shipping_rate: id,
  })),
  _shipping_rates: RATES,
};

describe("totals", () => {
  const rows = (page: Page) =>
    page
      .locator(".OrderDetailsSubtotalItem")
      .evaluateAll((all) => all.map((row) => [...row.children].map((part) => part.textContent)));

  test("name discount, shipping and each tax, with what the prices hold already", async () => {
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

  test("wait for an address where taxes depend on it", async () => {
    const { page } = await checkout.open(
      checkout.session(undefined, {
        automatic_tax: { enabled: true, liability: null, provider: "stripe", status: null },
      }),
    );
    expect(await rows(page)).toEqual([["Tax", "Enter address to calculate"]]);
  });

  test("tell a line its share of a discount that is not for all", async () => {
    const discount = discountOf("MUGS", { amount_off: 500, currency: "usd", _applies_to: ["prod_fake1"] });
    const { page } = await checkout.open(checkout.session([TEE, MUG], { _discount: discount }));
    expect(await page.getByTestId("line-item-discount").allTextContents()).toEqual(["MUGS (-$5.00)"]);
  });
});

describe("promotion code", () => {
  test("is applied by Enter and does not pay; taken away again, the entry is back and empty", async () => {
    const { page, complaints } = await checkout.open(checkout.session(undefined, CODES));
    const paid = checkout.server.confirmed.length;
    await page.getByText("Add promotion code").click();
    expect(await entry(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type("summer");
    await page.keyboard.press("Enter");
    await page.locator(".PromotionCodeEntry-pill").waitFor();
    await expectTotal(page, "$18.00");
    expect(await page.locator(".AppliedDiscount").innerText()).toMatch(/SUMMER\s*10% off\s*-\$2.00/);
    expect(await submitButton(page).innerText()).toContain("Pay $18.00");
    expect(await entry(page).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("AppliedDiscount-removeButton");

    await page.keyboard.press("Enter");
    await expectTotal(page, "$20.00");
    expect(await entry(page).inputValue()).toBe("");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("promotionCode");
    expect(checkout.server.confirmed.length).toBe(paid);
    expect(complaints).toEqual([]);
  });

  test.each([
    ["nothing", "This code is invalid."],
    ["old", "This promotion code is expired."],
    ["", "Enter a promotion code."],
  ])("%j is refused in words tied to the field, and stays typed", async (code, words) => {
    const { page } = await checkout.open(checkout.session(undefined, CODES));
    await page.locator("#email").fill("jenny@example.com");
    await entry(page).fill(code);
    await page.locator('button[class*="PromotionCodeEntry-applyButton"]').click();
    const error = page.locator(".PromotionCodeEntry .FieldError");
    await error.waitFor();
    expect(await error.textContent()).toBe(words);
    expect(await entry(page).getAttribute("aria-describedby")).toBe(await error.getAttribute("id"));
    expect(await page.locator("#promotionCode.CheckoutInput--invalid[aria-invalid=true]").count()).toBe(1);
    expect(await entry(page).inputValue()).toBe(code);
    expect(await entry(page).evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
  });

  test("that leaves nothing to pay asks for no card, and for one again without it", async () => {
    const session = checkout.session(undefined, CODES);
    const { page } = await checkout.open(session);
    await fillIn(page);
    await entry(page).fill("ALL");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$0.00");
    expect(await submitButton(page).innerText()).toContain("Complete order");
    expect(await page.locator("#cardNumber").isVisible()).toBe(false);
    await page.locator(".AppliedDiscount-removeButton").click();
    await expectTotal(page, "$20.00");
    expect(await page.locator("#cardNumber").isVisible()).toBe(true);
    await entry(page).fill("ALL");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$0.00");
    await submitButton(page).click();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(checkout.server.confirmed.at(-1)?.payment_method_data).toBeUndefined();
  });

  test("has no entry where the shop takes none", async () => {
    const { page } = await checkout.open(checkout.session());
    expect(await page.locator(".PromotionCodeEntry").count()).toBe(0);
  });
});

describe("quantity", () => {
  test("is changed in a dialog as existing tests do it", async () => {
    const { page, complaints } = await checkout.open(checkout.session([SHIRTS]));
    await quantityButton(page).click();
    await quantityBox(page).fill("5");
    await page.getByRole("button", { name: "Update" }).click();
    await expectTotal(page, "$100.00");
    expect(await quantityButton(page).innerText()).toContain("Qty 5");
    expect(await page.locator(".AdjustQuantityModal").count()).toBe(0);
    expect(await quantityButton(page).evaluate((node) => node === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
  });

  test("goes up and down between its bounds", async () => {
    const { page } = await checkout.open(
      checkout.session([{ ...SHIRTS, adjustable: { minimum: 1, maximum: 3 } }]),
    );
    await page.getByTestId("line-item-adjustable-qty-hit-box").click();
    const [minus, plus] = ["minus", "plus"].map((way) =>
      page.locator(`.AdjustQuantityModal-toggleQuantityBtn--${way}`),
    );
    await plus?.click();
    expect(await quantityBox(page).inputValue()).toBe("3");
    expect(await plus?.isDisabled()).toBe(true);
    await minus?.click();
    await minus?.click();
    expect(await quantityBox(page).inputValue()).toBe("1");
    expect(await minus?.isDisabled()).toBe(true);
    await page.locator(".AdjustQuantityFooter-btn").click();
    await expectTotal(page, "$20.00");
  });

  test.each(["0", "11", "", "1.5", "x"])("of %j is refused before it is sent", async (typed) => {
    const { page } = await checkout.open(checkout.session([SHIRTS]));
    await quantityButton(page).click();
    await quantityBox(page).fill(typed);
    await page.keyboard.press("Enter");
    expect(await page.locator(".AdjustQuantityModal .FieldError").textContent()).toBe(
      "Enter a quantity from 1 to 10.",
    );
    expect(await quantityBox(page).evaluate((node) => node === document.activeElement)).toBe(true);
    await quantityBox(page).fill("3");
    expect(await page.locator(".AdjustQuantityModal .FieldError").count()).toBe(0);
    expect(checkout.server.updated).toEqual([]);
  });

  test("of 0 removes a line, and the last one stays", async () => {
    const { page } = await checkout.open(checkout.session([TEE, MUG]));
    await quantityButton(page).click();
    expect(await page.locator(".AdjustQuantityModal-hint").isVisible()).toBe(true);
    await quantityBox(page).fill("0");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$20.00");
    expect(await page.getByTestId("line-item-product-name").allTextContents()).toEqual([TEE.name]);

    const last = await checkout.open(checkout.session([MUG]));
    await quantityButton(last.page).click();
    await quantityBox(last.page).fill("0");
    await last.page.keyboard.press("Enter");
    expect(await last.page.locator(".AdjustQuantityModal .FieldError").textContent()).toBe(
      "Enter a quantity from 1 to 99.",
    );
  });

  test.each(["Escape", "the cross", "a click beside it"])("is left alone by %s", async (how) => {
    const { page } = await checkout.open(checkout.session([SHIRTS]));
    await quantityButton(page).focus();
    await page.keyboard.press("Enter");
    await quantityBox(page).fill("7");
    if (how === "Escape") await page.keyboard.press("Escape");
    else if (how === "the cross") await page.getByRole("button", { name: "Close" }).click();
    else await page.mouse.click(5, 5);
    await page.locator(".AdjustQuantityModal").waitFor({ state: "detached" });
    expect(await quantityButton(page).evaluate((node) => node === document.activeElement)).toBe(true);
    await quantityButton(page).click();
    expect(await quantityBox(page).inputValue()).toBe("2");
    expect(checkout.server.updated).toEqual([]);
  });

  test("the dialog keeps the keyboard in it", async () => {
    const { page } = await checkout.open(checkout.session([SHIRTS]));
    await quantityButton(page).click();
    const inside: (boolean | null)[] = [];
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press("Tab");
      inside.push(
        await page.evaluate(() => {
          const node = document.activeElement;
          return node === document.body || node === null ? null : node.closest("dialog") !== null;
        }),
      );
    }
    expect(inside).not.toContain(false);
    expect(inside.filter(Boolean).length).toBeGreaterThan(4);
  });

  test("closed, nothing of the dialog is in the page", async () => {
    const { page } = await checkout.open(checkout.session([SHIRTS]));
    for (const selector of ["button[type=submit]", ".SubmitButton", "#promotionCode, #adjustQuantity"])
      expect(await page.locator(selector).count(), selector).toBe(selector.startsWith("#") ? 0 : 1);
    await quantityButton(page).click();
    for (const selector of [
      "#adjustQuantity",
      ".AdjustQuantityModal",
      ".AdjustQuantityFooter-btn[type=submit]",
    ])
      expect(await page.locator(selector).count(), selector).toBe(1);
  });
});

describe("an amount that is left to the buyer", () => {
  const gift = (
    custom: { minimum?: number; maximum?: number; preset?: number },
    currency = "usd",
  ): LineOf => ({
    name: "Gift",
    amount: 0,
    price: {
      currency,
      unit_amount: null,
      unit_amount_decimal: null,
      custom_unit_amount: { minimum: null, maximum: null, preset: null, ...custom },
    },
  });
  const input = (page: Page) => page.locator("#customUnitAmount");

  test("is typed where there is none, and is what is paid", async () => {
    const session = checkout.session([gift({ minimum: 500, maximum: 10_000 })]);
    const { page } = await checkout.open(session);
    expect(await submitButton(page).innerText()).toContain("Pay");
    expect(await page.getByRole("button", { name: "Change amount" }).count()).toBe(0);
    await page.getByPlaceholder("$0.00").fill("12.5");
    await fillIn(page);
    await expectTotal(page, "$12.50");
    expect(await input(page).inputValue()).toBe("$12.50");
    await submitButton(page).click();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(checkout.server.confirmed.at(-1)?.expected_amount).toBe(1250);
  });

  test("is locked where there is one, until it is to be changed", async () => {
    const { page } = await checkout.open(checkout.session([gift({ preset: 500 })]));
    await expectTotal(page, "$5.00");
    expect(await input(page).isDisabled()).toBe(true);
    await page.getByText("Change amount").click();
    expect(await input(page).evaluate((node) => node === document.activeElement)).toBe(true);
    await input(page).fill("12.50");
    await page.locator("#email").fill("jenny@example.com");
    await expectTotal(page, "$12.50");
  });

  test.each([
    ["1", "The amount must be at least $5.00."],
    ["101", "The amount must be no more than $100.00."],
    ["abc", "Enter a valid amount."],
  ])("of %s is refused, and paying waits for a better one", async (typed, words) => {
    const session = checkout.session([gift({ minimum: 500, maximum: 10_000, preset: 700 })]);
    const before = checkout.server.confirmed.length;
    const { page } = await checkout.open(session);
    await fillIn(page);
    await page.getByText("Change amount").click();
    await input(page).fill(typed);
    await submitButton(page).click();
    const error = page.locator("#custom-amount .FieldError");
    await error.waitFor();
    expect(await error.textContent()).toBe(words);
    await page.locator("#customUnitAmount:focus").waitFor();
    expect(await input(page).inputValue()).toBe(typed);
    expect(checkout.server.confirmed.length).toBe(before);
    await input(page).fill("8");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$8.00");
    await submitButton(page).click();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  });

  test("is asked for when it is missing", async () => {
    const { page } = await checkout.open(checkout.session([gift({})]));
    await fillIn(page);
    await submitButton(page).click();
    await page.locator("#custom-amount .FieldError").waitFor();
    expect(await page.locator("#custom-amount .FieldError").textContent()).toBe("Enter an amount.");
  });

  test.each([
    ["jpy", "1,500", 1500, "¥1,500"],
    ["bhd", "5.125", 5125, "BHD 5.125"],
  ] as const)("in %s has its decimals", async (currency, typed, amount, shown) => {
    const { page } = await checkout.open(checkout.session([gift({}, currency)], { currency }));
    await input(page).fill(typed);
    await page.keyboard.press("Enter");
    await expectTotal(page, shown.replace(" ", "\u00a0"));
    expect(checkout.server.updated.at(-1)).toMatchObject({
      line_items: { 0: { custom_amount: String(amount) } },
    });
  });
});

describe("shipping option", () => {
  test("is chosen from a group, and the total follows", async () => {
    const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
    const options = page.locator('input[name="shipping-rate"]');
    expect(await options.count()).toBe(2);
    expect(await page.getByRole("radio", { name: /Ground/ }).isChecked()).toBe(true);
    expect(await page.locator("#shipping-options").innerText()).toMatch(
      /Ground\s+Up to 5 business days\s+Free\s+Air\s+Up to 1 business day\s+\$15.00/,
    );
    await page.getByText("Air").first().click();
    await expectTotal(page, "$35.00");
    expect(await submitButton(page).innerText()).toContain("Pay $35.00");
    expect(await page.getByTestId("order-shipping").innerText()).toMatch(/Shipping\s+Air\s+\$15.00/);
    await page.keyboard.press("ArrowUp");
    await expectTotal(page, "$20.00");
    expect(
      await page.getByRole("radio", { name: /Ground/ }).evaluate((node) => node === document.activeElement),
    ).toBe(true);
  });

  test("of several quick choices the last one counts, and one update is on its way at a time", async () => {
    const releases: (() => void)[] = [];
    checkout.server.holdUpdate = () => new Promise((resolve) => releases.push(resolve));
    const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
    const [ground, air] = [page.locator('[value="shr_ground"]'), page.locator('[value="shr_air"]')];
    await air.check({ force: true });
    await ground.check({ force: true });
    await air.check({ force: true });
    await ground.check({ force: true });
    await expect.poll(() => releases.length).toBe(1);
    releases[0]?.();
    await expect.poll(() => releases.length).toBe(2);
    expect(await ground.isChecked(), "an answer to an earlier choice undoes no later one").toBe(true);
    releases[1]?.();
    await page.locator("#payment-form:not([data-updating])").waitFor();
    await expectTotal(page, "$20.00");
    expect(checkout.server.updated).toEqual([{ shipping_rate: "shr_air" }, { shipping_rate: "shr_ground" }]);
  });
});

describe("an update", () => {
  test("sends no card, and keeps what is typed, where the caret is, and what is open", async () => {
    const bodies: string[] = [];
    const { page } = await checkout.open(checkout.session([SHIRTS], { ...CODES, ...SHIPPED }), {
      viewport: { width: 390, height: 700 },
    });
    page.on("request", (request) => {
      if (request.url().endsWith("/update")) bodies.push(request.postData() ?? "");
    });
    await page.getByTestId("header-view-details").click();
    await fillIn(page);
    await page.locator('[value="shr_air"]').check({ force: true });
    await entry(page).fill("half a c");
    await page.keyboard.press("ArrowLeft");
    const scrolled = await page.evaluate(() => scrollY);
    await expectTotal(page, "$55.00");
    expect(await page.evaluate(() => [document.activeElement?.id, scrollY])).toEqual([
      "promotionCode",
      scrolled,
    ]);
    expect(await entry(page).inputValue()).toBe("half a c");
    expect(await entry(page).evaluate((node: HTMLInputElement) => node.selectionStart)).toBe(7);
    expect(await page.getByTestId("order-details-mobile").isVisible()).toBe(true);
    expect(await page.getByTestId("header-view-details").getAttribute("aria-expanded")).toBe("true");
    expect(await page.locator("#cardNumber").inputValue()).toBe("4242 4242 4242 4242");
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) expect(body).not.toMatch(/card(?:Number|Expiry|Cvc)|4242/);
  });

  test("is awaited by a payment, which is of the new total", async () => {
    let release = () => {};
    checkout.server.holdUpdate = () => new Promise((resolve) => (release = resolve));
    const session = checkout.session(undefined, SHIPPED);
    const { page } = await checkout.open(session);
    await fillIn(page);
    await page.locator('[value="shr_air"]').check({ force: true });
    const before = checkout.server.confirmed.length;
    await expect.poll(() => checkout.server.updated.length).toBe(1);
    await submitButton(page).click();
    expect(checkout.server.confirmed.length).toBe(before);
    release();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(checkout.server.confirmed.at(-1)?.expected_amount).toBe(3500);
  });

  test("tells those who do not see it", async () => {
    const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
    expect(await page.getByRole("status").textContent()).toBe("");
    await page.locator('[value="shr_air"]').check({ force: true });
    await expectTotal(page, "$35.00");
    expect(await page.getByRole("status").textContent()).toBe("Order updated. Total due: $35.00.");
  });

  test("that does not arrive says so and leaves the page as it is", async () => {
    const { page } = await checkout.open(checkout.session(undefined, CODES));
    await page.route("**/update", (route) => route.abort());
    await entry(page).fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.locator(".ConfirmPayment-Error").waitFor();
    expect(await entry(page).inputValue()).toBe("SUMMER");
    await page.unroute("**/update");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$18.00");
  });

  test("of a session that is over shows that it is", async () => {
    const session = checkout.session(undefined, CODES);
    const { page } = await checkout.open(session);
    await page.route("**/status", (route) => route.fulfill({ json: { status: "open" } }));
    checkout.server.change(session.id, { status: "expired" });
    await entry(page).fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.getByTestId("session-expired").waitFor();
  });

  test("without the page's token is refused", async () => {
    const session = checkout.session(undefined, CODES);
    for (const accept of ["application/json", "text/html"]) {
      const reply = await fetch(`${checkout.server.url}/c/pay/${session.id}/update`, {
        method: "POST",
        headers: { accept, "content-type": "application/x-www-form-urlencoded" },
        body: "_token=x&promotionCode=SUMMER&_order=apply_code",
      });
      expect(reply.status).toBe(403);
    }
    expect(checkout.server.updated).toEqual([]);
  });
});

test("a total that changed elsewhere is not paid: the page shows the new one and says so", async () => {
  const session = checkout.session([SHIRTS]);
  const { page } = await checkout.open(session);
  const loaded = await page.evaluate(() => performance.timeOrigin);
  await fillIn(page);
  checkout.server.change(session.id, { amount_total: 4100 });
  await submitButton(page).click();
  await page.locator(".ConfirmPayment-Error").waitFor();
  await expectTotal(page, "$40.00"); // the house has worked it out again
  expect(await page.locator(".ConfirmPayment-Error").textContent()).toBe(
    "The total has changed to $40.00. You have not been charged: check your order and pay again.",
  );
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
  await submitButton(page).click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

describe("without a script", () => {
  const openPlain = async (lines: readonly LineOf[], more: Partial<Session>) => {
    const session = checkout.session(lines, more);
    return { session, ...(await checkout.open(session, NO_SCRIPT)) };
  };

  test("a code is applied and taken away by buttons, and what was typed stays, but for the card", async () => {
    const { page } = await openPlain([TEE], CODES);
    await fillIn(page);
    await entry(page).fill("nothing");
    await page.getByRole("button", { name: "Apply" }).click();
    expect(await page.locator(".PromotionCodeEntry .FieldError").textContent()).toBe("This code is invalid.");
    expect(await entry(page).inputValue()).toBe("nothing");
    await entry(page).fill("summer");
    await page.getByRole("button", { name: "Apply" }).click();
    await expectTotal(page, "$18.00");
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
    expect(await page.locator("#billingName").inputValue()).toBe("Jenny Rosen");
    expect(await page.locator("#cardNumber").inputValue()).toBe("");
    expect(await page.content()).not.toContain("4242");
    await page.getByRole("button", { name: "Remove SUMMER" }).click();
    await expectTotal(page, "$20.00");
  });

  test("quantities and shipping are numbers and radios with a button", async () => {
    const { page, session } = await openPlain([SHIRTS, MUG], SHIPPED);
    await page.getByRole("spinbutton", { name: "Quantity of Mug" }).fill("3");
    await page.locator('[value="shr_air"]').check();
    await page.getByRole("button", { name: "Update" }).first().click();
    await expectTotal(page, "$100.00");
    await page.reload({ waitUntil: "load" }).catch(() => {});
    await page.goto(`${checkout.server.url}/c/pay/${session.id}/update`);
    expect(page.url()).toBe(`${checkout.server.url}/c/pay/${session.id}`);
    await expectTotal(page, "$100.00");
  });

  test("Enter pays, from wherever it is pressed", async () => {
    const { page, session } = await openPlain([SHIRTS], CODES);
    await fillIn(page);
    await page.locator("#billingName").press("Enter");
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  });

  test("Enter in a code does not pay past the discount: it is applied, and the new total shown", async () => {
    const { page } = await openPlain([TEE], CODES);
    const before = checkout.server.confirmed.length;
    await fillIn(page);
    await entry(page).fill("SUMMER");
    await entry(page).press("Enter");
    await expectTotal(page, "$18.00");
    expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain(
      "The total has changed to $18.00.",
    );
    expect(checkout.server.confirmed.length).toBe(before);
  });

  test("a quantity that was changed but not updated is not paid by surprise", async () => {
    const { page } = await openPlain([SHIRTS], {});
    await fillIn(page);
    await page.getByRole("spinbutton").fill("4");
    await submitButton(page).click();
    await expectTotal(page, "$80.00");
    expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain(
      "The total has changed to $80.00.",
    );
  });

  test("the amount is a field with a button", async () => {
    const custom = { minimum: 500, maximum: null, preset: 700 };
    const price = { custom_unit_amount: custom, unit_amount: null, unit_amount_decimal: null };
    const { page } = await openPlain([{ name: "Gift", amount: 0, price }], {});
    await page.locator("#customUnitAmount").fill("1");
    await page.getByRole("button", { name: "Update" }).click();
    expect(await page.locator("#custom-amount .FieldError").textContent()).toBe(
      "The amount must be at least $5.00.",
    );
    expect(await page.locator("#customUnitAmount").inputValue()).toBe("1");
    await page.locator("#customUnitAmount").fill("9");
    await page.getByRole("button", { name: "Update" }).click();
    await expectTotal(page, "$9.00");
  });
});
