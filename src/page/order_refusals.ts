/** Refusals of an update that are about the order's own controls, in words for buyers. Pure. */
import type { ErrorBody } from "../core/errors.ts";
import type { Branch } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import type { Language } from "./languages.ts";
import type { Messages } from "./messages/en.ts";
import {
  ACTION,
  CUSTOM_AMOUNT,
  type OrderForm,
  PROMOTION_CODE,
  quantityName,
  quantityRule,
  SHIPPING_RATE,
} from "./order_form.ts";
import { textOf } from "./posted.ts";

/** The text by the name of the control that it belongs to; null where the refusal is not about the order. */
export function orderRefusal(
  body: ErrorBody,
  form: Branch,
  { tree }: OrderForm,
  session: Session,
  language: Language,
): Readonly<Record<string, string>> | null {
  const { messages } = language;
  if (body.param === undefined) {
    // About the total, say: it belongs where the buyer was.
    return textOf(form, ACTION) === "apply_code" ? { [PROMOTION_CODE]: body.message } : null;
  }
  if (body.param === "promotion_code") return { [PROMOTION_CODE]: codeWords(body.message, messages) };
  if (body.param === "shipping_rate") return { [SHIPPING_RATE]: body.message };
  const [, index, what] = /^line_items\[(\d+)\]\[(\w+)\]$/.exec(body.param) ?? [];
  if (index === undefined) return null;
  if (what === "custom_amount") return { [CUSTOM_AMOUNT]: messages.customAmount.invalid };
  const line = session._line_items.find(({ id }) => id === lineIdAt(tree, index));
  return line === undefined ? null : { [quantityName(line)]: quantityRule(line, session, language) };
}

function lineIdAt(tree: Branch, index: string): string | null {
  const lines = tree.get("line_items");
  const line = lines instanceof Map ? lines.get(index) : undefined;
  const id = line instanceof Map ? line.get("id") : undefined;
  return typeof id === "string" ? id : null;
}

const CANNOT = "This promotion code cannot be redeemed because ";
/** The refusal's words, and those of the page. */
const CODE_WORDS: Readonly<Record<string, keyof Messages["promotion"]>> = {
  "This code is invalid.": "invalid",
  "This promotion code is expired.": "expired",
  [`${CANNOT}it has been redeemed the maximum number of times.`]: "used",
  [`${CANNOT}it is not active.`]: "inactive",
  [`${CANNOT}it is restricted to another customer.`]: "otherCustomer",
  [`${CANNOT}the associated customer has prior transactions.`]: "firstPurchase",
  [`${CANNOT}it is only for customers without prior transactions.`]: "firstPurchase",
  [`${CANNOT}the associated purchase does not meet the minimum amount requirement.`]: "minimum",
};

function codeWords(message: string, { promotion }: Messages): string {
  const name = Object.hasOwn(CODE_WORDS, message) ? CODE_WORDS[message] : undefined;
  const words = name === undefined ? undefined : promotion[name];
  return typeof words === "string" ? words : message;
}
