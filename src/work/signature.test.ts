import Stripe from "stripe";
import { expect, test } from "vitest";
import { sign } from "./signature.ts";

const stripe = new Stripe("sk_test_signature");
const SECRET = "whsec_4eC39HqLyjWDarjtT1zdp7dc4eC39HqL";
const OTHER = "whsec_00000000000000000000000000000000";
const NOW = 1_700_000_000;

/** Whether the official client accepts a body with this header, at a moment. */
function accepted(body: string, header: string, secret = SECRET, at = NOW): boolean {
  try {
    // tolerance 300 s, crypto provider by default, "received at" in milliseconds
    stripe.webhooks.constructEvent(body, header, secret, 300, undefined, at * 1000);
    return true;
  } catch {
    return false;
  }
}

const bodies = {
  plain: JSON.stringify({ id: "evt_1", object: "event" }, null, 2),
  emoji: JSON.stringify({ id: "evt_1", object: "event", note: "🧾 naïve – 東京 \u{1F469}\u200D\u{1F680}" }),
  "line separators": '{"id":"evt_1","object":"event","note":"a\u2028b\u2029c"}',
  "one megabyte": JSON.stringify({ id: "evt_1", object: "event", note: "é".repeat(524_288) }),
};

test.each(Object.entries(bodies))("the official client accepts %s", (_name, body) => {
  expect(accepted(body, sign([SECRET], NOW, body))).toBe(true);
});

test.each(Object.entries(bodies))("the official client refuses %s with any part changed", (_name, body) => {
  const header = sign([SECRET], NOW, body);
  const middle = Math.floor(body.length / 2);
  expect(accepted(`${body} `, header)).toBe(false);
  expect(accepted(body.replace("evt_1", "evt_2"), header)).toBe(false);
  expect(accepted(body.slice(0, middle) + body.slice(middle + 1), header)).toBe(false);
  expect(accepted(body, header, OTHER)).toBe(false);
  expect(accepted(body, header.replace(`t=${NOW}`, `t=${NOW + 1}`))).toBe(false);
});

test("a header expires", () => {
  const header = sign([SECRET], NOW, bodies.plain);
  expect(accepted(bodies.plain, header, SECRET, NOW + 300)).toBe(true);
  expect(accepted(bodies.plain, header, SECRET, NOW + 301)).toBe(false);
});

test("while a secret is being replaced, the old one and the new one both verify", () => {
  const header = sign([OTHER, SECRET], NOW, bodies.plain);
  expect(header.match(/v1=/g)).toHaveLength(2);
  expect(accepted(bodies.plain, header, SECRET)).toBe(true);
  expect(accepted(bodies.plain, header, OTHER)).toBe(true);
});

test("the v0 signature in the header verifies with no secret", () => {
  const header = sign([SECRET], NOW, bodies.plain);
  expect(header).toMatch(/^t=1700000000,v1=[0-9a-f]{64},v0=[0-9a-f]{64}$/);
  const passedOff = header.replace(/v1=[0-9a-f]{64},v0=/, "v1=");
  expect(accepted(bodies.plain, passedOff)).toBe(false);
});
