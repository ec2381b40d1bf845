import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { Draft, ParamChange, VersionChange } from "./change.ts";

const ITERATIONS_MAX = 1000;

/**
 * Replaces the hash that names the coupon with the whole coupon, which views add under the hidden key
 * `_coupon`.
 */
const couponInsteadOf = (name: string) => (draft: Draft) => {
  draft[name] = undefined;
  return putKey(draft, "coupon", draft._coupon);
};
/** The coupon was shown whole, and paths within it could be expanded. */
const WHOLE_COUPON = { coupon: { kind: "coupon", at: "_coupon" } };

const lengthByIterations: ParamChange = {
  nested: {
    "phases[]": {
      iterations: p.about(
        "How many intervals of its price the phase takes.",
        p.integer({ min: 1, max: ITERATIONS_MAX }),
      ),
    },
  },
};

export const v2025_09_30: VersionChange = {
  version: "2025-09-30.clover",
  why:
    "A promotion code names what it promotes in `promotion`, and a discount where it comes from in `source`; before, " +
    "both showed their `coupon` whole. Subscriptions are billed in the flexible mode where nothing else is asked for, " +
    "before: classic. A phase of a schedule no longer has its length as `iterations` of its price's interval.",
  objects: {
    discount: couponInsteadOf("source"),
    promotion_code: couponInsteadOf("promotion"),
  },
  expands: {
    discount: { without: ["source.coupon"], within: WHOLE_COUPON },
    promotion_code: { without: ["promotion.coupon"], within: WHOLE_COUPON },
  },
  params: {
    "POST /v1/subscription_schedules": lengthByIterations,
    "POST /v1/subscription_schedules/:id": lengthByIterations,
    "POST /v1/promotion_codes": {
      fields: { coupon: p.required(p.string()) },
      without: ["promotion"],
      up: ({ coupon, ...rest }) => ({ ...rest, promotion: { coupon, type: "coupon" } }),
    },
  },
  behaves: { billing_mode_default: "classic", promotion_coupon_param: "coupon" },
};
