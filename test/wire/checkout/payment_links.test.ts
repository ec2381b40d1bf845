import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop, typedCard } from "../../support/shop.ts";

type CreateParams = Stripe.PaymentLinkCreateParams;
type Session = Stripe.Checkout.Session;

const HEAD = "2026-10-28.endive";
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const INLINE = {
  price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Mug" } },
  quantity: 1,
} as const satisfies Stripe.PaymentLinkCreateParams.LineItem;

function post(path: string, params: Params, version = HEAD) {
  const headers = { "stripe-version": version };
  return server.raw("POST", path, { key: shop.key, body: form(params), headers });
}
const create = (more: Partial<CreateParams> = {}) =>
  shop.stripe.paymentLinks.create({ line_items: [INLINE], ...more });
const rate = (more: Partial<Stripe.ShippingRateCreateParams> = {}) =>
  shop.stripe.shippingRates.create({
    display_name: "Ground",
    type: "fixed_amount",
    fixed_amount: { amount: 700, currency: "usd" },
    ...more,
  });

/** Opens an address as a browser does. */
const visit = (url: string) => fetch(url, { redirect: "manual" });

/** The session that opening an address makes. */
async function opened(url: string): Promise<Session> {
  const reply = await visit(url);
  expect(reply.status).toBe(303);
  const id = /\/c\/pay\/(cs_test_\w+)#/.exec(reply.headers.get("location") ?? "")?.[1];
  return shop.stripe.checkout.sessions.retrieve(id ?? "", { expand: ["line_items"] });
}

async function pay(url: string): Promise<Session> {
  const session = await opened(url);
  const reply = await shop.confirm(session.id);
  expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
  return shop.stripe.checkout.sessions.retrieve(session.id);
}

describe("create", () => {
  test("shows every key, in order", async () => {
    const price = await shop.price();
    const { body } = await post("/v1/payment_links", { line_items: [{ price: price.id, quantity: 1 }] });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^plink_1\w{23}$/),
        object: "payment_link",
        active: true,
        after_completion: { hosted_confirmation: { custom_message: null }, type: "hosted_confirmation" },
        allow_promotion_codes: false,
        application: null,
        application_fee_amount: null,
        application_fee_percent: null,
        automatic_tax: { enabled: false, liability: null },
        billing_address_collection: "auto",
        consent_collection: null,
        currency: "usd",
        custom_fields: [],
        custom_text: {
          after_submit: null,
          shipping_address: null,
          submit: null,
          terms_of_service_acceptance: null,
        },
        customer_creation: "if_required",
        inactive_message: null,
        invoice_creation: {
          enabled: false,
          invoice_data: {
            account_tax_ids: null,
            custom_fields: null,
            description: null,
            footer: null,
            issuer: null,
            metadata: {},
            rendering_options: null,
          },
        },
        livemode: false,
        managed_payments: null,
        metadata: {},
        on_behalf_of: null,
        payment_intent_data: null,
        payment_method_collection: "if_required",
        payment_method_options: null,
        payment_method_types: null,
        phone_number_collection: { enabled: false },
        restrictions: null,
        shipping_address_collection: null,
        shipping_options: [],
        submit_type: "auto",
        subscription_data: null,
        tax_id_collection: { enabled: false, required: "never" },
        transfer_data: null,
        url: expect.stringMatching(new RegExp(`^${server.url}/b/test_\\w{43}$`)),
      }),
    );
  });

  test("without a version header leaves out keys that are younger than the reference's example", async () => {
    const { body } = await server.raw("POST", "/v1/payment_links", {
      key: shop.key,
      body: form({ line_items: [INLINE] }),
    });
    expect(body).not.toHaveProperty("restrictions");
    expect(body).not.toHaveProperty("managed_payments");
    expect(body.custom_text).toEqual({ shipping_address: null, submit: null });
    expect(body.tax_id_collection).toEqual({ enabled: false });
    const used = await server.raw("POST", "/v1/payment_links", {
      key: shop.key,
      body: form({ line_items: [INLINE], inactive_message: "Gone" }),
    });
    expect(used.body.inactive_message).toBe("Gone");
  });

  test("sends the events of what it created, the link's last", async () => {
    const link = await create();
    expect(await shop.newsSince()).toEqual(["product.created", "price.created", "payment_link.created"]);
    const { data } = await shop.stripe.events.list({ type: "payment_link.created" });
    expect(data[0]?.data.object).toMatchObject({ id: link.id, url: link.url });
  });

  test("creates an inactive price, which all its sessions use", async () => {
    const { id, url } = await create({ line_items: [{ ...INLINE, quantity: 3 }] });
    const { data } = await shop.stripe.paymentLinks.listLineItems(id);
    const price = data[0]?.price;
    expect(price).toMatchObject({ active: false, unit_amount: 500 });
    for (let i = 0; i < 2; i++) {
      const session = await opened(url);
      expect(session.amount_total).toBe(1500);
      expect(session.line_items?.data[0]).toMatchObject({ price: { id: price?.id }, description: "Mug" });
    }
    expect((await shop.stripe.prices.list()).data).toHaveLength(1);
    await shop.stripe.prices.update(price?.id ?? "", { nickname: "still for sale" });
    expect((await opened(url)).line_items?.data[0]?.price?.nickname).toBe("still for sale");
  });

  test("line items are shown if expanded, and listed in pages", async () => {
    const price = await shop.price();
    const link = await create({
      line_items: [
        { price: price.id, quantity: 2, adjustable_quantity: { enabled: true, maximum: 5 } },
        INLINE,
        { ...INLINE, quantity: 4 },
      ],
      expand: ["line_items"],
    });
    expect(link.line_items).toMatchObject({
      object: "list",
      has_more: false,
      url: `/v1/payment_links/${link.id}/line_items`,
    });
    const [first, second, third] = link.line_items?.data ?? [];
    expect(first).toEqual({
      id: expect.stringMatching(/^li_1\w{23}$/),
      object: "item",
      adjustable_quantity: { enabled: true, maximum: 5, minimum: null },
      amount_discount: 0,
      amount_subtotal: 2198,
      amount_tax: 0,
      amount_total: 2198,
      currency: "usd",
      description: "T-shirt",
      metadata: {},
      price: expect.objectContaining({ id: price.id }),
      quantity: 2,
    });
    expect(await shop.stripe.paymentLinks.retrieve(link.id)).not.toHaveProperty("line_items");
    const page = await shop.stripe.paymentLinks.listLineItems(link.id, {
      limit: 1,
      starting_after: first?.id ?? "",
      expand: ["data.price.product", "data.discounts", "data.taxes"],
    });
    expect(page).toMatchObject({ has_more: true, url: `/v1/payment_links/${link.id}/line_items` });
    expect(page.data[0]).toMatchObject({ id: second?.id, discounts: [], taxes: [] });
    expect(page.data[0]?.price?.product).toMatchObject({ name: "Mug" });
    expect(third?.amount_total).toBe(2000);
  });

  const TABLE: [string, Partial<CreateParams>, object, object][] = [
    ["promotion codes", { allow_promotion_codes: true }, {}, {}],
    [
      "automatic tax",
      { automatic_tax: { enabled: true } },
      { automatic_tax: { enabled: true, liability: { type: "self" } } },
      { automatic_tax: { enabled: true, status: "requires_location_inputs" } },
    ],
    ["a billing address", { billing_address_collection: "required" }, {}, {}],
    [
      "consent",
      { consent_collection: { terms_of_service: "required" } },
      {
        consent_collection: {
          payment_method_reuse_agreement: null,
          promotions: null,
          terms_of_service: "required",
        },
      },
      {},
    ],
    ["customers", { customer_creation: "always" }, {}, {}],
    [
      "custom text",
      { custom_text: { submit: { message: "Soon" } } },
      {
        custom_text: {
          after_submit: null,
          shipping_address: null,
          submit: { message: "Soon" },
          terms_of_service_acceptance: null,
        },
      },
      {},
    ],
    [
      "invoices",
      { invoice_creation: { enabled: true, invoice_data: { footer: "Bye" } } },
      {
        invoice_creation: {
          enabled: true,
          invoice_data: {
            account_tax_ids: null,
            custom_fields: null,
            description: null,
            footer: "Bye",
            issuer: { type: "self" },
            metadata: {},
            rendering_options: null,
          },
        },
      },
      {},
    ],
    [
      "metadata",
      { metadata: { b: "2", a: "1" } },
      { metadata: { a: "1", b: "2" } },
      { metadata: { a: "1", b: "2" } },
    ],
    ["a phone number", { phone_number_collection: { enabled: true } }, {}, {}],
    ["addresses", { shipping_address_collection: { allowed_countries: ["US", "CA"] } }, {}, {}],
    ["the button", { submit_type: "donate" }, {}, {}],
    [
      "tax ids",
      { tax_id_collection: { enabled: true } },
      { tax_id_collection: { enabled: true, required: "never" } },
      {},
    ],
    [
      "payment methods by type",
      { payment_method_types: ["card"] },
      {},
      { payment_method_types: ["card"], payment_method_configuration_details: null },
    ],
    [
      "blocked brands",
      { payment_method_options: { card: { restrictions: { brands_blocked: ["visa"] } } } },
      {},
      {
        payment_method_options: {
          card: { request_three_d_secure: "automatic", restrictions: { brands_blocked: ["visa"] } },
        },
      },
    ],
    ["a currency", { currency: "usd" }, {}, {}],
  ];
  test.each(TABLE)("%s: the link shows it, and its sessions have it", async (_name, sent, shown, had) => {
    const link = await create(sent);
    expect(link).toMatchObject({ ...sent, ...shown });
    const session = await opened(link.url);
    expect(session).toMatchObject(
      "tax_id_collection" in sent || !Object.keys(had).length ? { ...sent, ...shown } : had,
    );
  });

  test("custom fields have a place for answers only in sessions", async () => {
    const custom_fields: CreateParams["custom_fields"] = [
      { key: "note", label: { custom: "Note", type: "custom" }, type: "text", text: { maximum_length: 9 } },
      {
        key: "size",
        label: { custom: "Size", type: "custom" },
        type: "dropdown",
        optional: true,
        dropdown: { options: [{ label: "Small", value: "s" }] },
      },
    ];
    const link = await create({ custom_fields });
    expect(link.custom_fields).toEqual([
      {
        key: "note",
        label: { custom: "Note", type: "custom" },
        optional: false,
        text: { default_value: null, maximum_length: 9, minimum_length: null },
        type: "text",
      },
      {
        dropdown: { default_value: null, options: [{ label: "Small", value: "s" }] },
        key: "size",
        label: { custom: "Size", type: "custom" },
        optional: true,
        type: "dropdown",
      },
    ]);
    const session = await opened(link.url);
    expect(session.custom_fields[0]?.text).toHaveProperty("value", null);
    expect(session.custom_fields[1]?.dropdown).toHaveProperty("value", null);
  });

  test("shipping options are copied to the session, and can be expanded", async () => {
    const { id } = await rate();
    const link = await create({
      shipping_options: [{ shipping_rate: id }],
      expand: ["shipping_options.shipping_rate"],
    });
    expect(link.shipping_options).toEqual([
      { shipping_amount: 700, shipping_rate: expect.objectContaining({ id, object: "shipping_rate" }) },
    ]);
    const session = await opened(link.url);
    expect([session.amount_total, session.shipping_options[0]?.shipping_rate]).toEqual([1200, id]);
  });

  test("payment intents are created as the link says", async () => {
    const payment_intent_data = {
      capture_method: "manual",
      description: "A mug",
      metadata: { a: "1" },
      setup_future_usage: "off_session",
      statement_descriptor_suffix: "MUG",
      transfer_group: "g",
    } as const;
    const link = await create({ payment_intent_data });
    expect(link.payment_intent_data).toEqual({ ...payment_intent_data, statement_descriptor: null });
    const session = await pay(link.url);
    const intent = await shop.stripe.paymentIntents.retrieve(String(session.payment_intent));
    expect(intent).toMatchObject({ ...payment_intent_data, status: "requires_capture" });
  });

  test("has one of its prices' currencies", async () => {
    const price = await shop.price({ currency_options: { eur: { unit_amount: 999 } } });
    const link = await create({ currency: "eur", line_items: [{ price: price.id, quantity: 2 }] });
    expect(link.currency).toBe("eur");
    expect(await opened(link.url)).toMatchObject({ amount_total: 1998, currency: "eur" });
  });

  test("a buyer may choose the amount", async () => {
    const price = await shop.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true, preset: 1500 },
      product_data: { name: "Gift" },
    });
    const link = await create({ line_items: [{ price: price.id, quantity: 1 }] });
    expect((await opened(link.url)).amount_total).toBe(1500);
  });

  const REFUSED: [string, Params, Partial<Awaited<ReturnType<typeof refused>>>][] = [
    [
      "no line items",
      { line_items: undefined },
      { code: "parameter_missing", param: "line_items", message: "Missing required param: line_items." },
    ],
    [
      "too many line items",
      { line_items: Array.from({ length: 21 }, () => INLINE) },
      { param: "line_items", message: "Array line_items exceeded maximum 20 allowed elements." },
    ],
    [
      "a line item without a quantity",
      { line_items: [{ price: "price_x" }] },
      { code: "parameter_missing", param: "line_items[0][quantity]" },
    ],
    [
      "a line item with quantity zero",
      { line_items: [{ quantity: 1 }] },
      { code: "parameter_missing", param: "line_items[0][price]" },
    ],
    [
      "a line item with two prices",
      { line_items: [{ ...INLINE, price: "price_x" }] },
      { message: "You may only specify one of these parameters: price, price_data.", param: "line_items[0]" },
    ],
    [
      "a price that does not exist",
      { line_items: [{ price: "price_x", quantity: 1 }] },
      { code: "resource_missing", param: "line_items[0][price]", message: "No such price: 'price_x'" },
    ],
    [
      "a maximum quantity of zero",
      { line_items: [{ ...INLINE, quantity: 0 }] },
      { param: "line_items[0][quantity]", message: "This value must be greater than or equal to 1." },
    ],
    [
      "a minimum above the maximum",
      {
        line_items: [{ ...INLINE, adjustable_quantity: { enabled: true, minimum: 3, maximum: 2 } }],
      },
      { param: "line_items[0][adjustable_quantity][minimum]" },
    ],
    [
      "another currency than the price's",
      { currency: "eur" },
      {
        message: "The price specified only supports `usd`. This doesn't match the expected currency: `eur`.",
        param: "currency",
      },
    ],
    [
      "a total too small to charge",
      { line_items: [{ ...INLINE, price_data: { ...INLINE.price_data, unit_amount: 10 } }] },
      { code: "amount_too_small" },
    ],
    [
      "a redirect without a URL",
      { after_completion: { type: "redirect" } },
      { code: "parameter_missing", param: "after_completion[redirect]" },
    ],
    [
      "a redirect with an invalid URL",
      { after_completion: { type: "redirect", redirect: { url: "example.com" } } },
      { code: "url_invalid", param: "after_completion[redirect][url]" },
    ],
    [
      "a message that would not be shown",
      {
        after_completion: {
          type: "redirect",
          redirect: { url: "https://example.com" },
          hosted_confirmation: { custom_message: "Thanks" },
        },
      },
      { param: "after_completion[hosted_confirmation]" },
    ],
    [
      "a redirect that would not happen",
      { after_completion: { type: "hosted_confirmation", redirect: { url: "https://example.com" } } },
      { param: "after_completion[redirect]" },
    ],
    ["a long message", { inactive_message: "x".repeat(501) }, { param: "inactive_message" }],
    [
      "a limit of zero",
      { restrictions: { completed_sessions: { limit: 0 } } },
      {
        param: "restrictions[completed_sessions][limit]",
        message: "This value must be greater than or equal to 1.",
      },
    ],
    [
      "an unknown restriction",
      { restrictions: { x: "1" } },
      { code: "parameter_unknown", param: "restrictions[x]" },
    ],
    [
      "parameters that only subscriptions have",
      { payment_method_collection: "if_required" },
      { message: "You can only set `payment_method_collection` in `subscription` mode." },
    ],
    [
      "a method that nobody knows",
      { payment_method_types: ["cheque"] },
      { param: "payment_method_types[0]" },
    ],
    [
      "a shipping rate that does not exist",
      { shipping_options: [{ shipping_rate: "shr_x" }] },
      { code: "resource_missing", param: "shipping_options[0][shipping_rate]" },
    ],
    [
      "inline data for a shipping rate",
      { shipping_options: [{ shipping_rate_data: { display_name: "x" } }] },
      { code: "parameter_unknown", param: "shipping_options[0][shipping_rate_data]" },
    ],
    [
      "parameters that only sessions have",
      { success_url: "https://example.com" },
      { code: "parameter_unknown", param: "success_url" },
    ],
    ...(["application_fee_amount", "application_fee_percent", "on_behalf_of", "transfer_data"] as const).map(
      (name): [string, Params, object] => [
        name,
        { [name]: "1" },
        {
          param: name,
          message: expect.stringMatching(`^Checkstand does not support the parameter ${name} yet`),
        },
      ],
    ),
  ];
  test.each(REFUSED)("refuses %s", async (_name, params, expected) => {
    await shop.newsSince();
    const { status, body } = await post("/v1/payment_links", { line_items: [INLINE], ...params });
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({ type: "invalid_request_error", ...expected }),
    ]);
    expect((await shop.stripe.paymentLinks.list()).data).toEqual([]);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("refuses prices that are inactive or in two currencies", async () => {
    const archived = await shop.price();
    await shop.stripe.prices.update(archived.id, { active: false });
    expect(
      await refused(create({ line_items: [INLINE, { price: archived.id, quantity: 1 }] })),
    ).toMatchObject({
      param: "line_items[1][price]",
      message: "The price specified is inactive. This field only accepts active prices.",
    });
    const euro = await shop.price({ currency: "eur" });
    expect(await refused(create({ line_items: [INLINE, { price: euro.id, quantity: 1 }] }))).toMatchObject({
      message: "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
    });
  });
});

describe("retrieve and list", () => {
  test("finds only those of its account", async () => {
    const link = await create();
    expect(await shop.stripe.paymentLinks.retrieve(link.id)).toMatchObject({ id: link.id, url: link.url });
    const other = openShop(server).stripe.paymentLinks;
    const missing = {
      status: 404,
      code: "resource_missing",
      param: "payment_link",
      message: `No such payment_link: '${link.id}'`,
    };
    expect(await refused(other.retrieve(link.id))).toEqual(missing);
    expect(await refused(other.update(link.id, { active: false }))).toEqual(missing);
    expect(await refused(other.listLineItems(link.id))).toEqual(missing);
    expect(
      await refused(shop.stripe.paymentLinks.listLineItems(link.id, { starting_after: "li_x" })),
    ).toEqual({
      status: 400,
      code: "resource_missing",
      param: "starting_after",
      message: "No such item: 'li_x'",
    });
  });

  test("lists the newest first, all of them or by whether they are active", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await create()).id);
    await shop.stripe.paymentLinks.update(ids[1] ?? "", { active: false });
    const list = async (params: Stripe.PaymentLinkListParams = {}) =>
      (await shop.stripe.paymentLinks.list(params)).data.map(({ id }) => id);
    expect(await list()).toEqual(ids);
    expect(await list({ active: true })).toEqual([ids[0], ids[2]]);
    expect(await list({ active: false })).toEqual([ids[1]]);
    expect(await list({ limit: 1, starting_after: ids[0] ?? "" })).toEqual([ids[1]]);
    const page = await shop.stripe.paymentLinks.list({ limit: 1, expand: ["data.line_items"] });
    expect(page).toMatchObject({ has_more: true, url: "/v1/payment_links" });
    expect(page.data[0]?.line_items?.data).toHaveLength(1);
    const { body } = await server.raw("GET", "/v1/payment_links?created=1", { key: shop.key });
    expect(body.error).toMatchObject({ code: "parameter_unknown", param: "created" });
  });

  test("a session shows its link, and is found by it", async () => {
    const link = await create();
    const { id } = await opened(link.url);
    await shop.session();
    const { data } = await shop.stripe.checkout.sessions.list({ payment_link: link.id });
    expect(data.map((session) => session.id)).toEqual([id]);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_link"] });
    expect(session.payment_link).toMatchObject({ id: link.id, object: "payment_link", url: link.url });
  });
});

describe("update", () => {
  const update = (id: string, params: Stripe.PaymentLinkUpdateParams) =>
    shop.stripe.paymentLinks.update(id, params);

  test("changes the parameters sent, sends an event, and keeps the rest", async () => {
    const link = await create({ metadata: { a: "1", b: "2" }, submit_type: "pay" });
    await shop.newsSince();
    const changed = await update(link.id, {
      after_completion: { type: "redirect", redirect: { url: "https://example.com/thanks" } },
      allow_promotion_codes: true,
      billing_address_collection: "required",
      inactive_message: "Gone",
      metadata: { b: "", c: "3" },
    });
    expect(JSON.parse(JSON.stringify(changed))).toEqual({
      ...JSON.parse(JSON.stringify(link)),
      after_completion: { redirect: { url: "https://example.com/thanks" }, type: "redirect" },
      allow_promotion_codes: true,
      billing_address_collection: "required",
      inactive_message: "Gone",
      metadata: { a: "1", c: "3" },
    });
    expect(await shop.newsSince()).toEqual(["payment_link.updated"]);
    const { data } = await shop.stripe.events.list({ type: "payment_link.updated" });
    expect(data[0]?.data.previous_attributes).toMatchObject({
      allow_promotion_codes: false,
      billing_address_collection: "auto",
      inactive_message: null,
      metadata: { b: "2", c: null },
    });
    expect(await opened(link.url)).toMatchObject({
      allow_promotion_codes: true,
      billing_address_collection: "required",
      metadata: { a: "1", c: "3" },
      submit_type: "pay",
      success_url: "https://example.com/thanks",
    });
    await shop.newsSince();
    await update(link.id, { billing_address_collection: "required", metadata: { a: "1" } });
    expect(await shop.newsSince()).toEqual([]);
  });

  test("unsets parameters that are sent empty", async () => {
    const { id: shipping_rate } = await rate();
    const link = await create({
      custom_fields: [{ key: "a", label: { custom: "A", type: "custom" }, type: "text" }],
      custom_text: { submit: { message: "Soon" }, after_submit: { message: "Thanks" } },
      inactive_message: "Gone",
      payment_intent_data: { description: "d", metadata: { a: "1" }, transfer_group: "g" },
      payment_method_options: { card: { restrictions: { brands_blocked: ["visa"] } } },
      payment_method_types: ["card"],
      restrictions: { completed_sessions: { limit: 2 } },
      shipping_address_collection: { allowed_countries: ["US"] },
      shipping_options: [{ shipping_rate }],
    });
    const emptied = await update(link.id, {
      custom_fields: "",
      custom_text: { submit: "" },
      inactive_message: "",
      payment_intent_data: { description: "", metadata: { b: "2" } },
      payment_method_options: "",
      payment_method_types: "",
      restrictions: "",
      shipping_address_collection: "",
      shipping_options: "",
    });
    expect(emptied).toMatchObject({
      custom_fields: [],
      custom_text: { submit: null, after_submit: { message: "Thanks" } },
      inactive_message: null,
      payment_intent_data: { description: null, metadata: { b: "2" }, transfer_group: "g" },
      payment_method_options: null,
      payment_method_types: null,
      restrictions: null,
      shipping_address_collection: null,
      shipping_options: [],
    });
    const session = await opened(link.url);
    expect(session).toMatchObject({
      custom_fields: [],
      shipping_address_collection: null,
      shipping_options: [],
    });
    expect(session.payment_method_configuration_details).not.toBeNull();
    const nothing = { card: { restrictions: null } };
    for (const [options, shown] of [
      [{ card: "" }, { card: null }],
      [{ card: { restrictions: "" } }, nothing],
      [{ card: { restrictions: { brands_blocked: "" } } }, nothing],
    ] as const) {
      await update(link.id, {
        payment_method_options: { card: { restrictions: { brands_blocked: ["visa"] } } },
      });
      expect((await update(link.id, { payment_method_options: options })).payment_method_options).toEqual(
        shown,
      );
    }
    const cleared = await update(link.id, { payment_intent_data: { metadata: "" } });
    expect(cleared.payment_intent_data).toMatchObject({ metadata: {}, transfer_group: "g" });
  });

  test("replaces as a whole what is not merged", async () => {
    const link = await create({
      consent_collection: { promotions: "auto", terms_of_service: "required" },
      tax_id_collection: { enabled: true, required: "if_supported" },
    });
    const changed = await update(link.id, {
      automatic_tax: { enabled: true },
      consent_collection: { promotions: "none" },
      customer_creation: "always",
      invoice_creation: { enabled: true },
      phone_number_collection: { enabled: true },
      submit_type: "book",
      tax_id_collection: { enabled: true },
    });
    expect(changed).toMatchObject({
      automatic_tax: { enabled: true },
      consent_collection: { promotions: "none", terms_of_service: null },
      customer_creation: "always",
      invoice_creation: { enabled: true },
      phone_number_collection: { enabled: true },
      submit_type: "book",
      tax_id_collection: { enabled: true, required: "never" },
    });
  });

  test("changes line items by their id, and keeps the others", async () => {
    const link = await create({ line_items: [INLINE, { ...INLINE, quantity: 2 }], expand: ["line_items"] });
    const [first, second] = link.line_items?.data ?? [];
    const changed = await update(link.id, {
      line_items: [
        { id: second?.id ?? "", quantity: 5, adjustable_quantity: { enabled: true, minimum: 1, maximum: 9 } },
      ],
      expand: ["line_items"],
    });
    expect(changed.line_items?.data).toEqual([
      first,
      {
        ...second,
        adjustable_quantity: { enabled: true, maximum: 9, minimum: 1 },
        amount_subtotal: 2500,
        amount_total: 2500,
        quantity: 5,
      },
    ]);
    const again = await update(link.id, { line_items: [{ id: first?.id ?? "", quantity: 2 }] });
    expect(again.id).toBe(link.id);
    const session = await opened(link.url);
    expect(session.amount_total).toBe(3500);
    expect(session.line_items?.data[1]?.adjustable_quantity).toEqual({
      enabled: true,
      maximum: 9,
      minimum: 1,
    });
  });

  test.each<[string, Params, object]>([
    [
      "line items that do not exist",
      { line_items: [{ id: "li_x", quantity: 1 }] },
      { code: "resource_missing", param: "line_items[0][id]", message: "No such item: 'li_x'" },
    ],
    ["lines without their id", { line_items: [{ quantity: 1 }] }, { param: "line_items[0][id]" }],
    ["other prices", { line_items: [{ id: "li_x", price: "price_x" }] }, { param: "line_items[0][price]" }],
    ["another currency", { currency: "eur" }, { code: "parameter_unknown", param: "currency" }],
    [
      "another capture method",
      { payment_intent_data: { capture_method: "manual" } },
      { code: "parameter_unknown", param: "payment_intent_data[capture_method]" },
    ],
    [
      "parameters that only subscriptions have",
      { payment_method_collection: "always" },
      { message: "You can only set `payment_method_collection` in `subscription` mode." },
    ],
    ["Connect", { on_behalf_of: "acct_x" }, { param: "on_behalf_of" }],
    [
      "a text about terms that are not asked for",
      { custom_text: { terms_of_service_acceptance: { message: "Yes" } } },
      { param: "custom_text[terms_of_service_acceptance]" },
    ],
  ])("refuses %s, and changes nothing", async (_name, params, expected) => {
    const link = await create();
    const { status, body } = await post(`/v1/payment_links/${link.id}`, { ...params, metadata: { a: "1" } });
    expect([status, body.error]).toEqual([400, expect.objectContaining(expected)]);
    expect((await shop.stripe.paymentLinks.retrieve(link.id)).metadata).toEqual({});
  });

  test("a line item may be named only once", async () => {
    const link = await create({ expand: ["line_items"] });
    const id = link.line_items?.data[0]?.id ?? "";
    const twice = update(link.id, {
      line_items: [
        { id, quantity: 1 },
        { id, quantity: 2 },
      ],
    });
    expect(await refused(twice)).toMatchObject({ code: "resource_missing", param: "line_items[1][id]" });
  });
});

describe("opening", () => {
  test("creates a session as Stripe does, a new one each time", async () => {
    const link = await create({ metadata: { order: "7" } });
    await shop.newsSince();
    const session = await opened(link.url);
    expect(session).toMatchObject({
      allow_promotion_codes: false,
      billing_address_collection: "auto",
      cancel_url: "https://stripe.com",
      client_reference_id: null,
      customer_creation: "if_required",
      customer_details: null,
      customer_email: null,
      locale: "auto",
      metadata: { order: "7" },
      mode: "payment",
      payment_intent: null,
      payment_link: link.id,
      payment_status: "unpaid",
      status: "open",
      submit_type: "auto",
      success_url: "https://stripe.com",
    });
    expect((await opened(link.url)).id).not.toBe(session.id);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("a buyer who paid is thanked on the page, in the shop's words", async () => {
    const custom_message = "See you <soon>";
    const link = await create({
      after_completion: { type: "hosted_confirmation", hosted_confirmation: { custom_message } },
    });
    const session = await pay(link.url);
    expect(session).toMatchObject({ payment_link: link.id, payment_status: "paid", status: "complete" });
    const page = await (await visit(`${server.url}/c/pay/${session.id}`)).text();
    expect(page).toContain("See you &lt;soon>");
  });

  test("a HEAD request creates nothing", async () => {
    const link = await create();
    await fetch(link.url, { method: "HEAD", redirect: "manual" });
    expect((await shop.stripe.checkout.sessions.list()).data).toEqual([]);
  });

  test("a URL that does not exist is not found", async () => {
    const link = await create();
    for (const url of [`${link.url.slice(0, -1)}_`, `${server.url}/b/test_x`, `${server.url}/b/x`]) {
      expect((await visit(url)).status).toBe(404);
    }
  });

  test("a link that was deactivated says so, and may be activated again", async () => {
    const link = await create({ inactive_message: "Sold <out>" });
    await shop.stripe.paymentLinks.update(link.id, { active: false });
    const reply = await visit(link.url);
    expect([reply.status, await reply.text()]).toEqual([410, expect.stringContaining("Sold &lt;out>")]);
    expect((await shop.stripe.checkout.sessions.list()).data).toEqual([]);
    expect((await shop.stripe.paymentLinks.update(link.id, { active: true })).active).toBe(true);
    expect((await visit(link.url)).status).toBe(303);
  });

  const LONG = "x".repeat(200);
  test.each<[string, string, object]>([
    ["a reference", "client_reference_id=order-7_b", { client_reference_id: "order-7_b" }],
    ["a long reference", `client_reference_id=${LONG}`, { client_reference_id: LONG }],
    ["a reference that is too long", `client_reference_id=${LONG}x`, { client_reference_id: null }],
    ["a reference of other characters", "client_reference_id=a%20b", { client_reference_id: null }],
    ["a language", "locale=de", { locale: "de" }],
    ["a language there is not", "locale=xx", { locale: "auto" }],
    ["an e-mail address", "prefilled_email=jenny%40example.com", { customer_email: null }],
    [
      "a locked e-mail address",
      "locked_prefilled_email=jenny%40example.com&prefilled_email=joe%40example.com",
      { customer_email: "jenny@example.com" },
    ],
    ["no e-mail address", "locked_prefilled_email=jenny", { customer_email: null }],
    ["unknown parameters", "x=1&__proto__=2&utm_source=a", { success_url: "https://stripe.com" }],
  ])("the URL may contain %s", async (_name, query, expected) => {
    const { url } = await create();
    expect(await opened(`${url}?${query}`)).toMatchObject(expected);
  });

  test("an e-mail address is the buyer's until they type another one", async () => {
    const { url } = await create();
    const paidBy = async (query: string, typed: Params) => {
      const { id } = await opened(`${url}?${query}`);
      const card = typedCard("4242424242424242");
      const data = { ...(card.payment_method_data as Params), billing_details: { name: "Jenny", ...typed } };
      const reply = await shop.confirm(id, { payment_method_data: data });
      if (reply.status !== 200) return reply.body.error.code;
      return (await shop.stripe.checkout.sessions.retrieve(id)).customer_details?.email;
    };
    const prefilled = "prefilled_email=jenny%40example.com";
    expect(await paidBy(prefilled, {})).toBe("jenny@example.com");
    expect(await paidBy(prefilled, { email: "joe@example.com" })).toBe("joe@example.com");
    expect(await paidBy("prefilled_email=jenny", {})).toBe("parameter_missing");
    expect(await paidBy(`locked_${prefilled}`, { email: "joe@example.com" })).toBe("jenny@example.com");
  });

  test("a promotion code in the URL applies if codes are allowed and it is valid", async () => {
    const coupon = await shop.stripe.coupons.create({ percent_off: 20 });
    await shop.stripe.promotionCodes.create({
      code: "SPRING",
      promotion: { type: "coupon", coupon: coupon.id },
    });
    const link = await create({ allow_promotion_codes: true });
    const total = async (code: string) =>
      (await opened(`${link.url}?prefilled_promo_code=${code}`)).amount_total;
    expect(await total("spring")).toBe(400);
    expect(await total("autumn")).toBe(500);
    expect(await total("a%20b")).toBe(500);
    await shop.stripe.paymentLinks.update(link.id, { allow_promotion_codes: false });
    expect(await total("spring")).toBe(500);
  });

  test.each([
    ["https://example.com/", "https://example.com/?utm_source=a-b_c&utm_term=t"],
    ["https://example.com/?x=1#top", "https://example.com/?x=1&utm_source=a-b_c&utm_term=t#top"],
    [
      "https://example.com/{CHECKOUT_SESSION_ID}",
      "https://example.com/{CHECKOUT_SESSION_ID}?utm_source=a-b_c&utm_term=t",
    ],
  ])("campaign parameters are passed on to %s", async (url, expected) => {
    const link = await create({ after_completion: { type: "redirect", redirect: { url } } });
    expect((await opened(link.url)).success_url).toBe(url);
    const query = `utm_term=t&utm_medium=a%26b&utm_source=a-b_c&utm_content=${"x".repeat(151)}`;
    expect((await opened(`${link.url}?${query}`)).success_url).toBe(expected);
  });
});

describe("the end of a link", () => {
  test("is reached when it has been paid as often as allowed", async () => {
    const link = await create({ restrictions: { completed_sessions: { limit: 2 } } });
    const now = () => shop.stripe.paymentLinks.retrieve(link.id);
    expect(link.restrictions).toEqual({ completed_sessions: { count: 0, limit: 2 } });
    await opened(link.url);
    const late = await opened(link.url);
    await shop.newsSince();
    await pay(link.url);
    expect(await now()).toMatchObject({
      active: true,
      restrictions: { completed_sessions: { count: 1, limit: 2 } },
    });
    expect(await shop.newsSince()).not.toContain("payment_link.updated");
    await pay(link.url);
    expect(await now()).toMatchObject({ active: false, restrictions: { completed_sessions: { count: 2 } } });
    expect(await shop.newsSince()).toContain("payment_link.updated");
    const { data } = await shop.stripe.events.list({ type: "payment_link.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({
      active: true,
      restrictions: { completed_sessions: { count: 1 } },
    });
    expect((await visit(link.url)).status).toBe(410);

    // What was open before can still be paid.
    expect((await shop.confirm(late.id)).status).toBe(200);
    expect((await now()).restrictions).toEqual({ completed_sessions: { count: 3, limit: 2 } });

    expect(await refused(shop.stripe.paymentLinks.update(link.id, { active: true }))).toMatchObject({
      param: "active",
    });
    const raised = { active: true, restrictions: { completed_sessions: { limit: 4 } } };
    expect(await shop.stripe.paymentLinks.update(link.id, raised)).toMatchObject({
      active: true,
      restrictions: { completed_sessions: { count: 3, limit: 4 } },
    });
    expect((await visit(link.url)).status).toBe(303);
    const lowered = { restrictions: { completed_sessions: { limit: 3 } } };
    expect((await shop.stripe.paymentLinks.update(link.id, lowered)).active).toBe(false);
    const lifted = await shop.stripe.paymentLinks.update(link.id, { active: true, restrictions: "" });
    expect([lifted.active, lifted.restrictions]).toEqual([true, null]);
  });

  test("counts sessions with a total of zero, but neither expired sessions nor other links'", async () => {
    const link = await create({ restrictions: { completed_sessions: { limit: 5 } } });
    const { id } = await opened(link.url);
    await shop.stripe.checkout.sessions.expire(id);
    await shop.paid();
    const count = async () =>
      (await shop.stripe.paymentLinks.retrieve(link.id)).restrictions?.completed_sessions.count;
    expect(await count()).toBe(0);
    await pay(link.url);
    expect(await count()).toBe(1);
    const coupon = await shop.stripe.coupons.create({ percent_off: 100 });
    await shop.stripe.promotionCodes.create({
      code: "FREE",
      promotion: { type: "coupon", coupon: coupon.id },
    });
    await shop.stripe.paymentLinks.update(link.id, { allow_promotion_codes: true });
    const free = await pay(`${link.url}?prefilled_promo_code=FREE`);
    expect([free.payment_status, await count()]).toEqual(["no_payment_required", 2]);
  });

  test("sessions that complete at the same time are all counted", async () => {
    const link = await create({ restrictions: { completed_sessions: { limit: 5 } } });
    const sessions = await Promise.all(Array.from({ length: 5 }, () => opened(link.url)));
    await Promise.all(sessions.map(({ id }) => shop.confirm(id)));
    expect(await shop.stripe.paymentLinks.retrieve(link.id)).toMatchObject({
      active: false,
      restrictions: { completed_sessions: { count: 5 } },
    });
  });

  test.each(["price", "product"] as const)("comes when a %s it uses is deactivated", async (used) => {
    const price = await shop.price();
    const line_items = [{ price: price.id, quantity: 1 }];
    const links = [await create({ line_items: [INLINE, ...line_items] }), await create({ line_items })];
    const other = await create();
    await shop.newsSince();
    if (used === "price") await shop.stripe.prices.update(price.id, { active: false });
    else await shop.stripe.products.update(String(price.product), { active: false });
    expect((await shop.newsSince()).sort()).toEqual(
      [`${used}.updated`, "payment_link.updated", "payment_link.updated"].sort(),
    );
    for (const { id, url } of links) {
      expect((await shop.stripe.paymentLinks.retrieve(id)).active).toBe(false);
      expect((await visit(url)).status).toBe(410);
      expect(await refused(shop.stripe.paymentLinks.update(id, { active: true }))).toMatchObject({
        message: "The price specified is inactive. This field only accepts active prices.",
      });
      expect((await shop.stripe.paymentLinks.update(id, { metadata: { a: "1" } })).metadata).toEqual({
        a: "1",
      });
    }
    expect((await visit(other.url)).status).toBe(303);
    if (used === "price") await shop.stripe.prices.update(price.id, { active: true });
    else await shop.stripe.products.update(String(price.product), { active: true });
    const [first] = links;
    expect((await shop.stripe.paymentLinks.update(first?.id ?? "", { active: true })).active).toBe(true);
  });

  test("comes for all links that use it, in as many steps as that takes", async () => {
    const price = await shop.price();
    const line_items = [{ price: price.id, quantity: 1 }];
    await Promise.all(Array.from({ length: 120 }, () => post("/v1/payment_links", { line_items })));
    await shop.stripe.prices.update(price.id, { active: false });
    const active = async () =>
      (await shop.stripe.paymentLinks.list({ active: true, limit: 100 })).data.length;
    await expect.poll(active, { interval: 20, timeout: 15_000 }).toBe(0);
  });

  test("also comes for a product whose price was created from inline data", async () => {
    const { id: product } = await shop.stripe.products.create({ name: "Mug" });
    const link = await create({
      line_items: [{ price_data: { currency: "usd", unit_amount: 500, product }, quantity: 1 }],
    });
    expect((await visit(link.url)).status).toBe(303);
    await shop.stripe.products.update(product, { active: false });
    expect((await visit(link.url)).status).toBe(410);
  });
});
