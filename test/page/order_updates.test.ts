/** How a change of the order is made: without leaving the page, and without JavaScript. */
import { afterEach, describe, expect, test } from "vitest";
import type { TaxRate } from "../../src/resources/catalog/tax_rate.ts";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { fillIn, submitButton, useCheckout } from "./checkout.ts";
import {
  CODES,
  entry,
  expectTotal,
  gift,
  MUG,
  quantityButton,
  SHIPPED,
  SHIRTS,
  useCodes,
} from "./order_parts.ts";
import { discountOf, type LineOf, TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());
useCodes(checkout);

const NO_SCRIPT = { javaScriptEnabled: false } as const;

describe("an update", () => {
  test("sends no card, and keeps what is typed, the caret position, and what is open", async () => {
    const bodies: string[] = [];
    const { page } = await checkout.open(checkout.session([SHIRTS], { ...CODES, ...SHIPPED }), {
      viewport: { width: 390, height: 700 },
    });
    page.on("request", (request) => {
      if (request.url().endsWith("/update")) bodies.push(request.postData() ?? "");
    });
    await page.getByTestId("header-view-details").click();
    await fillIn(page);
    await page.locator('[value="shr_air"]').check({ force: true });
    await entry(page).fill("half a c");
    await page.keyboard.press("ArrowLeft");
    const scrolled = await page.evaluate(() => scrollY);
    await expectTotal(page, "$55.00");
    expect(await page.evaluate(() => [document.activeElement?.id, scrollY])).toEqual([
      "promotionCode",
      scrolled,
    ]);
    expect(await entry(page).inputValue()).toBe("half a c");
    expect(await entry(page).evaluate((node: HTMLInputElement) => node.selectionStart)).toBe(7);
    expect(await page.getByTestId("order-details-mobile").isVisible()).toBe(true);
    expect(await page.getByTestId("header-view-details").getAttribute("aria-expanded")).toBe("true");
    expect(await page.locator("#cardNumber").inputValue()).toBe("4242 4242 4242 4242");
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) expect(body).not.toMatch(/card(?:Number|Expiry|Cvc)|4242/);
  });

  test("is finished before a payment begins, which is then of the new total", async () => {
    let release = () => {};
    checkout.server.holdUpdate = () => new Promise((resolve) => (release = resolve));
    const session = checkout.session(undefined, SHIPPED);
    const { page } = await checkout.open(session);
    await fillIn(page);
    await page.locator('[value="shr_air"]').check({ force: true });
    const before = checkout.server.confirmed.length;
    await expect.poll(() => checkout.server.updated.length).toBe(1);
    await submitButton(page).click();
    expect(checkout.server.confirmed.length).toBe(before);
    release();
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
    expect(checkout.server.confirmed.at(-1)?.expected_amount).toBe(3500);
  });

  test("is announced to screen readers", async () => {
    const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
    expect(await page.getByRole("status").textContent()).toBe("");
    await page.locator('[value="shr_air"]').check({ force: true });
    await expectTotal(page, "$35.00");
    expect(await page.getByRole("status").textContent()).toBe("Order updated. Total due: $35.00.");
  });

  test("that does not reach the server says so and leaves the page unchanged", async () => {
    const { page } = await checkout.open(checkout.session(undefined, CODES));
    await page.route("**/update", (route) => route.abort());
    await entry(page).fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.locator(".ConfirmPayment-Error").waitFor();
    expect(await entry(page).inputValue()).toBe("SUMMER");
    await page.unroute("**/update");
    await page.keyboard.press("Enter");
    await expectTotal(page, "$18.00");
  });

  test("of a session that has ended shows that it has", async () => {
    const session = checkout.session(undefined, CODES);
    const { page } = await checkout.open(session);
    await page.route("**/status", (route) => route.fulfill({ json: { status: "open" } }));
    checkout.server.change(session.id, { status: "expired" });
    await entry(page).fill("SUMMER");
    await page.keyboard.press("Enter");
    await page.getByTestId("session-expired").waitFor();
  });

  test("without the page's token is refused", async () => {
    const session = checkout.session(undefined, CODES);
    for (const accept of ["application/json", "text/html"]) {
      const reply = await fetch(`${checkout.server.url}/c/pay/${session.id}/update`, {
        method: "POST",
        headers: { accept, "content-type": "application/x-www-form-urlencoded" },
        body: "_token=x&promotionCode=SUMMER&_order=apply_code",
      });
      expect(reply.status).toBe(403);
    }
    expect(checkout.server.updated).toEqual([]);
  });
});

test("if the total changed elsewhere nothing is charged: the page shows the new total and says so", async () => {
  const session = checkout.session([SHIRTS]);
  const { page } = await checkout.open(session);
  const loaded = await page.evaluate(() => performance.timeOrigin);
  await fillIn(page);
  checkout.server.change(session.id, {
    _line_items: session._line_items.map((line) => ({ ...line, quantity: 3 })),
  });
  await submitButton(page).click();
  await page.locator(".ConfirmPayment-Error").waitFor();
  await expectTotal(page, "$60.00");
  expect(await page.locator(".ConfirmPayment-Error").textContent()).toBe(
    "The total has changed to $60.00. You have not been charged: check your order and pay again.",
  );
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
  await submitButton(page).click();
  await page.waitForURL(`**/shop/thanks?session=${session.id}`);
});

test("a shop's text stays text in redrawn parts", async () => {
  const payload = '"><img src=x onerror=window.__ran=1><script>window.__ran=1</script>';
  checkout.server.codes.set("EVIL", { percent_off: 10, _applies_to: ["prod_fake1"] });
  const rate = { id: "txr_1", display_name: payload, percentage: 10, inclusive: false } as TaxRate;
  const session = checkout.session(
    [
      { ...MUG, name: payload, description: payload, taxRates: ["txr_1"] },
      { ...SHIRTS, name: payload },
    ],
    {
      ...CODES,
      ...SHIPPED,
      _tax_rates: [rate],
      _shipping_rates: SHIPPED._shipping_rates?.map((one) => ({ ...one, display_name: payload })) ?? [],
    },
  );
  const { page, complaints } = await checkout.open(session);
  await page.locator('[value="shr_air"]').check({ force: true });
  await expectTotal(page, "$71.50");
  await entry(page).fill("evil");
  await page.keyboard.press("Enter");
  await page.locator(".AppliedDiscount").waitFor();
  checkout.server.change(session.id, { _discount: { ...discountOf(payload, { percent_off: 10 }) } });
  await quantityButton(page).click();
  expect(await page.locator(".AdjustQuantityModal-item").textContent()).toBe(payload);
  await page.locator("#adjustQuantity").fill("2");
  await page.keyboard.press("Enter");
  await page.locator(".AdjustQuantityModal").waitFor({ state: "detached" });
  expect(await page.locator(".AppliedDiscount-label").textContent()).toBe(payload);
  for (const selector of [".RadioButtonList-name", ".LineItem-productName", ".LineItem-description"])
    expect(await page.locator(selector).first().textContent(), selector).toBe(payload);
  expect(await page.evaluate(() => Reflect.get(window, "__ran"))).toBeUndefined();
  expect(await page.locator("#order-summary script, #order-summary img, #shipping-options img").count()).toBe(
    0,
  );
  expect(complaints).toEqual([]);
});

describe("without JavaScript", () => {
  const openPlain = async (lines: readonly LineOf[], more: Partial<PaymentSession>) => {
    const session = checkout.session(lines, more);
    return { session, ...(await checkout.open(session, NO_SCRIPT)) };
  };

  test("a code is applied and removed by buttons, and typed data stays, except for the card", async () => {
    const { page } = await openPlain([TEE], CODES);
    await fillIn(page);
    await entry(page).fill("nothing");
    await page.getByRole("button", { name: "Apply" }).click();
    expect(await page.locator(".PromotionCodeEntry .FieldError").textContent()).toBe("This code is invalid.");
    expect(await entry(page).inputValue()).toBe("nothing");
    await entry(page).fill("summer");
    await page.getByRole("button", { name: "Apply" }).click();
    await expectTotal(page, "$18.00");
    expect(await page.locator("#email").inputValue()).toBe("jenny@example.com");
    expect(await page.locator("#billingName").inputValue()).toBe("Jenny Rosen");
    expect(await page.locator("#cardNumber").inputValue()).toBe("");
    // Half of the number: four digits may also be in a random token.
    expect(await page.content()).not.toMatch(/4242 ?4242/);
    await page.getByRole("button", { name: "Remove SUMMER" }).click();
    await expectTotal(page, "$20.00");
  });

  test("quantities and shipping are number fields and radio buttons with an update button", async () => {
    const { page, session } = await openPlain([SHIRTS, MUG], SHIPPED);
    await page.getByRole("spinbutton", { name: "Quantity of Mug" }).fill("3");
    await page.locator('[value="shr_air"]').check();
    await page.getByRole("button", { name: "Update" }).first().click();
    await expectTotal(page, "$100.00");
    await page.reload({ waitUntil: "load" }).catch(() => {});
    await page.goto(`${checkout.server.url}/c/pay/${session.id}/update`);
    expect(page.url()).toBe(`${checkout.server.url}/c/pay/${session.id}`);
    await expectTotal(page, "$100.00");
  });

  test("Enter in a field of the payment form pays", async () => {
    const { page, session } = await openPlain([SHIRTS], CODES);
    await fillIn(page);
    await page.locator("#billingName").press("Enter");
    await page.waitForURL(`**/shop/thanks?session=${session.id}`);
  });

  test("Enter in a code field does not pay without the discount: it is applied, and the new total is shown", async () => {
    const { page } = await openPlain([TEE], CODES);
    const before = checkout.server.confirmed.length;
    await fillIn(page);
    await entry(page).fill("SUMMER");
    await entry(page).press("Enter");
    await expectTotal(page, "$18.00");
    expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain(
      "The total has changed to $18.00.",
    );
    expect(checkout.server.confirmed.length).toBe(before);
  });

  test("a quantity that was changed but not updated is not paid unnoticed", async () => {
    const { page } = await openPlain([SHIRTS], {});
    await fillIn(page);
    await page.getByRole("spinbutton").fill("4");
    await submitButton(page).click();
    await expectTotal(page, "$80.00");
    expect(await page.locator(".ConfirmPayment-Error").textContent()).toContain(
      "The total has changed to $80.00.",
    );
  });

  test("the amount is a field with a button", async () => {
    const { page } = await openPlain([gift({ minimum: 500, preset: 700 })], {});
    await page.locator("#customUnitAmount").fill("1");
    await page.getByRole("button", { name: "Update" }).click();
    expect(await page.locator("#custom-amount .FieldError").textContent()).toBe(
      "The amount must be at least $5.00.",
    );
    expect(await page.locator("#customUnitAmount").inputValue()).toBe("1");
    await page.locator("#customUnitAmount").fill("9");
    await page.getByRole("button", { name: "Update" }).click();
    await expectTotal(page, "$9.00");
  });
});
