/** The parameters of disputes. */
import { address } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";

/** How long most texts may be (Stripe docs). */
const TEXT_MAX = 20_000;

const text = p.nullable(p.string());
const longText = p.nullable(p.string({ max: TEXT_MAX }));
/** The id of a file. There are no files here. */
const file = p.notYet();

const transaction = {
  customer_account_id: text,
  customer_device_fingerprint: text,
  customer_device_id: text,
  customer_email_address: text,
  customer_purchase_ip: text,
  product_description: text,
  shipping_address: address,
} as const satisfies Fields;
export type TransactionInput = ObjectValue<typeof transaction>;

/** How many earlier transactions Visa's rules ask for. */
export const PRIOR_TRANSACTIONS = 2;

const feeAcknowledged = p.object({
  fee_acknowledged: p.about("Without it, the evidence cannot be submitted.", p.boolean()),
});

const enhancedEvidence = p.nullable(
  p.object({
    mastercard_compliance: feeAcknowledged,
    visa_compelling_evidence_3: p.object({
      disputed_transaction: p.object({
        ...transaction,
        merchandise_or_services: p.oneOf("merchandise", "services"),
      }),
      prior_undisputed_transactions: p.list(p.object({ ...transaction, charge: p.required(p.string()) }), {
        max: PRIOR_TRANSACTIONS,
      }),
    }),
    visa_compliance: feeAcknowledged,
  }),
);

const evidence = {
  access_activity_log: longText,
  appeal: p.notYet(),
  billing_address: text,
  cancellation_policy: file,
  cancellation_policy_disclosure: longText,
  cancellation_rebuttal: longText,
  customer_communication: file,
  customer_email_address: text,
  customer_name: text,
  customer_purchase_ip: text,
  customer_signature: file,
  duplicate_charge_documentation: file,
  duplicate_charge_explanation: longText,
  duplicate_charge_id: text,
  enhanced_evidence: p.about(
    "For disputes whose `enhanced_eligibility_types` name the program.",
    enhancedEvidence,
  ),
  product_description: longText,
  receipt: file,
  refund_policy: file,
  refund_policy_disclosure: longText,
  refund_refusal_explanation: longText,
  service_date: text,
  service_documentation: file,
  shipping_address: text,
  shipping_carrier: text,
  shipping_date: text,
  shipping_documentation: file,
  shipping_tracking_number: text,
  uncategorized_file: file,
  uncategorized_text: p.about(
    "`winning_evidence` wins a dispute, `losing_evidence` loses it, and `escalate_inquiry_evidence` turns an inquiry " +
      "into a dispute, some seconds after it was submitted. Otherwise it stays under review.",
    longText,
  ),
} as const satisfies Fields;
export type EvidenceInput = ObjectValue<typeof evidence>;

export const updateParams = {
  evidence: p.about("What the shop says. It is added to what was sent before.", p.object(evidence)),
  intended_submission_method: p.notYet(
    p.oneOf("manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"),
    ["manual", "prefer_manual"],
  ),
  metadata: p.metadata(),
  submit: p.about(
    "Whether the bank gets the evidence at once: true if evidence is sent, unless this says otherwise.",
    p.boolean(),
  ),
} as const satisfies Fields;
export type UpdateInput = ObjectValue<typeof updateParams>;

export const listParams = { charge: p.string(), payment_intent: p.string() } as const satisfies Fields;
