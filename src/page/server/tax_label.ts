/** The label of a tax on the page and on invoices. Pure. */
import type { TaxRate } from "../../resources/catalog/tax_rate.ts";
import { type Language, percent } from "../../words/languages.ts";

/** The label of a tax. `isIncluded`: the amounts above it contain the tax already. */
export function taxLabel(
  { rate, reason }: { readonly rate: TaxRate; readonly reason: string | null },
  isIncluded: boolean,
  { messages: { tax }, tag }: Language,
): string {
  const { display_name: name, percentage } = rate;
  if (reason === "customer_exempt") return tax.exempt(name);
  if (reason === "reverse_charge") return tax.reverseCharge(name);
  const shown = percent(percentage, tag);
  return isIncluded ? tax.included(name, shown) : tax.rate(name, shown);
}
