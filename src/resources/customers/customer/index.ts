/**
 * Customers: who pays, and what is known of them, with the operations on a customer's payment methods and tax
 * ids, and on their balance. A deleted customer leaves a stub behind. Sources are not implemented yet.
 */
import { errors } from "../../../core/errors.ts";
import { listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import { REVISION, type Reader, type Row, type Tx } from "../../../storage/port.ts";
import type { Deleted } from "../../deleted.ts";
import {
  asList,
  byPath,
  type Call,
  defineResource,
  inclusion,
  type Listed,
  lists,
  noParams,
  nounOf,
  presence,
  reads,
  reference,
  retrieves,
  updateAndTell,
  writes,
} from "../../resource.ts";
import { searches } from "../../search.ts";
import {
  attachTo,
  cardOfToken,
  detach,
  listMethods,
  ofCustomerParams,
  type PaymentMethod,
  resolvePaymentMethod,
} from "../payment_method/index.ts";
import { createTaxId, deleteTaxId, listTaxIds, ofCustomerListParams, taxIdFields } from "../tax_id.ts";
import { clockFor, clockOf } from "../test_clock/index.ts";
import {
  adjustBalance,
  balanceTransactionOf,
  balanceTransactionParams,
  balanceTransactionUpdateParams,
  type CustomerBalanceTransaction,
  listBalance,
  recordBalance,
  updateBalanceTransaction,
} from "./balance.ts";
import { cashBalanceOf, checkNoCash, setCashMode, viewCashBalance } from "./cash_balance.ts";
import { blank, type Customer, living, livingCustomer, searchFields, told } from "./customer.ts";
import {
  type DiscountInput,
  deleteDiscount,
  discountParams,
  discountTimers,
  tellDiscount,
  withDiscount,
} from "./discount.ts";
import { addTaxId, listOwnTaxIds, ownTaxId } from "./own_tax_ids.ts";
import { type CustomerInput, createParams, listParams, updateParams } from "./params.ts";
import { checkLocation, customerTax } from "./tax.ts";

export { changeBalance, customerBalanceTransaction } from "./balance.ts";
export { isAutomatic, lockedBalance } from "./cash_balance.ts";
export { cashBalance } from "./cash_operations.ts";
export { availableIn, CASH_TRANSACTION, type CashTransaction, moveCash } from "./cash_transaction.ts";
export { blank as blankCustomer, type Customer, living, livingCustomer } from "./customer.ts";

export { discountAt, useDiscount } from "./discount.ts";
export { fundingInstructionsResource } from "./funding_instructions.ts";

export type { CustomerInput } from "./params.ts";

/** The most subscriptions that a customer shows. */
const SUBSCRIPTIONS_SHOWN_MAX = 10;
/** The number of payment methods read at a time while those of a deleted customer are detached. */
const DETACH_AT_ONCE = 100;
/** The number of customers read at a time while those of a deleted test clock are deleted. */
const CUSTOMERS_AT_ONCE = 10;

/**
 * Saves a new customer and emits `customer.created`; then attaches its payment method and saves its tax ids.
 */
export async function createCustomer(tx: Tx, input: CustomerInput & DiscountInput): Promise<Customer> {
  const own = tx.at(await clockFor(tx, input.test_clock));
  const given = input.payment_method;
  const method = given === undefined ? null : await resolvePaymentMethod(tx, given, "payment_method");
  const source = input.source === undefined ? null : await cardOfToken(tx, input.source, "source");
  const named = withDefault(told(blank(own), input), given, method);
  const customer: Customer = {
    ...(await withDiscount(own, named, input)),
    default_source: source?.id ?? null,
  };
  checkLocation(customer, input.tax?.validate_location);
  const wanted = customer.invoice_settings.default_payment_method;
  if (wanted !== null && wanted !== method?.id) await refuseDefault(tx, wanted);
  await own.insert(customer);
  if (input.cash_balance !== undefined) await setCashMode(tx, customer.id, input.cash_balance);
  await own.emit("customer.created", customer);
  await tellDiscount(own, null, customer);
  await recordBalance(own, customer, 0, "initial");
  for (const one of [method, source]) if (one !== null) await attachTo(tx, one, customer.id);
  for (const [i, given] of (input.tax_id_data ?? []).entries()) {
    await createTaxId(tx, { customer: customer.id, ...given }, `tax_id_data[${i}][value]`);
  }
  return customer;
}

/** An alias that is named twice is one payment method (Stripe CLI's fixtures). */
function withDefault(customer: Customer, given: string | undefined, method: PaymentMethod | null): Customer {
  const { invoice_settings: settings } = customer;
  if (method === null || settings.default_payment_method !== given) return customer;
  return { ...customer, invoice_settings: { ...settings, default_payment_method: method.id } };
}

const DEFAULT_METHOD = "invoice_settings[default_payment_method]";

async function refuseDefault(tx: Tx, wanted: string): Promise<never> {
  const method = await resolvePaymentMethod(tx, wanted, DEFAULT_METHOD);
  throw errors.rule(
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached ` +
      "to the customer.",
    DEFAULT_METHOD,
    "resource_missing",
  );
}

async function update(
  tx: Tx,
  call: Call<ObjectValue<typeof updateParams> & DiscountInput>,
): Promise<Customer> {
  const own = tx.at(await clockOf(tx, call.id));
  const before = await living(tx, call.id);
  const wanted = call.input.invoice_settings?.default_payment_method ?? null;
  if (wanted !== null) {
    const method = await tx.get<PaymentMethod>("payment_method", wanted);
    if (method?.customer !== before.id) await refuseDefault(tx, wanted);
  }
  const after = await withDiscount(own, told(before, call.input), call.input);
  checkLocation(after, call.input.tax?.validate_location);
  if (call.input.cash_balance !== undefined) await setCashMode(tx, before.id, call.input.cash_balance);
  await recordBalance(own, after, before.balance, "adjustment");
  const updated = await updateAndTell(own, "customer.updated", before, after);
  await tellDiscount(own, before.discount, updated);
  return updated;
}

/** Sets a customer's currency to that of their first invoice. Does nothing for a deleted customer. */
export async function billedIn(tx: Tx, id: string, currency: string): Promise<void> {
  const customer = await livingCustomer(tx, id);
  if (customer === null || customer.currency !== null) return;
  await updateAndTell(tx, "customer.updated", customer, { ...customer, currency });
}

/** Replaces the customer with a stub, which GET still returns. */
async function remove(tx: Tx, call: Call<object>): Promise<Deleted> {
  const own = tx.at(await clockOf(tx, call.id));
  const customer = await living(tx, call.id);
  await checkNoCash(tx, customer.id);
  await detachAll(tx, customer.id);
  await own.emit("customer.deleted", customer);
  return leaveStub(tx, customer);
}

async function leaveStub(tx: Tx, customer: Customer): Promise<Deleted> {
  const { id, object, [REVISION]: revision } = customer;
  const stub: Deleted = { id, object, deleted: true, [REVISION]: revision };
  await tx.update(stub);
  return stub;
}

/** The customers of a deleted test clock go with it, without events of their own. */
async function removeAllOn(tx: Tx, clock: Row): Promise<void> {
  // This ends, because a deleted customer is no longer in the list.
  for (;;) {
    const page = { limit: CUSTOMERS_AT_ONCE, unlisted: true } as const;
    const { rows } = await tx.list<Customer>("customer", { test_clock: clock.id }, page);
    if (rows.length === 0) return;
    for (const { id } of rows) {
      await detachAll(tx, id);
      await leaveStub(tx, await living(tx, id));
    }
  }
}

async function detachAll(tx: Tx, customer: string): Promise<void> {
  // This ends, because a detached method is no longer in the list.
  for (;;) {
    const { rows } = await tx.list("payment_method", { customer }, { limit: DETACH_AT_ONCE });
    if (rows.length === 0) return;
    for (const row of rows) await detach(tx, await byPath<PaymentMethod>(tx, "payment_method", row.id));
  }
}

async function listOwn(reader: Reader, call: Call<ObjectValue<typeof ofCustomerParams>>): Promise<Listed> {
  const customer = await living(reader, call.id);
  return listMethods(reader, customer.id, call.input, call.path);
}

async function retrieveOwn(reader: Reader, call: Call<object>): Promise<PaymentMethod> {
  const customer = await living(reader, call.id);
  const method = await byPath<PaymentMethod>(reader, "payment_method", call.sub);
  if (method.customer !== customer.id) {
    throw errors.missingPathResource(nounOf("payment_method"), call.sub, "payment_method");
  }
  return method;
}

async function addToBalance(
  tx: Tx,
  call: Call<ObjectValue<typeof balanceTransactionParams>>,
): Promise<CustomerBalanceTransaction> {
  return adjustBalance(tx, await living(tx, call.id), call.input);
}

async function listOwnBalance(reader: Reader, call: Call<ObjectValue<typeof listFields>>): Promise<Listed> {
  const customer = await living(reader, call.id);
  return listBalance(reader, customer.id, call.input, call.path);
}

async function ownBalanceTransaction(
  reader: Reader,
  call: Call<object>,
): Promise<CustomerBalanceTransaction> {
  const customer = await living(reader, call.id);
  return balanceTransactionOf(reader, customer.id, call.sub);
}

const ONE_BALANCE_TRANSACTION = { answers: { kind: "customer_balance_transaction", list: false } };
const ONE_TAX_ID = { answers: { kind: "tax_id", list: false } };

export const customer = defineResource<Customer>({
  object: "customer",
  path: "/v1/customers",
  permission: "customer",
  keys: ({ email, test_clock }) => ({ email, test_clock }),
  isUnlisted: ({ test_clock }) => test_clock !== null,
  expands: {
    cash_balance: inclusion(null, async (reader, { id }) =>
      viewCashBalance(await cashBalanceOf(reader, String(id))),
    ),
    default_source: reference("source"),
    discount: presence("discount"),
    "invoice_settings.default_payment_method": reference("payment_method"),
    // Always empty, because sources are not implemented.
    sources: inclusion(null, async (_reader, { id }) => ({
      object: "list",
      data: [],
      has_more: false,
      url: `/v1/customers/${id}/sources`,
    })),
    // Subscriptions are above customers, so they are read by their kind.
    subscriptions: inclusion("subscription", async (reader, { id }) => {
      const where = { customer: String(id), living: "true" };
      const found = await reader.list("subscription", where, {
        limit: SUBSCRIPTIONS_SHOWN_MAX,
        unlisted: true,
      });
      return asList(found, `/v1/customers/${id}/subscriptions`);
    }),
    tax: inclusion(null, async (reader, shown) =>
      customerTax(await byPath<Customer>(reader, "customer", String(shown.id)), reader.settings),
    ),
    tax_ids: inclusion("tax_id", (reader, { id }) =>
      listTaxIds(reader, String(id), {}, `/v1/customers/${id}/tax_ids`),
    ),
    test_clock: reference("test_helpers.test_clock"),
  },
  timers: discountTimers,
  reacts: { "test_helpers.test_clock.deleted": removeAllOn },
  operations: {
    "POST /": writes(createParams, (tx, call) => createCustomer(tx, call.input), {
      olderParams: discountParams,
    }),
    "GET /": lists("customer", listParams, ({ email, test_clock }) => ({ email, test_clock })),
    "GET /search": searches<Customer>("customer", "customers", searchFields),
    "GET /:id": retrieves("customer"),
    "POST /:id": writes(updateParams, update, { olderParams: discountParams }),
    "DELETE /:id": writes(noParams, remove),
    "DELETE /:id/discount": writes(noParams, deleteDiscount, { answers: { kind: "discount", list: false } }),
    "GET /:id/payment_methods": reads(ofCustomerParams, listOwn, {
      answers: { kind: "payment_method", list: true },
    }),
    "GET /:id/payment_methods/:sub": reads(noParams, retrieveOwn, {
      answers: { kind: "payment_method", list: false },
    }),
    "POST /:id/balance_transactions": writes(balanceTransactionParams, addToBalance, ONE_BALANCE_TRANSACTION),
    "GET /:id/balance_transactions": reads(listFields, listOwnBalance, {
      answers: { kind: "customer_balance_transaction", list: true },
    }),
    "GET /:id/balance_transactions/:sub": reads(noParams, ownBalanceTransaction, ONE_BALANCE_TRANSACTION),
    "POST /:id/balance_transactions/:sub": writes(
      balanceTransactionUpdateParams,
      async (tx, call) => updateBalanceTransaction(tx, await ownBalanceTransaction(tx, call), call),
      ONE_BALANCE_TRANSACTION,
    ),
    "POST /:id/tax_ids": writes(taxIdFields, addTaxId, ONE_TAX_ID),
    "GET /:id/tax_ids": reads(ofCustomerListParams, listOwnTaxIds, {
      answers: { kind: "tax_id", list: true },
    }),
    "GET /:id/tax_ids/:sub": reads(noParams, ownTaxId, ONE_TAX_ID),
    "DELETE /:id/tax_ids/:sub": writes(
      noParams,
      async (tx, call) => deleteTaxId(tx, await ownTaxId(tx, call)),
      ONE_TAX_ID,
    ),
  },
});
