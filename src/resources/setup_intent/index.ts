/**
 * Setup intents: a payer's card made ready for later payments, without money changing hands: the definition. Each
 * operation's work is in the file of its name; creation is with confirmation.
 */
import { settlesAttempts } from "../attempts.ts";
import { retrievesIntent, viewIntent } from "../intents.ts";
import { defineResource, lists, reference, staged, writes } from "../resource.ts";
import { cancelIntent, updateIntent } from "./change.ts";
import { confirmIntent, createIntent, finishAttempt, SETUPS } from "./confirm.ts";
import type { SetupIntent } from "./intent.ts";
import { cancelParams, confirmParams, createParams, listParams, updateParams } from "./params.ts";

export { authenticated as authenticatedSetup } from "./confirm.ts";
export type { SetupIntent } from "./intent.ts";

export const setupIntent = defineResource<SetupIntent>({
  object: "setup_intent",
  path: "/v1/setup_intents",
  permission: "setup_intent",
  keys: (row) => ({ customer: row.customer, payment_method: row.payment_method }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    mandate: reference("mandate"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    single_use_mandate: reference("mandate"),
  },
  operations: {
    "POST /": staged(createParams, createIntent, finishAttempt),
    "GET /": lists("setup_intent", listParams, ({ customer, payment_method }) => ({
      ...(customer === undefined ? {} : { customer }),
      ...(payment_method === undefined ? {} : { payment_method }),
    })),
    "GET /:id": retrievesIntent("setup_intent"),
    "POST /:id": writes(updateParams, updateIntent),
    "POST /:id/confirm": staged(confirmParams, confirmIntent, finishAttempt),
    "POST /:id/cancel": writes(cancelParams, cancelIntent),
  },
  timers: settlesAttempts(SETUPS),
  view: viewIntent,
});
