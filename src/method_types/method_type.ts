/**
 * What a type of payment method is. A type is data: its name, its parameters, and the options that are shown
 * of it. How its methods are made, stored and charged is left to its family, which several types may share.
 * The rest of the program asks the family and knows no type by name. The simulated network decides from
 * documented test values only.
 */
import type { UnixSeconds } from "../core/clock.ts";
import type { Param } from "../params/param.ts";
import type { Decline } from "./decline.ts";
import type { RefundCourse } from "./refund_course.ts";
import type { SavedDebit, SavedDetails } from "./saved_method.ts";

/** A hash as the wire has it. */
export type Hash = Readonly<Record<string, unknown>>;

/** The objects that accept `payment_method_options`. */
export type OptionsOwner = "payment_intent" | "session" | "setup_intent";

/** What an object accepts and shows as `payment_method_options[<type>]`. */
export interface TypeOptions {
  readonly params: Param<unknown>;
  /** The defaults, which are shown unless the request says otherwise; null if the object has no such options. */
  readonly usual: Hash | null;
}

/** What a method can be used for. */
export type Purpose = "payment" | "setup" | "subscription";

export interface PaymentMethodType {
  /** Its name in the API. */
  readonly type: string;
  /** What payers call it: a name of its own, which is not translated. The page has a phrase for cards. */
  readonly name: string;
  readonly family: Family;
  readonly purposes: readonly Purpose[];
  /** The currencies that can be paid in; null for all. */
  readonly currencies: readonly string[] | null;
  /** The countries whose shops can offer it; null for all. */
  readonly shopCountries: readonly string[] | null;
  /** Whether it can be saved with a customer, and used again. */
  readonly isReusable: boolean;
  /** For types whose methods are saved as others: the type of those, and the hash that describes one. */
  readonly savedAs?: { readonly type: string; readonly data: Hash };
  /** Whether a payment can be authorized first, and captured later. */
  readonly capturesLater: boolean;
  /** True if the page does not offer it, although a session may name it. */
  readonly isHidden?: true;
  /** How many hours the clocks of its payers are ahead of Greenwich, by which vouchers name their last day. */
  readonly utcOffset?: number;
  /** For how many days after the payment it can be refunded; as long as one likes if absent. */
  readonly refundDays?: number;
  /** What the page asks for with a new method, besides what it asks of every buyer. */
  readonly asks: Asks;
  /** The hash that describes a new method: `payment_method_data[<type>]`. */
  readonly data: Param<unknown>;
  /** The hash that changes a stored method; null if nothing can be changed. */
  readonly changes: Param<unknown> | null;
  readonly options: Readonly<Record<OptionsOwner, TypeOptions>>;
  /** The options that a session's intent takes over from the session. */
  intentOptions(sessionOptions: Hash): Hash;
}

/** A field of the page that becomes a parameter in the hash of the type. */
export interface AskedField {
  readonly param: string;
  readonly control: "accountNumber" | "bsbNumber" | "iban" | "sortCode" | "taxNumber";
  readonly kind: "digits" | "iban";
  /** How many digits it has: at least and at most. */
  readonly length?: readonly [least: number, most: number];
}

export interface Asks {
  readonly name: boolean;
  /** The fields of its own, in order. */
  readonly fields: readonly AskedField[];
  /** How much of the billing address: nothing, the country with its postal code, or all of it. */
  readonly billing: "none" | "postal" | "whole";
  /** The countries of its payers, among which the address is; null for all. */
  readonly countries: readonly string[] | null;
}

/** The two parts of a payment method's row that belong to its family. */
export interface Kept<Details = unknown, Simulated = unknown> {
  /** What the API shows under the name of the type. */
  readonly details: Details;
  /** What the family needs to know in order to simulate the method. Never shown. */
  readonly simulated: Simulated;
}

/** The part of the billing details that families use. */
export interface Billing {
  readonly address: {
    readonly country: string | null;
    readonly line1: string | null;
    readonly postal_code: string | null;
  };
  readonly email: string | null;
  readonly name: string | null;
}

/** A stored payment method as its family sees it. */
export interface Held<Details = unknown, Simulated = unknown> extends Kept<Details, Simulated> {
  readonly billing: Billing;
}

/** What a method is made from, in addition to the hash of its type. */
export interface Making {
  readonly accountId: string;
  readonly billing: Billing;
  readonly now: UnixSeconds;
  /** The path of that hash in the request, for refusals: `card`, `payment_method_data[card]`. */
  readonly path: string;
}

export type FamilyName = "bank_debit" | "bank_redirect" | "card" | "voucher" | "wallet";

/**
 * How the methods of a family behave. Everything is pure, except for `attempt`. Only the family reads and
 * writes its parts of a row, so only it knows their shapes.
 */
export interface Family<Details = unknown, Simulated = unknown, Outcome = unknown> {
  /** By which the page knows what to draw. */
  readonly name: FamilyName;
  /** What the ids of charges begin with; those of refunds follow from it. */
  readonly chargePrefix: "ch_" | "py_";
  /** Makes a new method, or throws the refusal of the input. */
  make(input: unknown, making: Making): Kept<Details, Simulated>;
  /** The new method that a name such as `pm_card_visa` stands for; null if the name is not of this family. */
  fromAlias(name: string, making: Making): Kept<Details, Simulated> | null;
  /** The details of a stored method with the changes of a request applied. */
  changed(method: Held<Details, Simulated>, input: unknown, now: UnixSeconds): Details;
  /** The method as it is saved with a customer; throws the refusal if the issuer does not agree. */
  attached(method: Held<Details, Simulated>): Kept<Details, Simulated>;
  /** Throws a refusal if the options of the payment rule this method out. */
  checkAccepted(method: Held<Details, Simulated>, options: Hash): void;
  /** What its payers have to do where the network asks them to act; null if it never does. */
  readonly action: Action | null;
  /** The `next_action` of an intent whose payer has to go to `page`, a URL without its origin. */
  nextAction(page: string, returnUrl: string | null): NextAction;
  /**
   * What a mandate shows of the method under the name of its type; null if money is taken without a mandate of the
   * payer.
   */
  readonly mandateDetails: ((mandate: MandateNames) => Hash) | null;
  /** Asks the simulated network. */
  attempt(request: AttemptRequest<Details, Simulated>, attemptId: string): Promise<AttemptResult<Outcome>>;
  /** How a payer is told to pay elsewhere (`awaits_payment`). */
  instructions(method: Held<Details, Simulated>, told: Telling): NextAction;
  /** What becomes of a payment that is under way, or that its payer was told how to make. */
  concluded(method: Held<Details, Simulated>, terms: Terms): Conclusion<Outcome>;
  /** Whether charges can be refunded. */
  readonly isRefundable: boolean;
  /** How a refund goes whose payer can be reached at `email`. If absent, refunds succeed at once. */
  refundCourse?(method: Held<Details, Simulated>, email: string | null): RefundCourse;
  /**
   * The method after an approved attempt; `isSetUp` says whether it is kept for payments without the payer.
   */
  used(
    method: Held<Details, Simulated>,
    result: Approved<Outcome> | Processing<Outcome>,
    isSetUp: boolean,
  ): Kept<Details, Simulated>;
  /** `payment_method_details` of a charge, under the name of the type. */
  chargeDetails(method: Held<Details, Simulated>, charged: Charged<Outcome>): Hash;
  /** `payment_method_details` of a setup attempt, under the name of the type. */
  setupDetails(method: Held<Details, Simulated>, tried: TriedSetup<Outcome>): Hash;
  /** `destination_details` of a refund; absent if a refund describes no destination. */
  readonly refundDestination: Hash | undefined;
  /** What the page shows of a method that the customer has saved; null if it does not offer it. */
  saved(method: Held<Details, Simulated>): SavedDetails | null;
}

/** `next_action` of an intent. URLs of the page are without their origin, which the view adds. */
export interface NextAction {
  readonly type: string;
  readonly [hash: string]: unknown;
}

/** The usual action: the payer's browser goes to `page`, and afterwards to `returnUrl`. */
export function redirectToUrl(page: string, returnUrl: string): NextAction {
  return { redirect_to_url: { return_url: returnUrl, url: page }, type: "redirect_to_url" };
}

/** How a mandate is named to its payer. */
export interface MandateNames {
  /** Its reference on the payer's statements. */
  readonly reference: string;
  /** The URL, without its origin, of the page that shows it. */
  readonly url: string;
}

/** One try to charge a stored payment method, or to set it up for later. */
export interface AttemptRequest<Details = unknown, Simulated = unknown> {
  readonly purpose: "payment" | "setup";
  /** True if the payer is not present, so that they cannot be asked to authenticate. */
  readonly offSession: boolean;
  /** What the payer's action came to; `none` if there was none. */
  readonly authentication: "none" | "passed" | "failed";
  readonly method: Held<Details, Simulated>;
  /** `payment_method_options` for its type. */
  readonly options: Hash;
}

export interface Approved<Outcome = unknown> {
  readonly result: "approved";
  /** Only cards are assessed. */
  readonly risk: "elevated" | "normal" | "not_assessed";
  /** True if funds are available at once instead of being pending first. */
  readonly availableAtOnce: boolean;
  /** What else the network reported; only the family reads it. */
  readonly details: Outcome;
}
export interface Declined<Outcome = unknown> {
  readonly result: "declined";
  readonly decline: Decline;
  /** Only cards are assessed. */
  readonly risk?: "not_assessed";
  /** True if a fraud rule refused it, and not the issuer. */
  readonly blocked: boolean;
  readonly details: Outcome;
}
/** The bank was asked for the money, and answers in days. */
export interface Processing<Outcome = unknown> {
  readonly result: "processing";
  readonly details: Outcome;
}
/** The payer was told how to pay, and pays later, elsewhere. */
export interface AwaitsPayment {
  readonly result: "awaits_payment";
}
/** The payer has not paid in time. */
export interface Expired {
  readonly result: "expired";
}
/** What a conclusion depends on, besides the method. */
export interface Terms {
  readonly now: UnixSeconds;
  /** `payment_method_options` for its type. */
  readonly options: Hash;
}
/** What instructions are made from, besides the method. */
export interface Telling extends Terms {
  /** The URL, without its origin, of the page that shows them. */
  readonly page: string;
  readonly intentId: string;
}
/** What a bank answers in the end, or a payer does. */
export interface Conclusion<Outcome = unknown> {
  /** After how many seconds it answers, counted from the attempt. */
  readonly afterSeconds: number;
  readonly result: Approved<Outcome> | Declined<Outcome> | Expired;
}
/** For families whose payers never have to act. */
export function neverActs(): never {
  throw new Error("a payer of this type never has to act");
}
/** For families whose network answers at once, so that no payment of theirs is ever under way. */
export function answersAtOnce(): never {
  throw new Error("a payment of this type is never under way");
}
/** The payer has to act before the network can answer; the family says how. */
export interface NeedsAction {
  readonly result: "needs_action";
}
/** The payer was asked to act, and failed or refused. */
export interface ActionFailed {
  readonly result: "action_failed";
}
/** What a payer does: passes a challenge such as 3-D Secure, or approves the payment on their bank's page. */
export type Action = "challenge" | "redirect";
export type AttemptResult<Outcome = unknown> =
  | Approved<Outcome>
  | Declined<Outcome>
  | Processing<Outcome>
  | AwaitsPayment
  | NeedsAction
  | ActionFailed;

/** A result that makes a charge. */
export type ChargedResult<Outcome = unknown> = Approved<Outcome> | Declined<Outcome> | Processing<Outcome>;

/** An attempt that results in a charge. */
export interface Charged<Outcome = unknown> {
  readonly result: ChargedResult<Outcome>;
  readonly amount: number;
  readonly intentId: string;
  /** The mandate that the payer gave for it; null if it needs none. */
  readonly mandate: string | null;
  /** The debit as which the method was saved; null if it was saved itself, or not at all. */
  readonly savedAs: SavedDebit | null;
  /** The time until which an authorization can be captured; null if there is nothing to capture. */
  readonly captureBefore: UnixSeconds | null;
}

/** A try to set up a method. */
export interface TriedSetup<Outcome = unknown> {
  readonly result: AttemptResult<Outcome>;
  readonly intentId: string;
  /** The debit as which the method was saved; null if it was saved itself, or not at all. */
  readonly savedAs: SavedDebit | null;
}
