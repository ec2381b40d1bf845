/**
 * Transfers of customers: their money goes into the cash balance, and from there to the payments that wait for it,
 * in one unit of work.
 */

import { errors } from "../../core/errors.ts";
import { referenceOf, SENDERS, TRANSFER_CURRENCIES, transferIn } from "../../method_types/bank_accounts.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import {
  availableIn,
  CASH_TRANSACTION,
  type CashTransaction,
  isAutomatic,
  living,
  lockedBalance,
  moveCash,
} from "../customers/customer/index.ts";
import { byPath, type Call, defineResource, reference, writes } from "../resource.ts";
import { allocate, type Transfer } from "./allocation.ts";
import {
  applyCash,
  isOfInvoice,
  isTransfer,
  type PaymentIntent,
  remainingOf,
} from "./payment_intent/index.ts";

const AMOUNT_MAX = 999_999_999_999;
const REFERENCE_MAX = 5000;
/** How many waiting payments of a customer one transfer can be for. */
const WAITING_MAX = 100;

const fundParams = {
  amount: p.required(
    p.about("What the customer transfers, in minor units.", p.integer({ max: AMOUNT_MAX, min: 1 })),
  ),
  currency: p.required(p.currency()),
  reference: p.about(
    "What the customer wrote for the receiver: the `reference` of a payment, so that the money is for it.",
    p.string({ max: REFERENCE_MAX }),
  ),
} as const satisfies Fields;

/** `POST /v1/test_helpers/customers/:id/fund_cash_balance`. */
async function fund(tx: Tx, { id, input }: Call<ObjectValue<typeof fundParams>>): Promise<CashTransaction> {
  const customer = await living(tx, id);
  const { amount, currency } = input;
  const type = transferIn(currency);
  if (type === null) {
    throw errors.rule(
      `Bank transfers are possible in these currencies only: ${TRANSFER_CURRENCIES.join(", ")}.`,
      "currency",
    );
  }
  const sender = SENDERS[type];
  const written = input.reference ?? null;
  const bank_transfer = { ...(sender === null ? {} : { [type]: sender }), reference: written, type };
  const movement = { funded: { bank_transfer }, type: "funded" } as const;
  const funded = await moveCash(tx, customer.id, { amount, currency }, movement);
  await reconcile(tx, customer.id, currency, { amount, reference: written });
  return funded;
}

/** Pays with new money what waits for it, and tells of what is left. */
async function reconcile(tx: Tx, customer: string, currency: string, transfer: Transfer): Promise<void> {
  const balance = await lockedBalance(tx, customer);
  if (isAutomatic(balance)) {
    const { rows } = await tx.list<PaymentIntent>(
      "payment_intent",
      { awaits_funds: currency, customer },
      { limit: WAITING_MAX, oldestFirst: true },
    );
    const waiting = rows.map((intent) => ({
      id: intent.id,
      isWhole: isOfInvoice(intent),
      reference: referenceOf(intent.id),
      remaining: remainingOf(intent),
    }));
    for (const { id, amount } of allocate(waiting, availableIn(balance, currency), transfer)) {
      const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
      if (isTransfer(intent)) await applyCash(tx, intent, amount);
    }
  }
  const after = await lockedBalance(tx, customer);
  if (availableIn(after, currency) > 0) await tx.emit("cash_balance.funds_available", after);
}

/** They are read below their customer; here is only what makes one in tests. */
export const cashTransaction = defineResource<CashTransaction>({
  object: CASH_TRANSACTION,
  path: "/v1/test_helpers/customers",
  permission: "customer",
  keys: ({ customer }) => ({ customer }),
  expands: {
    "applied_to_payment.payment_intent": reference("payment_intent"),
    customer: reference("customer"),
    "refunded_from_payment.refund": reference("refund"),
    "unapplied_from_payment.payment_intent": reference("payment_intent"),
  },
  operations: { "POST /:id/fund_cash_balance": writes(fundParams, fund) },
});
