/** The row of a payment intent, in the newest shape. */
import { inWireOrder } from "../../core/canonical.ts";
import type { Row } from "../../storage/port.ts";
import type { Tried } from "../attempts.ts";
import type { ChosenTypes, NextAction } from "../intents.ts";
import { isHash, type Wire } from "../resource.ts";

export type IntentStatus =
  | "canceled"
  | "processing"
  | "requires_action"
  | "requires_capture"
  | "requires_confirmation"
  | "requires_payment_method"
  | "succeeded";
export type CaptureMethod = "automatic" | "automatic_async" | "manual";
type ThreeDSecure = "any" | "automatic" | "challenge";

export interface PaymentIntent extends Row {
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
  readonly next_action: NextAction | null;
  readonly on_behalf_of: null;
  readonly payment_method: string | null;
  readonly payment_method_configuration_details: Wire | null;
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
  /** A try on its way: set from when it is begun until it is settled. */
  readonly _attempt: Attempt | null;
  /** The session this intent pays for. */
  readonly _checkout_session: string | null;
  /** The invoice this intent pays; versions before 2025-03-31.basil show it. */
  readonly _invoice: string | null;
  /** The method whose payer has passed a challenge, where the intent then waits for its server to confirm again. */
  readonly _authenticated: string | null;
  /** Where the payer goes after a challenge. */
  readonly _return_url: string | null;
  readonly _three_d_secure: ThreeDSecure;
}

export interface Attempt extends Tried {
  readonly return_url: string | null;
  /** Whether a card that wants to authenticate its payer is refused instead. */
  readonly refuse_action: boolean;
}

/** What a new intent is made of; everything else starts at its default. */
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
  readonly payment_method_configuration_details?: Wire | null;
  readonly receipt_email?: string | null;
  readonly setup_future_usage?: PaymentIntent["setup_future_usage"];
  readonly shipping?: Wire | null;
  readonly statement_descriptor?: string | null;
  readonly statement_descriptor_suffix?: string | null;
  readonly transfer_group?: string | null;
  readonly _checkout_session?: string | null;
  readonly _invoice?: string | null;
  readonly three_d_secure?: ThreeDSecure | undefined;
  /** Further options of cards, as the intent shows them. */
  readonly card_options?: Wire;
}

/** Pure: a payment intent that has not been tried yet. */
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
    ...threeDSecure(given.three_d_secure ?? "automatic", given.card_options),
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
    _checkout_session: given._checkout_session ?? null,
    _invoice: given._invoice ?? null,
    _authenticated: null,
    _return_url: null,
  };
}

/** Pure: the parts of an intent that say when a card authenticates its payer; `more` are its card's other options. */
export function threeDSecure(request_three_d_secure: ThreeDSecure, more: Wire = {}) {
  const card = inWireOrder({
    installments: null,
    mandate_options: null,
    network: null,
    ...more,
    request_three_d_secure,
  });
  return { payment_method_options: { card }, _three_d_secure: request_three_d_secure };
}

export function cardOptionsOf({ payment_method_options: options }: PaymentIntent): Wire {
  return isHash(options.card) ? options.card : {};
}

/** Pure: when the payment is captured: what is asked of cards outranks what is asked of the intent. */
export function captureOf(intent: PaymentIntent): CaptureMethod {
  return cardOptionsOf(intent).capture_method === "manual" ? "manual" : intent.capture_method;
}

/** Pure: what the method is kept for, in the same way. */
export function futureUsageOf(intent: PaymentIntent): PaymentIntent["setup_future_usage"] {
  const asked = cardOptionsOf(intent).setup_future_usage;
  return asked === "off_session" || asked === "on_session" ? asked : intent.setup_future_usage;
}
