/**
 * A form that collects everything: accessibility in every state, layout and width; keyboards; small screens.
 */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { CARD, LAYOUTS, type Layout, submitButton, useCheckout } from "./checkout.ts";
import { BUSINESS, EVERYTHING, fillAddress, SAVED } from "./form_parts.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const LONG = "Averyveryverylongwordwithoutanyspacesinitwhatsoever ".repeat(2);
const WIDTHS = [1280, 320] as const;

let release = () => {};
type State = (page: Page) => Promise<unknown>;
const STATES: Readonly<Record<string, State>> = {
  open: async () => {},
  "with a saved card, and faults": (page) => submitButton(page).click(),
  "with a new card": (page) => page.getByRole("radio", { name: "Use a new card" }).check(),
  "with an address begun": async (page) => {
    await page.locator("#cardUseShippingAsBilling").uncheck();
    await fillAddress(page, "shipping");
    await page.locator("#billingCountry").selectOption("DE");
    await page.locator("#billingAddressLine1").fill("Hauptstr. 1");
  },
  "for a business": async (page) => {
    await page.locator("label[for=purchasingAsBusinessCheckbox]").click();
    await page.locator("#taxId").waitFor();
  },
  "with all its faults": (page) => submitButton(page).click(),
  processing: async (page) => {
    checkout.server.hold = () => new Promise((resolve) => (release = resolve));
    await fillEverything(page);
    await submitButton(page).click();
    await page.locator(".SubmitButton--processing").waitFor();
  },
};

async function fillEverything(page: Page): Promise<void> {
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#phoneNumber").fill("2015550123");
  await page.locator("#shippingName").fill("Jenny Rosen");
  await page.locator("#cardNumber").fill(CARD);
  await page.locator("#cardExpiry").fill("1234");
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("Jenny Rosen");
  await page.locator("#billingLocality").fill("Berlin");
  await page.locator("#billingPostalCode").fill("10115");
  await page.locator("#businessName").fill("Rosen GmbH");
  await page.locator("#taxId").fill("DE123456789");
  await page.locator("#cstm_fld_invoice").fill("1");
  await page.locator("#cstm_fld_size").selectOption("s");
  await page.locator("#termsOfServiceConsentCheckbox").check();
}

describe.each(LAYOUTS)("layout %s", (layout: Layout) => {
  test.each(WIDTHS)("%i wide, axe finds nothing in any state", async (width) => {
    const session = checkout.session([TEE], EVERYTHING, undefined, SAVED);
    const { page, complaints } = await checkout.open(session, {
      layout,
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
    });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(page);
      expect(await violations(page), state).toEqual([]);
      expect(await sideways(page), state).toBeLessThanOrEqual(0);
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
      expect(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        state,
      ).toEqual([]);
    }
    checkout.server.hold = async () => {};
    release();
    await page.waitForURL("**/shop/thanks**");
    expect(complaints).toEqual([]);
  });
});

test("everything is filled in and paid using only the keyboard", async () => {
  const session = checkout.session([TEE], EVERYTHING);
  const { page } = await checkout.open(session, { layout: "accordion" });
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  const tabTo = async (id: string) => {
    for (let press = 0; press < 15 && (await focused()) !== id; press++) await page.keyboard.press("Tab");
    expect(await focused()).toBe(id);
  };
  for (const [id, keys] of [
    ["email", "jenny@example.com"],
    ["phoneNumber", "2015550123"],
    ["shippingName", "Jenny Rosen"],
    ["shippingCountry", "United S"],
    ["shippingAddressLine1", "1 Main St"],
    ["shippingLocality", "Oakland"],
    ["shippingPostalCode", "94607"],
    ["shippingAdministrativeArea", "Calif"],
    ["cardNumber", CARD],
    ["cardExpiry", "1234"],
    ["cardCvc", "123"],
    ["cstm_fld_invoice", "12"],
    ["cstm_fld_size", "Large"],
    ["termsOfServiceConsentCheckbox", " "],
  ] as const) {
    await tabTo(id);
    await page.keyboard.type(keys);
  }
  await page.keyboard.press("Tab");
  while ((await page.evaluate(() => document.activeElement?.className.includes("SubmitButton"))) !== true)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.at(-1)).toMatchObject({
    shipping: { address: { state: "CA", city: "Oakland" } },
    custom_fields: [{}, { value: "12" }, { value: "l" }],
    consent: { terms_of_service: "accepted" },
  });
});

test("an update of the order keeps the error messages of the card fields", async () => {
  const { page } = await checkout.open(checkout.session([TEE], { ...BUSINESS, allow_promotion_codes: true }));
  checkout.server.codes.set("TEN", { percent_off: 10 });
  await submitButton(page).click();
  await page.locator("#required-cardNumber-fieldset").waitFor();
  await page.locator("#promotionCode").fill("TEN");
  await page.locator("#promotionCode").press("Enter");
  await page.getByRole("button", { name: "Pay $18.00" }).waitFor();
  expect(await page.locator("#required-cardNumber-fieldset").textContent()).toBe("Required");
});

test.each([
  ["320 px", { viewport: { width: 320, height: 700 } }, ""],
  ["1280 px with text at 200 %", { viewport: { width: 1280, height: 900 } }, "200%"],
  ["390 px with text at 200 %", { viewport: { width: 390, height: 844 } }, "200%"],
])("%s: words of any length are broken, and nothing scrolls sideways", async (_what, options, size) => {
  const message = { message: LONG };
  const session = checkout.session(
    [TEE],
    {
      ...EVERYTHING,
      custom_text: {
        shipping_address: message,
        submit: message,
        after_submit: message,
        terms_of_service_acceptance: message,
      },
    },
    undefined,
    SAVED,
  );
  const { page } = await checkout.open(session, { ...options, layout: "accordion" });
  await page.evaluate((fontSize) => {
    document.documentElement.style.fontSize = fontSize;
  }, size);
  await page.getByRole("radio", { name: "Use a new card" }).check();
  await submitButton(page).click();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});

test("on a phone all controls are 44 px high, and checkboxes are 24 px apart", async () => {
  const { page } = await checkout.open(checkout.session([TEE], EVERYTHING, undefined, SAVED), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        "#payment-form :is(button, .Input, select, .RadioButtonList-item)",
      ),
    ]
      .filter((node) => node.getClientRects().length > 0)
      .map((node) => [node.id || node.className, node.getBoundingClientRect().height] as const)
      .filter(([, height]) => height < 42),
  );
  expect(small).toEqual([]);
  const boxes = await page
    .locator(".CheckboxField-label")
    .evaluateAll((labels) =>
      labels.map((label) => label.getBoundingClientRect().height).filter((height) => height > 0),
    );
  expect(Math.min(...boxes)).toBeGreaterThanOrEqual(22);
});
