/**
 * The fields of a postal address. The page contains every field that some country has; the client script
 * shows those of the chosen country, and shows the rest of an address only once its first line has text.
 */

import { shownFormats } from "../../../form/address_formats.ts";
import { type AddressOf, addressControls, CONTROL, groupOf } from "../../../form/fields.ts";
import { regionsOf } from "../../../form/regions.ts";
import { formatIn, type ShownAddress, type ShownPart, writeFormats } from "../../../form/shown_address.ts";
import { countriesIn, type Language } from "../../../words/languages.ts";
import { Cell, FieldGroup, Select, type Shown, TextInput } from "../../controls/controls.tsx";

interface AddressProps {
  readonly of: AddressOf;
  /** Only country and postal code, or the whole address. */
  readonly extent: "postal" | "whole";
  readonly countries: readonly string[];
  /**
   * Given if the client script draws the lists and formats: the countries to choose from, or none for all. Then only
   * what the initial country has is drawn here.
   */
  readonly among?: readonly string[];
  readonly label: string;
  readonly language: Language;
  readonly shown: Shown;
}

export function AddressFields(props: AddressProps) {
  const { of, among, countries, extent, label, language, shown } = props;
  const controls = addressControls(of);
  const country = shown.typed.get(controls.country) ?? "";
  const formats = shownFormats(among === undefined ? countries : [country], extent, language.messages);
  const format = formatIn(formats, country);
  const whole = extent === "whole";
  return (
    <FieldGroup
      group={groupOf(controls.country)}
      label={label}
      errors={shown.errors}
      class={whole ? "Address Address--whole" : "Address"}
      data={{
        "data-address": of,
        ...(among === undefined
          ? { "data-formats": writeFormats(formats) }
          : { "data-extent": extent, "data-among": among.join(" ") }),
        ...(whole && isBegun(props) ? { "data-open": "" } : {}),
      }}
      after={whole && <ManualEntry language={language} />}
    >
      {of === "shipping" && <NameCell {...props} />}
      <CountryCell {...props} />
      {whole && (
        <>
          <StreetCells {...props} />
          <PartCell {...props} part="city" half="left" autocomplete="address-level2" format={format} />
        </>
      )}
      <PartCell
        {...props}
        part="postal"
        autocomplete="postal-code"
        format={format}
        {...(whole ? { half: "right" as const } : {})}
      />
      {whole && <PartCell {...props} part="region" autocomplete="address-level1" format={format} />}
    </FieldGroup>
  );
}

function NameCell({ language, shown }: AddressProps) {
  const { name } = language.messages.address;
  return (
    <Cell>
      <TextInput
        id={CONTROL.shippingName}
        shown={shown}
        autocomplete="shipping name"
        autocapitalize="words"
        aria-label={name}
        placeholder={name}
      />
    </Cell>
  );
}

/** Existing tests find the first line as a combobox with the name "Address". */
function StreetCells({ of, language, shown }: AddressProps) {
  const { address, fields } = language.messages;
  const { line1, line2 } = addressControls(of);
  const input = { shown, autocapitalize: "words" } as const;
  return (
    <>
      <Cell>
        <TextInput
          {...input}
          id={line1}
          autocomplete={`${of} address-line1`}
          combobox
          aria-label={address.search}
          placeholder={address.line1}
        />
      </Cell>
      <Cell part="line2">
        <TextInput
          {...input}
          id={line2}
          autocomplete={`${of} address-line2`}
          aria-label={fields.optional(address.line2)}
          placeholder={fields.optional(address.line2)}
          required={false}
        />
      </Cell>
    </>
  );
}

function CountryCell({ of, among, countries, language, shown }: AddressProps) {
  const id = addressControls(of).country;
  const drawn = among === undefined ? countries : countries.filter((code) => code === shown.typed.get(id));
  return (
    <Cell>
      <Select
        id={id}
        shown={shown}
        options={countryOptions(drawn, language)}
        autocomplete={`${of} country`}
        aria-label={language.messages.form.country}
      />
    </Cell>
  );
}

/** The countries to choose from by code and name, sorted by name. */
export function countryOptions(
  countries: readonly string[],
  { tag }: Language,
): [code: string, name: string][] {
  const offered = new Set(countries);
  return countriesIn(tag).flatMap(({ code, name }) => (offered.has(code) ? [[code, name]] : []));
}

interface PartProps extends AddressProps {
  readonly part: keyof ShownAddress;
  readonly half?: "left" | "right";
  readonly autocomplete: string;
  readonly format: ShownAddress;
}

/** One part of the address; hidden if the country has no such part. */
function PartCell({ of, among, part, half, autocomplete, format, shown }: PartProps) {
  const { label = "", required = false, list }: Partial<ShownPart> = format[part] ?? {};
  const country = shown.typed.get(addressControls(of).country) ?? "";
  const options = list && among === undefined ? regionsOf(country) : null;
  const common = {
    id: addressControls(of)[part],
    shown,
    autocomplete: `${of} ${autocomplete}`,
    "aria-label": label,
    required,
  };
  return (
    <Cell part={part} hidden={format[part] === undefined} {...(half === undefined ? {} : { half })}>
      {options === null ? (
        <TextInput {...common} placeholder={label} autocapitalize="words" />
      ) : (
        <Select {...common} data-country={country} options={[["", label], ...options]} />
      )}
    </Cell>
  );
}

/** The button that shows the rest of the address. There are no suggestions here to choose one from. */
function ManualEntry({ language }: { readonly language: Language }) {
  return (
    <div class="AddressAutocomplete-manual-entry">
      <button type="button" class="Button Link">
        {language.messages.address.manual}
      </button>
    </div>
  );
}

/** Whether any field but the country has a value or an error. */
function isBegun({ of, shown }: AddressProps): boolean {
  const { country, ...rest } = addressControls(of);
  const ids = Object.values(rest);
  return ids.some((id) => (shown.typed.get(id) ?? "") !== "" || shown.errors[id] !== undefined);
}
