/**
 * Payouts: money of the balance that is sent to the shop's bank account, by request. No money moves: there is no bank
 * account, and a payout arrives when its day has come, unless it was canceled before.
 */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import {
  byPath,
  type Call,
  defineResource,
  lists,
  noParams,
  reference,
  retrieves,
  updateAndTell,
  writes,
} from "../resource.ts";
import { availableIn, dayAfter } from "./balance.ts";
import { bookMovement } from "./balance_transaction.ts";

interface Payout extends Row {
  readonly object: "payout";
  readonly amount: number;
  readonly application_fee: null;
  readonly application_fee_amount: null;
  readonly arrival_date: number;
  readonly automatic: false;
  readonly balance_transaction: string;
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly destination: null;
  readonly failure_balance_transaction: string | null;
  readonly failure_code: null;
  readonly failure_message: null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly method: "standard";
  readonly original_payout: null;
  readonly payout_method: null;
  readonly reconciliation_status: "not_applicable";
  readonly reversed_by: null;
  readonly source_type: "card";
  readonly statement_descriptor: string | null;
  readonly status: "canceled" | "paid" | "pending";
  readonly trace_id: { readonly status: "pending"; readonly value: null };
  readonly type: "bank_account";
}

/** How many days after the present one a payout arrives. */
const ARRIVAL_DAYS = 2;
/** The timer that makes a payout arrive; its subject is the payout. */
const ARRIVE_TIMER = "payout.arrive";
const DESCRIPTOR_MAX = 22;

const createParams = {
  amount: p.required(p.integer({ min: 1 })),
  currency: p.required(p.currency()),
  description: p.string(),
  destination: p.notYet(),
  metadata: p.metadata(),
  method: p.notYet(p.oneOf("instant", "standard"), ["standard"]),
  payout_method: p.notYet(),
  source_type: p.notYet(p.oneOf("bank_account", "card", "fpx"), ["card"]),
  statement_descriptor: p.string({ max: DESCRIPTOR_MAX }),
} as const satisfies Fields;

async function create(tx: Tx, call: Call<ObjectValue<typeof createParams>>): Promise<Payout> {
  const { amount, currency, description, metadata, statement_descriptor } = call.input;
  if (amount > (await availableIn(tx, currency))) {
    throw errors.rule(
      "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.  You can use " +
        "the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).",
      undefined,
      "balance_insufficient",
    );
  }
  const id = tx.newId("po_");
  const payout: Payout = {
    id,
    object: "payout",
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: dayAfter(tx.now, ARRIVAL_DAYS),
    automatic: false,
    balance_transaction: await booked(tx, "payout", id, currency, -amount),
    created: tx.now,
    currency,
    description: description ?? null,
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata({}, metadata),
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: statement_descriptor ?? null,
    status: "pending",
    trace_id: { status: "pending", value: null },
    type: "bank_account",
  };
  await tx.insert(payout);
  await tx.schedule({ kind: ARRIVE_TIMER, subject: id, due: payout.arrival_date });
  await tx.emit("payout.created", payout);
  return payout;
}

/** Books what a payout takes from the balance or gives back to it; returns the id of the balance transaction. */
async function booked(
  tx: Tx,
  type: "payout" | "payout_cancel",
  source: string,
  currency: string,
  amount: number,
): Promise<string> {
  const description = type === "payout" ? "STRIPE PAYOUT" : "STRIPE PAYOUT CANCEL";
  const movement = { type, amount, currency, description, source, availableAtOnce: true };
  return (await bookMovement(tx, movement)).id;
}

async function update(
  tx: Tx,
  call: Call<{ readonly metadata?: Readonly<Record<string, string>> | null }>,
): Promise<Payout> {
  const before = await byPath<Payout>(tx, "payout", call.id);
  const metadata = mergeMetadata(before.metadata, call.input.metadata);
  return updateAndTell(tx, "payout.updated", before, { ...before, metadata });
}

/** `POST /v1/payouts/:id/cancel`: as long as it has not arrived. */
async function cancel(tx: Tx, call: Call<unknown>): Promise<Payout> {
  const before = await byPath<Payout>(tx, "payout", call.id);
  if (before.status !== "pending") {
    throw errors.rule(`This payout cannot be canceled, because its status is ${before.status}.`);
  }
  const { amount, currency, id } = before;
  await tx.cancel(ARRIVE_TIMER, id);
  const after: Payout = {
    ...before,
    failure_balance_transaction: await booked(tx, "payout_cancel", id, currency, amount),
    status: "canceled",
  };
  return updateAndTell(tx, "payout.canceled", before, after);
}

async function arrive(tx: Tx, id: string): Promise<void> {
  const before = await tx.get<Payout>("payout", id);
  if (before?.status === "pending") {
    await updateAndTell(tx, "payout.paid", before, { ...before, status: "paid" });
  }
}

const listParams = {
  arrival_date: p.notYet(),
  destination: p.notYet(),
  status: p.oneOf("canceled", "failed", "in_transit", "paid", "pending"),
} as const satisfies Fields;

export const payout = defineResource<Payout>({
  object: "payout",
  path: "/v1/payouts",
  permission: "payout",
  keys: (row) => ({ status: row.status }),
  expands: {
    balance_transaction: reference("balance_transaction"),
    failure_balance_transaction: reference("balance_transaction"),
    original_payout: reference("payout"),
    reversed_by: reference("payout"),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("payout", listParams, ({ status }) => ({ status })),
    "GET /:id": retrieves("payout"),
    "POST /:id": writes({ metadata: p.metadata() }, update),
    "POST /:id/cancel": writes(noParams, cancel),
  },
  timers: { [ARRIVE_TIMER]: { does: "unit", run: arrive } },
});
