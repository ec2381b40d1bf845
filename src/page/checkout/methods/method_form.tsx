/** The fields of every new method but a card: its own, the payer's name, as much of the address as it needs. */
import { type AskedField, type AskedMethod, CONTROL } from "../../../form/fields.ts";
import { callingCode } from "../../../form/phone.ts";
import type { Language } from "../../../words/languages.ts";
import { Cell, FieldGroup, Select, TextInput } from "../../controls/controls.tsx";
import { BankLink } from "./bank_link.tsx";
import { Billing, billingExtent } from "./billing.tsx";
import type { FieldsProps } from "./fields_props.ts";

export function MethodFields(props: FieldsProps) {
  const { asked, language, method, shown } = props;
  const { asks, name, type } = method;
  const { form } = language.messages;
  const own = asks.fields.map((field) => <OwnField key={field.control} {...props} field={field} />);
  const among = asks.countries === null ? {} : { countries: asks.countries };
  return (
    <fieldset class="MethodForm" id={`${type}Form-fieldset`} aria-label={name}>
      {asks.linking === undefined ? (
        own
      ) : (
        <>
          <BankLink language={language} linking={asks.linking} shown={shown} />
          <div class="BankLink-typed">{own}</div>
        </>
      )}
      {asks.name && (
        <FieldGroup
          group={CONTROL.name}
          label={method.family === "bank_debit" ? form.nameOnAccount : form.fullName}
          for={CONTROL.name}
          errors={shown.errors}
        >
          <Cell>
            <TextInput
              id={CONTROL.name}
              shown={shown}
              autocomplete="name"
              autocapitalize="words"
              placeholder={form.fullNamePlaceholder}
            />
          </Cell>
        </FieldGroup>
      )}
      {props.billing && asks.billing !== "none" && (
        <Billing {...props} extent={billingExtent(asked, method)} {...among} />
      )}
      <p class="MethodForm-next">{nextOf(method, props)}</p>
    </fieldset>
  );
}

function OwnField({ field, language, method, shown }: FieldsProps & { readonly field: AskedField }) {
  const id = CONTROL[field.control];
  return (
    <FieldGroup group={id} label={labelOf(field, language)} for={id} errors={shown.errors}>
      <Cell>
        {field.kind === "choice" ? (
          <Select id={id} shown={shown} options={choicesOf(field, language)} autocomplete="off" />
        ) : (
          <TextInput
            id={id}
            shown={shown}
            {...(field.kind === "phone"
              ? ({ type: "tel", autocomplete: "tel" } as const)
              : { autocomplete: "off" })}
            inputmode={INPUT_MODES[field.kind]}
            placeholder={placeholderOf(field)}
            required={method.asks.linking === undefined}
          />
        )}
      </Cell>
    </FieldGroup>
  );
}

function choicesOf({ choices = [] }: AskedField, { messages }: Language) {
  return [["", messages.fields.choose], ...choices] as const;
}

const INPUT_MODES = { choice: "text", digits: "numeric", iban: "text", phone: "tel", text: "text" } as const;

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

function labelOf({ control }: AskedField, { messages }: Language): string {
  if (control === "accountNumber") return messages.form.accountNumber;
  if (control === "blikCode") return messages.form.blikCode;
  return control === "payerPhone" ? messages.phone.label : UNTRANSLATED[control];
}

function placeholderOf({ country = "", kind, length }: AskedField): string {
  if (kind === "phone") return `+${callingCode(country)}`;
  return kind === "iban" ? "DE00 0000 0000 0000 0000 00" : "0".repeat(length?.[0] ?? 0);
}

/** What happens after the payer has pressed the button. */
function nextOf({ family }: AskedMethod, { businessName, language }: FieldsProps): string {
  const { form, transfer } = language.messages;
  if (family === "bank_transfer") return transfer.next;
  if (family === "bank_debit") return form.mandate(businessName);
  if (family === "push") return form.approved;
  if (family === "qr_code") return form.scanned;
  return family === "voucher" ? form.told : form.redirected;
}
