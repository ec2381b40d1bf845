/** The parameters of a new payment method as it was typed, in the hash of its type. Pure. */
import { type AskedMethod, CONTROL, type FilledForm, linkedIn } from "../../../form/fields.ts";
import type { Entries } from "../buyer/buyer_form.ts";
import { cardData } from "./card/card_data.ts";

type Data = (form: FilledForm, method: AskedMethod) => Entries;

const NOTHING: Data = () => [];
const OWN_FIELDS: Data = ({ read }, method) => {
  const { fields, linking } = method.asks;
  const linked = linkedIn(read, method);
  if (linking !== undefined && linked !== null) return [[linking.param, linked]];
  const typed = fields.map(({ param, control }) => [param, read(CONTROL[control])] as const);
  return [...typed, ...Object.entries(linking?.typed ?? {})];
};

const DATA: Readonly<Record<AskedMethod["family"], Data>> = {
  bank_debit: OWN_FIELDS,
  bank_redirect: NOTHING,
  card: cardData,
  voucher: OWN_FIELDS,
  wallet: NOTHING,
};

export function methodData(form: FilledForm, method: AskedMethod): Entries {
  return DATA[method.family](form, method);
}
