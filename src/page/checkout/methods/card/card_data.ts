/** The parameters of a typed card. Pure. */
import { onlyDigits, readExpiry } from "../../../../form/card_formats.ts";
import { CONTROL, type FilledForm } from "../../../../form/fields.ts";
import type { Entries } from "../../buyer/buyer_form.ts";

export function cardData({ read }: FilledForm): Entries {
  const expiry = readExpiry(read(CONTROL.exp));
  return [
    ["number", onlyDigits(read(CONTROL.number))],
    ["exp_month", String(expiry?.month ?? "")],
    ["exp_year", String(expiry?.year ?? "")],
    ["cvc", read(CONTROL.cvc)],
  ];
}
