/**
 * The payment method as it is stored: how one is made, found, attached and detached. Its operations are in
 * `index.ts`, and what a card says of itself in `card.ts`.
 */
import { errors } from "../../core/errors.ts";
import { type Address, mergeMetadata, wholeAddress } from "../../params/common.ts";
import { findByKey, type TestCard } from "../../payment_methods/test_cards.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { byParam, byPath, publicPart, type Wire } from "../resource.ts";
import {
  type Card,
  cardHash,
  cardOfAlias,
  checked,
  declineAtAttach,
  declineDetails,
  type Given,
  givenWith,
  type KnownCard,
  readCard,
} from "./card.ts";
import type { BillingInput, CardInput } from "./params.ts";

export interface BillingDetails {
  readonly address: Address;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_id: string | null;
}
export interface PaymentMethod extends Row {
  readonly object: "payment_method";
  readonly allow_redisplay: "always" | "limited" | "unspecified";
  readonly billing_details: BillingDetails;
  readonly card: Card;
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly type: "card";
  /** Key of the test card; the number is nowhere. */
  readonly _card: string;
  readonly _cvc_given: boolean;
  readonly _from_alias: boolean;
  /** Was set up for payments without the payer. */
  readonly _set_up: boolean;
  /** Detached, or used without a customer: good for nothing more. */
  readonly _used_up: boolean;
}

const NO_BILLING: BillingDetails = {
  address: wholeAddress({}),
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

// --- making ---------------------------------------------------------------------------------------------------

export interface FromCard {
  readonly card: CardInput;
  readonly billing_details?: BillingInput;
  readonly metadata?: Readonly<Record<string, string>> | null;
  readonly allow_redisplay?: PaymentMethod["allow_redisplay"];
  /** Where the card stood in the request, for refusals; `card` unless told otherwise. */
  readonly path?: string;
}

/** Makes a payment method of a typed card or a token. Refuses bad input and cards that are not test cards. */
export async function createFromCard(tx: Tx, from: FromCard): Promise<PaymentMethod> {
  return insert(tx, readCard(from.card, from.path ?? "card", tx.now), from);
}

/** Creation emits nothing. */
async function insert(tx: Tx, known: KnownCard, from: Omit<FromCard, "card">): Promise<PaymentMethod> {
  const billing = mergeBilling(NO_BILLING, from.billing_details);
  const row: PaymentMethod = {
    id: tx.newId("pm_"),
    object: "payment_method",
    allow_redisplay: from.allow_redisplay ?? "unspecified",
    billing_details: billing,
    card: cardHash(known, givenWith(known, typedBy(known.cvcGiven, billing)), tx.account.id),
    created: tx.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata({}, from.metadata),
    type: "card",
    _card: known.card.key,
    _cvc_given: known.cvcGiven,
    _from_alias: known.fromAlias,
    _set_up: false,
    _used_up: false,
  };
  await tx.insert(row);
  return row;
}

/** Parts that are given replace those there were; an address is replaced whole. */
export function mergeBilling(before: BillingDetails, given: BillingInput | undefined): BillingDetails {
  if (given === undefined) return before;
  const { address, ...plain } = given;
  return {
    ...before,
    ...plain,
    ...(address === undefined ? {} : { address: wholeAddress(address ?? {}) }),
  };
}

// --- finding --------------------------------------------------------------------------------------------------

/** The payment method a parameter names; an alias makes a new one on every use. */
export async function resolvePaymentMethod(tx: Tx, idOrAlias: string, param: string): Promise<PaymentMethod> {
  const known = cardOfAlias("pm_card_", idOrAlias, tx.now);
  return known === null
    ? byParam<PaymentMethod>(tx, "payment_method", idOrAlias, param)
    : insert(tx, known, {});
}

/** The same for a path: 404 where there is none. */
export async function methodInPath(tx: Tx, idOrAlias: string): Promise<PaymentMethod> {
  const known = cardOfAlias("pm_card_", idOrAlias, tx.now);
  return known === null ? byPath<PaymentMethod>(tx, "payment_method", idOrAlias) : insert(tx, known, {});
}

/** What the payer gave with this method that an issuer can check. */
export function givenBy(method: PaymentMethod): Given {
  const known = { card: testCardOf(method), cvcGiven: method._cvc_given, fromAlias: method._from_alias };
  return givenWith(known, typedBy(method._cvc_given, method.billing_details));
}

function typedBy(cvcGiven: boolean, { address }: BillingDetails): Given {
  return {
    cvcGiven,
    postalCodeGiven: address.postal_code !== null,
    addressLineGiven: address.line1 !== null,
  };
}

/** The test card a method was made from. */
export function testCardOf(method: PaymentMethod): TestCard {
  const card = findByKey(method._card);
  if (card === undefined) throw new Error(`payment method ${method.id} names no test card`);
  return card;
}

// --- customers ------------------------------------------------------------------------------------------------

/** Refuses a method that was detached, or used without a customer. */
export function assertUsable(method: PaymentMethod): void {
  if (!method._used_up) return;
  throw errors.rule(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared " +
      "with a connected account without Customer attachment, or was detached from a Customer. It may not be used " +
      "again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
  );
}

/** Attaches a method to a customer that exists, once the issuer agrees. Already there, it stays as it is. */
export async function attachTo(tx: Tx, method: PaymentMethod, customer: string): Promise<PaymentMethod> {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw errors.rule("The payment method you provided has already been attached to a customer.");
  }
  assertUsable(method);
  const card = testCardOf(method);
  const given = givenBy(method);
  const decline = declineAtAttach(card, given);
  if (decline !== null) throw errors.card({ param: "", ...declineDetails(decline) });
  const attached: PaymentMethod = {
    ...method,
    card: { ...method.card, checks: checked(card, given) },
    customer,
  };
  await tx.update(attached);
  await tx.emit("payment_method.attached", attached);
  return attached;
}

/** Takes a method from its customer, for good. Leaves the customer's default to the caller. */
export async function detach(tx: Tx, method: PaymentMethod): Promise<PaymentMethod> {
  const detached: PaymentMethod = { ...method, customer: null, _used_up: true };
  await tx.update(detached);
  await tx.emit("payment_method.detached", detached, { customer: method.customer });
  return detached;
}

/** A method as refusals and intents carry it: without what is ours alone. */
export function publicPaymentMethod(method: PaymentMethod): Wire {
  return publicPart(method);
}
