/** The operations on invoice items: created for a customer or for a draft, changed, deleted and listed. */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { type Fields, inside, type ObjectValue, p } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedAmount, planOf, publicPrice } from "../../catalog/price/index.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Deleted } from "../../deleted.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  isDeleted,
  lists,
  noParams,
  publicPart,
  reference,
  retrieves,
  writes,
} from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import { assertDraft, draftByParam, editDraft, withChangedItem, withItems, withoutItem } from "./edit.ts";
import type { Invoice } from "./invoice.ts";
import { createItem, type InvoiceItem, NO_SUBSCRIPTION } from "./item.ts";
import { checkPeriod, currencyOf, isPriced, ratesFrom, soldFrom, termsFrom } from "./sold.ts";
import { itemFields, olderItemFields, type SoldInput } from "./sold_params.ts";

const createParams = {
  ...itemFields,
  currency: p.about("That of its invoice, price or customer if absent.", p.currency()),
  customer: p.string(),
  customer_account: p.notYet(),
  invoice: p.about("A draft that it becomes a line of; without it, it waits for an invoice.", p.string()),
  subscription: p.about("Only invoices of this subscription take it up.", p.string()),
} as const satisfies Fields;

const updateParams = { ...itemFields, invoicing_rules: p.notYet() } as const satisfies Fields;

const listParams = {
  customer: p.string(),
  customer_account: p.notYet(),
  invoice: p.string(),
  pending: p.about("Those that wait for an invoice, or those that are on one.", p.boolean()),
} as const satisfies Fields;

type CreateInput = ObjectValue<typeof createParams> & SoldInput;

async function create(tx: Tx, { input }: Call<CreateInput>): Promise<InvoiceItem> {
  if (input.customer === undefined) throw errors.missingParam("customer");
  const customer = await byParam<Customer>(tx, "customer", input.customer, "customer");
  const own = tx.at(await clockOf(tx, customer.id));
  const draft = input.invoice === undefined ? null : await draftByParam(own, input.invoice, "invoice");
  if (draft !== null && draft.customer !== customer.id) {
    throw errors.missingResource("invoice", draft.id, "invoice");
  }
  if (input.subscription !== undefined) await checkSubscription(own, input.subscription, customer.id);
  const item = await itemFrom(own, customer, input, {
    currency: input.currency ?? draft?.currency ?? (await currencyOf(own, input)) ?? customer.currency,
    draft,
    path: "",
    subscription: input.subscription ?? null,
  });
  if (draft !== null) await editDraft(own, draft, withItems(own, draft, [item]));
  return item;
}

interface Where {
  readonly currency: string | null;
  /** The path of its parameters; "" for the top. */
  readonly path: string;
  readonly draft?: Invoice | null;
  readonly subscription?: string | null;
}

/** Writes the item that a request describes. Its line on a draft is the caller's to write. */
export async function itemFrom(
  tx: Tx,
  customer: Customer,
  input: SoldInput,
  { currency, path, draft = null, subscription = null }: Where,
): Promise<InvoiceItem> {
  if (currency === null) throw errors.missingParam(inside(path, "currency"));
  checkItemCurrency(currency, draft, path);
  const sold = await soldFrom(tx, input, { currency, path });
  const id = tx.newId("ii_");
  const of = { customer: customer.id, currency, amount: sold.amount, item: id };
  const terms = await termsFrom(tx, input, of, path);
  return createItem(tx, {
    ...sold,
    ...terms,
    id,
    customer,
    currency,
    subscription,
    invoice: draft?.id ?? null,
  });
}

/** The part of a subscription that is needed here. */
interface Owned {
  readonly id: string;
  readonly object: string;
  readonly customer: string;
}

async function checkSubscription(tx: Tx, id: string, customer: string): Promise<void> {
  const subscription = await byParam<Owned>(tx, "subscription", id, "subscription");
  if (subscription.customer !== customer) throw errors.missingResource("subscription", id, "subscription");
}

/** Refuses an item of another currency than its invoice has, which is null if there is none yet. */
export function checkItemCurrency(
  currency: string,
  invoice: Pick<Invoice, "currency"> | null,
  path: string,
): void {
  if (invoice === null || invoice.currency === currency) return;
  throw errors.rule(
    `The currency of the invoice item, \`${currency}\`, must be that of its invoice, \`${invoice.currency}\`.`,
    inside(path, "currency"),
  );
}

async function update(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof updateParams> & SoldInput>,
): Promise<InvoiceItem> {
  const stored = await byPath<InvoiceItem>(tx, "invoiceitem", id);
  const own = tx.at(await clockOf(tx, stored.customer));
  const draft = await draftOf(own, stored);
  const after = await changedItem(own, stored, input);
  await own.update(after); // Stripe has withdrawn the event `invoiceitem.updated`
  if (draft !== null) await editDraft(own, draft, withChangedItem(own, draft, after));
  return after;
}

/** The item with the parameters of a request applied, which may be those of one of its invoice's lines. */
export async function changedItem(
  tx: Tx,
  before: InvoiceItem,
  input: SoldInput,
  path = "",
): Promise<InvoiceItem> {
  const at = (name: string) => inside(path, name);
  const { currency, customer } = before;
  checkPeriod(input.period, at("period"));
  const repriced = await repricing(tx, before, input, path);
  const amount = repriced.amount ?? before.amount;
  const rates = input.tax_rates === undefined ? null : await ratesFrom(tx, input.tax_rates, at("tax_rates"));
  const on = { customer, currency, amount, invoice_item: before.id };
  const discounts =
    input.discounts === undefined ? null : await discountsFrom(tx, input.discounts, on, at("discounts"));
  return {
    ...before,
    ...repriced,
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.discountable === undefined ? {} : { discountable: input.discountable }),
    ...(discounts === null ? {} : { discounts: discounts.map((one) => one.id), _discounts: discounts }),
    metadata: mergeMetadata(before.metadata, input.metadata),
    ...(input.period === undefined ? {} : { period: input.period }),
    ...(rates === null ? {} : { tax_rates: rates }),
    _taxed: {
      behavior: input.tax_behavior ?? repriced._taxed?.behavior ?? before._taxed.behavior,
      code: input.tax_code === undefined ? (repriced._taxed?.code ?? before._taxed.code) : input.tax_code,
    },
  };
}

/** What follows from a new price, amount or quantity. A quantity alone multiplies the price that is there. */
async function repricing(
  tx: Tx,
  before: InvoiceItem,
  input: SoldInput,
  path: string,
): Promise<Partial<InvoiceItem>> {
  const { currency, _price: price } = before;
  if (!isPriced(input) && input.quantity === undefined) return {};
  if (!isPriced(input)) {
    const quantity = input.quantity ?? before.quantity;
    return {
      amount: billedAmount(price, currency, quantity),
      quantity,
      quantity_decimal: String(quantity),
    };
  }
  const keeps = input.quantity === undefined && input.amount === undefined;
  const sold = await soldFrom(
    tx,
    { ...input, ...(keeps ? { quantity: before.quantity } : {}) },
    { currency, path },
  );
  const kept = sold.price;
  return {
    amount: sold.amount,
    pricing: {
      price_details: { price: kept.id, product: kept.product },
      type: "price_details",
      unit_amount_decimal: sold.unit_amount_decimal,
    },
    quantity: sold.quantity,
    quantity_decimal: String(sold.quantity),
    _price: kept,
    _taxed: sold.taxed,
  };
}

/** The draft that an item is on; null if it waits for one. Refuses an item of a finalized invoice. */
async function draftOf(tx: Tx, item: InvoiceItem): Promise<Invoice | null> {
  const invoice = item.invoice === null ? null : await tx.get<Invoice>("invoice", item.invoice);
  if (invoice !== null) assertDraft(invoice);
  return invoice;
}

async function remove(tx: Tx, { id }: Call<object>): Promise<Deleted> {
  const item = await byPath<InvoiceItem>(tx, "invoiceitem", id);
  const own = tx.at(await clockOf(tx, item.customer));
  const draft = await draftOf(own, item);
  if (draft !== null) await editDraft(own, draft, withoutItem(draft, item.id));
  await own.hide(item);
  await own.emit("invoiceitem.deleted", item);
  return { id: item.id, object: "invoiceitem", deleted: true };
}

export const invoiceItem = defineResource<InvoiceItem>({
  object: "invoiceitem",
  path: "/v1/invoiceitems",
  permission: "invoice",
  keys: (row) => ({
    customer: row.customer,
    invoice: row.invoice,
    pending: String(row.invoice === null),
    subscription: row.parent?.subscription_details.subscription ?? NO_SUBSCRIPTION,
  }),
  expands: {
    customer: reference("customer"),
    discounts: reference("discount"),
    invoice: reference("invoice"),
    "pricing.price_details.price": reference("price"),
    test_clock: reference("test_helpers.test_clock"),
  },
  operations: {
    "POST /": writes(createParams, create, { olderParams: olderItemFields }),
    "GET /": lists("invoiceitem", listParams, ({ customer, invoice, pending }) => ({
      customer,
      invoice,
      pending,
    })),
    "GET /:id": retrieves("invoiceitem"),
    "POST /:id": writes(updateParams, update, { olderParams: olderItemFields }),
    "DELETE /:id": writes(noParams, remove),
  },
  view: (row) =>
    isDeleted(row)
      ? publicPart(row)
      : {
          ...publicPart(row),
          _price: publicPrice(row._price),
          _plan: row._price.recurring === null ? null : planOf(row._price),
          _subscription: row.parent?.subscription_details.subscription ?? null,
        },
});
