/**
 * Pure: which requests a payment intent accepts in which state. They only throw errors; nothing is changed.
 */
import {
  currencyFault,
  formatAmount,
  formatAmountForError,
  maximumCharge,
  minimumCharge,
} from "../../../core/currencies.ts";
import { errors } from "../../../core/errors.ts";
import { shippingRow } from "../charge.ts";
import { checkNotDriven } from "../driven_by.ts";
import type { IntentStatus, PaymentIntent } from "./intent.ts";
import type { ConfirmInput, UpdateInput } from "./params.ts";

const AMOUNT_ZERO =
  "The amount must be greater than or equal to the minimum charge amount allowed for your account and the " +
  "currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a " +
  "Payment Method for future use without an immediate payment, use a Setup Intent instead: " +
  "https://docs.stripe.com/payments/setup-intents";

export function checkAmount(amount: number, currency: string): void {
  if (amount < 0) throw errors.integerTooSmall("amount", 1);
  if (amount === 0) throw errors.rule(AMOUNT_ZERO, "amount", "parameter_invalid_integer");
  const fault = currencyFault(amount, currency);
  if (fault !== null) throw errors.rule(fault, "amount", "invalid_charge_amount");
  const least = minimumCharge(currency);
  if (amount < least) {
    throw errors.rule(
      `Amount must be at least ${formatAmountForError(least, currency)}`,
      "amount",
      "amount_too_small",
    );
  }
  const most = maximumCharge(currency);
  if (amount > most) {
    throw errors.rule(
      `Amount must be no more than ${formatAmount(most, currency)}`,
      "amount",
      "amount_too_large",
    );
  }
}

const CONFIRMABLE: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

export function checkConfirmable(intent: PaymentIntent): void {
  if (intent._attempt !== null) throw errors.lockTimeout();
  if (intent.status === "succeeded") {
    throw errors.unexpectedIntentState(
      "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
      intent,
    );
  }
  if (!CONFIRMABLE.includes(intent.status)) {
    throw errors.unexpectedIntentState(
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with ` +
        "one of the following statuses may be confirmed: requires_confirmation, requires_action.",
      intent,
    );
  }
}

/**
 * Refuses what the payer's own browser may not do at a confirmation: confirm in place of the shop's server, send the
 * goods elsewhere than the shop said, or have the method saved for less than it asked.
 */
export function checkFromBrowser(intent: PaymentIntent, input: ConfirmInput): void {
  if (intent.confirmation_method === "manual") {
    throw errors.rule(
      `This PaymentIntent ${intent.id} cannot be confirmed using your publishable key because its ` +
        "`confirmation_method` is set to `manual`. Please use your secret key instead, or create a PaymentIntent with " +
        "`confirmation_method` set to `automatic`.",
    );
  }
  if (input.off_session !== undefined && input.off_session !== "false") {
    throw errors.rule(
      "You cannot confirm with `off_session` using a publishable API key. Please use your secret key instead.",
      "off_session",
    );
  }
  const { setup_future_usage: before } = intent;
  const usage = input.setup_future_usage;
  if (before !== null && usage !== undefined && usage !== before && usage !== "off_session") {
    throw errors.rule(
      "A publishable API key can only update `setup_future_usage` from `on_session` to `off_session`. Please use your " +
        "secret key instead.",
      "setup_future_usage",
    );
  }
  const { shipping } = input;
  if (shipping === undefined || intent.shipping === null || intent._shipping_from_browser) return;
  const isSame =
    shipping !== null && JSON.stringify(shippingRow(shipping)) === JSON.stringify(intent.shipping);
  if (!isSame) {
    throw errors.rule(
      "The shipping information on this PaymentIntent was last set with a secret key and therefore cannot be changed " +
        "with a publishable key. Please use your secret key instead.",
      "shipping",
    );
  }
}

export function checkHasMethod(intent: PaymentIntent, method: string | null): asserts method is string {
  if (method !== null) return;
  throw errors.unexpectedIntentState(
    intent.customer === null
      ? "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
          "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment " +
          "method or ConfirmationToken."
      : "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent " +
          `with ${intent.customer}, specify a payment method attached to this customer along with the customer ID.`,
    intent,
  );
}

/** Methods chosen by the account's settings may redirect the payer, so the request must give a return URL. */
export function checkReturnUrl(intent: PaymentIntent, returnUrl: string | null): void {
  const automatic = intent.automatic_payment_methods;
  if (automatic === null || !automatic.enabled || automatic.allow_redirects === "never" || returnUrl !== null)
    return;
  throw errors.rule(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these " +
      "payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't " +
      "want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and " +
      "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  );
}

/** What a client may set before it confirms the intent of an invoice. */
const OF_CONFIRMING: readonly string[] = ["payment_method", "payment_method_data", "setup_future_usage"];
const FROZEN = [
  "amount",
  "capture_method",
  "currency",
  "customer",
  "payment_method",
  "payment_method_data",
  "setup_future_usage",
] as const;
const UPDATABLE: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

/**
 * Parameters that an attempt depends on cannot change during an attempt, after it went through, or while a
 * session drives the intent.
 */
export function checkUpdatable(intent: PaymentIntent, input: UpdateInput): void {
  const changesTerms = input.payment_method_options !== undefined || input.payment_method_types !== undefined;
  if (changesTerms && intent.next_action !== null) checkNotDriven(intent, "update");
  const param = FROZEN.find((name) => input[name] !== undefined);
  if (param === undefined) return;
  if (intent._attempt !== null) throw errors.lockTimeout();
  if (UPDATABLE.includes(intent.status)) {
    const isPayersOwn = FROZEN.every((name) => input[name] === undefined || OF_CONFIRMING.includes(name));
    if (intent._driven_by?.kind !== "invoice" || !isPayersOwn) checkNotDriven(intent, "update");
    return;
  }
  throw errors.unexpectedIntentState(
    `This PaymentIntent's ${param} could not be updated because it has a status of ${intent.status}. You may only ` +
      `update the ${param} of a PaymentIntent with one of the following statuses: requires_payment_method, ` +
      "requires_confirmation, requires_action.",
    intent,
    param,
  );
}

export function checkCapturable(intent: PaymentIntent, amount: number | undefined): void {
  if (intent.status !== "requires_capture") {
    throw errors.unexpectedIntentState(
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent ` +
        "with one of the following statuses may be captured: requires_capture.",
      intent,
    );
  }
  if (amount !== undefined && amount > intent.amount_capturable) {
    throw errors.rule(
      "The requested capture amount is greater than the authorized amount.",
      "amount_to_capture",
      "amount_too_large",
    );
  }
}

const CANCELABLE: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
  "processing",
];

export function checkCancelable(intent: PaymentIntent): void {
  if (intent._attempt !== null) throw errors.lockTimeout();
  if (CANCELABLE.includes(intent.status)) return;
  throw errors.unexpectedIntentState(
    `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
      `of the following statuses may be canceled: ${CANCELABLE.join(", ")}.`,
    intent,
  );
}
