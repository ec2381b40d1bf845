import { putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { Draft, VersionChange } from "./change.ts";

/** The coupon whole, in place of the hash that names it. Views carry it along, hidden. */
const couponInsteadOf = (name: string) => (draft: Draft) => {
  draft[name] = undefined;
  return putKey(draft, "coupon", draft._coupon);
};
/** It was there already, and what is in it could be expanded. */
const WHOLE_COUPON = { coupon: { kind: "coupon", at: "_coupon" } };

export const v2025_09_30: VersionChange = {
  version: "2025-09-30.clover",
  why:
    "A promotion code names what it promotes in `promotion`, and a discount where it comes from in `source`; before, " +
    "both showed their `coupon` whole.",
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
      up: ({ coupon, ...rest }) => ({
        ...rest,
        promotion: { coupon, type: "coupon" },
        _coupon_param: "coupon",
      }),
    },
  },
};
