/**
 * What answers to a publishable key show. Such keys are in web pages, where anyone can read them, so they
 * show less. This is written as a version change, so that it applies wherever these objects appear: on their
 * own, expanded, or in an error.
 */
import type { Draft, VersionChange } from "./change.ts";

/** The fields of payment intents that Stripe shows; `SETUP_INTENT` has those of setup intents. */
const PAYMENT_INTENT = new Set(
  (
    "id object amount canceled_at cancellation_reason capture_method client_secret confirmation_method created " +
    "currency description last_payment_error livemode next_action payment_method payment_method_types receipt_email " +
    "setup_future_usage shipping status"
  ).split(" "),
);
const SETUP_INTENT = new Set(
  (
    "id object cancellation_reason client_secret created description last_setup_error livemode next_action " +
    "payment_method payment_method_types status usage"
  ).split(" "),
);

const only =
  (shown: ReadonlySet<string>) =>
  (draft: Draft): Draft => {
    for (const key in draft) if (!shown.has(key)) draft[key] = undefined;
    return draft;
  };

/** Removes the customer and the metadata of a payment method. */
function withoutOwner(draft: Draft): Draft {
  if (draft.customer !== null) draft.customer = undefined;
  draft.metadata = undefined;
  return draft;
}

/** Removes every path that intents could expand in any version, except `payment_method`. */
const expandsOnlyMethod = {
  without: [
    "application",
    "customer",
    "invoice",
    "latest_attempt",
    "latest_charge",
    "mandate",
    "on_behalf_of",
    "review",
    "single_use_mandate",
  ],
  within: {},
};

export const publishable: VersionChange = {
  version: "(publishable)",
  why: "Browsers see only the fields of an intent that its payer needs.",
  objects: {
    payment_intent: only(PAYMENT_INTENT),
    payment_method: withoutOwner,
    setup_intent: only(SETUP_INTENT),
  },
  expands: {
    payment_intent: expandsOnlyMethod,
    payment_method: { without: ["customer"], within: {} },
    setup_intent: expandsOnlyMethod,
  },
};
