/** The parameters of a new payment method as it was typed, in the hash of its type. Pure. */
import { type AskedMethod, CONTROL, type FilledForm } from "../../../form/fields.ts";
import type { Entries } from "../buyer/buyer_form.ts";
import { cardData } from "./card/card_data.ts";

type Data = (form: FilledForm, method: AskedMethod) => Entries;

const NOTHING: Data = () => [];
const OWN_FIELDS: Data = ({ read }, { asks }) =>
  asks.fields.map(({ param, control }) => [param, read(CONTROL[control])]);

const DATA: Readonly<Record<AskedMethod["family"], Data>> = {
  bank_debit: OWN_FIELDS,
  bank_redirect: NOTHING,
  bank_transfer: NOTHING,
  card: cardData,
  voucher: OWN_FIELDS,
  wallet: NOTHING,
};

export function methodData(form: FilledForm, method: AskedMethod): Entries {
  return DATA[method.family](form, method);
}
