/** The fields of every new method but a card: its own, the payer's name, as much of the address as it needs. */
import { type AskedField, CONTROL } from "../../../form/fields.ts";
import { Cell, FieldGroup, Select, TextInput } from "../../controls/controls.tsx";
import { choicesOf, INPUT_MODES, labelOf, nextOf, placeholderOf } from "../../controls/method_fields.ts";
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
      <p class="MethodForm-next">{nextOf(method, props.businessName, language.messages)}</p>
    </fieldset>
  );
}

function OwnField({ field, language, method, shown }: FieldsProps & { readonly field: AskedField }) {
  const id = CONTROL[field.control];
  const { messages } = language;
  return (
    <FieldGroup group={id} label={labelOf(field, messages)} for={id} errors={shown.errors}>
      <Cell>
        {field.kind === "choice" ? (
          <Select id={id} shown={shown} options={choicesOf(field, messages)} autocomplete="off" />
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
