/**
 * Balance transactions: what a charge, a refund, a dispute or a payout does to the account's balance. These make them;
 * clients can only read them.
 */
import { scale } from "../../core/amounts.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { defineResource, lists, reference, retrieves, type Surroundings, type Wire } from "../resource.ts";
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
  readonly reporting_category: (typeof CATEGORIES)[MovementType] | "dispute_reversal";
  readonly source: string;
  readonly status: "available" | "pending";
  readonly type: MovementType;
}

/** What books movements, and how reports group them. Payments with other methods than cards have names of their own. */
const CATEGORIES = {
  adjustment: "dispute",
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
  /** The fee, if it is not that of a charge. */
  readonly fee?: { readonly amount: number; readonly description: string };
  /** What it is reported as, if not as usual for its type. */
  readonly category?: "dispute_reversal";
}

/** Books a movement. The fee is rounded half away from zero, and is never more than the charge. */
export async function bookMovement(tx: Tx, movement: Movement): Promise<BalanceTransaction> {
  const { amount, currency, type } = movement;
  const isPayment = CATEGORIES[type] === "charge";
  const processing = isPayment ? Math.min(amount, scale(amount, FEE_PER_THOUSAND, 1000) + FEE_FIXED) : 0;
  const { amount: fee, description } = movement.fee ?? {
    amount: processing,
    description: "Stripe processing fees",
  };
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
              description,
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category: movement.category ?? CATEGORIES[type],
    source: movement.source,
    status: movement.availableAtOnce ? "available" : "pending",
    type,
  };
  await tx.insert(booked);
  return booked;
}

/** Pending funds become available without a write: the view compares `available_on` with the time. */
export function viewMovement(row: BalanceTransaction, { now }: Pick<Surroundings, "now">): Wire {
  return { ...row, status: row.available_on <= now() ? "available" : row.status };
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
  expands: { source: reference("charge", "dispute", "refund", "payout") },
  operations: {
    "GET /": lists("balance_transaction", listParams, ({ currency, source, type }) => ({
      currency,
      source,
      type,
    })),
    "GET /:id": retrieves("balance_transaction"),
  },
  changesByItself: true,
  view: viewMovement,
});
