/**
 * The payment method type `payto`: bank accounts in Australia, named by a PayID or by their number. The payer agrees in
 * their bank's app to one payment or to later ones too.
 */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { digitsIn, lastFour } from "../families/debit.ts";
import { type Answer, pushType } from "../families/push.ts";
import { payto as options, paytoMandate } from "../session_options.ts";

const PAY_ID_MAX = 256;
const NUMBER_MAX = 20;
const BSB_DIGITS = 6;

/** By a part of the PayID before its `@`. The names are ours, after those of BLIK. */
const ANSWERS: readonly (readonly [part: string, answer: Answer])[] = [
  ["declined", { afterSeconds: 2, fault: { code: "payment_method_customer_decline" } }],
  ["timeout", { afterSeconds: 60, fault: { code: "payment_method_provider_timeout" } }],
];

export const payto = pushType({
  type: "payto",
  name: "PayTo",
  currencies: ["aud"],
  shopCountries: ["AU"],
  purposes: ["payment", "setup", "subscription"],
  asks: { name: true, fields: [{ param: "pay_id", control: "payId", kind: "text" }] },
  data: {
    account_number: p.string({ max: NUMBER_MAX }),
    bsb_number: p.string({ max: NUMBER_MAX }),
    pay_id: p.string({ max: PAY_ID_MAX }),
  },
  details({ account_number: number, bsb_number: bsb, pay_id }, { path }) {
    const byNumber = number !== undefined || bsb !== undefined;
    if (pay_id !== undefined) {
      if (byNumber) throw errors.onlyOneOf([`${path}[bsb_number]`, `${path}[pay_id]`]);
      return { bsb_number: null, last4: null, pay_id };
    }
    if (!byNumber) throw errors.missingParam(`${path}[pay_id]`);
    if (bsb === undefined) throw errors.missingParam(`${path}[bsb_number]`);
    if (number === undefined) throw errors.missingParam(`${path}[account_number]`);
    const [bsb_number, account] = [digitsIn(bsb), digitsIn(number)];
    if (bsb_number.length !== BSB_DIGITS || !/^\d+$/.test(bsb_number + account)) {
      throw errors.rule("The bank account provided is invalid.", `${path}[bsb_number]`);
    }
    return { bsb_number, last4: lastFour(account), pay_id: null };
  },
  answer: ({ details }) => {
    const local = String(details.pay_id ?? "").split("@")[0] ?? "";
    return ANSWERS.find(([part]) => local.includes(part))?.[1] ?? null;
  },
  check({ mandate_options: asked }) {
    const { amount = null, amount_type = null } = (asked ?? {}) as Readonly<Record<string, unknown>>;
    if (amount_type !== "fixed" || amount !== null) return;
    throw errors.missingParam("payment_method_options[payto][mandate_options][amount]");
  },
  charge: (details) => details,
  mandate({ options: { mandate_options: asked }, once }) {
    const given = (asked ?? {}) as Readonly<Record<string, unknown>>;
    return {
      amount: once ?? given.amount ?? null,
      amount_type: once === null ? (given.amount_type ?? "maximum") : "fixed",
      end_date: given.end_date ?? null,
      payment_schedule: given.payment_schedule ?? "adhoc",
      payments_per_period: once === null ? (given.payments_per_period ?? null) : 1,
      purpose: given.purpose ?? "retail",
      start_date: given.start_date ?? null,
    };
  },
  sessionOptions: options,
  intentOptions: p.object({ ...options.fields, mandate_options: paytoMandate("payment") }),
  fromSession({ mandate_options: terms, ...more }, owner) {
    if (terms === undefined) return more;
    const { start_date, ...ofPayment } = terms as Readonly<Record<string, unknown>>; // payments start at once
    const isSetUp = owner === "setup_intent";
    return { ...more, mandate_options: isSetUp ? { ...ofPayment, start_date } : ofPayment };
  },
  setupOptions: p.object({ mandate_options: paytoMandate("setup") }),
});
