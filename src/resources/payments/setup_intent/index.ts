/**
 * Setup intents: the resource definition. They prepare a payer's card for later payments without taking
 * money. Creation and confirmation are in `confirm.ts`, update and cancellation in `change.ts`.
 */

import { defineResource, lists, reference, staged, writes } from "../../resource.ts";
import { settlesAttempts } from "../attempts.ts";
import { namedTypesParams } from "../chosen_types.ts";
import { retrievesIntent } from "../client_secret.ts";
import { viewIntent } from "../payer_action.ts";
import { cancelsSource, finishesCancel, sourceCancelParams } from "../source_cancel.ts";
import { verifyParams } from "../verification.ts";
import { cancelByApi, updateIntent } from "./change.ts";
import { confirmIntent, createIntent, finishAttempt, SETUPS } from "./confirm.ts";
import { type SetupIntent, withAcceptance, withDriver } from "./intent.ts";
import { cancelParams, confirmParams, createParams, listParams, updateParams } from "./params.ts";

import { CONCLUDE_TIMER } from "./settle.ts";
import { conclude, verifyMicrodeposits } from "./verify.ts";

export { cancel as cancelSetup } from "./change.ts";
export { authenticated as authenticatedSetup } from "./confirm.ts";
export { newSetupIntent, type SetupIntent } from "./intent.ts";
export { settle as settleSetup } from "./settle.ts";

export const setupIntent = defineResource<SetupIntent>({
  object: "setup_intent",
  path: "/v1/setup_intents",
  permission: "setup_intent",
  row: { upgrades: [withDriver, withAcceptance] },
  keys: (row) => ({ customer: row.customer, payment_method: row.payment_method, source: row._source }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    latest_attempt: reference("setup_attempt"),
    mandate: reference("mandate"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    single_use_mandate: reference("mandate"),
  },
  operations: {
    "POST /": staged(createParams, createIntent, finishAttempt, { olderParams: namedTypesParams }),
    "GET /": lists("setup_intent", listParams, ({ customer, payment_method }) => ({
      ...(customer === undefined ? {} : { customer }),
      ...(payment_method === undefined ? {} : { payment_method }),
    })),
    "GET /:id": retrievesIntent("setup_intent"),
    "POST /:id": writes(updateParams, updateIntent, { olderParams: namedTypesParams }),
    "POST /:id/confirm": staged(confirmParams, confirmIntent, finishAttempt, {
      keys: "secret_or_publishable",
    }),
    "POST /:id/cancel": writes(cancelParams, cancelByApi),
    "POST /:id/verify_microdeposits": staged(verifyParams, verifyMicrodeposits, finishAttempt, {
      keys: "secret_or_publishable",
    }),
    "POST /:id/source_cancel": staged(sourceCancelParams, cancelsSource(SETUPS), finishesCancel(SETUPS), {
      keys: "secret_or_publishable",
    }),
  },
  timers: { ...settlesAttempts(SETUPS), [CONCLUDE_TIMER]: { does: "unit", run: conclude } },
  view: viewIntent,
});
