/**
 * What must not happen: scripts from product names, posts from other sites, card data where it does not
 * belong.
 */
import { afterEach, describe, expect, test } from "vitest";
import { accountIdIn } from "../../src/core/ids.ts";
import { CARD, pay, submitButton, useCheckout } from "./checkout.ts";
import { foundInvoice } from "./invoice_parts.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const PAYLOADS = [
  "<script>window.__ran = 1</script>",
  "<img src=x onerror=window.__ran=1>",
  '"><svg onload=window.__ran=1>',
  "'><body onload=window.__ran=1>",
  "</title><script>window.__ran=1</script>",
  "</textarea><script>window.__ran=1</script>",
  "<iframe srcdoc='<script>parent.__ran=1</script>'>",
  "<a href=javascript:window.__ran=1 autofocus onfocus=window.__ran=1>x</a>",
  "<style>@import 'data:text/css,*{}'</style>",
  "{{constructor.constructor('window.__ran=1')()}}",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=window.__ran=1>",
  "\u003cscript\u003ewindow.__ran=1\u003c/script\u003e",
  "&lt;script&gt;window.__ran=1&lt;/script&gt;",
  "]]><script>window.__ran=1</script>",
  "--><script>window.__ran=1</script>",
];
const ADDRESSES = [
  "javascript:window.__ran=1",
  " javascript:window.__ran=1",
  "java\nscript:window.__ran=1",
  "JaVaScRiPt:window.__ran=1",
  "data:text/html,<script>window.__ran=1</script>",
  "vbscript:x",
  'https://example.com/"onmouseover=window.__ran=1',
];

describe("text from a shop or a buyer stays text", () => {
  test("on the open page, unchanged and not run as a script", async () => {
    const { page, complaints } = await checkout.visit();
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy ${event.violatedDirective}`),
      );
    });
    for (const text of PAYLOADS) {
      const line = { name: text, amount: 2000, description: text };
      for (const lines of [[line], [line, { ...line, image: 'http://127.0.0.1:9/"><script>1</script>' }]]) {
        await page.goto(checkout.urlOf(checkout.session(lines, { customer_email: text })));
        expect(await page.getByTestId("line-item-product-name").first().textContent()).toBe(text);
        expect(await page.locator(".ReadOnlyFormField-title").textContent()).toBe(text);
      }
      expect(await page.evaluate(() => Reflect.get(window, "__ran")), text).toBeUndefined();
    }
    expect(complaints.filter((one) => !one.includes("ERR_"))).toEqual([]);
  });

  test("in the data that a refused post had typed", async () => {
    const { page } = await checkout.visit({ javaScriptEnabled: false });
    for (const text of PAYLOADS.slice(0, 6)) {
      await page.goto(checkout.urlOf(checkout.session()));
      await page.locator("#billingName").fill(text);
      await page.locator("#email").fill(text);
      await submitButton(page).click();
      await page.locator(".FieldError").first().waitFor();
      expect(await page.locator("#billingName").inputValue()).toBe(text);
      expect(await page.locator("script").count()).toBe(1);
    }
  });

  test("in URLs, which become links only if they are web URLs", async () => {
    for (const address of ADDRESSES) {
      const session = checkout.session([{ ...TEE, image: address }], {
        cancel_url: address,
        success_url: address,
      });
      const html = await (await fetch(checkout.urlOf(session))).text();
      expect(html).not.toMatch(/(?:href|src)="\s*(?:javascript|java\nscript|data|vbscript)/i);
      checkout.server.change(session.id, { status: "complete" });
      const done = await fetch(`${checkout.server.url}/c/pay/${session.id}/done`, { redirect: "manual" });
      if (!address.startsWith("https")) expect(done.status, address).toBe(303);
    }
  });
});

describe("headers", () => {
  test("of the page", async () => {
    const reply = await fetch(checkout.urlOf(checkout.session()));
    const policy = reply.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/unsafe|data:|\*/);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("referrer-policy")).toBe("no-referrer");
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const html = await reply.text();
    expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<style/);
  });

  test("of assets: named by a hash of their content, cached for a year", async () => {
    const html = await (await fetch(checkout.urlOf(checkout.session()))).text();
    const urls = [...html.matchAll(/"(\/_checkstand\/page\/[^"]+)"/g)].map((match) => match[1]);
    expect(urls).toHaveLength(3);
    for (const url of urls) {
      expect(url).toMatch(/\.[0-9a-f]{12}\.(?:js|css|svg)$/);
      const reply = await fetch(checkout.server.url + url);
      expect(reply.status).toBe(200);
      expect(reply.headers.get("cache-control")).toContain("immutable");
      expect(await reply.text()).not.toBe("");
    }
  });

  test("the client script does not contain the table of test cards", async () => {
    const html = await (await fetch(checkout.urlOf(checkout.session()))).text();
    const script = /src="([^"]+\.js)"/.exec(html)?.[1];
    const text = await (await fetch(checkout.server.url + script)).text();
    expect(text).not.toContain("4000000000009995");
    // It grows with what the page can ask for; the table alone would add 13,000.
    expect(text.length).toBeLessThan(37_000);
  });
});

describe("a post from another site", () => {
  const post = (
    session: { id: string },
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${checkout.server.url}/c/pay/${session.id}`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form),
    });
  const typed = {
    expected_amount: "2000",
    email: "jenny@example.com",
    cardNumber: CARD,
    cardExpiry: "12/34",
    cardCvc: "123",
    billingName: "Jenny Rosen",
    billingCountry: "US",
    billingPostalCode: "94107",
  };
  const tokenOf = async (session: Parameters<typeof checkout.urlOf>[0]) => {
    const html = await (await fetch(checkout.urlOf(session))).text();
    return /name="_token" value="([^"]+)"/.exec(html)?.[1] ?? "";
  };

  test("has no token or another session's token, and is refused", async () => {
    const session = checkout.session();
    const before = checkout.server.confirmed.length;
    const other = await tokenOf(checkout.session());
    const own = await tokenOf(session);
    const [nonce = ""] = own.split(".");
    const changed = `${own.startsWith("x") ? "y" : "x"}${own.slice(1)}`;
    for (const _token of ["", session.id, other, `${own}x`, nonce, `${nonce}.`, changed]) {
      expect((await post(session, { ...typed, _token })).status, _token).toBe(403);
      const json = await post(session, { ...typed, _token }, { accept: "application/json" });
      expect([json.status, (await json.json()).kind]).toEqual([403, "errors"]);
    }
    expect(checkout.server.confirmed.length).toBe(before);
  });

  test("each view of the page has its own token, and those of several tabs are all valid", async () => {
    const session = checkout.session();
    const tokens = await Promise.all([1, 2, 3].map(() => tokenOf(session)));
    expect(new Set(tokens).size).toBe(3);
    // They do not begin or end alike either.
    expect(new Set(tokens.map((token) => token.slice(0, 22))).size).toBe(3);
    expect(new Set(tokens.map((token) => token.split(".")[1])).size).toBe(3);
    for (const _token of tokens)
      expect((await post(session, { ...typed, _token: `${_token}x` })).status).toBe(403);
    const [first = "", second = ""] = tokens;
    const declined = { ...typed, cardCvc: "" };
    for (const _token of [second, first, second])
      expect((await post(session, { ...declined, _token })).status).toBe(400);
    expect((await post(session, { ...typed, _token: first })).status).toBe(303);
  });

  test("that cannot be parsed is refused, without an internal error", async () => {
    const session = checkout.session();
    for (const form of [{ _token: "\u0000" }, { "a[b]": "1", a: "2" }])
      expect((await post(session, form as Record<string, string>)).status).toBe(400);
  });

  test("that comes from another site, by its headers, is refused even with the token", async () => {
    const session = checkout.session();
    const form = { ...typed, _token: await tokenOf(session) };
    for (const site of ["cross-site", "same-site"])
      expect((await post(session, form, { "sec-fetch-site": site })).status, site).toBe(403);
    expect((await post(session, form, { "sec-fetch-site": "same-origin" })).status).toBe(303);
  });

  test("other content types are refused", async () => {
    const session = checkout.session();
    const reply = await post(session, {}, { "content-type": "application/json" });
    expect(reply.status).toBe(415);
    expect(reply.headers.get("content-type")).toContain("text/html");
  });
});

test.each([
  ["evil.example", 421],
  ["evil.example:12111", 421],
  ["127.0.0.1.evil.example", 421],
  ["localhost:12111", 404],
  ["checkstand:12111", 421],
  ["shop.localhost:12111", 404],
  ["[::1]:12111", 404],
  ["host.docker.internal", 404],
])("called by the host name %s it answers %i", async (host, status) => {
  const reply = await checkout.server.app.inject({ url: "/c/pay/nothing", headers: { host } });
  expect(reply.statusCode).toBe(status);
  // In whatever language: what makes the name one that is answered.
  if (status === 421) expect(reply.body).toContain("--allowed-hosts");
});

test.each(["done", "update", "remove_method"])("/%s of a session never made says so", async (end) => {
  for (const id of ["cs_test_none", "%E2%82%AC", "a%0d%0aSet-Cookie:%20a=b"]) {
    const reply = await checkout.server.app.inject(`/c/pay/${id}/${end}`);
    expect([reply.statusCode, reply.headers.location]).toEqual([404, undefined]);
    expect(reply.body).toContain('data-testid="session-unknown"');
  }
});

test("an answer that cannot be sent shows our error page, not the framework's text", async () => {
  const found = foundInvoice();
  const token = found.invoice._token;
  // Its number goes into the name of the file.
  checkout.server.invoices.set(token, { ...found, invoice: { ...found.invoice, number: "\u20ac" } });
  const reply = await checkout.server.app.inject(`/i/${accountIdIn(token)}/test_${token}/pdf`);
  expect(reply.statusCode).toBe(500);
  expect(reply.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(reply.body).toContain('data-testid="server-trouble"');
});

test("card data is sent to confirm only: it is in no URL, no page and no log", async () => {
  const { page } = await checkout.visit({ javaScriptEnabled: false });
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await page.goto(checkout.urlOf(checkout.session()));
  await pay(page, "4000000000000002");
  await page.locator(".FieldError").waitFor();
  const html = await page.content();
  for (const secret of ["4000000000000002", "4000 0000 0000 0002", 'value="123"']) {
    expect(html).not.toContain(secret);
    expect(urls.join()).not.toContain(secret);
  }
});
