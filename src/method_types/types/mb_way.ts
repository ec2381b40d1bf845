/** The payment method type `mb_way`: a wallet in Portugal. The payer gives a phone number and approves in the app. */
import { p } from "../../params/param.ts";
import { ANSWER_SECONDS } from "../families/parts.ts";
import { type Answer, type Fault, phoneOf, pushType } from "../families/push.ts";
import { neverSaved } from "../session_options.ts";

const LATE_SECONDS = 30;

/** By phone number, as Stripe's documentation of test values has it. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  "+351911111112": { afterSeconds: LATE_SECONDS, fault: null },
  "+351911111113": soon({ code: "payment_method_not_available" }),
  "+351911111114": soon({ code: "payment_method_provider_decline" }),
  "+351911111115": soon({ code: "payment_intent_payment_attempt_expired" }),
  "+351911111116": soon({ code: "payment_method_customer_decline" }),
};

export const mbWay = pushType({
  type: "mb_way",
  name: "MB WAY",
  currencies: ["eur"],
  asks: {
    fields: [
      { param: "phone", control: "payerPhone", kind: "phone", country: "PT", within: "billing_details" },
    ],
  },
  needs: ["phone"],
  answer: ({ billing }) => ANSWERS[phoneOf(billing)] ?? null,
  charge: () => ({}),
  refund: { mb_way: { reference: null, reference_status: "pending" }, type: "mb_way" },
  sessionOptions: p.object({}),
  intentOptions: neverSaved,
});

function soon(fault: Fault): Answer {
  return { afterSeconds: ANSWER_SECONDS.soon, fault };
}
