/** The fields of every new method but a card: its own, the payer's name, as much of the address as it needs. */
import { type AskedField, type AskedMethod, CONTROL } from "../../../form/fields.ts";
import type { Language } from "../../../words/languages.ts";
import { Cell, FieldGroup, TextInput } from "../../controls/controls.tsx";
import { Billing, billingExtent } from "./billing.tsx";
import type { FieldsProps } from "./fields_props.ts";

export function MethodFields(props: FieldsProps) {
  const { asked, language, method, shown } = props;
  const { asks, name, type } = method;
  const { form } = language.messages;
  const among = asks.countries === null ? {} : { countries: asks.countries };
  return (
    <fieldset class="MethodForm" id={`${type}Form-fieldset`} aria-label={name}>
      {asks.fields.map((field) => (
        <OwnField key={field.control} {...props} field={field} />
      ))}
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

function OwnField({ field, language, shown }: FieldsProps & { readonly field: AskedField }) {
  const id = CONTROL[field.control];
  return (
    <FieldGroup group={id} label={labelOf(field, language)} for={id} errors={shown.errors}>
      <Cell>
        <TextInput
          id={id}
          shown={shown}
          autocomplete="off"
          inputmode={field.kind === "digits" ? "numeric" : "text"}
          placeholder={placeholderOf(field)}
        />
      </Cell>
    </FieldGroup>
  );
}

/** What their banks and authorities do not translate. */
const UNTRANSLATED = {
  bsbNumber: "BSB",
  iban: "IBAN",
  sortCode: "Sort code",
  taxNumber: "CPF/CNPJ",
} as const;

function labelOf({ control }: AskedField, { messages }: Language): string {
  return control === "accountNumber" ? messages.form.accountNumber : UNTRANSLATED[control];
}

function placeholderOf({ kind, length }: AskedField): string {
  return kind === "iban" ? "DE00 0000 0000 0000 0000 00" : "0".repeat(length?.[0] ?? 0);
}

/** What happens after the payer has pressed the button. */
function nextOf({ family }: AskedMethod, { businessName, language }: FieldsProps): string {
  const { form } = language.messages;
  if (family === "bank_debit") return form.mandate(businessName);
  return family === "voucher" ? form.told : form.redirected;
}
