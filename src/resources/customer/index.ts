/**
 * Customers: who pays, and what is known of them. A deleted one leaves a stub behind. Balance and sources of a
 * customer are not there yet.
 */
import { errors } from "../../core/errors.ts";
import type { ObjectValue } from "../../params/param.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  attachTo,
  detach,
  listMethods,
  type PaymentMethod,
  resolvePaymentMethod,
} from "../payment_method/index.ts";
import { ofCustomerParams } from "../payment_method/params.ts";
import {
  byPath,
  type Call,
  defineResource,
  inclusion,
  isDeleted,
  type Listed,
  lists,
  noParams,
  nounOf,
  reads,
  reference,
  retrieves,
  updateAndTell,
  writes,
} from "../resource.ts";
import {
  createTaxId,
  deleteTaxId,
  listTaxIds,
  ofCustomerListParams,
  type TaxId,
  taxIdFields,
  taxIdOf,
} from "../tax_id.ts";
import { blank, type Customer, living, told } from "./customer.ts";
import { type CustomerInput, createParams, listParams, updateParams } from "./params.ts";
import { checkLocation, customerTax } from "./tax.ts";

export type { Customer } from "./customer.ts";
export type { CustomerInput } from "./params.ts";

/** How many payment methods of a deleted customer are detached at a time. */
const DETACH_AT_ONCE = 100;

/** Writes a new customer and says so; then attaches the payment method and keeps the tax ids it came with. */
export async function createCustomer(tx: Tx, input: CustomerInput): Promise<Customer> {
  const customer = told(blank(tx), input);
  checkLocation(customer, input.tax?.validate_location);
  const given = input.payment_method;
  const method = given === undefined ? null : await resolvePaymentMethod(tx, given, "payment_method");
  const wanted = customer.invoice_settings.default_payment_method;
  if (wanted !== null && wanted !== method?.id) await refuseDefault(tx, wanted);
  await tx.insert(customer);
  await tx.emit("customer.created", customer);
  if (method !== null) await attachTo(tx, method, customer.id);
  for (const [i, given] of (input.tax_id_data ?? []).entries()) {
    await createTaxId(tx, { customer: customer.id, ...given }, `tax_id_data[${i}][value]`);
  }
  return customer;
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

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Customer> {
  const before = await living(tx, call.id);
  const wanted = call.input.invoice_settings?.default_payment_method ?? null;
  if (wanted !== null) {
    const method = await tx.get<PaymentMethod>("payment_method", wanted);
    if (method?.customer !== before.id) await refuseDefault(tx, wanted);
  }
  const after = told(before, call.input);
  checkLocation(after, call.input.tax?.validate_location);
  return updateAndTell(tx, "customer.updated", before, after);
}

/** The currency of a customer is that of their first invoice. A customer who was deleted has none. */
export async function billedIn(tx: Tx, id: string, currency: string): Promise<void> {
  const customer = await tx.get<Customer>("customer", id);
  if (customer === null || isDeleted(customer) || customer.currency !== null) return;
  await updateAndTell(tx, "customer.updated", customer, { ...customer, currency });
}

/** Leaves a stub, which GET still answers with. */
async function remove(tx: Tx, call: Call<object>): Promise<Deleted> {
  const customer = await living(tx, call.id);
  await detachAll(tx, customer.id);
  await tx.emit("customer.deleted", customer);
  const stub: Deleted = { id: customer.id, object: "customer", deleted: true };
  await tx.update(stub);
  return stub;
}

async function detachAll(tx: Tx, customer: string): Promise<void> {
  // Ends, because every method that is detached leaves the list.
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

async function addTaxId(tx: Tx, call: Call<ObjectValue<typeof taxIdFields>>): Promise<TaxId> {
  const customer = await living(tx, call.id);
  return createTaxId(tx, { customer: customer.id, ...call.input });
}

async function listOwnTaxIds(
  reader: Reader,
  call: Call<ObjectValue<typeof ofCustomerListParams>>,
): Promise<Listed> {
  const customer = await living(reader, call.id);
  return listTaxIds(reader, customer.id, call.input, call.path);
}

async function ownTaxId(reader: Reader, call: Call<object>): Promise<TaxId> {
  const customer = await living(reader, call.id);
  return taxIdOf(reader, customer.id, call.sub);
}

const ONE_TAX_ID = { answers: { kind: "tax_id", list: false } };

export const customer = defineResource<Customer>({
  object: "customer",
  path: "/v1/customers",
  permission: "customer",
  keys: (row) => ({ email: row.email }),
  expands: {
    default_source: reference("source"),
    "invoice_settings.default_payment_method": reference("payment_method"),
    // Nothing puts anything into this list, and it says so.
    sources: inclusion(null, async (_reader, { id }) => ({
      object: "list",
      data: [],
      has_more: false,
      url: `/v1/customers/${id}/sources`,
    })),
    tax: inclusion(null, async (reader, shown) =>
      customerTax(await byPath<Customer>(reader, "customer", String(shown.id)), reader.settings),
    ),
    tax_ids: inclusion("tax_id", (reader, { id }) =>
      listTaxIds(reader, String(id), {}, `/v1/customers/${id}/tax_ids`),
    ),
    test_clock: reference("test_helpers.test_clock"),
  },
  operations: {
    "POST /": writes(createParams, (tx, call) => createCustomer(tx, call.input)),
    "GET /": lists("customer", listParams, ({ email }) => ({ email })),
    "GET /:id": retrieves("customer"),
    "POST /:id": writes(updateParams, update),
    "DELETE /:id": writes(noParams, remove),
    "GET /:id/payment_methods": reads(ofCustomerParams, listOwn, {
      answers: { kind: "payment_method", list: true },
    }),
    "GET /:id/payment_methods/:sub": reads(noParams, retrieveOwn, {
      answers: { kind: "payment_method", list: false },
    }),
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
