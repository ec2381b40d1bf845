import { p } from "../params/param.ts";
import type { VersionChange } from "./change.ts";

const OLD_NAMES: Readonly<Record<string, string>> = {
  hosted_page: "hosted",
  embedded_page: "embedded",
  elements: "custom",
};
const NEW_NAMES = Object.fromEntries(Object.entries(OLD_NAMES).map(([now, then]) => [then, now]));

export const v2026_03_25: VersionChange = {
  version: "2026-03-25.dahlia",
  why:
    "A session's `ui_mode` is named hosted_page, embedded_page or elements; before: hosted, embedded, custom. Sessions " +
    "that only set up a payment method have no amounts; before, they had 0, if they had a currency.",
  objects: {
    "checkout.session": (session) => {
      session.ui_mode = OLD_NAMES[String(session.ui_mode)] ?? session.ui_mode;
      if (session.amount_total === null) {
        session.adaptive_pricing = null;
        if (session.currency !== null) Object.assign(session, { amount_subtotal: 0, amount_total: 0 });
      }
      return session;
    },
  },
  behaves: { ui_mode_names: "old" },
  params: {
    "POST /v1/checkout/sessions": {
      fields: { ui_mode: p.oneOf("custom", "embedded", "hosted") },
      up: (input) =>
        input.ui_mode === undefined ? input : { ...input, ui_mode: NEW_NAMES[String(input.ui_mode)] },
    },
  },
};
