/** Methods of Stripe.js that Checkstand does not have. Each rejects with an error that names it. */
export const ABSENT: readonly string[] = [
  "collectBankAccountForPayment",
  "collectBankAccountForSetup",
  "collectBankAccountToken",
  "collectFinancialConnectionsAccounts",
  "createEphemeralKeyNonce",
  "createRadarSession",
  "createSource",
  "initializePricing",
  "processOrder",
  "retrieveOrder",
  "retrieveSource",
  "verifyIdentity",
];
