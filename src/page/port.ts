/**
 * All that the page needs from the rest of the program. The composition root implements it, so that the page
 * depends on no store, no account keys and no payment rules.
 */
import type { ApiError } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import type { SavedMethod } from "../method_types/saved_method.ts";
import type { Branch } from "../params/form.ts";
import type { Invoice } from "../resources/billing/invoice/index.ts";
import type { TaxRate } from "../resources/catalog/tax_rate.ts";
import type { Renewal } from "../resources/checkout/checkout_session/index.ts";
import type { Session } from "../resources/checkout/checkout_session/row/session.ts";
import type { Account } from "../storage/port.ts";
import type { Pace } from "./pace.ts";
import type { PortalParts } from "./portal_port.ts";

export type PageLayout = "accordion" | "auto" | "single" | "tabs";

export interface PageParts {
  /** The origin of the page, which codes to scan lead to. */
  readonly origin: () => string;
  /** The id of the account of a publishable key; null if it is none that the server takes. */
  readonly accountOfKey: (publishableKey: string) => string | null;
  /** Null if there is no such session. A session past its `expires_at` has the status "expired". */
  findSession(id: string): Promise<FoundSession | null>;
  /**
   * Applies the buyer's choices to the session and recalculates it: quantities, promotion code, shipping,
   * postal addresses, tax id. The form has raw parameters of `pageUpdateParams`
   * (`checkout_session/params/page_params.ts`).
   */
  update(found: FoundSession, form: Branch): Promise<UpdateResult>;
  /**
   * Runs the confirm operation with raw parameters of `confirmParams`. Refusals are results, never
   * exceptions.
   */
  confirm(found: FoundSession, form: Branch): Promise<ConfirmResult>;
  /** Removes a saved card from the session's customer, if the session allows it. */
  removeMethod(found: FoundSession, paymentMethod: string): Promise<UpdateResult>;
  /** An open copy of an expired session, by the token of its recovery URL; null if the token is not valid. */
  recover(token: string): Promise<Session | null>;
  /** Creates a session of a payment link, by the token of its URL, and applies the URL's query. */
  openLink(token: string, query: Readonly<Record<string, string>>): Promise<OpenedLink>;
  /** The invoice by the token of its URL; null if there is none. */
  findInvoice(token: string): Promise<FoundInvoice | null>;
  /**
   * Pays an open invoice by confirming its payment intent with raw parameters. Refusals are results, never
   * exceptions.
   */
  payInvoice(found: FoundInvoice, form: Branch): Promise<PayInvoiceResult>;
  /** The customer portal. */
  readonly portal: PortalParts;
  /** What the payer of an intent is asked to do; null unless the client secret is the intent's. */
  findChallenge(intentId: string, clientSecret: string): Promise<FoundChallenge | null>;
  /** How the payer of an intent was told to pay; null unless the client secret is the intent's. */
  findVoucher(intentId: string, clientSecret: string): Promise<FoundVoucher | null>;
  /** Where the customer of an intent was told to transfer money to; null unless the client secret is the intent's. */
  findTransfer(intentId: string, clientSecret: string): Promise<FoundTransfer | null>;
  /** What the payer of an intent is asked to verify; null unless the client secret is the intent's. */
  findVerification(intentId: string, clientSecret: string): Promise<FoundVerification | null>;
  /**
   * Answers with raw parameters of `verifyParams` (`payments/verification.ts`). The refusal, or null if the account is
   * verified.
   */
  verify(found: FoundVerification, form: Branch): Promise<ApiError | null>;
  /** The mandate by the token of its URL; null if there is none. */
  findMandate(token: string): Promise<FoundMandate | null>;
  /** Applies what the payer's action came to. */
  authenticate(
    account: Account,
    intentId: string,
    clientSecret: string,
    outcome: "failed" | "passed",
  ): Promise<AuthenticateResult>;
  /** Resolves when checkout.session.completed was sent to its endpoints, or after the configured wait. */
  untilDelivered(found: FoundSession): Promise<void>;
  /** The time in Unix seconds, which card expiry is compared with. */
  readonly now: () => number;
  /** Unguessable base62 text of `length` characters. */
  readonly random: (length: number) => string;
  /** The key of page tokens; the same for all processes of one database. */
  readonly pageSecret: Buffer;
  /** The shop's name, and the URLs of its terms and privacy policy. */
  readonly settings: Settings;
  readonly layout: PageLayout;
  /** The host name in a Host header if the page does not accept it; null if it does. */
  readonly foreignHost: (header: string | undefined) => string | null;
  readonly pace: Pace;
  /** Reports internal errors and where they occurred. Never receives typed text. */
  readonly report: (fault: string, where: string) => void;
}

export interface FoundSession {
  readonly account: Account;
  readonly session: Session;
  /** Where the shop is, ISO 3166-1 alpha-2: some types of payment method ask shops abroad for more. */
  readonly shopCountry: string;
  /** The e-mail address of the session's customer. */
  readonly customerEmail: string | null;
  /** The customer's methods that the session offers, the last saved one first. */
  readonly savedMethods: readonly SavedMethod[];
  /** What full periods of the session's subscription cost; null if it sells none. */
  readonly renewal: Renewal | null;
  /** The URL, without its origin, of the page that tells the buyer how to pay; null if they need not be told. */
  readonly voucher: string | null;
}
export type OpenedLink =
  | { readonly kind: "opened"; readonly session: Session }
  /** No such link. */
  | { readonly kind: "unknown" }
  /** Deactivated or sold out. `message` is the shop's own text for it, if it has any. */
  | { readonly kind: "inactive"; readonly message: string | null };

export type UpdateResult =
  | { readonly kind: "updated"; readonly found: FoundSession }
  | { readonly kind: "refused"; readonly error: ApiError };

export type PayInvoiceResult =
  | { readonly kind: "paid" }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "needs_action"; readonly intentId: string; readonly clientSecret: string };

export interface FoundInvoice {
  readonly invoice: Invoice;
  /** The seller's tax ids: the invoice's `account_tax_ids` that still exist. */
  readonly accountTaxIds: readonly { readonly type: string; readonly value: string }[];
  /** The tax rates that its `total_taxes` refer to. */
  readonly taxRates: readonly TaxRate[];
  /** The name of its shipping rate. */
  readonly shippingName: string | null;
  /** Whether it can be paid with a card. */
  readonly takesCards: boolean;
  /** The URL, without its origin, of the page of the bank transfer that it waits for; null if it waits for none. */
  readonly transfer: string | null;
}

/** A payer's permission to debit their account. */
export interface FoundMandate {
  /** What payers call the type of the method. */
  readonly title: string;
  /** The account; null if pages do not show methods of its type. */
  readonly method: SavedMethod | null;
  /** The name on the account. */
  readonly payer: string | null;
  /** Null for types whose mandates have none. */
  readonly reference: string | null;
  readonly acceptedAt: number | null;
  readonly isActive: boolean;
  /** The one payment that it is for, in minor units; null if it is for any number of them. */
  readonly once: { readonly amount: number; readonly currency: string } | null;
}

/** A voucher, with which its payer pays elsewhere. */
export interface FoundVoucher {
  /** What payers call the method. */
  readonly name: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: "over" | "paid" | "waiting";
  /** How many hours the clocks of its payers are ahead of Greenwich. */
  readonly utcOffset: number;
  /** The hash in the intent's `next_action`; null unless the voucher can be paid. */
  readonly shown: VoucherHash | null;
  /** `locale` of the session; null if there is none. */
  readonly locale: string | null;
}
export interface VoucherHash {
  readonly expires_after?: number;
  readonly expires_at?: number;
  readonly entity?: string;
  readonly number?: string;
  readonly reference?: string;
  readonly stores?: Readonly<
    Record<string, { readonly confirmation_number: string; readonly payment_code: string }>
  >;
}

/** A payment that a bank transfer is to fill. */
export interface FoundTransfer {
  /** All that is to be paid, in minor units. */
  readonly amount: number;
  /** What of it has not arrived. */
  readonly missing: number;
  readonly currency: string;
  readonly state: FoundVoucher["state"];
  /** The hash in the intent's `next_action`; null unless it waits for a transfer. */
  readonly shown: TransferHash | null;
  /** The session that the intent belongs to, if the buyer can go on to the shop's page. */
  readonly session: { readonly id: string; readonly success_url: string } | null;
  /** `locale` of the session; null if there is none. */
  readonly locale: string | null;
}
export interface TransferHash {
  readonly financial_addresses: readonly FinancialAddress[];
  readonly reference: string;
}
/** What of an account is shown, under the name of its type. */
export interface FinancialAddress {
  readonly type: string;
  readonly [hash: string]: string | Readonly<Record<string, string | undefined>>;
}
/** A bank account that its owner has to verify before it is debited. */
export interface FoundVerification {
  readonly account: Account;
  readonly intentId: string;
  readonly state: "over" | "verified" | "waiting";
  /** What was sent to the account. */
  readonly by: "amounts" | "descriptor_code";
  /** How many wrong answers may still be given. */
  readonly triesLeft: number;
  /** `locale` of the session; null if there is none. */
  readonly locale: string | null;
}

/** What a payer has to do elsewhere. */
export type Action = "approval" | "challenge" | "redirect" | "scan";

/** `redirect_status` of a return URL; pending if the payer's bank has yet to pay. */
export type ActionOutcome = "failed" | "pending" | "succeeded";

export interface FoundChallenge {
  readonly account: Account;
  /** The session that the intent belongs to, or null. */
  readonly session: FoundSession | null;
  /** The intent's `return_url`, to which the payer goes afterwards if there is no session. */
  readonly returnUrl: string | null;
  /** The method it was last tried with; null if there was none. */
  readonly method: { readonly action: Action | null; readonly name: string } | null;
  /** The card or account it was last tried with; null if pages do not show methods of its type. */
  readonly tried: SavedMethod | null;
  /** Whether the payer has yet to act. */
  readonly waiting: boolean;
  /** Whether the payer has acted, and what comes of it is being written. */
  readonly settling: boolean;
  /** Whether the last attempt failed because the payer has not acted in time. */
  readonly isLate: boolean;
  /** What is paid; null if a method is set up and pays nothing. */
  readonly amount: Money | null;
  /** What the payer's action came to; null if it has come to nothing yet. */
  readonly outcome: ActionOutcome | null;
  /** Why the last attempt failed; null if it did not. */
  readonly error: ApiError | null;
}

/** Minor units of a currency. */
export interface Money {
  readonly value: number;
  readonly currency: string;
}

export type ConfirmResult =
  | { readonly kind: "complete"; readonly session: Session; readonly voucher: FoundSession["voucher"] }
  | { readonly kind: "refused"; readonly error: ApiError }
  | {
      readonly kind: "needs_action";
      /** To pass a challenge, to approve the payment on the page of their bank or in an app, or to scan a code. */
      readonly action: Action;
      /** What payers call the method. */
      readonly method: string;
      readonly amount: Money | null;
      readonly intentId: string;
      readonly clientSecret: string;
      readonly session: Session;
    };

export type AuthenticateResult =
  | { readonly kind: "complete" }
  | { readonly kind: "refused"; readonly error: ApiError };
