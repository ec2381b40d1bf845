import { p } from "../params/param.ts";
import type { VersionChange } from "./change.ts";

const RATES_MAX = 10;

export const v2026_07_29: VersionChange = {
  version: "2026-07-29.dahlia",
  why: "Line items of a session no longer take `dynamic_tax_rates`, tax rates that depend on the buyer's country.",
  params: {
    "POST /v1/checkout/sessions": {
      nested: { "line_items[]": { dynamic_tax_rates: p.list(p.string(), { max: RATES_MAX }) } },
    },
  },
};
