/**
 * The balance of a customer with the shop, and the transactions that change it. A negative balance is credit,
 * which the customer's next invoice uses up; a positive one is added to what is due.
 */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import { type Call, defineResource, type Listed, listed, reference, updateAndTell } from "../../resource.ts";
import type { Customer } from "./customer.ts";

const KIND = "customer_balance_transaction";
const AMOUNT_MAX = 999_999_999_999;
const DESCRIPTION_MAX = 350;

export interface CustomerBalanceTransaction extends Row {
  readonly object: typeof KIND;
  /** Minor units; negative for credit to the customer. */
  readonly amount: number;
  readonly checkout_session: null;
  readonly created: number;
  readonly credit_note: string | null;
  readonly currency: string;
  readonly customer: string;
  readonly customer_account: null;
  readonly description: string | null;
  /** The customer's balance after it. */
  readonly ending_balance: number;
  readonly invoice: string | null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly type:
    | "adjustment"
    | "applied_to_invoice"
    | "credit_note"
    | "initial"
    | "invoice_too_small"
    | "unapplied_from_invoice";
}

export const balanceTransactionParams = {
  amount: p.required(
    p.about("Minor units; negative is credit to the customer.", p.integer({ max: AMOUNT_MAX })),
  ),
  currency: p.required(p.currency()),
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  metadata: p.metadata(),
} as const satisfies Fields;

export const balanceTransactionUpdateParams = {
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  metadata: p.metadata(),
} as const satisfies Fields;

/** What changes a balance. */
interface Change {
  readonly amount: number;
  readonly currency: string;
  readonly type: CustomerBalanceTransaction["type"];
  readonly credit_note?: string;
  readonly invoice?: string;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Changes a customer's balance: writes the transaction, and emits `customer.updated`. The first change fixes
 * the customer's currency. The customer must have been read in this unit of work.
 */
export async function changeBalance(
  tx: Tx,
  customer: Customer,
  change: Change,
): Promise<CustomerBalanceTransaction> {
  const balance = customer.balance + change.amount;
  const row = transactionOf(tx, { ...customer, balance }, change);
  await tx.insert(row);
  const currency = customer.currency ?? change.currency;
  await updateAndTell(tx, "customer.updated", customer, { ...customer, balance, currency });
  return row;
}

/** A transaction of a customer whose balance has changed already. */
function transactionOf(
  tx: Pick<Tx, "newId" | "now">,
  customer: Customer,
  change: Change,
): CustomerBalanceTransaction {
  return {
    id: tx.newId("cbtxn_"),
    object: KIND,
    amount: change.amount,
    checkout_session: null,
    created: tx.now,
    credit_note: change.credit_note ?? null,
    currency: change.currency,
    customer: customer.id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: customer.balance,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  };
}

/** The currency of a balance that is set before the customer has one. */
const CURRENCY = "usd";

/**
 * Writes the transaction of a balance that the parameter `balance` has set: `initial` for a new customer, an
 * adjustment by the difference otherwise. The customer's own event tells of it.
 */
export async function recordBalance(
  tx: Tx,
  customer: Customer,
  before: number,
  type: "adjustment" | "initial",
): Promise<void> {
  if (customer.balance === before) return;
  const amount = customer.balance - before;
  await tx.insert(transactionOf(tx, customer, { amount, currency: customer.currency ?? CURRENCY, type }));
}

/** Refuses a currency that is not the customer's own. */
function checkCurrency(customer: Customer, currency: string): void {
  if (customer.currency === null || customer.currency === currency) return;
  throw errors.rule(
    `The currency of a balance transaction must be that of the customer, \`${customer.currency}\`.`,
    "currency",
  );
}

/** `POST /v1/customers/:id/balance_transactions`. */
export async function adjustBalance(
  tx: Tx,
  customer: Customer,
  input: ObjectValue<typeof balanceTransactionParams>,
): Promise<CustomerBalanceTransaction> {
  const { amount, currency, description, metadata } = input;
  checkCurrency(customer, currency);
  return changeBalance(tx, customer, {
    amount,
    currency,
    type: "adjustment",
    description: description ?? null,
    metadata: mergeMetadata({}, metadata),
  });
}

/** A page of a customer's balance transactions. */
export function listBalance(
  reader: Reader,
  customer: string,
  input: Parameters<typeof listed>[3],
  url: string,
): Promise<Listed> {
  return listed(reader, KIND, { customer }, input, url);
}

/** One transaction of a customer, or a 404. */
export async function balanceTransactionOf(
  reader: Reader,
  customer: string,
  id: string,
): Promise<CustomerBalanceTransaction> {
  const row = await reader.get<CustomerBalanceTransaction>(KIND, id);
  if (row?.customer !== customer) {
    throw errors.missingPathResource("customer balance transaction", id, "transaction");
  }
  return row;
}

/** Changes what a transaction says of itself. Stripe has no event for it. */
export async function updateBalanceTransaction(
  tx: Tx,
  before: CustomerBalanceTransaction,
  { input }: Call<ObjectValue<typeof balanceTransactionUpdateParams>>,
): Promise<CustomerBalanceTransaction> {
  const after: CustomerBalanceTransaction = {
    ...before,
    description: input.description === undefined ? before.description : input.description,
    metadata: mergeMetadata(before.metadata, input.metadata),
  };
  await tx.update(after);
  return after;
}

/** Has no URLs of its own: its operations are the customer's. */
export const customerBalanceTransaction = defineResource<CustomerBalanceTransaction>({
  object: KIND,
  path: "/v1/customers",
  permission: "customer",
  keys: (row) => ({ customer: row.customer }),
  expands: {
    credit_note: reference("credit_note"),
    customer: reference("customer"),
    invoice: reference("invoice"),
  },
  operations: {},
});
