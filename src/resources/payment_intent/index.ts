/**
 * Payment intents: made, changed, confirmed, captured and canceled by API, or driven by a checkout session: the
 * definition. Creation and confirmation are in files of their names, everything else is in `change.ts`.
 */
import { settlesAttempts } from "../attempts.ts";
import { retrievesIntent, viewIntent } from "../intents.ts";
import { defineResource, lists, reference, staged, writes } from "../resource.ts";
import { cancelByApi, captureIntent, release, updateIntent } from "./change.ts";
import { confirmIntent, finishAttempt, PAYMENTS } from "./confirm.ts";
import { createIntent } from "./create.ts";
import type { PaymentIntent } from "./intent.ts";
import {
  cancelParams,
  captureParams,
  confirmParams,
  createParams,
  listParams,
  updateParams,
} from "./params.ts";
import { RELEASE_TIMER } from "./settle.ts";

export { cancel } from "./change.ts";
export { ask, authenticated } from "./confirm.ts";
export type { PaymentIntent } from "./intent.ts";
export { newIntent } from "./intent.ts";
export { bookLater, type Settled, settle } from "./settle.ts";

export const paymentIntent = defineResource<PaymentIntent>({
  object: "payment_intent",
  path: "/v1/payment_intents",
  permission: "payment_intent",
  keys: (row) => ({ customer: row.customer }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    latest_charge: reference("charge"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    review: reference("review"),
  },
  operations: {
    "POST /": staged(createParams, createIntent, finishAttempt),
    "GET /": lists("payment_intent", listParams, ({ customer }) => ({ customer })),
    "GET /:id": retrievesIntent("payment_intent"),
    "POST /:id": writes(updateParams, updateIntent),
    "POST /:id/confirm": staged(confirmParams, confirmIntent, finishAttempt),
    "POST /:id/capture": writes(captureParams, captureIntent),
    "POST /:id/cancel": writes(cancelParams, cancelByApi),
  },
  timers: {
    ...settlesAttempts(PAYMENTS),
    [RELEASE_TIMER]: { does: "unit", run: release },
  },
  view: (row, surroundings) => ({ ...viewIntent(row, surroundings), _invoice: row._invoice }),
});
