/** What the own fields of a payment method are called, and what they look like while empty. */
import type { AskedField, AskedMethod } from "../../form/fields.ts";
import { callingCode } from "../../form/phone.ts";
import type { Messages } from "../../words/messages/en.ts";

export const INPUT_MODES = {
  choice: "text",
  digits: "numeric",
  iban: "text",
  phone: "tel",
  text: "text",
} as const;

/** What their banks and authorities do not translate. */
const UNTRANSLATED = {
  accountSuffix: "Suffix",
  bankCode: "Bank",
  branchCode: "Branch",
  bsbNumber: "BSB",
  fpxBank: "FPX Bank",
  iban: "IBAN",
  institutionNumber: "Institution number",
  payId: "PayID",
  routingNumber: "Routing number",
  sortCode: "Sort code",
  taxNumber: "CPF/CNPJ",
  transitNumber: "Transit number",
} as const;

export function labelOf({ control }: AskedField, messages: Messages): string {
  if (control === "accountNumber") return messages.form.accountNumber;
  if (control === "blikCode") return messages.form.blikCode;
  return control === "payerPhone" ? messages.phone.label : UNTRANSLATED[control];
}

export function placeholderOf({ country = "", kind, length }: AskedField): string {
  if (kind === "phone") return `+${callingCode(country)}`;
  return kind === "iban" ? "DE00 0000 0000 0000 0000 00" : "0".repeat(length?.[0] ?? 0);
}

export function choicesOf({ choices = [] }: AskedField, messages: Messages) {
  return [["", messages.fields.choose], ...choices] as const;
}

/** What happens after the payer has pressed the button. */
export function nextOf({ family }: AskedMethod, businessName: string, messages: Messages): string {
  const { form, transfer } = messages;
  if (family === "bank_transfer") return transfer.next;
  if (family === "bank_debit") return form.mandate(businessName);
  if (family === "push") return form.approved;
  if (family === "qr_code") return form.scanned;
  return family === "voucher" ? form.told : form.redirected;
}
