/** Error texts for refusals of an update that concern the order's controls. Pure. */

import type { ApiError, PromotionFault } from "../../../core/errors.ts";
import { textOf } from "../../../form/typed.ts";
import type { Branch } from "../../../params/form.ts";
import { offeredLines } from "../../../resources/checkout/checkout_session/index.ts";
import type { Session } from "../../../resources/checkout/checkout_session/row/session.ts";
import type { Language } from "../../../words/languages.ts";
import type { Messages } from "../../../words/messages/en.ts";
import {
  ACTION,
  CUSTOM_AMOUNT,
  type OrderForm,
  PROMOTION_CODE,
  quantityName,
  quantityRule,
  SHIPPING_RATE,
} from "./order_form.ts";

/** The error text by the name of its control; null if the refusal is not about the order. */
export function orderRefusal(
  error: ApiError,
  form: Branch,
  { tree }: OrderForm,
  session: Session,
  language: Language,
): Readonly<Record<string, string>> | null {
  const { body } = error;
  const { messages } = language;
  if (body.param === undefined) {
    // A refusal without a control, for example of the total, is shown at the code if that was applied.
    return textOf(form, ACTION) === "apply_code" ? { [PROMOTION_CODE]: body.message } : null;
  }
  if (body.param === "promotion_code") return { [PROMOTION_CODE]: codeWords(error, messages) };
  if (body.param === "shipping_rate") return { [SHIPPING_RATE]: body.message };
  const [, index, what] = /^line_items\[(\d+)\]\[(\w+)\]$/.exec(body.param) ?? [];
  if (index === undefined) return null;
  if (what === "custom_amount") return { [CUSTOM_AMOUNT]: messages.customAmount.invalid };
  const line = offeredLines(session).find(({ id }) => id === lineIdAt(tree, index));
  return line === undefined ? null : { [quantityName(line)]: quantityRule(line, session, language) };
}

function lineIdAt(tree: Branch, index: string): string | null {
  const lines = tree.get("line_items");
  const line = lines instanceof Map ? lines.get(index) : undefined;
  const id = line instanceof Map ? line.get("id") : undefined;
  return typeof id === "string" ? id : null;
}

/** The page's phrase for each reason why a code is refused. */
const CODE_WORDS = {
  expired: "expired",
  inactive: "inactive",
  invalid: "invalid",
  minimum: "minimum",
  newCustomersOnly: "firstPurchase",
  otherCustomer: "otherCustomer",
  priorTransactions: "firstPurchase",
  usedUp: "used",
} as const satisfies Readonly<Record<PromotionFault, keyof Messages["promotion"]>>;

function codeWords({ body, promotionFault: fault }: ApiError, { promotion }: Messages): string {
  return fault === null ? body.message : promotion[CODE_WORDS[fault]];
}
