/** Where Stripe's answers are not what the types of its clients say, each with the reason to think so. */
import type { Fault } from "./check.ts";

/** What was asked for. */
export interface Asked {
  /** The path without ids. */
  readonly path: string;
  /** Whether the request named a version. */
  readonly namesVersion: boolean;
  readonly isPublishable: boolean;
}

interface Expected {
  /** The texts of the faults, whole. */
  readonly faults: RegExp;
  /** Which answers have them; all, if it is left out. */
  readonly of?: (asked: Asked) => boolean;
  /** Why Stripe's answers have them. */
  readonly why: string;
}

const EXPECTED: readonly Expected[] = [
  {
    faults:
      /^(?:credit_note\.lines|invoice\.lines|subscription\.items) \(list\)\.total_count is not declared$/,
    why: "Recorded of lists within objects. The types leave it out as deprecated.",
  },
  {
    faults:
      /^(?:charge\.(?:destination|dispute|order)|dispute\.balance_transaction|product\.attributes) is not declared$/,
    why: "Recorded, in every version: what is left of parts that the API no longer has.",
  },
  {
    faults: /^subscription\.(?:plan|quantity) is not declared$/,
    why: "Recorded, in every version, of subscriptions with one item.",
  },
  {
    faults: /^subscription_schedule\.(?:default_settings\.default_source|renewal_interval) is not declared$/,
    why: "Recorded, in every version.",
  },
  {
    faults: /^charge\.refunds is missing$/,
    why: "Shown only when it is expanded, since 2022-11-15. The types of stripe 14 say that it is always there.",
  },
  {
    faults: /^invoice\.id is missing$/,
    of: ({ path }) => path === "/v1/invoices/upcoming",
    why: "An invoice that does not exist yet has none; clients have a type of its own for it.",
  },
  {
    faults: /^tax_id\.owner\.customer is null$/,
    why: "In the documentation's example of a tax id of the account.",
  },
  {
    faults:
      /^error\.code has the value "(?:invalid_bank_account_iban|payment_intent_invalid_currency|payment_intent_redirect_confirmation_without_return_url|property_expansion_max_depth|subscription_payment_intent_requires_action)"$/,
    why: "Recorded. The types know the codes that an intent keeps of its last error.",
  },
  {
    faults: /^error\.code has the value "(?:offline_bank|payment_method_processing_error_transient)"$/,
    why: "Documented for the test banks of FPX.",
  },
  {
    faults:
      /^payment_intent\.last_payment_error\.code has the value "(?:charge_exceeds_weekly_limit|invalid_currency|tokenized_account_number_deactivated)"$/,
    why: "Failures of debits in the documentation of their test accounts. The types know fewer of them.",
  },
  {
    faults: /^(?:payment_intent|payment_method|setup_intent)\.\w+ is missing$/,
    of: ({ isPublishable }) => isPublishable,
    why: "Publishable keys see less.",
  },
  {
    faults: /^(?:checkout\.session|payment_link)\.(?:\w+|custom_text\.\w+) is missing$/,
    of: ({ namesVersion }) => !namesVersion,
    why: "Without a version, the answer has the shape of the reference's printed examples, which is older.",
  },
  {
    faults: /^error\.code has the value "checkout_(?:not_active|succeeded)_session"$/,
    why: "Recorded of Stripe's page, whose API the types do not describe.",
  },
  {
    faults: /^(?:payment_page|three_d_secure_2) is no object of any types$/,
    why: "Stripe does not document them: what its own page and Stripe.js get.",
  },
];

/** Whether a fault is one of the types, and not of the answer. */
export function isExpected({ at, what }: Fault, asked: Asked): boolean {
  return EXPECTED.some(({ faults, of }) => faults.test(`${at} ${what}`) && (of?.(asked) ?? true));
}
