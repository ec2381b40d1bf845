/** The fields of a new card: number, name, billing address, whether to save it. */

import { CONTROL } from "../../../../form/fields.ts";
import { CardNumber } from "../../../controls/card_number.tsx";
import { Cell, Checkbox, FieldGroup, TextInput } from "../../../controls/controls.tsx";
import type { SessionPage } from "../../page_props.ts";
import { Billing } from "../billing.tsx";
import type { FieldsProps } from "../fields_props.ts";

export function CardFields(props: FieldsProps) {
  const { found, language, layout, shown } = props;
  const { form, saved } = language.messages;
  const asksToSave = found.session.saved_payment_method_options?.payment_method_save === "enabled";
  return (
    <fieldset class="CardForm" id="cardForm-fieldset" aria-label={form.card}>
      <CardNumber words={form} shown={shown} marked />
      <FieldGroup
        group={CONTROL.name}
        label={layout === "tabs" ? form.nameOnCard : form.name}
        for={CONTROL.name}
        errors={shown.errors}
      >
        <Cell>
          <TextInput
            id={CONTROL.name}
            shown={shown}
            autocomplete="cc-name"
            autocapitalize="words"
            placeholder={form.namePlaceholder}
          />
        </Cell>
      </FieldGroup>
      {props.billing && <Billing {...props} extent={props.asked.billing} />}
      {asksToSave ? (
        <Checkbox id={CONTROL.save} shown={shown}>
          {saved.save}
        </Checkbox>
      ) : (
        <LinkBox {...props} />
      )}
    </fieldset>
  );
}

/** The checkbox of Link. Public tests uncheck it, or check its state, without testing that it exists. */
function LinkBox({ language, shown }: SessionPage) {
  const { wallet } = language.messages;
  return (
    <>
      <Checkbox id={CONTROL.link} shown={shown}>
        {wallet.save}
      </Checkbox>
      <p class="CustomText">{wallet.none}</p>
    </>
  );
}
