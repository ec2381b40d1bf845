/** The billing address: among the fields of a method, or in a section of its own. */
import { shownFormats } from "../../../form/address_formats.ts";
import { CONTROL } from "../../../form/fields.ts";
import { Checkbox } from "../../controls/controls.tsx";
import { AddressFields } from "../buyer/address_fields.tsx";
import { countriesOf } from "../buyer/what_to_ask.ts";
import type { SessionPage } from "../page_props.ts";

interface Extent {
  readonly extent: "postal" | "whole";
  /** The countries to choose from, if not all. */
  readonly countries?: readonly string[];
}

/** The billing address, or as much of it as `extent` says, with a box to use the shipping address instead. */
export function Billing(props: SessionPage & Extent) {
  const { asked, extent, found, language, shown } = props;
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
          formats={shownFormats(countries, extent, messages.address)}
          label={extent === "whole" ? messages.address.billing : messages.form.country}
          language={language}
          shown={shown}
        />
      </div>
    </div>
  );
}
