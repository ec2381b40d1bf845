/** Verifies the bank account of a setup intent, and goes on with its set-up; ends it if nobody verifies it in time. */
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import { awaitsVerification, FAULTS } from "../../../method_types/microdeposits.ts";
import type { Tx } from "../../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath } from "../../resource.ts";
import * as attempts from "../attempts.ts";
import { verifies } from "../verification.ts";
import type { SetupIntent } from "./intent.ts";
import { settle } from "./settle.ts";

export const verifyMicrodeposits = verifies<SetupIntent>("setup_intent", {
  begin: (tx, intent) =>
    attempts.begin(tx, intent, { id: tx.newId("payatt_"), authentication: "none", return_url: null }),
  fail: async (tx, intent, method, result) => (await settle(tx, intent, method, result)).intent,
});

/** Ends a verification as the family of the method says. Does nothing if the intent does not wait any more. */
export async function conclude(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<SetupIntent>("setup_intent", id);
  if (intent === null || intent._attempt !== null || !awaitsVerification(intent)) return;
  const method = await byPath<PaymentMethod>(tx, "payment_method", intent.payment_method ?? "");
  const terms = { now: tx.at(null).now, options: optionsOf(method.type, intent.payment_method_options) };
  const { result } = typeNamed(method.type).family.concluded(heldOf(method), terms);
  // The account may have been verified for another intent; nobody has answered for this one in time.
  const { fault = FAULTS.timeout } = result.result === "expired" ? result : {};
  await settle(tx, intent, method, { result: "action_failed", fault });
}
