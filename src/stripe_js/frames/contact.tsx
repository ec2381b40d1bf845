/** The Address Element and the Link Authentication Element: who is billed, or sent to, and their e-mail address. */
import { shownFormats } from "../../form/address_formats.ts";
import { COUNTRIES } from "../../form/countries.ts";
import { addressControls, CONTROL } from "../../form/fields.ts";
import { writeFormats } from "../../form/shown_address.ts";
import { countriesIn } from "../../words/languages.ts";
import { isSince } from "../trains.ts";
import { isHash } from "./config.ts";
import { Field } from "./fields.tsx";
import type { FrameProps } from "./frame_props.ts";

const BILLING = addressControls("billing");

/** The parts that depend on the country; the script names them. */
const PARTS = [
  [BILLING.city, "locality", "address-level2", "city"],
  [BILLING.region, "administrativeArea", "address-level1", "state"],
  [BILLING.postal, "postalCode", "postal-code", "postal_code"],
] as const;

/** The countries that the shop allows; all if it says nothing. */
function allowedIn({ allowedCountries }: FrameProps["config"]["options"]): readonly string[] {
  if (!Array.isArray(allowedCountries)) return COUNTRIES;
  return COUNTRIES.filter((code) => allowedCountries.includes(code));
}

/** The texts that the shop begins with. */
function defaultsIn({ defaultValues }: FrameProps["config"]["options"]) {
  const given = isHash(defaultValues) ? defaultValues : {};
  const address = isHash(given.address) ? given.address : {};
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return { email: text(given.email), name: text(given.name), part: (name: string) => text(address[name]) };
}

export function AddressFrame({ config, country, language }: FrameProps) {
  const { address, fields, form } = language.messages;
  const countries = allowedIn(config.options);
  const { name, part } = defaultsIn(config.options);
  const offered = new Set(countries);
  const options = countriesIn(language.tag).flatMap(({ code, name: shown }) =>
    offered.has(code) ? [[code, shown] as const] : [],
  );
  const wanted = part("country") || country;
  const named = (control: string, suffix: string) => ({ control, id: idOf(config, suffix), name: suffix });
  return (
    <div class="p-Grid">
      <Field
        {...named(CONTROL.ownName, "name")}
        label={form.fullName}
        placeholder={form.fullNamePlaceholder}
        autocomplete="name"
        value={name}
      />
      <div class="p-Address" data-formats={writeFormats(shownFormats(countries, "whole", language.messages))}>
        <Field
          {...named(BILLING.country, "country")}
          label={form.country}
          autocomplete="country"
          options={options}
          value={offered.has(wanted) ? wanted : (options[0]?.[0] ?? "")}
        />
        <Field
          {...named(BILLING.line1, "addressLine1")}
          label={address.line1}
          autocomplete="address-line1"
          value={part("line1")}
        />
        <Field
          {...named(BILLING.line2, "addressLine2")}
          label={fields.optional(address.line2)}
          autocomplete="address-line2"
          value={part("line2")}
        />
        {PARTS.map(([control, suffix, autocomplete, name]) => (
          <Field
            key={control}
            {...named(control, suffix)}
            label=""
            autocomplete={autocomplete}
            value={part(name)}
          />
        ))}
      </div>
    </div>
  );
}

/** Ids have the mode of the Element from basil on. */
function idOf({ options, train }: FrameProps["config"], name: string): string {
  if (!isSince(train, "basil")) return `Field-${name}Input`;
  return `${options.mode === "shipping" ? "shipping" : "billing"}Address-${name}Input`;
}

export function EmailFrame({ config, language }: FrameProps) {
  const { form } = language.messages;
  return (
    <Field
      control={CONTROL.email}
      id={isSince(config.train, "basil") ? "linkAuthentication-emailInput" : "Field-emailInput"}
      name="email"
      label={form.email}
      placeholder={form.emailPlaceholder}
      autocomplete="email"
      inputmode="email"
      value={defaultsIn(config.options).email}
    />
  );
}
