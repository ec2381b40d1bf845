/**
 * What the page needs from the rest of the house, and nothing more: the composition root hands it in. The page knows
 * no store, no account keys and no payment rules.
 */
import type { ApiError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { Branch } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import type { Invoice } from "../resources/invoice/invoice.ts";
import type { TaxRate } from "../resources/tax_rate.ts";
import type { Account } from "../storage/port.ts";

export type PageLayout = "accordion" | "auto" | "single" | "tabs";

export interface PageParts {
  /** Null: no such session. Sessions past their time come back with status "expired". */
  findSession(id: string): Promise<FoundSession | null>;
  /**
   * Works the session out anew from what the buyer chose or told: quantities, promotion code, shipping, addresses,
   * tax id. The form is a raw tree of `pageUpdateParams` (resources/checkout_session/page_params.ts), read by them.
   */
  update(found: FoundSession, form: Branch): Promise<UpdateResult>;
  /** The one confirm operation; the form is a raw tree of `confirmParams`. Refusals are answers, never exceptions. */
  confirm(found: FoundSession, form: Branch): Promise<ConfirmResult>;
  /** Takes a saved card from the session's customer, where the session lets the buyer do so. */
  removeMethod(found: FoundSession, paymentMethod: string): Promise<UpdateResult>;
  /** An open copy of an expired session, by the token of its recovery address; null where there is none. */
  recover(token: string): Promise<Session | null>;
  /** A new session of a payment link, by the token of its address; with what the address's query asks for. */
  openLink(token: string, query: Readonly<Record<string, string>>): Promise<OpenedLink>;
  /** The invoice of an address; null where there is none. */
  findInvoice(token: string): Promise<FoundInvoice | null>;
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
  /** Name, and addresses of terms and privacy policy, of the shop. */
  readonly settings: Settings;
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
  /** Cards of the customer that the session offers, the latest saved first. */
  readonly savedCards: readonly SavedCard[];
}
export interface SavedCard {
  /** pm_… */
  readonly id: string;
  readonly brand: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
}

export type OpenedLink =
  | { readonly kind: "opened"; readonly session: Session }
  /** No such link. */
  | { readonly kind: "unknown" }
  /** Switched off, or sold out; with the shop's words for it, if it has any. */
  | { readonly kind: "inactive"; readonly message: string | null };

export type UpdateResult =
  | { readonly kind: "updated"; readonly found: FoundSession }
  | { readonly kind: "refused"; readonly error: ApiError };

export interface FoundInvoice {
  readonly invoice: Invoice;
  /** Of the seller: those of the invoice's `account_tax_ids` that are still there. */
  readonly accountTaxIds: readonly { readonly type: string; readonly value: string }[];
  /** The rates that its `total_taxes` name. */
  readonly taxRates: readonly TaxRate[];
  /** Of the rate it is shipped by. */
  readonly shippingName: string | null;
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
