/** The parameters that describe a card. */
import { p, type Value } from "../../params/param.ts";

/** A typed card, or a token that stands for one. `readCard` refuses it if parts are missing. */
export const cardParam = p.object({
  cvc: p.string(),
  exp_month: p.integer(),
  exp_year: p.integer(),
  networks: p.notYet(),
  number: p.string(),
  token: p.string(),
});
export type CardInput = Value<typeof cardParam>;

/** What can be changed in a stored card. */
export const cardChanges = p.object({
  exp_month: p.integer(),
  exp_year: p.integer(),
  networks: p.notYet(),
});
export type CardChanges = Value<typeof cardChanges>;
