/** How a posted form becomes parameters of a payment or update, and how refusals are shown in the form. */
import { describe, expect, test } from "vitest";
import { type ApiError, errors } from "../../core/errors.ts";
import { DECLINES } from "../../method_types/card/test_cards.ts";
import type { Decline } from "../../method_types/decline.ts";
import { type Branch, parseForm } from "../../params/form.ts";
import { readParams } from "../../params/param.ts";
import {
  confirmParams,
  pageUpdateParams,
} from "../../resources/checkout/checkout_session/params/page_params.ts";
import { NEW_SESSION } from "../../resources/checkout/checkout_session/row/defaults.ts";
import type { PaymentSession } from "../../resources/checkout/checkout_session/row/session.ts";
import { en } from "../../words/messages/en.ts";
import type { FoundSession } from "../port.ts";
import { buyerTree } from "./buyer/buyer_form.ts";
import { askedOf, initialTyped, postedForm } from "./buyer/what_to_ask.ts";
import { confirmTree, typedIn } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";

const OPEN: PaymentSession = {
  ...NEW_SESSION,
  id: "cs_test_a1",
  currency: "usd",
  expires_at: 0,
  success_url: null,
  amount_total: 2000,
  _line_items: [],
} as PaymentSession; // only the fields that the page reads

function found(more: Partial<PaymentSession> = {}): FoundSession {
  const account = { id: "acct_1Fake", tail: "FakeFakeFa" };
  return {
    account,
    session: { ...OPEN, ...more },
    customerEmail: null,
    savedMethods: [],
    shopCountry: "US",
    renewal: null,
    voucher: null,
  };
}

function formOf(fields: Record<string, string>): Branch {
  return parseForm(new URLSearchParams({ expected_amount: "2000", ...fields }).toString());
}

const TODAY = { year: 2026, month: 11 };
function paid(fields: Record<string, string>, more: Partial<PaymentSession> = {}) {
  const page = found(more);
  const filled = postedForm(formOf(fields), { asked: askedOf(page), session: page.session }, en, TODAY);
  return readParams(confirmParams, confirmTree(filled, askedOf(page), page.session));
}
function updated(fields: Record<string, string>, more: Partial<PaymentSession> = {}) {
  const page = found(more);
  const filled = postedForm(formOf(fields), { asked: askedOf(page), session: page.session }, en, TODAY);
  return readParams(pageUpdateParams, buyerTree(filled, askedOf(page), page.session));
}

const CARD = { cardNumber: "4242 4242 4242 4242", cardExpiry: "12 / 34", cardCvc: "123" };
const BILLED = { billingName: " Jenny Rosen ", billingCountry: "US", billingPostalCode: "94107" };
const PAYER = { email: "jenny@example.com", ...CARD, ...BILLED };
const SENT = {
  shippingName: "Jenny",
  shippingCountry: "US",
  shippingAddressLine1: "1 Main St",
  shippingLocality: "Oakland",
  shippingAdministrativeArea: "CA",
  shippingPostalCode: "94607",
};
const ADDRESS = { country: "US", line1: "1 Main St", city: "Oakland", state: "CA", postal_code: "94607" };
const SHIPPED: Partial<PaymentSession> = { shipping_address_collection: { allowed_countries: ["US", "DE"] } };
const card = { number: "4242424242424242", exp_month: 12, exp_year: 2034, cvc: "123" };
const billing_details = {
  email: "jenny@example.com",
  name: "Jenny Rosen",
  address: { country: "US", postal_code: "94107" },
};
const method = { type: "card", card, billing_details };

describe("a payment", () => {
  test("with a new card", () => {
    expect(paid(PAYER)).toEqual({
      expected_amount: 2000,
      email: "jenny@example.com",
      payment_method_data: method,
    });
  });

  test("with a saved card sends nothing about a new one", () => {
    expect(paid({ ...PAYER, savedCard: "pm_1" })).toEqual({
      expected_amount: 2000,
      email: "jenny@example.com",
      payment_method: "pm_1",
    });
  });

  test("of zero sends the billing details only", () => {
    expect(paid({ ...PAYER, expected_amount: "0" }, { amount_total: 0 })).toMatchObject({
      expected_amount: 0,
      billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
    });
  });

  test("of shipped goods, with the same postal address and name for billing", () => {
    const both = paid(
      { email: "jenny@example.com", ...CARD, ...SENT, cardUseShippingAsBilling: "on" },
      SHIPPED,
    );
    expect(both.shipping).toEqual({ name: "Jenny", address: ADDRESS });
    expect(both.payment_method_data?.billing_details).toEqual({
      ...billing_details,
      name: "Jenny",
      address: ADDRESS,
    });
  });

  test("leaves out parts of an address that the country does not have", () => {
    const { shipping } = paid(
      { ...PAYER, ...SENT, shippingCountry: "DE", shippingPostalCode: "10115" },
      SHIPPED,
    );
    expect(shipping?.address).toEqual({
      country: "DE",
      line1: "1 Main St",
      city: "Oakland",
      postal_code: "10115",
    });
  });

  test("sends a whole billing address, with a saved card too", () => {
    const more: Partial<PaymentSession> = { billing_address_collection: "required" };
    const address = {
      billingAddressLine1: "2 High St",
      billingLocality: "Reno",
      billingAdministrativeArea: "NV",
    };
    const billed = { country: "US", postal_code: "94107", line1: "2 High St", city: "Reno", state: "NV" };
    expect(paid({ ...PAYER, ...address }, more).payment_method_data?.billing_details?.address).toEqual(
      billed,
    );
    expect(paid({ ...PAYER, ...address, savedCard: "pm_1" }, more).billing_address).toEqual(billed);
  });

  test("with everything that a shop may ask for", () => {
    const text = { default_value: null, maximum_length: null, minimum_length: null, value: null };
    const label = { custom: "?", type: "custom" } as const;
    const more: Partial<PaymentSession> = {
      phone_number_collection: { enabled: true },
      _tax_id_collection: { enabled: true, required: "never" },
      custom_fields: [
        { key: "engraving", label, optional: false, type: "text", text },
        { key: "email", label, optional: true, type: "text", text },
      ],
      consent_collection: {
        promotions: "auto",
        terms_of_service: "required",
        payment_method_reuse_agreement: null,
      },
      saved_payment_method_options: {
        allow_redisplay_filters: null,
        payment_method_remove: null,
        payment_method_save: "enabled",
      },
    };
    const fields = {
      ...PAYER,
      billingCountry: "DE",
      phoneNumber: "(201) 555-0123",
      phoneCountry: "US",
      purchasingAsBusinessCheckbox: "on",
      businessName: "Rosen GmbH",
      taxIdType: "eu_vat",
      taxId: " de123456789 ",
      engraving: "Love",
      cstm_fld_email: "",
      termsOfServiceConsentCheckbox: "on",
      promotionsConsentCheckbox: "on",
      savePaymentMethod: "on",
    };
    expect(paid(fields, more)).toMatchObject({
      email: "jenny@example.com",
      phone: "+12015550123",
      business_name: "Rosen GmbH",
      tax_id: { type: "eu_vat", value: "DE123456789" },
      custom_fields: [
        { key: "engraving", value: "Love" },
        { key: "email", value: null },
      ],
      consent: { terms_of_service: "accepted", promotions: "opt_in" },
      save_payment_method: true,
    });
    const { purchasingAsBusinessCheckbox, promotionsConsentCheckbox, savePaymentMethod, ...rest } = fields;
    expect(paid(rest, more)).toMatchObject({
      tax_id: null,
      business_name: null,
      consent: { terms_of_service: "accepted", promotions: "opt_out" },
      save_payment_method: false,
    });
  });
});

describe("an update", () => {
  test("sends the values without faults, and never a card", () => {
    expect(updated({ ...PAYER, email: "jen" })).toEqual({
      billing_address: { country: "US", postal_code: "94107" },
    });
    expect(updated({ shippingCountry: "US" }, SHIPPED)).toMatchObject({
      shipping: { address: { country: "US" } },
    });
    expect(updated({ shippingCountry: "FR", email: "a@b.co" }, SHIPPED)).toEqual({ email: "a@b.co" });
  });

  test("leaves out an incomplete tax id, and removes one when the box is unticked", () => {
    const more: Partial<PaymentSession> = { _tax_id_collection: { enabled: true, required: "never" } };
    const business = {
      billingCountry: "DE",
      purchasingAsBusinessCheckbox: "on",
      businessName: "Inc",
      taxIdType: "eu_vat",
    };
    expect(updated({ ...business, taxId: "DE1" }, more)).not.toHaveProperty("tax_id");
    expect(updated({ ...business, taxId: "DE123456789" }, more).tax_id).toEqual({
      type: "eu_vat",
      value: "DE123456789",
    });
    expect(updated({ billingCountry: "DE" }, more).tax_id).toBeNull();
  });
});

test("card data is never shown again", () => {
  expect([...typedIn(formOf({ ...PAYER, constructor: "x" })).keys()]).toEqual(
    expect.arrayContaining(["email", "billingName", "constructor"]),
  );
  for (const name of Object.keys(CARD)) expect(typedIn(formOf(PAYER)).has(name), name).toBe(false);
});

test("the initial values of the form", () => {
  const typed = initialTyped(found(SHIPPED), "FR");
  expect(Object.fromEntries(typed)).toEqual({
    phoneCountry: "FR",
    shippingCountry: "US",
    billingCountry: "FR",
    savedCard: "new",
    cardUseShippingAsBilling: "on",
  });
});

describe("a refusal is shown at its control", () => {
  const at = (param: string) => errors.rule("No.", param);
  const answers = [
    { key: "q", id: "cstm_fld_q", name: "q", type: "text", optional: false, least: null, most: null },
  ] as const;
  const shown = (error: ApiError, fields: Record<string, string> = {}) => {
    const asked = { ...askedOf(found(SHIPPED)), answers };
    return shownRefusal(error, { read: (name) => fields[name] ?? "", asked }, en);
  };
  test.each([
    ["email", "email"],
    ["payment_method_data[billing_details][email]", "email"],
    ["payment_method_data[billing_details][address][postal_code]", "billingPostalCode"],
    ["billing_address[line1]", "billingAddressLine1"],
    ["shipping[address][state]", "shippingAdministrativeArea"],
    ["shipping[name]", "shippingName"],
    ["phone", "phoneNumber"],
    ["tax_id[value]", "taxId"],
    ["business_name", "businessName"],
    ["custom_fields[0][value]", "cstm_fld_q"],
    ["consent[terms_of_service]", "termsOfServiceConsentCheckbox"],
    ["payment_method_data[card][exp_year]", "cardExpiry"],
  ])("%s: %s", (param, id) => {
    expect(shown(at(param))).toEqual({ fields: { [id]: expect.any(String) }, payment: null });
  });

  test.each([
    ["that nothing is known of", at("custom_fields[7][value]"), {}],
    ["of the payment as a whole", errors.rule("No."), {}],
    [
      "of a billing address that is the shipping address",
      at("billing_address[line1]"),
      { cardUseShippingAsBilling: "on" },
    ],
    ["of a new card that is not typed", at("payment_method_data[card][number]"), { savedCard: "pm_1" }],
    ["called constructor", at("constructor"), {}],
  ])("or at the payment: one %s", (_what, error, fields) => {
    expect(shown(error, fields as Record<string, string>)).toEqual({ fields: {}, payment: "No." });
  });

  test("in words for buyers", () => {
    const declined = (funding: string, { code, decline_code, message }: Decline, param?: string) =>
      errors.card({
        code,
        message,
        ...(decline_code === undefined ? {} : { decline_code }),
        ...(param === undefined ? {} : { param }),
        payment_method: { object: "payment_method", card: { funding } },
      });
    expect(shown(declined("credit", DECLINES.generic)).fields).toEqual({
      cardNumber: en.declines.generic_decline,
    });
    expect(shown(declined("debit", DECLINES.generic)).fields).toEqual({ cardNumber: en.declined });
    expect(shown(declined("credit", DECLINES.expired_card, "exp_month")).fields).toEqual({
      cardExpiry: en.declines.expired_card,
    });
    expect(shown(declined("credit", DECLINES.generic), { savedCard: "pm_1" }).payment).toBe(
      en.declines.generic_decline,
    );
    expect(shown(errors.lockTimeout()).payment).toBe(en.busy);
    const placeless = errors.rule("No.", "shipping[address][postal_code]", "customer_tax_location_invalid");
    expect(shown(placeless).fields).toEqual({ shippingPostalCode: en.tax.pending });
    for (const [param, id] of [
      ["shipping[address]", "shippingCountry"],
      ["billing_address", "billingCountry"],
    ] as const) {
      expect(shown(at(param)).fields).toEqual({ [id]: en.taxFailed });
    }
    expect(shown(errors.missingParam("phone")).fields).toEqual({ phoneNumber: en.faults.required });
  });
});

describe("what a type asks for", () => {
  const PIX = { payment_method_types: ["pix"] };
  const fieldsOf = (page: FoundSession) => askedOf(page).methods.flatMap(({ asks }) => asks.fields);

  test("depends on whether the shop is in the country of its payers", () => {
    expect(fieldsOf({ ...found(PIX), shopCountry: "BR" })).toEqual([]);
    expect(fieldsOf(found(PIX))).toMatchObject([{ param: "tax_id", within: "billing_details" }]);
  });

  test("may belong to the billing details", () => {
    const typed = { email: "j@example.com", billingName: "Jenny", taxNumber: "000.000.000-00" };
    expect(paid(typed, PIX).payment_method_data).toEqual({
      type: "pix",
      billing_details: { email: "j@example.com", name: "Jenny", tax_id: "000.000.000-00" },
    });
  });
});
