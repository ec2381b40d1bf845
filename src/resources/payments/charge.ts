/**
 * Charges: one for every approved or declined attempt at a payment. Payment intents make them; here they are
 * listed, retrieved, updated and shown. Creating a charge directly is Stripe's old way and is refused.
 */
import { KNOWN_TYPES } from "../../method_types/index.ts";
import { listFields, mergeMetadata, paymentShipping, wholeAddress } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import {
  asList,
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  isHash,
  listed,
  lists,
  publicPart,
  reads,
  reference,
  retrieves,
  updateAndTell,
  type Wire,
  writes,
} from "../resource.ts";
import { searches } from "../search.ts";
import { type SearchFields, searchable } from "../search_query.ts";

export interface Charge extends Row {
  readonly object: "charge";
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly application: null;
  readonly application_fee: null;
  readonly application_fee_amount: null;
  readonly balance_transaction: string | null;
  readonly billing_details: Wire;
  readonly calculated_statement_descriptor: string | null;
  readonly captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly destination: null;
  /** The last dispute of it; shown in every version, although the types do not have it. */
  readonly dispute: string | null;
  readonly disputed: boolean;
  readonly failure_balance_transaction: null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly fraud_details: Wire;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: null;
  readonly order: null;
  readonly outcome: Wire;
  readonly paid: boolean;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly payment_method_details: Wire & { readonly type: string };
  readonly radar_options: Wire;
  readonly receipt_email: string | null;
  readonly receipt_number: null;
  readonly receipt_url: string | null;
  readonly refunded: boolean;
  readonly review: null;
  readonly shipping: Wire | null;
  readonly source: null;
  readonly source_transfer: null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status: "failed" | "pending" | "succeeded";
  readonly transfer_data: null;
  readonly transfer_group: string | null;
  /** Whether captured money is available at once. */
  readonly _available_at_once: boolean;
  /** The invoice that the charge pays; shown only in versions before 2025-03-31.basil. */
  readonly _invoice: string | null;
}

/** How many refunds an expanded charge shows. */
const REFUNDS_SHOWN_MAX = 10;

const updateParams = {
  customer: p.string(),
  description: p.nullable(p.string({ max: 40_000 })),
  fraud_details: p.object({ user_report: p.required(p.nullable(p.oneOf("fraudulent", "safe"))) }),
  metadata: p.metadata(),
  receipt_email: p.nullable(p.email()),
  shipping: paymentShipping,
  transfer_group: p.string(),
} as const satisfies Fields;

const listParams = {
  customer: p.string(),
  payment_intent: p.string(),
  transfer_group: p.string(),
} as const satisfies Fields;

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Charge> {
  const before = await byPath<Charge>(tx, "charge", call.id);
  const { customer, fraud_details, metadata, shipping, ...plain } = call.input;
  if (customer !== undefined) await byParam(tx, "customer", customer, "customer");
  const after: Charge = {
    ...before,
    ...plain,
    ...(customer === undefined ? {} : { customer }),
    ...(fraud_details === undefined ? {} : { fraud_details: reportOf(fraud_details.user_report) }),
    ...(shipping === undefined ? {} : { shipping: shippingRow(shipping) }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  return updateAndTell(tx, "charge.updated", before, after);
}

function reportOf(report: string | null): Wire {
  return report === null ? {} : { user_report: report };
}

type ShippingInput = NonNullable<ObjectValue<typeof updateParams>["shipping"]>;

/** The stored shipping details of a payment, with every key present. */
export function shippingRow(given: ShippingInput): Wire {
  return {
    address: wholeAddress(given.address),
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}

/** How many of a customer's charges are searched for an earlier payment. */
const CHARGES_READ_MAX = 100;

/** Whether a customer has paid before. */
export async function hasPaid(reader: Reader, customer: string): Promise<boolean> {
  const { rows } = await reader.list<Charge>("charge", { customer }, { limit: CHARGES_READ_MAX });
  return rows.some((one) => one.paid);
}

/** What of a method's details can be searched for, by the type of the method (Stripe docs, query fields for charges). */
const SEARCHED_DETAILS = ["brand", "exp_month", "exp_year", "fingerprint", "last4"];

const detailFields: SearchFields<Charge> = Object.fromEntries(
  KNOWN_TYPES.flatMap((type) =>
    SEARCHED_DETAILS.map((name) => [
      `payment_method_details.${type}.${name}`,
      { kind: "token" as const, of: (row: Charge) => partOf(row.payment_method_details[type], name) },
    ]),
  ),
);

const searchFields: SearchFields<Charge> = {
  amount: { kind: "numeric", of: (row) => row.amount },
  "billing_details.address.postal_code": {
    kind: "token",
    of: (row) => partOf(row.billing_details.address, "postal_code"),
  },
  created: { kind: "numeric", of: (row) => row.created },
  currency: { kind: "token", of: (row) => row.currency },
  customer: { kind: "token", of: (row) => row.customer },
  disputed: { kind: "token", of: (row) => String(row.disputed) },
  ...detailFields,
  refunded: { kind: "token", of: (row) => String(row.refunded) },
  status: { kind: "token", of: (row) => row.status },
};

function partOf(hash: unknown, name: string) {
  return isHash(hash) ? searchable(hash[name]) : null;
}

export const charge = defineResource<Charge>({
  object: "charge",
  path: "/v1/charges",
  permission: "charge",
  keys: (row) => ({
    customer: row.customer,
    payment_intent: row.payment_intent,
    transfer_group: row.transfer_group,
  }),
  expands: {
    application: reference("application"),
    application_fee: reference("application_fee"),
    balance_transaction: reference("balance_transaction"),
    customer: reference("customer"),
    dispute: reference("dispute"),
    failure_balance_transaction: reference("balance_transaction"),
    on_behalf_of: reference("account"),
    payment_intent: reference("payment_intent"),
    refunds: inclusion("refund", async (reader, shown) => {
      const id = String(shown.id);
      const found = await reader.list("refund", { charge: id }, { limit: REFUNDS_SHOWN_MAX });
      return asList(found, `/v1/charges/${id}/refunds`);
    }),
    review: reference("review"),
    source_transfer: reference("transfer"),
  },
  view: (row) => ({ ...publicPart(row), _invoice: row._invoice }),
  operations: {
    "GET /": lists("charge", listParams, ({ customer, payment_intent, transfer_group }) => ({
      customer,
      payment_intent,
      transfer_group,
    })),
    "GET /search": searches<Charge>("charge", "charges", searchFields),
    "GET /:id": retrieves("charge"),
    "POST /:id": writes(updateParams, update),
    "GET /:id/refunds": reads(
      listFields,
      async (reader, call) => {
        const { id } = await byPath<Charge>(reader, "charge", call.id);
        return listed(reader, "refund", { charge: id }, call.input, call.path);
      },
      { answers: { kind: "refund", list: true } },
    ),
  },
});
