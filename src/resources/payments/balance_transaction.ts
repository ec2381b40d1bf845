/**
 * Balance transactions: what a charge, refund or dispute does to the account's balance. These make them; clients can
 * only read them.
 */
import { scale } from "../../core/amounts.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { defineResource, lists, reference, retrieves, type Surroundings, type Wire } from "../resource.ts";

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
  readonly reporting_category: "charge" | "dispute" | "dispute_reversal" | "refund";
  readonly source: string;
  readonly status: "available" | "pending";
  readonly type: MovementType;
}

/** What booked it. Payments with other methods than cards, and their refunds, have names of their own. */
type MovementType = "adjustment" | "charge" | "payment" | "payment_refund" | "refund";

/** Stripe's standard card pricing in the US: 2.9 % and 30 cents. */
const FEE_PER_THOUSAND = 29;
const FEE_FIXED = 30;
const SECONDS_TO_AVAILABLE = 2 * 86_400;

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
  /** What it is reported as, if neither a charge nor a refund. */
  readonly category?: "dispute" | "dispute_reversal";
}

/** Books a movement. The fee is rounded half away from zero, and is never more than the charge. */
export async function bookMovement(tx: Tx, movement: Movement): Promise<BalanceTransaction> {
  const { amount, currency, type } = movement;
  const isIncoming = type === "charge" || type === "payment";
  const processing = isIncoming ? Math.min(amount, scale(amount, FEE_PER_THOUSAND, 1000) + FEE_FIXED) : 0;
  const { amount: fee, description } = movement.fee ?? {
    amount: processing,
    description: "Stripe processing fees",
  };
  const booked: BalanceTransaction = {
    id: tx.newId("txn_"),
    object: "balance_transaction",
    amount,
    available_on: tx.now + (movement.availableAtOnce ? 0 : SECONDS_TO_AVAILABLE),
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
    reporting_category: movement.category ?? (isIncoming ? "charge" : "refund"),
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
  expands: { source: reference("charge", "dispute", "refund") },
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
