/** Previews: an invoice as it would be made and finalized, of which nothing is written. */
import type { Tx } from "../../../storage/port.ts";
import { composeDraft, DRAFT_SECONDS, type Terms } from "./draft.ts";
import type { Invoice, PreviewKind } from "./invoice.ts";

/** The invoice that is made from these terms at the time of `tx`. The customer's balance is counted, as if it were finalized. */
export async function composePreview(tx: Tx, terms: Terms, kind: PreviewKind): Promise<Invoice> {
  const draft = await composeDraft(tx, { ...terms, billing_reason: "upcoming" }, tx.newId("upcoming_in_"));
  return asPreview(draft, terms.customer.balance, kind);
}

/** Pure: a draft as previews show it. */
function asPreview(draft: Invoice, balance: number, kind: PreviewKind): Invoice {
  const amount_due = draft.total < 0 ? 0 : Math.max(0, draft.total + balance);
  return {
    ...draft,
    amount_due,
    amount_remaining: amount_due,
    ending_balance: draft.total < 0 ? balance + draft.total : Math.min(0, draft.total + balance),
    next_payment_attempt: draft.created + DRAFT_SECONDS,
    starting_balance: balance,
    _preview: kind,
  };
}
