/**
 * Balance transactions: what a charge, a refund or a payout does to the account's balance. These make them; clients can
 * only read them.
 */
import { scale } from "../../core/amounts.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { defineResource, lists, reference, retrieves } from "../resource.ts";
import { addToBalance, dayAfter } from "./balance.ts";

export interface BalanceTransaction extends Row {
  readonly object: "balance_transaction";
  readonly amount: number;
  readonly available_on: number;
  readonly balance_type: "payments";
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly exchange_rate: null;
  readonly fee: number;
  readonly fee_details: readonly {
    readonly amount: number;
    readonly application: null;
    readonly currency: string;
    readonly description: string;
    readonly type: "stripe_fee";
  }[];
  readonly net: number;
  readonly reporting_category: (typeof CATEGORIES)[MovementType];
  readonly source: string;
  readonly status: "available" | "pending";
  readonly type: MovementType;
}

/** What books movements, and how reports group them. Payments with other methods than cards have names of their own. */
const CATEGORIES = {
  charge: "charge",
  payment: "charge",
  payment_refund: "refund",
  payout: "payout",
  payout_cancel: "payout_reversal",
  refund: "refund",
  refund_failure: "refund_failure",
} as const;
type MovementType = keyof typeof CATEGORIES;

/** Stripe's standard card pricing in the US: 2.9 % and 30 cents. */
const FEE_PER_THOUSAND = 29;
const FEE_FIXED = 30;
const DAYS_TO_AVAILABLE = 2;

interface Movement {
  readonly type: MovementType;
  /** Negative for money that leaves the account. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly source: string;
  readonly availableAtOnce: boolean;
}

/** Books a movement. The fee is rounded half away from zero, and is never more than the charge. */
export async function bookMovement(tx: Tx, movement: Movement): Promise<BalanceTransaction> {
  const { amount, currency, type } = movement;
  const isPayment = CATEGORIES[type] === "charge";
  const fee = isPayment ? Math.min(amount, scale(amount, FEE_PER_THOUSAND, 1000) + FEE_FIXED) : 0;
  const available_on = movement.availableAtOnce ? tx.now : dayAfter(tx.now, DAYS_TO_AVAILABLE);
  await addToBalance(tx.at(null), { available_on, currency, net: amount - fee }, isPayment);
  const booked: BalanceTransaction = {
    id: tx.newId("txn_"),
    object: "balance_transaction",
    amount,
    available_on,
    balance_type: "payments",
    created: tx.now,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category: CATEGORIES[type],
    source: movement.source,
    status: movement.availableAtOnce ? "available" : "pending",
    type,
  };
  await tx.insert(booked);
  return booked;
}

const listParams = {
  currency: p.currency(),
  payout: p.notYet(),
  source: p.string(),
  type: p.string({ max: 100 }),
} as const satisfies Fields;

export const balanceTransaction = defineResource<BalanceTransaction>({
  object: "balance_transaction",
  path: "/v1/balance_transactions",
  permission: "balance_transaction_source",
  keys: (row) => ({ currency: row.currency, source: row.source, type: row.type }),
  expands: { source: reference("charge", "refund", "payout") },
  operations: {
    "GET /": lists("balance_transaction", listParams, ({ currency, source, type }) => ({
      currency,
      source,
      type,
    })),
    "GET /:id": retrieves("balance_transaction"),
  },
  changesByItself: true,
  // Pending funds become available without a write: the view compares `available_on` with the time.
  view: (row, { now }) => ({ ...row, status: row.available_on <= now() ? "available" : row.status }),
});
