import { p } from "../params/param.ts";
import type { ParamChange, VersionChange } from "./change.ts";

const named: ParamChange = { older: ["payment_method_types"] };

const anchorByWord: ParamChange = {
  fields: { billing_cycle_anchor: p.oneOf("now", "unchanged") },
  up: ({ billing_cycle_anchor: type, ...rest }) =>
    type === undefined ? rest : { ...rest, billing_cycle_anchor: { type } },
};

export const v2026_09_30: VersionChange = {
  version: "2026-09-30.endive",
  why:
    "Payment methods are chosen by configuration; the `payment_method_types` parameter is gone. A subscription's " +
    "`billing_cycle_anchor` is changed by a hash with a `type`, before by the word alone.",
  params: {
    "POST /v1/checkout/sessions": named,
    "POST /v1/payment_intents": named,
    "POST /v1/payment_intents/:id": named,
    "POST /v1/payment_intents/:id/confirm": named,
    "POST /v1/setup_intents": named,
    "POST /v1/setup_intents/:id": named,
    "POST /v1/subscriptions/:id": anchorByWord,
    "POST /v1/subscriptions/:id/resume": anchorByWord,
  },
};
