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

export const v2026_09_30: VersionChange = {
  version: "2026-09-30.endive",
  why:
    "Payment methods are chosen by configuration; the `payment_method_types` parameter is gone. A subscription's " +
    "`billing_cycle_anchor` is changed by a hash with a `type`, before by the word alone.",
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
