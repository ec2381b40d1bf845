/**
 * Refunds by their charge, Stripe's older way: `/v1/charges/:id/refund` answers with the charge, and below
 * `/v1/charges/:id/refunds` are the same operations as below `/v1/refunds`.
 */
import { errors } from "../../../core/errors.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { byPath, type Call, defineResource, noParams, nounOf, reads, writes } from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { ofChargeParams, updateParams } from "./params.ts";
import { changeMetadata, makeRefund, type Refund } from "./refund.ts";

type Input = ObjectValue<typeof ofChargeParams>;

async function refundOf(tx: Tx, call: Call<Input>): Promise<Refund> {
  return makeRefund(tx, await byPath<Charge>(tx, "charge", call.id), call.input);
}

async function refunded(tx: Tx, call: Call<Input>): Promise<Charge> {
  const { charge } = await refundOf(tx, call);
  return byPath<Charge>(tx, "charge", charge);
}

/** The refund that a path names as one of a charge. */
async function ofPath(reader: Reader, { id, sub }: Call<unknown>): Promise<Refund> {
  const { id: charge } = await byPath<Charge>(reader, "charge", id);
  const found = await byPath<Refund>(reader, "refund", sub);
  if (found.charge !== charge) throw errors.missingPathResource(nounOf("refund"), sub, "refund");
  return found;
}

const answers = { kind: "refund", list: false } as const;

/** Stands for no object: its operations are about charges and their refunds. */
export const refundOfCharge = defineResource({
  object: "_refund_of_charge",
  path: "/v1/charges",
  permission: "charge",
  operations: {
    "POST /:id/refund": writes(ofChargeParams, refunded, { answers: { kind: "charge", list: false } }),
    "POST /:id/refunds": writes(ofChargeParams, refundOf, { answers }),
    "GET /:id/refunds/:sub": reads(noParams, ofPath, { answers }),
    "POST /:id/refunds/:sub": writes(
      updateParams,
      async (tx, call) => changeMetadata(tx, await ofPath(tx, call), call.input.metadata),
      { answers },
    ),
  },
});
