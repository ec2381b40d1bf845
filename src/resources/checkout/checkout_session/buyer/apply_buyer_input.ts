/**
 * Pure: applies what the buyer chose and gave, on the page or through the API, to a session. Refuses what the
 * session does not ask for or does not allow. Whether everything needed for paying is there is checked in
 * `check_complete.ts`.
 */
import { errors } from "../../../../core/errors.ts";
import { taxIdFault } from "../../../../core/tax_ids.ts";
import { wholeAddress } from "../../../../params/common.ts";
import { boundsOf, checkCustomAmount } from "../order/line_rules.ts";
import { isOptional, offeredLines } from "../order/options.ts";
import { chosen } from "../order/shipping.ts";
import type { BuyerInput } from "../params/page_params.ts";
import type { Buyer, LineItem, Session } from "../row/session.ts";

export function applyBuyerInput(session: Session, input: BuyerInput): Session {
  checkAsked(session, input);
  return {
    ...session,
    ...(input.shipping_rate === undefined ? {} : { shipping_cost: chosenRate(session, input.shipping_rate) }),
    ...(input.line_items === undefined ? {} : { _line_items: chosenLines(session, input.line_items) }),
    _buyer: buyerOf(session, input),
  };
}

function chosenRate(session: Session, id: string): Session["shipping_cost"] {
  if (session.shipping_options.some((option) => option.shipping_rate === id)) return chosen(id);
  throw errors.missingResource("shipping rate", id, "shipping_rate");
}

type Chosen = NonNullable<BuyerInput["line_items"]>[number];

/**
 * The lines with the buyer's changes. A line with a quantity of 0 is removed, but at least one must remain, and one
 * that recurs if any did. Optional items are added behind the others.
 */
function chosenLines(session: Session, given: readonly Chosen[]): LineItem[] {
  const wanted = new Map<string, { line: Chosen; i: number }>(given.map((line, i) => [line.id, { line, i }]));
  const offered = offeredLines(session);
  const known = new Set(offered.map(({ id }) => id));
  given.forEach(({ id }, i) => {
    if (!known.has(id)) throw errors.missingResource("item", id, `line_items[${i}][id]`);
  });
  const before = session._line_items;
  const left = offered
    .filter((line) => before.includes(line) || wanted.has(line.id))
    .map((line) => {
      const found = wanted.get(line.id);
      if (found === undefined) return line;
      return chosenLine(line, found.line, isOptional(session, line.id), `line_items[${found.i}]`);
    })
    .filter(({ quantity }) => quantity !== 0);
  const recurs = ({ price }: LineItem) => price.recurring !== null;
  if (left.length > 0 && left.some(recurs) === before.some(recurs)) return left;
  throw errors.integerTooSmall(`line_items[${given.length - 1}][quantity]`, 1);
}

function chosenLine(line: LineItem, wanted: Chosen, isOption: boolean, at: string): LineItem {
  const { quantity = line.quantity, custom_amount } = wanted;
  if (isOption && quantity === 0) return { ...line, quantity };
  if (quantity !== null && quantity !== line.quantity) {
    const param = `${at}[quantity]`;
    if (!line.adjustable_quantity?.enabled)
      throw errors.rule("The quantity of this line item is fixed.", param);
    const { minimum, maximum } = boundsOf(line.adjustable_quantity);
    if (quantity < minimum) throw errors.integerTooSmall(param, minimum);
    if (quantity > maximum) throw errors.integerTooLarge(param, maximum, quantity);
  }
  if (custom_amount === undefined) return { ...line, quantity };
  checkCustomAmount(line, custom_amount, `${at}[custom_amount]`);
  return { ...line, quantity, _custom_amount: custom_amount };
}

// --- the buyer --------------------------------------------------------------------------------------------

/**
 * Refuses input that the session does not ask for. Shipping, tax ids and custom field answers are checked
 * with their values.
 */
function checkAsked(session: Session, input: BuyerInput): void {
  const { consent_collection: consent, saved_payment_method_options: saved } = session;
  const unasked = (param: string, what: string) =>
    errors.rule(`This Checkout Session does not ${what}.`, param);
  if (input.phone && !session.phone_number_collection.enabled)
    throw unasked("phone", "collect a phone number");
  const { business, individual } = session._name_collection ?? {};
  if (input.business_name && !(session._tax_id_collection?.enabled || business?.enabled)) {
    throw unasked("business_name", "collect business names or tax ids");
  }
  if (input.individual_name && !individual?.enabled) {
    throw unasked("individual_name", "collect individual names");
  }
  if (input.consent?.promotions !== undefined && consent?.promotions !== "auto") {
    throw unasked("consent[promotions]", "ask for consent to promotions");
  }
  if (input.consent?.terms_of_service !== undefined && consent?.terms_of_service !== "required") {
    throw unasked("consent[terms_of_service]", "ask for consent to terms of service");
  }
  if (input.save_payment_method && saved?.payment_method_save !== "enabled") {
    throw unasked("save_payment_method", "offer to save the payment method");
  }
}

function buyerOf(session: Session, input: BuyerInput): Buyer {
  const before = session._buyer;
  const { business_name, consent, custom_fields, email, individual_name, phone, save_payment_method } = input;
  return {
    ...before,
    ...(business_name === undefined ? {} : { business_name }),
    ...(input.billing_address === undefined ? {} : { billing_address: addressOf(input.billing_address) }),
    ...(custom_fields === undefined ? {} : { custom_fields: answersOf(session, custom_fields) }),
    ...(email === undefined ? {} : { email }),
    ...(individual_name === undefined ? {} : { individual_name }),
    ...(phone === undefined ? {} : { phone }),
    ...(consent?.promotions === undefined ? {} : { promotions: consent.promotions }),
    ...(save_payment_method === undefined ? {} : { save: save_payment_method }),
    ...(input.shipping === undefined ? {} : { shipping: shippingOf(session, input.shipping) }),
    ...(input.tax_id === undefined ? {} : { tax_id: taxIdOf(session, input.tax_id) }),
    ...(consent?.terms_of_service === undefined ? {} : { terms_accepted: true }),
  };
}

function addressOf(given: BuyerInput["billing_address"]): Buyer["billing_address"] {
  return given === null || given === undefined ? null : wholeAddress(given);
}

function shippingOf(session: Session, given: BuyerInput["shipping"]): Buyer["shipping"] {
  if (session.permissions?.update_shipping_details === "server_only") {
    throw errors.rule(
      "Only your server can update the shipping details of this Checkout Session.",
      "shipping",
    );
  }
  if (given === null || given === undefined) return null;
  return collectedShipping(session, given, "shipping");
}

/** The shipping address that a session collects, as its buyer or its shop gave it under `path`. */
export function collectedShipping(
  session: Session,
  given: NonNullable<BuyerInput["shipping"]>,
  path: string,
): Buyer["shipping"] {
  const allowed = session.shipping_address_collection?.allowed_countries;
  if (allowed === undefined)
    throw errors.rule("This Checkout Session does not collect a shipping address.", path);
  const address = wholeAddress(given.address);
  if (address.country !== null && !allowed.includes(address.country)) {
    throw errors.invalidChoice(`${path}[address][country]`, allowed);
  }
  return { address, name: given.name ?? null };
}

function taxIdOf(session: Session, given: BuyerInput["tax_id"]): Buyer["tax_id"] {
  if (given === null || given === undefined) return null;
  if (!session._tax_id_collection?.enabled) {
    throw errors.rule("This Checkout Session does not collect tax ids.", "tax_id");
  }
  const fault = taxIdFault(given.type, given.value);
  if (fault !== null) throw errors.rule(fault, "tax_id[value]", "tax_id_invalid");
  return { type: given.type, value: given.value };
}

/**
 * The answers to custom fields; invalid ones are refused. An empty answer counts as no answer and also
 * replaces the default.
 */
function answersOf(
  session: Session,
  given: NonNullable<BuyerInput["custom_fields"]>,
): Readonly<Record<string, string>> {
  const answers = new Map(Object.entries(session._buyer.custom_fields));
  given.forEach(({ key, value = null }, i) => {
    const field = session.custom_fields.find((one) => one.key === key);
    if (field === undefined) throw errors.missingResource("custom field", key, `custom_fields[${i}][key]`);
    const param = `custom_fields[${i}][value]`;
    if (value === null) {
      answers.set(key, "");
      return;
    }
    const { dropdown, numeric, text } = field;
    const values = dropdown?.options.map((option) => option.value);
    if (values !== undefined && !values.includes(value)) throw errors.invalidChoice(param, values);
    if (numeric !== undefined && !/^\d+$/.test(value)) throw errors.invalidInteger(param, value);
    const { minimum_length: least, maximum_length: most } = text ?? numeric ?? NO_LENGTHS;
    if (least !== null && value.length < least) {
      throw errors.rule(`The answer must have at least ${least} characters.`, param);
    }
    if (most !== null && value.length > most) throw errors.stringTooLong(param, value, most);
    answers.set(key, value);
  });
  return Object.fromEntries(answers);
}
const NO_LENGTHS = { minimum_length: null, maximum_length: null };
