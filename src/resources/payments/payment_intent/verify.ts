/** Verifies the bank account of a payment intent, and goes on with its payment. */
import * as attempts from "../attempts.ts";
import { verifies } from "../verification.ts";
import type { PaymentIntent } from "./intent.ts";
import { settle } from "./settle.ts";

export const verifyMicrodeposits = verifies<PaymentIntent>("payment_intent", {
  begin: (tx, intent) =>
    attempts.begin(tx, intent, {
      id: tx.newId("payatt_"),
      authentication: "none",
      off_session: false,
      refuse_action: false,
      return_url: null,
    }),
  fail: async (tx, intent, method, result) => (await settle(tx, intent, method, result)).intent,
});
