/**
 * The shape of the printed examples in Stripe's API reference, for requests that name no version. The
 * examples are an older recording of version 2023-10-16, so they lack some keys that this version has today.
 * Such a newer key appears only if its feature was used. See docs/decisions/0004-versions.md.
 */
import type { Draft, VersionChange } from "./change.ts";

/** Newer keys of a session, each with a test for the value that it has if its feature was not used. */
const YOUNGER_SESSION_KEYS: YoungerKeys = {
  adaptive_pricing: (value) => !isEnabled(value),
  allowed_payment_method_types: isNull,
  client_secret: isNull,
  collected_information: always, // its content is in `shipping_details`
  currency_conversion: isNull,
  customer_account: isNull,
  discounts: (value) => isNull(value) || (Array.isArray(value) && value.length === 0),
  integration_identifier: isNull,
  managed_payments: (value) => !isEnabled(value),
  origin_context: isNull,
  payment_method_configuration_details: always,
  permissions: isNull,
  saved_payment_method_options: isDefaultSaved,
  ui_mode: (value) => value === "hosted",
  wallet_options: isNull,
};

function always(): boolean {
  return true;
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

function isEnabled(value: unknown): boolean {
  return typeof value === "object" && value !== null && "enabled" in value && value.enabled === true;
}

type YoungerKeys = Readonly<Record<string, (value: unknown) => boolean>>;

/** The draft without the newer keys whose feature was not used. */
function without(draft: Draft, younger: YoungerKeys): Draft {
  for (const key in younger) if (younger[key]?.(draft[key])) draft[key] = undefined;
  return draft;
}

/** Newer keys of a payment link; the reference's example of a link is as old as that of a session. */
const YOUNGER_LINK_KEYS = {
  application: isNull,
  inactive_message: isNull,
  managed_payments: isNull,
  payment_method_options: isNull,
  restrictions: isNull,
};
const YOUNGER_TAX_KEYS = { provider: always };
const YOUNGER_TEXT_KEYS = { after_submit: isNull, terms_of_service_acceptance: isNull };
const YOUNGER_NAME_KEYS = { business_name: isNull, individual_name: isNull };
const YOUNGER_OPTION_KEYS = { card: isDefaultCard };
const YOUNGER_TAX_ID_KEYS = { required: (value: unknown) => value === "never" };
const YOUNGER_RENDERING_KEYS = { template: isNull };
const YOUNGER_FIELD_KEYS = { default_value: isNull };
const YOUNGER_ITEM_KEYS = { adjustable_quantity: isNull, metadata: isEmpty };
const YOUNGER_RECURRING_KEYS = { meter: isNull };
const YOUNGER_DISPUTE_KEYS = { enhanced_eligibility_types: isEmpty, intended_submission_method: isNull };
const YOUNGER_EVIDENCE_KEYS = { enhanced_evidence: isEmpty };
const YOUNGER_ANSWER_KEYS = {
  enhanced_eligibility: isEmpty,
  submission_method: (value: unknown) => value === "not_submitted",
};
const YOUNGER_RATE_KEYS = { flat_amount: isNull, rate_type: (value: unknown) => value === "percentage" };

function isDefaultCard(options: unknown): boolean {
  if (typeof options !== "object" || options === null) return true;
  const [[name, value] = [], ...others] = Object.entries(options);
  return others.length === 0 && name === "request_three_d_secure" && value === "automatic";
}

/** Whether these are the options that every session with a known customer has by default. */
function isDefaultSaved(options: unknown): boolean {
  if (typeof options !== "object" || options === null) return true;
  const { allow_redisplay_filters: filters, payment_method_remove, payment_method_save } = options as Draft;
  return payment_method_save === null && payment_method_remove === "disabled" && String(filters) === "always";
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Does the same as `without` for a hash within the draft, which is copied first. */
function thin(draft: Draft, key: string, younger: YoungerKeys): void {
  const value = draft[key];
  if (typeof value === "object" && value !== null) draft[key] = without({ ...value }, younger);
}

function thinFields(fields: unknown): unknown {
  if (!Array.isArray(fields) || fields.length === 0) return fields;
  return fields.map((field: Draft) => {
    const draft = { ...field };
    for (const type of ["dropdown", "numeric", "text"]) thin(draft, type, YOUNGER_FIELD_KEYS);
    return draft;
  });
}

function thinInvoice(creation: unknown): unknown {
  if (typeof creation !== "object" || creation === null || !("invoice_data" in creation)) return creation;
  const data = { ...(creation.invoice_data as Draft) };
  if (isNull(data.rendering_options)) return creation;
  thin(data, "rendering_options", YOUNGER_RENDERING_KEYS);
  return { ...creation, invoice_data: data };
}

export const seedShape: VersionChange = {
  version: "(examples)",
  why: "The reference's printed examples predate keys that were added within 2023-10-16.",
  objects: {
    "checkout.session": (session) => {
      if (session._is_branded !== true) session.branding_settings = undefined;
      without(session, YOUNGER_SESSION_KEYS);
      thin(session, "automatic_tax", YOUNGER_TAX_KEYS);
      thin(session, "custom_text", YOUNGER_TEXT_KEYS);
      thin(session, "customer_details", YOUNGER_NAME_KEYS);
      thin(session, "payment_method_options", YOUNGER_OPTION_KEYS);
      thin(session, "tax_id_collection", YOUNGER_TAX_ID_KEYS);
      session.custom_fields = thinFields(session.custom_fields);
      session.invoice_creation = thinInvoice(session.invoice_creation);
      if (session.mode === "payment") session.payment_method_collection = "always";
      return session;
    },
    discount: (discount) => without(discount, { customer_account: isNull }),
    dispute: (dispute) => {
      thin(dispute, "evidence", YOUNGER_EVIDENCE_KEYS);
      thin(dispute, "evidence_details", YOUNGER_ANSWER_KEYS);
      return without(dispute, YOUNGER_DISPUTE_KEYS);
    },
    item: (item) => without(item, YOUNGER_ITEM_KEYS),
    payment_link: (link) => {
      without(link, YOUNGER_LINK_KEYS);
      thin(link, "custom_text", YOUNGER_TEXT_KEYS);
      thin(link, "tax_id_collection", YOUNGER_TAX_ID_KEYS);
      link.custom_fields = thinFields(link.custom_fields);
      link.invoice_creation = thinInvoice(link.invoice_creation);
      return link;
    },
    price: (price) => {
      thin(price, "recurring", YOUNGER_RECURRING_KEYS);
      return price;
    },
    promotion_code: (code) => without(code, { customer_account: isNull }),
    tax_rate: (rate) => without(rate, YOUNGER_RATE_KEYS),
  },
};
