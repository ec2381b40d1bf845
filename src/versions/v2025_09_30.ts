import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { Draft, VersionChange } from "./change.ts";

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

export const v2025_09_30: VersionChange = {
  version: "2025-09-30.clover",
  why:
    "A promotion code names what it promotes in `promotion`, and a discount where it comes from in `source`; before, " +
    "both showed their `coupon` whole. Subscriptions are billed in the flexible mode where nothing else is asked for, " +
    "before: classic.",
  objects: {
    discount: couponInsteadOf("source"),
    promotion_code: couponInsteadOf("promotion"),
  },
  expands: {
    discount: { without: ["source.coupon"], within: WHOLE_COUPON },
    promotion_code: { without: ["promotion.coupon"], within: WHOLE_COUPON },
  },
  params: {
    "POST /v1/promotion_codes": {
      fields: { coupon: p.required(p.string()) },
      without: ["promotion"],
      up: ({ coupon, ...rest }) => ({ ...rest, promotion: { coupon, type: "coupon" } }),
    },
  },
  behaves: { billing_mode_default: "classic", promotion_coupon_param: "coupon" },
};
