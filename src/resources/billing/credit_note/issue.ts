/** Issues and voids credit notes: what they do to their invoice, to the customer's balance, and what is refunded. */
import { errors } from "../../../core/errors.ts";
import { addressToken } from "../../../core/ids.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { type Customer, changeBalance } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Charge } from "../../payments/charge.ts";
import { makeRefund, type Refund } from "../../payments/refund/index.ts";
import { byParam, byPath } from "../../resource.ts";
import { credited, type Invoice } from "../invoice/index.ts";
import type { CreditNote } from "./credit_note.ts";
import { creditedLines, figuresOf } from "./lines.ts";
import type { CreateInput } from "./params.ts";

/** The most credit notes that one invoice may have. */
const NOTES_MAX = 100;
const NUMBER_DIGITS = 2;

/** A credit note that is not written, with the invoice that it is for. */
interface Composed {
  readonly own: Tx;
  readonly invoice: Invoice;
  readonly note: CreditNote;
}

/** Works a credit note out, and refuses what cannot be credited. Nothing is written. */
export async function compose(tx: Tx, input: CreateInput): Promise<Composed> {
  const invoice = await byParam<Invoice>(tx, "invoice", input.invoice, "invoice");
  if (invoice.status === "draft" || invoice.status === "void") {
    throw errors.rule(
      `Credit notes can only be issued for invoices that are open or paid. This invoice is ${invoice.status}.`,
      "invoice",
    );
  }
  const own = tx.at(await clockOf(tx, invoice.customer));
  const earlier = await notesOf(own, invoice.id);
  const figures = figuresOf(await creditedLines(own, invoice, input, earlier));
  const { amount } = figures;
  if (amount <= 0) throw errors.rule("A credit note must credit something.", "amount");
  checkAmount(invoice, amount, earlier);
  const pre_payment_amount = Math.min(amount, invoice.amount_remaining);
  const post_payment_amount = amount - pre_payment_amount;
  const refunds = await refundsFrom(own, invoice, input);
  checkSum(
    input,
    post_payment_amount,
    refunds.reduce((total, one) => total + one.amount_refunded, 0),
  );
  const note: CreditNote = {
    id: own.newId("cn_"),
    object: "credit_note",
    amount_shipping: 0,
    created: own.now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: null,
    effective_at: input.effective_at ?? own.now,
    invoice: invoice.id,
    livemode: false,
    memo: input.memo ?? null,
    metadata: mergeMetadata({}, input.metadata),
    number: `${invoice.number}-CN-${String(invoice._credit_notes + 1).padStart(NUMBER_DIGITS, "0")}`,
    out_of_band_amount: input.out_of_band_amount ?? null,
    post_payment_amount,
    pre_payment_amount,
    reason: input.reason ?? null,
    refunds,
    shipping_cost: null,
    status: "issued",
    type: typeOf(pre_payment_amount, post_payment_amount),
    voided_at: null,
    ...figures,
    _token: addressToken(own, own.account),
  };
  return { own, invoice, note };
}

async function notesOf(tx: Tx, invoice: string): Promise<readonly CreditNote[]> {
  const { rows } = await tx.list<CreditNote>("credit_note", { invoice }, { limit: NOTES_MAX });
  if (rows.length < NOTES_MAX) return rows;
  throw errors.rule(`An invoice may have up to ${NOTES_MAX} credit notes.`, "invoice");
}

/** Refuses to credit more than the invoice has left. */
function checkAmount(invoice: Invoice, amount: number, earlier: readonly CreditNote[]): void {
  const before = earlier.filter(({ status }) => status === "issued");
  const left = invoice.total - before.reduce((total, note) => total + note.amount, 0);
  if (amount <= left) return;
  throw errors.rule(
    `The amount of the credit note, ${amount}, is more than what is left to be credited of the invoice, ${left}.`,
    "amount",
  );
}

/** What is given back after a payment must be given back in some way, and no more than that. */
function checkSum(input: CreateInput, post: number, refunded: number): void {
  const { credit_amount = 0, out_of_band_amount = 0, refund_amount = 0 } = input;
  const given = credit_amount + out_of_band_amount + refund_amount + refunded;
  if (given === post) return;
  throw errors.rule(
    `The sum of the refunds, the credit amount and the out of band amount, ${given}, must be what the credit note ` +
      `gives back after the payment, ${post}.`,
    "amount",
  );
}

function typeOf(pre: number, post: number): CreditNote["type"] {
  if (post === 0) return "pre_payment";
  return pre === 0 ? "post_payment" : "mixed";
}

/** The refunds that a request names: those of the invoice's own charge. */
async function refundsFrom(tx: Tx, invoice: Invoice, input: CreateInput): Promise<CreditNote["refunds"]> {
  const found: CreditNote["refunds"][number][] = [];
  for (const [i, given] of (input.refunds ?? []).entries()) {
    const param = `refunds[${i}][refund]`;
    if (given.refund === undefined) throw errors.missingParam(param);
    const refund = await byParam<Refund>(tx, "refund", given.refund, param);
    if (refund.charge !== invoice._charge) {
      throw errors.rule(`The refund ${refund.id} is not of the payment of this invoice.`, param);
    }
    if (refund.status === "canceled" || refund.status === "failed") {
      throw errors.rule(`The refund ${refund.id} gives nothing back: its status is ${refund.status}.`, param);
    }
    const amount_refunded = given.amount_refunded ?? refund.amount;
    if (amount_refunded > refund.amount) {
      throw errors.rule(
        `The refund ${refund.id} is of ${refund.amount}, which is less than ${amount_refunded}.`,
        `refunds[${i}][amount_refunded]`,
      );
    }
    found.push({ amount_refunded, payment_record_refund: null, refund: refund.id, type: "refund" });
  }
  return found;
}

/** `POST /v1/credit_notes`: writes the note, emits `credit_note.created`, and does what it says. */
export async function issue(tx: Tx, input: CreateInput): Promise<CreditNote> {
  const { own, invoice, note } = await compose(tx, input);
  const refund = await refundOf(own, invoice, input.refund_amount ?? 0);
  const transaction = await creditOf(own, note, input.credit_amount ?? 0);
  const issued: CreditNote = {
    ...note,
    customer_balance_transaction: transaction,
    refunds:
      refund === null
        ? note.refunds
        : [
            ...note.refunds,
            {
              amount_refunded: refund.amount,
              payment_record_refund: null,
              refund: refund.id,
              type: "refund",
            },
          ],
  };
  await own.insert(issued);
  await own.emit("credit_note.created", issued);
  await credited(own, invoice, {
    pre_payment: note.pre_payment_amount,
    post_payment: note.post_payment_amount,
    notes: 1,
  });
  return issued;
}

async function refundOf(tx: Tx, invoice: Invoice, amount: number): Promise<Refund | null> {
  if (amount === 0) return null;
  if (invoice._charge === null) {
    throw errors.rule("The invoice has no payment that could be refunded.", "refund_amount");
  }
  const charge = await byPath<Charge>(tx, "charge", invoice._charge);
  return makeRefund(tx.at(null), charge, { amount, param: "refund_amount" });
}

async function creditOf(tx: Tx, note: CreditNote, amount: number): Promise<string | null> {
  if (amount === 0) return null;
  const customer = await byParam<Customer>(tx, "customer", note.customer, "customer");
  const { currency, id, invoice } = note;
  const change = { amount: -amount, currency, type: "credit_note", credit_note: id, invoice } as const;
  return (await changeBalance(tx, customer, change)).id;
}

/** `POST /v1/credit_notes/:id/void`: the invoice is due again as before. Only while the invoice is open. */
export async function voidNote(tx: Tx, note: CreditNote): Promise<CreditNote> {
  if (note.status === "void") throw errors.rule("This credit note has already been voided.");
  const invoice = await byPath<Invoice>(tx, "invoice", note.invoice);
  if (invoice.status !== "open" || note.post_payment_amount > 0) {
    throw errors.rule("You can only void credit notes of open invoices.");
  }
  const own = tx.at(await clockOf(tx, invoice.customer));
  const voided: CreditNote = { ...note, status: "void", voided_at: own.now };
  await own.update(voided);
  await own.emit("credit_note.voided", voided);
  await credited(own, invoice, { pre_payment: -note.pre_payment_amount, post_payment: 0, notes: 0 });
  return voided;
}
