/**
 * The last step on every answer's way down, today's version included. Views may carry along what only older versions
 * show, under a key that begins with `_`; it ends here, for the few kinds that have it.
 */
import type { Draft, VersionChange } from "./change.ts";

function withoutHidden(draft: Draft): Draft {
  for (const key in draft) if (key.startsWith("_")) draft[key] = undefined;
  return draft;
}

export const hidden: VersionChange = {
  version: "(hidden)",
  why: "What is carried along for older versions is not shown by itself.",
  objects: {
    charge: withoutHidden,
    discount: withoutHidden,
    invoice: withoutHidden,
    line_item: withoutHidden,
    payment_intent: withoutHidden,
    promotion_code: withoutHidden,
  },
};
