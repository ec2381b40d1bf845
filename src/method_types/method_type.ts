/**
 * What a type of payment method is. A type is data: its name, its parameters, and the options that are shown
 * of it. How its methods are made, stored and charged is left to its family, which several types may share.
 * The rest of the program asks the family and knows no type by name. The simulated network decides from
 * documented test values only.
 */
import type { UnixSeconds } from "../core/clock.ts";
import type { Fields, Param } from "../params/param.ts";
import type { Asks } from "./asks.ts";
import type { Approved, AttemptResult, ChargedResult, Conclusion, Processing } from "./attempt_result.ts";
import type { Complaint } from "./complaint.ts";
import type { RefundCourse } from "./refund_course.ts";
import type { SavedDebit, SavedDetails } from "./saved_method.ts";

export type { AskedField, Asks } from "./asks.ts";

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

/** By currency, in minor units. */
export type Limits = Readonly<Record<string, readonly [least: number, most: number]>>;

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
  /** The least and the greatest amount of a payment; left out if only the currency limits it. */
  readonly limits?: Limits;
  /** Whether it can be saved with a customer, and used again. */
  readonly isReusable: boolean;
  /** For types whose methods are saved as others: the type of those, and the hash that describes one. */
  readonly savedAs?: { readonly type: string; readonly data: Hash };
  /** Whether a payment can be authorized first, and captured later. */
  readonly capturesLater: boolean;
  /** True if the customer's cash balance pays, so that only customers can pay with it. */
  readonly isPaidFromBalance?: true;
  /** True if the page does not offer it, although a session may name it. */
  readonly isHidden?: true;
  /** How many hours the clocks of its payers are ahead of Greenwich, by which vouchers name their last day. */
  readonly utcOffset?: number;
  /** For how many days after the payment it can be refunded; as long as one likes if absent. */
  readonly refundDays?: number;
  /** What the page asks for with a new method, besides what it asks of every buyer. */
  readonly asks: Asks;
  /** What it asks for instead if the shop is not in the country `home`. */
  readonly asksAbroad?: { readonly asks: Asks; readonly home: string };
  /** The hash that describes a new method: `payment_method_data[<type>]`. */
  readonly data: Param<unknown>;
  /** The hash that changes a stored method; null if nothing can be changed. */
  readonly changes: Param<unknown> | null;
  readonly options: Readonly<Record<OptionsOwner, TypeOptions>>;
  /**
   * Options of the paying intent that are given with the confirmation alone, all of them required then, and never
   * stored: such as a code that is valid for minutes.
   */
  readonly confirmOptions?: Fields;
  /**
   * Refuses options that do not fit the currency or each other. `at` is the path of the hash with the options of all
   * types: `payment_method_options`, unless it is given.
   */
  readonly checkOptions?: (options: Hash, currency: string, at?: string) => void;
  /** The options that a session's intent takes over from the session. */
  intentOptions(sessionOptions: Hash, owner: Exclude<OptionsOwner, "session">): Hash;
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
  readonly phone: string | null;
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

export type FamilyName =
  | "bank_debit"
  | "bank_redirect"
  | "bank_transfer"
  | "card"
  | "push"
  | "qr_code"
  | "voucher"
  | "wallet";

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
  /**
   * After how many seconds payers who have to act do so by themselves, since nobody can do it for them on a page; left
   * out if there is a page.
   */
  actsAfter?(method: Held<Details, Simulated>): number;
  /**
   * For so many seconds a payer may act. Then the attempt goes on without them (`late`). Absent if they are waited for
   * without end.
   */
  actsWithin?(method: Held<Details, Simulated>, terms: Terms): number;
  /** The `next_action` of an intent whose payer has to go to `page`, a URL without its origin; null if clients have none. */
  nextAction(page: string, returnUrl: string | null, asking: Asking): NextAction | null;
  /**
   * What a mandate shows of the method under the name of its type; null if money is taken without a mandate of the
   * payer.
   */
  readonly mandateDetails: ((mandate: MandateNames) => Hash) | null;
  /** Asks the simulated network. */
  attempt(request: AttemptRequest<Details, Simulated>, attemptId: string): Promise<AttemptResult<Outcome>>;
  /**
   * How payers prove that a bank account is theirs, which attempts wait for (`awaits_verification`); absent if they never
   * have to.
   */
  readonly verification?: Verification<Details, Simulated> | undefined;
  /**
   * How a payer is told to pay elsewhere (`awaits_payment`, `awaits_funds`), or to verify their account
   * (`awaits_verification`).
   */
  instructions(method: Held<Details, Simulated>, told: Telling): NextAction;
  /** What becomes of a payment that is under way, or that its payer was told how to make. */
  concluded(method: Held<Details, Simulated>, terms: Terms): Conclusion<Outcome>;
  /** What is raised against a payment with the method, once its money was captured. If absent, nothing is. */
  complaints?(method: Held<Details, Simulated>): readonly Complaint[];
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

/** The proof that a bank account is the payer's (`microdeposits.ts`). */
export interface Verification<Details = unknown, Simulated = unknown> {
  /** How many wrong answers there were; null if the account need not be verified any more. */
  wrongTries(method: Held<Details, Simulated>): number | null;
  /** The method after an answer: `last` is a wrong one after which there is no other. */
  answered(method: Held<Details, Simulated>, answer: "last" | "right" | "wrong"): Kept<Details, Simulated>;
}

/** What a mandate is shown with: how it is named to its payer, and what was agreed. */
export interface MandateNames {
  /** Its reference on the payer's statements. */
  readonly reference: string;
  /** The URL, without its origin, of the page that shows it. */
  readonly url: string;
  /** `payment_method_options` for the type. */
  readonly options: Hash;
  /** The amount in minor units of the one payment that it is for; null if it is for any number. */
  readonly once: number | null;
}

/** One try to charge a stored payment method, or to set it up for later. */
export interface AttemptRequest<Details = unknown, Simulated = unknown> {
  readonly purpose: "payment" | "setup";
  /** True if the payer is not present, so that they cannot be asked to authenticate. */
  readonly offSession: boolean;
  /** What the payer's action came to: `none` if there was none, `late` if they have not acted in time. */
  readonly authentication: "none" | "passed" | "failed" | "late";
  readonly method: Held<Details, Simulated>;
  /** `payment_method_options` for its type. */
  readonly options: Hash;
}

/** What a conclusion depends on, besides the method. */
export interface Terms {
  readonly now: UnixSeconds;
  /** `payment_method_options` for its type. */
  readonly options: Hash;
}
/** What a next action is made from, besides the page where the payer acts. */
export interface Asking extends Terms {
  readonly method: Held;
  /** The id of the attempt. */
  readonly attemptId: string;
  readonly accountId: string;
  /** The URL, without its origin, of the page that shows the code to scan, or of a picture of the code. */
  codeUrl(file: "" | "/code.png" | "/code.svg"): string;
}
/** What instructions are made from, besides the method. */
export interface Telling extends Terms {
  /** The URL, without its origin, of the page that shows them. */
  readonly page: string;
  readonly intentId: string;
  /** What is left to pay, in minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  /** Whom the money is for: the shop's name. */
  readonly payee: string;
}
/** For families whose payers never have to act. */
export function neverActs(): never {
  throw new Error("a payer of this type never has to act");
}
/** For families whose network answers at once, so that no payment of theirs is ever under way. */
export function answersAtOnce(): never {
  throw new Error("a payment of this type is never under way");
}
/**
 * What a payer does: passes a challenge such as 3-D Secure, approves the payment on their bank's page, in an app, where
 * no page of ours can ask them, or by scanning a code with their phone.
 */
export type Action = "approval" | "challenge" | "redirect" | "scan";

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
