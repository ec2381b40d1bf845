/** The payment method type `blik`: banks of Poland. The payer types a code of their bank's app and approves there. */
import { p } from "../../params/param.ts";
import { type Answer, pushType } from "../families/push.ts";
import { blik as options, savedAsDebit } from "../session_options.ts";

const DECLINE_SECONDS = 8;
/** Payers have a minute to approve. */
const TIMEOUT_SECONDS = 60;

/** By a part of the e-mail address before its `@`, as Stripe's documentation of test values has it. */
const ANSWERS: readonly (readonly [part: string, answer: Answer])[] = [
  ["invalid_code", declined("code_invalid", 0)],
  ["expired_code", declined("code_expired", 0)],
  ["limit_exceeded", declined("payment_limit_exceeded")],
  ["insufficient_funds", declined("insufficient_funds")],
  ["customer_declined", declined("customer_declined")],
  ["bank_declined", declined("partner_generic_decline")],
  ["blik_declined", declined("partner_generic_decline")],
  ["customer_timeout", timedOut()],
  ["bank_timeout", timedOut()],
  ["blik_timeout", timedOut()],
];

export const blik = pushType({
  type: "blik",
  name: "BLIK",
  currencies: ["pln"],
  asks: {
    fields: [
      { param: "code", control: "blikCode", kind: "digits", length: [6, 6], within: "confirm_options" },
    ],
  },
  answer: ({ billing }) => {
    const local = billing.email?.split("@")[0] ?? "";
    return ANSWERS.find(([part]) => local.includes(part))?.[1] ?? null;
  },
  nextAction: { blik_authorize: {}, type: "blik_authorize" },
  charge: () => ({ buyer_id: null }),
  refund: {
    blik: { network_decline_code: null, reference: null, reference_status: "pending" },
    type: "blik",
  },
  confirmOptions: { code: p.string({ pattern: { regex: /^\d{6}$/, shown: "/\\A\\d{6}\\z/" } }) },
  sessionOptions: options,
  intentOptions: p.object({ ...savedAsDebit.fields, mandate_options: p.notYet() }),
  setupOptions: p.object({ code: p.notYet(), mandate_options: p.notYet() }),
});

function declined(decline_code: string, afterSeconds = DECLINE_SECONDS): Answer {
  return { afterSeconds, fault: { code: "payment_method_provider_decline", decline_code } };
}

function timedOut(): Answer {
  return { afterSeconds: TIMEOUT_SECONDS, fault: { code: "payment_method_provider_timeout" } };
}
