/** Payment methods that were stored before `_simulated` existed are still read and used correctly. */
import { expect, test } from "vitest";
import { typeNamed } from "../../../method_types/index.ts";
import { fromText, toText } from "../../../storage/row_text.ts";
import { heldOf, type PaymentMethod, paymentMethod } from "./index.ts";

/** A row as it was written then, with the internal fields of cards at the top. */
const STORED = {
  id: "pm_1Test",
  object: "payment_method",
  allow_redisplay: "unspecified",
  billing_details: {
    address: { city: null, country: "DE", line1: null, line2: null, postal_code: "10115", state: null },
    email: "jenny@example.com",
    name: null,
    phone: null,
    tax_id: null,
  },
  card: {
    brand: "visa",
    checks: { address_line1_check: null, address_postal_code_check: "pass", cvc_check: "pass" },
    country: "FR",
    display_brand: "visa",
    exp_month: 12,
    exp_year: 2034,
    fingerprint: "a1b2c3d4e5f6a7b8",
    funding: "credit",
    generated_from: null,
    last4: "3155",
    networks: { available: ["visa"], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created: 1_794_700_800,
  customer: "cus_1",
  customer_account: null,
  livemode: false,
  metadata: {},
  type: "card",
  _card: "authenticationRequiredOnSetup",
  _cvc_given: true,
  _from_alias: false,
  _set_up: true,
  _used_up: false,
};

const form = paymentMethod.row ?? {};
const read = (stored: object): PaymentMethod => fromText<PaymentMethod>(JSON.stringify(stored), form);

test("an older row is read in today's shape, and written in it", () => {
  const { _card, _cvc_given, _from_alias, _set_up, ...rest } = STORED;
  const method = read(STORED);
  const today = {
    ...rest,
    _simulated: { card: _card, cvc_given: _cvc_given, from_alias: _from_alias, set_up: _set_up },
  };
  expect(method).toEqual(today);
  expect(fromText(toText(method, form), form)).toEqual(today);
});

test("a payment with an older row still knows whether the card was set up", async () => {
  const attempt = async (stored: object) => {
    const method = read(stored);
    const request = { purpose: "payment", offSession: true, authentication: "none", options: {} } as const;
    return typeNamed(method.type).family.attempt({ ...request, method: heldOf(method) }, "payatt_1");
  };
  expect(await attempt(STORED)).toMatchObject({
    result: "approved",
    details: {
      checks: { address_line1_check: null, address_postal_code_check: "pass", cvc_check: "pass" },
      proof: null,
    },
  });
  expect(await attempt({ ...STORED, _set_up: false, _cvc_given: false })).toMatchObject({
    result: "declined",
    decline: { code: "authentication_required" },
    details: { checks: { cvc_check: null } },
  });
});
