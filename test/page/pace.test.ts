/**
 * How long the page shows that a payment is processing and that it succeeded, by a clock that the test
 * controls.
 */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { PACES } from "../../src/page/pace.ts";
import { CARD, fillIn, submitButton, useCheckout } from "./checkout.ts";

const DECLINED = "4000000000000002";

/** Pages with these settings share a clock, and no others do. */
const STOPPED = { timezoneId: "UTC" };

/** The page of a new session, filled in, with its clock stopped. */
async function stopped(checkout: ReturnType<typeof useCheckout>, number = CARD): Promise<Page> {
  const { page } = await checkout.visit(STOPPED);
  await page.clock.install();
  await page.goto(checkout.urlOf(checkout.session()));
  await fillIn(page, number);
  await page.clock.pauseAt(Date.now() + 60_000);
  return page;
}

async function answered(page: Page): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await submitButton(page).click();
  await (await answer).finished();
}

const state = (page: Page, name: "processing" | "success") => page.locator(`.SubmitButton--${name}`).count();

describe("real", () => {
  const checkout = useCheckout({ pace: PACES.real });
  afterEach(() => checkout.closePages());
  const { processingMs, successMs } = PACES.real;

  test("each state is shown for its time, and the buyer goes on after both", async () => {
    const page = await stopped(checkout);
    await answered(page);
    await page.clock.runFor(processingMs - 1);
    expect(await state(page, "processing")).toBe(1);
    await page.clock.runFor(1);
    await page.locator(".SubmitButton--success").waitFor();
    expect(await state(page, "processing")).toBe(0);
    await page.clock.runFor(successMs - 1);
    expect(await state(page, "success")).toBe(1);
    expect(page.url()).toContain("/c/pay/");
    await page.clock.runFor(1);
    await page.waitForURL("**/shop/thanks**");
  });

  test("a declined payment shows processing for the same time", async () => {
    const page = await stopped(checkout, DECLINED);
    await answered(page);
    await page.clock.runFor(processingMs - 1);
    expect(await state(page, "processing")).toBe(1);
    expect(await page.locator(".FieldError").count()).toBe(0);
    await page.clock.runFor(1);
    await page.locator(".FieldError").waitFor();
  });

  test("a slow answer is not delayed further", async () => {
    const page = await stopped(checkout);
    let release = () => {};
    checkout.server.hold = () => new Promise((resolve) => (release = resolve));
    await submitButton(page).click();
    await page.locator(".SubmitButton--processing").waitFor();
    await page.clock.runFor(processingMs);
    expect(await state(page, "processing")).toBe(1);
    checkout.server.hold = async () => {};
    release();
    await page.locator(".SubmitButton--success").waitFor();
  });

  test("a test that polls as Playwright's expect does sees both states", async () => {
    const { page } = await checkout.open(checkout.session());
    await fillIn(page);
    await submitButton(page).click();
    await seen(page, "processing");
    await seen(page, "success");
    await page.waitForURL("**/shop/thanks**");
  });

  /** Looks after 0, 100, 250 and 500 ms, and then every second. */
  async function seen(page: Page, name: "processing" | "success"): Promise<void> {
    for (const pause of [0, 100, 250, 500, 1000, 1000, 1000]) {
      await page.waitForTimeout(pause);
      if (await page.locator(`.SubmitButton--${name}`).isVisible()) return;
    }
    throw new Error(`${name} was never seen`);
  }
});

describe("fast", () => {
  const checkout = useCheckout({ pace: PACES.fast });
  afterEach(() => checkout.closePages());

  test("the buyer goes on without any time passing", async () => {
    const page = await stopped(checkout);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
  });

  test("a decline is shown without any time passing", async () => {
    const page = await stopped(checkout, DECLINED);
    await submitButton(page).click();
    await page.locator(".FieldError").waitFor();
  });
});
