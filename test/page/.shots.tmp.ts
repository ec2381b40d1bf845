import { launchBrowser } from "../support/browser.ts";
import { startFake, TEE } from "./fake_parts.ts";

const only = process.argv.slice(2);
const server = await startFake();
const browser = await launchBrowser();
const img = "data:x";

import { mkdirSync } from "node:fs";

mkdirSync("/tmp/shots", { recursive: true });
const svg = (c: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="${c}"/><circle cx="50" cy="52" r="26" fill="#fff" opacity=".85"/></svg>`;
async function shot(name: string, size: [number, number], go: (page: any) => Promise<void>, opts: any = {}) {
  if (only.length && !only.some((o) => name.includes(o))) return;
  const ctx = await browser.newContext({ viewport: { width: size[0], height: size[1] }, ...opts });
  await ctx.route("http://img.test/**", (r: any) =>
    r.request().url().includes("broken")
      ? r.abort()
      : r.fulfill({ contentType: "image/svg+xml", body: svg("#" + r.request().url().split("/").pop()) }),
  );
  const page = await ctx.newPage();
  page.on("console", (m: any) => {
    if (m.type() === "error" || m.type() === "warning") console.log(name, m.text());
  });
  page.on("pageerror", (e: any) => console.log(name, "ERR", e.message));
  await go(page);
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: opts.full ?? true });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) console.log(name, "SIDEWAYS", over);
  await ctx.close();
}
const lines = [
  {
    name: "Canvas tote bag",
    amount: 3200,
    quantity: 2,
    description: "Heavy cotton, one size.",
    image: "http://img.test/7aa08f",
  },
  { name: "Ceramic mug", amount: 1450, image: "http://img.test/c98b6b" },
  { name: "Sticker sheet", amount: 400, quantity: 3, image: "http://img.test/broken" },
];
const one = [
  {
    ...TEE,
    description: "Soft cotton, printed by hand. Ships in two days.",
    image: "http://img.test/7aa08f",
  },
];
const cancel = { cancel_url: "http://127.0.0.1:9/cancel" };
const fill = async (p: any, n = "4242424242424242") => {
  await p.fill("#email", "jenny@example.com");
  await p.fill("#cardNumber", n);
  await p.fill("#cardExpiry", "1234");
  await p.fill("#cardCvc", "123");
  await p.fill("#billingName", "Jenny Rosen");
  await p.fill("#billingPostalCode", "94107");
};
const open =
  (s: any, q = "") =>
  (p: any) =>
    p.goto(`${server.url}/c/pay/${s.id}${q}#fid`);
for (const [w, size] of [
  ["desk", [1280, 900]],
  ["mob", [390, 844]],
  ["tiny", [320, 700]],
] as const) {
  await shot(`${w}-one`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
  });
  await shot(`${w}-plain`, size as any, async (p) => {
    await open(server.session())(p);
  });
  await shot(`${w}-several`, size as any, async (p) => {
    await open(server.session(lines, cancel))(p);
    if (w !== "desk") await p.click(".Header-viewDetailsButton");
  });
  await shot(`${w}-accordion`, size as any, async (p) => {
    await open(server.session(lines, cancel), "?layout=accordion")(p);
  });
  await shot(`${w}-errors`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
    await p.click(".SubmitButton");
  });
  await shot(`${w}-declined`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
    await fill(p, "4000000000000002");
    await p.click(".SubmitButton");
    await p.waitForSelector(".FieldError");
  });
  await shot(`${w}-filled`, size as any, async (p) => {
    await open(server.session(one, { ...cancel, customer_email: null }))(p);
    await fill(p);
    await p.focus("#cardNumber");
  });
  await shot(`${w}-processing`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
    await fill(p);
    server.hold = () => new Promise((r) => setTimeout(r, 1500));
    await p.click(".SubmitButton");
    await p.waitForSelector(".SubmitButton--processing");
    server.hold = async () => {};
  });
  await shot(`${w}-success`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
    await fill(p);
    await p.click(".SubmitButton");
    await p.waitForSelector(".SubmitButton--success");
  });
  await shot(`${w}-readonly`, size as any, async (p) => {
    await open(server.session(one, { ...cancel, customer_email: "jenny.rosen@example.com" }))(p);
  });
  await shot(`${w}-free`, size as any, async (p) => {
    await open(server.session([{ name: "Free sample", amount: 0 }], cancel))(p);
  });
  await shot(
    `${w}-3ds`,
    size as any,
    async (p) => {
      await open(server.session(one, cancel))(p);
      await fill(p, "4000002500003155");
      await p.click(".SubmitButton");
      await p
        .frameLocator("iframe[name^=__private]")
        .frameLocator("#challengeFrame")
        .locator("#test-source-authorize-3ds")
        .waitFor();
    },
    { full: false },
  );
  await shot(`${w}-3dsfail`, size as any, async (p) => {
    await open(server.session(one, cancel))(p);
    await fill(p, "4000002500003155");
    await p.click(".SubmitButton");
    await p
      .frameLocator("iframe[name^=__private]")
      .frameLocator("#challengeFrame")
      .locator("#test-source-fail-3ds")
      .click();
    await p.waitForSelector(".ConfirmPayment-Error");
  });
  await shot(`${w}-complete`, size as any, async (p) => {
    await open(server.session(one, { status: "complete" }))(p);
  });
  await shot(`${w}-expired`, size as any, async (p) => {
    await open(server.session(one, { ...cancel, status: "expired" }))(p);
  });
  await shot(`${w}-unknown`, size as any, async (p) => {
    await p.goto(server.url + "/c/pay/cs_nope");
  });
  await shot(
    `${w}-nojs`,
    size as any,
    async (p) => {
      await open(server.session(lines, cancel))(p);
      await p.click(".SubmitButton");
    },
    { javaScriptEnabled: false },
  );
  await shot(`${w}-3dspage`, size as any, async (p) => {
    const i = server.intent("http://127.0.0.1:9/x");
    await p.goto(`${server.url}/c/3ds/${i.id}?client_secret=${i.secret}`);
  });
}
await browser.close();
await server.close();
