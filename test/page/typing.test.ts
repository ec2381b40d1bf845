/** The formatters in a real browser: whatever way text is entered, and wherever the caret is. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const WAYS: Readonly<Record<string, (page: Page, selector: string, text: string) => Promise<void>>> = {
  fill: (page, selector, text) => page.locator(selector).fill(text),
  "key by key": (page, selector, text) => page.locator(selector).pressSequentially(text),
  paste: async (page, selector, text) => {
    await page.locator(selector).focus();
    await page.evaluate((pasted) => document.execCommand("insertText", false, pasted), text);
  },
  autofill: (page, selector, text) =>
    page.locator(selector).evaluate((input: HTMLInputElement, filled) => {
      input.value = filled;
      for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
    }, text),
};
/** Typed key by key, the second digit of 134 makes it month 13; only the whole text says that it is 1/34. */
const AT_ONCE_ONLY = ["134"];

// biome-ignore format: a line a case
const CASES = [
  ["#cardNumber", "4242424242424242", "4242 4242 4242 4242"],
  ["#cardNumber", "4242 4242 4242 4242", "4242 4242 4242 4242"],
  ["#cardNumber", "378282246310005", "3782 822463 10005"],
  ["#cardExpiry", "1234", "12 / 34"],
  ["#cardExpiry", "12/34", "12 / 34"],
  ["#cardExpiry", "12 / 34", "12 / 34"],
  ["#cardExpiry", "12/2034", "12 / 34"],
  ["#cardExpiry", "134", "01 / 34"],
  ["#cardExpiry", "230", "02 / 30"],
  ["#cardExpiry", "0230", "02 / 30"],
  ["#cardExpiry", "2/30", "02 / 30"],
  ["#cardCvc", "123", "123"],
  ["#billingName", "Jenny Rosen", "Jenny Rosen"],
] as const;

describe.each(Object.entries(WAYS))("%s", (way, enter) => {
  test("every form of the text ends up formatted", async () => {
    const { page } = await checkout.open(checkout.session());
    for (const [selector, text, shown] of CASES) {
      if (way === "key by key" && AT_ONCE_ONLY.includes(text)) continue;
      await page.locator(selector).fill("");
      await enter(page, selector, text);
      expect(await page.locator(selector).inputValue(), `${selector} ${text}`).toBe(shown);
    }
  });
});

test("the caret stays where the buyer edits", async () => {
  const { page } = await checkout.open(checkout.session());
  const number = page.locator("#cardNumber");
  await number.fill("4242424242424242");
  await number.evaluate((input: HTMLInputElement) => input.setSelectionRange(7, 7));
  await page.keyboard.press("Backspace");
  expect(await number.inputValue()).toBe("4242 4424 2424 242");
  await page.keyboard.type("2");
  expect(await number.inputValue()).toBe("4242 4242 4242 4242");
  expect(await number.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(7);
});

test("backspace from the end empties every field", async () => {
  const { page } = await checkout.open(checkout.session());
  for (const [selector, text] of [
    ["#cardNumber", "4242424242424242"],
    ["#cardExpiry", "1234"],
  ] as const) {
    const field = page.locator(selector);
    await field.pressSequentially(text);
    for (let press = 0; press < text.length + 1; press++) await page.keyboard.press("Backspace");
    expect(await field.inputValue(), selector).toBe("");
  }
});

test("the brand is shown as soon as the digits identify it, and sets the length of the security code", async () => {
  const { page } = await checkout.open(checkout.session());
  const shown = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<SVGElement>(".CardBrand")]
        .filter((mark) => getComputedStyle(mark).display !== "none")
        .map((mark) => /CardBrand--(\w+)/.exec(mark.getAttribute("class") ?? "")?.[1]),
    );
  expect(await shown()).toEqual(["visa", "mastercard", "amex", "discover"]);
  await page.locator("#cardNumber").pressSequentially("37");
  expect(await shown()).toEqual(["amex"]);
  await page.locator("#cardCvc").pressSequentially("12345");
  expect(await page.locator("#cardCvc").inputValue()).toBe("1234");
  await page.locator("#cardNumber").fill("4");
  expect(await shown()).toEqual(["visa"]);
});

test("the button becomes complete with the last field, and incomplete again", async () => {
  const { page } = await checkout.open(checkout.session(undefined, { customer_email: "a@example.com" }));
  await page.locator("#cardNumber").fill("4242424242424242");
  await page.locator("#cardExpiry").fill("1234");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("Jenny Rosen");
  expect(await page.locator(".SubmitButton--incomplete").count()).toBe(1);
  await page.locator("#billingPostalCode").fill("94107");
  expect(await page.locator(".SubmitButton--complete").count()).toBe(1);
  await page.locator("#cardCvc").fill("12");
  expect(await page.locator(".SubmitButton--incomplete").count()).toBe(1);
});
