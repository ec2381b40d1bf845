/** The forms with which customers add a card and change their details. */
import { CONTROL, type FieldTexts, TICKED } from "../../form/fields.ts";
import { countriesIn } from "../../words/languages.ts";
import { CardNumber } from "../controls/card_number.tsx";
import { Cell, Checkbox, FieldGroup, Select, type Shown, TextInput } from "../controls/controls.tsx";
import { PostButton, portalPage } from "./layout.tsx";
import type { PortalView } from "./portal_view.ts";

/** Whether the new card becomes the one that pays. */
export const AS_DEFAULT = "useAsDefault";

export function addMethodPage(view: PortalView, errors: FieldTexts = {}, asDefault = true): string {
  const { base, language } = view;
  const { form, portal } = language.messages;
  const typed = new Map(asDefault ? [[AS_DEFAULT, TICKED]] : []);
  return portalPage(view, {
    title: portal.addMethod,
    heading: portal.addMethod,
    children: (
      <form class="Portal-form" method="post" action={`${base}/add-payment-method`}>
        <CardNumber words={form} shown={{ typed: new Map(), errors }} marked={false} />
        <Checkbox id={AS_DEFAULT} shown={{ typed, errors: {} }}>
          {portal.useAsDefault}
        </Checkbox>
        <button type="submit" class="LinkButton LinkButton--strong" data-testid="confirm" data-test="confirm">
          {portal.addMethod}
        </button>
      </form>
    ),
  });
}

/** The names of the fields of the form about the customer. */
export const DETAIL = {
  name: "name",
  email: CONTROL.email,
  phone: CONTROL.phone,
  shippingName: "shippingName",
  taxIdType: CONTROL.taxIdType,
  taxId: CONTROL.taxId,
} as const;
export const ADDRESS_PARTS = ["line1", "line2", "city", "state", "postal_code", "country"] as const;
type Part = (typeof ADDRESS_PARTS)[number];

/** The name of the field of a part of a postal address. */
export function partName(of: "billing" | "shipping", part: Part): string {
  return `${of}_${part}`;
}

type TaxIdOptions = readonly (readonly [type: string, name: string])[];

/** `shown` has the customer's details, or what was typed instead. `taxIdTypes` are the types to choose from, with their names. */
export function detailsPage(view: PortalView, shown: Shown, taxIdTypes: TaxIdOptions): string {
  const { base, found, language } = view;
  const { address, form, phone, portal } = language.messages;
  const allowed = new Set(found.configuration.features.customer_update.allowed_updates);
  const text = { shown, language } as const;
  return portalPage(view, {
    title: portal.editTitle,
    heading: portal.editTitle,
    children: (
      <>
        <form class="Portal-form" method="post" action={`${base}/customer`}>
          {allowed.has("name") && (
            <Field {...text} id={DETAIL.name} label={address.name} autocomplete="name" />
          )}
          {allowed.has("email") && (
            <Field {...text} id={DETAIL.email} label={form.email} autocomplete="email" />
          )}
          {allowed.has("address") && <Address {...text} of="billing" label={address.billing} />}
          {allowed.has("shipping") && <Address {...text} of="shipping" label={address.shipping} />}
          {allowed.has("phone") && (
            <Field {...text} id={DETAIL.phone} label={phone.label} autocomplete="tel" />
          )}
          {allowed.has("tax_id") && <NewTaxId {...text} types={taxIdTypes} />}
          <button
            type="submit"
            class="LinkButton LinkButton--strong"
            data-testid="confirm"
            data-test="confirm"
          >
            {portal.save}
          </button>
        </form>
        {allowed.has("tax_id") && <TaxIds {...view} />}
      </>
    ),
  });
}

interface FieldsProps {
  readonly shown: Shown;
  readonly language: PortalView["language"];
}

function Field(
  props: FieldsProps & { readonly id: string; readonly label: string; readonly autocomplete: string },
) {
  const { autocomplete, id, label, shown } = props;
  return (
    <FieldGroup group={id} label={label} for={id} errors={shown.errors}>
      <Cell>
        <TextInput id={id} shown={shown} autocomplete={autocomplete} required={false} />
      </Cell>
    </FieldGroup>
  );
}

function Address({
  language,
  label,
  of,
  shown,
}: FieldsProps & { readonly of: "billing" | "shipping"; readonly label: string }) {
  const { address, fields, form } = language.messages;
  const labels: Readonly<Record<Exclude<Part, "country">, string>> = {
    line1: address.line1,
    line2: address.line2,
    city: address.cities.city,
    state: address.regions.state,
    postal_code: address.postalCodes.postal,
  };
  const countries = countriesIn(language.tag).map(({ code, name }) => [code, name] as const);
  return (
    <FieldGroup group={`${of}Address`} label={label} errors={shown.errors}>
      {of === "shipping" && (
        <Cell>
          <TextInput
            id={DETAIL.shippingName}
            shown={shown}
            autocomplete="shipping name"
            aria-label={address.name}
            placeholder={address.name}
            required={false}
          />
        </Cell>
      )}
      {ADDRESS_PARTS.map((part) => (
        <Cell key={part}>
          {part === "country" ? (
            <Select
              id={partName(of, part)}
              shown={shown}
              options={[["", fields.choose], ...countries]}
              autocomplete={`${of} country`}
              aria-label={form.country}
              required={false}
            />
          ) : (
            <TextInput
              id={partName(of, part)}
              shown={shown}
              autocomplete={`${of} ${AUTOCOMPLETE[part]}`}
              aria-label={labels[part]}
              placeholder={labels[part]}
              required={false}
            />
          )}
        </Cell>
      ))}
    </FieldGroup>
  );
}

const AUTOCOMPLETE = {
  line1: "address-line1",
  line2: "address-line2",
  city: "address-level2",
  state: "address-level1",
  postal_code: "postal-code",
} as const;

function NewTaxId({ language, shown, types }: FieldsProps & { readonly types: TaxIdOptions }) {
  const { business, fields } = language.messages;
  return (
    <FieldGroup group="taxId" label={business.taxId} errors={shown.errors}>
      <Cell>
        <Select
          id={DETAIL.taxIdType}
          shown={shown}
          options={[["", fields.choose], ...types]}
          autocomplete="off"
          aria-label={business.taxIdType}
          required={false}
        />
      </Cell>
      <Cell>
        <TextInput
          id={DETAIL.taxId}
          shown={shown}
          autocomplete="off"
          aria-label={business.taxId}
          placeholder={business.taxId}
          required={false}
        />
      </Cell>
    </FieldGroup>
  );
}

/** The tax ids that the customer has, each with a button that removes it. */
function TaxIds({ base, found, language }: PortalView) {
  const { saved } = language.messages;
  return (
    <ul>
      {found.taxIds.map(({ id, value }) => (
        <li class="Portal-row" key={id} data-testid="portal-tax-id">
          <span class="Portal-grow">{value}</span>
          <PostButton
            action={`${base}/tax-ids/${id}/remove`}
            testId="remove-tax-id"
            label={saved.removeCard(value)}
          >
            {saved.remove}
          </PostButton>
        </li>
      ))}
    </ul>
  );
}
