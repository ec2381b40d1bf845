/** What the page collects from the buyer, and the texts that it shows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import {
  missing,
  openTill,
  parameter,
  says,
  type Till,
  tooLarge,
  tooSmall,
  US,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { type Params, typedCard } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const WHOLE = { ...US, line2: null };

describe("what is collected", () => {
  parameter("billing_address_collection", async () => {
    const open = await till.create({ billing_address_collection: "required" });
    expect(open.billing_address_collection).toBe("required");
    expect(await till.payRefusal(open.id)).toEqual(missing("billing_address[country]"));
    const paid = await till.pay(open.id, { billing_address: US });
    expect(paid.customer_details.address).toEqual(WHOLE);
    expect(await till.create({ billing_address_collection: "auto" })).toMatchObject({
      billing_address_collection: "auto",
    });
  });

  parameter(["phone_number_collection", "phone_number_collection[enabled]"], async () => {
    const open = await till.create({ phone_number_collection: { enabled: true } });
    expect(open.phone_number_collection).toEqual({ enabled: true });
    expect(await till.payRefusal(open.id)).toEqual(missing("phone"));
    const paid = await till.pay(open.id, { phone: "+12015550123" });
    expect(paid.customer_details.phone).toBe("+12015550123");
    expect(await till.refusal({ phone_number_collection: { enabled: "maybe" } })).toEqual(
      says("Invalid boolean: maybe", "phone_number_collection[enabled]"),
    );
  });

  parameter(["shipping_address_collection", "shipping_address_collection[allowed_countries]"], async () => {
    const open = await till.create({ shipping_address_collection: { allowed_countries: ["US", "CA"] } });
    expect(open.shipping_address_collection).toEqual({ allowed_countries: ["US", "CA"] });
    expect(await till.payRefusal(open.id)).toEqual(missing("shipping[address][country]"));
    expect(await till.payRefusal(open.id, { shipping: { address: US } })).toEqual(missing("shipping[name]"));
    const abroad = { name: "A", address: { ...US, country: "DE" } };
    expect(await till.payRefusal(open.id, { shipping: abroad })).toEqual(
      says("Invalid country: must be one of US or CA", "shipping[address][country]"),
    );
    const paid = await till.pay(open.id, { shipping: { name: "Jenny", address: US } });
    expect(paid.collected_information).toEqual({
      business_name: null,
      individual_name: null,
      shipping_details: { address: WHOLE, name: "Jenny" },
    });
    const intent = await till.stripe.paymentIntents.retrieve(paid.payment_intent, {
      expand: ["latest_charge"],
    });
    const shipping = { address: WHOLE, carrier: null, name: "Jenny", phone: null, tracking_number: null };
    expect(intent).toMatchObject({ shipping, latest_charge: { shipping } });
    const before = await server.stripe14(till.key).checkout.sessions.retrieve(paid.id);
    expect(before).toMatchObject({ shipping_details: { address: WHOLE, name: "Jenny" } });
    for (const country of ["CU", "xx"]) {
      expect(await till.refusal({ shipping_address_collection: { allowed_countries: [country] } })).toEqual({
        status: 400,
        param: "shipping_address_collection[allowed_countries][0]",
        message: expect.stringMatching(
          /^Invalid allowed_countries\[0\]: must be one of AC, AD, (\w\w, ){235}or ZZ$/,
        ),
      });
    }
    const known = await till.stripe.customers.create({ shipping: { name: "Home", address: US } });
    const of = (country: string) =>
      till.create({ customer: known.id, shipping_address_collection: { allowed_countries: [country] } });
    expect((await till.pay((await of("US")).id)).collected_information.shipping_details.name).toBe("Home");
    expect(await till.payRefusal((await of("CA")).id)).toEqual(missing("shipping[address][country]"));
    const both = {
      shipping_address_collection: { allowed_countries: ["US"] },
      payment_intent_data: { shipping: { name: "A", address: US } },
    };
    expect(await till.refusal(both)).toEqual(
      says(
        "You may only specify one of these parameters: payment_intent_data[shipping], shipping_address_collection.",
        "payment_intent_data[shipping]",
      ),
    );
  });

  parameter(["tax_id_collection", "tax_id_collection[enabled]"], async () => {
    const open = await till.create({ tax_id_collection: { enabled: true }, customer_creation: "always" });
    expect(open.tax_id_collection).toEqual({ enabled: true, required: "never" });
    const tax_id = { type: "eu_vat", value: "DE123456789" };
    expect(await till.payRefusal(open.id, { tax_id: { ...tax_id, value: "nope" } })).toEqual(
      says("Invalid value for eu_vat.", "tax_id[value]", "tax_id_invalid"),
    );
    const paid = await till.pay(open.id, { tax_id, business_name: "ACME" });
    expect(paid.customer_details).toMatchObject({ business_name: "ACME", name: "ACME", tax_ids: [tax_id] });
    const { data } = await till.stripe.customers.listTaxIds(paid.customer);
    expect(data).toMatchObject([{ ...tax_id, country: "DE", customer: paid.customer }]);
    const again = await till.create({
      customer: paid.customer,
      customer_update: { name: "auto" },
      tax_id_collection: { enabled: true },
    });
    await till.pay(again.id, { tax_id, business_name: "ACME" });
    expect((await till.stripe.customers.listTaxIds(paid.customer)).data).toHaveLength(1); // it was known
    const unsaid = await till.create({ tax_id_collection: { enabled: true } });
    expect(await till.pay(unsaid.id, { billing_address: { country: "DE" } })).toMatchObject({
      customer_details: { tax_ids: [] },
      status: "complete",
    });
    const without = await till.create();
    expect(without).not.toHaveProperty("tax_id_collection");
    expect(await till.payRefusal(without.id, { tax_id })).toEqual(
      says("This Checkout Session does not collect tax ids.", "tax_id"),
    );
    const { id: customer } = await till.stripe.customers.create();
    expect(await till.refusal({ customer, tax_id_collection: { enabled: true } })).toEqual(
      says(
        "Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing " +
          "customer, please set `customer_update[name]` to `auto`.",
      ),
    );
    expect(await till.refusal({ tax_id_collection: { required: "never" } })).toEqual(
      missing("tax_id_collection[enabled]"),
    );
  });

  parameter("tax_id_collection[required]", async () => {
    const tax_id_collection = { enabled: true, required: "if_supported" };
    const open = await till.create({ tax_id_collection });
    expect(open.tax_id_collection).toEqual(tax_id_collection);
    expect(await till.payRefusal(open.id, { billing_address: { country: "DE" } })).toEqual(
      missing("tax_id[value]"),
    );
    const elsewhere = await till.pay(open.id, { billing_address: { country: "US", postal_code: "94080" } });
    expect(elsewhere.status).toBe("complete");
  });
});

const field = (type: string, more: Params = {}): Params => ({
  key: `my${type}`,
  label: { type: "custom", custom: `My ${type}` },
  type,
  ...more,
});
const SIZES = [
  { label: "Small", value: "s" },
  { label: "Large", value: "l" },
];
const answer = (key: string, value: string) => ({ custom_fields: [{ key, value }] });

describe("custom fields", () => {
  parameter(
    [
      "custom_fields",
      "custom_fields[][key]",
      "custom_fields[][type]",
      "custom_fields[][label]",
      "custom_fields[][label][custom]",
      "custom_fields[][label][type]",
    ],
    async () => {
      const open = await till.create({ custom_fields: [field("text"), field("numeric")] });
      expect(open.custom_fields).toMatchObject([
        {
          key: "mytext",
          label: { custom: "My text", type: "custom" },
          optional: false,
          text: { value: null },
        },
        { key: "mynumeric", numeric: { value: null }, type: "numeric" },
      ]);
      const all = {
        custom_fields: [
          { key: "mytext", value: "Hi" },
          { key: "mynumeric", value: "42" },
        ],
      };
      expect(await till.payRefusal(open.id, answer("mytext", "Hi"))).toEqual(
        missing("custom_fields[1][value]", "the answer to `mynumeric`"),
      );
      expect(await till.payRefusal(open.id, answer("other", "Hi"))).toEqual(
        says("No such custom field: 'other'", "custom_fields[0][key]", "resource_missing"),
      );
      expect((await till.pay(open.id, all)).custom_fields).toMatchObject([
        { text: { value: "Hi" } },
        { numeric: { value: "42" } },
      ]);
      const of = (...fields: Params[]) => till.refusal({ custom_fields: fields });
      expect(await of(...Array.from({ length: 4 }, (_, i) => field("text", { key: `k${i}` })))).toEqual(
        says("Array custom_fields exceeded maximum 3 allowed elements.", "custom_fields"),
      );
      expect(await of(field("text"), field("text"))).toEqual(
        says("The custom field key `mytext` is used more than once.", "custom_fields[1][key]"),
      );
      expect(await of(field("text", { key: undefined }))).toEqual(missing("custom_fields[0][key]"));
      expect(await of(field("text", { key: "no spaces" }))).toEqual(
        says(
          "This value must match the regex pattern. (/\\A[a-zA-Z0-9]+\\z/ does not match for the value no spaces).",
          "custom_fields[0][key]",
        ),
      );
      expect(await of(field("text", { key: "k".repeat(201) }))).toEqual(
        says("Invalid string: kkkk...kkkk; must be at most 200 characters", "custom_fields[0][key]"),
      );
      expect(await of(field("text", { label: { type: "custom", custom: "x".repeat(51) } }))).toEqual(
        says("Invalid string: xxxx...xxxx; must be at most 50 characters", "custom_fields[0][label][custom]"),
      );
      expect(await of(field("date"))).toEqual(
        says("Invalid type: must be one of dropdown, numeric, or text", "custom_fields[0][type]"),
      );
      expect(await of(field("text", { label: { custom: "x" } }))).toEqual(
        missing("custom_fields[0][label][type]"),
      );
    },
  );

  parameter("custom_fields[][optional]", async () => {
    const open = await till.create({ custom_fields: [field("text", { optional: true })] });
    expect(open.custom_fields[0].optional).toBe(true);
    expect((await till.pay(open.id)).custom_fields).toMatchObject([{ text: { value: null } }]);
  });

  for (const type of ["text", "numeric"]) {
    test(`custom_fields[][${type}]: lengths and defaults`, async () => {
      const bounds = { minimum_length: 2, maximum_length: 4, default_value: "123" };
      const open = await till.create({ custom_fields: [field(type, { [type]: bounds })] });
      expect(open.custom_fields[0][type]).toEqual({ ...bounds, value: null });
      const at = "custom_fields[0][value]";
      expect(await till.payRefusal(open.id, answer(`my${type}`, "1"))).toEqual(
        says("The answer must have at least 2 characters.", at),
      );
      expect(await till.payRefusal(open.id, answer(`my${type}`, "12345"))).toEqual(
        says("Invalid string: 12345; must be at most 4 characters", at),
      );
      if (type === "numeric") {
        expect(await till.payRefusal(open.id, answer("mynumeric", "12a"))).toEqual(
          says("Invalid integer: 12a", at, "parameter_invalid_integer"),
        );
      }
      expect((await till.pay(open.id)).custom_fields[0][type].value).toBe("123");
      const of = (more: Params) => till.refusal({ custom_fields: [field(type, { [type]: more })] });
      const part = `custom_fields[0][${type}]`;
      const exact = await till.create({
        custom_fields: [field(type, { [type]: { minimum_length: 4, maximum_length: 4 } })],
      });
      const whole = await till.pay(exact.id, answer(`my${type}`, "1234"));
      expect(whole.custom_fields[0][type].value).toBe("1234");
      expect(await of({ minimum_length: 5, maximum_length: 4 })).toEqual(
        says("`minimum_length` must be less than or equal to `maximum_length`.", `${part}[minimum_length]`),
      );
      expect(await of({ maximum_length: 256 })).toEqual(tooLarge(`${part}[maximum_length]`, 255, 256));
      expect(await of({ minimum_length: 0 })).toEqual(tooSmall(`${part}[minimum_length]`, 1));
      expect(await of({ maximum_length: 2, default_value: "123" })).toEqual(
        says(
          "The default value must be as long as `minimum_length` and `maximum_length` ask.",
          `${part}[default_value]`,
        ),
      );
      const other = type === "text" ? "numeric" : "text";
      expect(await till.refusal({ custom_fields: [field(type, { [other]: bounds })] })).toEqual(
        says(
          `You can not pass \`${other}\` for a custom field of type \`${type}\`.`,
          `custom_fields[0][${other}]`,
        ),
      );
    });
  }

  parameter(["custom_fields[][text]*", "custom_fields[][numeric]*"], async () => {
    const letters = field("numeric", { numeric: { default_value: "abc" } });
    expect(await till.refusal({ custom_fields: [letters] })).toEqual(
      says(
        "The default value of a numeric field must be digits.",
        "custom_fields[0][numeric][default_value]",
      ),
    );
  });

  parameter("custom_fields[][dropdown]*", async () => {
    const dropdown = { options: SIZES, default_value: "l" };
    const open = await till.create({ custom_fields: [field("dropdown", { dropdown })] });
    expect(open.custom_fields[0].dropdown).toEqual({ ...dropdown, value: null });
    expect(await till.payRefusal(open.id, answer("mydropdown", "xl"))).toEqual(
      says("Invalid value: must be one of s or l", "custom_fields[0][value]"),
    );
    expect((await till.pay(open.id, answer("mydropdown", "s"))).custom_fields[0].dropdown.value).toBe("s");
    const of = (more: Params) => till.refusal({ custom_fields: [field("dropdown", { dropdown: more })] });
    const at = "custom_fields[0][dropdown]";
    expect(await till.refusal({ custom_fields: [field("dropdown")] })).toEqual(missing(at));
    expect(await of({ default_value: "l" })).toEqual(missing(`${at}[options]`));
    expect(await of({ options: [SIZES[0] ?? {}, SIZES[0] ?? {}] })).toEqual(
      says("The dropdown value `s` is used more than once.", `${at}[options][1][value]`),
    );
    expect(await of({ options: SIZES, default_value: "m" })).toEqual(
      says("The default value must be the value of one of the options.", `${at}[default_value]`),
    );
    expect(await of({ options: [{ label: "x", value: "not alphanumeric" }] })).toEqual(
      says(
        "This value must match the regex pattern. (/\\A[a-zA-Z0-9]+\\z/ does not match for the value not alphanumeric).",
        `${at}[options][0][value]`,
      ),
    );
    const many = Array.from({ length: 201 }, (_, i) => ({ label: `${i}`, value: `${i}` }));
    expect(await of({ options: many })).toEqual(
      says("Array options exceeded maximum 200 allowed elements.", `${at}[options]`),
    );
  });
});

describe("what is said, and agreed to", () => {
  parameter("custom_text*", async () => {
    const custom_text = {
      after_submit: { message: "After" },
      shipping_address: { message: "Shipping" },
      submit: { message: "Submit [terms](https://example.com)" },
      terms_of_service_acceptance: { message: "Terms" },
    };
    const with_all = {
      consent_collection: { terms_of_service: "required" },
      shipping_address_collection: { allowed_countries: ["US"] },
    };
    expect((await till.create({ ...with_all, custom_text })).custom_text).toEqual(custom_text);
    expect((await till.create({ custom_text: { submit: "" } })).custom_text.submit).toBeNull();
    for (const name of ["after_submit", "submit"]) {
      expect(await till.refusal({ custom_text: { [name]: { message: "x".repeat(1201) } } })).toEqual(
        says("Invalid string: xxxx...xxxx; must be at most 1200 characters", `custom_text[${name}][message]`),
      );
    }
    const rules = {
      shipping_address: "with `shipping_address_collection`.",
      terms_of_service_acceptance: "if `consent_collection[terms_of_service]` is `required`.",
    };
    for (const [name, rule] of Object.entries(rules)) {
      expect(await till.refusal({ custom_text: { [name]: { message: "x" } } })).toEqual(
        says(`You can only set \`custom_text[${name}]\` ${rule}`, `custom_text[${name}]`),
      );
    }
  });

  parameter(["consent_collection", "consent_collection[terms_of_service]"], async () => {
    const open = await till.create({ consent_collection: { terms_of_service: "required" } });
    expect(open).toMatchObject({
      consent: null,
      consent_collection: {
        payment_method_reuse_agreement: null,
        promotions: null,
        terms_of_service: "required",
      },
    });
    expect(await till.payRefusal(open.id)).toEqual(missing("consent[terms_of_service]"));
    const paid = await till.pay(open.id, { consent: { terms_of_service: "accepted" } });
    expect(paid.consent).toEqual({ promotions: null, terms_of_service: "accepted" });
    expect(await till.create()).toMatchObject({ consent_collection: null });
    const bare = await startServer({ settings: { ...DEFAULT_SETTINGS, terms_of_service_url: null } });
    try {
      expect(await openTill(bare).refusal({ consent_collection: { terms_of_service: "required" } })).toEqual(
        says(
          "You cannot collect consent to your terms of service unless a URL is set in the Stripe Dashboard. Update your " +
            "public business details in the Dashboard https://dashboard.stripe.com/settings/public with a Terms of service " +
            "URL to collect terms of service consent.",
        ),
      );
    } finally {
      await bare.close();
    }
  });

  parameter("consent_collection[promotions]", async () => {
    const of = () => till.create({ consent_collection: { promotions: "auto" } });
    const agreed = await till.pay((await of()).id, { consent: { promotions: "opt_in" } });
    expect(agreed.consent).toEqual({ promotions: "opt_in", terms_of_service: null });
    expect((await till.pay((await of()).id)).consent).toEqual({
      promotions: "opt_out",
      terms_of_service: null,
    });
    // Who agreed to hear of promotions can be written to even though they never paid.
    const left = await of();
    await till.tell(left.id, { consent: { promotions: "opt_in" }, email: "left@example.com" });
    expect(await till.stripe.checkout.sessions.expire(left.id)).toMatchObject({
      consent: { promotions: "opt_in" },
      customer_details: { email: "left@example.com" },
    });
    const shy = await of();
    await till.tell(shy.id, { consent: { promotions: "opt_out" }, email: "shy@example.com" });
    expect(await till.stripe.checkout.sessions.expire(shy.id)).toMatchObject({
      consent: { promotions: "opt_out" },
      customer_details: null,
    });
    const abroad = await startServer({ settings: { ...DEFAULT_SETTINGS, country: "DE" } });
    try {
      const refusal = openTill(abroad).refusal({ consent_collection: { promotions: "auto" } });
      expect(await refusal).toEqual(
        says(
          "You cannot collect promotional email consent because it is only available to businesses in the US.",
          "consent_collection[promotions]",
        ),
      );
    } finally {
      await abroad.close();
    }
  });

  parameter("consent_collection[payment_method_reuse_agreement]*", async () => {
    const agreement = { payment_method_reuse_agreement: { position: "hidden" } };
    expect(await till.create({ consent_collection: agreement })).toMatchObject({
      consent_collection: agreement,
    });
    const wrong = { payment_method_reuse_agreement: { position: "top" } };
    expect(await till.refusal({ consent_collection: wrong })).toEqual(
      says(
        "Invalid position: must be one of auto or hidden",
        "consent_collection[payment_method_reuse_agreement][position]",
      ),
    );
  });
});

test("data that is not asked for is refused", async () => {
  const open = await till.create({ consent_collection: { promotions: "none", terms_of_service: "none" } });
  const address = { country: "US", line1: "x" };
  for (const [param, what, told] of [
    ["phone", "collect a phone number", { phone: "+12015550123" }],
    ["business_name", "collect business names or tax ids", { business_name: "ACME" }],
    ["tax_id", "collect tax ids", { tax_id: { type: "eu_vat", value: "DE123456789" } }],
    ["shipping", "collect a shipping address", { shipping: { name: "A", address } }],
    ["consent[promotions]", "ask for consent to promotions", { consent: { promotions: "opt_in" } }],
    [
      "consent[terms_of_service]",
      "ask for consent to terms of service",
      { consent: { terms_of_service: "accepted" } },
    ],
    ["save_payment_method", "offer to save the payment method", { save_payment_method: true }],
  ] as const) {
    const refused = says(`This Checkout Session does not ${what}.`, param);
    expect(await till.tellRefusal(open.id, told)).toEqual(refused);
    expect(await till.payRefusal(open.id, told)).toEqual(refused);
  }
  const nothing = { business_name: "", phone: "", save_payment_method: false, shipping: "", tax_id: "" };
  expect(await till.pay(open.id, nothing)).toMatchObject({
    consent: null,
    customer: null,
    payment_status: "paid",
  });
});

test("after a declined card the collected data stays, and another card pays", async () => {
  const open = await till.create({ phone_number_collection: { enabled: true } });
  const declined = { ...typedCard("4000000000000002"), phone: "+12015550123" };
  expect(await till.payRefusal(open.id, declined)).toMatchObject({ status: 402, code: "card_declined" });
  expect((await till.pay(open.id)).customer_details.phone).toBe("+12015550123");
});
