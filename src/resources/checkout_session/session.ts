/** The rows of checkout: a session and its line items, in the newest shape. */
import type { Address } from "../../params/common.ts";
import type { Row } from "../../storage/port.ts";
import type { Coupon } from "../coupon.ts";
import type { Price } from "../price/index.ts";
import type { Wire } from "../resource.ts";
import type { ShippingRate } from "../shipping_rate.ts";
import type { TaxRate } from "../tax_rate.ts";

/** Why an amount is taxed as it is; null where the shop named the rate itself. */
export type TaxabilityReason =
  | "customer_exempt"
  | "not_collecting"
  | "product_exempt"
  | "reverse_charge"
  | "standard_rated"
  | "zero_rated";

/** One tax on one amount. Minor units. */
export interface TaxAmount {
  readonly amount: number;
  /** Of the session's `_tax_rates`. */
  readonly rate: string;
  readonly taxability_reason: TaxabilityReason | null;
  readonly taxable_amount: number;
}

/** One thing being bought. Held within its session. */
export interface LineItem extends Row {
  readonly object: "item";
  readonly adjustable_quantity: {
    readonly enabled: boolean;
    readonly maximum: number | null;
    readonly minimum: number | null;
  } | null;
  readonly amount_discount: number;
  readonly amount_subtotal: number;
  readonly amount_tax: number;
  readonly amount_total: number;
  readonly currency: string;
  /** The product's name when the session was made. */
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly price: Price;
  readonly quantity: number;
  /** What the page shows and taxes ask for besides: as it was when the session was made. */
  readonly _product: {
    readonly description: string | null;
    readonly image: string | null;
    readonly tax_code: string | null;
    readonly unit_label: string | null;
  };
  /** What the buyer chose to pay for one, where the price leaves that to them. */
  readonly _custom_amount: number | null;
  /** Ids of rates the shop named, in the session's `_tax_rates`. */
  readonly _tax_rates: readonly string[];
  /** Of those rates, the ones of the buyer's country count. */
  readonly _rates_by_country: boolean;
  readonly _taxes: readonly TaxAmount[];
}

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

export interface Session extends Row {
  readonly object: "checkout.session";
  readonly adaptive_pricing: { readonly enabled: boolean };
  readonly after_expiration: { readonly recovery: Recovery | null } | null;
  readonly allow_promotion_codes: boolean | null;
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly automatic_tax: {
    readonly enabled: boolean;
    readonly liability: { readonly type: "self" } | null;
    readonly provider: string | null;
    readonly status: AutomaticTaxStatus | null;
  };
  readonly billing_address_collection: "auto" | "required" | null;
  readonly branding_settings: Wire;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly client_secret: string | null;
  readonly collected_information: {
    readonly business_name: string | null;
    readonly individual_name: string | null;
    readonly shipping_details: ShippingDetails | null;
  } | null;
  readonly consent: Consent | null;
  readonly consent_collection: ConsentCollection | null;
  readonly created: number;
  readonly currency: string;
  readonly currency_conversion: null;
  readonly custom_fields: readonly CustomField[];
  readonly custom_text: CustomText;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly customer_creation: "always" | "if_required" | null;
  readonly customer_details: CustomerDetails | null;
  readonly customer_email: string | null;
  readonly discounts: readonly { readonly coupon: string | null; readonly promotion_code: string | null }[];
  readonly expires_at: number;
  readonly integration_identifier: string | null;
  readonly invoice: string | null;
  readonly invoice_creation: { readonly enabled: boolean; readonly invoice_data: InvoiceData };
  readonly livemode: false;
  readonly locale: string | null;
  readonly managed_payments: { readonly enabled: false };
  readonly metadata: Readonly<Record<string, string>>;
  readonly mode: "payment";
  readonly origin_context: string | null;
  readonly payment_intent: string | null;
  readonly payment_link: string | null;
  readonly payment_method_collection: "always" | "if_required";
  readonly payment_method_configuration_details: Wire | null;
  readonly payment_method_options: Wire;
  readonly payment_method_types: readonly string[];
  readonly payment_status: PaymentStatus;
  readonly permissions: null;
  readonly phone_number_collection: { readonly enabled: boolean };
  readonly recovered_from: string | null;
  readonly saved_payment_method_options: {
    readonly allow_redisplay_filters: readonly AllowRedisplay[] | null;
    readonly payment_method_remove: "disabled" | "enabled" | null;
    readonly payment_method_save: "disabled" | "enabled" | null;
  } | null;
  readonly setup_intent: null;
  readonly shipping_address_collection: { readonly allowed_countries: readonly string[] } | null;
  readonly shipping_cost: ShippingCost | null;
  readonly shipping_options: readonly { readonly shipping_amount: number; readonly shipping_rate: string }[];
  readonly status: SessionStatus;
  readonly submit_type: "auto" | "book" | "donate" | "pay" | "subscribe" | null;
  readonly subscription: null;
  readonly success_url: string | null;
  readonly total_details: {
    readonly amount_discount: number;
    readonly amount_shipping: number;
    readonly amount_tax: number;
  };
  readonly ui_mode: "hosted_page";
  /** The view fills it in while the session is open. */
  readonly url: null;
  readonly wallet_options: Wire | null;
  /** This and the next are shown only where they were sent. */
  readonly _excluded_payment_method_types: readonly string[] | null;
  readonly _tax_id_collection: {
    readonly enabled: boolean;
    readonly required: "if_supported" | "never";
  } | null;
  readonly _line_items: readonly LineItem[];
  readonly _discount: AppliedDiscount | null;
  /** A use of the discount is taken for this session: from when a payment is begun until it fails. */
  readonly _redeemed: boolean;
  /** Every rate that the lines, or the shipping, name or are taxed by: as they were then. */
  readonly _tax_rates: readonly TaxRate[];
  /** What `shipping_options` speak of, in that order. */
  readonly _shipping_rates: readonly ShippingRate[];
  readonly _shipping_taxes: readonly TaxAmount[];
  readonly _buyer: Buyer;
  readonly _customer_update: CustomerUpdate;
  /** What the payment intent is made with. */
  readonly _payment: PaymentData;
  /** Whether a method saved by this session is offered again. */
  readonly _allow_redisplay: AllowRedisplay | null;
  /** What becomes of a link's buyer; null for sessions no link made. */
  readonly _after_completion: { readonly custom_message: string | null } | null;
  /** A payment on its way: set from when it is begun until it is settled. */
  readonly _attempt: PendingPayment | null;
  /** A payment whose payer has been asked to authenticate, until they have or another one is begun. */
  readonly _challenge: PendingPayment | null;
}

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
