/** The customer's saved payment methods, to choose from or to remove. */

import { CONTROL, NEW_CARD } from "../../../form/fields.ts";
import type { SavedMethod } from "../../../method_types/saved_method.ts";
import type { Language } from "../../../words/languages.ts";
import { FieldErrors } from "../../controls/controls.tsx";
import { BrandMark, FamilyMark } from "../../controls/marks.tsx";
import { savedDetail, savedName } from "../../server/saved_method.ts";
import type { SessionPage } from "../page_props.ts";

export function SavedMethods(props: SessionPage) {
  const { asked, found, language, shown } = props;
  const { saved } = language.messages;
  const isCardOnly = asked.methods.length === 1;
  const chosen = shown.typed.get(CONTROL.savedCard) ?? NEW_CARD;
  const known = found.savedMethods.some(({ id }) => id === chosen);
  const areCards = found.savedMethods.every(({ kind }) => kind === "card");
  return (
    <fieldset class="SavedCards FormFieldGroup" id={`${CONTROL.savedCard}-fieldset`}>
      <legend class="FormFieldGroup-label">{areCards ? saved.cards : saved.methods}</legend>
      <div class="RadioButtonList">
        {found.savedMethods.map((method) => (
          <Saved key={method.id} {...props} method={method} chosen={method.id === chosen} />
        ))}
        <label class="RadioButtonList-item" for={`${CONTROL.savedCard}-${NEW_CARD}`}>
          <input
            type="radio"
            class="RadioButtonList-radio"
            id={`${CONTROL.savedCard}-${NEW_CARD}`}
            name={CONTROL.savedCard}
            value={NEW_CARD}
            checked={!known}
          />
          <FamilyMark family="card" />
          <span class="RadioButtonList-text">
            <span class="RadioButtonList-name">{isCardOnly ? saved.newCard : saved.newMethod}</span>
          </span>
        </label>
      </div>
      <FieldErrors group={CONTROL.savedCard} errors={shown.errors} />
    </fieldset>
  );
}

type SavedProps = SessionPage & { readonly method: SavedMethod; readonly chosen: boolean };

function Saved({ found, language, removeAction, method, chosen }: SavedProps) {
  const control = `${CONTROL.savedCard}-${method.id}`;
  const name = savedName(method, language.messages);
  const detail = savedDetail(method, language);
  const removable = found.session.saved_payment_method_options?.payment_method_remove === "enabled";
  return (
    <div class="SavedCard" data-key={method.id}>
      <label class="RadioButtonList-item" for={control}>
        <input
          type="radio"
          class="RadioButtonList-radio"
          id={control}
          name={CONTROL.savedCard}
          value={method.id}
          checked={chosen}
        />
        <SavedMark method={method} />
        <span class="RadioButtonList-text">
          <span class="RadioButtonList-name">{name}</span>
          {detail !== null && <span class="RadioButtonList-detail">{detail}</span>}
        </span>
      </label>
      {removable && <RemoveButton {...{ id: method.id, name, language, removeAction }} />}
    </div>
  );
}

function SavedMark({ method }: { readonly method: SavedMethod }) {
  switch (method.kind) {
    case "card":
      return <BrandMark brand={method.brand} />;
    case "account":
      return <FamilyMark family="bank_debit" />;
    case "wallet":
      return <FamilyMark family="wallet" />;
  }
}

interface RemoveProps {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly removeAction: string;
}

/**
 * The client script removes the method in place. Without JavaScript, the form is posted to the removing route.
 */
function RemoveButton({ id, name, language, removeAction }: RemoveProps) {
  const { saved } = language.messages;
  const words = { class: "Link SavedCard-remove", "aria-label": saved.removeCard(name) };
  return (
    <>
      <button type="button" {...words} data-remove={id} data-action={removeAction}>
        {saved.remove}
      </button>
      <noscript>
        <button {...words} formaction={removeAction} formnovalidate name="remove" value={id}>
          {saved.remove}
        </button>
      </noscript>
    </>
  );
}
