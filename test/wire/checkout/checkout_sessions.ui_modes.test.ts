/** Where the buyer pays (`ui_mode`): which parameters go with it, the client secret, what the session shows. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeHints } from "../../../src/core/session_hints.ts";
import { openTill, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
  till = openTill(server);
});
afterAll(() => server.close());

const RETURN = "https://shop.test/return?session={CHECKOUT_SESSION_ID}";
const OLD = "2025-09-30.clover";
type Session = Stripe.Checkout.Session;

const params = (more: Params): Params => ({
  mode: "payment",
  line_items: [
    { price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } }, quantity: 1 },
  ],
  ...more,
});
const create = (more: Params, options: Stripe.RequestOptions = {}): Promise<Session> =>
  till.stripe.checkout.sessions.create(params(more) as Stripe.Checkout.SessionCreateParams, options);
const hintsOf = ({ client_secret, id }: Session) => {
  expect(client_secret).toMatch(new RegExp(`^${id}_secret_fid`));
  return decodeHints(String(client_secret).slice(id.length + "_secret_".length));
};

describe("an embedded page", () => {
  test("has a client secret in place of a URL, and says where its buyers come back", async () => {
    const session = await create({ ui_mode: "embedded_page", return_url: RETURN });
    expect(session).toMatchObject({
      cancel_url: null,
      redirect_on_completion: "always",
      return_url: RETURN,
      success_url: null,
      ui_mode: "embedded_page",
      url: null,
    });
    expect(hintsOf(session)).toEqual({
      uiMode: "embedded_page",
      layoutType: "single_item",
      redirectOnCompletion: "always",
    });
  });
  test("has its old name in old versions, also in the secret", async () => {
    const session = await create({ ui_mode: "embedded", return_url: RETURN }, { apiVersion: OLD });
    expect(session.ui_mode).toBe("embedded");
    expect(hintsOf(session)).toMatchObject({ uiMode: "embedded" });
  });
  test("that is never left needs no return_url, and offers no methods that leave it", async () => {
    const session = await create({ ui_mode: "embedded_page", redirect_on_completion: "never" });
    expect(session.redirect_on_completion).toBe("never");
    expect(session).not.toHaveProperty("return_url");
    const dahlia = { apiVersion: "2026-08-26.dahlia" };
    const never = { ui_mode: "embedded_page", redirect_on_completion: "never" };
    await expect(create({ ...never, payment_method_types: ["card", "ideal"] }, dahlia)).rejects.toMatchObject(
      {
        param: "payment_method_types[1]",
      },
    );
  });
  test("is paid as any other, and has no secret then", async () => {
    const { id } = await create({
      ui_mode: "embedded_page",
      redirect_on_completion: "if_required",
      return_url: RETURN,
    });
    await till.pay(id);
    const paid = await till.stripe.checkout.sessions.retrieve(id);
    expect(paid).toMatchObject({
      client_secret: null,
      payment_status: "paid",
      status: "complete",
      url: null,
    });
  });
});

test.each([
  ["elements", "custom"],
  ["form", "form"],
])("%s is the shop's own form", async (mode, _old) => {
  const session = await create({ ui_mode: mode, return_url: RETURN });
  expect(session).toMatchObject({ ui_mode: mode, url: null, success_url: null, return_url: RETURN });
  expect(hintsOf(session)).toEqual({ borderStyle: "default", uiMode: mode });
});

test("a hosted page has hints in its URL, and no client secret", async () => {
  const session = await create({ success_url: "https://shop.test/thanks" });
  expect(session.client_secret).toBeNull();
  expect(session).not.toHaveProperty("return_url");
  expect(decodeHints(new URL(String(session.url)).hash.slice(1))).toMatchObject({ fromServer: true });
});

test.each<[string, Params, Stripe.RequestOptions, string, string]>([
  [
    "success_url",
    { ui_mode: "embedded_page", return_url: RETURN, success_url: RETURN },
    {},
    "embedded_page",
    "success_url",
  ],
  ["cancel_url", { ui_mode: "elements", cancel_url: RETURN }, {}, "elements", "cancel_url"],
  [
    "success_url, before dahlia",
    { ui_mode: "embedded", return_url: RETURN, success_url: RETURN },
    { apiVersion: OLD },
    "embedded",
    "success_url",
  ],
  [
    "redirect_on_completion",
    { ui_mode: "elements", redirect_on_completion: "never" },
    {},
    "elements",
    "redirect_on_completion",
  ],
  ["return_url", { success_url: RETURN, return_url: RETURN }, {}, "hosted_page", "return_url"],
  [
    "permissions",
    { success_url: RETURN, permissions: { update_shipping_details: "server_only" } },
    {},
    "hosted_page",
    "permissions",
  ],
])("%s does not go with every page", async (_name, more, options, mode, param) => {
  await expect(create(more, options)).rejects.toMatchObject({
    param,
    message: `You can not pass \`${param}\` in \`${mode}\` mode.`,
  });
});

test("an embedded page needs a return_url, unless it is never left", async () => {
  await expect(create({ ui_mode: "embedded_page" })).rejects.toMatchObject({
    code: "parameter_missing",
    param: "return_url",
  });
  await expect(
    create({ ui_mode: "embedded_page", redirect_on_completion: "never", return_url: RETURN }),
  ).rejects.toMatchObject({ param: "return_url" });
});

test.each<[string, string | Params]>([
  ["branding_settings", { display_name: "Lamps" }],
  ["custom_text", { submit: { message: "Thanks" } }],
  ["submit_type", "pay"],
  ["origin_context", "web"],
])("the shop's own form has no %s", async (param, value) => {
  await expect(create({ ui_mode: "elements", [param]: value })).rejects.toMatchObject({
    message: `You can not pass \`${param}\` in \`elements\` mode.`,
    param,
  });
});

test.each<[string, Params]>([
  ["embedded_page", { mode: "setup", currency: "usd", line_items: undefined }],
  ["elements", {}],
  ["form", {}],
])("%s completes by the page's API, and tells so", async (ui_mode, more) => {
  const { id } = await create({ ui_mode, return_url: RETURN, ...more });
  await till.newsSince();
  expect(await till.pay(id)).toMatchObject({ client_secret: null, status: "complete", ui_mode, url: null });
  expect(await till.newsSince()).toContain("checkout.session.completed");
});

test("an expired session has no client secret", async () => {
  const { id } = await create({ ui_mode: "embedded_page", return_url: RETURN });
  const expired = await till.stripe.checkout.sessions.expire(id);
  expect(expired).toMatchObject({ client_secret: null, status: "expired", url: null });
});

test("payment_intent_data of the shop's own form cannot be updated yet, which is said as it is", async () => {
  const { id } = await create({ ui_mode: "elements" });
  await expect(
    till.stripe.checkout.sessions.update(id, { payment_intent_data: { description: "x" } } as never),
  ).rejects.toMatchObject({ message: expect.stringMatching(/^Checkstand does not support/) });
});
