/** The fields of a method that payers approve on another page: little more than where they will be sent. */
import { CONTROL } from "../../../form/fields.ts";
import { Cell, FieldGroup, TextInput } from "../../controls/controls.tsx";
import { Billing } from "./billing.tsx";
import type { FieldsProps } from "./fields_props.ts";

export function RedirectFields(props: FieldsProps) {
  const { asked, language, method, shown } = props;
  const { asks, type, name } = method;
  const { form } = language.messages;
  const extent = asks.billing === "whole" ? "whole" : asked.billing;
  const among = asks.countries === null ? {} : { countries: asks.countries };
  return (
    <fieldset class="MethodForm" id={`${type}Form-fieldset`} aria-label={name}>
      {asks.name && (
        <FieldGroup group={CONTROL.name} label={form.fullName} for={CONTROL.name} errors={shown.errors}>
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
      {props.billing && asks.billing !== "none" && <Billing {...props} extent={extent} {...among} />}
      <p class="MethodForm-next">{form.redirected}</p>
    </fieldset>
  );
}
