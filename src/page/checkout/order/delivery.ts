/** How long a delivery takes, in words. Pure. */
import type { ShippingRate } from "../../../resources/catalog/shipping_rate.ts";
import type { Language } from "../../../words/languages.ts";

type Estimate = NonNullable<ShippingRate["delivery_estimate"]>;
type Span = NonNullable<Estimate["minimum"]>;

/** "5–7 business days", "At least 1 week", "1 day to 1 week"; null if there is no estimate. */
export function deliveryText(estimate: Estimate | null, language: Language): string | null {
  const { shippingOption } = language.messages;
  const least = estimate?.minimum ?? null;
  const most = estimate?.maximum ?? null;
  if (least !== null && most !== null) {
    if (least.unit !== most.unit)
      return shippingOption.between(spanText(least, language), spanText(most, language));
    return least.value === most.value ? spanText(most, language) : rangeText(least, most, language);
  }
  if (least !== null) return shippingOption.atLeast(spanText(least, language));
  return most === null ? null : shippingOption.upTo(spanText(most, language));
}

function spanText({ unit, value }: Span, language: Language): string {
  const format = formatOf(unit, language.tag);
  if (unit !== "business_day") return format.format(value);
  const plural = new Intl.PluralRules(language.tag).select(value);
  return language.messages.shippingOption.businessDays(format.format(value), plural);
}

function rangeText(least: Span, most: Span, language: Language): string {
  const format = formatOf(most.unit, language.tag);
  const range = format.formatRange(least.value, most.value);
  if (most.unit !== "business_day") return range;
  // In all languages of the page, the plural form of a range is that of its end.
  const plural = new Intl.PluralRules(language.tag).select(most.value);
  return language.messages.shippingOption.businessDays(range, plural);
}

/** Business days are formatted as plain numbers, since Intl has no such unit. */
function formatOf(unit: Span["unit"], tag: string): Intl.NumberFormat {
  return new Intl.NumberFormat(
    tag,
    unit === "business_day" ? {} : { style: "unit", unit, unitDisplay: "long" },
  );
}
