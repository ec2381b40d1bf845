/** Pure: the charge that an approved or declined attempt makes. */
import { inWireOrder } from "../../../core/canonical.ts";
import type { ChargedResult } from "../../../method_types/attempt_result.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { SavedDebit } from "../../../method_types/saved_method.ts";
import { heldOf, type PaymentMethod } from "../../customers/payment_method/index.ts";
import type { Wire } from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { captureOf, type PaymentIntent } from "./intent.ts";

/** How many seconds an authorization may wait for its capture. */
export const CAPTURE_SECONDS = 7 * 86_400;
/** What the payer's statement shows if the intent sets no descriptor of its own. */
const STATEMENT_NAME = "CHECKSTAND";
const STATUSES = { approved: "succeeded", declined: "failed", processing: "pending" } as const;
const RISK_SCORES = { normal: 24, elevated: 66, highest: 92 } as const;

/** What the payer has agreed to beside the payment. */
interface Given {
  readonly mandate?: string | null;
  readonly savedAs?: SavedDebit | null;
}

export function chargeFrom(
  id: string,
  now: number,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: ChargedResult,
  { mandate = null, savedAs = null }: Given = {},
): Charge {
  const captured = result.result !== "declined" && captureOf(intent, method.type) !== "manual";
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details as unknown as Wire,
    calculated_statement_descriptor: mandate === null ? statementFor(intent) : null, // a debit names its mandate
    captured,
    created: now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    destination: null,
    dispute: null,
    disputed: false,
    failure_balance_transaction: null,
    ...failureOf(result),
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    order: null,
    outcome: outcomeOf(result),
    paid: result.result === "approved",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(now, intent, method, result, { mandate, savedAs }),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: STATUSES[result.result],
    transfer_data: null,
    transfer_group: intent.transfer_group,
    _available_at_once: result.result === "approved" && result.availableAtOnce,
    _invoice: intent._invoice,
  };
}

/** The failure that a charge shows; nulls unless it was declined. */
export function failureOf(result: ChargedResult): Pick<Charge, "failure_code" | "failure_message"> {
  const { code = null, message = null } = result.result === "declined" ? result.decline : {};
  return { failure_code: code, failure_message: message };
}

function methodDetails(
  now: number,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: ChargedResult,
  given: Required<Given>,
): Charge["payment_method_details"] {
  const { type } = method;
  const isAuthorized = result.result === "approved" && captureOf(intent, type) === "manual";
  const details = typeNamed(type).family.chargeDetails(heldOf(method), {
    result,
    amount: intent.amount,
    intentId: intent.id,
    ...given,
    captureBefore: isAuthorized ? now + CAPTURE_SECONDS : null,
  });
  return inWireOrder({ [type]: details, type });
}

/** The descriptor on the payer's statement. */
export function statementFor(intent: PaymentIntent): string {
  const { statement_descriptor: whole, statement_descriptor_suffix: suffix } = intent;
  if (whole !== null) return whole.toUpperCase();
  return suffix === null ? STATEMENT_NAME : `${STATEMENT_NAME}* ${suffix}`.toUpperCase();
}

/** `outcome` of a charge. What is under way has been accepted so far. */
export function outcomeOf(result: ChargedResult): Wire {
  if (result.result !== "declined") {
    const risk = result.result === "approved" ? result.risk : "not_assessed";
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "approved_by_network",
      reason: risk === "elevated" ? "elevated_risk_level" : null,
      risk_level: risk,
      ...(risk === "not_assessed" ? {} : { risk_score: RISK_SCORES[risk] }),
      seller_message: "Payment complete.",
      type: "authorized",
    };
  }
  const { decline } = result;
  return {
    advice_code: result.blocked ? null : decline.advice_code,
    network_advice_code: null,
    network_decline_code: result.blocked ? null : (decline.network_decline_code ?? null),
    network_status: result.blocked ? "not_sent_to_network" : "declined_by_network",
    reason: result.blocked ? "highest_risk_level" : (decline.decline_code ?? decline.code),
    risk_level: result.risk ?? (result.blocked ? "highest" : "normal"),
    ...(result.risk === undefined
      ? { risk_score: result.blocked ? RISK_SCORES.highest : RISK_SCORES.normal }
      : {}),
    seller_message: result.blocked
      ? "Stripe blocked this payment as too risky."
      : "The bank did not return any further details with this decline.",
    type: result.blocked ? "blocked" : "issuer_declined",
  };
}
