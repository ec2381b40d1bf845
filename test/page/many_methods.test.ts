/** Many methods on one page: the lists that several of them need are in it once, and each shows its own. */
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { useCheckout } from "./checkout.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const TWELVE = [
  ...["card", "klarna", "afterpay_clearpay", "sepa_debit", "ideal", "bancontact"],
  ...["eps", "p24", "paypal", "amazon_pay", "alma", "alipay"],
];
/** More than a method has of its own. The list of all countries alone has 9 KB. */
const BYTES_PER_METHOD_MAX = 4_500;

function sessionWith(types: readonly string[], more: Partial<PaymentSession> = {}): PaymentSession {
  return checkout.session([TEE], { currency: "eur", payment_method_types: types, ...more });
}

async function htmlOf(types: readonly string[]): Promise<string> {
  return (await fetch(checkout.urlOf(sessionWith(types)))).text();
}

const openMethod = (page: Page, type: string) => page.getByTestId(`${type}-accordion-item-button`).click();
const countries = (page: Page) => page.locator("#billingCountry option");

test("with twelve methods the countries are listed once, and the page grows by what is each method's own", async () => {
  const [one, all] = [await htmlOf(["card"]), await htmlOf(TWELVE)];
  expect(all.split('value="AF"').length - 1).toBe(1);
  expect((all.length - one.length) / (TWELVE.length - 1)).toBeLessThan(BYTES_PER_METHOD_MAX);
});

test("each method offers its own countries, and the fields of an address follow the country", async () => {
  const { page, complaints } = await checkout.open(sessionWith(TWELVE), { locale: "de-DE" });
  const all = await countries(page).count();
  expect(all).toBeGreaterThan(230);
  await page.locator("#billingCountry").selectOption("FR");
  await openMethod(page, "klarna");
  expect(await countries(page).count()).toBeLessThan(30);
  expect(await page.locator("#billingCountry").inputValue()).toBe("FR");
  await openMethod(page, "sepa_debit");
  expect(await countries(page).count()).toBe(all);
  await page.locator("#billingAddressLine1").fill("1 rue de Rivoli");
  expect(await page.getByLabel("Postleitzahl").isVisible()).toBe(true);
  await page.locator("#billingCountry").selectOption("US");
  await page.locator("#billingAdministrativeArea").selectOption("CA");
  expect(complaints).toEqual([]);
});

test("a method without countries may be the first", async () => {
  const { page } = await checkout.open(sessionWith(["ideal", "klarna", "sepa_debit"]));
  expect(await countries(page).count()).toBe(0);
  await openMethod(page, "sepa_debit");
  expect(await countries(page).count()).toBeGreaterThan(230);
  expect(await page.locator("#billingCountry").inputValue()).toBe("US");
});
