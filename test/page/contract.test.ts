/** The selectors used by existing tests of Stripe's page: each must find exactly its node. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { type Checkout, LAYOUTS, type Layout, submitButton, useCheckout } from "./checkout.ts";
import { startPage, TEE } from "./page_server.ts";

const checkout: Checkout = useCheckout();
afterEach(() => checkout.closePages());

const IMAGE = "http://127.0.0.1:9/tee.png";
const ITEM = { ...TEE, quantity: 2, description: "Soft cotton", image: IMAGE };

async function htmlOf(session: PaymentSession): Promise<string> {
  return (await fetch(checkout.urlOf(session))).text();
}

const EVERYWHERE = `
  #email #cardNumber #cardExpiry #cardCvc #billingName #billingCountry #billingPostalCode #enableStripePass
  #cardNumber-fieldset #cardForm-fieldset #email-fieldset #country-fieldset #billingName-fieldset
  #payment-form form.PaymentForm-form button[type=submit] .SubmitButton .SubmitButton--incomplete
  .SubmitButton-Shimmer div.SubmitButton-IconContainer .SubmitButton-TextContainer .SubmitButton-Text--current .SubmitButton-CheckmarkIcon
  [data-testid="hosted-payment-submit-button"] [data-testid="submit-button-processing-label"]
  [data-testid="product-summary"] [data-testid="product-summary-name"] .ProductSummary-name
  [data-testid="product-summary-total-amount"] #ProductSummary-totalAmount .CurrencyAmount
  [data-testid="product-summary-description"] #ProductSummary-description
  [data-testid="product-summary-product-image"] [data-testid="order-summary-column"]
  [data-testid="order-details"] [data-testid="order-details-mobile"] .OrderDetails-item .LineItem
  [data-testid="line-item-product-name"] [data-testid="line-item-total-amount"]
  [data-testid="line-item-amount-detail"] [data-testid="order-details-footer-subtotal-amount"]
  #OrderDetailsFooter-SubtotalAmount #OrderDetails-TotalAmount
  .Header-businessLink [data-testid="business-link"] .Header-backArrow .Header-businessLink-label
  .Header-businessLink-name .TestModeBadge .Header-viewDetailsButton [data-testid="header-view-details"]
  .App-Container .App-Overview .App-Payment .CheckoutPaymentForm .PaymentMethod-Heading
`
  .trim()
  .split(/\s+/);
const ACCORDION = `
  .PaymentMethodFormAccordion[role=list] [data-testid="card-accordion-item"][role=listitem]
  [data-testid="card-accordion-item-button"][aria-label="Pay~with~card"] .PaymentMethodFormAccordionItem--selected
  #payment-method-accordion-item-title-card[name="payment-method-accordion-item-title"][value=card][tabindex="-1"]
  #payment-method-label-card .AccordionButton-open
`
  .trim()
  .split(/\s+/)
  .map((selector) => selector.replaceAll("~", " "));

const TABS = ["#card-tab", '.Tabs [data-testid="card-tab-button"]'];
const OF_LAYOUT: Readonly<Record<Layout, readonly string[]>> = {
  single: [],
  accordion: ACCORDION,
  tabs: TABS,
};

const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "#email": { name: "email", inputmode: "email", autocomplete: "email" },
  "#cardNumber": {
    name: "cardNumber",
    inputmode: "numeric",
    autocomplete: "cc-number",
    "aria-label": "Card number",
    placeholder: "1234 1234 1234 1234",
  },
  "#cardExpiry": { autocomplete: "cc-exp", "aria-label": "Expiration", placeholder: "MM / YY" },
  "#cardCvc": { autocomplete: "cc-csc", "aria-label": "CVC", placeholder: "CVC" },
  "#billingName": { autocomplete: "cc-name" },
  "#billingCountry": { autocomplete: "billing country", "aria-label": "Country or region" },
  "#billingPostalCode": { autocomplete: "billing postal-code", "aria-label": "ZIP", placeholder: "ZIP" },
};

describe.each(LAYOUTS)("layout %s", (layout: Layout) => {
  const open = async () => {
    const session = checkout.session([ITEM], { cancel_url: "https://example.com/cart" });
    return (await checkout.open(session, { layout })).page;
  };

  test("every selector finds exactly one node", async () => {
    const page = await open();
    const selectors = [...EVERYWHERE, ...OF_LAYOUT[layout]];
    const counts = await page.evaluate(
      (all) => all.map((selector) => [selector, document.querySelectorAll(selector).length] as const),
      selectors,
    );
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
    const others = LAYOUTS.filter((other) => other !== layout).flatMap((other) => OF_LAYOUT[other]);
    expect(await page.locator(others.join()).count()).toBe(0);
  });

  test("no id and no test id appears twice", async () => {
    const page = await open();
    const names = await page.evaluate(() =>
      [...document.querySelectorAll("[id], [data-testid]")].flatMap((node) => [
        ...(node.id === "" ? [] : [`#${node.id}`]),
        ...(node.getAttribute("data-testid") === null ? [] : [`test id ${node.getAttribute("data-testid")}`]),
      ]),
    );
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(30);
  });

  test("inputs have Stripe's attributes, and are in the page itself instead of a frame", async () => {
    const page = await open();
    expect(await page.locator("iframe").count()).toBe(0);
    for (const [selector, attributes] of Object.entries(ATTRIBUTES))
      for (const [name, value] of Object.entries(attributes))
        expect(await page.locator(selector).getAttribute(name), `${selector} ${name}`).toBe(value);
  });

  test("roles, labels and placeholders find exactly one node", async () => {
    const page = await open();
    const name = layout === "tabs" ? "Name on card" : "Cardholder name";
    const locators = {
      ...Object.fromEntries(
        ["Email", "Card number", "Expiration", "CVC", name, "ZIP", "Country or region"].map((label) => [
          label,
          page.getByLabel(label),
        ]),
      ),
      ...Object.fromEntries(
        ["Email", "Card number", "Expiration", "CVC", name, "ZIP"].map((name) => [
          `textbox ${name}`,
          page.getByRole("textbox", { name }),
        ]),
      ),
      ...Object.fromEntries(
        ["1234 1234 1234 1234", "MM / YY", "CVC", "ZIP", "Full name on card"].map((text) => [
          `placeholder ${text}`,
          page.getByPlaceholder(text),
        ]),
      ),
      "combobox country": page.getByRole("combobox", { name: "Country or region" }),
      "button pay": page.getByRole("button", { name: "Pay $40.00" }),
      powered: page.getByRole("link", { name: "Powered by Stripe" }),
      "powered, by regex": page.getByRole("link", { name: /Powered by Stripe/ }),
      "powered, by text": page.getByText("Powered by Stripe", { exact: true }),
      back: page.getByRole("link", { name: "Back to Checkstand test shop" }),
      ...(layout === "accordion" ? { radio: page.getByRole("radio", { name: "Card" }) } : {}),
      ...(layout === "single"
        ? { "any pay button": page.getByRole("button", { name: /pay/i }) }
        : { "pay with card": page.getByRole("button", { name: "Pay with card" }) }),
      ...(layout === "tabs" ? { heading: page.getByRole("heading", { name: "Pay with card" }) } : {}),
    };
    for (const [name, locator] of Object.entries(locators)) expect(await locator.count(), name).toBe(1);
  });

  test("says in every layout that it is not Stripe", async () => {
    const page = await open();
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("This is not Stripe");
    expect(await page.getByRole("link", { name: "Powered by Stripe" }).textContent()).toBe(
      "Not Powered by Stripe",
    );
    expect(await page.locator(".TestModeBadge").textContent()).toBe("Test Mode");
  });
});

test.each([
  ["tabs", undefined, 'id="card-tab"'],
  ["accordion", undefined, "PaymentMethodFormAccordion"],
  ["tabs", "accordion", "PaymentMethodFormAccordion"],
  ["single", "nonsense", 'id="cardNumber"'],
] as const)("a server told to use %s, asked for %s", async (layout, wanted, mark) => {
  const server = await startPage({ layout });
  const query = wanted === undefined ? "" : `?layout=${wanted}`;
  const html = await (await fetch(`${server.url}/c/pay/${server.session().id}${query}`)).text();
  await server.close();
  expect(html).toContain(mark);
});

test("shows what is bought: name, quantity, unit price, totals, description", async () => {
  const { page } = await checkout.open(checkout.session([ITEM]));
  const text = (testId: string) => page.getByTestId(testId).textContent();
  expect(await text("line-item-product-name")).toBe("Checkstand T-shirt");
  expect(await text("line-item-amount-detail")).toBe("$20.00 each");
  expect(await text("line-item-total-amount")).toBe("$40.00");
  expect(await text("product-summary-total-amount")).toBe("$40.00");
  expect(await text("product-summary-description")).toBe("Soft cotton");
  expect(await text("order-details-footer-subtotal-amount")).toBe("$40.00");
  expect(await page.locator("#OrderDetails-TotalAmount").textContent()).toBe("$40.00");
  expect(await page.locator(".Header-businessLink").count(), "no cancel_url, no way back").toBe(0);
});

test.each([
  [null, "Pay $65.00"],
  ["auto", "Pay $65.00"],
  ["pay", "Pay $65.00"],
  ["book", "Book"],
  ["donate", "Donate"],
  ["subscribe", "Subscribe"],
] as const)("submit_type %s: the button says %s", async (submit_type, label) => {
  const page = await htmlOf(checkout.session([{ name: "Seat", amount: 6500 }], { submit_type }));
  expect(page).toContain(
    `<span class="SubmitButton-Text SubmitButton-Text--current" aria-hidden="false"><span id="submit-label">${label}</span></span>`,
  );
});

test.each([
  [1500, "jpy", "¥1,500"],
  [5000, "bhd", "BHD 5.000"],
  [100_000, "isk", "ISK 1,000"],
] as const)("%i %s is shown as %s", async (amount, currency, shown) => {
  const page = await htmlOf(checkout.session([{ name: "Seat", amount }], { currency }));
  expect(page.replaceAll("\u00a0", " ")).toContain(`<span class="CurrencyAmount">${shown}</span>`);
});

test("no card is asked for if the total is 0", async () => {
  const { page } = await checkout.open(checkout.session([{ name: "Sample", amount: 0 }]));
  expect(await page.locator("#cardNumber, #billingName, #billingCountry").count()).toBe(0);
  await page.locator("#email").fill("jenny@example.com");
  await page.getByRole("button", { name: "Complete order" }).click();
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.at(-1)).toEqual({
    expected_amount: 0,
    email: "jenny@example.com",
    billing_details: { email: "jenny@example.com" },
  });
});

test.each([
  ["of the session", { customer_email: "known@example.com" }, undefined],
  ["of the customer", {}, "known@example.com"],
])("an e-mail %s is shown and locked", async (_whose, more, customerEmail) => {
  const { page } = await checkout.open(checkout.session(undefined, more, customerEmail));
  expect(await page.locator(".ReadOnlyFormField-title").textContent()).toBe("known@example.com");
  expect(await page.locator("#email").count()).toBe(0);
});

test.each([
  [
    "click, by force",
    (page: Page) => page.locator("#payment-method-accordion-item-title-card").click({ force: true }),
  ],
  ["check, by force", (page: Page) => page.getByRole("radio", { name: "Card" }).check({ force: true })],
  ["a click event", (page: Page) => page.getByTestId("card-accordion-item-button").dispatchEvent("click")],
  ["a click on the button", (page: Page) => page.getByTestId("card-accordion-item-button").click()],
])("choosing the card again by %s changes nothing", async (_how, choose) => {
  const { page } = await checkout.open(checkout.session(), { layout: "accordion" });
  await choose(page);
  await choose(page);
  expect(await page.getByRole("radio", { name: "Card" }).isChecked()).toBe(true);
  await page.locator("#cardNumber").fill("4242", { timeout: 1000 });
  expect(await page.locator(".SubmitButton--processing").count()).toBe(0);
});

test("the parts of the button can be clicked", async () => {
  for (const part of [
    ".SubmitButton-IconContainer",
    ".SubmitButton-Text--current",
    ".SubmitButton-TextContainer",
  ]) {
    const { page } = await checkout.open(checkout.session());
    await page.locator(part).click();
    expect(await page.locator("#required-email-fieldset").count(), part).toBe(1);
  }
});

test("the mobile summary opens and closes", async () => {
  const { page } = await checkout.open(checkout.session([ITEM]), { viewport: { width: 390, height: 844 } });
  const details = page.getByTestId("order-details-mobile");
  expect(await details.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Details" }).click();
  expect(await details.isVisible()).toBe(true);
  expect(await page.getByTestId("header-view-details").getAttribute("aria-expanded")).toBe("true");
  await page.getByTestId("header-view-details").click();
  expect(await details.isVisible()).toBe(false);
});

test("the postal code follows the country", async () => {
  const { page } = await checkout.open(checkout.session(), { locale: "en-GB" });
  expect(await page.locator("#billingCountry").inputValue()).toBe("GB");
  expect(await page.getByLabel("Postal code").isVisible()).toBe(true);
  await page.locator("#billingCountry").selectOption("DE");
  expect(await page.locator("#billingPostalCode").isVisible()).toBe(false);
  await page.locator("#billingCountry").selectOption({ label: "United States" });
  expect(await page.getByLabel("ZIP").isVisible()).toBe(true);
  expect(await page.locator("#billingCountry option").count()).toBeGreaterThan(230);
});

test("the button is not disabled while fields are missing", async () => {
  const { page } = await checkout.open(checkout.session());
  expect(await submitButton(page).isEnabled()).toBe(true);
});
