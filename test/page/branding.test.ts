/** The looks that a shop sends with a session. */
import { afterEach, expect, test } from "vitest";
import type { Branding } from "../../src/resources/checkout/checkout_session/index.ts";
import { sideways, violations } from "./axe.ts";
import { useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const ITEMS = [
  { name: "T-shirt", amount: 2000, quantity: 2, adjustable: {} },
  { name: "Cap", amount: 900, description: "Blue" },
];
const GROUNDS = ["#101a3a", "#7a7a7a", "#ffffff", "#cc3355"];

function open(_branding: Branding, options: Parameters<typeof checkout.open>[1] = {}) {
  return checkout.open(checkout.session(ITEMS, { _branding, allow_promotion_codes: true }), options);
}

test("colours, corners and font are those that were sent", async () => {
  const { page, complaints } = await open({
    background_color: "#101a3a",
    button_color: "#ffcc00",
    border_style: "pill",
    font_family: "lora",
  });
  const style = (selector: string, name: string) =>
    page.locator(selector).evaluate((node, key) => getComputedStyle(node).getPropertyValue(key), name);
  expect(await style(".SubmitButton", "background-color")).toBe("rgb(255, 204, 0)");
  expect(await style(".SubmitButton", "color")).toBe("rgb(0, 0, 0)");
  expect(await style(".SubmitButton", "border-radius")).toBe("999px");
  expect(await style("body", "background-image")).toContain("rgb(16, 26, 58) 50%");
  expect(await style("#summary-title", "color")).toBe("rgb(255, 255, 255)");
  expect(await style("body", "font-family")).toMatch(/^Lora,/);
  expect(complaints).toEqual([]);
});

test("a session that sent none has no style sheet of its own", async () => {
  const { page } = await open({ display_name: "Nimbus" });
  expect(await page.locator('link[href$="branding.css"]').count()).toBe(0);
  const reply = await page.request.get(`${checkout.server.url}/c/pay/cs_test_nope/branding.css`);
  expect([reply.status(), await reply.text()]).toEqual([200, ""]);
});

test("the name is at the top of the page alone", async () => {
  const { page } = await open({ display_name: "Nimbus" });
  expect(await page.locator(".Header-businessLink-name").innerText()).toBe("Nimbus");
  expect(await page.locator("#summary-title").innerText()).not.toContain("Nimbus");
  expect(await page.title()).not.toContain("Nimbus");
});

test.each(["icon", "logo"] as const)("the %s is shown", async (name) => {
  const url = `${checkout.server.url}/shop/picture`;
  const { page } = await open({ display_name: "Nimbus", [name]: { type: "url", url } });
  const picture = page.locator(`.Header-${name}`);
  expect([await picture.getAttribute("src"), await picture.getAttribute("referrerpolicy")]).toEqual([
    url,
    "no-referrer",
  ]);
  expect(await picture.getAttribute("alt")).toBe(name === "logo" ? "Nimbus" : "");
});

test.each(GROUNDS.flatMap((color) => [1280, 390].map((width) => [color, width] as const)))(
  "everybody can read a page on %s, at %s pixels",
  async (background_color, width) => {
    const looks = { background_color, button_color: background_color };
    const { page } = await open(looks, { viewport: { width, height: 900 } });
    if (width === 390) await page.locator("#view-details").click();
    expect([await violations(page), await sideways(page)]).toEqual([[], 0]);
  },
);
