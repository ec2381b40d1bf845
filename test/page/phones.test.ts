/** Phone numbers with their countries, and fields that may stay empty. */
import { afterEach, expect, test } from "vitest";
import { useCheckout } from "./checkout.ts";
import { BILLED, PHONE } from "./form_parts.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

test("a phone number is formatted as its country writes it", async () => {
  const { page } = await checkout.open(checkout.session(undefined, PHONE), { locale: "en-GB" });
  expect(await page.locator(".PhoneNumber-country").textContent()).toBe("GB");
  expect(await page.locator(".PhoneNumber-code").textContent()).toBe("+44");
  await page.locator(".PhoneNumberCountryCodeSelect-select").selectOption("US");
  expect(await page.locator(".PhoneNumber-code").textContent()).toBe("+1");
  await page.locator("#phoneNumber").pressSequentially("2015550123");
  expect(await page.locator("#phoneNumber").inputValue()).toBe("(201) 555-0123");
});

test("the calling code is that of the buyer's address, if the session knows one", async () => {
  const { _buyer } = checkout.session();
  const address = { city: null, country: "DE", line1: null, line2: null, postal_code: null, state: null };
  const session = checkout.session(undefined, { ...PHONE, _buyer: { ..._buyer, billing_address: address } });
  const { page } = await checkout.open(session);
  expect(await page.locator(".PhoneNumberCountryCodeSelect-select").inputValue()).toBe("DE");
  expect(await page.locator(".PhoneNumber-code").textContent()).toBe("+49");
});

test("parts of an address that may stay empty say so", async () => {
  const { page } = await checkout.open(checkout.session(undefined, BILLED), { locale: "en-IE" });
  await page.locator("#billingAddressLine1").fill("1 Main Street");
  for (const label of ["Address line 2", "County", "Eircode"])
    expect(await page.getByLabel(`${label} (optional)`).isVisible(), label).toBe(true);
  await page.locator("#billingCountry").selectOption("US");
  expect(await page.getByLabel("ZIP", { exact: true }).isVisible()).toBe(true);
});
