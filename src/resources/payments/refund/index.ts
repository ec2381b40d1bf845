/** Refunds: their operations and the resource definition. What a refund does is in `refund.ts`. */

import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  lists,
  noParams,
  publicPart,
  reference,
  retrieves,
  writes,
} from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { cancel, conclude, expire } from "./concluded.ts";
import { createParams, listParams, updateParams } from "./params.ts";
import { changeMetadata, makeRefund, REFUND_TIMER, type Refund } from "./refund.ts";

export { refundOfCharge } from "./of_charge.ts";
export { makeRefund, type Refund, refundCharge } from "./refund.ts";

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

async function create(tx: Tx, call: Call<CreateInput>): Promise<Refund> {
  const { input } = call;
  return makeRefund(tx, await chargeFor(tx, input), input);
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Refund> {
  return changeMetadata(tx, await byPath<Refund>(tx, "refund", call.id), call.input.metadata);
}

export const refund = defineResource<Refund>({
  object: "refund",
  path: "/v1/refunds",
  permission: "charge",
  keys: (row) => ({ charge: row.charge, payment_intent: row.payment_intent }),
  expands: {
    balance_transaction: reference("balance_transaction"),
    charge: reference("charge"),
    failure_balance_transaction: reference("balance_transaction"),
    customer: reference("customer"),
    payment_intent: reference("payment_intent"),
    payment_method: reference("payment_method"),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("refund", listParams, ({ charge, payment_intent }) => ({ charge, payment_intent })),
    "GET /:id": retrieves("refund"),
    "POST /:id": writes(updateParams, update),
    "POST /:id/cancel": writes(noParams, cancel),
  },
  timers: { [REFUND_TIMER]: { does: "unit", run: conclude } },
  view: (row) => inWireOrder(publicPart(row)),
});

/** Stands for no object: what tests do to refunds, as Stripe's helpers for tests have it. */
export const refundHelpers = defineResource({
  object: "_refund_helpers",
  path: "/v1/test_helpers/refunds",
  permission: "charge",
  operations: {
    "POST /:id/expire": writes(noParams, expire, { answers: { kind: "refund", list: false } }),
  },
});
