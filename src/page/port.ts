/**
 * What the page needs from the rest of the house, and nothing more: the composition root hands it in. The page knows
 * no store, no account keys and no payment rules.
 */
import type { ApiError } from "../core/errors.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import type { Account } from "../storage/port.ts";

type PageLayout = "accordion" | "auto" | "single";

export interface PageParts {
  /** Null: no such session. Sessions past their time come back with status "expired". */
  findSession(id: string): Promise<FoundSession | null>;
  /** The one confirm operation. Refusals are answers, never exceptions. */
  confirm(found: FoundSession, form: ConfirmForm): Promise<ConfirmResult>;
  /** The intent that waits for 3-D Secure, if the secret is its own. Null otherwise. */
  findChallenge(intentId: string, clientSecret: string): Promise<FoundChallenge | null>;
  /** What came of a 3-D Secure challenge. */
  authenticate(
    account: Account,
    intentId: string,
    clientSecret: string,
    outcome: "failed" | "passed",
  ): Promise<AuthenticateResult>;
  /** Resolves when the endpoints have answered checkout.session.completed, or after the configured wait. */
  untilDelivered(found: FoundSession): Promise<void>;
  /** Unix seconds: card expiry is compared with it. */
  readonly now: () => number;
  /** Keys the page token; the same for every process of one store. */
  readonly pageSecret: Buffer;
  readonly businessName: string;
  readonly layout: PageLayout;
  readonly publicOrigin: () => string;
  /** Told of faults of the page's own: what was met where; never of what was typed. */
  readonly report: (fault: string, where: string) => void;
}

export interface FoundSession {
  readonly account: Account;
  readonly session: Session;
  /** Of the session's customer. */
  readonly customerEmail: string | null;
}

export interface FoundChallenge {
  readonly account: Account;
  /** The session that the intent pays for, or null. */
  readonly session: FoundSession | null;
  /** Where the payer goes afterwards when there is no session: the intent's `return_url`. */
  readonly returnUrl: string | null;
  /** False once it has been answered. */
  readonly waiting: boolean;
  readonly outcome: "failed" | "succeeded" | null;
}

/** What the payer typed, checked and taken apart. */
export interface ConfirmForm {
  /** The total that was on the page. */
  readonly expected_amount: number;
  /** Null where the page did not ask, because it is known. */
  readonly email: string | null;
  /** Null where nothing is to be paid. */
  readonly card: CardForm | null;
}
interface CardForm {
  /** Digits only. */
  readonly number: string;
  /** As typed: 1 to 12 and four digits, unless the payer typed nonsense. */
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvc: string;
  readonly name: string;
  readonly country: string;
  /** Null for countries that are not asked. */
  readonly postal_code: string | null;
}

export type ConfirmResult =
  | { readonly kind: "complete"; readonly session: Session }
  | { readonly kind: "refused"; readonly error: ApiError }
  | {
      readonly kind: "needs_action";
      readonly intentId: string;
      readonly clientSecret: string;
      readonly session: Session;
    };

export type AuthenticateResult =
  | { readonly kind: "complete" }
  | { readonly kind: "refused"; readonly error: ApiError };
