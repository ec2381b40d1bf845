/** The formatters in a real browser: however the text gets in, and wherever the caret is. */
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
};

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
  ["#cardCvc", "123", "123"],
  ["#billingName", "Jenny Rosen", "Jenny Rosen"],
] as const;

describe.each(Object.entries(WAYS))("%s", (_way, enter) => {
  test("every form of the text ends formatted", async () => {
    const { page } = await checkout.open(checkout.session());
    for (const [selector, text, shown] of CASES) {
      if (text === "134") continue; // only a person's typing tells 1/34 from 13/4
      await page.locator(selector).fill("");
      await enter(page, selector, text);
      expect(await page.locator(selector).inputValue(), `${selector} ${text}`).toBe(shown);
    }
  });
});

test("the caret stays where somebody edits", async () => {
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

test("the brand shows as soon as the digits tell, and sets the length of the code", async () => {
  const { page } = await checkout.open(checkout.session());
  const shown = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<SVGElement>(".CardBrand")]
        .filter((mark) => getComputedStyle(mark).display !== "none")
        .map((mark) => mark.textContent),
    );
  expect(await shown()).toEqual(["VISA", "MC", "AMEX", "DISC"]);
  await page.locator("#cardNumber").pressSequentially("37");
  expect(await shown()).toEqual(["AMEX"]);
  await page.locator("#cardCvc").pressSequentially("12345");
  expect(await page.locator("#cardCvc").inputValue()).toBe("1234");
  await page.locator("#cardNumber").fill("4");
  expect(await shown()).toEqual(["VISA"]);
});

test("the button turns complete with the last field, and back", async () => {
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
