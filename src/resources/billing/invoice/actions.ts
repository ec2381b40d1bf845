/** What a request does with an invoice as a whole: finalize, pay, send, void, mark as uncollectible. */
import { errors } from "../../../core/errors.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import { type Answer, type Begun, byPath, type Call, type Units } from "../../resource.ts";
import { sendInvoice } from "./advance.ts";
import { markUncollectible, payOutOfBand, voidInvoice } from "./close.ts";
import { beginPayment, finishPayment, methodOf } from "./collect.ts";
import { finalizeInvoice } from "./finalize.ts";
import { inPath } from "./in_path.ts";
import type { Invoice } from "./invoice.ts";
import type { finalizeParams, payParams } from "./params.ts";
import { collecting, scheduleCollection } from "./update.ts";

const NEEDS_ACTION =
  "This payment requires additional user action before it can be completed successfully. Payment can be completed " +
  "using the PaymentIntent associated with the invoice. For more details see: " +
  "https://stripe.com/docs/billing/subscriptions/overview#requires-action";

interface Own {
  readonly own: Tx;
  readonly invoice: Invoice;
}

/** The invoice of a path, with the unit of work at the time of its customer. */
async function at(tx: Tx, id: string, param: "id" | "invoice" = "id"): Promise<Own> {
  const invoice = await inPath(tx, id, param);
  return { own: tx.at(await clockOf(tx, invoice.customer)), invoice };
}

/** `POST /:id/finalize`. An invoice that advances by itself is tried to be paid an hour later. */
export async function finalize(tx: Tx, call: Call<ObjectValue<typeof finalizeParams>>): Promise<Invoice> {
  const { own, invoice } = await at(tx, call.id);
  if (invoice.status !== "draft") {
    throw errors.rule("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  }
  const open = await finalizeInvoice(own, invoice);
  if (open.status !== "open") return open;
  const after = { ...open, ...collecting(open, call.input.auto_advance ?? open.auto_advance, own.now) };
  await own.update(after);
  await scheduleCollection(own, after);
  return after;
}

/** `POST /:id/pay`, first half. A draft is finalized first; that is kept if the payment fails. */
export async function beginPay(tx: Tx, call: Call<ObjectValue<typeof payParams>>): Promise<Begun> {
  const { own, invoice } = await at(tx, call.id);
  const { off_session, paid_out_of_band, payment_method } = call.input;
  if (invoice.status === "paid") throw errors.rule("Invoice is already paid");
  if (invoice.status === "void") {
    throw errors.rule("You can only pay open invoices. This invoice is void.");
  }
  const named =
    payment_method === undefined
      ? null
      : await methodOf(own, invoice.customer, payment_method, "payment_method");
  const open = invoice.status === "draft" ? await finalizeInvoice(own, invoice) : invoice;
  if (open.status === "paid") return open;
  if (paid_out_of_band) return payOutOfBand(own, open);
  const trying = { method: named, off_session: off_session ?? true, by_itself: false };
  const collecting = await beginPayment(own, open, trying);
  return "unfinished" in collecting ? collecting : collecting.invoice;
}

/** `POST /:id/pay`, second half. Answers with the invoice, or with why it could not be paid (402). */
export async function finishPay(units: Units, intent: string): Promise<Answer> {
  const answer = await finishPayment(units, intent);
  if ("refused" in answer) return answer;
  return units(async (tx) => {
    const paying = await byPath<PaymentIntent>(tx, "payment_intent", intent);
    if (paying.status === "requires_action") {
      return {
        refused: errors.card({
          code: "invoice_payment_intent_requires_action",
          message: NEEDS_ACTION,
          payment_intent: paying,
        }),
      };
    }
    return inPath(tx, paying._driven_by?.id ?? "", "id");
  });
}

/** `POST /:id/send`. A draft is finalized first. */
export async function send(tx: Tx, call: Call<object>): Promise<Invoice> {
  const { own, invoice } = await at(tx, call.id, "invoice");
  if (invoice.collection_method !== "send_invoice" && invoice.status === "draft") {
    throw errors.rule("You can only manually send an invoice if its collection method is 'send_invoice'.");
  }
  return sendInvoice(own, invoice.status === "draft" ? await finalizeInvoice(own, invoice) : invoice);
}

/** `POST /:id/void`. */
export async function voidById(tx: Tx, call: Call<object>): Promise<Invoice> {
  const { own, invoice } = await at(tx, call.id);
  return voidInvoice(own, invoice);
}

/** `POST /:id/mark_uncollectible`. */
export async function markById(tx: Tx, call: Call<object>): Promise<Invoice> {
  const { own, invoice } = await at(tx, call.id);
  return markUncollectible(own, invoice);
}
