/** All that Stripe.js needs from the rest of the program. The composition root implements it. */
import type { PageParts } from "../page/port.ts";

export interface StripeJsParts {
  /** What it shares with the page: sessions, and their changes. */
  readonly pages: Pick<PageParts, "accountOfKey" | "findSession" | "update">;
  /** The server's own origin, for scripts that became part of another one. */
  readonly origin: () => string;
  /** The time in Unix seconds, which card expiry is compared with. */
  readonly now: () => number;
  /** Where the shop is, ISO 3166-1 alpha-2: some types of payment method ask shops abroad for more. */
  readonly shopCountry: string;
  readonly businessName: string;
  /** The host name in a Host header if the server does not answer to it; null if it does. */
  readonly foreignHost: (header: string | undefined) => string | null;
}
