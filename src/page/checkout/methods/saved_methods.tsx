/** The customer's saved cards, to choose from or to remove. */

import { CONTROL, NEW_CARD } from "../../../form/fields.ts";
import type { Language } from "../../../words/languages.ts";
import { FieldErrors } from "../../controls/controls.tsx";
import { BrandMark, MethodMark } from "../../controls/marks.tsx";
import type { SavedCard } from "../../port.ts";
import { cardName } from "../../server/card_words.ts";
import type { SessionPage } from "../page_props.ts";

export function SavedCards(props: SessionPage) {
  const { asked, found, language, shown } = props;
  const { saved } = language.messages;
  const isCardOnly = asked.methods.length === 1;
  const chosen = shown.typed.get(CONTROL.savedCard) ?? NEW_CARD;
  const known = found.savedCards.some(({ id }) => id === chosen);
  return (
    <fieldset class="SavedCards FormFieldGroup" id={`${CONTROL.savedCard}-fieldset`}>
      <legend class="FormFieldGroup-label">{saved.cards}</legend>
      <div class="RadioButtonList">
        {found.savedCards.map((card) => (
          <Card key={card.id} {...props} card={card} chosen={card.id === chosen} />
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
          <MethodMark type="card" family="card" />
          <span class="RadioButtonList-text">
            <span class="RadioButtonList-name">{isCardOnly ? saved.newCard : saved.newMethod}</span>
          </span>
        </label>
      </div>
      <FieldErrors group={CONTROL.savedCard} errors={shown.errors} />
    </fieldset>
  );
}

type CardProps = SessionPage & { readonly card: SavedCard; readonly chosen: boolean };

function Card({ found, language, removeAction, card, chosen }: CardProps) {
  const { saved } = language.messages;
  const control = `${CONTROL.savedCard}-${card.id}`;
  const name = cardName(card, language);
  const removable = found.session.saved_payment_method_options?.payment_method_remove === "enabled";
  return (
    <div class="SavedCard" data-key={card.id}>
      <label class="RadioButtonList-item" for={control}>
        <input
          type="radio"
          class="RadioButtonList-radio"
          id={control}
          name={CONTROL.savedCard}
          value={card.id}
          checked={chosen}
        />
        <BrandMark brand={card.brand} />
        <span class="RadioButtonList-text">
          <span class="RadioButtonList-name">{name}</span>
          <span class="RadioButtonList-detail">{saved.expires(expiry(card, language))}</span>
        </span>
      </label>
      {removable && <RemoveButton {...{ card, name, language, removeAction }} />}
    </div>
  );
}

interface RemoveProps {
  readonly card: SavedCard;
  readonly name: string;
  readonly language: Language;
  readonly removeAction: string;
}

/**
 * The client script removes the card in place. Without JavaScript, the form is posted to the removing route.
 */
function RemoveButton({ card, name, language, removeAction }: RemoveProps) {
  const { saved } = language.messages;
  const words = { class: "Link SavedCard-remove", "aria-label": saved.removeCard(name) };
  return (
    <>
      <button type="button" {...words} data-remove={card.id} data-action={removeAction}>
        {saved.remove}
      </button>
      <noscript>
        <button {...words} formaction={removeAction} formnovalidate name="remove" value={card.id}>
          {saved.remove}
        </button>
      </noscript>
    </>
  );
}

/** "12/34", in the digits of the language. */
function expiry({ exp_month, exp_year }: SavedCard, { tag }: Language): string {
  const two = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false });
  return `${two.format(exp_month)}/${two.format(exp_year % 100)}`;
}
