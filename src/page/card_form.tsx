/** How it is paid: a saved card or a new one, in the layout of the page, and where the card is billed. */
import { AddressFields } from "./address_fields.tsx";
import { countriesOf, formatsOf } from "./asked.ts";
import { Cell, Checkbox, FieldGroup, TextInput } from "./controls.tsx";
import { CONTROL } from "./fields.ts";
import { CardBrands, CardMark, CvcMark } from "./icons.tsx";
import { SavedCards } from "./saved_cards.tsx";
import type { SessionPage } from "./session_page.tsx";

/** What pays, and for whom: one of the parts that an update of the order draws anew, as there may be nothing to pay. */
export function PaymentMethod(props: SessionPage) {
  const { asked, found, layout, language } = props;
  const { heading } = language.messages;
  // A billing address that a saved card needs too stands apart from the fields of a new one.
  const apart = asked.billingAlways && (!asked.card || found.savedCards.length > 0);
  const title = layout === "tabs" ? heading.methodTabs : heading.method;
  return (
    <div
      class="PaymentMethods"
      id="payment-method"
      data-drawn={[asked.card, ...found.savedCards.map(({ id }) => id)].join()}
    >
      {asked.card && (
        <section class="PaymentForm-section" aria-labelledby="method-heading">
          <h2 class="PaymentForm-heading PaymentMethod-Heading" id="method-heading">
            {title}
          </h2>
          {found.savedCards.length > 0 && <SavedCards {...props} />}
          <div class="NewCard">
            <Method {...props}>
              <CardFields {...props} billing={!apart} />
            </Method>
          </div>
        </section>
      )}
      {apart && (
        <section class="PaymentForm-section" aria-labelledby="billing-heading">
          <h2 class="PaymentForm-heading" id="billing-heading">
            {heading.billing}
          </h2>
          <Billing {...props} />
        </section>
      )}
    </div>
  );
}

type MethodProps = SessionPage & { readonly children: preact.ComponentChildren };

/** With one method there is nothing to choose. */
function Method(props: MethodProps) {
  switch (props.layout) {
    case "single":
      return <>{props.children}</>;
    case "tabs":
      return <MethodTabs {...props} />;
    case "accordion":
      return <MethodAccordion {...props} />;
  }
}

/** The methods side by side, with card chosen, as on older pages. */
function MethodTabs({ language, children }: MethodProps) {
  const { form } = language.messages;
  return (
    <>
      <ul class="Tabs">
        <li class="Tabs-item">
          <button
            type="button"
            class="Tab Tab--selected"
            id="card-tab"
            data-testid="card-tab-button"
            aria-label={form.payWithCard}
            aria-pressed="true"
          >
            <CardMark />
            <span class="TabLabel">{form.card}</span>
          </button>
        </li>
      </ul>
      {children}
    </>
  );
}

/** A list of methods with card chosen and open. Its radio and the button over its row do nothing new when used. */
function MethodAccordion({ language, children }: MethodProps) {
  const { form } = language.messages;
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
        {children}
      </div>
    </div>
  );
}

function CardFields(props: SessionPage & { readonly billing: boolean }) {
  const { found, language, layout, shown } = props;
  const { form, saved } = language.messages;
  const asksToSave = found.session.saved_payment_method_options?.payment_method_save === "enabled";
  return (
    <fieldset class="CardForm" id="cardForm-fieldset" aria-label={form.card}>
      <CardNumberGroup {...props} />
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
            {...(layout === "tabs" ? {} : { placeholder: form.namePlaceholder })}
          />
        </Cell>
      </FieldGroup>
      {props.billing && <Billing {...props} />}
      {asksToSave && (
        <Checkbox id={CONTROL.save} shown={shown}>
          {saved.save}
        </Checkbox>
      )}
    </fieldset>
  );
}

function CardNumberGroup({ language, shown }: SessionPage) {
  const { form } = language.messages;
  const digits = { inputmode: "numeric", shown } as const;
  return (
    <FieldGroup group="cardNumber" label={form.cardInformation} errors={shown.errors}>
      <Cell>
        <TextInput
          id={CONTROL.number}
          {...digits}
          autocomplete="cc-number"
          aria-label={form.cardNumber}
          placeholder={form.cardNumberPlaceholder}
        />
        <CardBrands />
      </Cell>
      <Cell half="left">
        <TextInput
          id={CONTROL.exp}
          {...digits}
          autocomplete="cc-exp"
          aria-label={form.expiration}
          placeholder={form.expirationPlaceholder}
        />
      </Cell>
      <Cell half="right">
        <TextInput
          id={CONTROL.cvc}
          {...digits}
          autocomplete="cc-csc"
          aria-label={form.cvc}
          placeholder={form.cvc}
        />
        <CvcMark />
      </Cell>
    </FieldGroup>
  );
}

/** Where the bill goes, unless it is where the goods go. */
function Billing({ asked, found: { session }, language, shown }: SessionPage) {
  const { messages } = language;
  return (
    <div class="Billing">
      {asked.shipping && (
        <Checkbox id={CONTROL.sameAsShipping} shown={shown}>
          {messages.address.sameAsShipping}
        </Checkbox>
      )}
      <div class="Billing-address">
        <AddressFields
          of="billing"
          extent={asked.billing}
          countries={countriesOf("billing", session)}
          formats={formatsOf("billing", session, messages)}
          label={asked.billing === "whole" ? messages.address.billing : messages.form.country}
          language={language}
          shown={shown}
        />
      </div>
    </div>
  );
}
