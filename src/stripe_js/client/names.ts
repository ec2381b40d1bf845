/** Names of Stripe.js that are not there, or not in every train. Data; the texts are Stripe's. */
import type { TrainName } from "../trains.ts";

/** Methods that Checkstand does not have. Each rejects with an error that names it. */
export const ABSENT: readonly string[] = [
  "collectBankAccountForPayment",
  "collectBankAccountForSetup",
  "collectBankAccountToken",
  "collectFinancialConnectionsAccounts",
  "createEphemeralKeyNonce",
  "createRadarSession",
  "createSource",
  "initCheckoutFormSdk",
  "initCustomCheckout",
  "initializePricing",
  "processOrder",
  "retrieveOrder",
  "retrieveSource",
  "verifyIdentity",
];

interface Removed {
  readonly name: string;
  readonly since: TrainName;
  readonly text: string;
}

/** Methods that a train took away. */
export const REMOVED: readonly Removed[] = [
  {
    name: "redirectToCheckout",
    since: "clover",
    text:
      "stripe.redirectToCheckout is no longer supported in this version of Stripe.js. See the changelog for more " +
      "details: https://docs.stripe.com/changelog/clover/2025-09-30/remove-redirect-to-checkout.",
  },
  {
    name: "initCheckout",
    since: "dahlia",
    text: "stripe.initCheckout() has been removed. Please use stripe.initCheckoutElementsSdk() instead.",
  },
  {
    name: "initEmbeddedCheckout",
    since: "dahlia",
    text: "stripe.initEmbeddedCheckout() has been removed. Please use stripe.createEmbeddedCheckoutPage() instead.",
  },
  ...[
    "confirmPaymentIntent",
    "createSource",
    "handleCardPayment",
    "handleCardSetup",
    "handleFpxPayment",
    "retrieveSource",
  ].map(
    (name): Removed => ({
      name,
      since: "dahlia",
      text: `stripe.${name}() has been removed in this version of Stripe.js.`,
    }),
  ),
];
