/** The rows of a session and its line items, in the newest shape. */
import type { Row } from "../../../../storage/port.ts";
import type { Price } from "../../../catalog/price/index.ts";
import type { ShippingRate } from "../../../catalog/shipping_rate.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import type { TaxAmount } from "../../../customers/taxation.ts";
import type { IntentKind } from "../../../payments/intents.ts";
import type { Wire } from "../../../resource.ts";
import type { Branding, BrandingSettings } from "./branding.ts";
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
  NameCollection,
  PaymentData,
  PaymentStatus,
  PendingPayment,
  Recovery,
  SessionStatus,
  SetupData,
  ShippingCost,
  ShippingDetails,
  SubscriptionData,
} from "./parts.ts";

export * from "./parts.ts";

export type { TaxAmount };

/** One item being bought. It is stored inside its session. */
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
  /** The product's name when the line was made, or when its price last changed. */
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly price: Price;
  /** Null for metered prices, which are billed by usage. */
  readonly quantity: number | null;
  /** What the page shows and taxes depend on, as it was when the line was made or its price last changed. */
  readonly _product: {
    readonly description: string | null;
    readonly image: string | null;
    readonly tax_code: string | null;
    readonly unit_label: string | null;
  };
  /** The unit amount that the buyer chose, if the price lets them choose. */
  readonly _custom_amount: number | null;
  /** Ids of the rates that the shop named, all in the session's `_tax_rates`. */
  readonly _tax_rates: readonly string[];
  /** True if only those of the rates apply that are of the buyer's country (`dynamic_tax_rates`). */
  readonly _rates_by_country: boolean;
  readonly _taxes: readonly TaxAmount[];
}

/** Where the buyer pays: on a page of its own, on that page in a frame, or in the shop's own form. */
export type UiMode = "elements" | "embedded_page" | "form" | "hosted_page";

/** What every session has, whatever its mode. */
interface AnySession extends Row {
  readonly object: "checkout.session";
  readonly adaptive_pricing: { readonly enabled: boolean };
  readonly after_expiration: { readonly recovery: Recovery | null } | null;
  readonly allow_promotion_codes: boolean | null;
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly automatic_tax: {
    readonly enabled: boolean;
    readonly liability: { readonly type: "self" } | null;
    readonly provider: string | null;
    readonly status: AutomaticTaxStatus | null;
  };
  readonly billing_address_collection: "auto" | "required" | null;
  /** Always the usual settings; the view lays `_branding` over them. */
  readonly branding_settings: BrandingSettings;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  /** Of pages that are not hosted. The view shows it while the session is open. */
  readonly client_secret: string | null;
  readonly collected_information: {
    readonly business_name: string | null;
    readonly individual_name: string | null;
    readonly shipping_details: ShippingDetails | null;
  } | null;
  readonly consent: Consent | null;
  readonly consent_collection: ConsentCollection | null;
  readonly created: number;
  readonly currency_conversion: null;
  readonly custom_fields: readonly CustomField[];
  readonly custom_text: CustomText;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly customer_creation: "always" | "if_required" | null;
  readonly customer_details: CustomerDetails | null;
  readonly customer_email: string | null;
  readonly expires_at: number;
  readonly integration_identifier: string | null;
  readonly invoice: string | null;
  readonly livemode: false;
  readonly locale: string | null;
  readonly managed_payments: { readonly enabled: false };
  readonly metadata: Readonly<Record<string, string>>;
  readonly origin_context: string | null;
  readonly payment_link: string | null;
  readonly payment_method_collection: "always" | "if_required";
  readonly payment_method_configuration_details: { readonly id: string; readonly parent: null } | null;
  readonly payment_method_options: Wire;
  readonly payment_method_types: readonly string[];
  readonly payment_status: PaymentStatus;
  readonly permissions: { readonly update_shipping_details: "client_only" | "server_only" | null } | null;
  readonly phone_number_collection: { readonly enabled: boolean };
  readonly recovered_from: string | null;
  readonly saved_payment_method_options: {
    readonly allow_redisplay_filters: readonly AllowRedisplay[] | null;
    readonly payment_method_remove: "disabled" | "enabled" | null;
    readonly payment_method_save: "disabled" | "enabled" | null;
  } | null;
  readonly shipping_address_collection: { readonly allowed_countries: readonly string[] } | null;
  readonly shipping_cost: ShippingCost | null;
  readonly shipping_options: readonly { readonly shipping_amount: number; readonly shipping_rate: string }[];
  readonly status: SessionStatus;
  readonly submit_type: "auto" | "book" | "donate" | "pay" | "subscribe" | null;
  readonly success_url: string | null;
  readonly ui_mode: UiMode;
  /** The view sets it while the session is open. */
  readonly url: null;
  readonly wallet_options: Wire | null;
  /** On the wire only if the request sent it; the same for `_name_collection` and `_tax_id_collection`. */
  readonly _excluded_payment_method_types: readonly string[] | null;
  readonly _tax_id_collection: {
    readonly enabled: boolean;
    readonly required: "if_supported" | "never";
  } | null;
  readonly _line_items: readonly LineItem[];
  readonly _name_collection: NameCollection | null;
  /**
   * Lines that the buyer may add, without figures; null if the shop offers none. One that is in the order is in
   * `_line_items` too, under the same id.
   */
  readonly _optional_items: readonly LineItem[] | null;
  readonly _discount: AppliedDiscount | null;
  /**
   * True while this session holds a use of the discount: from the start of a payment until the payment fails.
   */
  readonly _redeemed: boolean;
  /** Whether it was told (`async_payment_failed`) that the bank has not paid for the subscription. */
  readonly _told_unpaid: boolean;
  /**
   * Every rate that the lines name, or that taxes the lines or the shipping, as it was when it was looked up.
   */
  readonly _tax_rates: readonly TaxRate[];
  /** The shipping rates of `shipping_options`, in the same order. */
  readonly _shipping_rates: readonly ShippingRate[];
  readonly _shipping_taxes: readonly TaxAmount[];
  readonly _branding: Branding | null;
  /** On the wire only of sessions that are not hosted; the same for `_return_url`. */
  readonly _redirect_on_completion: "always" | "if_required" | "never" | null;
  readonly _return_url: string | null;
  readonly _buyer: Buyer;
  readonly _customer_update: CustomerUpdate;
  /** The `allow_redisplay` of a method saved by this session: whether it is offered again. */
  readonly _allow_redisplay: AllowRedisplay | null;
  /**
   * What the page shows after paying in a link's session; null for redirects and for sessions without a link.
   */
  readonly _after_completion: { readonly custom_message: string | null } | null;
  /** The payment attempt under way: set from when it begins until it is settled. */
  readonly _attempt: PendingPayment | null;
  /**
   * The attempt whose payer was asked to authenticate: set until they answer, another attempt begins or the
   * order changes.
   */
  readonly _challenge: PendingPayment | null;
}

/** The keys of sessions that sell something. Amounts are in minor units. */
interface Priced {
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly currency: string;
  readonly discounts: readonly { readonly coupon: string | null; readonly promotion_code: string | null }[];
  readonly total_details: {
    readonly amount_discount: number;
    readonly amount_shipping: number;
    readonly amount_tax: number;
  };
}

/** The additional keys of a session with `mode=payment`. */
export interface PaymentTerms extends Priced {
  readonly mode: "payment";
  readonly invoice_creation: { readonly enabled: boolean; readonly invoice_data: InvoiceData };
  readonly payment_intent: string | null;
  readonly setup_intent: null;
  readonly subscription: null;
  readonly _intent: null;
  /** What the payment intent is made with. */
  readonly _payment: PaymentData;
  readonly _setup: null;
  readonly _subscription: null;
}

/** The additional keys of a session with `mode=setup`. It sells nothing, so it has no amounts. */
export interface SetupTerms {
  readonly mode: "setup";
  readonly amount_subtotal: null;
  readonly amount_total: null;
  /** Null if the shop named payment method types and no currency. */
  readonly currency: string | null;
  readonly discounts: null;
  readonly invoice_creation: null;
  readonly payment_intent: null;
  readonly setup_intent: string;
  readonly subscription: null;
  readonly total_details: null;
  readonly _intent: null;
  readonly _payment: null;
  /** What the setup intent is made with. */
  readonly _setup: SetupData;
  readonly _subscription: null;
}

/** The additional keys of a session with `mode=subscription`. Amounts are what is due at once. */
export interface SubscriptionTerms extends Priced {
  readonly mode: "subscription";
  readonly invoice_creation: null;
  readonly payment_intent: null;
  readonly setup_intent: null;
  /** Null until the session is complete. */
  readonly subscription: string | null;
  /** The intent of the latest attempt, which the session does not show; null before the first. */
  readonly _intent: { readonly object: IntentKind; readonly id: string } | null;
  readonly _payment: null;
  readonly _setup: null;
  /** What the subscription is made with. */
  readonly _subscription: SubscriptionData;
}

export type PaymentSession = AnySession & PaymentTerms;
export type SetupSession = AnySession & SetupTerms;
export type SubscriptionSession = AnySession & SubscriptionTerms;
/** A session has one mode. Only `modes/` asks which mode it is. */
export type Session = PaymentSession | SetupSession | SubscriptionSession;
/** A session with amounts. */
export type PricedSession = PaymentSession | SubscriptionSession;

/** Whether a session has amounts; false if it only sets up a payment method. */
export function isPriced(session: Session): session is PricedSession {
  return session.amount_total !== null;
}
