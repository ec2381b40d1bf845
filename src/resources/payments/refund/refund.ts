/**
 * Refunds: give back all or a part of a captured charge. A session that was paid by the charge stays paid. The family
 * of the method says how a refund goes (`refundCourse`); what becomes of it later is in `concluded.ts`.
 */

import { formatAmount } from "../../../core/currencies.ts";
import { errors } from "../../../core/errors.ts";
import { typeNamed } from "../../../method_types/index.ts";
import { REFUNDED_AT_ONCE, type RefundCourse } from "../../../method_types/refund_course.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { moveCash } from "../../customers/customer/index.ts";
import { heldOf, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath, changesBetween, updateAndTell, type Wire } from "../../resource.ts";
import { bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { checkNotChargedBack } from "../dispute/index.ts";

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
  /** The next two are there once it has failed or was canceled. */
  readonly failure_balance_transaction?: string | undefined;
  readonly failure_reason?: string | undefined;
  readonly instructions_email?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** There while the payer is asked where the money shall go. */
  readonly next_action?: NextAction | undefined;
  readonly payment_intent: string;
  readonly payment_method: string;
  /** There while it is pending. */
  readonly pending_reason?: "processing" | undefined;
  readonly reason: string | null;
  readonly receipt_number: null;
  readonly source_transfer_reversal: null;
  readonly status: "canceled" | "failed" | "pending" | "requires_action" | "succeeded";
  readonly transfer_reversal: null;
}

interface NextAction {
  readonly display_details: {
    readonly email_sent: { readonly email_sent_at: number; readonly email_sent_to: string };
    readonly expires_at: number;
  };
  readonly type: "display_details";
}

/** The timer that ends a refund; its subject is the refund. */
export const REFUND_TIMER = "refund.conclude";

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

/** What a refund is made from, besides its charge. */
interface Wanted {
  /** All that is left of the charge if absent. */
  readonly amount?: number;
  /** Where payers are asked for an account, if not at the address of the payment. */
  readonly instructions_email?: string;
  readonly metadata?: Readonly<Record<string, string>> | null;
  readonly reason?: string;
  /** The parameter that refusals of the amount name. */
  readonly param?: string;
}

/** Refunds a charge, and emits `refund.created` and `charge.refunded`. */
export async function makeRefund(tx: Tx, before: Charge, input: Wanted): Promise<Refund> {
  const { family, isPaidFromBalance } = checkRefundable(before, tx.now);
  const amount = amountFor(before, input.amount, input.param ?? "amount");
  await checkNotChargedBack(tx, before);
  const method = await byPath<PaymentMethod>(tx, "payment_method", before.payment_method);
  const email = input.instructions_email ?? method.billing_details.email;
  const course = courseOf(method, email);
  const isOfCard = before.id.startsWith("ch_");
  const id = tx.newId(isOfCard ? "re_" : "pyr_");
  const booked = await bookMovement(tx, {
    type: isOfCard ? "refund" : "payment_refund",
    amount: -amount,
    currency: before.currency,
    description: describedBy("REFUND FOR CHARGE", before),
    source: id,
    availableAtOnce: true,
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
    destination_details: family.refundDestination,
    metadata: mergeMetadata({}, input.metadata),
    payment_intent: before.payment_intent,
    payment_method: before.payment_method,
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
    ...begun(course, tx.now, email, input.instructions_email),
  };
  await tx.insert(refund);
  if (isPaidFromBalance && before.customer !== null) {
    const movement = { refunded_from_payment: { refund: id }, type: "refunded_from_payment" } as const;
    await moveCash(tx, before.customer, { amount, currency: before.currency }, movement);
  }
  if (course.ends !== null) {
    await tx.schedule({ kind: REFUND_TIMER, subject: id, due: tx.now + course.ends.afterSeconds });
  }
  await tx.emit("refund.created", refund);
  await refundCharge(tx, before, amount);
  return refund;
}

/** How a refund to a method goes whose payer can be reached at `email`. */
export function courseOf(method: PaymentMethod, email: string | null): RefundCourse {
  return typeNamed(method.type).family.refundCourse?.(heldOf(method), email) ?? REFUNDED_AT_ONCE;
}

/** Pure: what a refund shows of its beginning; refuses an e-mail address that nothing is sent to, and none. */
function begun(course: RefundCourse, now: number, email: string | null, asked: string | undefined) {
  if (course.begins !== "requires_action") {
    if (asked !== undefined) {
      throw errors.rule(
        "The payment method of this charge can be refunded without asking its payer, so there are no instructions to send.",
        "instructions_email",
      );
    }
    const pending = course.begins === "pending" ? ({ pending_reason: "processing" } as const) : {};
    return { ...pending, status: course.begins };
  }
  if (email === null) throw errors.missingParam("instructions_email");
  const { answerSeconds, ends } = course;
  return {
    ...(asked === undefined ? {} : { instructions_email: asked }),
    next_action: {
      display_details: {
        email_sent: { email_sent_at: now, email_sent_to: email },
        expires_at: now + (ends.status === "failed" ? ends.afterSeconds : answerSeconds),
      },
      type: "display_details",
    },
    status: course.begins,
  } as const;
}

/** The type of a charge's method; refuses a charge that cannot be refunded, or no more. */
function checkRefundable({ created, payment_method_details: { type } }: Charge, now: number) {
  const known = typeNamed(type);
  if (!known.family.isRefundable) {
    throw errors.rule(`Charges with payment method type ${type} cannot be refunded.`);
  }
  const { refundDays } = known;
  if (refundDays !== undefined && now > created + refundDays * DAY_SECONDS) {
    throw errors.rule(
      `Charges with payment method type ${type} cannot be refunded more than ${refundDays} days after the payment.`,
      undefined,
      "charge_not_refundable",
    );
  }
  return known;
}

const DAY_SECONDS = 86_400;

/** The description of a movement: what it is, and what the charge was for. */
export function describedBy(what: string, { description }: Charge): string {
  return description === null ? what : `${what} (${description})`;
}

/** Adds the refunded amount to the charge and emits `charge.refunded`. */
export async function refundCharge(tx: Tx, before: Charge, amount: number): Promise<Charge> {
  const amount_refunded = before.amount_refunded + amount;
  const whole = before.captured ? before.amount_captured : before.amount;
  const after: Charge = { ...before, amount_refunded, refunded: amount_refunded === whole };
  return updateAndTell(tx, "charge.refunded", before, after);
}

/** Saves a changed refund, and emits the two events that tell of it. */
export async function tellUpdated(tx: Tx, before: Refund, changed: Refund): Promise<Refund> {
  const after = await updateAndTell(tx, "refund.updated", before, changed);
  const changes = changesBetween(before as unknown as Wire, after as unknown as Wire);
  if (Object.keys(changes).length > 0) await tx.emit("charge.refund.updated", after, changes);
  return after;
}

export function changeMetadata(tx: Tx, before: Refund, given: Wanted["metadata"]): Promise<Refund> {
  return tellUpdated(tx, before, { ...before, metadata: mergeMetadata(before.metadata, given) });
}
