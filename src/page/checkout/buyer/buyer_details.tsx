/** Other parts of the form about the buyer: tax id, custom fields, consent. */
import { taxIdChoices } from "../../../core/tax_ids.ts";
import { COUNTRIES } from "../../../form/countries.ts";
import { type AskedAnswer, billingCountry, CONTROL, groupOf } from "../../../form/fields.ts";
import { linked, richText } from "../../../form/rich_text.ts";
import { type Session, savesMethod } from "../../../resources/checkout/checkout_session/index.ts";
import { Cell, Checkbox, FieldGroup, Select, TextInput } from "../../controls/controls.tsx";
import { RichTextView } from "../../server/rich_text_view.tsx";
import type { SessionPage } from "../page_props.ts";

// --- tax id -----------------------------------------------------------------------------------------------

/** The types of tax id by country, with label and example, for the client script. */
export type TaxIdTable = Readonly<
  Record<string, readonly (readonly [type: string, label: string, example: string])[]>
>;

const TABLE: TaxIdTable = Object.fromEntries(
  COUNTRIES.map(
    (country) =>
      [
        country,
        taxIdChoices(country).map(({ type, label, example }) => [type, label, example] as const),
      ] as const,
  ).filter(([, choices]) => choices.length > 0),
);

/** The tax id; hidden if the billing country has none. */
export function TaxId({ asked, language, shown }: SessionPage) {
  if (asked.taxId === "never") return null;
  const { business } = language.messages;
  const choices = taxIdChoices(billingCountry((name) => shown.typed.get(name) ?? "", asked));
  const [first] = choices;
  const type = shown.typed.get(CONTROL.taxIdType);
  const chosen = choices.find((choice) => choice.type === type) ?? first;
  const typed = new Map(shown.typed).set(CONTROL.taxIdType, chosen?.type ?? "");
  return (
    <div
      class="PaymentForm-section TaxId"
      id="tax-id"
      hidden={first === undefined}
      data-choices={JSON.stringify(TABLE)}
    >
      {asked.taxId === "optional" && (
        <Checkbox id={CONTROL.business} shown={shown}>
          {business.purchasing}
        </Checkbox>
      )}
      <FieldGroup
        group={groupOf(CONTROL.taxId)}
        label={business.taxId}
        errors={shown.errors}
        class="TaxId-fields"
      >
        {asked.names.business === "never" && <BusinessName {...{ language, shown }} />}
        <Cell half="left">
          <Select
            id={CONTROL.taxIdType}
            shown={{ ...shown, typed }}
            options={choices.map((choice) => [choice.type, choice.label])}
            autocomplete="off"
            aria-label={business.taxIdType}
          />
        </Cell>
        <Cell half="right">
          <TextInput
            id={CONTROL.taxId}
            shown={shown}
            autocomplete="off"
            autocapitalize="off"
            aria-label={business.taxId}
            placeholder={chosen?.example ?? ""}
          />
        </Cell>
      </FieldGroup>
    </div>
  );
}

/** The name of the business whose tax id it is. */
function BusinessName({ language, shown }: Pick<SessionPage, "language" | "shown">) {
  const { name } = language.messages.business;
  return (
    <Cell>
      <TextInput
        id={CONTROL.businessName}
        shown={shown}
        autocomplete="billing organization"
        autocapitalize="words"
        aria-label={name}
        placeholder={name}
      />
    </Cell>
  );
}

// --- custom fields ----------------------------------------------------------------------------------------

export function CustomFields(props: SessionPage) {
  const { asked, found } = props;
  if (asked.answers.length === 0) return null;
  return (
    <div class="PaymentForm-section Questions">
      {asked.answers.map((answer, i) => (
        <Question key={answer.id} {...props} answer={answer} field={found.session.custom_fields[i]} />
      ))}
    </div>
  );
}

type QuestionProps = SessionPage & {
  readonly answer: AskedAnswer;
  readonly field: Session["custom_fields"][number] | undefined;
};

function Question({ answer, field, language, shown }: QuestionProps) {
  const { fields } = language.messages;
  const { id, name, optional } = answer;
  const label = field?.label.custom ?? "";
  const common = { id, name, shown, autocomplete: "off", required: !optional };
  return (
    <FieldGroup
      group={id}
      label={optional ? fields.optional(label) : label}
      ofShop
      for={id}
      errors={shown.errors}
      data={{ "data-qa": `FormFieldGroup-${id}` }}
    >
      <Cell>
        {field?.dropdown === undefined ? (
          <TextInput {...common} inputmode={answer.type === "numeric" ? "numeric" : "text"} />
        ) : (
          <Select
            {...common}
            options={[
              ["", fields.choose],
              ...field.dropdown.options.map((one) => [one.value, one.label] as const),
            ]}
          />
        )}
      </Cell>
    </FieldGroup>
  );
}

// --- consent ----------------------------------------------------------------------------------------------

export function Consent(props: SessionPage) {
  const { asked, businessName, found, language, shown } = props;
  const { consent_collection: collection } = found.session;
  const { consent } = language.messages;
  const promotions = collection?.promotions === "auto";
  const reuse = asked.methods.length > 0 && isReuseAnnounced(found.session);
  if (!(promotions || asked.terms || reuse)) return null;
  return (
    <div class="PaymentForm-section Consent">
      {promotions && (
        <Checkbox id={CONTROL.promotions} shown={shown}>
          {consent.promotions(businessName)}
        </Checkbox>
      )}
      {asked.terms && (
        <Checkbox id={CONTROL.terms} shown={shown}>
          <TermsWords {...props} />
        </Checkbox>
      )}
      {reuse && <p class="CustomText">{reuseWords(props)}</p>}
    </div>
  );
}

/** The shop's own text if it has one, otherwise a default. */
function TermsWords({ businessName, found, language, links }: SessionPage) {
  const { consent } = language.messages;
  const own = found.session.custom_text.terms_of_service_acceptance?.message;
  if (own !== undefined) {
    return (
      <bdi>
        <RichTextView text={richText(own)} />
      </bdi>
    );
  }
  const terms = linked(links.terms ?? "");
  const text =
    links.privacy === null
      ? consent.termsOnly(businessName, terms)
      : consent.terms(businessName, terms, linked(links.privacy));
  return <RichTextView text={text} />;
}

/** What a payment method is saved for. */
function reuseWords({ businessName, found: { session }, language: { messages } }: SessionPage): string {
  return session._subscription === null
    ? messages.consent.reuse(businessName)
    : messages.recurring.terms(businessName);
}

/** Whether to say that the card is saved for later payments. The shop can hide this to use its own text. */
function isReuseAnnounced(session: Session): boolean {
  const { consent_collection: collection } = session;
  return savesMethod(session) && collection?.payment_method_reuse_agreement?.position !== "hidden";
}
