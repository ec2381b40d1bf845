/**
 * Customers: who pays, and what is known of them. A deleted one leaves a stub behind. Balance, tax ids and
 * sources of a customer are not there yet.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { type Address, mergeMetadata, wholeAddress } from "../../params/common.ts";
import type { ObjectValue, Value } from "../../params/param.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
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
  type CommonInput,
  type CustomerInput,
  createParams,
  listParams,
  type shipping,
  updateParams,
} from "./params.ts";

export type { CustomerInput } from "./params.ts";

export interface Customer extends Row {
  readonly object: "customer";
  readonly address: Address | null;
  /** Minor units; what is owed to the customer is negative. */
  readonly balance: number;
  /** This and the individual's name are there once they are set. */
  readonly business_name?: string;
  readonly created: number;
  /** Of what was bought first on account; fixed from then on. */
  readonly currency: string | null;
  readonly customer_account: null;
  readonly default_source: null;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly discount: null;
  readonly email: string | null;
  readonly individual_name?: string;
  readonly invoice_prefix: string;
  readonly invoice_settings: {
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
    readonly default_payment_method: string | null;
    readonly footer: string | null;
    readonly rendering_options: null;
  };
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly next_invoice_sequence: number;
  readonly phone: string | null;
  readonly preferred_locales: readonly string[];
  readonly shipping: {
    readonly address: Address;
    readonly name: string;
    readonly phone: string | null;
  } | null;
  readonly tax_exempt: "exempt" | "none" | "reverse";
  readonly test_clock: null;
}

const PREFIX_CHARS = 8;
/** How many payment methods of a deleted customer are detached at a time. */
const DETACH_AT_ONCE = 100;

function blank(tx: Tx): Customer {
  return {
    id: tx.newId("cus_"),
    object: "customer",
    address: null,
    balance: 0,
    created: tx.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: tx.random(PREFIX_CHARS).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

/** Pure: a customer with what was told of it. Hashes are replaced whole, but for metadata and invoice settings. */
function told(before: Customer, input: CommonInput): Customer {
  const { business_name, individual_name, ...customer } = before;
  const { description, email, name, phone, invoice_prefix, next_invoice_sequence } = input;
  const business = input.business_name === undefined ? business_name : input.business_name;
  const individual = input.individual_name === undefined ? individual_name : input.individual_name;
  const { rendering_options: _, ...settings } = input.invoice_settings ?? {};
  return inWireOrder({
    ...customer,
    ...(input.address === undefined
      ? {}
      : { address: input.address === null ? null : wholeAddress(input.address) }),
    ...(business === undefined || business === null ? {} : { business_name: business }),
    ...(description === undefined ? {} : { description }),
    ...(email === undefined ? {} : { email }),
    ...(individual === undefined || individual === null ? {} : { individual_name: individual }),
    ...(invoice_prefix === undefined ? {} : { invoice_prefix }),
    invoice_settings: { ...before.invoice_settings, ...settings },
    metadata: mergeMetadata(before.metadata, input.metadata),
    ...(name === undefined ? {} : { name }),
    ...(next_invoice_sequence === undefined ? {} : { next_invoice_sequence }),
    ...(phone === undefined ? {} : { phone }),
    ...(input.preferred_locales === undefined ? {} : { preferred_locales: input.preferred_locales ?? [] }),
    ...(input.shipping === undefined ? {} : { shipping: wholeShipping(input.shipping) }),
    ...(input.tax_exempt === undefined ? {} : { tax_exempt: input.tax_exempt ?? "none" }),
  });
}

function wholeShipping(given: Value<typeof shipping> | null): Customer["shipping"] {
  if (given === null) return null;
  return { address: wholeAddress(given.address), name: given.name, phone: given.phone ?? null };
}

/** Writes a new customer and says so; then attaches the payment method it came with. */
export async function createCustomer(tx: Tx, input: CustomerInput): Promise<Customer> {
  const customer = told(blank(tx), input);
  const given = input.payment_method;
  const method = given === undefined ? null : await resolvePaymentMethod(tx, given, "payment_method");
  const wanted = customer.invoice_settings.default_payment_method;
  if (wanted !== null && wanted !== method?.id) await refuseDefault(tx, wanted);
  await tx.insert(customer);
  await tx.emit("customer.created", customer);
  if (method !== null) await attachTo(tx, method, customer.id);
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

/** The customer a path names; a deleted one is as good as missing. */
async function living(reader: Reader, id: string): Promise<Customer> {
  const customer = await byPath<Customer>(reader, "customer", id);
  if (isDeleted(customer)) throw errors.missingPathResource(nounOf("customer"), id, "id");
  return customer;
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Customer> {
  const before = await living(tx, call.id);
  const wanted = call.input.invoice_settings?.default_payment_method ?? null;
  if (wanted !== null) {
    const method = await tx.get<PaymentMethod>("payment_method", wanted);
    if (method?.customer !== before.id) await refuseDefault(tx, wanted);
  }
  return updateAndTell(tx, "customer.updated", before, told(before, call.input));
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

/** Nothing puts anything into these lists yet, and they say so. */
const emptyList = (name: string) =>
  inclusion(null, async (_reader, shown) => ({
    object: "list",
    data: [],
    has_more: false,
    url: `/v1/customers/${shown.id}/${name}`,
  }));

export const customer = defineResource<Customer>({
  object: "customer",
  path: "/v1/customers",
  permission: "customer",
  keys: (row) => ({ email: row.email }),
  expands: {
    default_source: reference("source"),
    "invoice_settings.default_payment_method": reference("payment_method"),
    sources: emptyList("sources"),
    tax_ids: emptyList("tax_ids"),
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
  },
});
