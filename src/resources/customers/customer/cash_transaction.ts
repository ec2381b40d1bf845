/** The ledger of a customer's cash balance: its rows, and the one way in which money moves into it and out of it. */

import { errors } from "../../../core/errors.ts";
import type { TransferType } from "../../../method_types/bank_accounts.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import { type CashBalance, lockedBalance } from "./cash_balance.ts";

export const CASH_TRANSACTION = "customer_cash_balance_transaction";

/** What moved the money; each has a hash of its own name, except those that say no more. */
export type CashMovement =
  | { readonly type: "applied_to_payment"; readonly applied_to_payment: { readonly payment_intent: string } }
  | { readonly type: "funded"; readonly funded: { readonly bank_transfer: BankTransfer } }
  | { readonly type: "refunded_from_payment"; readonly refunded_from_payment: { readonly refund: string } }
  | {
      readonly type: "unapplied_from_payment";
      readonly unapplied_from_payment: { readonly payment_intent: string };
    };

interface BankTransfer {
  /** What the sender wrote for the receiver. */
  readonly reference: string | null;
  readonly type: TransferType;
  /** Under the name of the type, what is known of the sender. */
  readonly [hash: string]: unknown;
}

export type CashTransaction = Row & {
  readonly object: typeof CASH_TRANSACTION;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_account: null;
  /** What was available in the currency after it, in minor units. */
  readonly ending_balance: number;
  readonly livemode: false;
  /** Minor units; negative for money that leaves the balance. */
  readonly net_amount: number;
} & CashMovement;

/**
 * Moves money into a customer's cash balance or, if `amount` is negative, out of it: writes the balance and its
 * transaction, and tells of it. The balance is read and locked here, in the same unit of work, so that no money is
 * spent twice. Throws if there is too little: callers look before. Money is of real time, also that of customers on
 * test clocks.
 */
export async function moveCash(
  tx: Tx,
  customer: string,
  { amount, currency }: { readonly amount: number; readonly currency: string },
  movement: CashMovement,
): Promise<CashTransaction> {
  const real = tx.at(null);
  const before = await lockedBalance(real, customer);
  const ending = availableIn(before, currency) + amount;
  if (ending < 0) throw new Error(`the cash balance of ${customer} has less than ${-amount} ${currency}`);
  await real.update<CashBalance>({ ...before, available: { ...before.available, [currency]: ending } });
  const moved: CashTransaction = {
    id: real.newId("ccsbtxn_"),
    object: CASH_TRANSACTION,
    created: real.now,
    currency,
    customer,
    customer_account: null,
    ending_balance: ending,
    livemode: false,
    net_amount: amount,
    ...movement,
  };
  await real.insert(moved);
  await real.emit("customer_cash_balance_transaction.created", moved);
  return moved;
}

/** What a balance has in a currency, in minor units. */
export function availableIn({ available }: CashBalance, currency: string): number {
  return available?.[currency] ?? 0;
}

/** One transaction of a customer, or a 404. */
export async function cashTransactionOf(
  reader: Reader,
  customer: string,
  id: string,
): Promise<CashTransaction> {
  const row = await reader.get<CashTransaction>(CASH_TRANSACTION, id);
  if (row?.customer !== customer) {
    throw errors.missingPathResource("customer cash balance transaction", id, "transaction");
  }
  return row;
}
