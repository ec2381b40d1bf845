/** The page of the customer portal: what a customer sees and does there, and where its flows lead. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES, languageFor } from "../../src/words/languages.ts";
import { sideways, violations } from "./axe.ts";
import { API_LOCALES } from "./checkout.ts";
import { addCard, type Subscriber, usePortal } from "./portal_parts.ts";

const bed = usePortal();

const CARD = "5555555555554444";
const CHALLENGED = "4000002500003155";
const DECLINED = "4000000000000002";

const heading = (page: Page) => page.locator("h1").textContent();
const fault = (page: Page) => page.getByTestId("portal-fault").textContent();
const byTest = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

/** Chooses the Silver plan as public tests do, up to the page that says what it costs. */
async function chooseSilver(page: Page, quantity?: string): Promise<void> {
  await byTest(page, "update-subscription").click();
  await page.locator('[data-testid="pricing-table-card"]:has-text("Silver")').getByText("Select").click();
  if (quantity !== undefined) await page.getByTestId("portal-quantity-editor").fill(quantity);
  await page.getByTestId("continue-button").click();
}

describe("the home page", () => {
  test("shows the plan, the card, the customer and the invoices, and says that it is not Stripe", async () => {
    const one = await bed.subscriber();
    const { page, complaints } = await bed.open(one);
    expect(await page.title()).toContain("Billing");
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
    const plan = page.getByTestId("portal-plan");
    expect(await plan.locator("h3").textContent()).toBe("Gold");
    expect(await plan.textContent()).toContain("$10.00 per month");
    expect(await plan.textContent()).toMatch(/Your plan renews on \w+ \d+, \d{4}\./);
    expect(await page.getByTestId("portal-method").textContent()).toContain("Visa •••• 4242 Default");
    expect(await page.getByTestId("portal-details").textContent()).toContain("jenny@example.com");
    const invoice = page.getByTestId("portal-invoice");
    expect(await invoice.textContent()).toContain("$10.00Paid");
    await invoice.getByTestId("hosted-invoice-link").click();
    expect(await page.getByTestId("invoice-heading").textContent()).toContain("$10.00 paid");
    expect(complaints).toEqual([]);
  });

  test("leads back to the shop", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one);
    await page.getByTestId("return-to-business-link").click();
    expect(page.url()).toBe(`${bed.server.url}/back`);
  });

  test("offers only what the configuration does", async () => {
    const one = await bed.subscriber();
    const configuration = await one.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    const { page } = await bed.open(one, { configuration: configuration.id });
    expect(await page.getByTestId("portal-invoices").count()).toBe(1);
    for (const id of ["portal-methods", "portal-details"]) expect(await page.getByTestId(id).count()).toBe(0);
    for (const name of ["cancel-subscription", "update-subscription"]) {
      expect(await byTest(page, name).count()).toBe(0);
    }
    const base = page.url();
    await page.goto(`${base}/subscriptions/${one.subscription}/cancel`);
    expect(page.url()).toBe(base);
  });

  test("of a session that does not exist, or was not opened in time, says so", async () => {
    const one = await bed.subscriber();
    const { url } = await one.session();
    const { page } = await bed.visit(url.replace("test_", "test_x"));
    expect(await page.getByTestId("portal-unknown").count()).toBe(1);
    await bed.server.running.clock.advance(301);
    await page.goto(url);
    expect(await page.getByTestId("portal-expired").textContent()).toContain("expired");
    expect(await violations(page)).toEqual([]);
  });
});

describe.each([true, false])("with javascript: %s", (javaScriptEnabled) => {
  const open = (one: Subscriber) => bed.open(one, {}, { javaScriptEnabled });

  test("a plan is canceled with a reason, and renewed", async () => {
    const one = await bed.subscriber();
    const { page, complaints } = await open(one);
    await byTest(page, "cancel-subscription").click();
    expect(await page.title()).toContain("Cancel subscription");
    expect(await page.getByTestId("page-container-main").textContent()).toContain(
      "subscription will be canceled",
    );
    await page.getByTestId("confirm").click();
    await byTest(page, "cancel-reason-opt-missing_features").check();
    await page.locator("textarea").fill("No export");
    await page.getByTestId("cancellation_reason_submit").click();
    expect(await byTest(page, "subscription-cancel-at-period-end-badge").textContent()).toContain("Cancels ");
    const canceled = await one.now();
    expect(canceled).toMatchObject({
      cancel_at: canceled.items.data[0]?.current_period_end,
      // A flexible subscription has a date of its end instead.
      cancel_at_period_end: false,
      cancellation_details: {
        comment: "No export",
        feedback: "missing_features",
        reason: "cancellation_requested",
      },
      status: "active",
    });
    await byTest(page, "renew-subscription").click();
    await page.getByTestId("confirm").click();
    await byTest(page, "cancel-subscription").waitFor();
    expect(await one.now()).toMatchObject({ cancel_at: null, status: "active" });
    expect(complaints).toEqual([]);
  });

  test("another plan and quantity are chosen, priced and confirmed", async () => {
    const one = await bed.subscriber({ update: { proration_behavior: "always_invoice" } });
    const { page } = await open(one);
    await chooseSilver(page, "3");
    const preview = page.getByTestId("portal-preview");
    expect(await preview.textContent()).toContain("Silver × 3$15.00 per month");
    expect(await page.getByTestId("portal-due-today").textContent()).toBe("$5.00");
    await page.getByTestId("confirm").click();
    await byTest(page, "update-subscription").waitFor();
    expect(await page.getByTestId("portal-plan").locator("h3").textContent()).toBe("Silver × 3");
    const { items } = await one.now();
    expect(items.data[0]).toMatchObject({ price: { id: one.silver.id }, quantity: 3 });
    const amounts = (await one.shop.invoices(one.customer)).map((invoice) => invoice.amount_paid);
    expect(amounts).toEqual([1000, 500]);
  });

  test("a card is added as the default, and the old one removed", async () => {
    const one = await bed.subscriber();
    const { page } = await open(one);
    await page.getByRole("link", { name: "Add payment method" }).click();
    await one.shop.newsSince();
    await addCard(page, CARD);
    await page.getByTestId("portal-methods").waitFor();
    expect(await one.shop.newsSince()).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "customer.updated",
    ]);
    const methods = page.getByTestId("portal-method");
    expect(await methods.filter({ hasText: "Default" }).first().textContent()).toContain(
      "Mastercard •••• 4444",
    );
    await methods.filter({ hasText: "4242" }).getByTestId("remove-payment-method").click();
    await page.getByTestId("portal-methods").waitFor();
    expect(await methods.count()).toBe(1);
    const { data } = await one.stripe.customers.listPaymentMethods(one.customer);
    expect(data.map(({ card }) => card?.last4)).toEqual(["4444"]);
  });
});

describe("a plan", () => {
  test("of classic billing is canceled at the end of its period, and without a reason", async () => {
    const one = await bed.subscriber({ subscription: { billing_mode: { type: "classic" } } });
    const { page } = await bed.open(one);
    await byTest(page, "cancel-subscription").click();
    await page.getByTestId("confirm").click();
    await page.getByTestId("cancellation_reason_cancel").click();
    await byTest(page, "renew-subscription").waitFor();
    expect(await one.now()).toMatchObject({ cancel_at_period_end: true });
  });

  test("is canceled at once where the configuration says so", async () => {
    const one = await bed.subscriber({
      features: { subscription_cancel: { enabled: true, mode: "immediately" } },
    });
    const { page } = await bed.open(one);
    await byTest(page, "cancel-subscription").click();
    await page.getByTestId("confirm").click();
    await page.getByText("You have no active subscription.").waitFor();
    expect((await one.now()).status).toBe("canceled");
  });

  test("is changed without an invoice where prorations are off, and says when the next one is", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one);
    await chooseSilver(page);
    expect(await page.getByTestId("portal-due-today").textContent()).toBe("$0.00");
    expect(await page.getByTestId("portal-next-invoice").textContent()).toContain(
      "The next invoice is $5.00",
    );
    await page.getByTestId("confirm").click();
    await byTest(page, "update-subscription").waitFor();
    expect(await one.shop.invoices(one.customer)).toHaveLength(1);
  });

  test("takes a promotion code, and refuses a wrong one", async () => {
    const one = await bed.subscriber();
    const coupon = await one.stripe.coupons.create({ duration: "forever", percent_off: 50 });
    await one.stripe.promotionCodes.create({
      code: "HALF",
      promotion: { coupon: coupon.id, type: "coupon" },
    });
    const { page } = await bed.open(one);
    const use = async (code: string) => {
      await page.locator("#promotion_code").fill(code);
      await page.getByTestId("continue-button").click();
    };
    await byTest(page, "update-subscription").click();
    await use("NONE");
    expect(await fault(page)).toBe("This code is invalid.");
    await page.goBack();
    await use("HALF");
    expect(await page.getByTestId("portal-next-invoice").textContent()).toContain("$5.00");
    await page.getByTestId("confirm").click();
    await byTest(page, "update-subscription").waitFor();
    expect((await one.now()).discounts).toHaveLength(1);
  });

  test("stays as it is if the card is declined, and if nothing was chosen", async () => {
    const one = await bed.subscriber({ update: { proration_behavior: "always_invoice" } });
    const { id } = await one.stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: one.customer,
    });
    await one.stripe.customers.update(one.customer, { invoice_settings: { default_payment_method: id } });
    const { page } = await bed.open(one);
    await chooseSilver(page, "3");
    await page.getByTestId("confirm").click();
    expect(await fault(page)).toContain("declined");
    expect((await one.now()).items.data[0]?.price.id).toBe(one.gold.id);
    await page.getByTestId("portal-back").click();
    await byTest(page, "update-subscription").click();
    await page.getByTestId("continue-button").click();
    expect(await fault(page)).toBe("Choose another plan or quantity.");
  });

  test("waits for a payer who has to authenticate", async () => {
    const one = await bed.subscriber({ update: { proration_behavior: "always_invoice" } });
    const { id } = await one.stripe.paymentMethods.attach("pm_card_authenticationRequired", {
      customer: one.customer,
    });
    await one.stripe.customers.update(one.customer, { invoice_settings: { default_payment_method: id } });
    const { page } = await bed.open(one);
    await chooseSilver(page, "3");
    await page.getByTestId("confirm").click();
    await page.getByRole("button", { name: "Complete" }).click();
    await byTest(page, "update-subscription").waitFor();
    expect((await one.now()).items.data[0]).toMatchObject({ price: { id: one.silver.id }, quantity: 3 });
    await byTest(page, "update-subscription").click();
    await page.getByTestId("portal-quantity-editor").fill("4");
    await page.getByTestId("continue-button").click();
    await page.getByTestId("confirm").click();
    await page.getByRole("button", { name: "Fail" }).click();
    expect(await fault(page)).toContain("unable to authenticate");
    expect((await one.now()).items.data[0]?.quantity).toBe(3);
  });

  test("in a trial is billed at once, because a change ends the trial", async () => {
    const one = await bed.subscriber({ subscription: { trial_period_days: 14 } });
    const { page } = await bed.open(one);
    expect(await page.getByTestId("portal-plan-state").textContent()).toContain("Your trial ends on");
    await chooseSilver(page);
    expect(await page.getByTestId("portal-due-today").textContent()).toBe("$5.00");
    await page.getByTestId("confirm").click();
    await byTest(page, "update-subscription").waitFor();
    expect((await one.now()).status).toBe("active");
  });
});

describe("a card", () => {
  test("that is declined or has to be authenticated", async () => {
    const one = await bed.subscriber({ card: null, subscription: { trial_period_days: 14 } });
    const { page } = await bed.open(one);
    await page.getByTestId("add-payment-method").click();
    const fieldFault = () => page.locator(".FieldError").textContent();
    await page.locator("#cardNumber").fill(DECLINED);
    await page.locator("#cardCvc").fill("123");
    await page.locator("#cardExpiry").fill("1");
    await page.getByTestId("confirm").click();
    expect(await fieldFault()).toBe("Your card's expiration date is incomplete.");
    await addCard(page, "4242");
    expect(await fieldFault()).toBe("Your card number is invalid.");
    await addCard(page, DECLINED);
    expect(await fieldFault()).toContain("declined");
    expect(await violations(page)).toEqual([]);
    await addCard(page, CHALLENGED);
    await page.getByRole("button", { name: "Fail" }).click();
    expect(await fieldFault()).toContain("unable to authenticate");
    await addCard(page, CHALLENGED);
    await page.getByRole("button", { name: "Complete" }).click();
    expect(await page.getByTestId("portal-method").textContent()).toContain("Visa •••• 3155 Default");
  });

  test("that becomes the default pays for a subscription that had one of its own", async () => {
    const one = await bed.subscriber();
    const [own] = (await one.stripe.customers.listPaymentMethods(one.customer)).data;
    await one.stripe.subscriptions.update(one.subscription, { default_payment_method: own?.id ?? "" });
    const { id } = await one.stripe.paymentMethods.attach("pm_card_mastercard", { customer: one.customer });
    const { page } = await bed.open(one);
    await page.getByTestId("make-default").click();
    await page.getByTestId("portal-methods").waitFor();
    expect((await one.now()).default_payment_method).toBe(id);
  });
});

test("the customer's details are shown, changed and refused", async () => {
  const one = await bed.subscriber();
  const { page } = await bed.open(one);
  await page.getByTestId("update-customer").click();
  expect(await page.locator("#name").inputValue()).toBe("Jenny Rosen");
  await page.locator("#email").fill("nobody");
  await page.getByTestId("confirm").click();
  expect(await fault(page)).toBe("Your email is invalid.");
  expect(await page.locator("#email").inputValue()).toBe("nobody");
  await page.locator("#email").fill("rosen@example.com");
  await page.locator("#name").fill("");
  await page.locator("#billing_line1").fill("Weg 1");
  await page.locator("#billing_country").selectOption("DE");
  await page.locator("#taxIdType").selectOption("eu_vat");
  await page.locator("#taxId").fill("DE123456789");
  await page.getByTestId("confirm").click();
  await page.getByTestId("portal-details").waitFor();
  expect(await page.getByTestId("portal-details").textContent()).toContain("DE123456789");
  expect(await one.stripe.customers.retrieve(one.customer)).toMatchObject({
    address: { city: null, country: "DE", line1: "Weg 1" },
    email: "rosen@example.com",
    name: null,
    shipping: null,
  });
  await page.getByTestId("update-customer").click();
  await page.getByTestId("remove-tax-id").click();
  await page.getByTestId("portal-details").waitFor();
  expect((await one.stripe.customers.listTaxIds(one.customer)).data).toEqual([]);
});

describe("a flow", () => {
  test("to cancel leads back to the shop", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one, {
      flow_data: {
        after_completion: { redirect: { return_url: `${bed.server.url}/gone` }, type: "redirect" },
        subscription_cancel: { subscription: one.subscription },
        type: "subscription_cancel",
      },
    });
    expect(page.url()).toMatch(/\/cancel$/);
    await page.getByTestId("confirm").click();
    await page.getByTestId("cancellation_reason_cancel").click();
    await page.waitForURL(`${bed.server.url}/gone`);
    expect((await one.now()).cancel_at).not.toBeNull();
  });

  test("to cancel offers a coupon, which keeps the customer or not", async () => {
    const one = await bed.subscriber();
    const coupon = await one.stripe.coupons.create({ duration: "forever", name: "Loyal", percent_off: 20 });
    const flow = (subscription: string, offered: string) =>
      ({
        after_completion: { type: "hosted_confirmation" },
        subscription_cancel: {
          retention: { coupon_offer: { coupon: offered }, type: "coupon_offer" },
          subscription,
        },
        type: "subscription_cancel",
      }) as const;
    const { page } = await bed.open(one, { flow_data: flow(one.subscription, coupon.id) });
    expect(await page.getByTestId("retention-offer").textContent()).toBe("Loyal (20% off)");
    expect(await violations(page)).toEqual([]);
    await page.getByTestId("accept-offer").click();
    expect(await page.getByTestId("hosted-confirmation").textContent()).toContain("has been updated");
    expect(await one.now()).toMatchObject({ cancel_at: null, discounts: [expect.any(String)] });
    const other = await bed.subscriber();
    const { id } = await other.stripe.coupons.create({ amount_off: 300, currency: "usd", duration: "once" });
    const { page: again } = await bed.open(other, { flow_data: flow(other.subscription, id) });
    expect(await again.getByTestId("retention-offer").textContent()).toBe("$3.00 off");
    await again.getByTestId("decline-offer").click();
    await again.getByTestId("confirm").click();
    await again.getByTestId("cancellation_reason_cancel").click();
    expect(await again.getByTestId("hosted-confirmation").textContent()).toContain("has been canceled");
    expect(await other.now()).toMatchObject({ cancel_at: expect.any(Number), discounts: [] });
  });

  test("to change the payment method ends on a page with the shop's words", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one, {
      flow_data: {
        after_completion: { hosted_confirmation: { custom_message: "See you" }, type: "hosted_confirmation" },
        type: "payment_method_update",
      },
    });
    await addCard(page, CARD);
    const done = page.getByTestId("hosted-confirmation");
    expect(await done.textContent()).toContain("Your payment method has been updated.See you");
    expect(await violations(page)).toEqual([]);
    await page.getByTestId("return-to-business-link").click();
    expect(page.url()).toBe(`${bed.server.url}/back`);
  });

  test("to confirm a change brings its discount, whatever a form says, and ends on the home page", async () => {
    const one = await bed.subscriber({ update: { proration_behavior: "always_invoice" } });
    const coupon = await one.stripe.coupons.create({ duration: "forever", percent_off: 10 });
    const { page } = await bed.open(one, {
      flow_data: {
        subscription_update_confirm: {
          discounts: [{ coupon: coupon.id }],
          items: [{ id: one.item, price: one.silver.id, quantity: 4 }],
          subscription: one.subscription,
        },
        type: "subscription_update_confirm",
      },
    });
    expect(await heading(page)).toBe("Confirm your updates");
    expect(await page.getByTestId("portal-preview").textContent()).toContain("Silver × 4");
    await page.locator('input[name="quantity"]').evaluate((input) => input.setAttribute("value", "1"));
    await page.getByTestId("confirm").click();
    await byTest(page, "update-subscription").waitFor();
    const { discounts, items } = await one.now();
    expect(items.data[0]?.quantity).toBe(4);
    expect(discounts).toHaveLength(1);
  });

  test("to the customer's details says that they were changed", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one, {
      flow_data: { after_completion: { type: "hosted_confirmation" }, type: "customer_update" },
    });
    await page.locator("#name").fill("Jenny");
    await page.getByTestId("confirm").click();
    expect(await page.getByTestId("hosted-confirmation").textContent()).toContain(
      "Your information has been updated.",
    );
  });

  test("to update begins with the plans", async () => {
    const one = await bed.subscriber();
    const { page } = await bed.open(one, {
      flow_data: { subscription_update: { subscription: one.subscription }, type: "subscription_update" },
    });
    expect(await heading(page)).toBe("Choose your plan");
  });
});

describe.each([1280, 390, 320])("%i wide", (width) => {
  test("axe finds nothing on any page, and nothing scrolls sideways", async () => {
    const one = await bed.subscriber();
    await one.stripe.paymentMethods.attach("pm_card_mastercard", { customer: one.customer });
    const { page, complaints } = await bed.open(one, {}, { viewport: { width, height: 900 } });
    const base = page.url();
    const on = `${base}/subscriptions/${one.subscription}`;
    const pages = [
      base,
      `${on}/cancel`,
      `${on}/canceled`,
      `${on}/update`,
      `${on}/confirm?price=${one.silver.id}`,
      `${on}/confirm?quantity=1`,
      `${base}/add-payment-method`,
      `${base}/customer`,
    ];
    for (const url of pages) {
      await page.goto(url);
      expect(await violations(page), url).toEqual([]);
      expect(await sideways(page), url).toBeLessThanOrEqual(0);
    }
    await one.stripe.subscriptions.update(one.subscription, { cancel_at_period_end: true });
    for (const url of [base, `${on}/reactivate`]) {
      await page.goto(url);
      expect(await violations(page), url).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});

// Portal sessions cannot ask for Hindi.
test.each(LANGUAGES.filter((locale) => locale !== "hi"))("its own words in %s", async (locale) => {
  const { portal } = languageFor(locale, undefined).messages;
  const one = await bed.subscriber();
  const { url } = await one.session({ locale: (API_LOCALES[locale] ?? locale) as "de" });
  const html = await (await fetch(url)).text();
  expect(html).toContain(`>${portal.update}</a>`);
  expect(html).toContain(`<h2>${portal.invoices}</h2>`);
});
