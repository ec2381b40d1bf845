/** How a refusal of the confirm operation is shown: in words for payers, beside the control it is about. Pure. */
import type { ApiError, ErrorBody } from "../core/errors.ts";
import type { PageErrors } from "./client/config.ts";
import {
  type Asked,
  addressControls,
  asksForBilling,
  asksForNewCard,
  CONTROL,
  type FilledForm,
  isSameAsShipping,
  type PlainFault,
} from "./fields.ts";
import type { Messages } from "./messages/en.ts";

const BILLING = addressControls("billing");
const SHIPPING = addressControls("shipping");
/** Controls by the parts of an address on the wire. */
const PARTS = {
  city: "city",
  country: "country",
  line1: "line1",
  line2: "line2",
  postal_code: "postal",
  state: "region",
} as const;

/** Controls by the path of the parameter, without what it is nested in where that makes no difference. */
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
  tax_id: CONTROL.taxId,
  "tax_id[type]": CONTROL.taxIdType,
  "tax_id[value]": CONTROL.taxId,
  "consent[terms_of_service]": CONTROL.terms,
};
const NESTED = /^(?:payment_method_data\[)?(?:billing_details|card)\]?(?:\[(\w+)\])?(?:\[(\w+)\])?$/;

/** Codes that say what the page says of typed text. */
const FAULT_OF_CODE: Readonly<Record<string, PlainFault>> = {
  email_invalid: "email_invalid",
  incorrect_number: "number_invalid",
  invalid_cvc: "cvc_incomplete",
  invalid_expiry_month: "exp_invalid",
  invalid_expiry_year: "exp_invalid",
  invalid_number: "number_invalid",
  parameter_missing: "required",
  tax_id_invalid: "tax_id_invalid",
};

/** The form that was refused, as far as it decides what the buyer sees. */
export interface RefusedForm {
  readonly read: FilledForm["read"];
  readonly asked: Asked;
}

export function shownRefusal({ body }: ApiError, form: RefusedForm, messages: Messages): PageErrors {
  const payment = (text: string): PageErrors => ({ fields: {}, payment: text });
  if (body.code === "payment_intent_authentication_failure") return payment(messages.authenticationFailed);
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
  const answer = /^custom_fields\[(\d+)\]/.exec(param)?.[1];
  if (answer !== undefined) return asked.answers[Number(answer)]?.id ?? null;
  const [, outer, inner] = NESTED.exec(param) ?? [];
  const path = outer === undefined ? param : inner === undefined ? outer : `${outer}[${inner}]`;
  return Object.hasOwn(CONTROL_OF, path) ? (CONTROL_OF[path] ?? null) : null;
}

/** Whether the buyer sees the control: what is said of others is about the payment as a whole. */
function isThere(id: string, { read, asked }: RefusedForm): boolean {
  const newCard = asksForNewCard(read, asked);
  if (id === CONTROL.email) return asked.email;
  if (id === CONTROL.savedCard) return asked.card && read(CONTROL.savedCard) !== "";
  if (id === CONTROL.name || id === CONTROL.number || id === CONTROL.exp || id === CONTROL.cvc)
    return newCard;
  if (Object.values(BILLING).includes(id))
    return asksForBilling(read, asked) && !isSameAsShipping(read, asked);
  return true;
}

function words(body: ErrorBody, control: string | null, messages: Messages): string {
  if (body.code === "lock_timeout") return messages.busy;
  if (control === CONTROL.savedCard) return messages.cardGone;
  if (body.code === "customer_tax_location_invalid") return messages.tax.pending;
  const fault = Object.hasOwn(FAULT_OF_CODE, body.code ?? "") ? FAULT_OF_CODE[body.code ?? ""] : undefined;
  if (control !== null && fault !== undefined) return messages.faults[fault];
  if (control === BILLING.country) return messages.taxFailed;
  return body.type === "invalid_request_error" ? body.message : messages.trouble;
}

function cardWords(body: ErrorBody, messages: Messages): string {
  const { declines, declined } = messages;
  const reason = body.decline_code ?? body.code ?? "";
  const isKnown = Object.hasOwn(declines, reason);
  if (!isKnown) {
    const fault = Object.hasOwn(FAULT_OF_CODE, reason) ? FAULT_OF_CODE[reason] : undefined;
    if (fault !== undefined) return messages.faults[fault];
    return body.code === "card_declined" ? declined : body.message;
  }
  const text = declines[reason as keyof typeof declines]; // as was just seen
  return text === declines.generic_decline && !isCredit(body) ? declined : text;
}

/** Debit and prepaid cards are not told to try a debit card. */
function isCredit({ payment_method }: ErrorBody): boolean {
  const card = member(payment_method, "card");
  return card === undefined || member(card, "funding") === "credit";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
