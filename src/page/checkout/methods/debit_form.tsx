/** The fields of a bank account that is debited: its numbers, its owner, and the mandate that the owner gives. */
import { type AskedField, CONTROL } from "../../../form/fields.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { Language } from "../../../words/languages.ts";
import { Cell, FieldGroup, TextInput } from "../../controls/controls.tsx";
import { Billing } from "./billing.tsx";
import type { FieldsProps } from "./fields_props.ts";

export function DebitFields(props: FieldsProps) {
  const { asked, businessName, language, method, shown } = props;
  const { asks, fields, name, type } = method;
  const { form } = language.messages;
  const extent = asks.billing === "whole" ? "whole" : asked.billing;
  const { countries } = typeNamed(type).asks;
  const among = countries === null ? {} : { countries };
  return (
    <fieldset class="MethodForm" id={`${type}Form-fieldset`} aria-label={name}>
      {fields.map((field) => {
        const id = CONTROL[field.control];
        const label = labelOf(field, language);
        return (
          <FieldGroup key={id} group={id} label={label} for={id} errors={shown.errors}>
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
      })}
      <FieldGroup group={CONTROL.name} label={form.nameOnAccount} for={CONTROL.name} errors={shown.errors}>
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
      {props.billing && asks.billing !== "none" && <Billing {...props} extent={extent} {...among} />}
      <p class="MethodForm-next">{form.mandate(businessName)}</p>
    </fieldset>
  );
}

/** Banks do not translate the names of their codes. */
function labelOf({ control }: AskedField, { messages }: Language): string {
  const names = { bsbNumber: "BSB", iban: "IBAN", sortCode: "Sort code" } as const;
  return control === "accountNumber" ? messages.form.accountNumber : names[control];
}

function placeholderOf({ kind, length }: AskedField): string {
  return kind === "iban" ? "DE00 0000 0000 0000 0000 00" : "0".repeat(length?.[0] ?? 0);
}
