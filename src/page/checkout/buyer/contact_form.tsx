/** The form's contact section (e-mail address and phone number) and its shipping section. */

import { COUNTRIES } from "../../../form/countries.ts";
import { CONTROL, groupOf } from "../../../form/fields.ts";
import { callingCode } from "../../../form/phone.ts";
import { countriesIn } from "../../../words/languages.ts";
import { Cell, FieldGroup, Select, TextInput } from "../../controls/controls.tsx";
import { CustomText } from "../../server/rich_text_view.tsx";
import type { SessionPage } from "../page_props.ts";
import { AddressFields } from "./address_fields.tsx";
import { countriesOf, knownEmail } from "./what_to_ask.ts";

/** Existing tests look for this text. Nobody has this number. */
const PHONE_PLACEHOLDER = "(201) 555-0123";

export function Contact(props: SessionPage) {
  const { asked, language } = props;
  return (
    <section class="PaymentForm-section" aria-labelledby="contact-heading">
      <h2 class="PaymentForm-heading" id="contact-heading">
        {language.messages.heading.contact}
      </h2>
      <Email {...props} />
      <Names {...props} />
      {asked.phone && <Phone {...props} />}
    </section>
  );
}

function Email({ found, language, shown }: SessionPage) {
  const { form } = language.messages;
  const known = knownEmail(found);
  if (known !== null) {
    return (
      <dl class="ReadOnlyFormField">
        <dt class="ReadOnlyFormField-label">{form.email}</dt>
        <dd class="ReadOnlyFormField-title">{known}</dd>
      </dl>
    );
  }
  return (
    <FieldGroup group="email" label={form.email} for={CONTROL.email} errors={shown.errors}>
      <Cell>
        <TextInput
          id={CONTROL.email}
          shown={shown}
          inputmode="email"
          autocomplete="email"
          autocapitalize="off"
          placeholder={form.emailPlaceholder}
        />
      </Cell>
    </FieldGroup>
  );
}

/** The names that the session asks for. */
function Names({ asked: { names }, language, shown }: SessionPage) {
  const { business, fields, form } = language.messages;
  const rows = [
    { id: CONTROL.ownBusiness, extent: names.business, name: business.name, autocomplete: "organization" },
    { id: CONTROL.ownName, extent: names.individual, name: form.fullName, autocomplete: "name" },
  ];
  return (
    <>
      {rows
        .filter(({ extent }) => extent !== "never")
        .map(({ id, extent, name, autocomplete }) => (
          <FieldGroup
            key={id}
            group={groupOf(id)}
            label={extent === "optional" ? fields.optional(name) : name}
            for={id}
            errors={shown.errors}
          >
            <Cell>
              <TextInput
                id={id}
                shown={shown}
                autocomplete={autocomplete}
                autocapitalize="words"
                required={extent === "required"}
              />
            </Cell>
          </FieldGroup>
        ))}
    </>
  );
}

/** The list of countries lies invisibly over what is chosen, so that only "US +1" is seen of it. */
function Phone({ language, shown }: SessionPage) {
  const { phone } = language.messages;
  const named = countriesIn(language.tag).filter(({ code }) => COUNTRIES.includes(code));
  const country = shown.typed.get(CONTROL.phoneCountry) ?? "";
  return (
    <FieldGroup group={CONTROL.phone} label={phone.label} for={CONTROL.phone} errors={shown.errors}>
      <Cell>
        <div class="PhoneNumber">
          <div class="PhoneNumberCountryCodeSelect">
            <span class="PhoneNumber-shown" aria-hidden="true">
              <span class="PhoneNumber-country">{country}</span>
              <span class="PhoneNumber-code">{`+${callingCode(country) ?? ""}`}</span>
            </span>
            <Select
              id={CONTROL.phoneCountry}
              class="PhoneNumberCountryCodeSelect-select"
              shown={shown}
              options={named.map((one) => [one.code, phone.option(one.name, callingCode(one.code) ?? "")])}
              autocomplete="off"
              aria-label={phone.country}
            />
          </div>
          <TextInput
            id={CONTROL.phone}
            shown={shown}
            type="tel"
            autocomplete="tel"
            placeholder={PHONE_PLACEHOLDER}
          />
        </div>
      </Cell>
    </FieldGroup>
  );
}

export function Shipping({ found: { session }, language, shown }: SessionPage) {
  const { messages } = language;
  return (
    <section class="PaymentForm-section" aria-labelledby="shipping-heading">
      <h2 class="PaymentForm-heading" id="shipping-heading">
        {messages.heading.shipping}
      </h2>
      <AddressFields
        of="shipping"
        extent="whole"
        countries={countriesOf("shipping", session)}
        label={messages.address.shipping}
        language={language}
        shown={shown}
      />
      <CustomText message={session.custom_text.shipping_address?.message} />
    </section>
  );
}
