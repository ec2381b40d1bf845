/** What a request says of one thing that is invoiced, as an invoice item or as a line, and what that comes to. */

import { multiplyDecimal } from "../../../core/amounts.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { inside } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import {
  adHocPrice,
  billedAmount,
  insertPrice,
  notIn,
  offerIn,
  type Price,
  priceOfAmount,
} from "../../catalog/price/index.ts";
import { createProduct, type Product } from "../../catalog/product.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import { byParam } from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import type { InvoiceLine, Period } from "./invoice.ts";

import type { SoldInput } from "./sold_params.ts";

/** What an item or a line comes to. */
export interface Sold {
  readonly amount: number;
  readonly description: string | null;
  readonly price: Price;
  readonly quantity: number;
  readonly unit_amount_decimal: string | null;
  readonly taxed: InvoiceLine["_taxed"];
}

/** Whose it is, for which currency, and where its parameters are in the request ("" for the top). */
export interface For {
  readonly currency: string;
  readonly path: string;
}

/** Pure: the ways to say what something costs that a request uses. */
function waysOf(input: SoldInput): string[] {
  const { amount, price, price_data, pricing, unit_amount, unit_amount_decimal } = input;
  const ways = { amount, price, price_data, pricing: pricing?.price, unit_amount, unit_amount_decimal };
  return Object.entries(ways).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Whether a request says anew what something costs. */
export function isPriced(input: SoldInput): boolean {
  return waysOf(input).length > 0;
}

/** What a request wants to sell. Makes the price that it describes; refuses what cannot be invoiced. */
export async function soldFrom(tx: Tx, input: SoldInput, { currency, path }: For): Promise<Sold> {
  const at = (name: string) => inside(path, name);
  const ways = waysOf(input);
  const [way, second] = ways;
  if (way === undefined) throw errors.needsOneOf([at("amount"), at("pricing[price]"), at("price_data")]);
  if (second !== undefined) throw errors.onlyOneOf(ways, at(way));
  if (input.amount !== undefined && input.quantity !== undefined) {
    throw errors.onlyOneOf(["amount", "quantity"], at("amount"));
  }
  const quantity = input.quantity ?? 1;
  const described = input.description ?? null;
  if (way === "amount" || way === "unit_amount" || way === "unit_amount_decimal") {
    return soldForAmount(tx, input, { currency, description: described, quantity });
  }
  const { price, product } =
    input.price_data === undefined
      ? await namedPrice(tx, input.price ?? input.pricing?.price ?? "", currency, at(way))
      : await describedPrice(tx, input.price_data, currency, at);
  const offer = offerIn(price, currency);
  return {
    amount: billedAmount(price, currency, quantity),
    description: described ?? product.name,
    price,
    quantity,
    unit_amount_decimal: offer?.unit_amount_decimal ?? null,
    taxed: {
      behavior: input.tax_behavior ?? offer?.tax_behavior ?? "unspecified",
      code: input.tax_code ?? product.tax_code,
    },
  };
}

async function soldForAmount(
  tx: Tx,
  input: SoldInput,
  { currency, description, quantity }: { currency: string; description: string | null; quantity: number },
): Promise<Sold> {
  const { amount, tax_behavior, unit_amount } = input;
  const decimal = input.unit_amount_decimal ?? String(unit_amount ?? amount ?? 0);
  const price = await priceOfAmount(tx, description ?? UNNAMED, {
    currency,
    tax_behavior,
    ...(input.unit_amount_decimal === undefined
      ? { unit_amount: unit_amount ?? amount }
      : { unit_amount_decimal: decimal }),
  });
  return {
    amount: amount ?? multiplyDecimal(decimal, quantity),
    description,
    price,
    quantity,
    unit_amount_decimal: price.unit_amount_decimal,
    taxed: { behavior: tax_behavior ?? "unspecified", code: input.tax_code ?? null },
  };
}

/** The product of an amount without a description. */
const UNNAMED = "Invoice item";

interface Priced {
  readonly price: Price;
  readonly product: Product;
}

async function namedPrice(tx: Tx, id: string, currency: string, param: string): Promise<Priced> {
  const price = await byParam<Price>(tx, "price", id, param);
  if (price.recurring !== null) {
    throw errors.rule(
      "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
      param,
    );
  }
  const product = await tx.get<Product>("product", price.product);
  if (!price.active || product === null || !product.active) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  if (price.custom_unit_amount !== null) {
    throw errors.rule("Prices with `custom_unit_amount` can only be used in Checkout Sessions.", param);
  }
  checkPriceCurrency(price, currency, param);
  return { price, product };
}

function checkPriceCurrency(price: Price, currency: string, param: string): void {
  if (offerIn(price, currency) !== null) return;
  throw errors.rule(notIn(price, currency), param);
}

async function describedPrice(
  tx: Tx,
  data: NonNullable<SoldInput["price_data"]>,
  currency: string,
  at: (name: string) => string,
): Promise<Priced> {
  if (data.product !== undefined && data.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"], at("price_data[product]"));
  }
  const found =
    data.product_data === undefined
      ? await byParam<Product>(tx, "product", data.product ?? "", at("price_data[product]"))
      : await createProduct(tx, { ...data.product_data, active: false });
  if (data.product !== undefined && !found.active) {
    throw errors.rule(
      "The product specified is inactive. This field only accepts active products.",
      at("price_data[product]"),
    );
  }
  if (data.unit_amount !== undefined && data.unit_amount_decimal !== undefined) {
    throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"], at("price_data[unit_amount]"));
  }
  if (data.unit_amount === undefined && data.unit_amount_decimal === undefined) {
    throw errors.missingParam(at("price_data[unit_amount]"));
  }
  if (data.currency !== currency) {
    throw errors.rule(notIn(data, currency), at("price_data[currency]"));
  }
  const price = await insertPrice(tx, adHocPrice(tx, { ...data, product: found.id }));
  return { price, product: found };
}

/** The currency that a request gives what it sells, where it says none: that of its price. */
export async function currencyOf(reader: Reader, input: SoldInput): Promise<string | null> {
  if (input.price_data !== undefined) return input.price_data.currency;
  const id = input.price ?? input.pricing?.price;
  const price = id === undefined ? null : await reader.get<Price>("price", id);
  return price?.currency ?? null;
}

/** The tax rates that a parameter names, all of them active. */
export async function ratesFrom(
  reader: Reader,
  ids: readonly string[] | null | undefined,
  param: string,
): Promise<TaxRate[]> {
  const rates: TaxRate[] = [];
  for (const [i, id] of (ids ?? []).entries()) {
    const rate = await byParam<TaxRate>(reader, "tax_rate", id, `${param}[${i}]`);
    if (!rate.active) {
      throw errors.rule(`The tax rate ${id} cannot be used because it is inactive.`, `${param}[${i}]`);
    }
    rates.push(rate);
  }
  return rates;
}

/** What goes with what is sold: discounts, rates and plain values. */
export interface Terms {
  readonly discountable?: boolean;
  readonly discounts: readonly Discount[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly period?: Period;
  readonly tax_rates: readonly TaxRate[];
}

/** What a request says besides of a new item or line, which is `item`. */
export async function termsFrom(
  tx: Tx,
  input: SoldInput,
  of: {
    readonly customer: string;
    readonly currency: string;
    readonly amount: number;
    readonly item: string;
  },
  path = "",
): Promise<Terms> {
  const at = (name: string) => inside(path, name);
  const { customer, currency, amount, item: invoice_item } = of;
  checkPeriod(input.period, at("period"));
  return {
    ...(input.discountable === undefined ? {} : { discountable: input.discountable }),
    discounts: await discountsFrom(
      tx,
      input.discounts,
      { customer, currency, amount, invoice_item },
      at("discounts"),
    ),
    metadata: mergeMetadata({}, input.metadata),
    ...(input.period === undefined ? {} : { period: input.period }),
    tax_rates: await ratesFrom(tx, input.tax_rates, at("tax_rates")),
  };
}

/** Refuses a period that ends before it starts. */
export function checkPeriod(period: Period | undefined, param: string): void {
  if (period === undefined || period.start <= period.end) return;
  throw errors.rule("The period's start must not be after its end.", `${param}[start]`);
}
