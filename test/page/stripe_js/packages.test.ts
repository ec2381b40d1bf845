/**
 * The official packages, unmodified: `@stripe/stripe-js` of five majors loads the script of its train, and
 * `@stripe/react-stripe-js` of four draws Elements and embedded Checkout with it, in React's strict mode.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { answerChallenge, frameOf, useShopPage } from "./shop_page.ts";

const shop = useShopPage();
afterEach(() => shop.close());

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const RETURN_URL = "http://shop.test/back";

/** A shop's own program, bundled as shops do. */
async function bundle(program: string): Promise<string> {
  const made = await build({
    stdin: { contents: program, resolveDir: ROOT },
    bundle: true,
    format: "iife",
    write: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  return made.outputFiles[0]?.text ?? "";
}

const cardIntent = () => shop.stripe.paymentIntents.create({ amount: 1999, currency: "usd" });

/** Sessions as a server of that time creates them. */
const embeddedSession = (apiVersion: string) => {
  const isOld = apiVersion < "2026-03-25";
  const params = {
    mode: "payment",
    ui_mode: isOld ? "embedded" : "embedded_page",
    return_url: RETURN_URL,
    line_items: [
      { price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } }, quantity: 1 },
    ],
  };
  return shop.stripe.checkout.sessions.create(params as unknown as Stripe.Checkout.SessionCreateParams, {
    apiVersion,
  });
};

async function typeCard(page: Page, prefix: string, number = "4242424242424242"): Promise<void> {
  const frame = frameOf(page);
  const card = frame.locator('.p-AccordionButton[data-value="card"]');
  await frame.locator(".p-PaymentElement").waitFor();
  if ((await card.count()) > 0) await card.click();
  await frame.locator(`#${prefix}-numberInput`).fill(number);
  await frame.locator(`#${prefix}-expiryInput`).fill("1234");
  await frame.locator(`#${prefix}-cvcInput`).fill("123");
  await frame.locator(`#${prefix}-postalCodeInput`).fill("94107");
}

async function payEmbedded(page: Page): Promise<void> {
  const frame = page.frameLocator('iframe[name="embedded-checkout"]');
  await frame.locator("#email").fill("jenny@example.com");
  await frame.locator("#cardNumber").fill("4242424242424242");
  await frame.locator("#cardExpiry").fill("12/34");
  await frame.locator("#cardCvc").fill("123");
  await frame.locator("#billingName").fill("Jenny Rosen");
  await frame.locator("#billingPostalCode").fill("94107");
  await frame.getByTestId("hosted-payment-submit-button").click();
  await page.waitForURL(`${RETURN_URL}**`);
}

describe.each([
  ["stripe-js6", "acacia", "Field"],
  ["stripe-js7", "basil", "payment"],
  ["stripe-js8", "clover", "payment"],
  ["stripe-js9", "dahlia", "payment"],
  ["@stripe/stripe-js", "endive", "payment"],
])("%s", (name, train, prefix) => {
  test("loads its train without a warning; a card pays after a decline and a challenge", async () => {
    const { page, complaints } = await shop.open({ train: null });
    const warnings: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    const intent = await cardIntent();
    const program = `
      import { loadStripe } from "${name}";
      loadStripe("${shop.key}").then((stripe) => {
        const elements = stripe.elements({ clientSecret: "${intent.client_secret}" });
        elements.create("payment").mount("#element");
        window.version = Stripe.version;
        window.pay = () => stripe.confirmPayment({ elements, redirect: "if_required" });
      });`;
    await shop.run(page, await bundle(program));
    await typeCard(page, prefix, "4000000000000002");
    expect(await page.evaluate("version")).toBe(train);
    expect(await page.evaluate("pay()")).toMatchObject({ error: { code: "card_declined" } });
    await typeCard(page, prefix, "4000002760003184");
    const paying = page.evaluate("pay()");
    await answerChallenge(page, "authorize");
    expect(await paying).toMatchObject({ paymentIntent: { status: "succeeded" } });
    expect(warnings.filter((text) => !/over HTTP/.test(text))).toEqual([]);
    // The browser itself tells of the answer 402.
    expect(complaints.filter((text) => !/status of 402/.test(text))).toEqual([]);
  });
});

describe.each([
  ["react-stripe-js4", "stripe-js7", "payment", "2025-03-31.basil"],
  ["react-stripe-js5", "stripe-js8", "payment", "2025-09-30.clover"],
  ["react-stripe-js6", "stripe-js9", "payment", "2026-03-25.dahlia"],
  ["@stripe/react-stripe-js", "@stripe/stripe-js", "payment", "2026-10-28.endive"],
])("%s", (react, loader, prefix, apiVersion) => {
  const head = `
    import { createElement as h, StrictMode, useState } from "react";
    import { createRoot } from "react-dom/client";
    import { loadStripe } from "${loader}";`;

  test("draws the Payment Element, takes it away, draws it again, and pays", async () => {
    const { page, complaints } = await shop.open({ train: null });
    const intent = await cardIntent();
    const program = `${head}
      import { Elements, PaymentElement, useElements, useStripe } from "${react}";
      const stripe = loadStripe("${shop.key}");
      function Form() {
        const [stripe, elements] = [useStripe(), useElements()];
        window.pay = () => stripe.confirmPayment({ elements, redirect: "if_required" });
        return h(PaymentElement);
      }
      function Shop() {
        const [isShown, show] = useState(true);
        window.show = show;
        return isShown ? h(Elements, { stripe, options: { clientSecret: "${intent.client_secret}" } }, h(Form)) : null;
      }
      createRoot(document.querySelector("#element")).render(h(StrictMode, null, h(Shop)));`;
    await shop.run(page, await bundle(program));
    await frameOf(page).locator(".p-PaymentElement").waitFor();
    expect(await page.locator('iframe[name^="__privateStripeFrame"]').count()).toBe(1);
    await page.evaluate("show(false)");
    await page.locator("iframe").waitFor({ state: "detached" });
    await page.evaluate("show(true)");
    await typeCard(page, prefix);
    expect(await page.evaluate("pay()")).toMatchObject({ paymentIntent: { status: "succeeded" } });
    expect(complaints).toEqual([]);
  });

  test("draws embedded Checkout, and pays", async () => {
    const { page, complaints } = await shop.open({ train: null });
    const session = await embeddedSession(apiVersion);
    const program = `${head}
      import { EmbeddedCheckout, EmbeddedCheckoutProvider } from "${react}";
      const stripe = loadStripe("${shop.key}");
      const options = { fetchClientSecret: async () => "${session.client_secret}" };
      createRoot(document.querySelector("#element")).render(
        h(StrictMode, null, h(EmbeddedCheckoutProvider, { stripe, options }, h(EmbeddedCheckout))),
      );`;
    await shop.run(page, await bundle(program));
    await payEmbedded(page);
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    expect(complaints).toEqual([]);
  });
});
