/**
 * The cash balance of a customer: money that they have transferred and that no payment has used. It has no id of its
 * own; its row has that of the customer, and exists from when something is set or moved.
 */
import { errors } from "../../../core/errors.ts";
import type { Value } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import { publicPart, type Wire } from "../../resource.ts";
import type { cashBalanceOfCustomer } from "./cash_balance_params.ts";

export const CASH_BALANCE = "cash_balance";

export interface CashBalance extends Row {
  readonly object: typeof CASH_BALANCE;
  /** By currency, in minor units; null before the first transfer. */
  readonly available: Readonly<Record<string, number>> | null;
  readonly customer: string;
  readonly customer_account: null;
  readonly livemode: false;
  readonly settings: {
    readonly reconciliation_mode: "automatic" | "manual";
    readonly using_merchant_default: boolean;
  };
}

function blank(customer: string): CashBalance {
  return {
    id: customer,
    object: CASH_BALANCE,
    available: null,
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: "automatic", using_merchant_default: true },
  };
}

/** The balance of a customer, which may be blank. */
export async function cashBalanceOf(reader: Reader, customer: string): Promise<CashBalance> {
  return (await reader.get<CashBalance>(CASH_BALANCE, customer)) ?? blank(customer);
}

/** The row of a customer's balance, locked until the unit of work ends. */
export async function lockedBalance(tx: Tx, customer: string): Promise<CashBalance> {
  const found = await tx.get<CashBalance>(CASH_BALANCE, customer);
  if (found !== null) return found;
  const made = blank(customer);
  await tx.insert(made);
  return made;
}

/** Whether money of the customer pays by itself what waits for it. */
export function isAutomatic({ settings }: CashBalance): boolean {
  return settings.reconciliation_mode === "automatic";
}

/** Sets how a customer's money is used; Stripe has no event for it. */
export async function setCashMode(
  tx: Tx,
  customer: string,
  input: Value<typeof cashBalanceOfCustomer>,
): Promise<CashBalance> {
  const before = await lockedBalance(tx, customer);
  const mode = input.settings?.reconciliation_mode;
  if (mode === undefined) return before;
  const isDefault = mode === "merchant_default";
  const after: CashBalance = {
    ...before,
    settings: { reconciliation_mode: isDefault ? "automatic" : mode, using_merchant_default: isDefault },
  };
  await tx.update(after);
  return after;
}

/** Refuses to delete a customer who has a cash balance, even of 0 (Stripe docs, the cash balance object). The text is ours. */
export async function checkNoCash(reader: Reader, customer: string): Promise<void> {
  const { available } = await cashBalanceOf(reader, customer);
  if (available === null) return;
  throw errors.rule(`The customer ${customer} has a cash balance, so they cannot be deleted.`);
}

/** A balance as clients see it, without an id. */
export function viewCashBalance(row: CashBalance): Wire {
  return { ...publicPart(row), id: undefined };
}
