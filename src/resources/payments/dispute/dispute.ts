/** What is stored of a dispute, and its states. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { EvidenceProgram, ShownDispute } from "../../../method_types/complaint.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import type { BalanceTransaction } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import type { Eligibility, Evidence } from "./evidence.ts";

export type DisputeStatus =
  | "lost"
  | "needs_response"
  | "under_review"
  | "warning_closed"
  | "warning_needs_response"
  | "warning_under_review"
  | "won";

export interface Dispute extends Row, ShownDispute {
  readonly object: "dispute";
  readonly amount: number;
  /** The first of `balance_transactions`; shown in every version, although the types do not have it. */
  readonly balance_transaction: string | null;
  readonly balance_transactions: readonly BalanceTransaction[];
  readonly charge: string;
  readonly created: UnixSeconds;
  readonly currency: string;
  readonly enhanced_eligibility_types: readonly EvidenceProgram[];
  readonly evidence: Evidence;
  readonly evidence_details: EvidenceDetails;
  readonly intended_submission_method: string | null;
  readonly is_charge_refundable: boolean;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: string;
  readonly status: DisputeStatus;
}

export interface EvidenceDetails {
  /** 0 if the bank hears no answer. */
  readonly due_by: UnixSeconds;
  readonly enhanced_eligibility: Eligibility;
  readonly has_evidence: boolean;
  readonly past_due: boolean;
  readonly submission_count: number;
  readonly submission_method: "manual" | "not_submitted";
}

/** Waits for the shop's answer until it is due. */
export const LAPSE_TIMER = "dispute.lapse";
/** Waits for the bank's decision. */
export const DECIDE_TIMER = "dispute.decide";

const DAY = 86_400;
/** How many days after its own a dispute has to be answered, as recorded: by the last second of the eighth, in UTC. */
const DAYS_TO_ANSWER = 8;

export function dueBy(now: UnixSeconds): UnixSeconds {
  return now - (now % DAY) + (DAYS_TO_ANSWER + 1) * DAY - 1;
}

export function isInquiry({ status }: Dispute): boolean {
  return status.startsWith("warning_");
}

export function awaitsAnswer({ status }: Dispute): boolean {
  return status === "needs_response" || status === "warning_needs_response";
}

export function isUnderReview({ status }: Dispute): boolean {
  return status === "under_review" || status === "warning_under_review";
}

/** Refuses any change of a dispute that has ended. */
export function checkOpen(dispute: Dispute): void {
  if (!awaitsAnswer(dispute) && !isUnderReview(dispute)) throw errors.rule("This dispute is already closed");
}

/** A charge has at most two disputes here. */
const DISPUTES_READ_MAX = 10;

/** The disputes of a charge, newest first. */
export async function disputesOf(reader: Reader, charge: string): Promise<readonly Dispute[]> {
  const { rows } = await reader.list<Dispute>("dispute", { charge }, { limit: DISPUTES_READ_MAX });
  return rows;
}

/** Refuses a refund of a charge whose payer's bank has taken the money. */
export async function checkNotChargedBack(tx: Tx, { id, disputed }: Charge): Promise<void> {
  if (!disputed || (await disputesOf(tx, id)).every((one) => one.is_charge_refundable)) return;
  throw errors.rule(
    `Charge ${id} has been charged back; cannot issue a refund.`,
    undefined,
    "charge_disputed",
  );
}
