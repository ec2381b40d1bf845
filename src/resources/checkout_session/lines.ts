/** The lines of a session from what was sent: each price found or made, its product and tax rates looked up. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { checkRecurring, insertPrice, type Price, recurringOf, unitAmounts } from "../price/index.ts";
import { createProduct, type Product } from "../product.ts";
import { byParam } from "../resource.ts";
import type { TaxRate } from "../tax_rate.ts";
import { checkCurrency, checkCustomPrices, checkPrice, checkQuantity } from "./line_rules.ts";
import type { LineItemInput } from "./params.ts";
import type { LineItem } from "./session.ts";

export interface Gathered {
  readonly lines: readonly LineItem[];
  /** Every rate the lines name, once. */
  readonly rates: readonly TaxRate[];
  readonly currency: string;
}

/** What the lines of one request named so far: each is looked up once. */
export interface Named {
  readonly prices: Map<string, Sold>;
  readonly rates: Map<string, TaxRate>;
}

export function nothingNamed(): Named {
  return { prices: new Map(), rates: new Map() };
}

/** The lines as they were sent. The session's currency is the one asked for, or that of the first price. */
export async function gatherLines(
  tx: Tx,
  given: readonly LineItemInput[],
  asked: string | undefined,
): Promise<Gathered> {
  const named = nothingNamed();
  const lines: LineItem[] = [];
  for (const [i, line] of given.entries()) {
    lines.push(await lineFrom(tx, line, i, asked ?? lines[0]?.currency, named));
  }
  checkCustomPrices(lines);
  return { lines, rates: [...named.rates.values()], currency: lines[0]?.currency ?? asked ?? "usd" };
}

/** A new line, the `i`th of the request. Without a currency asked for, it is in that of its price. */
export async function lineFrom(
  tx: Tx,
  given: LineItemInput,
  i: number,
  asked: string | undefined,
  named: Named,
): Promise<LineItem> {
  const priced = await priceFor(tx, given, i, named);
  checkQuantity(given.quantity, given.adjustable_quantity, i);
  const currency = asked ?? priced.price.currency;
  checkCurrency(priced.price, currency);
  await addRates(tx, named.rates, given, i);
  return lineRow(tx, priced, currency, { ...given, quantity: given.quantity });
}

/** What a line says of its price and product: as they are when the line is made or given another price. */
type Sold = Pick<LineItem, "description" | "price" | "_product" | "_custom_amount">;

function soldAs(price: Price, product: Product): Sold {
  return {
    description: product.name,
    price,
    _product: {
      description: product.description,
      image: product.images[0] ?? null,
      tax_code: product.tax_code,
      unit_label: product.unit_label,
    },
    _custom_amount: null,
  };
}

/** What is sold by the price a line names, or by a new one made from its `price_data`. */
async function priceFor(
  tx: Tx,
  line: Pick<LineItemInput, "_made" | "price" | "price_data">,
  i: number,
  { prices }: Named,
): Promise<Sold> {
  const { price: id = "", price_data: data } = line;
  const found =
    prices.get(id) ?? (data === undefined ? await activePrice(tx, line, i) : await makePrice(tx, data, i));
  checkPrice(found.price);
  prices.set(found.price.id, found);
  return found;
}

async function activePrice(tx: Tx, line: Pick<LineItemInput, "_made" | "price">, i: number): Promise<Sold> {
  const param = `line_items[${i}][price]`;
  const price = await byParam<Price>(tx, "price", line.price ?? "", param);
  const product = await tx.get<Product>("product", price.product);
  if (product === null || !(line._made || (price.active && product.active))) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  return soldAs(price, product);
}

/** Prices made for one line are not for use again: they, and products made with them, are inactive. */
async function makePrice(tx: Tx, data: NonNullable<LineItemInput["price_data"]>, i: number): Promise<Sold> {
  const at = `line_items[${i}][price_data]`;
  checkRecurring(data.recurring, `${at}[recurring]`);
  const product =
    data.product_data === undefined
      ? await byParam<Product>(tx, "product", data.product ?? "", `${at}[product]`)
      : await createProduct(tx, { ...data.product_data, active: false });
  if (data.product !== undefined && !product.active) {
    throw errors.rule(
      "The product specified is inactive. This field only accepts active products.",
      `${at}[product]`,
    );
  }
  const price = await insertPrice(tx, {
    id: tx.newId("price_"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: tx.now,
    currency: data.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: product.id,
    recurring: recurringOf(data.recurring),
    tax_behavior: data.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: data.recurring === undefined ? "one_time" : "recurring",
    ...unitAmounts(data.unit_amount, data.unit_amount_decimal),
    _tiers: null,
    _currency_options: null,
  });
  return soldAs(price, product);
}

/** Adds the rates a line names to those that are known already; each is looked up once. */
async function addRates(
  tx: Tx,
  rates: Map<string, TaxRate>,
  line: Pick<LineItemInput, "dynamic_tax_rates" | "tax_rates">,
  i: number,
): Promise<void> {
  for (const name of ["tax_rates", "dynamic_tax_rates"] as const) {
    for (const [n, id] of (line[name] ?? []).entries()) {
      if (rates.has(id)) continue;
      const param = `line_items[${i}][${name}][${n}]`;
      const rate = await byParam<TaxRate>(tx, "tax_rate", id, param);
      if (!rate.active) {
        throw errors.rule(`The tax rate ${id} cannot be used because it is inactive.`, param);
      }
      rates.set(id, rate);
    }
  }
}

/** The line without its figures, which `repriced` works out. */
function lineRow(
  tx: Tx,
  sold: Sold,
  currency: string,
  line: LineItemInput & { readonly quantity: number },
): LineItem {
  return {
    id: tx.newId("li_"),
    object: "item",
    adjustable_quantity: adjustableRow(line.adjustable_quantity),
    amount_discount: 0,
    amount_subtotal: 0,
    amount_tax: 0,
    amount_total: 0,
    currency,
    description: sold.description,
    metadata: mergeMetadata({}, line.metadata),
    price: sold.price,
    quantity: line.quantity,
    _product: sold._product,
    _custom_amount: sold._custom_amount,
    _tax_rates: line.tax_rates ?? line.dynamic_tax_rates ?? [],
    _rates_by_country: line.dynamic_tax_rates !== undefined,
    _taxes: [],
  };
}

function adjustableRow(given: LineItemInput["adjustable_quantity"]): LineItem["adjustable_quantity"] {
  if (given === undefined) return null;
  return { enabled: given.enabled, maximum: given.maximum ?? null, minimum: given.minimum ?? null };
}

/** A kept line with what an update says of it; the rest stays, also under another price. */
export async function changedLine(
  tx: Tx,
  line: LineItem,
  given: Omit<LineItemInput, "tax_rates"> & { readonly tax_rates?: readonly string[] | null },
  i: number,
  named: Named,
): Promise<LineItem> {
  const { quantity = line.quantity, adjustable_quantity: adjustable, tax_rates } = given;
  const anew = given.price !== undefined || given.price_data !== undefined;
  const priced = anew ? await priceFor(tx, given, i, named) : null;
  if (priced !== null) checkCurrency(priced.price, line.currency);
  checkQuantity(quantity, adjustable ?? line.adjustable_quantity, i);
  await addRates(tx, named.rates, { tax_rates: [...(tax_rates ?? [])] }, i);
  return {
    ...line,
    ...priced,
    adjustable_quantity: adjustable === undefined ? line.adjustable_quantity : adjustableRow(adjustable),
    metadata: mergeMetadata(line.metadata, given.metadata),
    quantity,
    ...(tax_rates === undefined ? {} : { _tax_rates: tax_rates ?? [], _rates_by_country: false }),
  };
}
