/** How a dispute ends: by the bank's decision, by time, or because the payment was refunded. */
import type { Row, Tx } from "../../../storage/port.ts";
import { byPath, updateAndTell } from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { complaintsAbout } from "../complaints.ts";
import {
  awaitsAnswer,
  DECIDE_TIMER,
  type Dispute,
  disputesOf,
  dueBy,
  isInquiry,
  isUnderReview,
  LAPSE_TIMER,
} from "./dispute.ts";
import { awaitAnswer, reinstate, withdraw, withMovement } from "./open.ts";

export type Verdict = "escalated" | "lost" | "warning_closed" | "won";

const VERDICTS: Readonly<Record<string, { readonly dispute: Verdict | null; readonly inquiry: Verdict }>> = {
  escalate_inquiry_evidence: { dispute: null, inquiry: "escalated" },
  losing_evidence: { dispute: "lost", inquiry: "warning_closed" },
  winning_evidence: { dispute: "won", inquiry: "warning_closed" },
};

/** What the bank will decide on the evidence; null if it never does. */
export function verdictOn(dispute: Dispute): Verdict | null {
  const verdicts = VERDICTS[dispute.evidence.uncategorized_text ?? ""];
  return verdicts?.[isInquiry(dispute) ? "inquiry" : "dispute"] ?? null;
}

/** The bank decides on what was submitted. */
export async function decide(tx: Tx, id: string): Promise<void> {
  const dispute = await byPath<Dispute>(tx, "dispute", id);
  const verdict = isUnderReview(dispute) ? verdictOn(dispute) : null;
  if (verdict === "won") await win(tx, dispute);
  else if (verdict === "escalated") await escalate(tx, dispute);
  else if (verdict !== null) await end(tx, dispute, verdict);
}

/** The shop has not answered in time. */
export async function lapse(tx: Tx, id: string): Promise<void> {
  const dispute = await byPath<Dispute>(tx, "dispute", id);
  if (awaitsAnswer(dispute)) await end(tx, dispute, isInquiry(dispute) ? "warning_closed" : "lost");
}

/** Ends a dispute without money for the shop. */
export async function end(tx: Tx, dispute: Dispute, status: "lost" | "warning_closed"): Promise<Dispute> {
  const closed: Dispute = { ...dispute, status };
  await tx.update(closed);
  await tx.cancel(LAPSE_TIMER, dispute.id);
  await tx.cancel(DECIDE_TIMER, dispute.id);
  await tx.emit("charge.dispute.closed", closed);
  return closed;
}

async function win(tx: Tx, dispute: Dispute): Promise<void> {
  const won: Dispute = {
    ...withMovement(dispute, await reinstate(tx, dispute)),
    is_charge_refundable: true,
    status: "won",
  };
  await tx.update(won);
  await tx.emit("charge.dispute.funds_reinstated", won);
  await tx.emit("charge.dispute.closed", won);
}

/** An inquiry becomes a dispute: the bank takes the money, and the shop is asked again. */
async function escalate(tx: Tx, dispute: Dispute): Promise<void> {
  const charge = await byPath<Charge>(tx, "charge", dispute.charge);
  const [raised] = await complaintsAbout(tx, charge.payment_method, "dispute");
  // What was refunded since is not taken again.
  const left = { ...dispute, amount: charge.amount_captured - charge.amount_refunded };
  const disputed: Dispute = {
    ...withMovement(left, await withdraw(tx, left)),
    ...raised?.escalated,
    evidence_details: { ...dispute.evidence_details, due_by: dueBy(tx.now) },
    is_charge_refundable: false,
    status: "needs_response",
  };
  await updateAndTell(tx, "charge.dispute.updated", dispute, disputed);
  await tx.emit("charge.dispute.funds_withdrawn", disputed);
  await awaitAnswer(tx, disputed);
}

/** Nobody inquires any more about a payment that was given back whole. */
export async function closeInquiries(tx: Tx, row: Row): Promise<void> {
  const { id, disputed, refunded } = row as Charge; // the event is about a charge
  if (!disputed || !refunded) return;
  for (const found of await disputesOf(tx, id)) {
    const dispute = await byPath<Dispute>(tx, "dispute", found.id);
    const isOpen = awaitsAnswer(dispute) || isUnderReview(dispute);
    if (isOpen && isInquiry(dispute)) await end(tx.at(null), dispute, "warning_closed");
  }
}
