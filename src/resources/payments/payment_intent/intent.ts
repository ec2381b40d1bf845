/** The row of a payment intent in its newest shape, and pure functions on it. */

import { isSavable } from "../../../method_types/fitting.ts";
import { optionsOf } from "../../../method_types/index.ts";
import type { paymentShipping } from "../../../params/common.ts";
import type { Value } from "../../../params/param.ts";
import type { Data, Row } from "../../../storage/port.ts";
import type { Wire } from "../../resource.ts";
import type { Pending } from "../attempts.ts";
import { shippingRow } from "../charge.ts";
import type { ChosenTypes, WantedOfIntent } from "../chosen_types.ts";
import type { DrivenBy } from "../driven_by.ts";
import type { Acceptance } from "../mandate.ts";
import type { Asked } from "../payer_action.ts";

export type IntentStatus =
  | "canceled"
  | "processing"
  | "requires_action"
  | "requires_capture"
  | "requires_confirmation"
  | "requires_payment_method"
  | "succeeded";
export type CaptureMethod = "automatic" | "automatic_async" | "manual";

export interface PaymentIntent extends Row, Asked {
  readonly object: "payment_intent";
  readonly allowed_payment_method_types: null;
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_details: Wire;
  readonly amount_received: number;
  readonly application: null;
  readonly application_fee_amount: null;
  readonly automatic_payment_methods: ChosenTypes["automatic_payment_methods"];
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: CaptureMethod;
  readonly client_secret: string;
  readonly confirmation_method: "automatic" | "manual";
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly description: string | null;
  readonly excluded_payment_method_types: null;
  readonly last_payment_error: Wire | null;
  readonly latest_charge: string | null;
  readonly livemode: false;
  readonly managed_payments: null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: null;
  readonly payment_method: string | null;
  readonly payment_method_configuration_details: ChosenTypes["payment_method_configuration_details"];
  readonly payment_method_options: Wire;
  readonly payment_method_types: readonly string[];
  readonly payment_record: null;
  readonly processing: null;
  readonly receipt_email: string | null;
  readonly review: null;
  readonly setup_future_usage: "off_session" | "on_session" | null;
  readonly shipping: Wire | null;
  readonly source: null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status: IntentStatus;
  readonly transfer_data: null;
  readonly transfer_group: string | null;
  /** The attempt under way: set from when it begins until it is settled. */
  readonly _attempt: Attempt | null;
  /** The attempt whose payer was asked to authenticate and has not answered yet. */
  readonly _challenge: Attempt | null;
  /**
   * The object that drives the intent. Clients may not cancel such an intent, and may confirm only that of an
   * invoice, unless it waits for its capture.
   */
  readonly _driven_by: DrivenBy | null;
  /** The invoice that the intent pays; shown only in versions before 2025-03-31.basil. */
  readonly _invoice: string | null;
  /**
   * With manual confirmation, the method whose payer passed a challenge while the intent waits for its server
   * to confirm again.
   */
  readonly _authenticated: string | null;
  /** The URL that the payer is sent to after a challenge. */
  readonly _return_url: string | null;
  /** How the payer accepted the mandate for the last attempt; null if none was given with it. */
  readonly _acceptance: Acceptance | null;
  /** What the customer's cash balance has paid of it while it waits for the rest; left out if nothing. */
  readonly _funded?: number | undefined;
  /** True if a browser has set where the goods go: other browsers may then change it. */
  readonly _shipping_from_browser?: true | undefined;
}

export interface Attempt extends Pending {
  readonly off_session: boolean;
  readonly return_url: string | null;
  /** Whether a payment that needs authentication is refused instead. */
  readonly refuse_action: boolean;
}

/**
 * Version 2: rows of version 1 had the key `_checkout_session`, because nothing else could drive an intent.
 */
export function toDrivenBy({ _checkout_session: id, ...row }: Data): Data {
  return { ...row, _driven_by: typeof id === "string" ? { kind: "checkout.session", id } : null };
}

/** Version 3: payments of version 2 needed no mandate. */
export function withAcceptance(row: Data): Data {
  return { ...row, _acceptance: null };
}

/** The values of a new intent; everything else starts with its default. */
export interface NewIntent {
  readonly id: string;
  readonly client_secret: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly capture_method: CaptureMethod;
  readonly payment_method_types: readonly string[];
  readonly automatic_payment_methods?: PaymentIntent["automatic_payment_methods"];
  readonly confirmation_method?: "automatic" | "manual";
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly payment_method?: string | null;
  readonly payment_method_configuration_details?: ChosenTypes["payment_method_configuration_details"];
  readonly receipt_email?: string | null;
  readonly setup_future_usage?: PaymentIntent["setup_future_usage"];
  readonly shipping?: Wire | null;
  readonly statement_descriptor?: string | null;
  readonly statement_descriptor_suffix?: string | null;
  readonly transfer_group?: string | null;
  readonly _driven_by?: DrivenBy | null;
  readonly _invoice?: string | null;
  readonly payment_method_options: Wire;
}

/** Pure: a payment intent without any attempt. */
export function newIntent(given: NewIntent): PaymentIntent {
  return {
    id: given.id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: given.automatic_payment_methods ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.capture_method,
    client_secret: given.client_secret,
    confirmation_method: given.confirmation_method ?? "automatic",
    created: given.created,
    currency: given.currency,
    customer: given.customer ?? null,
    customer_account: null,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: given.payment_method ?? null,
    payment_method_configuration_details: given.payment_method_configuration_details ?? null,
    payment_method_options: given.payment_method_options,
    payment_method_types: given.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: given.receipt_email ?? null,
    review: null,
    setup_future_usage: given.setup_future_usage ?? null,
    shipping: given.shipping ?? null,
    source: null,
    statement_descriptor: given.statement_descriptor ?? null,
    statement_descriptor_suffix: given.statement_descriptor_suffix ?? null,
    status: given.payment_method ? "requires_confirmation" : "requires_payment_method",
    transfer_data: null,
    transfer_group: given.transfer_group ?? null,
    _attempt: null,
    _challenge: null,
    _driven_by: given._driven_by ?? null,
    _invoice: given._invoice ?? null,
    _authenticated: null,
    _return_url: null,
    _acceptance: null,
  };
}

/** Pure: what changes in an intent whose goods go elsewhere. */
export function shippedTo(
  shipping: Value<typeof paymentShipping> | null,
  fromBrowser: boolean,
): Pick<PaymentIntent, "shipping" | "_shipping_from_browser"> {
  return {
    shipping: shipping === null ? null : shippingRow(shipping),
    _shipping_from_browser: fromBrowser ? true : undefined,
  };
}

/** Pure: an intent that waits for another payment method, because an attempt failed. */
export function failedIntent(intent: PaymentIntent, error: Wire, charge: string | null): PaymentIntent {
  return {
    ...intent,
    last_payment_error: error,
    latest_charge: charge,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
    _attempt: null,
    _challenge: null,
  };
}

/** Pure: what an intent wants of the types of payment method. */
export function wantedOf(
  intent: Pick<PaymentIntent, "amount" | "capture_method" | "currency"> & {
    readonly setup_future_usage?: PaymentIntent["setup_future_usage"];
  },
): WantedOfIntent {
  const { amount, currency, capture_method, setup_future_usage: usage = null } = intent;
  const isCapturedLater = capture_method === "manual";
  return { purpose: "payment", amount, currency, isCapturedLater, isSaved: usage !== null };
}

/**
 * Pure: how the payment is captured. `manual` in the options of the paying type takes precedence over the
 * intent's own value.
 */
export function captureOf(intent: PaymentIntent, type: string): CaptureMethod {
  const options = optionsOf(type, intent.payment_method_options);
  return options.capture_method === "manual" ? "manual" : intent.capture_method;
}

/**
 * Pure: what the payment method is saved for; null for types that cannot be saved. The options of the paying type
 * take precedence over the intent's own value; `none` means that methods of this type are not saved.
 */
export function futureUsageOf(intent: PaymentIntent, type: string): PaymentIntent["setup_future_usage"] {
  if (!isSavable(type)) return null;
  const asked = optionsOf(type, intent.payment_method_options).setup_future_usage;
  if (asked === "none") return null;
  return asked === "off_session" || asked === "on_session" ? asked : intent.setup_future_usage;
}
