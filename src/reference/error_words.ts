/** What people wrote about the errors of the API reference. */

/**
 * Error codes of single rules, each with the case in which it is used. Their messages are written in the
 * rules, so the catalogue of errors does not contain them. A test compares this list with the codes in the
 * source.
 */
export const RULE_CODES: Readonly<Record<string, string>> = {
  account_number_invalid: "The bank account is none of the documented test accounts.",
  bank_account_unusable: "The bank account cannot be debited.",
  invalid_bank_account_iban: "The IBAN is not valid.",
  payment_intent_mandate_invalid: "The payment needs a mandate of its payer.",
  setup_intent_mandate_invalid: "The set-up needs a mandate of the payer.",
  amount_too_large: "A total or an amount to capture is above what is possible.",
  amount_too_small: "A total is below the least amount of its currency.",
  balance_insufficient: "More is to be paid out than is available.",
  charge_already_refunded: "Everything of the charge was given back before.",
  charge_not_refundable: "Too much time has passed since the payment for its payment method to be refunded.",
  charge_disputed: "The payer's bank has taken the money of the charge.",
  coupon_expired: "The coupon can no longer be used.",
  customer_max_subscriptions: "The customer has 500 subscriptions that have not ended.",
  customer_tax_location_invalid: "Automatic tax cannot tell where the customer is.",
  invalid_charge_amount: "The amount does not fit the smallest unit of its currency.",
  invalid_canceled_subscription_fields: "Hardly anything can change of a subscription that has ended.",
  invoice_not_editable: "The lines of an invoice that is no longer a draft cannot be changed.",
  parameter_invalid_integer: "An amount to pay is 0.",
  parameter_missing: "What another parameter or the buyer makes necessary is missing.",
  payment_intent_incompatible_payment_method: "The payment method is not of a type that the intent accepts.",
  payment_intent_invalid_currency: "A type of payment method cannot be used in the intent's currency.",
  payment_intent_invalid_parameter: "The client secret is not of this payment intent.",
  payment_intent_redirect_confirmation_without_return_url:
    "The payer could not come back from the page of their bank: a `return_url` is missing.",
  payment_intent_konbini_rejected_confirmation_number: "The network does not accept the confirmation number.",
  payment_intent_payment_attempt_expired:
    "A voucher was not paid in time, a code not scanned or a payment not approved; only intents have this code.",
  offline_bank: "The bank that the buyer has chosen takes no payments at the moment.",
  payment_method_processing_error_transient:
    "The bank that the buyer has chosen could not process the payment.",
  payment_method_customer_decline:
    "The buyer declined the payment in their app; only intents have this code.",
  payment_method_not_available: "The wallet does not answer; only intents have this code.",
  payment_method_provider_decline: "The bank declined a payment that is approved in its app.",
  payment_method_provider_timeout: "Nobody approved the payment in time; only intents have this code.",
  payment_method_microdeposit_failed:
    "Microdeposits did not reach the bank account; only intents have this code.",
  payment_method_microdeposit_verification_amounts_invalid: "There are always two microdeposits.",
  payment_method_microdeposit_verification_amounts_mismatch: "Other amounts were sent to the bank account.",
  payment_method_microdeposit_verification_attempts_exceeded:
    "There were too many wrong answers, so the bank account cannot be verified any more.",
  payment_method_microdeposit_verification_descriptor_code_mismatch:
    "Another code was sent to the bank account.",
  payment_method_microdeposit_verification_timeout: "The bank account was not verified in time.",
  routing_number_invalid: "The check digit of the routing number is wrong.",
  resource_missing: "The payment method is not attached to the customer.",
  status_transition_invalid: "What was sent cannot change while a subscription waits for its first payment.",
  tax_id_invalid: "The tax ID does not have the form of its type.",
};

/** The same for codes of declined cards, which have the status 402. */
export const CARD_CODES: Readonly<Record<string, string>> = {
  card_declined: "The card was declined; `decline_code` says why.",
  incorrect_number: "The check digit of the card number is wrong.",
  invalid_cvc: "The security code does not have the right number of digits.",
  invalid_expiry_month: "The month is not one, or the card has expired.",
  invalid_expiry_year: "The year is past or too far ahead.",
  invalid_number: "The card number does not have the right number of digits.",
  invoice_payment_intent_requires_action: "The payer of an invoice must authenticate.",
  payment_intent_authentication_failure: "The buyer did not pass 3-D Secure, or could not be asked.",
  payment_intent_payment_attempt_failed:
    "The buyer did not approve the payment on the page of their bank, or their cash balance is too low.",
  setup_attempt_failed: "The buyer did not approve the set-up on the page of their bank.",
  subscription_payment_intent_requires_action:
    "The payer must authenticate, and the request does not allow it.",
  setup_intent_authentication_failure: "The buyer did not pass 3-D Secure, or could not be asked.",
};

/** What one decline says besides its code, for declines that no test card has. */
export const OTHER_DECLINES: Readonly<Record<string, string>> = {
  card_not_supported: "The session does not take cards of this brand.",
};
