/** What a shop does about a dispute: it sends evidence, or accepts it. */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { byParam, byPath, type Call, updateAndTell } from "../../resource.ts";
import { checkOpen, DECIDE_TIMER, type Dispute, isInquiry, LAPSE_TIMER } from "./dispute.ts";
import { eligibilityOf, withEvidence } from "./evidence.ts";
import { end, verdictOn } from "./outcome.ts";
import type { EvidenceInput, UpdateInput } from "./params.ts";

/** How many seconds the bank takes to decide; recorded at Stripe were 4 to 7. */
const DECISION_SECONDS = 4;

export async function updateDispute(tx: Tx, call: Call<UpdateInput>): Promise<Dispute> {
  const before = await byPath<Dispute>(tx, "dispute", call.id);
  checkOpen(before);
  const { evidence, intended_submission_method, metadata, submit = evidence !== undefined } = call.input;
  if (evidence !== undefined) await checkPriorCharges(tx, evidence);
  const staged: Dispute = {
    ...(evidence === undefined ? before : withStaged(before, evidence)),
    ...(intended_submission_method == null ? {} : { intended_submission_method }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  if (!submit) return updateAndTell(tx, "charge.dispute.updated", before, staged);
  const real = tx.at(null);
  const submitted = await updateAndTell(
    real,
    "charge.dispute.updated",
    before,
    withSubmitted(staged, real.now),
  );
  await real.cancel(LAPSE_TIMER, before.id);
  if (verdictOn(submitted) === null) await real.cancel(DECIDE_TIMER, before.id);
  else {
    await real.schedule({ kind: DECIDE_TIMER, subject: before.id, due: real.now + DECISION_SECONDS });
  }
  return submitted;
}

/** Evidence about earlier charges names charges that exist. */
async function checkPriorCharges(
  reader: Reader,
  { enhanced_evidence: enhanced }: EvidenceInput,
): Promise<void> {
  const prior = enhanced?.visa_compelling_evidence_3?.prior_undisputed_transactions ?? [];
  const path = "evidence[enhanced_evidence][visa_compelling_evidence_3][prior_undisputed_transactions]";
  for (const [i, { charge }] of prior.entries()) {
    await byParam(reader, "charge", charge, `${path}[${i}][charge]`);
  }
}

function withStaged(before: Dispute, given: EvidenceInput): Dispute {
  const evidence = withEvidence(before.evidence, given, before.enhanced_eligibility_types);
  return {
    ...before,
    evidence,
    evidence_details: {
      ...before.evidence_details,
      enhanced_eligibility: eligibilityOf(evidence, false),
      has_evidence: before.evidence_details.has_evidence || saysSomething(given),
    },
  };
}

function saysSomething(given: EvidenceInput): boolean {
  return Object.values(given).some((value) => value !== null && value !== undefined);
}

function withSubmitted(staged: Dispute, now: number): Dispute {
  const { evidence, evidence_details: details } = staged;
  if (!details.has_evidence) throw errors.rule("This dispute has no evidence that could be submitted.");
  const eligibility = eligibilityOf(evidence, true);
  for (const program of ["mastercard_compliance", "visa_compliance"] as const) {
    if (eligibility[program]?.status !== "requires_fee_acknowledgement") continue;
    throw errors.rule(
      "Evidence for a compliance dispute can be submitted once its fee is acknowledged.",
      `evidence[enhanced_evidence][${program}][fee_acknowledged]`,
    );
  }
  return {
    ...staged,
    evidence_details: {
      ...details,
      enhanced_eligibility: eligibility,
      past_due: now > details.due_by,
      submission_count: details.submission_count + 1,
      submission_method: "manual",
    },
    status: isInquiry(staged) ? "warning_under_review" : "under_review",
  };
}

/** The shop has nothing to say: the dispute is lost, and an inquiry ends. */
export async function closeDispute(tx: Tx, call: Call<object>): Promise<Dispute> {
  const dispute = await byPath<Dispute>(tx, "dispute", call.id);
  checkOpen(dispute);
  return end(tx, dispute, isInquiry(dispute) ? "warning_closed" : "lost");
}
