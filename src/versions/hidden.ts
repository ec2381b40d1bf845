/**
 * The last conversion of every answer, in every version, the newest included. Removes the `_` keys that views
 * add for older versions. A kind whose view adds such a key must be listed here, or clients see it.
 */
import type { Draft, VersionChange } from "./change.ts";

function withoutHidden(draft: Draft): Draft {
  for (const key in draft) if (key.startsWith("_")) draft[key] = undefined;
  return draft;
}

export const hidden: VersionChange = {
  version: "(hidden)",
  why: "Hidden keys that views add for older versions are removed.",
  objects: {
    // Sessions are large and the most frequent answers, so their one hidden key is removed by its name.
    "checkout.session": (session) => {
      if (session._is_branded !== undefined) session._is_branded = undefined;
      return session;
    },
    "billing_portal.configuration": withoutHidden,
    charge: withoutHidden,
    discount: withoutHidden,
    invoice: withoutHidden,
    invoiceitem: withoutHidden,
    line_item: withoutHidden,
    payment_intent: withoutHidden,
    plan: withoutHidden,
    price: withoutHidden,
    promotion_code: withoutHidden,
    subscription: withoutHidden,
  },
};
