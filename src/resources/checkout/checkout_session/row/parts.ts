/** The types of the nested parts of a session's row, in the newest shape, and pure functions on them. */
import type { AnchorConfig } from "../../../../core/calendar.ts";
import type { UnixSeconds } from "../../../../core/clock.ts";
import { optionsOf } from "../../../../method_types/index.ts";
import type { Address } from "../../../../params/common.ts";
import type { Coupon } from "../../../catalog/coupon.ts";
import type { TaxExempt } from "../../../customers/taxation.ts";
import type { Wire } from "../../../resource.ts";

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
export type { TaxExempt };

/** What a session shows of a buyer when only the e-mail is known. */
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
  /** The path only; the view adds the origin. */
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
/**
 * A custom field of the shop. Of `dropdown`, `numeric` and `text`, only the hash named by `type` is there.
 */
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

/** The buyer's answer: the default if they gave none, null if they left the field empty. */
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

/** A coupon applied to a session, as it was at that moment. */
export interface AppliedDiscount {
  /** di_… */
  readonly id: string;
  readonly coupon: Coupon;
  readonly promotion_code: string | null;
  /** Shown on the page: the promotion code, or the coupon's name, or its id. */
  readonly label: string;
  readonly start: number;
  /** True if the buyer typed the code; a recovered session does not keep it. */
  readonly by_buyer: boolean;
}

/** What the buyer has given so far. Card data is never stored here. */
export interface Buyer {
  readonly business_name: string | null;
  readonly billing_address: Address | null;
  readonly custom_fields: Readonly<Record<string, string>>;
  readonly email: string | null;
  readonly phone: string | null;
  readonly promotions: "opt_in" | "opt_out" | null;
  /** True if the buyer agreed to save the payment method, when the page asks. */
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

/** What `payment_intent_data` asks for, with defaults that follow from the API version. */
export interface PaymentData {
  readonly capture_method: "automatic" | "automatic_async" | "manual";
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly receipt_email: string | null;
  readonly setup_future_usage: "off_session" | "on_session" | null;
  readonly shipping: Wire | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly transfer_group: string | null;
}

/** What `setup_intent_data` asks for. */
export interface SetupData {
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What `subscription_data` asks for, with defaults that follow from the API version. */
export interface SubscriptionData {
  readonly billing_cycle_anchor: UnixSeconds | null;
  readonly billing_cycle_anchor_config: AnchorConfig | null;
  readonly billing_mode: "classic" | "flexible";
  /** Ids of rates, all in the session's `_tax_rates`. */
  readonly default_tax_rates: readonly string[];
  readonly description: string | null;
  readonly invoice_settings: { readonly description: string | null; readonly footer: string | null };
  readonly metadata: Readonly<Record<string, string>>;
  readonly missing_payment_method: "cancel" | "create_invoice" | "pause";
  readonly proration_behavior: "create_prorations" | "none";
  readonly trial_end: UnixSeconds | null;
  readonly trial_period_days: number | null;
  /** When the session was made, in its customer's time: what is due at once is worked out for this moment. */
  readonly from: UnixSeconds;
}

/** The payment attempt of the buyer, kept until it is settled. */
export interface PendingPayment {
  readonly id: string;
  readonly payment_method: string;
  readonly details: CustomerDetails;
  readonly authentication: "failed" | "none" | "passed";
}

/** The shipping details that a session shows; null if the buyer has given none. */
export function shippingDetailsOf({ shipping }: Buyer): ShippingDetails | null {
  return shipping === null ? null : { address: shipping.address, name: shipping.name ?? "" };
}

interface Paying {
  readonly _payment: PaymentData;
  readonly payment_method_options: Wire;
}

/**
 * Whether a payment by one of these types saves its method. The options of a type take precedence over those of
 * the payment; `none` means that methods of this type are not saved (Stripe docs, `setup_future_usage`).
 */
export function isSavedFor(
  { _payment: payment, payment_method_options: options }: Paying,
  types: readonly string[],
): boolean {
  return types.some((type) => {
    const usage = optionsOf(type, options).setup_future_usage ?? payment.setup_future_usage;
    return usage !== null && usage !== "none";
  });
}

/** Whether a payment by one of these types is only authorized first and captured later. */
export function isCapturedLater(
  { _payment: payment, payment_method_options: options }: Paying,
  types: readonly string[],
): boolean {
  const isManual = types.some((type) => optionsOf(type, options).capture_method === "manual");
  return isManual || payment.capture_method === "manual";
}
