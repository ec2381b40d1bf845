/**
 * Payment intents: made, changed, confirmed, captured and canceled by API, or driven by a checkout session: the
 * definition. Each operation's work is in the file of its name.
 */
import { errors } from "../../core/errors.ts";
import type { Reader } from "../../storage/port.ts";
import {
  byPath,
  type Call,
  defineResource,
  lists,
  publicPart,
  reads,
  reference,
  type Surroundings,
  staged,
  type Wire,
  writes,
} from "../resource.ts";
import { cancelByApi, captureIntent, release, updateIntent } from "./change.ts";
import { confirmIntent, finishAttempt, SETTLE_TIMER } from "./confirm.ts";
import { createIntent } from "./create.ts";
import type { PaymentIntent } from "./intent.ts";
import {
  cancelParams,
  captureParams,
  confirmParams,
  createParams,
  listParams,
  retrieveParams,
  updateParams,
} from "./params.ts";
import { RELEASE_TIMER } from "./settle.ts";

export { cancel } from "./change.ts";
export { ask, authenticated, SETTLE_SECONDS } from "./confirm.ts";
export { configurationOf, secretFor } from "./create.ts";
export type { PaymentIntent } from "./intent.ts";
export { newIntent } from "./intent.ts";
export { checkTypes } from "./rules.ts";
export { bookLater, type Settled, settle } from "./settle.ts";

async function retrieve(
  reader: Reader,
  call: Call<{ readonly client_secret?: string }>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(reader, "payment_intent", call.id);
  const secret = call.input.client_secret;
  if (call.fromBrowser && secret === undefined) throw errors.missingParam("client_secret");
  if (secret !== undefined && secret !== intent.client_secret) {
    throw errors.rule(
      "The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable " +
        "key used belongs to the same account that created the PaymentIntent.",
      "client_secret",
      "payment_intent_invalid_parameter",
    );
  }
  return intent;
}

function view(row: PaymentIntent, { checkoutOrigin }: Surroundings): Wire {
  const shown = publicPart(row);
  const { next_action: action } = row;
  if (action === null) return shown;
  return {
    ...shown,
    next_action:
      action.type === "redirect_to_url"
        ? {
            ...action,
            redirect_to_url: { ...action.redirect_to_url, url: checkoutOrigin + action.redirect_to_url.url },
          }
        : {
            ...action,
            use_stripe_sdk: {
              ...action.use_stripe_sdk,
              stripe_js: checkoutOrigin + action.use_stripe_sdk.stripe_js,
            },
          },
  };
}

export const paymentIntent = defineResource<PaymentIntent>({
  object: "payment_intent",
  path: "/v1/payment_intents",
  permission: "payment_intent",
  keys: (row) => ({ customer: row.customer }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    invoice: reference("invoice"),
    latest_charge: reference("charge"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    review: reference("review"),
  },
  operations: {
    "POST /": staged(createParams, createIntent, finishAttempt),
    "GET /": lists("payment_intent", listParams, (input) =>
      input.customer === undefined ? {} : { customer: input.customer },
    ),
    "GET /:id": reads(retrieveParams, retrieve, { keys: "secret_or_publishable" }),
    "POST /:id": writes(updateParams, updateIntent),
    "POST /:id/confirm": staged(confirmParams, confirmIntent, finishAttempt),
    "POST /:id/capture": writes(captureParams, captureIntent),
    "POST /:id/cancel": writes(cancelParams, cancelByApi),
  },
  timers: {
    [SETTLE_TIMER]: { does: "staged", run: async (units, id) => void (await finishAttempt(units, id)) },
    [RELEASE_TIMER]: { does: "unit", run: release },
  },
  view,
});
