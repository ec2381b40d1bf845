/**
 * What an account of the original keeps in its Dashboard rather than in objects: the shop's name, its country, the
 * pages it links to, and where it collects which tax. One value for all accounts of a server, from its config.
 */

export interface Settings {
  /** What the buyer reads: the page's title and header. */
  readonly business_name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Null: the shop has none, and cannot ask the buyer to accept it. */
  readonly terms_of_service_url: string | null;
  readonly privacy_policy_url: string | null;
  readonly tax: TaxSettings;
}

/** What automatic tax charges, over and above (or instead of) the table in `tax/rates.ts`. */
export interface TaxSettings {
  /** Whether the table's own rates count where `rates` says nothing. */
  readonly defaults: boolean;
  /** Percentages by country or state, "DE" or "US-CA"; `failed` makes the calculation fail there. */
  readonly rates: Readonly<Record<string, number | "failed">>;
}

export const DEFAULT_SETTINGS: Settings = {
  business_name: "Checkstand test shop",
  country: "US",
  terms_of_service_url: "https://example.com/terms",
  privacy_policy_url: "https://example.com/privacy",
  tax: { defaults: true, rates: {} },
};
