/** The interface of a session mode. Nothing outside this folder compares `session.mode`. */
import type { Behaviour } from "../../../../core/behaviour.ts";
import type { UnixSeconds } from "../../../../core/clock.ts";
import type { ApiError } from "../../../../core/errors.ts";
import type { AttemptResult } from "../../../../method_types/attempt_result.ts";
import type { AttemptRequest } from "../../../../method_types/method_type.ts";
import type { Reader, Tx } from "../../../../storage/port.ts";
import type { Price } from "../../../catalog/price/index.ts";
import type { Customer } from "../../../customers/customer/index.ts";
import type { PaymentMethod } from "../../../customers/payment_method/index.ts";
import type { AnyIntent } from "../../../payments/any_intent.ts";
import type { CreateInput } from "../params/session_params.ts";
import type {
  CustomerDetails,
  LineItem,
  PaymentTerms,
  Session,
  SetupTerms,
  SubscriptionTerms,
} from "../row/session.ts";

/** A payment method and the network's result for it. */
export interface Tried {
  readonly method: PaymentMethod;
  readonly result: AttemptResult;
}

/** The outcome of an attempt, with the changed session, which is not written yet. */
export type SettledSession = FailedSession | WaitingSession | DoneSession;

/** The session stays open, and the buyer is shown the error. */
export interface FailedSession {
  readonly outcome: "failed";
  readonly session: Session;
  readonly error: ApiError;
}
/** The payer is asked to authenticate. */
export interface WaitingSession {
  readonly outcome: "waiting";
  readonly session: Session;
  readonly intent: AnyIntent;
}
/** The session can be completed. */
export interface DoneSession {
  readonly outcome: "done";
  readonly session: Session;
  /** The intent of the attempt; null if the network was not asked. */
  readonly intent: AnyIntent | null;
  /** Writes what depends on the completed session: the same session, so a mode gets one of its own. */
  after(tx: Tx, complete: Session): Promise<void>;
}

/** What a new session is made from, as far as its mode needs it. */
export interface Beginning {
  readonly input: CreateInput;
  readonly customer: Customer | null;
  /** The currency of the lines, or else the requested one; null if there is neither. */
  readonly currency: string | null;
  readonly behaviour: Behaviour;
  /** Now, in the customer's time. */
  readonly from: UnixSeconds;
}

/** Keys that every session has and whose value in a new session depends on its mode. */
type Usage = Pick<
  Session,
  "customer_creation" | "payment_method_collection" | "payment_status" | "saved_payment_method_options"
>;
export type Terms = PaymentTerms | SetupTerms | SubscriptionTerms;

/** `S` is the session of the mode. */
export interface Mode<S extends Session = Session> {
  readonly name: S["mode"];
  /** Parameters that belong to other modes, in Stripe's order. */
  readonly refuses: readonly (keyof CreateInput)[];
  readonly needsLineItems: boolean;
  /** Further checks that need only the parameters. */
  checkInput(input: CreateInput): void;
  /** Refuses a price that the mode cannot sell. */
  checkPrice(price: Price): void;
  /** Refuses lines that the mode cannot sell together. */
  checkLines(lines: readonly LineItem[]): void;
  /** The keys of a new session that the mode decides, without figures. */
  terms(tx: Pick<Tx, "newId" | "now">, beginning: Beginning): Terms & Usage;
  /** The same keys of an open copy of an expired session. `tx` is in the customer's time. */
  termsAgain(tx: Pick<Tx, "newId" | "now">, expired: S): Terms;
  /** Writes what belongs to a new session, which is written already. */
  begin(tx: Tx, session: S): Promise<void>;
  /** What of its buyer's details a session shows. */
  shownDetails(details: CustomerDetails): CustomerDetails;
  /** Whether the buyer has to give a payment method. */
  needsMethod(session: S): boolean;
  /** Whether the payment method is saved for later payments without the buyer's asking for it. */
  savesMethod(session: S): boolean;
  /** What the network is asked for; null if the session is completed without asking. */
  purpose(session: S): AttemptRequest["purpose"] | null;
  /**
   * Settles an attempt: updates or creates the customer, the intent and the invoice. `tried` is null if the
   * network was not asked.
   */
  settle(tx: Tx, session: S, details: CustomerDetails, tried: Tried | null): Promise<SettledSession>;
  /** The session's intent, which clients may ask for while the session is open; null if it has none yet. */
  intentOf(reader: Reader, session: S): Promise<AnyIntent | null>;
  /**
   * Cancels the intent that nobody will confirm any more, because the session expires or now costs nothing.
   */
  release(tx: Tx, session: S): Promise<void>;
}
