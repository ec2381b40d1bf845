/** Pure: what several modes share of their terms, and refusals in words of their own. */
import { errors } from "../../../../core/errors.ts";
import type { CreateInput } from "../params/session_params.ts";

/** Only payment mode makes an invoice if asked to. */
export function checkNoInvoice({ invoice_creation: creation }: CreateInput): void {
  if (!creation?.enabled) return;
  throw errors.rule(
    "You can only enable invoice creation when `mode` is set to `payment`. Invoices are created automatically when " +
      "`mode` is set to `subscription`, and are unsupported when set to `setup`. To learn more visit " +
      "https://stripe.com/docs/payments/checkout/post-payment-invoices.",
  );
}

/** Only subscription mode can be completed without a payment method on purpose. */
export function checkNoCollection({ payment_method_collection: collection }: CreateInput): void {
  if (collection === undefined) return;
  throw errors.rule("You can only set `payment_method_collection` in `subscription` mode.");
}

/** The currency of the lines, which are always there. */
export function soldIn(currency: string | null): string {
  if (currency === null) throw new Error("a session without lines is refused before");
  return currency;
}
