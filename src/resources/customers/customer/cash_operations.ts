/** What clients can ask of a customer's cash balance: the balance, its transactions, and where to transfer money to. */
import { listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { type Call, defineResource, type Listed, listed, noParams, reads, writes } from "../../resource.ts";
import {
  CASH_BALANCE,
  type CashBalance,
  cashBalanceOf,
  setCashMode,
  viewCashBalance,
} from "./cash_balance.ts";
import { cashBalanceParams } from "./cash_balance_params.ts";
import { CASH_TRANSACTION, cashTransactionOf } from "./cash_transaction.ts";
import { living } from "./customer.ts";
import { FUNDING_INSTRUCTIONS, fundingInstructions, fundingParams } from "./funding_instructions.ts";

async function retrieve(reader: Reader, { id }: Call<object>): Promise<CashBalance> {
  const customer = await living(reader, id);
  return cashBalanceOf(reader, customer.id);
}

async function update(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof cashBalanceParams>>,
): Promise<CashBalance> {
  const customer = await living(tx, id);
  return setCashMode(tx, customer.id, input);
}

async function list(reader: Reader, call: Call<ObjectValue<typeof listFields>>): Promise<Listed> {
  const customer = await living(reader, call.id);
  return listed(reader, CASH_TRANSACTION, { customer: customer.id }, call.input, call.path);
}

async function retrieveTransaction(reader: Reader, { id, sub }: Call<object>) {
  const customer = await living(reader, id);
  return cashTransactionOf(reader, customer.id, sub);
}

export const cashBalance = defineResource<CashBalance>({
  object: CASH_BALANCE,
  path: "/v1/customers",
  permission: "customer",
  operations: {
    "GET /:id/cash_balance": reads(noParams, retrieve),
    "POST /:id/cash_balance": writes(cashBalanceParams, update),
    "GET /:id/cash_balance_transactions": reads(listFields, list, {
      answers: { kind: CASH_TRANSACTION, list: true },
    }),
    "GET /:id/cash_balance_transactions/:sub": reads(noParams, retrieveTransaction, {
      answers: { kind: CASH_TRANSACTION, list: false },
    }),
    "POST /:id/funding_instructions": writes(fundingParams, fundingInstructions, {
      answers: { kind: FUNDING_INSTRUCTIONS, list: false },
    }),
  },
  view: viewCashBalance,
});
