/** The rows of checkout: a session and its line items, in the newest shape. */
import type { Address } from "../../params/common.ts";
import type { Row } from "../../storage/port.ts";
import type { Price } from "../price/index.ts";
import type { Wire } from "../resource.ts";

/** One thing being bought. Held within its session. */
export interface LineItem extends Row {
  readonly object: "item";
  readonly adjustable_quantity: null;
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
  /** What the page shows besides: as it was when the session was made. */
  readonly _product: { readonly description: string | null; readonly image: string | null };
}

export interface CustomerDetails {
  readonly address: Address | null;
  readonly business_name: string | null;
  readonly email: string | null;
  readonly individual_name: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_exempt: "exempt" | "none" | "reverse" | null;
  readonly tax_ids: readonly Wire[] | null;
}

export type SessionStatus = "complete" | "expired" | "open";
export type PaymentStatus = "no_payment_required" | "paid" | "unpaid";

export interface Session extends Row {
  readonly object: "checkout.session";
  readonly adaptive_pricing: { readonly enabled: boolean };
  readonly after_expiration: null;
  readonly allow_promotion_codes: boolean | null;
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly automatic_tax: Wire;
  readonly billing_address_collection: "auto" | "required" | null;
  readonly branding_settings: Wire;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly client_secret: string | null;
  readonly collected_information: Wire | null;
  readonly consent: null;
  readonly consent_collection: null;
  readonly created: number;
  readonly currency: string;
  readonly currency_conversion: null;
  readonly custom_fields: readonly Wire[];
  readonly custom_text: Wire;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly customer_creation: "always" | "if_required" | null;
  readonly customer_details: CustomerDetails | null;
  readonly customer_email: string | null;
  readonly discounts: readonly Wire[];
  readonly expires_at: number;
  readonly integration_identifier: string | null;
  readonly invoice: null;
  readonly invoice_creation: Wire;
  readonly livemode: false;
  readonly locale: string | null;
  readonly managed_payments: { readonly enabled: false };
  readonly metadata: Readonly<Record<string, string>>;
  readonly mode: "payment";
  readonly origin_context: string | null;
  readonly payment_intent: string | null;
  readonly payment_link: null;
  readonly payment_method_collection: "always" | "if_required";
  readonly payment_method_configuration_details: Wire | null;
  readonly payment_method_options: Wire;
  readonly payment_method_types: readonly string[];
  readonly payment_status: PaymentStatus;
  readonly permissions: null;
  readonly phone_number_collection: { readonly enabled: boolean };
  readonly recovered_from: null;
  readonly saved_payment_method_options: Wire | null;
  readonly setup_intent: null;
  readonly shipping_address_collection: null;
  readonly shipping_cost: null;
  readonly shipping_options: readonly Wire[];
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
  readonly wallet_options: null;
  readonly _line_items: readonly LineItem[];
  /** Shown only where it was sent. */
  readonly _tax_id_collection: Wire | null;
  /** What the payment intent is made with. */
  readonly _payment: PaymentData;
  /** A payment on its way: set from when it is begun until it is settled. */
  readonly _attempt: PendingPayment | null;
  /** A payment whose payer has been asked to authenticate, until they have or another one is begun. */
  readonly _challenge: PendingPayment | null;
}

/** What `payment_intent_data` asked for, and the capture method that follows from the version. */
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

/** What the buyer gave, kept until the payment is settled. */
export interface PendingPayment {
  readonly id: string;
  readonly payment_method: string;
  readonly details: CustomerDetails;
  readonly authentication: "failed" | "none" | "passed";
}
