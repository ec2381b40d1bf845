/** URLs that open sessions, and what buyers see after paying. */
import { afterEach, describe, expect, test } from "vitest";
import type { PaymentSession } from "../../src/resources/checkout/checkout_session/row/session.ts";
import { violations } from "./axe.ts";
import { pay, useCheckout } from "./checkout.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const NOW = 1_795_400_000;
const visit = (path: string, init: RequestInit = {}) =>
  fetch(checkout.server.url + path, { redirect: "manual", ...init });

/** Of a page that has one thing to say. */
async function saidAt(path: string): Promise<{ status: number; testId: string; text: string }> {
  const reply = await visit(path);
  const html = await reply.text();
  return {
    status: reply.status,
    testId: /<section class="StatusPage-card" data-testid="([^"]+)"/.exec(html)?.[1] ?? "",
    text: /<h1>[^<]*<\/h1><p[^>]*>([^<]*)<\/p>/.exec(html)?.[1] ?? "",
  };
}

function expired(recovery: { url: string | null; expires_at: number | null } | null): PaymentSession {
  const whole = recovery === null ? null : { allow_promotion_codes: false, enabled: true, ...recovery };
  return checkout.session(undefined, { status: "expired", after_expiration: { recovery: whole } });
}

describe("a payment link", () => {
  test("gives each visitor their own session, with what its URL asks for", async () => {
    const session = checkout.session();
    checkout.server.links.set("open", { kind: "opened", session });
    const reply = await visit("/b/open?prefilled_email=a%40example.com&utm_source=x&utm_source=y");
    expect(reply.status).toBe(303);
    expect(reply.headers.get("location")).toMatch(new RegExp(`^/c/pay/${session.id}#fid`));
    expect(checkout.server.opened.at(-1)).toEqual({
      token: "open",
      query: { prefilled_email: "a@example.com", utm_source: "y" },
    });
  });

  test("creates nothing for a HEAD request", async () => {
    const before = checkout.server.opened.length;
    expect((await visit("/b/open", { method: "HEAD" })).status).toBe(404);
    expect((await visit("/r/open", { method: "HEAD" })).status).toBe(404);
    expect(checkout.server.opened.length).toBe(before);
  });

  test("that was deactivated says so, in the shop's words if there are any", async () => {
    checkout.server.links.set("off", { kind: "inactive", message: null });
    checkout.server.links.set("sold", { kind: "inactive", message: "Sold out. <b>Come back</b> in May." });
    expect(await saidAt("/b/off")).toEqual({
      status: 410,
      testId: "link-inactive",
      text: "It has been switched off, or everything it sold is gone.",
    });
    expect(await saidAt("/b/sold")).toMatchObject({
      status: 410,
      text: "Sold out. &lt;b>Come back&lt;/b> in May.",
    });
  });

  test("that does not exist says so", async () => {
    expect(await saidAt("/b/nothing")).toMatchObject({ status: 404, testId: "link-unknown" });
  });
});

describe("after paying by a payment link", () => {
  test.each([
    [null, "Your payment to Checkstand test shop went through. You can close this page."],
    [
      "Thank you! <script>1</script>\nYour ticket is on its way.",
      "Thank you! <script>1</script>\nYour ticket is on its way.",
    ],
  ])("the buyer stays, and reads %j", async (custom_message, text) => {
    const session = checkout.session(undefined, { success_url: null, _after_completion: { custom_message } });
    const { page, complaints } = await checkout.open(session);
    await pay(page);
    const card = page.getByTestId("hosted-confirmation");
    await card.waitFor();
    expect(await card.getByRole("heading").textContent()).toBe("Thanks for your payment");
    expect(await card.locator("p").first().textContent()).toBe(text);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test("the confirmation of a link that took nothing does not say that it did", async () => {
  const { id } = checkout.session([], {
    status: "complete",
    success_url: null,
    _after_completion: { custom_message: null },
  });
  expect(await (await visit(`/c/pay/${id}`)).text()).toContain(
    '<h1>Thank you</h1><p dir="auto">Your order with Checkstand test shop is complete. You can close this page.</p>',
  );
});

test.each([
  ["paid", "Payment complete"],
  ["unpaid", "Thank you"],
] as const)(
  "a complete session that is %s leads on by a page that says %s",
  async (payment_status, title) => {
    const { id } = checkout.session(undefined, { payment_status, status: "complete" });
    expect(await (await visit(`/c/pay/${id}/done`)).text()).toContain(`<h1>${title}</h1>`);
  },
);

describe("an expired session", () => {
  test("leads to an open copy of it while it can be recovered", async () => {
    const copy = checkout.session();
    checkout.server.links.set("again", { kind: "opened", session: copy });
    const { page } = await checkout.open(expired({ url: "/r/again", expires_at: NOW + 60 }));
    expect(await page.getByTestId("session-expired").innerText()).toContain(
      "You can still pick up where you left off.",
    );
    expect(await violations(page)).toEqual([]);
    await page.getByTestId("recovery-link").click();
    await page.waitForURL(`**/c/pay/${copy.id}#fid**`);
    expect(await page.locator("#email").isVisible()).toBe(true);
  });

  test.each([
    ["is too old", { url: "/r/again", expires_at: NOW }],
    ["has no URL yet", { url: null, expires_at: null }],
    ["cannot be", null],
  ])("whose recovery %s has no such link", async (_why, recovery) => {
    const { page } = await checkout.open(expired(recovery));
    expect(await page.getByTestId("session-expired").innerText()).toContain(
      "Go back to the shop and start again",
    );
    expect(await page.getByTestId("recovery-link").count()).toBe(0);
  });

  test("says so if its recovery URL is no longer valid", async () => {
    expect(await saidAt("/r/nothing")).toMatchObject({ status: 404, testId: "recovery-invalid" });
  });
});
