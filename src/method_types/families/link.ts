/**
 * How Link behaves, Stripe's own wallet. Its payers are known to Stripe by their e-mail address and agree in a window
 * of Stripe's, before the request: so an attempt is approved at once. Here every address is of somebody who has agreed.
 */

import { answersAtOnce, type Family, type Making, neverActs } from "../method_type.ts";
import type { SavedDetails } from "../saved_method.ts";
import { APPROVED } from "./parts.ts";

interface LinkDetails {
  readonly email: string | null;
}

export const linkFamily: Family<LinkDetails, null, null> = {
  name: "wallet",
  chargePrefix: "py_",
  make: (_input, { billing }: Making) => ({
    details: { email: billing.email },
    simulated: null,
  }),
  fromAlias: () => null,
  changed: ({ details }) => details,
  attached: (method) => method,
  checkAccepted: () => {},
  action: null,
  nextAction: neverActs,
  mandateDetails: null,
  attempt: async () => APPROVED,
  instructions: neverActs,
  isRefundable: true,
  concluded: answersAtOnce,
  used: (method) => method,
  chargeDetails: () => ({ country: null }),
  setupDetails: () => ({}),
  refundDestination: undefined,
  saved: ({ details }): SavedDetails => ({ kind: "wallet", payer: details.email }),
};
