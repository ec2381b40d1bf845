/**
 * Builds the row of a new session from its parameters, without its figures, which `order/totals.ts`
 * calculates. Pure, except that it takes the id and the time from the unit of work.
 */

import type { Behaviour } from "../../../core/behaviour.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { Wire } from "../../resource.ts";
import type { CollectingInput, FieldInput } from "./buyer/collecting_rules.ts";
import { prefill } from "./buyer/prefill.ts";
import type { Mode } from "./modes/mode.ts";
import type { OfferedMethods } from "./modes/offered_methods.ts";
import type { Gathered } from "./order/lines.ts";
import type { ShippingChoice } from "./order/shipping.ts";
import type { CreateInput } from "./params/session_params.ts";
import { brandingRow } from "./row/branding.ts";
import { NEW_SESSION } from "./row/defaults.ts";
import type { ConsentCollection, CustomField, CustomText } from "./row/parts.ts";
import type { Session } from "./row/session.ts";
import { expiryFor } from "./row/timers.ts";
import { uiModeRow } from "./ui_mode.ts";

interface Parts {
  readonly behaviour: Behaviour;
  /** Now, in the customer's time. */
  readonly from: UnixSeconds;
  readonly gathered: Gathered;
  readonly shipping: ShippingChoice;
  readonly methods: OfferedMethods;
}

/** The session with its keys in wire order, without its figures. */
export function newSession(
  tx: Tx,
  mode: Mode,
  input: CreateInput,
  customer: Customer | null,
  parts: Parts,
): Session {
  const { behaviour, from, gathered, shipping, methods } = parts;
  const { customer_details: details, _buyer } = prefill(input, customer);
  const id = tx.newId("cs_test_");
  return {
    ...NEW_SESSION,
    ...mode.terms(tx, { input, customer, currency: gathered.currency, behaviour, from }),
    id,
    after_expiration: recoveryRow(input.after_expiration),
    allow_promotion_codes: input.allow_promotion_codes ?? null,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    automatic_tax: automaticTaxRow(input.automatic_tax?.enabled ?? false),
    billing_address_collection: input.billing_address_collection ?? null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    consent_collection: consentCollectionRow(input.consent_collection),
    created: tx.now,
    custom_fields: (input.custom_fields ?? []).map(customFieldRow),
    ...(input.custom_text === undefined ? {} : { custom_text: customTextRow(input.custom_text) }),
    customer: customer?.id ?? null,
    customer_details: details === null ? null : mode.shownDetails(details),
    customer_email: input.customer_email ?? null,
    expires_at: expiryFor(input.expires_at, tx.now),
    integration_identifier: input.integration_identifier ?? null,
    locale: input.locale ?? null,
    metadata: mergeMetadata({}, input.metadata),
    origin_context: input.origin_context ?? null,
    payment_method_configuration_details: methods.configuration,
    payment_method_options: methods.options,
    payment_method_types: methods.types,
    phone_number_collection: input.phone_number_collection ?? NEW_SESSION.phone_number_collection,
    shipping_address_collection:
      input.shipping_address_collection === undefined
        ? null
        : { allowed_countries: input.shipping_address_collection.allowed_countries },
    ...shipping,
    submit_type: input.submit_type ?? null,
    success_url: input.success_url ?? null,
    ...uiModeRow(input, { id, lines: gathered.lines }, behaviour),
    wallet_options: walletRow(input.wallet_options),
    _allow_redisplay: input.payment_method_data?.allow_redisplay ?? null,
    _branding: brandingRow(input.branding_settings),
    _buyer,
    ...(input.customer_update === undefined
      ? {}
      : { _customer_update: { ...NEW_SESSION._customer_update, ...input.customer_update } }),
    _excluded_payment_method_types: input.excluded_payment_method_types ?? null,
    _line_items: gathered.lines,
    _name_collection: nameCollectionRow(input.name_collection),
    _optional_items: gathered.options,
    _tax_id_collection: taxIdCollectionRow(input.tax_id_collection),
    _tax_rates: gathered.rates,
  };
}

function recoveryRow(given: CreateInput["after_expiration"]): Session["after_expiration"] {
  if (given === undefined) return null;
  const { recovery } = given;
  if (recovery === undefined) return { recovery: null };
  const { allow_promotion_codes = false, enabled } = recovery;
  return { recovery: { allow_promotion_codes, enabled, expires_at: null, url: null } };
}

function automaticTaxRow(enabled: boolean): Session["automatic_tax"] {
  if (!enabled) return NEW_SESSION.automatic_tax;
  return {
    enabled,
    liability: { type: "self" },
    provider: "stripe",
    status: "requires_location_inputs",
  };
}

function walletRow(given: CreateInput["wallet_options"]): Wire | null {
  if (given === undefined) return null;
  const display = given.link?.display;
  return { link: display === undefined ? {} : { display } };
}

function nameCollectionRow(given: CollectingInput["name_collection"]): Session["_name_collection"] {
  if (given === undefined) return null;
  const { business, individual } = given;
  return {
    ...(business && { business: { enabled: business.enabled, optional: business.optional ?? false } }),
    ...(individual && {
      individual: { enabled: individual.enabled, optional: individual.optional ?? false },
    }),
  };
}

function taxIdCollectionRow(given: CreateInput["tax_id_collection"]): Session["_tax_id_collection"] {
  if (given === undefined) return null;
  return { enabled: given.enabled, required: given.required ?? "never" };
}

/**
 * A custom field as the session stores it: of `dropdown`, `numeric` and `text`, only the hash of its type is
 * there.
 */
function customFieldRow(given: FieldInput): CustomField {
  const { key, label, type } = given;
  const common = { key, label: { custom: label.custom, type: label.type } };
  const optional = given.optional ?? false;
  if (type === "dropdown") {
    const { default_value = null, options = [] } = given.dropdown ?? {};
    const dropdown = {
      default_value,
      options: options.map(({ label: shown, value }) => ({ label: shown, value })),
      value: null,
    };
    return { dropdown, ...common, optional, type };
  }
  const { default_value = null, maximum_length = null, minimum_length = null } = given[type] ?? {};
  const typed = { default_value, maximum_length, minimum_length, value: null };
  return type === "numeric"
    ? { ...common, numeric: typed, optional, type }
    : { ...common, optional, text: typed, type };
}

function customTextRow(given: CollectingInput["custom_text"]): CustomText {
  return {
    after_submit: given?.after_submit ?? null,
    shipping_address: given?.shipping_address ?? null,
    submit: given?.submit ?? null,
    terms_of_service_acceptance: given?.terms_of_service_acceptance ?? null,
  };
}

function consentCollectionRow(given: CollectingInput["consent_collection"]): ConsentCollection | null {
  if (given === undefined) return null;
  const { payment_method_reuse_agreement = null, promotions = null, terms_of_service = null } = given;
  return { payment_method_reuse_agreement, promotions, terms_of_service };
}
