/** The summary as buyers see it: of one item, of a long order, and beside a long form. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";
import { EVERYTHING } from "./form_parts.ts";
import { CODES, gift, SHIPPED, useCodes } from "./order_parts.ts";
import { type LineOf, TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
useCodes(checkout);

const ONE: LineOf = { ...TEE, description: "Soft cotton", image: "http://127.0.0.1:9/tee.png" };
const MANY: readonly LineOf[] = Array.from({ length: 100 }, (_, at) => ({
  name: `Item ${at + 1}`,
  amount: 100,
}));

const seenLines = (page: Page) =>
  page.getByTestId("line-item-product-name").filter({ visible: true }).count();

/** How often buyers see a text. What is there for screen readers and tests alone is cut to a pixel. */
const timesSeen = (page: Page, text: string) =>
  page.evaluate((wanted) => {
    const all = [...document.querySelectorAll(".App-Container *")];
    return all.filter(
      (node) =>
        [...node.childNodes].some((child) => child.nodeType === 3 && child.nodeValue?.includes(wanted)) &&
        node.closest(".VisuallyHidden") === null &&
        node.getClientRects().length > 0,
    ).length;
  }, text);

describe.each([1280, 320])("%i wide", (width) => {
  const options = { viewport: { width, height: 800 } };

  test("picture, name and description of the only item stand together, and its price is not repeated", async () => {
    const { page } = await checkout.open(checkout.session([ONE]), options);
    const item = page.getByTestId("product-summary").locator(".LineItem");
    expect(await item.getByTestId("product-summary-product-image").isVisible()).toBe(true);
    expect(await item.getByTestId("line-item-product-name").isVisible()).toBe(true);
    expect(await item.getByTestId("product-summary-description").isVisible()).toBe(true);
    // In the heading, on the button, and in the total, which small screens fold.
    expect(await timesSeen(page, "$20.00")).toBe(width === 1280 ? 3 : 2);
  });

  test("with a code the subtotal is seen, because the total is another one", async () => {
    const { page } = await checkout.open(checkout.session([ONE], CODES), options);
    if (width === 320) await page.getByTestId("header-view-details").click();
    expect(await timesSeen(page, "Subtotal")).toBe(0);
    await page.locator("#promotionCode").fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.locator(".AppliedDiscount").waitFor();
    expect(await timesSeen(page, "Subtotal")).toBe(1);
  });

  test("a long order is folded until it is opened, and stays open when it changes", async () => {
    const { page } = await checkout.open(checkout.session(MANY, CODES), options);
    if (width === 320) await page.getByTestId("header-view-details").click();
    expect(await seenLines(page)).toBe(6);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Show all 100 items" }).click();
    expect(await seenLines(page)).toBe(100);
    await page.locator("#promotionCode").fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.locator(".AppliedDiscount").waitFor();
    expect(await seenLines(page)).toBe(100);
    await page.getByRole("button", { name: "Show fewer" }).click();
    expect(await seenLines(page)).toBe(6);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });
});

test("without JavaScript a long order is not folded", async () => {
  const { page } = await checkout.open(checkout.session(MANY), { javaScriptEnabled: false });
  expect(await seenLines(page)).toBe(100);
  expect(await page.locator(".OrderDetails-showAll").isVisible()).toBe(false);
});

test("ten lines are not folded", async () => {
  const { page } = await checkout.open(checkout.session(MANY.slice(0, 10)));
  expect(await seenLines(page)).toBe(10);
});

test("the summary stays in view beside a long form; of one that is higher than the window, its end does", async () => {
  const inView = async (lines: readonly LineOf[], selector: string) => {
    const { page } = await checkout.open(checkout.session(lines, EVERYTHING), {
      viewport: { width: 1280, height: 600 },
    });
    await submitButton(page).scrollIntoViewIfNeeded();
    return page.locator(selector).evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  };
  expect(await inView([ONE], "#ProductSummary-totalAmount")).toBe(true);
  expect(await inView(MANY.slice(0, 10), "#OrderDetails-TotalAmount")).toBe(true);
});

test("the button looks ready once the form is complete, and can be pressed before", async () => {
  const { page } = await checkout.open(checkout.session(), { reducedMotion: "reduce" });
  const color = () => submitButton(page).evaluate((node) => getComputedStyle(node).backgroundColor);
  const unready = await color();
  await submitButton(page).click();
  await page.locator("#required-email-fieldset").waitFor();
  await fillIn(page);
  await page.locator(".SubmitButton--complete").waitFor();
  expect(await color()).not.toBe(unready);
});

test("there is no control that does nothing", async () => {
  const [only] = SHIPPED.shipping_options ?? [];
  const { page } = await checkout.open(
    checkout.session([gift({ preset: 500 })], {
      ...CODES,
      ...SHIPPED,
      shipping_options: only === undefined ? [] : [only],
    }),
  );
  const apply = page.locator(".PromotionCodeEntry-applyButton");
  expect(await apply.isVisible()).toBe(false);
  await page.getByText("Add promotion code").click();
  expect(await apply.isVisible()).toBe(true);
  expect(await page.locator("#customUnitAmount").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Change amount" }).click();
  await page.locator("#customUnitAmount:focus").waitFor();
  const radio = page.locator("[name=shipping-rate]");
  expect(await radio.evaluate((node) => getComputedStyle(node).opacity)).toBe("0");
  expect(await radio.isChecked()).toBe(true);
});

test("texts of the shop that are written from the right have their marks at the right place", async () => {
  const name = "قميص قطني (ناعم)!";
  const { page } = await checkout.open(checkout.session([{ name, amount: 2000, description: name }]));
  const direction = (selector: string) =>
    page.locator(selector).evaluate((node) => getComputedStyle(node).direction);
  expect(await direction(".LineItem-productName")).toBe("rtl");
  expect(await direction(".LineItem-description")).toBe("rtl");
});

test("with text at 200 % the controls grow, too", async () => {
  const { page } = await checkout.open(checkout.session([ONE], CODES));
  const heights = () =>
    page
      .locator(
        "#email, #cardNumber, #billingCountry, .SubmitButton, .PromotionCodeEntry-box, .CardBrand--visa",
      )
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().height));
  const before = await heights();
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  const after = await heights();
  expect(before.length).toBe(6);
  for (const [at, height] of before.entries()) expect(after[at]).toBeGreaterThan(height * 1.8);
});
