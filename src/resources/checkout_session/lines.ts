/** The lines of a session from what was sent: each price found or made, its product and tax rates looked up. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { checkRecurring, insertPrice, type Price, recurringOf, unitAmounts } from "../price/index.ts";
import { createProduct, type Product } from "../product.ts";
import { byParam } from "../resource.ts";
import type { TaxRate } from "../tax_rate.ts";
import { checkCurrency, checkLineTotal, checkPrice, checkQuantity } from "./line_rules.ts";
import type { LineItemInput } from "./params.ts";
import type { LineItem } from "./session.ts";

export interface Gathered {
  readonly lines: readonly LineItem[];
  /** Every rate the lines name, once. */
  readonly rates: readonly TaxRate[];
  readonly currency: string;
}

/** The lines as they were sent. The session's currency is the one asked for, or that of the first price. */
export async function gatherLines(
  tx: Tx,
  given: readonly LineItemInput[],
  asked: string | undefined,
): Promise<Gathered> {
  const lines: LineItem[] = [];
  const rates = new Map<string, TaxRate>();
  const priced = new Map<string, PricedProduct>();
  let currency = asked;
  for (const [i, line] of given.entries()) {
    const known = priced.get(line.price ?? "");
    const { price, product } = known ?? (await priceFor(tx, line, i));
    priced.set(price.id, { price, product });
    checkPrice(price, line, i, given.length);
    currency ??= price.currency;
    checkCurrency(price, currency);
    await addRates(tx, rates, line, i);
    lines.push(lineRow(tx, price, product, currency, line));
  }
  return { lines, rates: [...rates.values()], currency: currency ?? "usd" };
}

interface PricedProduct {
  readonly price: Price;
  readonly product: Product;
}

/** The price a line names, or a new one made from its `price_data`; with the product it is for. */
async function priceFor(tx: Tx, line: LineItemInput, i: number): Promise<PricedProduct> {
  if (line.price_data !== undefined) return makePrice(tx, line.price_data, i);
  const param = `line_items[${i}][price]`;
  const price = await byParam<Price>(tx, "price", line.price ?? "", param);
  const product = await tx.get<Product>("product", price.product);
  if (product === null || !(line._made || (price.active && product.active))) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  return { price, product };
}

/** Prices made for one line are not for use again: they, and products made with them, are inactive. */
async function makePrice(
  tx: Tx,
  data: NonNullable<LineItemInput["price_data"]>,
  i: number,
): Promise<PricedProduct> {
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
  return { price, product };
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
function lineRow(tx: Tx, price: Price, product: Product, currency: string, line: LineItemInput): LineItem {
  const quantity = line.quantity ?? 1;
  checkLineTotal({ price, currency, quantity, custom: null });
  const { adjustable_quantity: adjustable } = line;
  return {
    id: tx.newId("li_"),
    object: "item",
    adjustable_quantity: adjustableRow(adjustable),
    amount_discount: 0,
    amount_subtotal: 0,
    amount_tax: 0,
    amount_total: 0,
    currency,
    description: product.name,
    metadata: mergeMetadata({}, line.metadata),
    price,
    quantity,
    _product: {
      description: product.description,
      image: product.images[0] ?? null,
      tax_code: product.tax_code,
      unit_label: product.unit_label,
    },
    _custom_amount: null,
    _tax_rates: line.tax_rates ?? line.dynamic_tax_rates ?? [],
    _rates_by_country: line.dynamic_tax_rates !== undefined,
    _taxes: [],
  };
}

export function adjustableRow(given: LineItemInput["adjustable_quantity"]): LineItem["adjustable_quantity"] {
  if (given === undefined) return null;
  return { enabled: given.enabled, maximum: given.maximum ?? null, minimum: given.minimum ?? null };
}

/** A kept line with what an update says of it. */
export async function changedLine(
  tx: Tx,
  line: LineItem,
  given: Omit<LineItemInput, "tax_rates"> & { readonly tax_rates?: readonly string[] | null },
  i: number,
): Promise<{ line: LineItem; rates: readonly TaxRate[] }> {
  const { tax_rates, ...rest } = given;
  const named: LineItemInput = { ...rest, ...(tax_rates ? { tax_rates: [...tax_rates] } : {}) };
  if (given.price !== undefined || given.price_data !== undefined) {
    const whole = { quantity: line.quantity, ...named };
    const fresh = await gatherLines(tx, [whole], line.currency);
    const [made] = fresh.lines;
    if (made === undefined) throw new Error("a line that was sent is a line");
    return { line: { ...made, id: line.id }, rates: fresh.rates };
  }
  const quantity = given.quantity ?? line.quantity;
  const adjustable = given.adjustable_quantity;
  checkQuantity(quantity, adjustable ?? line.adjustable_quantity ?? undefined, i);
  const rates = new Map<string, TaxRate>();
  await addRates(tx, rates, named, i);
  return {
    line: {
      ...line,
      adjustable_quantity: adjustable === undefined ? line.adjustable_quantity : adjustableRow(adjustable),
      metadata: mergeMetadata(line.metadata, given.metadata),
      quantity,
      ...(tax_rates === undefined ? {} : { _tax_rates: tax_rates ?? [], _rates_by_country: false }),
    },
    rates: [...rates.values()],
  };
}
