/**
 * What a shop sets in Stripe's Dashboard and not by API: its name, its country, the pages it links to, where
 * it collects which tax, what becomes of subscriptions that are not paid, and which dates of invoices it is reminded of.
 * All accounts of a server share these settings; they come from the server's config.
 */

export interface Settings {
  /** The shop's name as buyers see it, in the page's title and header. */
  readonly business_name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Null if the shop has none; sessions then cannot ask buyers to accept it. */
  readonly terms_of_service_url: string | null;
  readonly privacy_policy_url: string | null;
  readonly tax: TaxSettings;
  readonly subscriptions: SubscriptionSettings;
  readonly invoices: InvoiceSettings;
}

/** What becomes of subscriptions where the API leaves it to the shop. */
export interface SubscriptionSettings {
  /** When a payment has failed as often as it is tried: the status that the subscription gets. */
  readonly failed_payments: "canceled" | "past_due" | "unpaid";
  /** How many days before a renewal `invoice.upcoming` is sent. */
  readonly upcoming_days: number;
}

/** When the shop is reminded of invoices that are sent with a due date; null for never, as at Stripe without an automation. */
export interface InvoiceSettings {
  /** How many days before the due date `invoice.will_be_due` is sent. */
  readonly will_be_due_days: number | null;
  /** How many days after the due date `invoice.overdue` is sent; 0 for at that date. */
  readonly overdue_days: number | null;
}

/** What automatic tax charges: these rates, and with `defaults` also those of the table in `tax/rates.ts`. */
export interface TaxSettings {
  /** Whether the table's rates apply where `rates` has none. */
  readonly defaults: boolean;
  /** Percentages by country or state, such as "DE" or "US-CA". `failed` makes the calculation fail there. */
  readonly rates: Readonly<Record<string, number | "failed">>;
}

export const DEFAULT_SETTINGS: Settings = {
  business_name: "Checkstand test shop",
  country: "US",
  terms_of_service_url: "https://example.com/terms",
  privacy_policy_url: "https://example.com/privacy",
  tax: { defaults: true, rates: {} },
  subscriptions: { failed_payments: "canceled", upcoming_days: 7 },
  invoices: { will_be_due_days: null, overdue_days: null },
};
