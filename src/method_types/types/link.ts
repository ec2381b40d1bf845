/** The payment method type `link`: Stripe's wallet. The page does not offer it, since its window is Stripe's. */
import { p } from "../../params/param.ts";
import { linkFamily } from "../families/link.ts";
import type { PaymentMethodType } from "../method_type.ts";
import { capturedSavedOffSession } from "../session_options.ts";

const intentParams = p.object({ ...capturedSavedOffSession.fields, persistent_token: p.notYet() });
const setupParams = p.object({ persistent_token: p.notYet() });
const usual = { persistent_token: null };

export const link: PaymentMethodType = {
  type: "link",
  name: "Link",
  family: linkFamily,
  purposes: ["payment", "setup", "subscription"],
  currencies: null,
  shopCountries: null,
  isReusable: true,
  capturesLater: true,
  isHidden: true,
  asks: { name: false, fields: [], billing: "none", countries: null },
  data: p.object({}),
  changes: null,
  options: {
    payment_intent: { params: intentParams, usual },
    session: { params: capturedSavedOffSession, usual: {} },
    setup_intent: { params: setupParams, usual },
  },
  intentOptions: (options) => options,
};
