/**
 * Shipping rates: the ways of shipping from which a buyer may choose. The amount never changes after
 * creation, but amounts in other currencies may be added; a rate that is no longer wanted is made inactive.
 * No events are emitted, since Stripe has none for shipping rates.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { currencyKey, mergeMetadata, refuseOwnCurrency } from "../../params/common.ts";
import { type Fields, inside, type ObjectValue, p, type Value } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import {
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  retrieves,
  type Wire,
  writes,
} from "../resource.ts";
import type { TaxBehavior } from "./price/index.ts";
import { AMOUNT_MAX } from "./price/index.ts";

interface Span {
  readonly unit: "business_day" | "day" | "hour" | "month" | "week";
  readonly value: number;
}
interface CurrencyOption {
  readonly amount: number;
  readonly tax_behavior: TaxBehavior;
}
export interface ShippingRate extends Row {
  readonly object: "shipping_rate";
  readonly active: boolean;
  readonly created: number;
  readonly delivery_estimate: { readonly maximum: Span | null; readonly minimum: Span | null } | null;
  readonly display_name: string;
  readonly fixed_amount: { readonly amount: number; readonly currency: string };
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tax_behavior: TaxBehavior;
  readonly tax_code: string | null;
  readonly type: "fixed_amount";
  /** Amounts in currencies other than its own; shown only when expanded. */
  readonly _currency_options: Readonly<Record<string, CurrencyOption>> | null;
}

const NAME_MAX = 100;

const taxBehavior = p.oneOf("exclusive", "inclusive", "unspecified");
const span = p.object({
  unit: p.required(p.oneOf("business_day", "day", "hour", "month", "week")),
  value: p.required(p.integer({ min: 1 })),
});
const currencyOptions = p.map(
  p.object({ amount: p.required(p.amount({ max: AMOUNT_MAX })), tax_behavior: taxBehavior }),
  currencyKey,
);

/** The parameters that describe a new shipping rate, on its own or within a session. */
const rateFields = {
  delivery_estimate: p.object({ maximum: span, minimum: span }),
  display_name: p.required(p.string({ max: NAME_MAX })),
  fixed_amount: p.object({
    amount: p.required(p.amount({ max: AMOUNT_MAX })),
    currency: p.required(p.currency()),
    currency_options: p.about("What it costs in other currencies.", currencyOptions),
  }),
  metadata: p.metadata(),
  tax_behavior: taxBehavior,
  tax_code: p.string(),
  type: p.oneOf("fixed_amount"),
} as const satisfies Fields;

/** A rate described within another request, such as `shipping_options[0][shipping_rate_data]`. */
export const shippingRateData = p.object(rateFields);
export type ShippingRateInput = Value<typeof shippingRateData>;

const updateParams = {
  active: p.about("Only active ones can be used in new sessions.", p.boolean()),
  fixed_amount: p.object({
    currency_options: p.map(
      p.object({ amount: p.amount({ max: AMOUNT_MAX }), tax_behavior: taxBehavior }),
      currencyKey,
    ),
  }),
  metadata: p.metadata(),
  tax_behavior: taxBehavior,
} as const satisfies Fields;

const listParams = { active: p.boolean(), currency: p.currency() } as const satisfies Fields;

/** Saves a new rate. `within` is the parameter that describes it; "" if the request itself does. */
export async function createShippingRate(
  tx: Tx,
  input: ShippingRateInput,
  within = "",
): Promise<ShippingRate> {
  const at = (name: string) => inside(within, name);
  const fixed = input.fixed_amount;
  if (fixed === undefined) throw errors.missingParam(at("fixed_amount"));
  const { amount, currency, currency_options: options } = fixed;
  refuseOwnCurrency("shipping rate", currency, options, `${at("fixed_amount")}[currency_options]`);
  const { maximum = null, minimum = null } = input.delivery_estimate ?? {};
  const row: ShippingRate = {
    id: tx.newId("shr_"),
    object: "shipping_rate",
    active: true,
    created: tx.now,
    delivery_estimate: input.delivery_estimate === undefined ? null : { maximum, minimum },
    display_name: input.display_name,
    fixed_amount: { amount, currency },
    livemode: false,
    metadata: mergeMetadata({}, input.metadata),
    tax_behavior: input.tax_behavior ?? "unspecified",
    tax_code: input.tax_code ?? null,
    type: "fixed_amount",
    _currency_options: options === undefined ? null : withOptions({}, options),
  };
  await tx.insert(row);
  return row;
}

type OptionsInput = NonNullable<Value<typeof updateParams.fixed_amount>["currency_options"]>;

/** The options with those of the request merged in, currency by currency. */
function withOptions(
  before: Readonly<Record<string, CurrencyOption>>,
  given: OptionsInput,
): Record<string, CurrencyOption> {
  const options: Record<string, CurrencyOption> = { ...before };
  for (const [currency, told] of Object.entries(given)) {
    const known = options[currency];
    const amount = told.amount ?? known?.amount;
    if (amount === undefined)
      throw errors.missingParam(`fixed_amount[currency_options][${currency}][amount]`);
    options[currency] = {
      amount,
      tax_behavior: told.tax_behavior ?? known?.tax_behavior ?? "unspecified",
    };
  }
  return options;
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<ShippingRate> {
  const before = await byPath<ShippingRate>(tx, "shipping_rate", call.id);
  const { active, fixed_amount, metadata, tax_behavior } = call.input;
  const options = fixed_amount?.currency_options;
  refuseOwnCurrency("shipping rate", before.fixed_amount.currency, options, "fixed_amount[currency_options]");
  const isSettled = before.tax_behavior !== "unspecified";
  if (tax_behavior !== undefined && isSettled && tax_behavior !== before.tax_behavior) {
    throw errors.rule(
      "You cannot update `tax_behavior` once it has been set to `inclusive` or `exclusive`.",
      "tax_behavior",
    );
  }
  const after: ShippingRate = {
    ...before,
    ...(active === undefined ? {} : { active }),
    ...(tax_behavior === undefined ? {} : { tax_behavior }),
    metadata: mergeMetadata(before.metadata, metadata),
    _currency_options:
      options === undefined ? before._currency_options : withOptions(before._currency_options ?? {}, options),
  };
  await tx.update(after);
  return after;
}

/** Pure: what the rate costs in a currency, in minor units; null if it is not offered in that currency. */
export function shippingAmount(rate: ShippingRate, currency: string): number | null {
  return offersOf(rate)[currency]?.amount ?? null;
}

/** Pure: whether the amount in that currency includes its tax. */
export function shippingTaxBehavior(rate: ShippingRate, currency: string): TaxBehavior {
  return offersOf(rate)[currency]?.tax_behavior ?? "unspecified";
}

/** What the rate costs in every currency it is offered in, its own included. */
function offersOf(rate: ShippingRate): Readonly<Record<string, CurrencyOption>> {
  const { fixed_amount, tax_behavior, _currency_options: others } = rate;
  return inWireOrder({ [fixed_amount.currency]: { amount: fixed_amount.amount, tax_behavior }, ...others });
}

export const shippingRate = defineResource<ShippingRate>({
  object: "shipping_rate",
  path: "/v1/shipping_rates",
  permission: "shipping_rate",
  keys: (row) => ({ active: String(row.active), currency: row.fixed_amount.currency }),
  expands: {
    "fixed_amount.currency_options": inclusion(null, async (reader, shown: Wire) => {
      const row = await reader.get<ShippingRate>("shipping_rate", String(shown.id));
      return row === null ? undefined : offersOf(row);
    }),
  },
  operations: {
    "POST /": writes(rateFields, (tx, call) => createShippingRate(tx, call.input)),
    "GET /": lists("shipping_rate", listParams, ({ active, currency }) => ({ active, currency })),
    "GET /:id": retrieves("shipping_rate"),
    "POST /:id": writes(updateParams, update),
  },
});
