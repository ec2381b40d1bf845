/** A session's page: its URLs, its language and texts, and the data stored with it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LOCALES } from "../../../src/resources/checkout/checkout_session/params/locales.ts";
import { inDollars, missing, openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params, typedCard } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

describe("modes and pages", () => {
  parameter("mode", async () => {
    expect(await till.create()).toMatchObject({ mode: "payment" });
    expect(await till.refusal({ mode: undefined })).toEqual(missing("mode"));
    expect(await till.refusal({ mode: "gift" })).toEqual(
      says("Invalid mode: must be one of payment, setup, or subscription", "mode"),
    );
    const setup = { mode: "setup", currency: "usd", line_items: undefined };
    expect(await till.create(setup)).toMatchObject({ mode: "setup" });
    const mode = "subscription";
    expect(await till.create({ mode, ...inDollars({}, { recurring: { interval: "month" } }) })).toMatchObject(
      {
        mode,
      },
    );
  });

  parameter(["success_url", "cancel_url"], async () => {
    const urls = {
      success_url: "https://example.com/s?id={CHECKOUT_SESSION_ID}#top",
      cancel_url: "myapp://cart/{CHECKOUT_SESSION_ID}",
    };
    expect(await till.create(urls)).toMatchObject(urls);
    expect(await till.refusal({ success_url: undefined })).toEqual(missing("success_url"));
    for (const name of Object.keys(urls)) {
      expect(await till.refusal({ [name]: "example.com" })).toEqual(
        says("Invalid URL: An explicit scheme (such as https) must be provided.", name, "url_invalid"),
      );
      for (const wrong of ["https://", "javascript://x%0aalert(1)"]) {
        expect(await till.refusal({ [name]: wrong })).toEqual(says("Not a valid URL", name, "url_invalid"));
      }
      expect(await till.refusal({ [name]: `https://example.com/${"x".repeat(5000)}` })).toEqual(
        says("Invalid string: http...xxxx; must be at most 5000 characters", name),
      );
    }
  });

  parameter(["return_url", "redirect_on_completion"], async () => {
    expect(await till.refusal({ return_url: "https://example.com" })).toEqual(
      says("You can not pass `return_url` in `hosted_page` mode.", "return_url"),
    );
    expect(await till.refusal({ redirect_on_completion: "never" })).toEqual(
      says("You can not pass `redirect_on_completion` in `hosted_page` mode.", "redirect_on_completion"),
    );
  });

  parameter("ui_mode", async () => {
    expect(await till.create({ ui_mode: "hosted_page" })).toMatchObject({ ui_mode: "hosted_page" });
    expect(await till.create({ ui_mode: "hosted" }, "2023-10-16")).toMatchObject({ ui_mode: "hosted" });
    expect(await till.refusal({ ui_mode: "hosted" })).toEqual(
      says("Invalid ui_mode: must be one of elements, embedded_page, form, or hosted_page", "ui_mode"),
    );
  });

  parameter("locale", async () => {
    for (const locale of LOCALES) expect(await till.create({ locale })).toMatchObject({ locale });
    const known =
      "auto, bg, cs, da, de, el, en, en-GB, es, es-419, et, fi, fil, fr, fr-CA, hi-IN, hr, hu, id, it, ja, ko, lt, lv, " +
      "ms, mt, nb, nl, pl, pt, pt-BR, ro, ru, sk, sl, sv, th, tr, vi, zh, zh-HK, or zh-TW";
    expect(await till.refusal({ locale: "xx" })).toEqual(
      says(`Invalid locale: must be one of ${known}`, "locale"),
    );
  });

  parameter("submit_type", async () => {
    for (const submit_type of ["auto", "book", "donate", "pay"]) {
      expect(await till.create({ submit_type })).toMatchObject({ submit_type });
    }
    expect(await till.refusal({ submit_type: "subscribe" })).toEqual(
      says("`submit_type` `subscribe` can only be used in `subscription` mode.", "submit_type"),
    );
    expect(await till.refusal({ submit_type: "buy" })).toEqual(
      says("Invalid submit_type: must be one of auto, book, donate, pay, or subscribe", "submit_type"),
    );
  });

  parameter(
    ["client_reference_id", "integration_identifier", "origin_context", "wallet_options*"],
    async () => {
      const kept = {
        client_reference_id: "cart-7",
        integration_identifier: "mine",
        origin_context: "mobile_app",
        wallet_options: { link: { display: "never" } },
      };
      expect(await till.create(kept)).toMatchObject(kept);
      const none = {
        client_reference_id: null,
        integration_identifier: null,
        origin_context: null,
        wallet_options: null,
      };
      expect(await till.create()).toMatchObject(none);
      expect(await till.refusal({ client_reference_id: "x".repeat(201) })).toEqual(
        says("Invalid string: xxxx...xxxx; must be at most 200 characters", "client_reference_id"),
      );
    },
  );

  parameter("metadata", async () => {
    const open = await till.create({ metadata: { b: "2", a: "1" } });
    expect(open.metadata).toEqual({ a: "1", b: "2" });
    const intent = (await till.pay(open.id)).payment_intent;
    expect((await till.stripe.paymentIntents.retrieve(intent)).metadata).toEqual({});
    const [value, key] = ["x".repeat(501), "k".repeat(41)];
    expect(await till.refusal({ metadata: { a: value } })).toEqual(
      says(
        "Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. " +
          `Invalid value: ${value}`,
        "metadata",
      ),
    );
    expect(await till.refusal({ metadata: { [key]: "x" } })).toEqual(
      says(
        "Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. " +
          `Invalid key: ${key}`,
        "metadata",
      ),
    );
    const fill = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));
    expect(Object.keys((await till.create({ metadata: fill(50) })).metadata)).toHaveLength(50);
    expect(await till.refusal({ metadata: fill(51) })).toMatchObject({ status: 400, param: "metadata" });
  });
});

test("a page updates and pays with the publishable key, which allows nothing else", async () => {
  const open = await till.create({ phone_number_collection: { enabled: true } });
  const key = till.key.replace("sk_", "pk_");
  const post = (path: string, params: Params) => server.raw("POST", path, { key, body: form(params) });
  const told = await post(`/v1/payment_pages/${open.id}`, { phone: "+12015550123" });
  expect(told.body).toMatchObject({
    id: open.id,
    object: "payment_page",
    amount_total: 2000,
    status: "open",
  });
  const paid = await post(`/v1/payment_pages/${open.id}/confirm`, typedCard("4242424242424242"));
  expect(paid.body).toMatchObject({ payment_status: "paid", status: "complete" });
  for (const [method, path] of [
    ["GET", `/v1/checkout/sessions/${open.id}`],
    ["POST", `/v1/checkout/sessions/${open.id}`],
    ["POST", `/v1/checkout/sessions/${open.id}/expire`],
    ["GET", `/v1/checkout/sessions/${open.id}/line_items`],
    ["GET", "/v1/checkout/sessions"],
    ["POST", "/v1/checkout/sessions"],
  ] as const) {
    expect((await server.raw(method, path, { key })).status, path).toBe(403);
  }
  const stranger = server.freshKey().replace("sk_", "pk_");
  expect(
    (await server.raw("POST", `/v1/payment_pages/${open.id}`, { key: stranger, body: "phone=1" })).status,
  ).toBe(404);
});
