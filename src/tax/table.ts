/**
 * The simulated tax authority: which taxes are due at a place. Pure. The rates are in `rates.ts`, states and
 * provinces in `states.ts`. Which postal address counts, what is taxed and how it is rounded is decided by
 * the caller.
 */
import type { TaxSettings } from "../core/settings.ts";
import { COUNTRY_RATES, type DefaultTax, STATE_RATES, type TaxType } from "./rates.ts";
import { provinceOf, REGION_NAMES, usStateOf } from "./states.ts";

/** Where something is taxed: a country or state, because the table has no rates of counties or cities. */
export interface Place {
  readonly country: string;
  /** Two letters in the United States and Canada, null elsewhere. */
  readonly state: string | null;
}

/** One tax that is due at a place, with the fields of a tax rate. */
export interface PlaceTax {
  readonly percentage: number;
  readonly display_name: string;
  readonly tax_type: TaxType | null;
  readonly jurisdiction: string;
  readonly jurisdiction_level: "country" | "state";
  readonly country: string;
  readonly state: string | null;
}

/** The parts of a postal address that decide the place. */
interface AddressParts {
  readonly country: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

/**
 * The place of a postal address; null if the address does not say enough. It needs a country, and in the
 * United States and Canada also a state or a postal code (Stripe docs, tax, "Customer locations").
 */
export function placeOf(address: AddressParts): Place | null {
  const { country, postal_code, state } = address;
  if (country === null || country === "") return null;
  const resolve = country === "US" ? usStateOf : country === "CA" ? provinceOf : null;
  if (resolve === null) return { country, state: null };
  const found = resolve(state, postal_code);
  return found === null ? null : { country, state: found };
}

/** The taxes due at a place: none if the shop collects none there, "failed" if the settings say so. */
export function taxAt(place: Place, settings: TaxSettings): readonly PlaceTax[] | "failed" {
  const { country, state } = place;
  const byState = state === null ? undefined : own(settings.rates, `${country}-${state}`);
  const configured = byState ?? own(settings.rates, country);
  if (configured === "failed") return "failed";
  const known = defaultsAt(place);
  if (configured !== undefined) {
    const [model = UNNAMED] = known.slice(-1);
    return [
      placeTax(
        { ...model, percentage: configured, level: byState === undefined ? "country" : "state" },
        place,
      ),
    ];
  }
  return settings.defaults ? known.map((tax) => placeTax(tax, place)) : [];
}

/** What Stripe infers for a price whose tax behaviour is not specified ("Automatic", by currency). */
export function defaultBehavior(currency: string): "exclusive" | "inclusive" {
  return currency === "usd" || currency === "cad" ? "exclusive" : "inclusive";
}

/** What is wrong with a configured rate, in a sentence for the user; null if nothing is. */
export function taxRateFault(place: string, rate: unknown): string | null {
  if (!/^[A-Z]{2}$/.test(place) && !Object.hasOwn(REGION_NAMES, place)) {
    return `${place} is not a country such as DE, or a state such as US-CA or CA-ON.`;
  }
  if (rate === "failed") return null;
  const fits = typeof rate === "number" && rate >= 0 && rate <= 100 && /^\d+(\.\d{1,4})?$/.test(String(rate));
  return fits
    ? null
    : `The tax of ${place} must be a percentage from 0 to 100 with at most four decimals, or the word failed.`;
}

/** The name and kind of a configured tax at a place for which the table has none. */
const UNNAMED: DefaultTax = { percentage: 0, display_name: "Tax", tax_type: null, level: "country" };

function defaultsAt({ country, state }: Place): readonly DefaultTax[] {
  const national = own(COUNTRY_RATES, country);
  const regional = state === null ? undefined : own(STATE_RATES, `${country}-${state}`);
  // A state's list is complete, with the federal tax where it is due. Canada's harmonised tax replaces the
  // federal one.
  return regional ?? (national === undefined ? [] : [national]);
}

function placeTax({ level, ...tax }: DefaultTax, { country, state }: Place): PlaceTax {
  const isOfState = level === "state" && state !== null;
  return {
    ...tax,
    jurisdiction: isOfState ? (own(REGION_NAMES, `${country}-${state}`) ?? state) : countryName(country),
    jurisdiction_level: isOfState ? "state" : "country",
    country,
    state: isOfState ? state : null,
  };
}

const NAMES = new Intl.DisplayNames("en", { type: "region" });

function countryName(country: string): string {
  return /^[A-Z]{2}$/.test(country) ? (NAMES.of(country) ?? country) : country;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
