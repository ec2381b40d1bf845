import type { ParamChange, VersionChange } from "./change.ts";

const cardsUnlessAutomatic: ParamChange = {
  up: (input) =>
    input.automatic_payment_methods === undefined
      ? { ...input, payment_method_types: input.payment_method_types ?? ["card"] }
      : input,
};

export const v2023_08_16: VersionChange = {
  version: "2023-08-16",
  why:
    "Payment methods are chosen from the account's settings where a request names none; before: `card`. A " +
    "session with nothing to pay needs no payment method; before, one was always collected.",
  params: {
    "POST /v1/checkout/sessions": {
      up: (input) => ({ ...input, payment_method_types: input.payment_method_types ?? ["card"] }),
    },
    // Payment links are not here: they have always left the methods to the account's settings.
    "POST /v1/payment_intents": cardsUnlessAutomatic,
    "POST /v1/setup_intents": cardsUnlessAutomatic,
  },
  behaves: { method_collection_default: "always" },
};
