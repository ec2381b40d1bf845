/**
 * Methods that are saved as something else: a bank that a payer can approve a payment at can be asked again only by a
 * debit of the account. So the method that is kept for later payments is a new one, with a mandate of its own.
 */
import { errors } from "../../core/errors.ts";
import { typeNamed } from "../../method_types/index.ts";
import type { SavedDebit } from "../../method_types/saved_method.ts";
import type { Tx } from "../../storage/port.ts";
import { attachTo, createMethod, type PaymentMethod } from "../customers/payment_method/index.ts";
import { type Acceptance, mandateFor } from "./mandate.ts";

/** What the debit is made from: the charge or the setup attempt. */
type MadeFrom =
  | { readonly charge: string; readonly setup_attempt: null }
  | { readonly charge: null; readonly setup_attempt: string };

/** Refuses to save a method as a debit if it lacks what that one needs. */
export function checkSavable({ billing_details: { email, name }, type }: PaymentMethod): void {
  if (typeNamed(type).savedAs === undefined) return;
  if (name === null) throw errors.missingParam("payment_method_data[billing_details][name]");
  if (email === null) throw errors.missingParam("payment_method_data[billing_details][email]");
}

/** Saves the account behind an approved method as a debit; null if methods of its type are saved themselves. */
export async function saveAsDebit(
  tx: Tx,
  method: PaymentMethod,
  customer: string | null,
  acceptance: Acceptance | null,
  generated_from: MadeFrom,
): Promise<SavedDebit | null> {
  const { savedAs } = typeNamed(method.type);
  if (savedAs === undefined) return null;
  const { address, email, name, phone } = method.billing_details;
  const made = await createMethod(tx, {
    type: savedAs.type,
    data: { ...savedAs.data, generated_from },
    path: savedAs.type,
    billing_details: { address, email, name, phone },
    allow_redisplay: method.allow_redisplay,
  });
  const debit = customer === null ? made : await attachTo(tx, made, customer);
  const mandate = await mandateFor(tx, debit, acceptance, null, {});
  if (mandate === null) throw new Error(`debits of type ${savedAs.type} need no mandate`);
  return { method: debit.id, mandate };
}
