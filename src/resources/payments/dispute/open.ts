/** How a dispute begins: with the payment that it is about, as the family of the payment method says. */
import type { RaisedDispute } from "../../../method_types/complaint.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { updateAndTell } from "../../resource.ts";
import { type BalanceTransaction, bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { raisedAgainst } from "../complaints.ts";
import { type Dispute, type DisputeStatus, dueBy, LAPSE_TIMER } from "./dispute.ts";
import { eligibilityOf, knownEvidence } from "./evidence.ts";

const FEE = { amount: 1500, description: "Dispute fee" } as const;

const OPENING_STATUS: Readonly<Record<RaisedDispute["as"], DisputeStatus>> = {
  chargeback: "needs_response",
  final: "lost",
  inquiry: "warning_needs_response",
};

/** Opens the disputes that follow from the method of an intent that was just paid. */
export async function disputePayment(tx: Tx, paid: Row): Promise<void> {
  const raised = await raisedAgainst(tx, paid, "dispute");
  if (raised === null) return;
  const { charge, complaints } = raised;
  const real = tx.at(null); // as the charge
  let last = charge.dispute;
  for (const complaint of complaints) last = await open(real, charge, complaint);
  await updateAndTell(real, "charge.updated", charge, { ...charge, dispute: last, disputed: true });
}

/** Opens one dispute and returns its id. */
async function open(tx: Tx, charge: Charge, raised: RaisedDispute): Promise<string> {
  const dispute = disputeFrom(tx.newId("du_"), tx.now, charge, raised);
  if (raised.as === "inquiry") {
    await tx.insert(dispute);
    await tx.emit("charge.dispute.created", dispute);
  } else {
    const withdrawn = withMovement(dispute, await withdraw(tx, dispute));
    await tx.insert(withdrawn);
    await tx.emit("charge.dispute.created", withdrawn);
    await tx.emit("charge.dispute.funds_withdrawn", withdrawn);
    if (raised.as === "final") await tx.emit("charge.dispute.closed", withdrawn);
  }
  if (raised.as !== "final") await awaitAnswer(tx, dispute);
  return dispute.id;
}

function disputeFrom(id: string, now: number, charge: Charge, raised: RaisedDispute): Dispute {
  const { as, programs, reason, shown } = raised;
  const evidence = knownEvidence(charge.billing_details, programs);
  return {
    id,
    object: "dispute",
    amount: charge.amount_captured,
    balance_transaction: null,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: programs,
    evidence,
    evidence_details: {
      due_by: as === "final" ? 0 : dueBy(now),
      enhanced_eligibility: eligibilityOf(evidence, false),
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: as === "inquiry",
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    ...shown,
    reason,
    status: OPENING_STATUS[as],
  };
}

/** Lets a dispute lapse if the shop does not answer in time. */
export async function awaitAnswer(tx: Tx, { id, evidence_details }: Dispute): Promise<void> {
  await tx.schedule({ kind: LAPSE_TIMER, subject: id, due: evidence_details.due_by + 1 });
}

/** Takes the money of the payment from the account, and the fee. */
export function withdraw(tx: Tx, dispute: Dispute): Promise<BalanceTransaction> {
  return bookMovement(tx, {
    type: "adjustment",
    amount: -dispute.amount,
    currency: dispute.currency,
    description: `Chargeback withdrawal for ${dispute.charge}`,
    source: dispute.id,
    availableAtOnce: true,
    fee: FEE,
  });
}

/** Gives the money back to the account. The fee stays paid, as recorded. */
export function reinstate(tx: Tx, dispute: Dispute): Promise<BalanceTransaction> {
  return bookMovement(tx, {
    type: "adjustment",
    category: "dispute_reversal",
    amount: dispute.amount,
    currency: dispute.currency,
    description: `Chargeback reversal for ${dispute.charge}`,
    source: dispute.id,
    availableAtOnce: true,
  });
}

/** The dispute with one more movement of money. */
export function withMovement(dispute: Dispute, movement: BalanceTransaction): Dispute {
  return {
    ...dispute,
    balance_transaction: dispute.balance_transaction ?? movement.id,
    balance_transactions: [...dispute.balance_transactions, movement],
  };
}
