/** The types that have methods of their own, such as `confirmIdealPayment`. Data, from the official types. */

interface MethodType {
  /** As it is in the names of methods. */
  readonly name: string;
  readonly type: string;
  readonly payment: boolean;
  readonly setup: boolean;
}

const BOTH =
  "AcssDebit AuBecsDebit Bancontact Blik Card Cashapp Ideal PayPal SepaDebit Sofort UsBankAccount".split(" ");
const PAYMENT = (
  "Affirm AfterpayClearpay Alipay Billie Boleto CustomerBalance Eps Fpx Giropay Grabpay GrabPay Klarna Konbini Mobilepay " +
  "Multibanco Oxxo P24 PayByBank PayNow Pix PromptPay Twint WechatPay"
).split(" ");
const SETUP = ["AmazonPay", "BacsDebit"];

/** Names whose type is not their words in snake case. */
const TYPES: Readonly<Record<string, string>> = {
  GrabPay: "grabpay",
  PayNow: "paynow",
  PayPal: "paypal",
  PromptPay: "promptpay",
};

export const METHOD_TYPES: readonly MethodType[] = [
  ...BOTH.map((name) => ({ name, type: typeOf(name), payment: true, setup: true })),
  ...PAYMENT.map((name) => ({ name, type: typeOf(name), payment: true, setup: false })),
  ...SETUP.map((name) => ({ name, type: typeOf(name), payment: false, setup: true })),
];

function typeOf(name: string): string {
  const snake = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`);
  return TYPES[name] ?? snake.toLowerCase();
}
