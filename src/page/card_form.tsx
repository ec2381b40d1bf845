/** The card, whose it is, and where it is billed. */
import { describedBy, FieldGroup, inputClass, type Shown, TextInput } from "./controls.tsx";
import { CONTROL, wantsPostalCode } from "./fields.ts";
import { CardBrands, CardMark, Chevron, CvcMark } from "./icons.tsx";
import { countriesIn, type Language } from "./languages.ts";

export interface CardFormProps {
  readonly language: Language;
  readonly shown: Shown;
  readonly country: string;
}

/** With one method there is nothing to choose. */
export function SingleMethod(props: CardFormProps) {
  return <CardFields {...props} />;
}

/** A list of methods with card chosen and open. Its radio and the button over its row do nothing new when used. */
export function MethodAccordion(props: CardFormProps) {
  const { form } = props.language.messages;
  return (
    // biome-ignore lint/a11y/useSemanticElements: existing tests look for these roles
    <div class="PaymentMethodFormAccordion" role="list">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        class="PaymentMethodFormAccordionItem PaymentMethodFormAccordionItem--selected AccordionItem--open"
        role="listitem"
        data-testid="card-accordion-item"
      >
        <div class="AccordionItemHeader">
          <input
            type="radio"
            class="AccordionItemHeader-radio"
            id="payment-method-accordion-item-title-card"
            name="payment-method-accordion-item-title"
            value="card"
            tabindex={-1}
            checked
            aria-labelledby="payment-method-label-card"
          />
          <CardMark />
          <span class="AccordionItemHeader-label" id="payment-method-label-card">
            {form.card}
          </span>
          <button
            type="button"
            class="AccordionButton AccordionButton-open"
            data-testid="card-accordion-item-button"
            aria-label={form.payWithCard}
            aria-expanded="true"
            aria-controls="cardForm-fieldset"
          />
        </div>
        <CardFields {...props} />
      </div>
    </div>
  );
}

function CardFields(props: CardFormProps) {
  const { form } = props.language.messages;
  const { shown } = props;
  return (
    <fieldset class="CardForm" id="cardForm-fieldset" aria-label={form.card}>
      <CardNumberGroup {...props} />
      <FieldGroup
        id="billingName-fieldset"
        group="billingName"
        label={form.name}
        for={CONTROL.name}
        errors={shown.errors}
      >
        <TextInput
          field="name"
          shown={shown}
          autocomplete="cc-name"
          autocapitalize="words"
          placeholder={form.namePlaceholder}
        />
      </FieldGroup>
      <CountryGroup {...props} />
    </fieldset>
  );
}

function CardNumberGroup({ language, shown }: CardFormProps) {
  const { form } = language.messages;
  const digits = { inputmode: "numeric", shown } as const;
  return (
    <FieldGroup
      id="cardNumber-fieldset"
      group="cardNumber"
      label={form.cardInformation}
      errors={shown.errors}
    >
      <div class="FormFieldInput FormFieldInput--top">
        <TextInput
          field="number"
          {...digits}
          autocomplete="cc-number"
          aria-label={form.cardNumber}
          placeholder={form.cardNumberPlaceholder}
        />
        <CardBrands />
      </div>
      <div class="FormFieldInput FormFieldInput--left">
        <TextInput
          field="exp"
          {...digits}
          autocomplete="cc-exp"
          aria-label={form.expiration}
          placeholder={form.expirationPlaceholder}
        />
      </div>
      <div class="FormFieldInput FormFieldInput--right">
        <TextInput
          field="cvc"
          {...digits}
          autocomplete="cc-csc"
          aria-label={form.cvc}
          placeholder={form.cvc}
        />
        <CvcMark />
      </div>
    </FieldGroup>
  );
}

function CountryGroup({ language, shown, country }: CardFormProps) {
  const { form } = language.messages;
  const asked = wantsPostalCode(country);
  const postal = country === "US" ? form.zip : form.postalCode;
  return (
    <FieldGroup
      id="country-fieldset"
      group="country"
      label={form.country}
      for={CONTROL.country}
      errors={shown.errors}
    >
      <div class={`FormFieldInput FormFieldInput--top ${asked ? "" : "FormFieldInput--alone"}`}>
        <select
          id={CONTROL.country}
          name={CONTROL.country}
          class={inputClass("Select-source", shown.errors.country)}
          autocomplete="billing country"
          aria-label={form.country}
          {...describedBy("country", shown.errors)}
        >
          {countriesIn(language.tag).map(({ code, name }) => (
            <option key={code} value={code} selected={code === country}>
              {name}
            </option>
          ))}
        </select>
        <Chevron />
      </div>
      <div class="FormFieldInput FormFieldInput--bottom" hidden={!asked}>
        <TextInput
          field="postal_code"
          shown={shown}
          autocomplete="billing postal-code"
          aria-label={postal}
          placeholder={postal}
          disabled={!asked}
        />
      </div>
    </FieldGroup>
  );
}
