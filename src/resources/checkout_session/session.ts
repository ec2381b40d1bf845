/** The rows of checkout: a session and its line items, in the newest shape. */
import type { Row } from "../../storage/port.ts";
import type { Price } from "../price/index.ts";
import type { Wire } from "../resource.ts";
import type { ShippingRate } from "../shipping_rate.ts";
import type { TaxRate } from "../tax_rate.ts";
import type {
  AllowRedisplay,
  AppliedDiscount,
  AutomaticTaxStatus,
  Buyer,
  Consent,
  ConsentCollection,
  CustomerDetails,
  CustomerUpdate,
  CustomField,
  CustomText,
  InvoiceData,
  PaymentData,
  PaymentStatus,
  PendingPayment,
  Recovery,
  SessionStatus,
  ShippingCost,
  ShippingDetails,
} from "./session_parts.ts";

export * from "./session_parts.ts";

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
