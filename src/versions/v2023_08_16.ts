import { p } from "../params/param.ts";
import type { ParamChange, VersionChange, Wire } from "./change.ts";

const cardsUnlessAutomatic: ParamChange = {
  up: (input) =>
    input.automatic_payment_methods === undefined
      ? { ...input, payment_method_types: input.payment_method_types ?? ["card"] }
      : input,
};

/** The coupon of a session's subscription, which is a discount of the session now. */
function withCoupon({ subscription_data, ...input }: Wire): Wire {
  if (subscription_data === undefined) return input;
  const { coupon, trial_from_plan: _, ...data } = subscription_data as Wire;
  return {
    ...input,
    ...(coupon === undefined ? {} : { discounts: input.discounts ?? [{ coupon }] }),
    subscription_data: data,
  };
}

export const v2023_08_16: VersionChange = {
  version: "2023-08-16",
  why:
    "Payment methods are chosen from the account's settings where a request names none; before: `card`. A " +
    "session with nothing to pay needs no payment method; before, one was always collected. The coupon of a session's " +
    "subscription is one of its `discounts`; before, it was in `subscription_data`.",
  params: {
    "POST /v1/checkout/sessions": {
      nested: {
        subscription_data: {
          coupon: p.about("The coupon of the subscription.", p.string()),
          trial_from_plan: p.notYet(p.boolean(), [false]),
        },
      },
      up: (input) => ({
        ...withCoupon(input),
        payment_method_types: input.payment_method_types ?? ["card"],
      }),
    },
    // Payment links are not here: they have always left the methods to the account's settings.
    "POST /v1/payment_intents": cardsUnlessAutomatic,
    "POST /v1/setup_intents": cardsUnlessAutomatic,
  },
  behaves: { method_collection_default: "always" },
};
