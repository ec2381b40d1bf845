/** How a refusal of the confirm operation is shown: as a text for payers, at the control concerned. Pure. */
import type { ApiError, ErrorBody } from "../../core/errors.ts";
import {
  type Asked,
  addressControls,
  billingAsked,
  CONTROL,
  type FilledForm,
  isSameAsShipping,
  newMethodIn,
} from "../../form/fields.ts";
import type { Messages } from "../../words/messages/en.ts";
import type { PageErrors } from "../client/config.ts";
import { cardWords, FAULT_OF_CODE } from "../server/card_words.ts";

const BILLING = addressControls("billing");
const SHIPPING = addressControls("shipping");
/** Parts of a postal address in the API, and the controls for them. */
const PARTS = {
  city: "city",
  country: "country",
  line1: "line1",
  line2: "line2",
  postal_code: "postal",
  state: "region",
} as const;

/** Controls by the path of the parameter, without the outer names that make no difference (see NESTED). */
const CONTROL_OF: Readonly<Record<string, string>> = {
  ...ofAddress("address", BILLING),
  ...ofAddress("billing_address", BILLING),
  ...ofAddress("shipping[address]", SHIPPING),
  "shipping[name]": CONTROL.shippingName,
  "shipping[address]": SHIPPING.country,
  billing_address: BILLING.country,
  number: CONTROL.number,
  exp_month: CONTROL.exp,
  exp_year: CONTROL.exp,
  cvc: CONTROL.cvc,
  address_zip: BILLING.postal,
  email: CONTROL.email,
  name: CONTROL.name,
  phone: CONTROL.phone,
  payment_method: CONTROL.savedCard,
  business_name: CONTROL.businessName,
  individual_name: CONTROL.ownName,
  tax_id: CONTROL.taxId,
  "tax_id[type]": CONTROL.taxIdType,
  "tax_id[value]": CONTROL.taxId,
  "consent[terms_of_service]": CONTROL.terms,
};
const NESTED = /^(?:payment_method_data\[)?(?:billing_details|card)\]?(?:\[(\w+)\])?(?:\[(\w+)\])?$/;

const OWN_FIELDS: readonly string[] = [
  CONTROL.iban,
  CONTROL.sortCode,
  CONTROL.bsbNumber,
  CONTROL.routingNumber,
  CONTROL.institutionNumber,
  CONTROL.transitNumber,
  CONTROL.bankCode,
  CONTROL.branchCode,
  CONTROL.accountSuffix,
  CONTROL.accountNumber,
  CONTROL.taxNumber,
  CONTROL.payId,
  CONTROL.fpxBank,
];

/** The payer failed or refused to act elsewhere, or did not in time: in a challenge, or on the page of their bank. */
const PAYER_FAILED: ReadonlySet<string> = new Set([
  "payment_intent_authentication_failure",
  "payment_intent_payment_attempt_expired",
  "payment_intent_payment_attempt_failed",
  "setup_attempt_failed",
  "setup_intent_authentication_failure",
]);

/** What came of payments that are approved in an app. */
const IN_APP: Readonly<Record<string, "declined" | "expired">> = {
  payment_intent_payment_attempt_expired: "expired",
  payment_method_customer_decline: "declined",
  payment_method_not_available: "declined",
  payment_method_provider_decline: "declined",
  payment_method_provider_timeout: "expired",
};
/** By decline code: a code of the app that the bank does not accept. */
const CODE_FAULTS: Readonly<Record<string, "blik_code_invalid">> = {
  code_expired: "blik_code_invalid",
  code_invalid: "blik_code_invalid",
};

/** Whether the payer failed or refused to act, and not the session, the shop or the issuer. */
export function isByPayer({ body }: ApiError): boolean {
  return PAYER_FAILED.has(body.code ?? "");
}

/** The parts of the refused form that decide which controls the buyer sees. */
export interface RefusedForm {
  readonly read: FilledForm["read"];
  readonly asked: Asked;
}

export function shownRefusal(error: ApiError, form: RefusedForm, messages: Messages): PageErrors {
  const { body } = error;
  const payment = (text: string): PageErrors => ({ fields: {}, payment: text });
  const wrongCode = CODE_FAULTS[body.decline_code ?? ""];
  if (wrongCode !== undefined)
    return { fields: { [CONTROL.blikCode]: messages.faults[wrongCode] }, payment: null };
  const inApp = IN_APP[body.code ?? ""];
  if (inApp !== undefined) return payment(messages.approval[inApp]);
  if (isByPayer(error)) return payment(messages.authenticationFailed);
  const control = controlOf(body.param, form.asked);
  const isCard = body.type === "card_error";
  const shown = control === null ? (isCard ? CONTROL.number : null) : control;
  const text = isCard ? cardWords(body, messages) : words(body, control, messages);
  if (shown !== null && isThere(shown, form)) return { fields: { [shown]: text }, payment: null };
  return payment(text);
}

function ofAddress(path: string, controls: typeof BILLING): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PARTS).map(([name, part]) => [`${path}[${name}]`, controls[part]]),
  );
}

function controlOf(param: string | undefined, asked: Asked): string | null {
  if (param === undefined) return null;
  if (param === "business_name" && asked.names.business !== "never") return CONTROL.ownBusiness;
  const answer = /^custom_fields\[(\d+)\]/.exec(param)?.[1];
  if (answer !== undefined) return asked.answers[Number(answer)]?.id ?? null;
  const own = ownControlOf(param, asked);
  if (own !== null) return own;
  const [, outer, inner] = NESTED.exec(param) ?? [];
  const path = outer === undefined ? param : inner === undefined ? outer : `${outer}[${inner}]`;
  return Object.hasOwn(CONTROL_OF, path) ? (CONTROL_OF[path] ?? null) : null;
}

/** The control of a parameter that a field of a type becomes, in the hash of the type or in the billing details. */
function ownControlOf(path: string, { methods }: Asked): string | null {
  const [, hash, param] = /^payment_method_data\[(\w+)\]\[(\w+)\]$/.exec(path) ?? [];
  const fields = methods.flatMap(({ asks, type }) =>
    asks.fields.filter((field) => field.param === param && (field.within ?? type) === hash),
  );
  const [field] = fields;
  return field === undefined ? null : CONTROL[field.control];
}

/** Whether the buyer sees the control. Errors of other controls are shown for the payment as a whole. */
function isThere(id: string, { read, asked }: RefusedForm): boolean {
  const method = newMethodIn(read, asked);
  if (id === CONTROL.email) return asked.email;
  if (id === CONTROL.savedCard) return asked.methods.length > 0 && read(CONTROL.savedCard) !== "";
  if (id === CONTROL.name) return method?.asks.name ?? false;
  if (id === CONTROL.number || id === CONTROL.exp || id === CONTROL.cvc) return method?.family === "card";
  if (OWN_FIELDS.includes(id))
    return method?.asks.fields.some(({ control }) => CONTROL[control] === id) ?? false;
  if (Object.values(BILLING).includes(id))
    return billingAsked(read, asked) !== "none" && !isSameAsShipping(read, asked);
  return true;
}

function words(body: ErrorBody, control: string | null, messages: Messages): string {
  if (body.code === "lock_timeout") return messages.busy;
  if (control === CONTROL.savedCard) return messages.methodGone;
  if (body.code === "customer_tax_location_invalid") return messages.tax.pending;
  const fault = Object.hasOwn(FAULT_OF_CODE, body.code ?? "") ? FAULT_OF_CODE[body.code ?? ""] : undefined;
  if (control !== null && fault !== undefined) return messages.faults[fault];
  if (control === BILLING.country || control === SHIPPING.country) return messages.taxFailed;
  return body.type === "invalid_request_error" ? body.message : messages.trouble;
}
