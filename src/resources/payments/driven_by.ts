/**
 * Intents that another object drives, such as a checkout session or an invoice: only that object cancels them.
 * Clients can read them, change what no attempt depends on, and confirm those of invoices.
 */
import { errors } from "../../core/errors.ts";
import type { Row } from "../../storage/port.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

/** The object that an intent was made by and belongs to. */
export interface DrivenBy {
  readonly kind: "checkout.session" | "invoice";
  readonly id: string;
}

/** What a client must do instead of canceling an intent that something drives. */
const DRIVERS: Readonly<Record<DrivenBy["kind"], (id: string) => string>> = {
  "checkout.session": (id) =>
    `it belongs to a Checkout Session. To cancel it, expire the Checkout Session ${id} instead.`,
  invoice: (id) => `it belongs to an Invoice. To cancel it, void the Invoice ${id} instead.`,
};

interface Driven extends Row {
  readonly object: IntentKind;
  readonly status: string;
  readonly _driven_by: DrivenBy | null;
}

/**
 * Only what drives an intent may cancel it, or update what its attempts depend on. A session alone confirms its
 * intent; that of an invoice may be confirmed by the payer, whose client secret the invoice gives out. Once a
 * payment is authorized, clients may capture or cancel it.
 */
export function checkNotDriven(intent: Driven, verb: "cancel" | "confirm" | "update"): void {
  const { _driven_by: driver } = intent;
  if (driver === null || intent.status === "requires_capture") return;
  if (driver.kind === "invoice" && verb === "confirm") return;
  throw errors.unexpectedIntentState(
    `You cannot ${verb} this ${INTENT_NAMES[intent.object]} because ${DRIVERS[driver.kind](driver.id)}`,
    intent,
  );
}
