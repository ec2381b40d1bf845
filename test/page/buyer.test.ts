/** Saved cards, tax ids, the shop's custom fields, consent, and the shop's texts beside them. */
import { afterEach, describe, expect, test } from "vitest";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";
import { BUSINESS, CONSENT, ENGRAVING, INVOICE, QUESTIONS, SAVED, SAVING, SIZE } from "./form_parts.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const WAYS = [
  ["with a script", true],
  ["without", false],
] as const;

describe.each(WAYS)("%s", (_how, javaScriptEnabled) => {
  const open = (session: Parameters<typeof checkout.open>[0]) =>
    checkout.open(session, { javaScriptEnabled });

  test("the card saved last is used, unless another is chosen", async () => {
    const session = checkout.session(undefined, SAVING, "known@example.com", SAVED);
    const { page } = await open(session);
    expect(await page.getByRole("radio", { name: "Visa •••• 4242" }).isChecked()).toBe(true);
    expect(await page.locator("#cardNumber").isVisible()).toBe(false);
    await page.getByRole("radio", { name: "American Express" }).check();
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)).toEqual({
      expected_amount: 2000,
      payment_method: "pm_1B",
      save_payment_method: false,
    });
  });

  test("a new card can be used instead of a saved one", async () => {
    const session = checkout.session(undefined, SAVING, "known@example.com", SAVED);
    const { page } = await open(session);
    await page.getByRole("radio", { name: "Use a new card" }).check();
    await fillIn(page);
    await page.getByLabel("Save my payment details for future purchases").check();
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    const confirmed = checkout.server.confirmed.at(-1);
    expect(confirmed).toMatchObject({ payment_method_data: { card: { number: "4242424242424242" } } });
    expect(confirmed).toMatchObject({ save_payment_method: true });
    expect(confirmed).not.toHaveProperty("payment_method");
  });

  test("saved cards can be removed", async () => {
    const session = checkout.session(undefined, SAVING, undefined, SAVED);
    const { page } = await open(session);
    await page.locator("#email").fill("jenny@example.com");
    await page.getByRole("button", { name: "Remove Visa •••• 4242" }).click();
    await page.getByRole("radio", { name: "Visa" }).waitFor({ state: "detached" });
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
    await page.getByRole("button", { name: "Remove American Express •••• 0005" }).click();
    await page.locator(".SavedCards").waitFor({ state: "detached" });
    await page.locator("#cardNumber").waitFor();
    await fillIn(page);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
  });

  test("a business enters its tax id", async () => {
    const { page } = await open(checkout.session(undefined, { ...BUSINESS, locale: "en" }));
    await page.locator("#billingCountry").selectOption("DE");
    if (!javaScriptEnabled) await submitButton(page).click();
    await page.locator("label[for=purchasingAsBusinessCheckbox]").click();
    await fillIn(page, "4242424242424242", { postalCode: false });
    await page.locator("#businessName").fill("Rosen GmbH");
    expect(await page.locator("#taxIdType").inputValue()).toBe("eu_vat");
    expect(await page.locator("#taxIdType").textContent()).toContain("DE VAT");
    await page.locator("#taxId").fill("DE12");
    await submitButton(page).click();
    await page.locator("#required-taxId-fieldset").waitFor();
    expect(await page.locator("#required-taxId-fieldset").textContent()).toBe("Your tax ID is invalid.");
    expect(await page.locator("#businessName").inputValue()).toBe("Rosen GmbH");
    await page.locator("#taxId").fill("de123456789");
    if (!javaScriptEnabled) await fillIn(page, "4242424242424242", { postalCode: false });
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      business_name: "Rosen GmbH",
      tax_id: { type: "eu_vat", value: "DE123456789" },
    });
  });

  test("the shop's custom fields are answered", async () => {
    const { page } = await open(checkout.session(undefined, { custom_fields: QUESTIONS }));
    await fillIn(page);
    await page.locator("[name=engraving]").fill("x");
    await page.locator("#cstm_fld_invoice").fill("a1");
    await submitButton(page).click();
    await page.locator("#required-cstm_fld_size-fieldset").waitFor();
    expect(await page.locator(".FieldError-text").allInnerTexts()).toEqual([
      "Enter at least 2 characters.",
      "Enter digits only.",
      "Required",
    ]);
    await fillIn(page);
    await page.locator("[name=engraving]").fill("");
    await page.getByLabel("Invoice number").fill("007");
    await page.locator("select.Select-source[name=size]").selectOption("Large");
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)?.custom_fields).toEqual([
      { key: "engraving", value: null },
      { key: "invoice", value: "007" },
      { key: "size", value: "l" },
    ]);
  });

  test("nobody can pay without the required consent", async () => {
    const { page } = await open(checkout.session(undefined, CONSENT));
    await fillIn(page);
    const before = checkout.server.confirmed.length;
    await submitButton(page).click();
    const fault = page.locator("#required-termsOfServiceConsentCheckbox-fieldset");
    expect(await fault.textContent()).toBe("Agree to the terms to continue.");
    expect(checkout.server.confirmed.length).toBe(before);
    await fillIn(page);
    await page.locator("#termsOfServiceConsentCheckbox").check();
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      consent: { terms_of_service: "accepted", promotions: "opt_out" },
    });
  });
});

test("custom fields have the expected ids, names, wrappers and defaults", async () => {
  const text = { default_value: "Love", maximum_length: 5, minimum_length: 2, value: null };
  const dropdown = { options: [], value: null, ...SIZE.dropdown, default_value: "s" };
  const custom_fields = [{ ...ENGRAVING, text }, INVOICE, { ...SIZE, dropdown }];
  const { page } = await checkout.open(checkout.session(undefined, { custom_fields }));
  for (const key of ["engraving", "invoice", "size"]) {
    expect(await page.locator(`[data-qa="FormFieldGroup-cstm_fld_${key}"] #cstm_fld_${key}`).count()).toBe(1);
    expect(await page.locator(`[name="${key}"]`).count()).toBe(1);
  }
  expect(await page.locator("[name=engraving]").inputValue()).toBe("Love");
  expect(await page.locator("[name=size]").inputValue()).toBe("s");
  expect(await page.getByText("Personalized engraving (optional)").count()).toBe(1);
  expect(await page.locator("#cstm_fld_invoice").getAttribute("inputmode")).toBe("numeric");
});

test("a custom field with the name of a page element or form property breaks neither", async () => {
  const keys = ["action", "elements", "cardNumber"];
  const custom_fields = keys.map((key) => ({ ...INVOICE, key }));
  const { page, complaints } = await checkout.open(checkout.session(undefined, { custom_fields }));
  await fillIn(page);
  for (const key of keys) await page.locator(`#cstm_fld_${key}`).fill("1");
  await submitButton(page).click();
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.at(-1)?.custom_fields).toEqual(keys.map((key) => ({ key, value: "1" })));
  expect(complaints).toEqual([]);
});

test("a tax id is offered if the country has some, and required if the session says so", async () => {
  const required = { _tax_id_collection: { enabled: true, required: "if_supported" } } as const;
  const { page } = await checkout.open(checkout.session(undefined, required));
  expect(await page.locator("#taxId").isVisible()).toBe(false);
  await page.locator("#billingCountry").selectOption("CA");
  expect(await page.locator("#purchasingAsBusinessCheckbox").count()).toBe(0);
  expect(await page.locator("#taxId").isVisible()).toBe(true);
  expect(await page.locator("#taxIdType option").count()).toBeGreaterThan(3);
  await page.locator("#taxIdType").selectOption("ca_qst");
  expect(await page.locator("#taxId").getAttribute("placeholder")).toBe("1234567890TQ1234");
  await submitButton(page).click();
  expect(await page.locator("#required-taxId-fieldset").textContent()).toBe("Required");
});

describe("the shop's texts", () => {
  test("stand in their places, with links that open outside the page", async () => {
    const { page } = await checkout.open(
      checkout.session(undefined, {
        ...CONSENT,
        shipping_address_collection: { allowed_countries: ["US"] },
        custom_text: {
          shipping_address: { message: "Sent **today**." },
          submit: { message: "Read [this](https://example.com/this) <b>first</b>." },
          after_submit: { message: "[bad](javascript:alert(1))" },
          terms_of_service_acceptance: { message: "I accept [all of it](https://example.com/all)." },
        },
      }),
    );
    const link = page.getByRole("link", { name: "all of it" });
    expect(await link.getAttribute("href")).toBe("https://example.com/all");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await page.getByLabel("I accept all of it.").getAttribute("id")).toBe(
      "termsOfServiceConsentCheckbox",
    );
    expect(await page.locator(".PaymentForm-confirm .CustomText").allInnerTexts()).toEqual([
      "Read this <b>first</b>.",
      "[bad](javascript:alert(1))",
    ]);
    expect(await page.locator(".CustomText strong").allInnerTexts()).toEqual(["today"]);
  });

  test("link to the shop's terms of service and privacy policy", async () => {
    const { page } = await checkout.open(checkout.session(undefined, CONSENT));
    const hrefs = await page
      .locator(".Consent a")
      .evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    expect(hrefs).toEqual(["https://example.com/terms", "https://example.com/privacy"]);
    expect(await page.locator("label[for=termsOfServiceConsentCheckbox]").innerText()).toBe(
      "I agree to Checkstand test shop's Terms of Service and Privacy Policy",
    );
  });

  test.each([
    [null, true],
    ["hidden", false],
  ] as const)("say that a card is saved, unless that is hidden: %s", async (position, said) => {
    const session = checkout.session(undefined, {
      consent_collection: {
        promotions: null,
        terms_of_service: null,
        payment_method_reuse_agreement: position === null ? null : { position },
      },
    });
    checkout.server.change(session.id, {
      _payment: { ...session._payment, setup_future_usage: "off_session" },
    });
    const { page } = await checkout.open(session);
    expect(await page.getByText("By providing your card information").count()).toBe(said ? 1 : 0);
  });
});

test("the shop gets the e-mail address of a buyer who leaves, if the buyer consents to promotions", async () => {
  const { page } = await checkout.open(checkout.session(undefined, CONSENT));
  const before = checkout.server.updated.length;
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#promotionsConsentCheckbox").check();
  await expect.poll(() => checkout.server.updated.length).toBeGreaterThan(before);
  await expect
    .poll(() => checkout.server.updated.at(-1))
    .toMatchObject({
      email: "jenny@example.com",
      consent: { promotions: "opt_in" },
    });
});

test("when the selected card is removed, a new card is selected", async () => {
  const { page } = await checkout.open(checkout.session(undefined, SAVING, undefined, SAVED));
  await page.getByRole("radio", { name: "American Express" }).check();
  await page.getByRole("button", { name: "Remove American Express •••• 0005" }).click();
  await page.getByRole("radio", { name: "American Express" }).waitFor({ state: "detached" });
  await expect.poll(() => page.getByRole("radio", { name: "Use a new card" }).isChecked()).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("savedCard-new");
  expect(await page.locator("#cardNumber").isVisible()).toBe(true);
});

test("a discount of everything hides the card fields, and they return without it", async () => {
  const session = checkout.session(undefined, { allow_promotion_codes: true });
  checkout.server.codes.set("ALL", { percent_off: 100 });
  const { page } = await checkout.open(session);
  await page.locator("#billingName").fill("Jenny Rosen");
  await page.locator("#promotionCode").fill("ALL");
  await page.locator("#promotionCode").press("Enter");
  await page.locator("#cardNumber").waitFor({ state: "detached" });
  await page.locator("#email").fill("jenny@example.com");
  await page.getByRole("button", { name: "Complete order" }).click();
  await page.waitForURL("**/shop/thanks**");
});

test("if the total changed in another window, the new one is shown before it is paid", async () => {
  const session = checkout.session([{ name: "Sample", amount: 0 }]);
  const { page } = await checkout.open(session);
  await page.locator("#email").fill("jenny@example.com");
  const before = checkout.server.confirmed.length;
  const line = { ...session._line_items[0] } as (typeof session._line_items)[number];
  checkout.server.change(session.id, {
    amount_total: 500,
    _line_items: [{ ...line, price: { ...line.price, unit_amount: 500, unit_amount_decimal: "500" } }],
  });
  await page.getByRole("button", { name: "Complete order" }).click();
  await page.locator(".ConfirmPayment-Error").waitFor();
  expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain(
    "The total has changed to $5.00",
  );
  expect(checkout.server.confirmed.length).toBe(before);
  await fillIn(page);
  await page.getByRole("button", { name: "Pay $5.00" }).click();
  await page.waitForURL("**/shop/thanks**");
});
