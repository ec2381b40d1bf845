/** A session's page, its end and its way back; what updates and lists take; and that no parameter is without a case. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fieldLines } from "../../scripts/parameters.ts";
import { LOCALES } from "../../src/resources/checkout_session/locales.ts";
import { createParams, listParams, updateParams } from "../../src/resources/checkout_session/params.ts";
import { missing, NEWEST, openTill, parameter, says, THING, type Till } from "../support/parameters.ts";
import { fileFor, provenBy } from "../support/proven.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { form, type Params } from "../support/shop.ts";

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
    for (const mode of ["setup", "subscription"]) {
      expect((await till.refusal({ mode })).message).toMatch(/^Checkstand does not support mode=/);
    }
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
      says("You can not pass `return_url` in `hosted` mode.", "return_url"),
    );
    expect(await till.refusal({ redirect_on_completion: "never" })).toEqual(
      says("You can not pass `redirect_on_completion` in `hosted` mode.", "redirect_on_completion"),
    );
  });

  test("ui_mode is named as the version has it", async () => {
    expect(await till.create({ ui_mode: "hosted_page" })).toMatchObject({ ui_mode: "hosted_page" });
    expect(await till.create({ ui_mode: "hosted" }, "2023-10-16")).toMatchObject({ ui_mode: "hosted" });
    expect(await till.refusal({ ui_mode: "hosted" })).toEqual(
      says("Invalid ui_mode: must be one of elements, embedded_page, form, or hosted_page", "ui_mode"),
    );
    expect((await till.refusal({ ui_mode: "embedded_page" })).message).toMatch(
      /^Checkstand does not support/,
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

describe("life", () => {
  parameter("expires_at", async () => {
    const open = await till.create();
    expect(open.expires_at).toBe(open.created + 86_400);
    const hour = open.created + 3600;
    expect((await till.create({ expires_at: hour })).expires_at).toBe(hour);
    expect(await till.refusal({ expires_at: open.created + 1700 })).toEqual(
      says("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."),
    );
    expect(await till.refusal({ expires_at: open.created + 90_000 })).toEqual(
      says("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."),
    );
    expect(await till.refusal({ expires_at: "soon" })).toEqual(
      says("Invalid integer: soon", "expires_at", "parameter_invalid_integer"),
    );
  });

  parameter("after_expiration*", async () => {
    const recovery = { allow_promotion_codes: true, enabled: true };
    const open = await till.create({ after_expiration: { recovery } });
    expect(open.after_expiration).toEqual({ recovery: { ...recovery, expires_at: null, url: null } });
    const expired = await till.stripe.checkout.sessions.expire(open.id);
    expect(expired.after_expiration?.recovery).toMatchObject({
      ...recovery,
      url: expect.stringMatching(new RegExp(`^${server.url}/r/test_\\w{20,}$`)),
    });
    const off = await till.create({ after_expiration: { recovery: { enabled: false } } });
    expect((await till.stripe.checkout.sessions.expire(off.id)).after_expiration?.recovery).toMatchObject({
      url: null,
    });
    expect(await till.create()).toMatchObject({ after_expiration: null });
    expect(await till.refusal({ after_expiration: { recovery: { allow_promotion_codes: true } } })).toEqual(
      missing("after_expiration[recovery][enabled]"),
    );
  });
});

describe("update", () => {
  const update = async (id: string, params: Params, version = NEWEST) => {
    const path = `/v1/checkout/sessions/${id}?expand[]=line_items`;
    const headers = { "stripe-version": version };
    const { status, body } = await server.raw("POST", path, { key: till.key, body: form(params), headers });
    return status === 200 ? body : { status, ...body.error };
  };
  const ids = (session: { line_items: { data: { id: string }[] } }) =>
    session.line_items.data.map(({ id }) => id);

  test("line_items: kept, changed, added, moved and left out", async () => {
    const open = await till.create({ line_items: [THING, THING, THING], expand: ["line_items"] });
    const [a, b] = ids(open);
    const added = {
      price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Mug" } },
      quantity: 1,
    };
    const updated = await update(open.id, { line_items: [{ id: b, quantity: 3 }, added, { id: a }] });
    expect(updated).toMatchObject({ amount_subtotal: 8500, amount_total: 8500 });
    expect(ids(updated)).toEqual([b, expect.stringMatching(/^li_/), a]);
    expect(updated.line_items.data).toMatchObject([{ quantity: 3 }, { description: "Mug" }, { quantity: 1 }]);
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    expect(await update(open.id, { line_items: [{ id: a, tax_rates: [rate.id] }] })).toMatchObject({
      amount_total: 2200,
    });
    expect(await update(open.id, { line_items: [{ id: a, tax_rates: "" }] })).toMatchObject({
      amount_total: 2000,
    });
    const price = await till.price();
    const other = await update(open.id, { line_items: [{ id: a, price: price.id }] });
    expect(other).toMatchObject({ amount_total: 1099 });
    expect(ids(other)).toEqual([a]);
    const of = (...lines: Params[]) => update(open.id, { line_items: lines });
    expect(await of({ id: "li_x" })).toMatchObject({ code: "resource_missing", param: "line_items[0][id]" });
    expect(await of({ id: a }, { id: a })).toMatchObject({ param: "line_items[1][id]" });
    expect(await of({ quantity: 1 })).toMatchObject({ param: "line_items[0][price]" });
    expect(await of({ id: a, quantity: 0 })).toMatchObject({ param: "line_items[0][quantity]" });
    const euros = { ...THING, price_data: { ...THING.price_data, currency: "eur" } };
    expect(await of(euros)).toMatchObject({ param: "currency" });
    expect(await of({ id: a, price_data: { ...THING.price_data, unit_amount: 1 } })).toMatchObject({
      code: "amount_too_small",
    });
    expect((await update(open.id, {})).amount_total).toBe(1099); // what was refused left nothing behind
  });

  test("line_items: under another price a line stays what it was otherwise", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    const kept = {
      adjustable_quantity: { enabled: true, maximum: 9, minimum: 1 },
      metadata: { sku: "L-1" },
      quantity: 2,
    };
    const open = await till.create({
      line_items: [{ ...THING, ...kept, tax_rates: [rate.id] }],
      expand: ["line_items"],
    });
    const [id] = ids(open);
    const price = await till.price({ product_data: { name: "Mug" } });
    expect(await update(open.id, { line_items: [{ id, price: price.id }] })).toMatchObject({
      amount_subtotal: 2198,
      amount_total: 2418,
      line_items: { data: [{ id, ...kept, description: "Mug", price: { id: price.id } }] },
    });
  });

  test("line_items: refusals name the line they are about", async () => {
    const open = await till.create({ expand: ["line_items"] });
    const [id] = ids(open);
    const second = (line: Params) => update(open.id, { line_items: [{ id }, line] });
    const at = "line_items[1]";
    expect(await second({ price: "price_x", quantity: 1 })).toMatchObject(
      says("No such price: 'price_x'", `${at}[price]`, "resource_missing"),
    );
    expect(await second({ price_data: THING.price_data })).toMatchObject({
      message: "Quantity is required. Add `quantity` to `line_items[1]`",
    });
    expect(await second({ ...THING, tax_rates: ["txr_x"] })).toMatchObject({ param: `${at}[tax_rates][0]` });
    expect(await second({ ...THING, quantity: 0 })).toMatchObject({ param: `${at}[quantity]` });
    expect(
      await second({ ...THING, price_data: { ...THING.price_data, product_data: undefined } }),
    ).toMatchObject({ param: `${at}[price_data]` });
    const idle = await till.price({ active: false });
    expect(await second({ price: idle.id, quantity: 1 })).toMatchObject({ param: `${at}[price]` });
  });

  test("line_items: rates of the shop's own do not go with automatic tax", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    const open = await till.create({ automatic_tax: { enabled: true }, expand: ["line_items"] });
    const [id] = ids(open);
    const refused = says(
      "You may not specify `tax_rates` on a line item when `automatic_tax[enabled]` is `true`.",
      "line_items[0][tax_rates]",
    );
    for (const line of [{ id }, THING]) {
      const tax_rates = [rate.id];
      expect(await update(open.id, { line_items: [{ ...line, tax_rates }] })).toMatchObject(refused);
    }
    expect(await update(open.id, { line_items: [{ id, tax_rates: "" }] })).toMatchObject({ status: "open" });
  });

  test("line_items: an amount that the buyer chooses stands alone, and once", async () => {
    const { id: gift } = await till.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true },
      product_data: { name: "Gift" },
    });
    const open = await till.create({
      line_items: [{ price: gift, quantity: 1 }],
      expand: ["line_items"],
    });
    const [id] = ids(open);
    const alone = says(
      "A price with `custom_unit_amount` must be the only line item of a Checkout Session.",
      "line_items",
    );
    const once = says(
      "A price with `custom_unit_amount` must have a `quantity` of 1 that is not adjustable.",
      "line_items[0][quantity]",
    );
    expect(await update(open.id, { line_items: [{ id }, THING] })).toMatchObject(alone);
    expect(await update(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject(once);
    const adjustable = { id, adjustable_quantity: { enabled: true } };
    expect(await update(open.id, { line_items: [adjustable] })).toMatchObject(once);
    const plain = await till.create({ expand: ["line_items"] });
    const added = { price: gift, quantity: 1 };
    expect(await update(plain.id, { line_items: [{ id: ids(plain)[0] }, added] })).toMatchObject(alone);
    expect(await update(plain.id, { line_items: [added] })).toMatchObject({ amount_total: 0 });
  });

  test("line_items: no line comes to more than can be counted, whoever changes it", async () => {
    const dear = { ...THING.price_data, currency: "idr", unit_amount: 999_999_999_999 };
    const adjustable_quantity = { enabled: true, maximum: 999_999 };
    const open = await till.create({
      line_items: [{ ...THING, adjustable_quantity, price_data: dear }],
      expand: ["line_items"],
    });
    const line_items = [{ id: ids(open)[0] ?? "", quantity: 999_999 }];
    const refused = says(
      "The Checkout Session's total amount due must be no more than Rp9,999,999,999.99.",
      undefined,
      "amount_too_large",
    );
    expect(await update(open.id, { line_items })).toMatchObject(refused);
    expect(await till.tellRefusal(open.id, { line_items })).toEqual(refused);
    expect(await till.payRefusal(open.id, { line_items })).toEqual(refused);
  });

  test("shipping_options: replaced, cleared", async () => {
    const option = (amount: number) => ({
      shipping_rate_data: { display_name: "Post", fixed_amount: { amount, currency: "usd" } },
    });
    const open = await till.create({ shipping_options: [option(100), option(200)] });
    expect(await update(open.id, { shipping_options: [option(300)] })).toMatchObject({
      amount_total: 2300,
      shipping_options: [{ shipping_amount: 300 }],
    });
    expect(await update(open.id, { shipping_options: "" })).toMatchObject({
      amount_total: 2000,
      shipping_cost: null,
      shipping_options: [],
    });
  });

  test("a discount is worked out anew", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }], expand: ["line_items"] });
    const [id] = ids(open);
    expect(await update(open.id, { line_items: [{ id, quantity: 2 }] })).toMatchObject({
      amount_total: 3600,
      total_details: { amount_discount: 400 },
    });
  });

  test("metadata at any time, everything else while the session is open", async () => {
    const open = await till.create({ metadata: { a: "1" }, expand: ["line_items"] });
    const [id] = ids(open);
    await till.stripe.checkout.sessions.expire(open.id);
    expect(await update(open.id, { metadata: { b: "2" } })).toMatchObject({ metadata: { a: "1", b: "2" } });
    expect(await update(open.id, { line_items: [{ id }] })).toMatchObject({
      status: 400,
      message:
        'Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of `expired`.',
    });
  });

  test("what is of other user interfaces is refused", async () => {
    const open = await till.create();
    const shipping_details = { name: "A", address: { country: "US", line1: "x" } };
    expect(await update(open.id, { collected_information: { shipping_details } })).toMatchObject({
      param: "collected_information",
    });
    expect(await update(open.id, { payment_intent_data: { description: "x" } })).toMatchObject({
      param: "payment_intent_data",
    });
  });
});

describe("list", () => {
  const list = async (params: Params) => {
    const path = `/v1/checkout/sessions?${form(params)}`;
    const { status, body } = await server.raw("GET", path, {
      key: till.key,
      headers: { "stripe-version": NEWEST },
    });
    return status === 200 ? body.data.map(({ id }: { id: string }) => id) : body.error;
  };

  test("every filter, alone and with others", async () => {
    const { id: customer } = await till.stripe.customers.create({ email: "Known@example.com" });
    const theirs = await till.create({ customer });
    const paid = await till.pay(theirs.id);
    const open = await till.create({ customer });
    const guest = await till.create({ customer_email: "guest@example.com" });
    await till.stripe.checkout.sessions.expire(guest.id);
    expect(await list({ customer })).toEqual([open.id, theirs.id]);
    expect(await list({ customer, status: "complete" })).toEqual([theirs.id]);
    expect(await list({ status: "expired" })).toEqual([guest.id]);
    expect(await list({ payment_intent: paid.payment_intent })).toEqual([theirs.id]);
    expect(await list({ customer_details: { email: "GUEST@example.com" } })).toEqual([guest.id]);
    expect(await list({ customer_details: { email: "known@example.com" }, status: "open" })).toEqual([
      open.id,
    ]);
    expect(await list({ payment_link: "plink_x" })).toEqual([]);
    expect(await list({ subscription: "sub_x" })).toEqual([]);
    const from = theirs.created;
    expect(await list({ created: { gte: from }, status: "open" })).toEqual([open.id]);
    expect(await list({ created: { lt: from } })).toEqual([]);
    expect(await list({ created: { gt: from - 1, lte: guest.created }, customer })).toEqual([
      open.id,
      theirs.id,
    ]);
    expect(await list({ customer, payment_intent: "pi_x" })).toEqual([]);
    expect(await list({ customer: "cus_x" })).toMatchObject({ code: "resource_missing", param: "customer" });
    expect(await list({ status: "done" })).toMatchObject({ param: "status" });
    expect(await list({ customer_details: { email: "x" } })).toMatchObject({ code: "email_invalid" });
  });

  test("the sessions of a payment link", async () => {
    const price = await till.price();
    const link = await till.stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] });
    await till.create();
    const opened = await fetch(link.url, { redirect: "manual" });
    const id = /\/c\/pay\/(cs_test_\w+)/.exec(opened.headers.get("location") ?? "")?.[1];
    expect(await list({ payment_link: link.id })).toEqual([id]);
  });
});

describe("no parameter is without a case", () => {
  const names = provenBy();
  const acting = (fields: Parameters<typeof fieldLines>[0]) =>
    fieldLines(fields, (name) => name).filter(({ param }) => !param.notYet);

  test("of creating", () => {
    const unproven = acting(createParams).filter(({ path }) => fileFor(names, path) === undefined);
    expect(unproven.map(({ path }) => path)).toEqual([]);
  });

  test("and each says what it does", () => {
    const told = [createParams, updateParams, listParams].flatMap(acting);
    const silent = told.filter(({ param, does }) => param.fields === undefined && does === undefined);
    expect(silent.map(({ path }) => path)).toEqual([]);
    console.info(`${told.length} parameters of sessions act; cases go by ${names.size} names`);
  });
});
