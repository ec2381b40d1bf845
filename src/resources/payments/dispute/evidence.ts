/**
 * Pure: what a shop can say to a dispute, what is known before it says anything, and whether it satisfies the special
 * programs of card networks (`enhanced_evidence`).
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import type { EvidenceProgram } from "../../../method_types/complaint.ts";
import { type Address, wholeAddress } from "../../../params/common.ts";
import { isHash, type Wire } from "../../resource.ts";
import { type EvidenceInput, PRIOR_TRANSACTIONS, type TransactionInput } from "./params.ts";

/** Evidence that is text. */
const TEXTS = [
  "access_activity_log",
  "billing_address",
  "cancellation_policy_disclosure",
  "cancellation_rebuttal",
  "customer_email_address",
  "customer_name",
  "customer_purchase_ip",
  "duplicate_charge_explanation",
  "duplicate_charge_id",
  "product_description",
  "refund_policy_disclosure",
  "refund_refusal_explanation",
  "service_date",
  "shipping_address",
  "shipping_carrier",
  "shipping_date",
  "shipping_tracking_number",
  "uncategorized_text",
] as const;
/** Evidence that is the id of a file. There are no files here. */
const FILES = [
  "cancellation_policy",
  "customer_communication",
  "customer_signature",
  "duplicate_charge_documentation",
  "receipt",
  "refund_policy",
  "service_documentation",
  "shipping_documentation",
  "uncategorized_file",
] as const;

type Texts = Readonly<Record<(typeof TEXTS)[number], string | null>>;
type Files = Readonly<Record<(typeof FILES)[number], null>>;
export type Evidence = Texts & Files & { readonly enhanced_evidence: EnhancedEvidence };

interface Acknowledged {
  readonly fee_acknowledged: boolean;
}
interface EnhancedEvidence {
  readonly mastercard_compliance?: Acknowledged;
  readonly visa_compelling_evidence_3?: CompellingEvidence;
  readonly visa_compliance?: Acknowledged;
}
interface CompellingEvidence {
  readonly disputed_transaction: DisputedTransaction | null;
  readonly prior_undisputed_transactions: readonly PriorTransaction[];
}
interface Transaction {
  readonly customer_account_id: string | null;
  readonly customer_device_fingerprint: string | null;
  readonly customer_device_id: string | null;
  readonly customer_email_address: string | null;
  readonly customer_purchase_ip: string | null;
  readonly product_description: string | null;
  readonly shipping_address: Address | null;
}
interface DisputedTransaction extends Transaction {
  readonly merchandise_or_services: string | null;
}
interface PriorTransaction extends Transaction {
  readonly charge: string;
}

/** `evidence_details[enhanced_eligibility]`. */
export interface Eligibility {
  readonly mastercard_compliance?: { readonly status: string };
  readonly visa_compelling_evidence_3?: {
    readonly required_actions: readonly string[];
    readonly status: "not_qualified" | "qualified" | "requires_action";
  };
  readonly visa_compliance?: { readonly status: string };
}

/** Stripe fills in what the payer has told with the payment (recorded). */
export function knownEvidence(billing: Wire, programs: readonly EvidenceProgram[]): Evidence {
  const nothing = Object.fromEntries([...TEXTS, ...FILES].map((name) => [name, null])) as Texts & Files;
  return inWireOrder({
    ...nothing,
    billing_address: addressText(billing.address),
    customer_email_address: textOf(billing.email),
    customer_name: textOf(billing.name),
    enhanced_evidence: unanswered(programs),
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A postal address as one text: its first two lines, then the rest in one line. */
function addressText(address: unknown): string | null {
  if (!isHash(address)) return null;
  const { line1, line2, city, state, postal_code, country } = address;
  const place = [city, state, postal_code, country].filter(Boolean).join(", ");
  return [line1, line2, place].filter(Boolean).join("\n") || null;
}

function unanswered(programs: readonly EvidenceProgram[]): EnhancedEvidence {
  return Object.fromEntries(
    programs.map((program) => [
      program,
      program === "visa_compelling_evidence_3"
        ? { disputed_transaction: null, prior_undisputed_transactions: [] }
        : { fee_acknowledged: false },
    ]),
  );
}

/** How many characters all evidence of a dispute may have (Stripe docs). */
const EVIDENCE_CHARS_MAX = 150_000;

/** The evidence with what a request adds, replaces or unsets. */
export function withEvidence(
  before: Evidence,
  given: EvidenceInput,
  programs: readonly EvidenceProgram[],
): Evidence {
  const { appeal: _none, enhanced_evidence: enhanced, ...texts } = given;
  const after: Evidence = {
    ...before,
    ...texts,
    enhanced_evidence: enhancedWith(before.enhanced_evidence, enhanced, programs),
  };
  const chars = TEXTS.reduce((sum, name) => sum + (after[name]?.length ?? 0), 0);
  if (chars <= EVIDENCE_CHARS_MAX) return after;
  throw errors.rule(`The evidence of a dispute can have up to ${EVIDENCE_CHARS_MAX} characters.`, "evidence");
}

function enhancedWith(
  before: EnhancedEvidence,
  given: EvidenceInput["enhanced_evidence"],
  programs: readonly EvidenceProgram[],
): EnhancedEvidence {
  if (given === undefined) return before;
  if (given === null) return unanswered(programs);
  for (const name of Object.keys(given)) {
    if ((programs as readonly string[]).includes(name)) continue;
    throw errors.rule(
      `This dispute is not eligible for ${name}; see its \`enhanced_eligibility_types\`.`,
      `evidence[enhanced_evidence][${name}]`,
    );
  }
  const { mastercard_compliance: mastercard, visa_compliance: visa, visa_compelling_evidence_3: ce3 } = given;
  return {
    ...before,
    ...(mastercard === undefined ? {} : { mastercard_compliance: acknowledged(mastercard) }),
    ...(ce3 === undefined
      ? {}
      : { visa_compelling_evidence_3: compelling(before.visa_compelling_evidence_3, ce3) }),
    ...(visa === undefined ? {} : { visa_compliance: acknowledged(visa) }),
  };
}

function acknowledged({ fee_acknowledged = false }: { fee_acknowledged?: boolean }): Acknowledged {
  return { fee_acknowledged };
}

type CompellingInput = NonNullable<
  NonNullable<EvidenceInput["enhanced_evidence"]>["visa_compelling_evidence_3"]
>;

function compelling(before: CompellingEvidence | undefined, given: CompellingInput): CompellingEvidence {
  const { disputed_transaction: disputed, prior_undisputed_transactions: prior } = given;
  const { disputed_transaction: known = null, prior_undisputed_transactions: earlier = [] } = before ?? {};
  return {
    disputed_transaction:
      disputed === undefined
        ? known
        : inWireOrder({
            ...transactionOf(disputed, known),
            merchandise_or_services:
              disputed.merchandise_or_services ?? known?.merchandise_or_services ?? null,
          }),
    prior_undisputed_transactions:
      prior?.map((one) => ({ charge: one.charge, ...transactionOf(one, null) })) ?? earlier,
  };
}

function transactionOf(given: TransactionInput, known: Transaction | null): Transaction {
  const { shipping_address: address } = given;
  const text = (name: Exclude<keyof TransactionInput, "shipping_address">): string | null =>
    given[name] === undefined ? (known?.[name] ?? null) : given[name];
  return {
    customer_account_id: text("customer_account_id"),
    customer_device_fingerprint: text("customer_device_fingerprint"),
    customer_device_id: text("customer_device_id"),
    customer_email_address: text("customer_email_address"),
    customer_purchase_ip: text("customer_purchase_ip"),
    product_description: text("product_description"),
    shipping_address: address === undefined ? (known?.shipping_address ?? null) : wholeAddress(address),
  };
}

/** Whether the evidence satisfies the programs; what lacks something when it is submitted does not qualify. */
export function eligibilityOf({ enhanced_evidence: given }: Evidence, isSubmitted: boolean): Eligibility {
  const { mastercard_compliance: mastercard, visa_compliance: visa, visa_compelling_evidence_3: ce3 } = given;
  return {
    ...(mastercard === undefined ? {} : { mastercard_compliance: { status: feeStatus(mastercard) } }),
    ...(ce3 === undefined ? {} : { visa_compelling_evidence_3: qualification(ce3, isSubmitted) }),
    ...(visa === undefined ? {} : { visa_compliance: { status: feeStatus(visa) } }),
  };
}

function feeStatus({ fee_acknowledged }: Acknowledged): string {
  return fee_acknowledged ? "fee_acknowledged" : "requires_fee_acknowledgement";
}

function qualification(
  evidence: CompellingEvidence,
  isSubmitted: boolean,
): NonNullable<Eligibility["visa_compelling_evidence_3"]> {
  const required_actions = missingIn(evidence);
  if (required_actions.length === 0) return { required_actions, status: "qualified" };
  return { required_actions, status: isSubmitted ? "not_qualified" : "requires_action" };
}

function missingIn({
  disputed_transaction: disputed,
  prior_undisputed_transactions: prior,
}: CompellingEvidence) {
  const identifies = disputed !== null && prior.every((one) => isSameCustomer(disputed, one));
  const missing: readonly (readonly [action: string, isMissing: boolean])[] = [
    ["missing_customer_identifiers", !identifies],
    ["missing_disputed_transaction_description", !disputed?.product_description],
    ["missing_merchandise_or_services", !disputed?.merchandise_or_services],
    ["missing_prior_undisputed_transaction_description", prior.some((one) => !one.product_description)],
    ["missing_prior_undisputed_transactions", prior.length < PRIOR_TRANSACTIONS],
  ];
  return missing.filter(([, isMissing]) => isMissing).map(([action]) => action);
}

/** Visa's rule: two things are the same in both transactions, and one of them is the IP address or the device. */
function isSameCustomer(one: Transaction, other: Transaction): boolean {
  const same = (name: keyof Transaction): boolean =>
    one[name] !== null && JSON.stringify(one[name]) === JSON.stringify(other[name]);
  const strong = [
    same("customer_purchase_ip"),
    same("customer_device_id") || same("customer_device_fingerprint"),
  ];
  const all = [...strong, same("customer_account_id"), same("shipping_address")];
  return strong.includes(true) && all.filter(Boolean).length >= 2;
}
