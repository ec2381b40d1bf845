/** Methods that payers pay elsewhere: typed on the page, then the page that says how to pay, with and without JavaScript. */
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { submitButton, useCheckout } from "./checkout.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

function session(type: string, currency: string, locale: "es" | "pt-BR" | null = null) {
  return checkout.session([TEE], { currency, locale, payment_method_types: [type] });
}

describe.each([true, false])("JavaScript: %s", (javaScriptEnabled) => {
  test("instead of the shop's page, the buyer comes to the number", async () => {
    const { page } = await checkout.open(session("oxxo", "mxn"), { javaScriptEnabled });
    await page.locator("#email").fill("jenny@example.com");
    await page.getByLabel("Full name").fill("Jenny Rosen");
    await submitButton(page).click();
    await page.getByRole("heading", { name: "Pay with OXXO" }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/voucher\/pi_/);
    expect(await page.getByTestId("voucher").getAttribute("data-state")).toBe("waiting");
    expect(await page.locator("dd").textContent()).toMatch(/^\d{32}$/);
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
  });
});

test.each([1280, 320])(
  "%i wide, in Portuguese, axe finds nothing and nothing scrolls sideways",
  async (width) => {
    const { page } = await checkout.open(session("boleto", "brl", "pt-BR"), {
      viewport: { width, height: 900 },
    });
    await page.locator("#email").fill("jenny@example.com");
    await page.getByLabel("CPF/CNPJ").fill("000.000.000-00");
    await page.locator("#billingName").fill("Jenny Rosen");
    expect(await page.locator("#billingCountry option").count()).toBe(1);
    await page.locator("#billingAddressLine1").fill("Av. do Moinho 1");
    await page.locator("#billingLocality").fill("Fortaleza");
    await page.locator("#billingAdministrativeArea").selectOption("CE");
    await page.locator("#billingPostalCode").fill("60811-330");
    expect(await violations(page)).toEqual([]);
    await submitButton(page).click();
    await page.getByRole("heading", { name: "Pagar com Boleto" }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  },
);

test("a number that is no CPF or CNPJ is told at its field", async () => {
  const { page } = await checkout.open(session("boleto", "brl"));
  await page.getByLabel("CPF/CNPJ").fill("123");
  await submitButton(page).click();
  const error = page.locator("#required-taxNumber-fieldset");
  await error.waitFor();
  expect(await error.textContent()).toContain("Your tax ID is invalid.");
});

test("without the secret of the intent there is no such page", async () => {
  const { page } = await checkout.open(session("oxxo", "mxn"));
  const response = await page.goto(
    `${checkout.server.url}/c/voucher/pi_3Nope?client_secret=pi_3Nope_secret_x`,
  );
  expect(response?.status()).toBe(404);
});
