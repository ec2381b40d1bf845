/**
 * Methods that payers approve on another page: chosen among others, approved and refused, with and without
 * JavaScript, in each layout.
 */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { errors } from "../../src/core/errors.ts";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { sideways, violations } from "./axe.ts";
import { CARD, fillIn, LAYOUTS, type Layout, pay, submitButton, useCheckout } from "./checkout.ts";
import { startPage, TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const SEVERAL = ["card", "ideal"];

function sessionWith(types = SEVERAL, more: Partial<PaymentSession> = {}): PaymentSession {
  return checkout.session([TEE], { currency: "eur", payment_method_types: types, ...more });
}

async function chooseIdeal(page: Page, layout: Layout = "accordion"): Promise<void> {
  const button = layout === "tabs" ? "ideal-tab-button" : "ideal-accordion-item-button";
  await page.getByTestId(button).click();
}

async function fillInIdeal(page: Page): Promise<void> {
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#billingName").fill("Jenny Rosen");
}

const authorize = (page: Page) => page.getByTestId("authorize-test-payment-button").click();
const fail = (page: Page) => page.getByText("Fail Test Payment").click();

describe.each(LAYOUTS)("layout %s", (layout) => {
  test("the chosen method is paid at its bank, and the buyer comes to the shop", async () => {
    const session = sessionWith();
    const { page, complaints } = await checkout.open(session, { layout });
    await chooseIdeal(page, layout);
    expect(await page.locator("#cardNumber").count()).toBe(0);
    await fillInIdeal(page);
    await page.locator(".SubmitButton--complete").waitFor();
    await submitButton(page).click();
    await page.getByRole("heading", { name: "iDEAL test payment page" }).waitFor();
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
    await authorize(page);
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      payment_method_data: {
        type: "ideal",
        billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
      },
    });
    expect(complaints).toEqual([]);
  });
});

test("the card is open at first, and is paid as if it were alone", async () => {
  const session = sessionWith();
  const { page } = await checkout.open(session);
  expect(await page.locator(".PaymentMethodFormAccordionItem--selected").getAttribute("data-testid")).toBe(
    "card-accordion-item",
  );
  await pay(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("a method can be chosen by its radio, and what was typed is there again", async () => {
  const { page } = await checkout.open(sessionWith());
  await fillIn(page);
  await page.locator("#payment-method-accordion-item-title-ideal").check({ force: true });
  expect(await page.locator("#billingName").inputValue()).toBe("Jenny Rosen");
  expect(await page.getByTestId("ideal-accordion-item-button").getAttribute("aria-expanded")).toBe("true");
  await page.locator("#billingName").fill("Jenny R.");
  await page.locator("#payment-method-accordion-item-title-card").dispatchEvent("click");
  expect(await page.locator("#cardNumber").inputValue()).toBe("4242 4242 4242 4242");
  expect(await page.locator("#billingName").inputValue()).toBe("Jenny R.");
  await page.locator(".SubmitButton--complete").waitFor();
});

test("refused at the bank, the buyer is back on the page, which says so, and can pay by card", async () => {
  const session = sessionWith();
  const { page } = await checkout.open(session);
  await chooseIdeal(page);
  await fillInIdeal(page);
  await submitButton(page).click();
  await fail(page);
  const error = page.locator(".ConfirmPayment-Error");
  await error.waitFor();
  expect(await error.textContent()).toContain("unable to authenticate your payment method");
  expect(new URL(page.url()).pathname).toBe(`/c/pay/${session.id}`);
  await fillIn(page, CARD);
  await submitButton(page).click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("approved at the bank and refused by the session, the page says what the session says", async () => {
  const message = "This Checkout Session does not wait for its payer.";
  const server = await startPage({
    authenticate: async () => ({ kind: "refused", error: errors.rule(message) }),
  });
  try {
    const { id } = server.session([TEE], { currency: "eur", payment_method_types: ["ideal"] });
    const { page } = await checkout.visit();
    await page.goto(`${server.url}/c/pay/${id}`);
    await fillInIdeal(page);
    await submitButton(page).click();
    await authorize(page);
    const error = page.locator(".ConfirmPayment-Error");
    await error.waitFor();
    expect(await error.textContent()).toBe(message);
  } finally {
    await checkout.closePages();
    await server.close();
  }
});

test("a buyer who leaves the bank by going back can pay in another way; the page of the bank is over", async () => {
  const session = sessionWith();
  const { page } = await checkout.open(session);
  await chooseIdeal(page);
  await fillInIdeal(page);
  await submitButton(page).click();
  await page.locator("#redirect-title").waitFor();
  const bank = page.url();
  await page.goBack();
  await page.locator("#cardNumber").waitFor();
  await pay(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  await page.goto(bank);
  await page.getByTestId("session-complete").waitFor();
});

test("the bank of a payer is chosen on the page, and must be", async () => {
  const session = sessionWith(["fpx"], { currency: "myr" });
  const { page } = await checkout.open(session);
  await page.locator("#email").fill("jenny@example.com");
  await submitButton(page).click();
  expect(await page.locator("#fpxBank-fieldset .FieldError").textContent()).toBe("Required");
  await page.getByLabel("FPX Bank").selectOption("Maybank2U");
  await submitButton(page).click();
  await page.getByRole("heading", { name: "FPX test payment page" }).waitFor();
  await authorize(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  expect(checkout.server.confirmed.at(-1)).toMatchObject({
    payment_method_data: { fpx: { bank: "maybank2u" }, type: "fpx" },
  });
});

test("a method that does not take the total is not among those to choose from", async () => {
  const { page } = await checkout.open(sessionWith(["card", "affirm", "klarna"], { currency: "usd" }));
  await page.getByTestId("klarna-accordion-item").waitFor();
  expect(await page.getByTestId("affirm-accordion-item").count()).toBe(0);
});

test("a missing name is said at its field", async () => {
  const { page } = await checkout.open(sessionWith(["ideal"]));
  await page.locator("#email").fill("jenny@example.com");
  await submitButton(page).click();
  expect(await page.locator("#billingName-fieldset .FieldError").textContent()).toBe("Required");
});

test("a method that needs an address asks for it among its fields", async () => {
  const session = sessionWith(["card", "klarna", "afterpay_clearpay"], { currency: "usd" });
  const { page } = await checkout.open(session);
  await page.locator("#email").fill("jenny@example.com");
  await page.getByTestId("klarna-accordion-item-button").click();
  await page.locator("#billingCountry").selectOption("DE");
  expect(await page.locator("#billingName").count()).toBe(0);
  await page.getByTestId("afterpay_clearpay-accordion-item-button").click();
  // It has no payers in Germany.
  expect(await page.locator("#billingCountry").inputValue()).toBe("US");
  await page.getByTestId("klarna-accordion-item-button").click();
  await page.locator("#billingCountry").selectOption("GB");
  await page.getByTestId("afterpay_clearpay-accordion-item-button").click();
  expect(await page.locator("#billingCountry").inputValue()).toBe("GB");
  await page.locator("#billingName").fill("Jenny Rosen");
  await page.locator("#billingCountry").selectOption("US");
  await submitButton(page).click();
  await page.locator("#required-country-fieldset").waitFor();
  await page.locator("#billingAddressLine1").fill("1 Main St");
  await page.locator("#billingLocality").fill("Oakland");
  await page.locator("#billingAdministrativeArea").selectOption("CA");
  await page.locator("#billingPostalCode").fill("94607");
  await submitButton(page).click();
  await page.getByRole("heading", { name: "Afterpay / Clearpay test payment page" }).waitFor();
  await authorize(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  expect(checkout.server.confirmed.at(-1)?.payment_method_data).toMatchObject({
    type: "afterpay_clearpay",
    billing_details: { address: { country: "US", line1: "1 Main St", state: "CA" }, name: "Jenny Rosen" },
  });
});

test("a method has payers in some countries, wherever the address is asked for", async () => {
  const more = { billing_address_collection: "required", currency: "eur" } as const;
  const { page } = await checkout.open(sessionWith(["card", "klarna"], more));
  await page.locator("#email").fill("jenny@example.com");
  await page.getByTestId("klarna-accordion-item-button").click();
  await page.locator("#billingCountry").selectOption("IS");
  await page.locator("#billingAddressLine1").fill("Laugavegur 1");
  await page.locator("#billingLocality").fill("Reykjavik");
  await page.locator("#billingPostalCode").fill("101");
  await submitButton(page).click();
  const error = page.locator(".FieldError");
  await error.waitFor();
  expect(await error.textContent()).toBe("Choose another country or payment method.");
  await page.locator("#billingCountry").selectOption("DE");
  await submitButton(page).click();
  await page.getByRole("heading", { name: "Klarna test payment page" }).waitFor();
});

test("an update of the order keeps the chosen method open", async () => {
  const session = sessionWith(SEVERAL, { allow_promotion_codes: true });
  checkout.server.codes.set("HALF", { percent_off: 50 });
  const { page } = await checkout.open(session);
  await chooseIdeal(page);
  await fillInIdeal(page);
  await page.locator("#promotionCode").fill("HALF");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator(".AppliedDiscount").waitFor();
  expect(await page.locator("#billingName").inputValue()).toBe("Jenny Rosen");
  await submitButton(page).click();
  await authorize(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("an address that every buyer gives is asked for below the methods", async () => {
  const session = sessionWith(SEVERAL, { billing_address_collection: "required" });
  const { page } = await checkout.open(session);
  await chooseIdeal(page);
  await fillInIdeal(page);
  await page.locator("#billingCountry").selectOption("NL");
  await page.locator("#billingAddressLine1").fill("Damrak 1");
  await page.locator("#billingLocality").fill("Amsterdam");
  await page.locator("#billingPostalCode").fill("1012 LG");
  await submitButton(page).click();
  await authorize(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  expect(checkout.server.confirmed.at(-1)?.payment_method_data?.billing_details?.address).toMatchObject({
    country: "NL",
    line1: "Damrak 1",
  });
});

test("a session that only saves a method sets it up there", async () => {
  const session = checkout.setup({ currency: "eur", payment_method_types: ["card", "paypal"] });
  const { page } = await checkout.open(session);
  await page.getByTestId("paypal-accordion-item-button").click();
  await page.locator("#email").fill("jenny@example.com");
  await submitButton(page).click();
  await page.getByText("Fail Test Setup").click();
  await page.locator(".ConfirmPayment-Error").waitFor();
  await page.getByTestId("paypal-accordion-item-button").click();
  await submitButton(page).click();
  await page.getByText("Authorize Test Setup").click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

describe("without JavaScript", () => {
  test.each(["accordion", "tabs"] as const)("the radios choose, in the layout %s", async (layout) => {
    const session = sessionWith();
    const { page } = await checkout.open(session, { layout, javaScriptEnabled: false });
    await page.getByRole("radio", { name: "iDEAL" }).check();
    await page.locator("#email").fill("jenny@example.com");
    await submitButton(page).click();
    // The fields of the chosen method are there now.
    await page.locator("#idealForm-fieldset #billingName").fill("Jenny Rosen");
    expect(await page.locator("#cardNumber").count()).toBe(0);
    await submitButton(page).click();
    await authorize(page);
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  });

  test("refused at the bank, the page says so", async () => {
    const { page } = await checkout.open(sessionWith(["ideal"]), { javaScriptEnabled: false });
    await fillInIdeal(page);
    await submitButton(page).click();
    await fail(page);
    await page.locator(".ConfirmPayment-Error").waitFor();
  });
});

test.each([1280, 390])("%i wide, axe finds nothing, and nothing scrolls sideways", async (width) => {
  for (const layout of LAYOUTS) {
    const viewport = { width, height: 900 };
    const { page } = await checkout.open(sessionWith(), { layout, viewport });
    await chooseIdeal(page, layout);
    expect(await violations(page), layout).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    if (layout !== "accordion") continue;
    await fillInIdeal(page);
    await submitButton(page).click();
    await page.locator("#redirect-title").waitFor();
    expect(await violations(page), "bank").toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  }
});
