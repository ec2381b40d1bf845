/** Creates a subscription by the API: looks up what the request names, then begins it as its terms say. */
import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedAmount, notIn, offerIn } from "../../catalog/price/index.ts";
import { type Customer, livingCustomer } from "../../customers/customer/index.ts";
import { checkOwnTaxIds } from "../../customers/tax_id.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { checkTypes } from "../../payments/chosen_types.ts";
import type { Begun, Call } from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import { methodOf, ratesFrom } from "../invoice/index.ts";
import { checkCurrencies, checkDistinct, checkIntervals, quantityOf, soldFor } from "./items.ts";
import { begin } from "./opening.ts";
import type { AddedItem, CreateInput, ItemInput } from "./params.ts";
import { timingOf } from "./period.ts";
import { checkCreate, checkCustomerCurrency } from "./rules.ts";
import type { Subscription } from "./subscription.ts";
import type { SoldItem, SoldOnce, SubscriptionTerms } from "./terms.ts";

/** The most subscriptions of one customer that have not ended (Stripe docs). */
const SUBSCRIPTIONS_MAX = 500;

export async function createSubscription(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<Begun> {
  checkCreate(input);
  if (input.customer === undefined) throw errors.missingParam("customer");
  const customer = await customerFor(tx, input.customer);
  const own = tx.at(await clockOf(tx, customer.id));
  await checkRoom(own, customer.id);
  const terms = await termsFor(own, customer, input, behaviour);
  return begin(own, terms, {
    behavior: input.payment_behavior ?? "allow_incomplete",
    off_session: input.off_session ?? false,
    cancels: input.cancel_at_period_end ? "at_period_end" : (input.cancel_at ?? null),
  });
}

/** An unknown customer is a 404 here (measured at Stripe). */
async function customerFor(tx: Tx, id: string): Promise<Customer> {
  const customer = await livingCustomer(tx, id);
  if (customer === null) throw errors.missingPathResource("customer", id, "customer");
  return customer;
}

/** Refuses one subscription more than a customer may have (Stripe docs, `customer_max_subscriptions`). */
async function checkRoom(tx: Tx, customer: string): Promise<void> {
  const page = { limit: SUBSCRIPTIONS_MAX, unlisted: true as const };
  const { rows } = await tx.list("subscription", { customer, living: "true" }, page);
  if (rows.length < SUBSCRIPTIONS_MAX) return;
  throw errors.rule(
    `Customer ${customer} already has the maximum ${SUBSCRIPTIONS_MAX} current subscriptions.`,
    "customer",
    "customer_max_subscriptions",
  );
}

/** What a request makes a subscription from, with everything that it names looked up. `at` is where it has the items. */
export async function termsFor(
  tx: Tx,
  customer: Customer,
  input: CreateInput,
  behaviour: Pick<Behaviour, "billing_mode_default">,
  at = "items",
): Promise<SubscriptionTerms> {
  const id = tx.newId("sub_");
  const items = await soldItems(tx, input.items ?? [], at);
  const prices = items.map(({ price }) => price);
  const billing_mode = input.billing_mode?.type ?? behaviour.billing_mode_default;
  checkCurrencies(prices, input.currency, (i) => `${at}[${i}]`);
  checkDistinct(prices);
  checkIntervals(prices, billing_mode);
  const currency = input.currency ?? prices[0]?.currency ?? "usd";
  checkCustomerCurrency(customer, currency);
  const timing = timingOf(input, prices, tx.now);
  const amount = items.reduce((all, item) => all + billedAmount(item.price, currency, item.quantity ?? 0), 0);
  const on = { subscription: id, customer: customer.id, currency, amount };
  return {
    id,
    customer,
    currency,
    items,
    once: await soldOnce(tx, input.add_invoice_items ?? [], currency),
    timing,
    prorates: input.proration_behavior !== "none",
    automatic_tax: input.automatic_tax?.enabled ?? false,
    billing_mode,
    collection_method: input.collection_method ?? "charge_automatically",
    days_until_due: input.days_until_due ?? null,
    default_payment_method: await defaultMethod(tx, customer.id, input.default_payment_method),
    default_tax_rates: await ratesFrom(tx, input.default_tax_rates, "default_tax_rates"),
    description: input.description ?? null,
    discounts: await discountsFrom(tx, input.discounts, on),
    invoice_settings: await settingsFrom(tx, input.invoice_settings),
    metadata: mergeMetadata({}, input.metadata),
    missing_payment_method: input.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    payment_settings: paymentSettingsOf(input.payment_settings),
  };
}

/** The recurring prices of some items; `within` is the path of their list. */
export async function soldItems(tx: Tx, given: readonly ItemInput[], within: string): Promise<SoldItem[]> {
  const sold: SoldItem[] = [];
  for (const [i, item] of given.entries()) {
    const at = `${within}[${i}]`;
    const found = await soldFor(tx, item, at, "recurring");
    if (found === null) throw errors.missingParam(`${at}[price]`);
    sold.push({
      ...found,
      quantity: quantityOf(found.price, item.quantity, at),
      metadata: mergeMetadata({}, item.metadata),
      tax_rates: await ratesFrom(tx, item.tax_rates, `${at}[tax_rates]`),
    });
  }
  return sold;
}

/** The one-time prices of `add_invoice_items`, whose path is `within`. */
export async function soldOnce(
  tx: Tx,
  given: readonly AddedItem[],
  currency: string,
  within = "add_invoice_items",
): Promise<SoldOnce[]> {
  const sold: SoldOnce[] = [];
  for (const [i, item] of given.entries()) {
    const at = `${within}[${i}]`;
    const found = await soldFor(tx, item, at, "one_time");
    if (found === null) throw errors.missingParam(`${at}[price]`);
    if (offerIn(found.price, currency) === null)
      throw errors.rule(notIn(found.price, currency), `${at}[price]`);
    sold.push({
      ...found,
      quantity: item.quantity ?? 1,
      discountable: item.discountable ?? true,
      metadata: mergeMetadata({}, item.metadata),
      tax_rates: await ratesFrom(tx, item.tax_rates, `${at}[tax_rates]`),
    });
  }
  return sold;
}

/** The id of the payment method that a request names, which must be the customer's. */
export async function defaultMethod(
  tx: Tx,
  customer: string,
  id: string | null | undefined,
): Promise<string | null> {
  if (id === undefined || id === null) return null;
  return (await methodOf(tx, customer, id, "default_payment_method")).id;
}

/** The parts of `invoice_settings` that a request sends. */
export async function settingsFrom(
  tx: Tx,
  given: CreateInput["invoice_settings"],
): Promise<Partial<Subscription["invoice_settings"]>> {
  const { account_tax_ids, custom_fields, description, footer } = given ?? {};
  await checkOwnTaxIds(tx, account_tax_ids ?? [], "invoice_settings[account_tax_ids]");
  return {
    ...(account_tax_ids === undefined ? {} : { account_tax_ids }),
    ...(custom_fields === undefined ? {} : { custom_fields }),
    ...(description === undefined ? {} : { description }),
    ...(footer === undefined ? {} : { footer }),
  };
}

/** Pure: the parts of `payment_settings` that a request sends. */
export function paymentSettingsOf(
  given: CreateInput["payment_settings"],
): Partial<Subscription["payment_settings"]> {
  const { payment_method_types: types, save_default_payment_method: save } = given ?? {};
  if (types) checkTypes(types);
  return {
    ...(types === undefined ? {} : { payment_method_types: types }),
    ...(save === undefined ? {} : { save_default_payment_method: save }),
  };
}
