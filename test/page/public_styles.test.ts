/**
 * A payment in each of the ways in which public tests fill in and submit Stripe's page: how they find the
 * fields, choose the card and click to pay, and what they wait for.
 */
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { CARD, fillIn, LAYOUTS, type Layout, submitButton, useCheckout } from "./checkout.ts";

// Nothing here looks at the tick of success, so no payment waits for it.
const checkout = useCheckout({ pace: { processingMs: 0, successMs: 0 } });
afterEach(() => checkout.closePages());

const PAID = {
  email: "jenny@example.com",
  payment_method_data: {
    type: "card",
    card: { number: CARD, exp_month: 12, exp_year: 2034, cvc: "123" },
    billing_details: { name: "Jenny Rosen", address: { country: "US", postal_code: "94107" } },
  },
};

async function isPaid(page: Page): Promise<void> {
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.at(-1)).toMatchObject(PAID);
}

// --- finding the fields -----------------------------------------------------------------------------------

interface Fields {
  readonly email: Locator;
  readonly number: Locator;
  readonly expiry: Locator;
  readonly cvc: Locator;
  readonly name: Locator;
  readonly country: Locator;
  readonly postal: Locator;
}

/** Seven selectors in the order of the form. */
function fields(page: Page, selectors: string): Fields {
  const [email = "", number = "", expiry = "", cvc = "", name = "", country = "", postal = ""] = selectors
    .trim()
    .split(/\s*\n\s*/);
  const at = (selector: string) => page.locator(selector);
  return {
    email: at(email),
    number: at(number),
    expiry: at(expiry),
    cvc: at(cvc),
    name: at(name),
    country: at(country),
    postal: at(postal),
  };
}

const nameLabel = (layout: Layout) => (layout === "tabs" ? "Name on card" : "Cardholder name");

const FINDING: Readonly<Record<string, (page: Page, layout: Layout) => Fields>> = {
  "by id": (page) =>
    fields(
      page,
      `#email
       #cardNumber
       #cardExpiry
       #cardCvc
       #billingName
       #billingCountry
       #billingPostalCode`,
    ),
  "by element and id": (page) =>
    fields(
      page,
      `input#email
       input#cardNumber
       input#cardExpiry
       input#cardCvc
       input#billingName
       select#billingCountry
       input#billingPostalCode`,
    ),
  "by name": (page) =>
    fields(
      page,
      `[name=email]
       input[name="cardNumber"]
       input[name="cardExpiry"]
       input[name="cardCvc"]
       [name="billingName"]
       select[name="billingCountry"]
       [name=billingPostalCode]`,
    ),
  "by autocomplete": (page) =>
    fields(
      page,
      `input[autocomplete="email"]
       input[autocomplete="cc-number"]
       input[autocomplete="cc-exp"]
       input[autocomplete="cc-csc"]
       input[autocomplete="cc-name"]
       select[autocomplete="billing country"]
       input[autocomplete="billing postal-code"]`,
    ),
  "by XPath": (page) =>
    fields(
      page,
      `xpath=//input[contains(@id, "email")]
       xpath=//input[@id="cardNumber"]
       xpath=//input[@placeholder="MM / YY"]
       xpath=//input[@placeholder="CVC"]
       xpath=//input[contains(@id, "billingName")]
       xpath=//select[@id="billingCountry"]
       xpath=//input[@name="billingPostalCode"]`,
    ),
  "by placeholder": (page) => ({
    email: page.getByPlaceholder("email@example.com"),
    number: page.getByPlaceholder("1234 1234 1234 1234"),
    expiry: page.getByPlaceholder("MM / YY"),
    cvc: page.getByPlaceholder("CVC"),
    name: page.getByPlaceholder("Full name on card"),
    country: page.getByLabel("Country or region"),
    postal: page.getByPlaceholder("ZIP"),
  }),
  "by label": (page, layout) => ({
    email: page.getByLabel("Email"),
    number: page.getByLabel("Card number"),
    expiry: page.getByLabel("Expiration"),
    cvc: page.getByLabel("CVC"),
    name: page.getByLabel(nameLabel(layout)),
    country: page.getByLabel("Country or region"),
    postal: page.getByLabel("ZIP"),
  }),
  "by role": (page, layout) => ({
    email: page.getByRole("textbox", { name: "Email" }),
    number: page.getByRole("textbox", { name: "Card number" }),
    expiry: page.getByRole("textbox", { name: "Expiration" }),
    cvc: page.getByRole("textbox", { name: "CVC" }),
    name: page.getByRole("textbox", { name: nameLabel(layout) }),
    country: page.getByRole("combobox", { name: "Country or region" }),
    postal: page.getByRole("textbox", { name: "ZIP" }),
  }),
};

/** Texts as public tests write them, in the order of the form. */
type Texts = readonly [number: string, expiry: string];
const FILLING: Readonly<
  Record<string, { texts: Texts; put: (field: Locator, text: string) => Promise<void> }>
> = {
  "filled at once": { texts: [CARD, "1234"], put: (field, text) => field.fill(text) },
  "filled at once, spaced": {
    texts: ["4242 4242 4242 4242", "12 / 34"],
    put: async (field, text) => {
      await field.click();
      await field.fill(text);
    },
  },
  "typed key by key": { texts: [CARD, "12/34"], put: (field, text) => field.pressSequentially(text) },
  "cleared, then typed": {
    texts: ["4242 4242 4242 4242", "12 / 34"],
    put: async (field, text) => {
      await field.clear();
      await field.pressSequentially(text);
    },
  },
  "pressed into the focused field": {
    texts: [CARD, "12/2034"],
    put: async (field, text) => {
      await field.focus();
      await field.page().keyboard.insertText(text);
    },
  },
};

describe.each(LAYOUTS)("layout %s", (layout: Layout) => {
  test.each(Object.keys(FINDING))("fields found %s", async (way) => {
    const { page } = await checkout.open(checkout.session(), { layout });
    const find = FINDING[way];
    if (find === undefined) throw new Error("no such way");
    const { email, number, expiry, cvc, name, country, postal } = find(page, layout);
    await email.fill("jenny@example.com");
    await number.fill(CARD);
    await expiry.fill("12 / 34");
    await cvc.fill("123");
    await name.fill("Jenny Rosen");
    await country.selectOption("US");
    await postal.fill("94107");
    await submitButton(page).click();
    await isPaid(page);
  });
});

test.each(Object.entries(FILLING))("%s", async (_way, { texts: [number, expiry], put }) => {
  const { page } = await checkout.open(checkout.session(), { layout: "accordion" });
  for (const [id, text] of [
    ["email", "jenny@example.com"],
    ["cardNumber", number],
    ["cardExpiry", expiry],
    ["cardCvc", "123"],
    ["billingName", "Jenny Rosen"],
    ["billingPostalCode", "94107"],
  ] as const)
    await put(page.locator(`#${id}`), text);
  await submitButton(page).click();
  await isPaid(page);
});

test("using only the keyboard, from field to field", async () => {
  const { page } = await checkout.open(checkout.session());
  const next = async (id: string) => {
    for (let press = 0; press < 3; press++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    }
    throw new Error(`Tab does not lead to ${id}`);
  };
  await page.locator("#email").focus();
  await page.keyboard.type("jenny@example.com");
  for (const [id, text] of [
    ["cardNumber", CARD],
    ["cardExpiry", "1234"],
    ["cardCvc", "123"],
    ["billingName", "Jenny Rosen"],
    ["billingCountry", "United States"],
    ["billingPostalCode", "94107"],
  ] as const) {
    await next(id);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await isPaid(page);
});

// --- choosing the card ------------------------------------------------------------------------------------

const RADIO = "#payment-method-accordion-item-title-card";
const CHOOSING: readonly (readonly [string, Layout, (page: Page) => Promise<unknown>])[] = [
  ["the button over its row", "accordion", (page) => page.getByTestId("card-accordion-item-button").click()],
  [
    "a click on the row",
    "accordion",
    (page) => page.getByTestId("card-accordion-item").click({ position: { x: 9, y: 9 } }),
  ],
  ["its radio, forced", "accordion", (page) => page.locator(RADIO).click({ force: true })],
  ["its radio, checked", "accordion", (page) => page.locator(RADIO).check({ force: true })],
  [
    "its radio button, by role",
    "accordion",
    (page) => page.getByRole("radio", { name: "Card" }).check({ force: true }),
  ],
  ["an event on its radio", "accordion", (page) => page.locator(RADIO).dispatchEvent("click")],
  [
    "an event on the button",
    "accordion",
    (page) => page.getByTestId("card-accordion-item-button").dispatchEvent("click"),
  ],
  [
    "its label, forced",
    "accordion",
    (page) => page.locator("#payment-method-label-card").click({ force: true }),
  ],
  ["its button, by name", "accordion", (page) => page.getByRole("button", { name: "Pay with card" }).click()],
  [
    "a click on the word",
    "accordion",
    (page) => page.getByText("Card", { exact: true }).first().click({ force: true }),
  ],
  ["its tab", "tabs", (page) => page.getByTestId("card-tab-button").click()],
  ["its tab, by id", "tabs", (page) => page.locator("#card-tab").click()],
];

test.each(CHOOSING)("the card chosen by %s", async (_way, layout, choose) => {
  const { page } = await checkout.open(checkout.session(), { layout });
  await choose(page);
  await choose(page);
  await fillIn(page);
  await submitButton(page).click();
  await isPaid(page);
});

// --- pressing the button ----------------------------------------------------------------------------------

const PRESSED = [
  '[data-testid="hosted-payment-submit-button"]',
  ".SubmitButton",
  "button[type=submit]",
  "button.SubmitButton--complete",
  '.SubmitButton[type="submit"]',
  ".SubmitButton-IconContainer",
  "div.SubmitButton-IconContainer",
  "button > div.SubmitButton-IconContainer",
  ".SubmitButton--complete-Shimmer",
  "div.SubmitButton-Shimmer.SubmitButton--complete-Shimmer",
  ".SubmitButton-Shimmer",
  ".SubmitButton-TextContainer",
  '.SubmitButton-Text--current[aria-hidden="false"]',
  '[data-testid="submit-button-processing-label"]',
  'xpath=//button[contains(@class, "SubmitButton")]',
  'button:has-text("Pay")',
] as const;

test.each(PRESSED)("paid by a click on %s", async (selector) => {
  const { page } = await checkout.open(checkout.session());
  await fillIn(page);
  const pressed = page.locator(selector);
  expect(await pressed.isVisible()).toBe(true);
  await pressed.click();
  await isPaid(page);
});

test.each([
  ["Enter in a field", (page) => page.locator("#billingPostalCode").press("Enter")],
  ["its name", (page) => page.getByRole("button", { name: "Pay $20.00" }).click()],
  ["any name with pay", (page) => page.getByRole("button", { name: /pay/i }).click()],
  ["click() in the page", (page) => submitButton(page).evaluate((button: HTMLElement) => button.click())],
  ["an event", (page) => submitButton(page).dispatchEvent("click")],
  [
    "requestSubmit()",
    (page) => page.locator("form").evaluate((form: HTMLFormElement) => form.requestSubmit()),
  ],
  [
    "a click at its middle",
    async (page) => {
      const box = await submitButton(page).boundingBox();
      if (box === null) throw new Error("the button has no place");
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    },
  ],
] as readonly (readonly [string, (page: Page) => Promise<unknown>])[])("paid by %s", async (_way, press) => {
  const { page } = await checkout.open(checkout.session());
  await fillIn(page);
  await press(page);
  await isPaid(page);
});

test("the button's shimmer shows whether everything is filled in", async () => {
  const { page } = await checkout.open(checkout.session());
  await page.locator(".SubmitButton--incomplete .SubmitButton-Shimmer").waitFor();
  expect(await page.locator(".SubmitButton--complete-Shimmer").count()).toBe(0);
  await page.locator(".SubmitButton-Shimmer").click();
  await page.locator("#required-email-fieldset").waitFor();
  await fillIn(page);
  await page.locator(".SubmitButton--complete .SubmitButton--complete-Shimmer").waitFor();
});

// --- boxes ------------------------------------------------------------------------------------------------

const BUSINESS_WORDS = "Checkbox-Label Text Text-color--gray600 Text-fontSize--13 Text-fontWeight--500";

test.each([
  "label[for='purchasingAsBusinessCheckbox'] span",
  `label[for='purchasingAsBusinessCheckbox'] span[class='${BUSINESS_WORDS}']`,
  "label[for=purchasingAsBusinessCheckbox]",
  "#purchasingAsBusinessCheckbox",
])("a business is declared by a click on %s", async (selector) => {
  const { page } = await checkout.open(
    checkout.session(undefined, { _tax_id_collection: { enabled: true, required: "never" } }),
  );
  await fillIn(page);
  await page.locator("#billingCountry").selectOption("DE");
  await page.locator(selector).click();
  expect(await page.locator("#purchasingAsBusinessCheckbox").isChecked()).toBe(true);
  await page.locator("#businessName").fill("Rosen Inc.");
  await page.locator("#taxIdType").selectOption("eu_vat");
  await page.locator("#taxId").fill("DE123456789");
  await submitButton(page).click();
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.at(-1)).toMatchObject({
    business_name: "Rosen Inc.",
    tax_id: { type: "eu_vat", value: "DE123456789" },
  });
});

const LINK_BOX: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ["its tick taken out", (page) => page.locator("#enableStripePass").uncheck()],
  ["its tick taken out, by name", (page) => page.locator('input[name="enableStripePass"]').uncheck()],
  [
    "a look at whether it is ticked",
    async (page) => expect(await page.locator('[name="enableStripePass"]').isChecked()).toBe(false),
  ],
  ["a click on it", (page) => page.locator("#enableStripePass").click()],
  ["its label", (page) => page.getByLabel("Save my information for faster checkout").uncheck()],
  [
    "its role",
    (page) =>
      page.getByRole("checkbox", { name: "Save my information for faster checkout" }).setChecked(false),
  ],
];

test.each(LINK_BOX)("the Link checkbox: %s, and no phone number is asked for", async (_way, use) => {
  const { page } = await checkout.open(checkout.session());
  await fillIn(page);
  await use(page);
  expect(await page.locator("#phoneNumber").count()).toBe(0);
  await submitButton(page).click();
  await isPaid(page);
});
