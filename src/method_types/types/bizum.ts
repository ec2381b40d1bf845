/** The payment method type `bizum`: banks of Spain. The payer gives a phone number and approves in their bank's app. */
import { p } from "../../params/param.ts";
import { phoneOf, pushType } from "../families/push.ts";

const ANSWER_SECONDS = 5;
/** The phone number with which Stripe's documentation of test values declines a payment. */
const DECLINED = "+34600000002";

export const bizum = pushType({
  type: "bizum",
  name: "Bizum",
  currencies: ["eur"],
  limits: { eur: [50, 500_000] },
  asks: {
    fields: [
      { param: "phone", control: "payerPhone", kind: "phone", country: "ES", within: "billing_details" },
    ],
  },
  needs: ["phone"],
  details: () => ({ buyer_id: null }),
  answer: ({ billing }) => ({
    afterSeconds: ANSWER_SECONDS,
    fault: phoneOf(billing) === DECLINED ? { code: "payment_method_provider_decline" } : null,
  }),
  charge: (_details, reference) => ({ buyer_id: null, transaction_id: reference }),
  sessionOptions: p.object({}),
});
