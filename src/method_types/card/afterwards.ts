/** Pure: what is raised against a payment with a test card, and how card networks name it. */
import type { Complaint, EvidenceProgram, RaisedDispute } from "../complaint.ts";
import { type AfterCharge, afterChargeOf, type CardBrand, type TestCard } from "./test_cards.ts";

type CaseType = "chargeback" | "compliance" | "inquiry";

/** The code of a reason in the networks whose test cards are disputed (Stripe docs, network code map). */
const CODES: Readonly<Partial<Record<CardBrand, Readonly<Record<string, string>>>>> = {
  mastercard: { fraudulent: "4837" },
  visa: { fraudulent: "10.4", product_not_received: "13.1" },
};
/** The code of an inquiry, as recorded for Visa. */
const INQUIRY_CODE = "10";

const WARNING: Complaint = { raises: "fraud_warning", fraud_type: "unauthorized_use_of_card" };

/** What is raised against a payment with a card. */
export function complaintsOf(card: TestCard): readonly Complaint[] {
  const after = afterChargeOf(card);
  return after === undefined ? [] : raised(card.brand, after);
}

function raised(brand: CardBrand, after: AfterCharge): readonly Complaint[] {
  switch (after) {
    case "dispute_fraudulent":
      return [disputed(brand, "fraudulent")];
    case "dispute_not_received":
      return [disputed(brand, "product_not_received")];
    case "dispute_multiple":
      return [disputed(brand, "fraudulent"), disputed(brand, "fraudulent")];
    case "dispute_ce3_eligible":
      return [{ ...disputed(brand, "fraudulent"), programs: ["visa_compelling_evidence_3"] }];
    case "dispute_compliance": {
      const program: EvidenceProgram = brand === "mastercard" ? "mastercard_compliance" : "visa_compliance";
      return [{ ...disputed(brand, "noncompliant", "compliance"), programs: [program] }];
    }
    case "inquiry":
      return [inquired(brand)];
    case "early_fraud_warning":
      return [WARNING];
    case "refund_fails":
    case "refund_pending":
      return [];
  }
}

function disputed(brand: CardBrand, reason: string, caseType: CaseType = "chargeback"): RaisedDispute {
  const code = CODES[brand]?.[reason] ?? null;
  return { raises: "dispute", as: "chargeback", reason, programs: [], shown: shown(brand, caseType, code) };
}

function inquired(brand: CardBrand): RaisedDispute {
  const chargeback = disputed(brand, "fraudulent");
  const asked = shown(brand, "inquiry", INQUIRY_CODE);
  return { ...chargeback, as: "inquiry", shown: asked, escalated: chargeback.shown };
}

function shown(brand: CardBrand, case_type: CaseType, network_reason_code: string | null) {
  const card = { brand, case_type, network: brand, network_reason_code };
  return { network_reason_code, payment_method_details: { card, type: "card" } };
}
