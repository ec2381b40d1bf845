/** The parts that a session's row is made of, in the newest shape, and what is ours alone of them. */
import type { Address } from "../../params/common.ts";
import type { Coupon } from "../coupon.ts";
import type { Wire } from "../resource.ts";

export interface CustomerDetails {
  readonly address: Address | null;
  readonly business_name: string | null;
  readonly email: string | null;
  readonly individual_name: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_exempt: TaxExempt | null;
  readonly tax_ids: readonly TaxIdValue[] | null;
}
export type TaxExempt = "exempt" | "none" | "reverse";

/** What a session tells of a buyer of whom only the e-mail address is known. */
export function knownDetails(email: string, tax_exempt: TaxExempt): CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt,
    tax_ids: null,
  };
}

export interface TaxIdValue {
  readonly type: string;
  readonly value: string;
}

export type SessionStatus = "complete" | "expired" | "open";
export type PaymentStatus = "no_payment_required" | "paid" | "unpaid";

export interface Recovery {
  readonly allow_promotion_codes: boolean;
  readonly enabled: boolean;
  readonly expires_at: number | null;
  /** Without its origin, which the view adds. */
  readonly url: string | null;
}
export interface Consent {
  readonly promotions: "opt_in" | "opt_out" | null;
  readonly terms_of_service: "accepted" | null;
}
export interface ConsentCollection {
  readonly payment_method_reuse_agreement: { readonly position: "auto" | "hidden" } | null;
  readonly promotions: "auto" | "none" | null;
  readonly terms_of_service: "none" | "required" | null;
}

interface TypedField {
  readonly default_value: string | null;
  readonly maximum_length: number | null;
  readonly minimum_length: number | null;
  readonly value: string | null;
}
/** A question of the shop's own; only the hash named as its type is there. */
export interface CustomField {
  readonly dropdown?: {
    readonly default_value: string | null;
    readonly options: readonly { readonly label: string; readonly value: string }[];
    readonly value: string | null;
  };
  readonly key: string;
  readonly label: { readonly custom: string; readonly type: "custom" };
  readonly numeric?: TypedField;
  readonly optional: boolean;
  readonly text?: TypedField;
  readonly type: "dropdown" | "numeric" | "text";
}

/** What a buyer answered: the default where they said nothing, null where they left it empty. */
export function answerTo(field: CustomField, { custom_fields }: Buyer): string | null {
  const given = custom_fields[field.key];
  if (given !== undefined) return given === "" ? null : given;
  return (field.dropdown ?? field.numeric ?? field.text)?.default_value ?? null;
}

type CustomMessage = { readonly message: string } | null;
export interface CustomText {
  readonly after_submit: CustomMessage;
  readonly shipping_address: CustomMessage;
  readonly submit: CustomMessage;
  readonly terms_of_service_acceptance: CustomMessage;
}
export interface InvoiceData {
  readonly account_tax_ids: readonly string[] | null;
  readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
  readonly description: string | null;
  readonly footer: string | null;
  readonly issuer: { readonly type: "self" } | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly rendering_options: {
    readonly amount_tax_display: "exclude_tax" | "include_inclusive_tax" | null;
    readonly template: string | null;
  } | null;
}
export interface ShippingCost {
  readonly amount_subtotal: number;
  readonly amount_tax: number;
  readonly amount_total: number;
  readonly shipping_rate: string;
}
export interface ShippingDetails {
  readonly address: Address;
  readonly name: string;
}
export type AutomaticTaxStatus = "complete" | "failed" | "requires_location_inputs";
export type AllowRedisplay = "always" | "limited" | "unspecified";

/** A coupon at work in a session, as it was when it was applied. */
export interface AppliedDiscount {
  /** di_… */
  readonly id: string;
  readonly coupon: Coupon;
  readonly promotion_code: string | null;
  /** What the page shows: the code, or the coupon's name. */
  readonly label: string;
  readonly start: number;
  /** The buyer typed the code, and may take it away. */
  readonly by_buyer: boolean;
}

/** What the buyer has told so far. Card data is never here. */
export interface Buyer {
  readonly business_name: string | null;
  readonly billing_address: Address | null;
  readonly custom_fields: Readonly<Record<string, string>>;
  readonly email: string | null;
  readonly phone: string | null;
  readonly promotions: "opt_in" | "opt_out" | null;
  /** Save the method, where the buyer is asked. */
  readonly save: boolean;
  readonly shipping: { readonly address: Address; readonly name: string | null } | null;
  readonly tax_exempt: TaxExempt;
  readonly tax_id: TaxIdValue | null;
  readonly terms_accepted: boolean;
}

export interface CustomerUpdate {
  readonly address: "auto" | "never";
  readonly name: "auto" | "never";
  readonly shipping: "auto" | "never";
}

/** What `payment_intent_data` and `payment_method_options` ask of the payment, and what follows from the version. */
export interface PaymentData {
  readonly capture_method: "automatic" | "automatic_async" | "manual";
  /** Options of cards as the intent shows them, beside 3-D Secure. */
  readonly card: Wire;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly receipt_email: string | null;
  readonly setup_future_usage: "off_session" | "on_session" | null;
  readonly shipping: Wire | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly three_d_secure: "any" | "automatic" | "challenge";
  readonly transfer_group: string | null;
}

/** What the buyer pays with, kept until the payment is settled. */
export interface PendingPayment {
  readonly id: string;
  readonly payment_method: string;
  readonly details: CustomerDetails;
  readonly authentication: "failed" | "none" | "passed";
}
