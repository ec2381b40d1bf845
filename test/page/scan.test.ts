/**
 * Methods whose payers scan a code: the code over the page, the phone (here a second tab), and where that leads, with and
 * without JavaScript.
 */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { IMPLEMENTED_TYPES, typeNamed } from "../../src/method_types/index.ts";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { readPng } from "../support/qr.ts";
import { sideways, violations } from "./axe.ts";
import { pay, submitButton, useCheckout } from "./checkout.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const TYPES = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.action === "scan");
const code = (page: Page) => page.locator('img[data-testid="QRCode-image"]');
const authorize = (page: Page) => page.getByText("Authorize Test Payment").click();

function sessionWith(types: readonly string[], more: Partial<PaymentSession> = {}): PaymentSession {
  const currency = typeNamed(types.at(-1) ?? "").currencies?.[0] ?? "usd";
  return checkout.session([TEE], { currency, payment_method_types: types, ...more });
}

/** Fills in what the method asks for, and submits. */
async function submit(page: Page, email = "jenny@example.com"): Promise<void> {
  await page.locator("#email").fill(email);
  // The shop is not in Brazil, so Pix asks for more.
  if (await page.locator("#taxNumber").isVisible()) {
    await page.getByLabel("CPF/CNPJ").fill("000.000.000-00");
    await page.locator("#billingName").fill("Jenny Rosen");
  }
  await submitButton(page).click();
}

/** The page that opens on the phone. */
async function scan(page: Page): Promise<Page> {
  const [phone] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("button", { name: "Simulate scan" }).click(),
  ]);
  await phone.locator("#redirect-title").waitFor();
  return phone;
}

describe.each(TYPES)("%s", (type) => {
  const { name } = typeNamed(type);

  test("is paid with a phone, and the buyer comes to the shop", async () => {
    const session = sessionWith(["card", type]);
    const { page, complaints } = await checkout.open(session);
    await page.getByTestId(`${type}-accordion-item-button`).click();
    await submit(page);
    await code(page).waitFor();
    const dialog = page.getByRole("dialog", { name: `Pay with ${name}` });
    expect(await dialog.isVisible()).toBe(true);
    // The picture is there, and is of the same code as the text.
    expect(await code(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    const text = await page.locator('[class*="QrDataText"]').textContent();
    const svg = await code(page).evaluate((image) => (image as HTMLImageElement).src);
    const png = await (await fetch(svg.replace("code.svg", "code.png"))).arrayBuffer();
    expect(readPng(Buffer.from(png))).toBe(text);

    const phone = await scan(page);
    expect(phone.url()).toBe(text);
    expect(await phone.getByRole("heading").textContent()).toBe(`${name} test payment page`);
    await authorize(phone);
    await phone.getByTestId("scan-over").waitFor();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(complaints).toEqual([]);
    await phone.close();
  });
});

test("refused on the phone, the page says so and can be paid in another way", async () => {
  const session = sessionWith(["card", "wechat_pay"]);
  const { page } = await checkout.open(session);
  await page.getByTestId("wechat_pay-accordion-item-button").click();
  await submit(page);
  const phone = await scan(page);
  await phone.getByText("Fail Test Payment").click();
  await phone.getByTestId("scan-over").waitFor();
  await phone.close();
  await page.locator(".ConfirmPayment-Error").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByTestId("card-accordion-item-button").click();
  await pay(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("closed, the form is there again, and another method can be chosen", async () => {
  const session = sessionWith(["card", "wechat_pay"]);
  const { page } = await checkout.open(session);
  await page.getByTestId("wechat_pay-accordion-item-button").click();
  await submit(page);
  await code(page).waitFor();
  await page.keyboard.press("Escape");
  await code(page).waitFor({ state: "detached" });
  await submitButton(page).click();
  await page.getByRole("button", { name: "Close" }).click();
  await code(page).waitFor({ state: "detached" });
  await page.getByTestId("card-accordion-item-button").click();
  await pay(page);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("a code that was not scanned in time leads back to the form", async () => {
  const session = sessionWith(["pix"]);
  const { page } = await checkout.open(session);
  await submit(page, "expire_immediately@example.com");
  await code(page).waitFor();
  await checkout.server.pass(2);
  const error = page.locator(".ConfirmPayment-Error");
  await error.waitFor();
  expect(await error.textContent()).toBe("This code has expired. Please try again.");
  await submitButton(page).click();
  await code(page).waitFor();
});

test("a shop outside of Brazil asks for the tax number with which Pix is paid", async () => {
  const { page } = await checkout.open(sessionWith(["pix"]));
  await page.locator("#email").fill("jenny@example.com");
  await page.getByLabel("CPF/CNPJ").fill("123");
  await submitButton(page).click();
  await page.locator("#required-taxNumber-fieldset").waitFor();
  await submit(page);
  await code(page).waitFor();
  expect(checkout.server.confirmed.at(-1)?.payment_method_data).toEqual({
    type: "pix",
    billing_details: { email: "jenny@example.com", name: "Jenny Rosen", tax_id: "000.000.000-00" },
  });
});

test("paid by itself, as the e-mail address says, the buyer comes to the shop", async () => {
  const session = sessionWith(["pix"]);
  const { page } = await checkout.open(session);
  await submit(page, "succeed_immediately@example.com");
  await code(page).waitFor();
  await checkout.server.pass(2);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("a session that only saves a method sets it up with a code", async () => {
  const session = checkout.setup({ currency: "usd", payment_method_types: ["card", "cashapp"] });
  const { page } = await checkout.open(session);
  await page.getByTestId("cashapp-accordion-item-button").click();
  await submit(page);
  await page.getByRole("dialog", { name: "Cash App Pay" }).waitFor();
  const phone = await scan(page);
  await phone.getByText("Authorize Test Setup").click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  await phone.close();
});

describe("without JavaScript", () => {
  test("the code has a page of its own, which leads to the shop", async () => {
    const session = sessionWith(["swish"]);
    const { page } = await checkout.open(session, { javaScriptEnabled: false });
    await submit(page);
    await page.waitForURL("**/c/scan/**");
    await code(page).waitFor();
    const phone = await scan(page);
    await authorize(phone);
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    await phone.close();
  });

  test("refused on the phone, the page says so", async () => {
    const { page } = await checkout.open(sessionWith(["swish"]), { javaScriptEnabled: false });
    await submit(page);
    const phone = await scan(page);
    await phone.getByText("Fail Test Payment").click();
    await phone.close();
    await page.locator(".ConfirmPayment-Error").waitFor();
  });
});

test("the page with the instructions goes on by itself, with JavaScript too", async () => {
  const session = sessionWith(["promptpay"]);
  const { page, complaints } = await checkout.open(session);
  await submit(page);
  await code(page).waitFor();
  const own = (await code(page).getAttribute("src"))?.replace("/code.svg", "") ?? "";
  await page.goto(checkout.server.url + own);
  const phone = await scan(page);
  await authorize(phone);
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  await phone.close();
  expect(complaints).toEqual([]);
});

test.each([1280, 320])("%i wide, axe finds nothing, and nothing scrolls sideways", async (width) => {
  const { page } = await checkout.open(sessionWith(["pix"], { locale: "pt-BR" }), {
    viewport: { width, height: 700 },
  });
  await submit(page, "fill_never@example.com");
  await page.getByRole("dialog", { name: "Pagar com Pix" }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const own = (await code(page).getAttribute("src"))?.replace("/code.svg", "") ?? "";
  await page.goto(checkout.server.url + own);
  await code(page).waitFor();
  expect(await violations(page), "page of its own").toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const data = await page.locator(".QrDataText").textContent();
  await page.goto(data ?? "");
  await page.locator("#fail-test-payment").click();
  await page.getByTestId("scan-over").waitFor();
  expect(await violations(page), "phone").toEqual([]);
});
