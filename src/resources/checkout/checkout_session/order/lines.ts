/**
 * Builds the lines of a session from the request: finds or creates each price, and looks up its product and
 * tax rates.
 */
import { errors } from "../../../../core/errors.ts";
import { mergeMetadata } from "../../../../params/common.ts";
import type { Tx } from "../../../../storage/port.ts";
import { checkRecurring, isMetered, makePrice, type Price } from "../../../catalog/price/index.ts";
import { createProduct, type Product } from "../../../catalog/product.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import { byParam } from "../../../resource.ts";
import type { CreateInput, LineItemInput } from "../params/session_params.ts";
import type { LineItem } from "../row/session.ts";
import { checkCurrency, checkCustomPrices, checkQuantity } from "./line_rules.ts";

export interface Gathered {
  readonly lines: readonly LineItem[];
  /** Every rate that the lines or the subscription name, without duplicates. */
  readonly rates: readonly TaxRate[];
  /** Null if there are no lines and no currency was asked for. */
  readonly currency: string | null;
}

/** Rules for which prices the lines may use. */
export interface PriceRules {
  /** The check of the session's mode for each price. */
  readonly checkPrice: (price: Price) => void;
  /** Prices that may be used although they are inactive: those that a payment link made for its lines. */
  readonly ownPrices: ReadonlySet<string>;
}

/** What the lines of one request have named so far, so that each is looked up once. */
export interface Named extends PriceRules {
  readonly prices: Map<string, Sold>;
  readonly rates: Map<string, TaxRate>;
}

export function nothingNamed(rules: PriceRules): Named {
  return { ...rules, prices: new Map(), rates: new Map() };
}

type LinesInput = Pick<CreateInput, "currency" | "line_items" | "subscription_data">;

/** Builds all lines of a request. The session's currency is the requested one, or that of the first price. */
export async function gatherLines(
  tx: Tx,
  { currency: asked, line_items: given = [], subscription_data: data }: LinesInput,
  rules: PriceRules,
): Promise<Gathered> {
  const named = nothingNamed(rules);
  const lines: LineItem[] = [];
  for (const [i, line] of given.entries()) {
    lines.push(await lineFrom(tx, line, i, asked ?? lines[0]?.currency, named));
  }
  await addNamed(tx, named.rates, data?.default_tax_rates ?? [], "subscription_data[default_tax_rates]");
  checkCustomPrices(lines);
  return { lines, rates: [...named.rates.values()], currency: lines[0]?.currency ?? asked ?? null };
}

/** A new line, number `i` of the request. If no currency was requested, it is that of the price. */
export async function lineFrom(
  tx: Tx,
  given: LineItemInput,
  i: number,
  asked: string | undefined,
  named: Named,
): Promise<LineItem> {
  const priced = await priceFor(tx, given, i, named);
  checkQuantity(priced.price, given.quantity, given.adjustable_quantity, i);
  const currency = asked ?? priced.price.currency;
  checkCurrency(priced.price, currency);
  await addRates(tx, named.rates, given, i);
  return lineRow(tx, priced, currency, given);
}

/**
 * The parts of a line that come from its price and product, copied when the line is made or its price
 * changes.
 */
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

/**
 * The price that a line names, or a new one made from its `price_data`, with the parts of the line that
 * follow from it.
 */
async function priceFor(
  tx: Tx,
  line: Pick<LineItemInput, "price" | "price_data">,
  i: number,
  { checkPrice, prices, ownPrices }: Named,
): Promise<Sold> {
  const { price: id = "", price_data: data } = line;
  const found =
    prices.get(id) ??
    (data === undefined ? await usablePrice(tx, id, i, ownPrices) : await describedPrice(tx, data, i));
  checkPrice(found.price);
  prices.set(found.price.id, found);
  return found;
}

async function usablePrice(tx: Tx, id: string, i: number, ownPrices: ReadonlySet<string>): Promise<Sold> {
  const param = `line_items[${i}][price]`;
  const price = await byParam<Price>(tx, "price", id, param);
  const product = await tx.get<Product>("product", price.product);
  if (product === null || !(ownPrices.has(id) || (price.active && product.active))) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  return soldAs(price, product);
}

/**
 * Makes a price for one line. It is inactive, and so is a product made with it, because they are not meant to
 * be used again.
 */
async function describedPrice(
  tx: Tx,
  data: NonNullable<LineItemInput["price_data"]>,
  i: number,
): Promise<Sold> {
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
  const price = await makePrice(tx, { ...data, active: false }, product.id);
  return soldAs(price, product);
}

/** Adds the rates that a line names to the known ones. */
async function addRates(
  tx: Tx,
  rates: Map<string, TaxRate>,
  line: Pick<LineItemInput, "dynamic_tax_rates" | "tax_rates">,
  i: number,
): Promise<void> {
  for (const name of ["tax_rates", "dynamic_tax_rates"] as const) {
    await addNamed(tx, rates, line[name] ?? [], `line_items[${i}][${name}]`);
  }
}

/** Adds the rates that a parameter names to the known ones; each is looked up once. */
async function addNamed(
  tx: Tx,
  rates: Map<string, TaxRate>,
  ids: readonly string[],
  at: string,
): Promise<void> {
  for (const [n, id] of ids.entries()) {
    if (rates.has(id)) continue;
    const param = `${at}[${n}]`;
    const rate = await byParam<TaxRate>(tx, "tax_rate", id, param);
    if (!rate.active) {
      throw errors.rule(`The tax rate ${id} cannot be used because it is inactive.`, param);
    }
    rates.set(id, rate);
  }
}

/** The line without its figures, which `repriced` calculates. */
function lineRow(tx: Tx, sold: Sold, currency: string, line: LineItemInput): LineItem {
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
    quantity: line.quantity ?? null,
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

/** A kept line with the changes of an update. What is not sent stays, even if the price changes. */
export async function changedLine(
  tx: Tx,
  line: LineItem,
  given: Omit<LineItemInput, "tax_rates"> & { readonly tax_rates?: readonly string[] | null },
  i: number,
  named: Named,
): Promise<LineItem> {
  const { adjustable_quantity: adjustable, tax_rates } = given;
  const anew = given.price !== undefined || given.price_data !== undefined;
  const priced = anew ? await priceFor(tx, given, i, named) : null;
  if (priced !== null) checkCurrency(priced.price, line.currency);
  const price = priced?.price ?? line.price;
  const quantity = given.quantity ?? (isMetered(price) ? undefined : (line.quantity ?? undefined));
  checkQuantity(price, quantity, adjustable ?? line.adjustable_quantity, i);
  await addRates(tx, named.rates, { tax_rates: [...(tax_rates ?? [])] }, i);
  return {
    ...line,
    ...priced,
    adjustable_quantity: adjustable === undefined ? line.adjustable_quantity : adjustableRow(adjustable),
    metadata: mergeMetadata(line.metadata, given.metadata),
    quantity: quantity ?? null,
    ...(tax_rates === undefined ? {} : { _tax_rates: tax_rates ?? [], _rates_by_country: false }),
  };
}
