/**
 * Refunds: give back all or a part of a captured charge, at once. A session that was paid by the charge stays
 * paid.
 */

import { formatAmount } from "../../core/currencies.ts";
import { errors } from "../../core/errors.ts";
import { typeNamed } from "../../method_types/index.ts";
import { mergeMetadata } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { moveCash } from "../customers/customer/index.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  lists,
  reference,
  retrieves,
  updateAndTell,
  type Wire,
  writes,
} from "../resource.ts";
import { bookMovement } from "./balance_transaction.ts";
import type { Charge } from "./charge.ts";

export interface Refund extends Row {
  readonly object: "refund";
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_account: null;
  /** Not there if Stripe describes no destination for the type of payment method. */
  readonly destination_details: Wire | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly reason: string | null;
  readonly receipt_number: null;
  readonly source_transfer_reversal: null;
  readonly status: "succeeded";
  readonly transfer_reversal: null;
}

const createParams = {
  amount: p.integer({ min: 1 }),
  charge: p.string(),
  currency: p.notYet(),
  customer: p.notYet(),
  instructions_email: p.notYet(),
  metadata: p.metadata(),
  origin: p.notYet(),
  payment_intent: p.string(),
  reason: p.oneOf("duplicate", "fraudulent", "requested_by_customer"),
  refund_application_fee: p.notYet(p.boolean(), [false]),
  reverse_transfer: p.notYet(p.boolean(), [false]),
} as const satisfies Fields;
type CreateInput = ObjectValue<typeof createParams>;

/** The charge to refund: the named one, or the successful charge of the named payment intent. */
async function chargeFor(tx: Tx, input: CreateInput): Promise<Charge> {
  if (input.charge !== undefined && input.payment_intent !== undefined) {
    const named = await byParam<Charge>(tx, "charge", input.charge, "charge");
    if (named.payment_intent === input.payment_intent) return named;
    throw errors.rule(
      `Charge ${named.id} does not belong to the PaymentIntent ${input.payment_intent}.`,
      "payment_intent",
    );
  }
  if (input.charge !== undefined) return byParam<Charge>(tx, "charge", input.charge, "charge");
  if (input.payment_intent === undefined) throw errors.needsOneOf(["payment_intent", "charge"]);
  type Intent = Row & { readonly status: string; readonly latest_charge: string | null };
  const intent = await byParam<Intent>(tx, "payment_intent", input.payment_intent, "payment_intent");
  if (intent.status !== "succeeded" || intent.latest_charge === null) {
    throw errors.rule(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  }
  return byParam<Charge>(tx, "charge", intent.latest_charge, "payment_intent");
}

/** Pure: the amount to refund; refuses what cannot be refunded. */
function amountFor(charge: Charge, asked: number | undefined, param: string): number {
  if (charge.refunded) {
    throw errors.rule(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  }
  if (charge.status !== "succeeded" || !charge.captured) {
    throw errors.rule(
      `This PaymentIntent (${charge.payment_intent}) does not have a successful charge to refund.`,
    );
  }
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = asked ?? left;
  if (amount > left) {
    const shown = (value: number) => formatAmount(value, charge.currency);
    throw errors.rule(
      `Refund amount (${shown(amount)}) is greater than unrefunded amount on charge (${shown(left)})`,
      param,
    );
  }
  return amount;
}

async function create(tx: Tx, call: Call<CreateInput>): Promise<Refund> {
  const { input } = call;
  return makeRefund(tx, await chargeFor(tx, input), input);
}

/** What a refund is made from, besides its charge. */
interface Wanted {
  /** All that is left of the charge if absent. */
  readonly amount?: number;
  readonly metadata?: CreateInput["metadata"];
  readonly reason?: CreateInput["reason"];
  /** The parameter that refusals of the amount name. */
  readonly param?: string;
}

/** Refunds a charge, and emits `refund.created` and `charge.refunded`. */
export async function makeRefund(tx: Tx, before: Charge, input: Wanted): Promise<Refund> {
  const { type } = before.payment_method_details;
  if (!typeNamed(type).family.isRefundable) {
    throw errors.rule(`Charges with payment method type ${type} cannot be refunded.`);
  }
  const amount = amountFor(before, input.amount, input.param ?? "amount");
  const isOfCard = before.id.startsWith("ch_");
  const id = tx.newId(isOfCard ? "re_" : "pyr_");
  const booked = await bookMovement(tx, {
    type: isOfCard ? "refund" : "payment_refund",
    amount: -amount,
    currency: before.currency,
    description:
      before.description === null ? "REFUND FOR CHARGE" : `REFUND FOR CHARGE (${before.description})`,
    source: id,
    availableAtOnce: before._available_at_once,
  });
  const refund: Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction: booked.id,
    charge: before.id,
    created: tx.now,
    currency: before.currency,
    customer: before.customer,
    customer_account: null,
    destination_details: typeNamed(type).family.refundDestination,
    metadata: mergeMetadata({}, input.metadata),
    payment_intent: before.payment_intent,
    payment_method: before.payment_method,
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  await tx.insert(refund);
  if (typeNamed(type).isPaidFromBalance && before.customer !== null) {
    const movement = { refunded_from_payment: { refund: id }, type: "refunded_from_payment" } as const;
    await moveCash(tx, before.customer, { amount, currency: before.currency }, movement);
  }
  await tx.emit("refund.created", refund);
  await refundCharge(tx, before, amount);
  return refund;
}

/** Adds the refunded amount to the charge and emits `charge.refunded`. */
export async function refundCharge(tx: Tx, before: Charge, amount: number): Promise<Charge> {
  const amount_refunded = before.amount_refunded + amount;
  const whole = before.captured ? before.amount_captured : before.amount;
  const after: Charge = { ...before, amount_refunded, refunded: amount_refunded === whole };
  return updateAndTell(tx, "charge.refunded", before, after);
}

async function update(
  tx: Tx,
  call: Call<{ readonly metadata?: Readonly<Record<string, string>> | null }>,
): Promise<Refund> {
  const before = await byPath<Refund>(tx, "refund", call.id);
  const metadata = mergeMetadata(before.metadata, call.input.metadata);
  return updateAndTell(tx, "refund.updated", before, { ...before, metadata });
}

const listParams = { charge: p.string(), payment_intent: p.string() } as const satisfies Fields;

export const refund = defineResource<Refund>({
  object: "refund",
  path: "/v1/refunds",
  permission: "charge",
  keys: (row) => ({ charge: row.charge, payment_intent: row.payment_intent }),
  expands: {
    balance_transaction: reference("balance_transaction"),
    charge: reference("charge"),
    customer: reference("customer"),
    payment_intent: reference("payment_intent"),
    payment_method: reference("payment_method"),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("refund", listParams, ({ charge, payment_intent }) => ({ charge, payment_intent })),
    "GET /:id": retrieves("refund"),
    "POST /:id": writes({ metadata: p.metadata() }, update),
  },
});
