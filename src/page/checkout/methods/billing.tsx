/** The billing address: among the fields of a method, or in a section of its own. */
import { shownFormats } from "../../../form/address_formats.ts";
import { type Asked, type AskedMethod, CONTROL } from "../../../form/fields.ts";
import { writeFormats } from "../../../form/shown_address.ts";
import { Checkbox } from "../../controls/controls.tsx";
import { AddressFields, countryOptions } from "../buyer/address_fields.tsx";
import { countriesOf } from "../buyer/what_to_ask.ts";
import type { SessionPage } from "../page_props.ts";

interface BillingProps extends SessionPage {
  readonly extent: "postal" | "whole";
  /** The countries to choose from, if not all. */
  readonly countries?: readonly string[];
  /** False if the client script completes it with the lists of `BillingPlaces`. */
  readonly chosen?: boolean;
}

/** The billing address, or as much of it as `extent` says, with a box to use the shipping address instead. */
export function Billing(props: BillingProps) {
  const { asked, chosen = true, extent, found, language, shown } = props;
  const { countries = countriesOf("billing", found.session) } = props;
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
          extent={extent}
          countries={countries}
          {...(chosen ? {} : { among: props.countries ?? [] })}
          label={extent === "whole" ? messages.address.billing : messages.form.country}
          language={language}
          shown={shown}
        />
      </div>
    </div>
  );
}

/** How much of the billing address the fields of a method have. */
export function billingExtent({ billing }: Asked, { asks }: AskedMethod): "postal" | "whole" {
  return asks.billing === "whole" ? "whole" : billing;
}

/** Whether the fields of a method list every country. */
export function listsAllCountries({ asks }: AskedMethod): boolean {
  return asks.billing !== "none" && asks.countries === null;
}

interface PlacesProps extends SessionPage {
  /** Whether the fields of the chosen method list every country already. */
  readonly isListed: boolean;
  /** The countries of other methods whose fields have the whole address; null if there are none. */
  readonly whole: readonly string[] | null;
}

/** The countries, and the formats of their addresses, of the methods that are not chosen. */
export function BillingPlaces({ found, isListed, whole, language }: PlacesProps) {
  const countries = countriesOf("billing", found.session);
  const { messages } = language;
  return (
    <template
      id="billing-places"
      data-postal={writeFormats(shownFormats(countries, "postal", messages))}
      {...(whole === null ? {} : { "data-whole": writeFormats(shownFormats(whole, "whole", messages)) })}
    >
      {!isListed && (
        <select>
          {countryOptions(countries, language).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </template>
  );
}
