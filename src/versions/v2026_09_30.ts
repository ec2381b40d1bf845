import { momentOr } from "../params/common.ts";
import { p } from "../params/param.ts";
import type { ParamChange, VersionChange, Wire } from "./change.ts";

const named: ParamChange = { older: ["payment_method_types"] };

const anchorByWord: ParamChange = {
  fields: { billing_cycle_anchor: p.oneOf("now", "unchanged") },
  up: ({ billing_cycle_anchor: type, ...rest }) =>
    type === undefined ? rest : { ...rest, billing_cycle_anchor: { type } },
};

/** The anchor of a preview was also a timestamp by itself. */
const anchorOfPreview: ParamChange = {
  nested: { subscription_details: { billing_cycle_anchor: momentOr("now", "unchanged") } },
  up: (input) => {
    const details = input.subscription_details as Wire | undefined;
    const anchor = details?.billing_cycle_anchor;
    if (anchor === undefined) return input;
    const named = typeof anchor === "number" ? { timestamp: anchor, type: "timestamp" } : { type: anchor };
    return { ...input, subscription_details: { ...details, billing_cycle_anchor: named } };
  },
};

/** The decline codes that BLIK has; before, a decline said nothing more. */
const OF_BLIK = [
  "code_expired",
  "code_invalid",
  "customer_declined",
  "insufficient_funds",
  "partner_generic_decline",
  "payment_limit_exceeded",
];

/** The hash with a generic decline in place of one of BLIK's, under the name `key`. */
function generic(hash: Wire | null | undefined, key: "decline_code" | "reason"): Wire | null | undefined {
  return OF_BLIK.includes(String(hash?.[key])) ? { ...hash, [key]: "generic_decline" } : hash;
}

export const v2026_09_30: VersionChange = {
  version: "2026-09-30.endive",
  why:
    "Payment methods are chosen by configuration; the `payment_method_types` parameter is gone. A subscription's " +
    "`billing_cycle_anchor` is changed by a hash with a `type`, before by the word alone. Declines of BLIK say why; before, they were all " +
    "`generic_decline`.",
  objects: {
    charge: (charge) => {
      const details = charge.payment_method_details as Wire | null;
      if (details?.type === "blik") charge.outcome = generic(charge.outcome as Wire | null, "reason");
      return charge;
    },
    payment_intent: (intent) => {
      const error = intent.last_payment_error as Wire | null | undefined;
      const method = error?.payment_method as Wire | null | undefined;
      if (method?.type === "blik") intent.last_payment_error = generic(error, "decline_code");
      return intent;
    },
  },
  params: {
    "POST /v1/checkout/sessions": named,
    "GET /v1/invoices/upcoming": anchorOfPreview,
    "POST /v1/invoices/create_preview": anchorOfPreview,
    "POST /v1/payment_intents": named,
    "POST /v1/payment_intents/:id": named,
    "POST /v1/payment_intents/:id/confirm": named,
    "POST /v1/setup_intents": named,
    "POST /v1/setup_intents/:id": named,
    "POST /v1/subscriptions/:id": anchorByWord,
    "POST /v1/subscriptions/:id/resume": anchorByWord,
  },
};
