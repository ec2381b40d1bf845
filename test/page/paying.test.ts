/** From the filled form to the shop: errors, declines, keyboards, and browsers without JavaScript. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { CARD, fillIn, pay, submitButton, useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const DECLINED = "4000000000000002";
const CHALLENGED = "4000002500003155";

async function errorsOf(page: Page): Promise<string[]> {
  return page.locator(".FieldError-text").allInnerTexts();
}

/** The texts a screen reader reads with a control. */
async function describedAs(page: Page, selector: string): Promise<string | null> {
  return page.locator(selector).evaluate((control) => {
    const id = control.getAttribute("aria-describedby");
    return id === null ? null : (document.getElementById(id)?.textContent ?? "nothing there");
  });
}

test("a good card leads to success_url with the session's id, after a single confirm request", async () => {
  const session = checkout.session();
  const before = checkout.server.confirmed.length;
  const { page, complaints } = await checkout.open(session);
  await fillIn(page);
  await page.locator(".SubmitButton--complete").waitFor();
  await submitButton(page).click();
  await page.locator(".SubmitButton--success").waitFor();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  expect(checkout.server.confirmed.slice(before)).toEqual([
    {
      expected_amount: 2000,
      email: "jenny@example.com",
      payment_method_data: {
        type: "card",
        card: { number: CARD, exp_month: 12, exp_year: 2034, cvc: "123" },
        billing_details: {
          email: "jenny@example.com",
          name: "Jenny Rosen",
          address: { country: "US", postal_code: "94107" },
        },
      },
    },
  ]);
  expect(complaints).toEqual([]);
});

test("an empty form shows its errors, tied to the fields, and focuses the first", async () => {
  const { page } = await checkout.open(checkout.session());
  await submitButton(page).click();
  expect(await errorsOf(page)).toEqual([
    "Required",
    "Required",
    "Please provide the name on your card",
    "Required",
  ]);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("email");
  expect(await page.locator("#required-email-fieldset").getAttribute("role")).toBe("alert");
  expect(await page.locator(".CheckoutInput--invalid[aria-invalid=true]").count()).toBe(6);
  for (const selector of ["#email", "#cardNumber", "#cardExpiry", "#cardCvc", "#billingPostalCode"])
    expect(await describedAs(page, selector), selector).toBe("Required");
  await page.locator("#email").fill("j");
  expect(await page.locator("#required-email-fieldset").count()).toBe(0);
  expect(await page.locator("#email").getAttribute("aria-describedby")).toBeNull();
});

test("an error is shown when the field is left, and disappears when it is changed", async () => {
  const { page } = await checkout.open(checkout.session());
  for (const [selector, typed, text] of [
    ["#email", "jenny", "Your email is invalid."],
    ["#cardNumber", "4242", "Your card number is incomplete."],
    ["#cardNumber", "4242424242424241", "Your card number is invalid."],
    ["#cardExpiry", "12", "Your card's expiration date is incomplete."],
    ["#cardExpiry", "1334", "Your card's expiration date is invalid."],
    ["#cardExpiry", "1224", "Your card's expiration year is in the past."],
    ["#cardExpiry", "1026", "Your card's expiration date is in the past."],
    ["#cardCvc", "12", "Your card's security code is incomplete."],
    ["#billingPostalCode", "941", "Your ZIP code is invalid"],
  ] as const) {
    const field = page.locator(selector);
    await field.fill(typed);
    await field.blur();
    expect(await errorsOf(page), typed).toEqual([text]);
    expect(await describedAs(page, selector), typed).toBe(text);
    await field.fill("");
    expect(await errorsOf(page), typed).toEqual([]);
  }
});

test("an error shown on leaving a field does not move the button away from the click", async () => {
  const { page } = await checkout.open(checkout.session());
  await fillIn(page);
  await page.locator("#billingPostalCode").fill("941");
  await submitButton(page).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("billingPostalCode");
});

test("a decline is shown in the card group, the form stays filled, and another card succeeds", async () => {
  const session = checkout.session();
  const { page } = await checkout.open(session);
  const loaded = await page.evaluate(() => performance.timeOrigin);
  await pay(page, DECLINED);
  await page.locator("#cardNumber-fieldset .FieldError[role=alert]").waitFor();
  expect(await errorsOf(page)).toEqual([
    "Your credit card was declined. Try paying with a debit card instead.",
  ]);
  expect(await page.evaluate(() => performance.timeOrigin), "the page has not been loaded again").toBe(
    loaded,
  );
  expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
  expect(await page.locator("#cardCvc").inputValue()).toBe("123");
  expect(await page.locator("#billingPostalCode").inputValue()).toBe("94107");
  await page.locator("#cardNumber").fill(CARD);
  await submitButton(page).click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test.each([
  [
    "4000000000009995",
    "Your credit card was declined because of insufficient funds. Try paying with a debit card instead.",
  ],
  ["4000000000000127", "Your card's CVC is incorrect."],
  ["4000000000000069", "Your card is expired. Try a different card."],
])("%s is declined with its own message", async (number, text) => {
  const { page } = await checkout.open(checkout.session());
  await pay(page, number);
  await page.locator(".FieldError").waitFor();
  expect(await errorsOf(page)).toEqual([text]);
});

test("while a payment is processing everything is locked, and a second click does nothing", async () => {
  const { page } = await checkout.open(checkout.session());
  const before = checkout.server.confirmed.length;
  let release = () => {};
  checkout.server.hold = () => new Promise((resolve) => (release = resolve));
  await pay(page);
  await page.locator(".SubmitButton--processing").waitFor();
  const label = page.getByTestId("submit-button-processing-label");
  expect(await label.textContent()).toBe("Processing…");
  expect(await page.getByRole("button", { name: "Processing…" }).count()).toBe(1);
  expect(await page.locator("#email").isDisabled()).toBe(true);
  expect(await page.locator("#billingCountry").isDisabled()).toBe(true);
  await label.click({ force: true });
  await page.locator("#payment-form").dispatchEvent("submit");
  checkout.server.hold = async () => {};
  release();
  await page.waitForURL("**/shop/thanks**");
  expect(checkout.server.confirmed.length).toBe(before + 1);
});

test("paid using only the keyboard", async () => {
  const { page } = await checkout.open(checkout.session(), { layout: "accordion" });
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  const tabTo = async (id: string) => {
    for (let press = 0; press < 10 && (await focused()) !== id; press++) await page.keyboard.press("Tab");
    expect(await focused()).toBe(id);
  };
  for (const [id, text] of [
    ["email", "jenny@example.com"],
    ["cardNumber", CARD],
    ["cardExpiry", "1234"],
    ["cardCvc", "123"],
    ["billingName", "Jenny Rosen"],
    ["billingPostalCode", "94107"],
  ] as const) {
    await tabTo(id);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/shop/thanks**");
});

describe("without JavaScript", () => {
  const open = (session: Parameters<typeof checkout.open>[0]) =>
    checkout.open(session, { javaScriptEnabled: false });

  test("a good card leads to success_url on another origin", async () => {
    const session = checkout.session();
    const elsewhere = checkout.server.url.replace("127.0.0.1", "localhost");
    checkout.server.change(session.id, {
      success_url: `${elsewhere}/shop/thanks?session=%7BCHECKOUT_SESSION_ID%7D&again={CHECKOUT_SESSION_ID}`,
    });
    const { page } = await open(session);
    await pay(page);
    await page.waitForURL(`${elsewhere}/shop/thanks?session=${session.id}&again=${session.id}`);
  });

  test("errors come back with what was typed, but without card data", async () => {
    const { page } = await open(checkout.session());
    await fillIn(page);
    await page.locator("#billingPostalCode").fill("941");
    await submitButton(page).click();
    await page.locator("#required-country-fieldset").waitFor();
    expect(await errorsOf(page)).toEqual(["Your ZIP code is invalid"]);
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
    expect(await page.locator("#billingName").inputValue()).toBe("Jenny Rosen");
    for (const selector of ["#cardNumber", "#cardExpiry", "#cardCvc"])
      expect(await page.locator(selector).inputValue(), selector).toBe("");
    expect(await page.content()).not.toContain('4242 4242 4242 4242"');
  });

  test("a decline is shown in the card group", async () => {
    const { page } = await open(checkout.session());
    await pay(page, DECLINED);
    await page.locator("#required-cardNumber-fieldset").waitFor();
    expect((await errorsOf(page))[0]).toContain("declined");
  });

  test("3-D Secure has its own page", async () => {
    const session = checkout.session();
    const { page } = await open(session);
    await pay(page, CHALLENGED);
    await page.locator("#test-source-authorize-3ds").click();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  });
});

describe("a session that has ended", () => {
  test.each([
    ["complete", "session-complete"],
    ["expired", "session-expired"],
  ] as const)("opened when %s, has its own page", async (status, testId) => {
    const session = checkout.session(undefined, { status, cancel_url: "https://example.com/cart" });
    const { page } = await checkout.open(session);
    expect(await page.getByTestId(testId).count()).toBe(1);
    expect(await page.getByTestId("session-id").textContent()).toBe(session.id);
    const back = page.getByRole("link", { name: "Back to Checkstand test shop" });
    expect(await back.getAttribute("href")).toBe(
      status === "complete"
        ? `${checkout.server.url}/shop/thanks?session=${session.id}`
        : "https://example.com/cart",
    );
    if (status === "complete") {
      expect(await page.getByRole("heading").textContent()).toBe("You're all done here");
      expect(await page.getByTestId(testId).textContent()).toContain("Idempotency-Key");
    }
  });

  test("a session that never existed gets a 404 page", async () => {
    const { page } = await checkout.visit();
    const reply = await page.goto(`${checkout.server.url}/c/pay/cs_test_nothing`);
    expect(reply?.status()).toBe(404);
    expect(await page.getByTestId("session-unknown").count()).toBe(1);
  });

  test.each([
    ["expired", "session-expired"],
    ["complete", "session-complete"],
  ] as const)("an open page notices within two seconds that it is %s", async (status, testId) => {
    const session = checkout.session();
    const { page } = await checkout.open(session);
    checkout.server.change(session.id, { status });
    await page.getByTestId(testId).waitFor({ timeout: 2_500 });
  });

  test("a confirmation that comes too late shows how the session ended", async () => {
    const session = checkout.session();
    const { page } = await checkout.open(session);
    await fillIn(page);
    checkout.server.hold = async () => checkout.server.change(session.id, { status: "complete" });
    await submitButton(page).click();
    await page.getByTestId("session-complete").waitFor();
    checkout.server.hold = async () => {};
  });

  test("a changed amount is refused", async () => {
    const session = checkout.session();
    const { page } = await checkout.open(session);
    const dearer = session._line_items.map((line) => ({ ...line, quantity: 5 }));
    checkout.server.change(session.id, { _line_items: dearer });
    await pay(page);
    await page.locator(".ConfirmPayment-Error").waitFor();
  });
});

test("if the server cannot be reached, the page says so and nothing typed is lost", async () => {
  const { page } = await checkout.open(checkout.session());
  await fillIn(page);
  await page.route("**/c/pay/**", (route) => route.abort());
  await submitButton(page).click();
  await page.locator(".ConfirmPayment-Error").waitFor();
  expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain("could not be reached");
  expect(await page.locator("#cardNumber").inputValue()).toBe("4242 4242 4242 4242");
});
