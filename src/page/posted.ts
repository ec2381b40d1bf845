/** A posted form: what was typed, whether it can be confirmed, and what of it may be shown again. */
import type { Branch } from "../params/form.ts";
import type { PageErrors } from "./client_config.ts";
import { COUNTRIES } from "./countries.ts";
import {
  type Asked,
  CONTROL,
  type Fault,
  FIELDS,
  type FieldTexts,
  faultsOf,
  type Month,
  type Typed,
  wantsPostalCode,
} from "./fields.ts";
import { onlyDigits, readExpiry } from "./formats.ts";
import type { ConfirmForm } from "./port.ts";

/** Longer texts than any field can mean. */
const TYPED_CHARS_MAX = 5000;

/** One value of the form; absent ones are empty. */
export function textOf(form: Branch, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, TYPED_CHARS_MAX) : "";
}

export function typedIn(form: Branch): Typed {
  const typed = Object.fromEntries(FIELDS.map((field) => [field, textOf(form, CONTROL[field])])) as Record<
    keyof Typed,
    string
  >;
  return COUNTRIES.includes(typed.country) ? typed : { ...typed, country: "" };
}

/** What a page shown again may hold: no number, no expiry, no security code. */
export function withoutCard({ email, name, country, postal_code }: Typed): FieldTexts {
  return { email, name, country, postal_code };
}

/** The faults of the form in words, or null. */
export function faultTexts(
  typed: Typed,
  asked: Asked,
  today: Month,
  words: Readonly<Record<Fault, string>>,
): PageErrors | null {
  const faults = Object.entries(faultsOf(typed, asked, today));
  if (faults.length === 0) return null;
  return { fields: Object.fromEntries(faults.map(([field, fault]) => [field, words[fault]])), payment: null };
}

/** A form without faults, taken apart. */
export function confirmForm(typed: Typed, asked: Asked, expectedAmount: number): ConfirmForm {
  const expiry = readExpiry(typed.exp);
  return {
    expected_amount: expectedAmount,
    email: asked.email ? typed.email.trim() : null,
    card:
      asked.card && expiry !== null
        ? {
            number: onlyDigits(typed.number),
            exp_month: expiry.month,
            exp_year: expiry.year,
            cvc: typed.cvc,
            name: typed.name.trim(),
            country: typed.country,
            postal_code: wantsPostalCode(typed.country) ? typed.postal_code.trim() : null,
          }
        : null,
  };
}
