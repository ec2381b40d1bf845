/** A session as its page sees it, on the surface that pages and the CLI share. It is made for an answer, not stored. */
import type { Row } from "../../storage/port.ts";
import type { PaymentIntent } from "../payment_intent/index.ts";
import type { Session } from "./session.ts";

export interface PaymentPage extends Row {
  readonly object: "payment_page";
  readonly session: Session;
  readonly intent: PaymentIntent | null;
}

export function paymentPageOf(session: Session, intent: PaymentIntent | null): PaymentPage {
  return { id: session.id, object: "payment_page", session, intent };
}

/** True of the answer to a confirmation that was not refused. */
export function isPaymentPage(row: object): row is PaymentPage {
  return "object" in row && row.object === "payment_page";
}
