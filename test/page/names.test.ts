/** The names that a session asks its buyer for, on the page. */
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const ITEM = [{ name: "T-shirt", amount: 2000 }];
const required = { enabled: true, optional: false };
const optional = { enabled: true, optional: true };
const BOTH = { business: required, individual: optional };

describe.each([true, false])("with JavaScript: %s", (javaScriptEnabled) => {
  test("a required name is demanded, an optional one is not", async () => {
    const session = checkout.session(ITEM, { _name_collection: BOTH });
    const { page } = await checkout.open(session, { javaScriptEnabled });
    expect(await page.getByLabel("Business name").isVisible()).toBe(true);
    expect(await page.getByLabel("Full name (optional)").isVisible()).toBe(true);
    await fillIn(page);
    await submitButton(page).click();
    const error = page.locator("#required-collectedBusinessName-fieldset");
    expect(await error.innerText()).toBe("Required");
    await page.getByLabel("Business name").fill("Rosen Ltd");
    await fillIn(page); // without a script, card data is not shown again
    await submitButton(page).click();
    await page.waitForURL(/\/shop\/thanks/);
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      business_name: "Rosen Ltd",
      individual_name: null,
    });
  });
});

test("a tax id does not ask for the business name again", async () => {
  const session = checkout.session(ITEM, {
    _name_collection: { business: required },
    _tax_id_collection: { enabled: true, required: "never" },
  });
  const { page } = await checkout.open(session);
  await page.locator("#billingCountry").selectOption("DE");
  await page.locator("#purchasingAsBusinessCheckbox").check();
  expect(await page.locator("#businessName").count()).toBe(0);
  await page.getByLabel("Business name").fill("Rosen GmbH");
  await page.locator("#taxId").fill("DE123456789");
  await fillIn(page, undefined, { postalCode: false });
  await submitButton(page).click();
  await page.waitForURL(/\/shop\/thanks/);
  expect(checkout.server.confirmed.at(-1)).toMatchObject({
    business_name: "Rosen GmbH",
    tax_id: { type: "eu_vat", value: "DE123456789" },
  });
});

test.each([1280, 390])("everybody can use it, at %s pixels", async (width) => {
  const session = checkout.session(ITEM, { _name_collection: BOTH });
  const { page } = await checkout.open(session, { viewport: { width, height: 900 } });
  expect([await violations(page), await sideways(page)]).toEqual([[], 0]);
});
