/**
 * Payment intents: the resource definition. They are created, changed, confirmed, captured and canceled
 * through the API, or driven by a checkout session. Creation and confirmation have files of their own; the
 * other operations are in `change.ts`.
 */

import { defineResource, lists, reference, staged, writes } from "../../resource.ts";
import { searches } from "../../search.ts";
import { settlesAttempts } from "../attempts.ts";
import { namedTypesParams } from "../chosen_types.ts";
import { retrievesIntent } from "../client_secret.ts";
import { viewIntent } from "../payer_action.ts";
import { cancelsSource, finishesCancel, sourceCancelParams } from "../source_cancel.ts";
import { verifyParams } from "../verification.ts";
import { RELEASE_TIMER } from "./approved.ts";
import { cancelByApi, captureIntent, release, updateIntent } from "./change.ts";
import { CONCLUDE_TIMER, conclude } from "./concluded_later.ts";
import { confirmIntent, finishAttempt, PAYMENTS } from "./confirm.ts";
import { createIntent } from "./create.ts";
import { type PaymentIntent, toDrivenBy, withAcceptance } from "./intent.ts";
import {
  cancelParams,
  captureParams,
  confirmParams,
  createParams,
  listParams,
  updateParams,
} from "./params.ts";
import { applyByApi, applyParams, isTransfer } from "./transfer.ts";
import { verifyMicrodeposits } from "./verify.ts";

export { cancel } from "./change.ts";
export { isVoucher, tellingPageOf } from "./concluded_later.ts";
export { attempt, authenticated, finishAttempt, forInvoice } from "./confirm.ts";
export type { PaymentIntent } from "./intent.ts";
export { newIntent } from "./intent.ts";
export { AMOUNT_MAX } from "./params.ts";
export { settle } from "./settle.ts";
export {
  applyCash,
  awaitFunds,
  isCovered,
  isOfInvoice,
  isTransfer,
  remainingOf,
  withTold,
} from "./transfer.ts";

export const paymentIntent = defineResource<PaymentIntent>({
  object: "payment_intent",
  path: "/v1/payment_intents",
  permission: "payment_intent",
  row: { upgrades: [toDrivenBy, withAcceptance] },
  keys: (row) => ({
    awaits_funds: isTransfer(row) ? row.currency : null,
    customer: row.customer,
    source: row._source,
  }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    latest_charge: reference("charge"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    review: reference("review"),
  },
  operations: {
    "POST /": staged(createParams, createIntent, finishAttempt, { olderParams: namedTypesParams }),
    "GET /": lists("payment_intent", listParams, ({ customer }) => ({ customer })),
    "GET /search": searches<PaymentIntent>("payment_intent", "payment_intents", {
      amount: { kind: "numeric", of: (row) => row.amount },
      created: { kind: "numeric", of: (row) => row.created },
      currency: { kind: "token", of: (row) => row.currency },
      customer: { kind: "token", of: (row) => row.customer },
      status: { kind: "token", of: (row) => row.status },
    }),
    "GET /:id": retrievesIntent("payment_intent"),
    "POST /:id": writes(updateParams, updateIntent, { olderParams: namedTypesParams }),
    "POST /:id/confirm": staged(confirmParams, confirmIntent, finishAttempt, {
      keys: "secret_or_publishable",
      olderParams: namedTypesParams,
    }),
    "POST /:id/capture": writes(captureParams, captureIntent),
    "POST /:id/apply_customer_balance": writes(applyParams, applyByApi),
    "POST /:id/cancel": writes(cancelParams, cancelByApi),
    "POST /:id/verify_microdeposits": staged(verifyParams, verifyMicrodeposits, finishAttempt, {
      keys: "secret_or_publishable",
    }),
    "POST /:id/source_cancel": staged(sourceCancelParams, cancelsSource(PAYMENTS), finishesCancel(PAYMENTS), {
      keys: "secret_or_publishable",
    }),
  },
  timers: {
    ...settlesAttempts(PAYMENTS),
    [CONCLUDE_TIMER]: { does: "unit", run: conclude },
    [RELEASE_TIMER]: { does: "unit", run: release },
  },
  view: (row, surroundings) => ({ ...viewIntent(row, surroundings), _invoice: row._invoice }),
});
