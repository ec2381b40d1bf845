/** How a saved payment method is called on pages. Pure. */
import type { SavedMethod } from "../../method_types/saved_method.ts";
import type { Language } from "../../words/languages.ts";
import type { Messages } from "../../words/messages/en.ts";

/** Brand names, which are not translated. */
const BRAND_NAMES: Readonly<Record<string, string>> = {
  amex: "American Express",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  mastercard: "Mastercard",
  unionpay: "UnionPay",
  visa: "Visa",
};

/** "Visa •••• 4242", "SEPA •••• 3000", "PayPal". */
export function savedName(method: SavedMethod, { saved }: Messages): string {
  switch (method.kind) {
    case "card":
      return saved.card(BRAND_NAMES[method.brand] ?? method.brand, method.last4);
    case "account":
      return saved.card(method.name, method.last4);
    case "wallet":
      return method.name;
  }
}

/** What tells it from another one of the same name: when a card expires, or whose wallet it is; null if nothing. */
export function savedDetail(method: SavedMethod, { messages, tag }: Language): string | null {
  switch (method.kind) {
    case "card":
      return messages.saved.expires(expiry(method.exp_month, method.exp_year, tag));
    case "account":
      return null;
    case "wallet":
      return method.payer;
  }
}

/** "12/34", in the digits of the language. */
function expiry(month: number, year: number, tag: string): string {
  const two = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false });
  return `${two.format(month)}/${two.format(year % 100)}`;
}
