/** What buyers may change of the order: codes, quantities, amounts and shipping. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";
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
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
useCodes(checkout);

const quantityBox = (page: Page) => page.getByRole("textbox", { name: "quantity" });

describe("promotion code", () => {
  test("is applied by Enter, which does not pay; when it is removed, the empty field is back", async () => {
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
  ])("%j is refused in a message tied to the field, and stays typed", async (code, words) => {
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

  test("that makes the total zero hides the card fields, which return when it is removed", async () => {
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

  test("has no field if the shop allows no codes", async () => {
    const { page } = await checkout.open(checkout.session());
    expect(await page.locator(".PromotionCodeEntry").count()).toBe(0);
  });
});

describe("quantity", () => {
  test("is changed in a dialog, in the way existing tests do it", async () => {
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

  test("is limited by its bounds in both directions", async () => {
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

  test.each(["0", "11", "", "1.5", "x"])("%j is refused before it is sent", async (typed) => {
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

  test("of 0 removes a line, and the last line stays", async () => {
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

  test.each(["Escape", "the cross", "a click beside it"])("is not changed by %s", async (how) => {
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

  test("the dialog keeps the keyboard focus inside", async () => {
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

  test("when closed, nothing of the dialog is in the page", async () => {
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

describe("an amount that the buyer chooses", () => {
  const input = (page: Page) => page.locator("#customUnitAmount");

  test("is typed if there is no preset, and is what is charged", async () => {
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

  test("is locked if there is a preset, until the buyer chooses to change it", async () => {
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
  ])("%s is refused, and paying waits for a valid amount", async (typed, words) => {
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

  test("is asked for if it is missing", async () => {
    const { page } = await checkout.open(checkout.session([gift({})]));
    await fillIn(page);
    await submitButton(page).click();
    await page.locator("#custom-amount .FieldError").waitFor();
    expect(await page.locator("#custom-amount .FieldError").textContent()).toBe("Enter an amount.");
  });

  test.each([
    ["jpy", "1,500", 1500, "¥1,500"],
    ["bhd", "5.125", 5125, "BHD 5.125"],
  ] as const)("in %s has the decimals of its currency", async (currency, typed, amount, shown) => {
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

  test("of several quick choices the last one counts, and only one update is sent at a time", async () => {
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
    expect(checkout.server.updated.map((form) => form.shipping_rate)).toEqual(["shr_air", "shr_ground"]);
  });
});
