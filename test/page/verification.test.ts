/**
 * Bank accounts that are verified first: linked at the payer's bank or typed on the page, and then the page on which
 * their owner verifies them; with and without JavaScript.
 */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { submitButton, useCheckout } from "./checkout.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

type Type = "acss_debit" | "us_bank_account";

function session(type: Type, locale: "de" | null = null) {
  return checkout.session([TEE], { currency: "usd", locale, payment_method_types: [type] });
}

async function fillInOwner(page: Page): Promise<void> {
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#billingName").fill("Jenny Rosen");
}

async function fillInAccount(page: Page, number = "000123456789"): Promise<void> {
  await fillInOwner(page);
  await page.getByLabel("Institution number").fill("000");
  await page.getByLabel("Transit number").fill("11000");
  await page.locator("#accountNumber").fill(number);
}

/** As existing tests do in the dialog of Stripe's test bank. */
async function linkAccount(page: Page, account: "Failure" | "Success"): Promise<void> {
  await page.getByRole("button", { name: "Test (Non-OAuth)" }).click();
  await page.getByRole("button", { name: "Agree and continue" }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("dialog").getByText(account).click();
  await page.getByRole("button", { name: "Connect account" }).click();
  await page.getByRole("button", { name: "Finish without saving" }).click();
}

/** The page of the intent that the session has made. */
async function verificationOf(sessionId: string): Promise<string> {
  const intent = await checkout.server.intentOf(sessionId);
  return `${checkout.server.url}/c/verify/${intent.id}?client_secret=${intent.client_secret}`;
}

describe.each([true, false])("JavaScript: %s", (javaScriptEnabled) => {
  test("an account is linked at the payer's bank", async () => {
    const { page, complaints } = await checkout.open(session("us_bank_account"), { javaScriptEnabled });
    await fillInOwner(page);
    if (javaScriptEnabled) await linkAccount(page, "Success");
    else await page.getByLabel("Success").check();
    expect(await page.getByLabel("Success").isChecked()).toBe(true);
    expect(await page.getByLabel("Routing number").isVisible()).toBe(false);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks?session=*");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      payment_method_data: {
        type: "us_bank_account",
        us_bank_account: { financial_connections_account: "fca_success" },
        billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
      },
    });
    if (javaScriptEnabled) expect(complaints).toEqual([]);
  });

  test("an account is typed, and verified by a code", async () => {
    const open = session("us_bank_account");
    const { page } = await checkout.open(open, { javaScriptEnabled });
    await fillInOwner(page);
    await page.getByLabel("Enter bank details manually").check();
    await page.getByLabel("Routing number").fill("110000000");
    await page.getByLabel("Account number").fill("000123456789");
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks?session=*");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      payment_method_data: {
        us_bank_account: {
          account_holder_type: "individual",
          account_number: "000123456789",
          routing_number: "110000000",
        },
      },
    });

    await page.goto(await verificationOf(open.id));
    await page.getByRole("heading", { name: "Verify your bank account" }).waitFor();
    await page.getByLabel("Code").fill("SM99ZZ");
    await page.getByTestId("verification-submit").click();
    expect(await page.locator("#required-descriptorCode-fieldset").textContent()).toContain("left: 9");
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await page.getByLabel("Code").fill("SM11AA");
    await page.getByTestId("verification-submit").click();
    await page.getByText("Your bank account is verified.").waitFor();
    expect(await page.getByTestId("verification").getAttribute("data-state")).toBe("verified");
    await page.reload();
    expect(await page.getByTestId("verification").getAttribute("data-state")).toBe("verified");
  });

  test("two amounts verify an account in Canada, and too many wrong ones end that", async () => {
    const open = session("acss_debit");
    const { page } = await checkout.open(open, { javaScriptEnabled });
    await fillInAccount(page);
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks?session=*");
    const url = await verificationOf(open.id);
    const tell = async (first: string, second: string) => {
      await page.goto(url);
      await page.getByLabel("First amount").fill(first);
      await page.getByLabel("Second amount").fill(second);
      await page.getByTestId("verification-submit").click();
    };
    await tell("1", "2");
    expect(await page.locator("#required-firstAmount-fieldset").textContent()).toContain("left: 2");
    await tell("0.10", "0.11");
    await page.getByText("can no longer be verified").waitFor();
    expect(await page.getByTestId("verification").getAttribute("data-state")).toBe("over");
  });
});

test("a dialog that is left links nothing", async () => {
  const { page } = await checkout.open(session("us_bank_account"));
  await page.getByRole("button", { name: "Test (Non-OAuth)" }).click();
  await page.getByRole("button", { name: "Agree and continue" }).click();
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await fillInOwner(page);
  await submitButton(page).click();
  await page.locator("#required-linkedAccount-fieldset").waitFor();
});

test("what is missing is told, and a choice is needed", async () => {
  const { page } = await checkout.open(session("us_bank_account"));
  await fillInOwner(page);
  await submitButton(page).click();
  const choice = page.locator("#required-linkedAccount-fieldset");
  await choice.waitFor();
  expect(await choice.textContent()).toContain("Required");
  await page.getByLabel("Enter bank details manually").check();
  await page.getByLabel("Routing number").fill("1100");
  await submitButton(page).click();
  await page.locator("#required-routingNumber-fieldset").waitFor();
  expect(await page.locator("#required-accountNumber-fieldset").textContent()).toContain("Required");
});

test.each([1280, 320])(
  "%i wide, in German, axe finds nothing and nothing scrolls sideways",
  async (width) => {
    const open = session("us_bank_account", "de");
    const { page } = await checkout.open(open, { viewport: { width, height: 900 } });
    await fillInOwner(page);
    await page.getByLabel("Bankdaten manuell eingeben").check();
    await page.locator("#routingNumber").fill("110000000");
    await page.locator("#accountNumber").fill("000123456789");
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks?session=*");
    await page.goto(await verificationOf(open.id));
    await page.getByRole("heading", { name: "Bankkonto bestätigen" }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  },
);

test("without the secret of the intent there is no such page", async () => {
  const { page } = await checkout.visit();
  const response = await page.goto(
    `${checkout.server.url}/c/verify/pi_3Nope?client_secret=pi_3Nope_secret_x`,
  );
  expect(response?.status()).toBe(404);
});
