/**
 * The shape of the reference's printed examples, for requests that name no version: an older recording of
 * 2023-10-16. A key that is younger than the examples appears only where the request used the feature it belongs
 * to. See docs/decisions/0004-versions.md.
 */
import { inWireOrder } from "../core/canonical.ts";
import type { VersionChange, Wire } from "./change.ts";

/** Younger keys of a session, with a test for "nobody asked for it". */
const YOUNGER_SESSION_KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  adaptive_pricing: (value) => !isEnabled(value),
  allowed_payment_method_types: isNull,
  branding_settings: () => true,
  client_secret: isNull,
  collected_information: () => true, // what it says stands in shipping_details
  currency_conversion: isNull,
  customer_account: isNull,
  discounts: (value) => isNull(value) || (Array.isArray(value) && value.length === 0),
  integration_identifier: isNull,
  managed_payments: (value) => !isEnabled(value),
  origin_context: isNull,
  payment_method_configuration_details: () => true,
  permissions: isNull,
  saved_payment_method_options: () => true,
  ui_mode: (value) => value === "hosted",
  wallet_options: isNull,
};

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

function isEnabled(value: unknown): boolean {
  return typeof value === "object" && value !== null && "enabled" in value && value.enabled === true;
}

function without(object: Wire, unwanted: (key: string, value: unknown) => boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in object) if (!unwanted(key, object[key])) kept[key] = object[key];
  return kept;
}

export const seedShape: VersionChange = {
  version: "(examples)",
  why: "The reference's printed examples predate keys that were added within 2023-10-16.",
  objects: {
    "checkout.session": (session) => {
      const shown = without(session, (key, value) => YOUNGER_SESSION_KEYS[key]?.(value) ?? false);
      shown.automatic_tax = without(session.automatic_tax as Wire, (key) => key === "provider");
      shown.custom_text = without(
        session.custom_text as Wire,
        (key, value) => (key === "after_submit" || key === "terms_of_service_acceptance") && isNull(value),
      );
      if (session.mode === "payment") shown.payment_method_collection = "always";
      shown.payment_method_options = withoutDefaultCard(session.payment_method_options as Wire | null);
      const details = session.customer_details as Wire | null;
      if (details !== null) shown.customer_details = without(details, isYoungerName);
      return inWireOrder(shown);
    },
    item: (item) =>
      without(item, (key, value) =>
        key === "adjustable_quantity" ? isNull(value) : key === "metadata" && isEmpty(value),
      ),
    price: (price) =>
      isNull(price.recurring)
        ? price
        : {
            ...price,
            recurring: without(price.recurring as Wire, (key, value) => key === "meter" && isNull(value)),
          },
  },
};

function isYoungerName(key: string, value: unknown): boolean {
  return (key === "business_name" || key === "individual_name") && isNull(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function withoutDefaultCard(options: Wire | null): Wire | null {
  if (options === null) return null;
  return without(
    options,
    (key, value) => key === "card" && JSON.stringify(value) === '{"request_three_d_secure":"automatic"}',
  );
}
