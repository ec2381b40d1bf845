/**
 * A new payment method: the choice of a type in the page's layout, and the fields of the chosen one. The fields
 * of the others are in a `template`, from which the client script takes them; without JavaScript they appear
 * when the form was posted with another choice.
 */
import type { VNode } from "preact";
import { COUNTRIES } from "../../../form/countries.ts";
import { type AskedMethod, CONTROL, methodIn } from "../../../form/fields.ts";
import type { Language } from "../../../words/languages.ts";
import { MethodMark } from "../../controls/marks.tsx";
import type { SessionPage } from "../page_props.ts";
import { BillingPlaces, billingExtent, listsAllCountries } from "./billing.tsx";
import { CardFields } from "./card/card_form.tsx";
import type { FieldsProps } from "./fields_props.ts";
import { MethodFields } from "./method_form.tsx";

/** The fields of a new method, by family. */
const FIELDS: Readonly<Record<AskedMethod["family"], (props: FieldsProps) => VNode>> = {
  bank_debit: MethodFields,
  bank_redirect: MethodFields,
  bank_transfer: MethodFields,
  card: CardFields,
  push: MethodFields,
  qr_code: MethodFields,
  voucher: MethodFields,
  wallet: MethodFields,
};

type ChoiceProps = SessionPage & { readonly billing: boolean };
export function NewMethod(props: ChoiceProps) {
  const { asked, layout } = props;
  const { methods } = asked;
  const chosen = methodIn((name) => props.shown.typed.get(name) ?? "", asked);
  const items = methods.map((method) => ({ ...props, method, chosen: method === chosen }));
  const Layout = layout === "tabs" ? MethodTabs : MethodAccordion;
  if (layout === "single" && items.length === 1) return <>{items.map(fieldsOf)}</>;
  return (
    <>
      <Layout items={items} />
      <BillingLists {...props} items={items} />
    </>
  );
}

function fieldsOf(item: FieldsProps) {
  const Fields = FIELDS[item.method.family];
  return <Fields {...item} />;
}

/** The fields of a method, ready for the script if it is not the chosen one. */
function Panel(item: FieldsProps) {
  return (
    <div class="MethodPanel" id={`${item.method.type}-panel`}>
      {item.chosen ? fieldsOf(item) : <template>{fieldsOf(item)}</template>}
    </div>
  );
}

/** What the client script draws the lists of the methods from that are not chosen, once for all of them. */
function BillingLists(props: ChoiceProps & { readonly items: readonly FieldsProps[] }) {
  const { billing, items } = props;
  const waiting = items.filter(({ chosen, method }) => billing && !chosen && method.asks.billing !== "none");
  if (waiting.length === 0) return null;
  const isListed = items.some(({ chosen, method }) => chosen && listsAllCountries(method));
  const whole = waiting.filter(({ asked, method }) => billingExtent(asked, method) === "whole");
  return (
    <BillingPlaces {...props} isListed={isListed} whole={whole.length === 0 ? null : offeredBy(whole)} />
  );
}

/** The countries that any of the methods offers. */
function offeredBy(items: readonly FieldsProps[]): readonly string[] {
  const all = items.some(({ method }) => listsAllCountries(method));
  return all ? COUNTRIES : items.flatMap(({ method }) => method.asks.countries ?? []);
}

/** The methods as tabs, as on older pages of Stripe. */
function MethodTabs({ items }: { readonly items: readonly FieldsProps[] }) {
  return (
    <>
      <ul class="Tabs">
        {items.map((item) => (
          <Tab key={item.method.type} {...item} several={items.length > 1} />
        ))}
      </ul>
      {items.map((item) => (
        <Panel key={item.method.type} {...item} />
      ))}
    </>
  );
}

function Tab({ method, chosen, language, several }: FieldsProps & { readonly several: boolean }) {
  const { type } = method;
  return (
    <li class="Tabs-item" data-method={type}>
      {several && (
        <input
          type="radio"
          class="Tab-radio"
          name={CONTROL.method}
          value={type}
          checked={chosen}
          autocomplete="off"
          aria-label={nameOf(method, language)}
        />
      )}
      <button
        type="button"
        class={chosen ? "Tab Tab--selected" : "Tab"}
        data-selected="Tab--selected"
        id={`${type}-tab`}
        data-testid={`${type}-tab-button`}
        data-choose
        aria-label={payWith(method, language)}
        aria-pressed={chosen ? "true" : "false"}
      >
        <MethodMark {...method} />
        <span class="TabLabel">{nameOf(method, language)}</span>
      </button>
    </li>
  );
}

/** A list of methods. A button covers the row of each; existing tests press it, its radio, or neither. */
function MethodAccordion({ items }: { readonly items: readonly FieldsProps[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: existing tests look for these roles
    <div class="PaymentMethodFormAccordion" role="list">
      {items.map((item) => (
        <AccordionItem key={item.method.type} {...item} />
      ))}
    </div>
  );
}

/** Classes of the chosen item. The script moves the classes in `data-selected`. */
const SELECTED = "PaymentMethodFormAccordionItem--selected AccordionItem--open";

function AccordionItem(item: FieldsProps) {
  const { method, chosen, language } = item;
  const { type } = method;
  const name = "PaymentMethodFormAccordionItem";
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div
      class={chosen ? `${name} ${SELECTED}` : name}
      role="listitem"
      data-testid={`${type}-accordion-item`}
      data-method={type}
      data-selected={SELECTED}
    >
      <div class="AccordionItemHeader">
        <input
          type="radio"
          class="AccordionItemHeader-radio"
          id={`${CONTROL.method}-${type}`}
          name={CONTROL.method}
          value={type}
          checked={chosen}
          // Browsers that go back would restore another choice than the one that is open.
          autocomplete="off"
          aria-labelledby={`payment-method-label-${type}`}
        />
        <MethodMark {...method} />
        <span class="AccordionItemHeader-label" id={`payment-method-label-${type}`}>
          {nameOf(method, language)}
        </span>
        <button
          type="button"
          class={chosen ? "AccordionButton AccordionButton-open" : "AccordionButton"}
          data-selected="AccordionButton-open"
          data-testid={`${type}-accordion-item-button`}
          data-choose
          aria-label={payWith(method, language)}
          aria-expanded={chosen ? "true" : "false"}
          aria-controls={`${type}-panel`}
        />
      </div>
      <Panel {...item} />
    </div>
  );
}

// --- what a method is called --------------------------------------------------------------------------------

/** Only cards and bank transfers have a name that is translated. */
function nameOf({ family, name }: AskedMethod, { messages }: Language): string {
  if (family === "bank_transfer") return messages.transfer.name;
  return family === "card" ? messages.form.card : name;
}

function payWith({ family, name }: AskedMethod, { messages }: Language): string {
  if (family === "bank_transfer") return messages.transfer.title;
  return family === "card" ? messages.form.payWithCard : messages.form.payWith(name);
}
