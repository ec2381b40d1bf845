/**
 * Tax ids of customers, and of the account itself (`self`). Both are at `/v1/tax_ids`; a customer's are also
 * at `/v1/customers/:id/tax_ids`. Formats are in `core/tax_ids.ts`, as is the simulated register that
 * verifies European, British and Australian tax ids: it knows Stripe's test numbers and gives no answer for
 * all others.
 */
import { errors } from "../../core/errors.ts";
import {
  firstVerification,
  registerAnswer,
  TAX_ID_TYPES,
  taxIdCountry,
  taxIdFault,
  type Verification,
} from "../../core/tax_ids.ts";
import { listFields } from "../../params/common.ts";
import { type Fields, type ObjectValue, p, type Value } from "../../params/param.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  type Listed,
  listed,
  noParams,
  nounOf,
  reads,
  reference,
  retrieves,
  updateAndTell,
  writes,
} from "../resource.ts";

export interface TaxId extends Row {
  readonly object: "tax_id";
  readonly country: string;
  readonly created: number;
  /** Null for the account's own. */
  readonly customer: string | null;
  readonly customer_account: null;
  readonly livemode: false;
  readonly owner: {
    readonly customer: string | null;
    readonly customer_account: null;
    readonly type: "customer" | "self";
  };
  readonly type: string;
  readonly value: string;
  /** Null for the account's own. */
  readonly verification: {
    readonly status: Verification;
    readonly verified_address: null;
    readonly verified_name: null;
  } | null;
}

/** The most tax ids that a customer, or the account, may have. */
export const TAX_IDS_MAX = 50;

/** All tax ids of a customer, newest first. */
export async function taxIdsOf(reader: Reader, customer: Row): Promise<readonly TaxId[]> {
  return (await reader.list<TaxId>("tax_id", { owner: customer.id }, { limit: TAX_IDS_MAX })).rows;
}

/** A tax id as invoices show it. */
export type ShownTaxId = Pick<TaxId, "type" | "value">;

/** The customer's tax ids as invoices show them, the oldest first. */
export async function shownTaxIds(reader: Reader, customer: Row): Promise<readonly ShownTaxId[]> {
  const ids = await taxIdsOf(reader, customer);
  return ids.map(({ type, value }) => ({ type, value })).reverse();
}

const VALUE_MAX = 100;
const VERIFY = "tax_id.verify";

/** The parameters that describe a tax id, wherever one is made. */
export const taxIdFields = {
  type: p.required(p.oneOf(...TAX_ID_TYPES)),
  value: p.required(p.about("Must have the format of its type.", p.string({ max: VALUE_MAX }))),
} as const satisfies Fields;

const owner = p.object({
  account: p.notYet(),
  customer: p.string(),
  customer_account: p.notYet(),
  type: p.required(
    p.about(
      "The account itself (`self`) or a customer.",
      p.oneOf("account", "application", "customer", "self"),
    ),
  ),
});

const createParams = { ...taxIdFields, owner } as const satisfies Fields;
/** The list of one customer's tax ids has no filters. */
export const ofCustomerListParams = listFields;
const listParams = { ...listFields, owner } as const satisfies Fields;

/**
 * Saves a new tax id and, for a customer's, emits `customer.tax_id.created`. `param` is the parameter that
 * held its value. If the register knows the tax id, a timer applies the register's answer afterwards.
 */
export async function createTaxId(
  tx: Tx,
  { customer, type, value }: { customer: string | null; type: string; value: string },
  param = "value",
): Promise<TaxId> {
  const fault = taxIdFault(type, value);
  if (fault !== null) throw errors.rule(fault, param, "tax_id_invalid");
  const { rows } = await tx.list<TaxId>("tax_id", { owner: customer ?? SELF }, { limit: TAX_IDS_MAX });
  if (rows.length >= TAX_IDS_MAX) {
    throw errors.rule(`A customer can have at most ${TAX_IDS_MAX} tax IDs.`, param);
  }
  const row: TaxId = {
    id: tx.newId("txi_"),
    object: "tax_id",
    country: taxIdCountry(type, value),
    created: tx.now,
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: customer === null ? "self" : "customer" },
    type,
    value,
    verification:
      customer === null
        ? null
        : { status: firstVerification(type), verified_address: null, verified_name: null },
  };
  await tx.insert(row);
  if (customer !== null) {
    await tx.emit("customer.tax_id.created", row);
    if (registerAnswer(type, value) !== null) {
      await tx.schedule({ kind: VERIFY, subject: row.id, due: tx.now });
    }
  }
  return row;
}

/** Applies the register's answer, unless the tax id was deleted meanwhile. */
async function verify(tx: Tx, id: string): Promise<void> {
  const before = await tx.get<TaxId>("tax_id", id);
  const status = before === null ? null : registerAnswer(before.type, before.value);
  if (before === null || before.verification === null || status === null) return;
  await updateAndTell(tx, "customer.tax_id.updated", before, {
    ...before,
    verification: { ...before.verification, status },
  });
}

/** A page of the tax ids of a customer or, if `customer` is null, of the account itself. */
export function listTaxIds(
  reader: Reader,
  customer: string | null,
  input: ObjectValue<typeof ofCustomerListParams>,
  url: string,
): Promise<Listed> {
  return listed(reader, "tax_id", { owner: customer ?? SELF }, input, url);
}

/** The tax id that a path below a customer names, or a 404 if it is not that customer's. */
export async function taxIdOf(reader: Reader, customer: string, id: string): Promise<TaxId> {
  const row = await byPath<TaxId>(reader, "tax_id", id);
  if (row.customer !== customer) throw errors.missingPathResource(nounOf("tax_id"), id, "id");
  return row;
}

/** Deletes a tax id: from then on its id is not found. */
export async function deleteTaxId(tx: Tx, row: TaxId): Promise<Deleted> {
  if (row.customer !== null) await tx.emit("customer.tax_id.deleted", row);
  await tx.hide(row);
  return { id: row.id, object: "tax_id", deleted: true };
}

const SELF = "self";

/**
 * The id of the owner: an existing customer, or null for the account itself. Other accounts and applications
 * belong to Connect and are refused.
 */
async function ownerOf(reader: Reader, given: Value<typeof owner> | undefined): Promise<string | null> {
  const { type = "self", customer } = given ?? {};
  if (type === "account" || type === "application") throw errors.notSupportedValue("owner[type]", type);
  if (type === "self") {
    if (customer === undefined) return null;
    throw errors.rule("You may only specify `owner[customer]` if `owner[type]=customer`.", "owner[customer]");
  }
  if (customer === undefined) throw errors.missingParam("owner[customer]");
  return (await byParam(reader, "customer", customer, "owner[customer]")).id;
}

async function create(tx: Tx, { input }: Call<ObjectValue<typeof createParams>>): Promise<TaxId> {
  const { type, value } = input;
  return createTaxId(tx, { customer: await ownerOf(tx, input.owner), type, value });
}

async function list(reader: Reader, call: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  return listTaxIds(reader, await ownerOf(reader, call.input.owner), call.input, call.path);
}

export const taxId = defineResource<TaxId>({
  object: "tax_id",
  path: "/v1/tax_ids",
  permission: "tax_id",
  keys: (row) => ({ owner: row.customer ?? SELF }),
  expands: { customer: reference("customer"), "owner.customer": reference("customer") },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": reads(listParams, list),
    "GET /:id": retrieves("tax_id"),
    "DELETE /:id": writes(noParams, async (tx, call) => deleteTaxId(tx, await byPath(tx, "tax_id", call.id))),
  },
  timers: { [VERIFY]: { does: "unit", run: verify } },
});
