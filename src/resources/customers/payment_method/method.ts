/**
 * The row of a payment method, and how one is made, found, attached and detached. The operations are in
 * `index.ts`. Everything that depends on the type is left to the type's family, in `method_types/`.
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import type { Approved, Processing } from "../../../method_types/attempt_result.ts";
import { fromAlias, IMPLEMENTED_TYPES, optionsOf, typeNamed } from "../../../method_types/index.ts";
import type { Held, Kept, Making } from "../../../method_types/method_type.ts";
import type { SavedDebit } from "../../../method_types/saved_method.ts";
import { type Address, mergeMetadata, wholeAddress } from "../../../params/common.ts";
import type { Data, Reader, Row, Tx } from "../../../storage/port.ts";
import { byParam, byPath, publicPart, type Wire } from "../../resource.ts";
import type { BillingInput } from "./params.ts";

export interface BillingDetails {
  readonly address: Address;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_id: string | null;
}
/**
 * The row also has a hash under the name of its type, such as `card`. Only the type's family knows the shape
 * of that hash, so it is not declared here.
 */
export interface PaymentMethod extends Row {
  readonly object: "payment_method";
  readonly allow_redisplay: "always" | "limited" | "unspecified";
  readonly billing_details: BillingDetails;
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly type: string;
  /** What the family needs in order to simulate the method; only the family knows its shape. */
  readonly _simulated: unknown;
  /** True once it was detached, or used without a customer: then it cannot be used again. */
  readonly _used_up: boolean;
  /** The id of the method that was saved in its place, for types that are saved as others. */
  readonly _saved_as?: string;
}

const NO_BILLING: BillingDetails = {
  address: wholeAddress({}),
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

// --- making ------------------------------------------------------------------------------------------------

/** What a request says of a new method. */
export interface NewMethod {
  readonly type: string;
  /** The hash under the name of its type. */
  readonly data: unknown;
  /** The path of that hash in the request, for refusals. */
  readonly path: string;
  readonly billing_details?: BillingInput | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly allow_redisplay?: PaymentMethod["allow_redisplay"] | undefined;
}

/** Refuses a hash of another type than the method's. `within` is the path of the hashes, if they have one. */
export function checkHashes(type: string, given: Wire, within?: string): void {
  const other = IMPLEMENTED_TYPES.find((name) => name !== type && given[name] !== undefined);
  if (other === undefined) return;
  throw errors.unknownParams([within === undefined ? other : `${within}[${other}]`], null);
}

/** Makes the payment method that a request describes, or refuses the description. */
export async function createMethod(tx: Tx, given: NewMethod): Promise<PaymentMethod> {
  const billing = mergeBilling(NO_BILLING, given.billing_details);
  const kept = typeNamed(given.type).family.make(given.data, making(tx, billing, given.path));
  return insert(tx, given.type, kept, {
    allow_redisplay: given.allow_redisplay ?? "unspecified",
    billing_details: billing,
    metadata: mergeMetadata({}, given.metadata),
  });
}

function making(tx: Tx, billing: BillingDetails, path: string): Making {
  return { accountId: tx.account.id, billing, now: tx.now, path };
}

/** Saves a new method. No event is emitted for this. */
async function insert(
  tx: Tx,
  type: string,
  kept: Kept,
  more: Pick<PaymentMethod, "allow_redisplay" | "billing_details" | "metadata">,
  prefix: "card_" | "pm_" = "pm_",
): Promise<PaymentMethod> {
  const row = inWireOrder({
    id: tx.newId(prefix),
    object: "payment_method",
    ...more,
    created: tx.now,
    customer: null,
    customer_account: null,
    livemode: false,
    type,
    [type]: kept.details,
    _simulated: kept.simulated,
    _used_up: false,
  } as const);
  await tx.insert(row);
  return row;
}

/** Billing details with the given parts replaced; a postal address is replaced whole. */
export function mergeBilling(before: BillingDetails, given: BillingInput | undefined): BillingDetails {
  if (given === undefined) return before;
  const { address, ...plain } = given;
  return {
    ...before,
    ...plain,
    ...(address === undefined ? {} : { address: wholeAddress(address ?? {}) }),
  };
}

// --- finding -----------------------------------------------------------------------------------------------

/** The payment method that a parameter names, or a 400. Each use of an alias makes a new method. */
export async function resolvePaymentMethod(tx: Tx, idOrAlias: string, param: string): Promise<PaymentMethod> {
  return (await fromAliased(tx, idOrAlias)) ?? byParam<PaymentMethod>(tx, "payment_method", idOrAlias, param);
}

/** The payment method that a path names, or a 404. Each use of an alias makes a new method. */
export async function methodInPath(tx: Tx, idOrAlias: string): Promise<PaymentMethod> {
  return (await fromAliased(tx, idOrAlias)) ?? byPath<PaymentMethod>(tx, "payment_method", idOrAlias);
}

const PLAIN = { allow_redisplay: "unspecified", billing_details: NO_BILLING, metadata: {} } as const;

async function fromAliased(tx: Tx, alias: string): Promise<PaymentMethod | null> {
  const found = fromAlias(alias, making(tx, NO_BILLING, ""));
  return found === null ? null : insert(tx, found.type, found.kept, PLAIN);
}

const TOKEN = "tok_";

/** The card of a token, by the kind of id that sources have, or a 400. Tokens are named as the aliases are. */
export async function cardOfToken(tx: Tx, token: string, param: string): Promise<PaymentMethod> {
  const alias = `pm_card_${token.slice(TOKEN.length)}`;
  const found = token.startsWith(TOKEN) ? fromAlias(alias, making(tx, NO_BILLING, param)) : null;
  if (found === null) throw errors.missingResource("token", token, param);
  return insert(tx, found.type, found.kept, PLAIN, "card_");
}

// --- what its family says ----------------------------------------------------------------------------------

/** The method as its family sees it. */
export function heldOf(method: PaymentMethod): Held {
  const details = (method as unknown as Data)[method.type];
  return { details, simulated: method._simulated, billing: method.billing_details };
}

/** Refuses a method that the options of a payment rule out, such as a card of a blocked brand. */
export function checkAccepted(method: PaymentMethod, options: Wire): void {
  typeNamed(method.type).family.checkAccepted(heldOf(method), optionsOf(method.type, options));
}

/** The method after its network agreed; `isSetUp` says whether it is kept for payments without the payer. */
export function usedMethod(
  method: PaymentMethod,
  result: Approved | Processing,
  isSetUp: boolean,
): PaymentMethod {
  return withKept(method, typeNamed(method.type).family.used(heldOf(method), result, isSetUp));
}

/** How many wrong answers the verification of a bank account had; null if it need not be verified. */
export function wrongTriesOf(method: PaymentMethod): number | null {
  return typeNamed(method.type).family.verification?.wrongTries(heldOf(method)) ?? null;
}

/**
 * The method of a payer who was asked to verify their bank account, after an answer: `last` is a wrong one after which
 * there is no other.
 */
export function answeredMethod(method: PaymentMethod, answer: "last" | "right" | "wrong"): PaymentMethod {
  const { verification } = typeNamed(method.type).family;
  return verification === undefined
    ? method
    : withKept(method, verification.answered(heldOf(method), answer));
}

/** Writes that another method is kept in place of this one, which cannot be used again. */
export async function keptAs(tx: Tx, method: PaymentMethod, saved: SavedDebit): Promise<void> {
  await tx.update<PaymentMethod>({ ...method, _saved_as: saved.method, _used_up: true });
}

/** The id of the method that pays later payments of whoever paid by this one. */
export async function payingLater(reader: Reader, id: string): Promise<string> {
  const method = await reader.get<PaymentMethod>("payment_method", id);
  return method?._saved_as ?? id;
}

/** The method with new values for the two parts that its family owns. */
function withKept(method: PaymentMethod, kept: Kept): PaymentMethod {
  return { ...method, [method.type]: kept.details, _simulated: kept.simulated };
}

// --- customers ---------------------------------------------------------------------------------------------

/** Refuses a method that was detached, or used without a customer. */
export function assertUsable(method: PaymentMethod): void {
  if (!method._used_up) return;
  throw errors.rule(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared " +
      "with a connected account without Customer attachment, or was detached from a Customer. It may not be used " +
      "again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
  );
}

/**
 * Attaches a method to an existing customer, or refuses if the issuer declines. A method that this customer
 * already has stays as it is.
 */
export async function attachTo(tx: Tx, method: PaymentMethod, customer: string): Promise<PaymentMethod> {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw errors.rule("The payment method you provided has already been attached to a customer.");
  }
  assertUsable(method);
  const kept = typeNamed(method.type).family.attached(heldOf(method));
  const attached: PaymentMethod = { ...withKept(method, kept), customer };
  await tx.update(attached);
  await tx.emit("payment_method.attached", attached);
  return attached;
}

/**
 * Detaches a method from its customer, for good. The caller clears the customer's default method if needed.
 */
export async function detach(tx: Tx, method: PaymentMethod): Promise<PaymentMethod> {
  const detached: PaymentMethod = { ...method, customer: null, _used_up: true };
  await tx.update(detached);
  await tx.emit("payment_method.detached", detached, { customer: method.customer });
  return detached;
}

/** A method as refusals and intents show it: without its internal fields. */
export function publicPaymentMethod(method: PaymentMethod): Wire {
  return publicPart(method);
}
