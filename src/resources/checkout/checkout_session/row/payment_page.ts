/**
 * A session as its payment page sees it, in the API that the page and the CLI share. It is built for an
 * answer and not stored.
 */
import type { Row } from "../../../../storage/port.ts";
import type { AnyIntent } from "../../../payments/any_intent.ts";
import type { Session } from "./session.ts";

export interface PaymentPage extends Row {
  readonly object: "payment_page";
  readonly session: Session;
  readonly intent: AnyIntent | null;
}

export function paymentPageOf(session: Session, intent: AnyIntent | null): PaymentPage {
  return { id: session.id, object: "payment_page", session, intent };
}

/** Tells the answer to a successful confirmation from an error. */
export function isPaymentPage(row: object): row is PaymentPage {
  return "object" in row && row.object === "payment_page";
}
