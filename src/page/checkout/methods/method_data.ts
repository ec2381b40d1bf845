/** The parameters of a new payment method as it was typed, in the hash of its type. Pure. */
import type { AskedMethod, FilledForm } from "../../../form/fields.ts";
import type { Entries } from "../buyer/buyer_form.ts";
import { cardData } from "./card/card_data.ts";

const NOTHING = (): Entries => [];

const DATA: Readonly<Record<AskedMethod["family"], (form: FilledForm) => Entries>> = {
  bank_redirect: NOTHING,
  card: cardData,
  wallet: NOTHING,
};

export function methodData(form: FilledForm, { family }: AskedMethod): Entries {
  return DATA[family](form);
}
