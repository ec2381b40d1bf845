/** The tax ids of one customer, as the customer's path has them. */
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import type { Call, Listed } from "../../resource.ts";
import {
  createTaxId,
  listTaxIds,
  type ofCustomerListParams,
  type TaxId,
  type taxIdFields,
  taxIdOf,
} from "../tax_id.ts";
import { living } from "./customer.ts";

export async function addTaxId(tx: Tx, call: Call<ObjectValue<typeof taxIdFields>>): Promise<TaxId> {
  const customer = await living(tx, call.id);
  return createTaxId(tx, { customer: customer.id, ...call.input });
}

export async function listOwnTaxIds(
  reader: Reader,
  call: Call<ObjectValue<typeof ofCustomerListParams>>,
): Promise<Listed> {
  const customer = await living(reader, call.id);
  return listTaxIds(reader, customer.id, call.input, call.path);
}

export async function ownTaxId(reader: Reader, call: Call<object>): Promise<TaxId> {
  const customer = await living(reader, call.id);
  return taxIdOf(reader, customer.id, call.sub);
}
