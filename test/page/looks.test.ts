/** Accessibility (axe) in every state, layout and width; no sideways scrolling; zoom and motion settings. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { sideways, violations } from "./axe.ts";
import { challengeIn, LAYOUTS, type Layout, pay, submitButton, useCheckout } from "./checkout.ts";
import { type LineOf, TEE } from "./page_server.ts";

/** Paid, the page stays as it is for longer than a look at it takes. */
const checkout = useCheckout({ pace: { processingMs: 0, successMs: 60_000 } });
afterEach(() => checkout.closePages());

const WIDTHS = [1280, 390] as const;
const LINES: readonly LineOf[] = [
  { ...TEE, quantity: 3, description: "Soft cotton", image: "http://127.0.0.1:9/tee.png" },
  { name: "Averyveryverylongwordwithoutanyspacesinitwhatsoever ".repeat(3), amount: 99_900_000 },
];

let release = () => {};
type State = (page: Page) => Promise<void>;
const STATES: Readonly<Record<string, State>> = {
  open: async () => {},
  "with faults": (page) => submitButton(page).click(),
  declined: async (page) => {
    await pay(page, "4000000000000002");
    await page.locator(".FieldError").waitFor();
  },
  "in a challenge": async (page) => {
    await pay(page, "4000002500003155");
    await challengeIn(page).locator("#test-source-fail-3ds").waitFor();
  },
  "after a failed challenge": async (page) => {
    await challengeIn(page).locator("#test-source-fail-3ds").click();
    await page.locator(".ConfirmPayment-Error").waitFor();
  },
  processing: async (page) => {
    checkout.server.hold = () => new Promise((resolve) => (release = resolve));
    await pay(page);
    await page.locator(".SubmitButton--processing").waitFor();
  },
  paid: async (page) => {
    release();
    await page.locator(".SubmitButton--success").waitFor();
  },
};

describe.each(LAYOUTS)("layout %s", (layout: Layout) => {
  test.each(WIDTHS)("%i wide, axe finds nothing in any state", async (width) => {
    const session = checkout.session(LINES, { cancel_url: "https://example.com" });
    const { page } = await checkout.open(session, {
      layout,
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
    });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(page);
      if (width === 390 && state === "open") await page.getByRole("button", { name: "Details" }).click();
      expect(await violations(page), state).toEqual([]);
      expect(await sideways(page), state).toBeLessThanOrEqual(0);
    }
    checkout.server.hold = async () => {};
  });
});

test.each(WIDTHS)("%i wide, axe finds nothing on the other pages", async (width) => {
  const { page } = await checkout.visit({ viewport: { width, height: 900 } });
  const over = { cancel_url: "https://example.com" };
  const intent = await checkout.server.intent(null);
  const urls = [
    checkout.urlOf(checkout.session(LINES, { ...over, status: "complete" })),
    checkout.urlOf(checkout.session(LINES, { ...over, status: "expired" })),
    checkout.urlOf(checkout.session(undefined, { customer_email: "known@example.com" })),
    checkout.urlOf(checkout.session([{ name: "Sample", amount: 0 }])),
    `${checkout.server.url}/c/pay/nothing`,
    `${checkout.server.url}/c/3ds/${intent.id}?client_secret=${intent.secret}`,
  ];
  for (const url of urls) {
    await page.goto(url);
    expect(await violations(page), url).toEqual([]);
    expect(await page.locator("html").getAttribute("lang")).toBe("en-US");
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
  }
});

test.each([
  ["320 px", { viewport: { width: 320, height: 700 } }, ""],
  ["1280 px with text at 200 %", { viewport: { width: 1280, height: 900 } }, "200%"],
  ["390 px with text at 200 %", { viewport: { width: 390, height: 844 } }, "200%"],
])("%s: nothing scrolls sideways and nothing is cut off", async (_what, options, size) => {
  const session = checkout.session(LINES, { cancel_url: "https://example.com" });
  for (const layout of LAYOUTS) {
    const { page } = await checkout.open(session, { ...options, layout });
    await page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
    }, size);
    await submitButton(page).click();
    expect(await sideways(page), layout).toBeLessThanOrEqual(0);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".SubmitButton, .FieldError, .TestModeBadge, h1, h2, label")]
        .filter(
          (node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline",
        )
        .map((node) => node.className),
    );
    expect(cut.filter((name) => !name.includes("VisuallyHidden"))).toEqual([]);
  }
});

test("on a phone all controls are 44 px high", async () => {
  const session = checkout.session(LINES, { cancel_url: "https://example.com" });
  const { page } = await checkout.open(session, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, .Input, select, .Header-businessLink, .Footer a")]
      .map((node) => [node.className, node.getBoundingClientRect().height] as const)
      .filter(([, height]) => height < 44),
  );
  expect(small).toEqual([]);
});

test("the focused element is marked, with a contrast of 3:1 or more", async () => {
  const { page } = await checkout.open(checkout.session(LINES, { cancel_url: "https://example.com" }), {
    layout: "accordion",
  });
  const seen: string[] = [];
  const faint: string[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => {
      const node = document.activeElement;
      if (node === null || node === document.body) return null;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
      return { name: `${node.tagName} ${node.className}`, outlineStyle, outlineWidth, outlineColor };
    });
    if (outline === null) break;
    seen.push(outline.name);
    // The accent has 7.5:1 on white and 6.8:1 on the tint.
    const visible = outline.outlineStyle === "solid" && outline.outlineWidth === "2px";
    if (!visible || outline.outlineColor !== "rgb(11, 92, 78)") faint.push(JSON.stringify(outline));
  }
  expect(seen.length).toBe(12);
  expect(faint).toEqual([]);
});

test("nothing moves for users who prefer reduced motion", async () => {
  const { page } = await checkout.open(checkout.session(), { reducedMotion: "reduce" });
  checkout.server.hold = () => new Promise(() => {});
  await pay(page);
  await page.locator(".SubmitButton--processing").waitFor();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  checkout.server.hold = async () => {};
});

test.each([1280, 390, 320])(
  "%i wide, the marks of four brands are seen, and none covers the number",
  async (width) => {
    const session = checkout.session(LINES, { currency: "eur", payment_method_types: ["card", "ideal"] });
    const { page } = await checkout.open(session, { viewport: { width, height: 900 } });
    const covered = () =>
      page.locator("#cardNumber").evaluate((input) => {
        const field = input.getBoundingClientRect();
        const text = field.right - Number.parseFloat(getComputedStyle(input).paddingRight);
        const marks = [...document.querySelectorAll(".CardBrand")]
          .map((mark) => mark.getBoundingClientRect())
          .filter(({ width }) => width > 0);
        const over = marks.filter(({ left, bottom }) => left < text && bottom > field.top);
        return { marks: marks.length, over: over.length };
      });
    expect(await covered()).toEqual({ marks: 4, over: 0 });
    await page.locator("#cardNumber").fill("3530111333300000");
    expect(await covered()).toEqual({ marks: 1, over: 0 });
    expect(await page.locator(".CardBrand--jcb").isVisible()).toBe(true);
  },
);
