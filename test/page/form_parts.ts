/** Sessions whose form asks for more than a card, and their contract with existing tests. */
import type { Page } from "playwright-core";
import type {
  CustomField,
  PaymentSession,
} from "../../src/resources/checkout/checkout_session/row/session.ts";
import type { SavedTestCard } from "./page_server.ts";

export const SHIPPED: Partial<PaymentSession> = {
  shipping_address_collection: { allowed_countries: ["US", "DE", "JP", "SG", "AE"] },
};
export const BILLED: Partial<PaymentSession> = { billing_address_collection: "required" };
export const PHONE: Partial<PaymentSession> = { phone_number_collection: { enabled: true } };
export const BUSINESS: Partial<PaymentSession> = { _tax_id_collection: { enabled: true, required: "never" } };

const label = (custom: string) => ({ custom, type: "custom" }) as const;
const typed = { default_value: null, maximum_length: null, minimum_length: null, value: null };
export const ENGRAVING: CustomField = {
  key: "engraving",
  label: label("Personalized engraving"),
  optional: true,
  type: "text",
  text: { ...typed, minimum_length: 2, maximum_length: 5 },
};
export const INVOICE: CustomField = {
  key: "invoice",
  label: label("Invoice number"),
  optional: false,
  type: "numeric",
  numeric: typed,
};
const SIZES = [
  { label: "Small", value: "s" },
  { label: "Large", value: "l" },
];
export const SIZE: CustomField = {
  key: "size",
  label: label("Size"),
  optional: false,
  type: "dropdown",
  dropdown: { default_value: null, options: SIZES, value: null },
};
export const QUESTIONS: readonly CustomField[] = [ENGRAVING, INVOICE, SIZE];
export const CONSENT: Partial<PaymentSession> = {
  consent_collection: {
    promotions: "auto",
    terms_of_service: "required",
    payment_method_reuse_agreement: null,
  },
};
export const SAVED: readonly SavedTestCard[] = [
  { id: "pm_1A", brand: "visa", last4: "4242", exp_month: 4, exp_year: 2030 },
  { id: "pm_1B", brand: "amex", last4: "0005", exp_month: 12, exp_year: 2028 },
];
export const SAVING: Partial<PaymentSession> = {
  saved_payment_method_options: {
    allow_redisplay_filters: ["always"],
    payment_method_remove: "enabled",
    payment_method_save: "enabled",
  },
};
/** Everything there is at once. */
export const EVERYTHING: Partial<PaymentSession> = {
  ...SHIPPED,
  ...BILLED,
  ...PHONE,
  ...BUSINESS,
  ...CONSENT,
  ...SAVING,
  cancel_url: "https://example.com",
  custom_fields: QUESTIONS,
  custom_text: {
    shipping_address: { message: "We ship **within two days**. See [our policy](https://example.com/ship)." },
    submit: { message: "One payment." },
    after_submit: { message: "Questions? [Write to us](https://example.com/contact)." },
    terms_of_service_acceptance: null,
  },
};

export async function fillAddress(page: Page, of: "billing" | "shipping"): Promise<void> {
  await page.locator(`#${of}Country`).selectOption("US");
  await page.locator(`#${of}AddressLine1`).fill("1 Main St");
  await page.locator(`#${of}Locality`).fill("Oakland");
  await page.locator(`#${of}PostalCode`).fill("94607");
  await page.locator(`#${of}AdministrativeArea`).selectOption("CA");
}
export const ADDRESS = {
  country: "US",
  line1: "1 Main St",
  city: "Oakland",
  state: "CA",
  postal_code: "94607",
};
