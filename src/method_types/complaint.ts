/**
 * What payers and their banks raise against a payment that was made: disputes, inquiries and warnings of fraud. Which of
 * them follow from a method is said by its family; what becomes of them is left to the resources.
 */

/** Rules of a card network by which a dispute can be answered in a special way. */
export type EvidenceProgram = "mastercard_compliance" | "visa_compelling_evidence_3" | "visa_compliance";

export type Complaint = RaisedDispute | RaisedWarning;

export interface RaisedDispute {
  readonly raises: "dispute";
  /** `inquiry`: the bank asks, and takes no money yet; `final`: it takes the money and hears no answer. */
  readonly as: "chargeback" | "final" | "inquiry";
  /** `reason` of the dispute. */
  readonly reason: string;
  readonly programs: readonly EvidenceProgram[];
  readonly shown: ShownDispute;
  /** What an inquiry shows once the bank is not content with the answer. */
  readonly escalated?: ShownDispute;
}

/** What a dispute shows of the network that it comes from. */
export interface ShownDispute {
  readonly network_reason_code: string | null;
  /** `payment_method_details`; absent for types that have no such details. */
  readonly payment_method_details?: Readonly<Record<string, unknown>>;
}

/** The issuer of a card thinks that a payment was fraud. */
export interface RaisedWarning {
  readonly raises: "fraud_warning";
  readonly fraud_type: string;
}
