/** Bank accounts that are debited: typed on the page, with the mandate, what is missing or refused, without JavaScript. */
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { violations } from "./axe.ts";
import { submitButton, useCheckout } from "./checkout.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const TYPES = ["card", "sepa_debit"];

function session() {
  return checkout.session([TEE], { currency: "eur", payment_method_types: TYPES });
}

async function fillInAccount(page: Page, iban: string): Promise<void> {
  await page.locator("#email").fill("jenny@example.com");
  await page.getByLabel("IBAN").fill(iban);
  await page.getByLabel("Name on account").fill("Jenny Rosen");
  await page.locator("#billingCountry").selectOption("DE");
  await page.locator("#billingAddressLine1").fill("Unter den Linden 1");
  await page.locator("#billingPostalCode").fill("10117");
  await page.locator("#billingLocality").fill("Berlin");
}

test.each([true, false])("an account is typed and submitted (JavaScript: %s)", async (javaScript) => {
  const { page, complaints } = await checkout.open(session(), { javaScriptEnabled: javaScript });
  await page.locator("#email").fill("jenny@example.com");
  if (javaScript) await page.getByTestId("sepa_debit-accordion-item-button").click();
  else {
    await page.getByRole("radio", { name: "SEPA" }).check();
    await submitButton(page).click(); // its fields appear
  }
  await page.getByLabel("IBAN").waitFor();
  expect(await page.locator("#cardNumber").count()).toBe(0);
  expect(await page.locator(".MethodForm-next").textContent()).toContain("you allow");
  if (javaScript) expect(await violations(page)).toEqual([]);
  await fillInAccount(page, "DE89 3704 0044 0532 0130 00");
  await submitButton(page).click();
  // The bank has yet to pay.
  if (javaScript) await page.locator('.SubmitButton--success[aria-label="Thank you"]').waitFor();
  await page.waitForURL("**/shop/thanks?session=*");
  expect(checkout.server.confirmed.at(-1)).toMatchObject({
    payment_method_data: {
      type: "sepa_debit",
      sepa_debit: { iban: "DE89 3704 0044 0532 0130 00" },
      billing_details: { email: "jenny@example.com", name: "Jenny Rosen", address: { country: "DE" } },
    },
  });
  if (javaScript) expect(complaints).toEqual([]);
});

test("what is no IBAN is told at its field, and what was typed of an account is never sent back", async () => {
  const { page } = await checkout.open(session());
  await page.getByTestId("sepa_debit-accordion-item-button").click();
  await fillInAccount(page, "DE89 3704");
  await submitButton(page).click();
  const error = page.locator("#required-iban-fieldset");
  await error.waitFor();
  expect(await error.textContent()).toContain("The IBAN you entered is invalid.");
  await page.getByLabel("IBAN").fill("");
  await submitButton(page).click();
  expect(await error.textContent()).toContain("Required");
});
