/** What may be sent about refunds. */
import { type Fields, p } from "../../../params/param.ts";

/** To refund a charge that the path names. */
export const ofChargeParams = {
  amount: p.integer({ min: 1 }),
  instructions_email: p.about(
    "Where the payer is asked for an account, if the payment method has no refunds of its own (konbini).",
    p.email(),
  ),
  metadata: p.metadata(),
  reason: p.oneOf("duplicate", "fraudulent", "requested_by_customer"),
  refund_application_fee: p.notYet(p.boolean(), [false]),
  reverse_transfer: p.notYet(p.boolean(), [false]),
} as const satisfies Fields;

export const createParams = {
  ...ofChargeParams,
  charge: p.string(),
  currency: p.notYet(),
  customer: p.notYet(),
  origin: p.notYet(),
  payment_intent: p.string(),
} as const satisfies Fields;

export const updateParams = { metadata: p.metadata() } as const satisfies Fields;

export const listParams = { charge: p.string(), payment_intent: p.string() } as const satisfies Fields;
