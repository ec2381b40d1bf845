import { p } from "../params/param.ts";
import type { VersionChange } from "./change.ts";

/** Methods a session or intent could name one by one before they were chosen by configuration. */
const payment_method_types = p.list(p.string({ max: 100 }), { max: 50 });

/** Today's operations read the explicit list of older versions under a name of our own. */
const named = {
  fields: { payment_method_types },
  up: ({ payment_method_types: types, ...rest }: Readonly<Record<string, unknown>>) =>
    types === undefined ? rest : { ...rest, _payment_method_types: types },
};

export const v2026_09_30: VersionChange = {
  version: "2026-09-30.endive",
  why: "Payment methods are chosen by configuration; the `payment_method_types` parameter is gone.",
  params: {
    "POST /v1/checkout/sessions": named,
    "POST /v1/payment_intents": named,
    "POST /v1/payment_intents/:id": named,
    "POST /v1/payment_intents/:id/confirm": named,
    "POST /v1/setup_intents": named,
    "POST /v1/setup_intents/:id": named,
  },
};
