/** Creates a draft invoice for a customer, with or without the items that wait for one. */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata, wholeAddress } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byParam, type Call } from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import { methodOf } from "./collect.ts";
import { draftInvoice, type Terms } from "./draft.ts";
import type { CollectionMethod, Invoice } from "./invoice.ts";
import { type InvoiceItem, lineOfItem, pendingItems, takeUp } from "./item.ts";
import type { createParams, updateParams } from "./params.ts";
import { NO_SETTINGS, settingsFrom } from "./payment_settings.ts";
import { ratesFrom } from "./sold.ts";

type CreateInput = ObjectValue<typeof createParams>;
export type UpdateInput = ObjectValue<typeof updateParams>;

/** The currency of an invoice for a customer who has none yet. */
const CURRENCY = "usd";

/** The part of a subscription that is needed here. */
interface Billed extends Row {
  readonly currency: string;
  readonly current_period_start?: number;
  readonly customer: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly start_date: number;
}

export async function createInvoice(tx: Tx, { input }: Call<CreateInput>): Promise<Invoice> {
  const subscription =
    input.subscription === undefined
      ? null
      : await byParam<Billed>(tx, "subscription", input.subscription, "subscription");
  const customerId = input.customer ?? subscription?.customer;
  if (customerId === undefined) throw errors.missingParam("customer");
  const customer = await byParam<Customer>(tx, "customer", customerId, "customer");
  if (subscription !== null && subscription.customer !== customer.id) {
    throw errors.missingResource("subscription", subscription.id, "subscription");
  }
  const own = tx.at(await clockOf(tx, customer.id));
  checkDue(input.collection_method ?? "charge_automatically", input);
  const wanted = input.currency ?? subscription?.currency ?? customer.currency;
  const waiting = await itemsFor(own, customer.id, subscription?.id ?? null, input);
  const currency = wanted ?? waiting[0]?.currency ?? CURRENCY;
  const items = waiting.filter((item) => item.currency === currency);
  const id = own.newId("in_");
  await takeUp(own, items, id);
  const amount = items.reduce((total, item) => total + item.amount, 0);
  return draftInvoice(own, {
    ...(await termsFrom(own, input, { id, customer, currency, amount })),
    id,
    customer,
    currency,
    lines: items.map(lineOfItem),
    collection_method: input.collection_method ?? "charge_automatically",
    auto_advance: input.auto_advance ?? false,
    ...(subscription === null
      ? {}
      : {
          subscription: { id: subscription.id, metadata: subscription.metadata },
          period: { end: own.now, start: subscription.current_period_start ?? subscription.start_date },
        }),
  });
}

/** The items that a new invoice takes up: those of its subscription, or of the customer if the request says so. */
async function itemsFor(
  reader: Reader,
  customer: string,
  subscription: string | null,
  input: CreateInput,
): Promise<InvoiceItem[]> {
  if (subscription !== null) return pendingItems(reader, customer, subscription);
  return input.pending_invoice_items_behavior === "include" ? pendingItems(reader, customer, null) : [];
}

/** Refuses a due date where nothing is sent, and a bill without one. */
export function checkDue(
  method: CollectionMethod,
  { days_until_due, due_date }: Pick<CreateInput, "days_until_due" | "due_date">,
): void {
  const isDue = days_until_due !== undefined || due_date !== undefined;
  if (method === "send_invoice" && !isDue) {
    throw errors.rule(
      "If invoice collection method is 'send_invoice', you must specify 'due_date' or 'days_until_due'.",
    );
  }
  if (method === "charge_automatically" && isDue) {
    throw errors.rule(
      "You can only specify 'due_date' or 'days_until_due' if invoice collection method is 'send_invoice'.",
    );
  }
  if (days_until_due !== undefined && due_date !== undefined) {
    throw errors.onlyOneOf(["days_until_due", "due_date"]);
  }
}

interface Of {
  readonly id: string;
  readonly customer: Pick<Customer, "id">;
  readonly currency: string;
  readonly amount: number;
  /** What a draft has already. */
  readonly settings?: Invoice["payment_settings"];
}

/** What a request may say of a draft, both when it is made and later. */
export type Told = Omit<
  Partial<Terms>,
  | "auto_advance"
  | "billing_reason"
  | "collection_method"
  | "currency"
  | "customer"
  | "id"
  | "lines"
  | "period"
  | "subscription"
>;

/** What a request says of a draft, with everything that it names looked up. */
export async function termsFrom(
  tx: Tx,
  input: UpdateInput,
  { id, customer, currency, amount, settings: before }: Of,
): Promise<Told> {
  const given = <K extends keyof Told>(key: K, value: Told[K] | undefined) =>
    value === undefined ? {} : ({ [key]: value } as Pick<Told, K>);
  const { default_payment_method: method, due_date, payment_settings: settings, shipping_details } = input;
  if (due_date !== undefined && due_date <= tx.now) throw errors.mustBeFuture("due_date", due_date);
  for (const [i, taxId] of (input.account_tax_ids ?? []).entries()) {
    await byParam(tx, "tax_id", taxId, `account_tax_ids[${i}]`);
  }
  if (method !== undefined) await methodOf(tx, customer.id, method, "default_payment_method");
  const payment_settings =
    settings === undefined ? undefined : settingsFrom(settings, before ?? NO_SETTINGS, currency);
  const discounts =
    input.discounts === undefined
      ? undefined
      : await discountsFrom(tx, input.discounts, { customer: customer.id, currency, amount, invoice: id });
  const rates =
    input.default_tax_rates === undefined
      ? undefined
      : await ratesFrom(tx, input.default_tax_rates, "default_tax_rates");
  return {
    ...given("account_tax_ids", input.account_tax_ids),
    ...given("automatic_tax", input.automatic_tax),
    ...given("custom_fields", input.custom_fields),
    ...given("days_until_due", input.days_until_due),
    ...given("default_payment_method", method),
    ...given("default_tax_rates", rates),
    ...given("description", input.description),
    ...given("discounts", discounts),
    ...given("due_date", due_date),
    ...given("effective_at", input.effective_at),
    ...given("footer", input.footer),
    ...(input.metadata === undefined ? {} : { metadata: mergeMetadata({}, input.metadata) }),
    ...given("number", input.number),
    ...given("payment_settings", payment_settings),
    ...given("rendering", renderingOf(input.rendering)),
    ...given("shipping_details", shippingOf(shipping_details)),
    ...given("statement_descriptor", input.statement_descriptor),
  };
}

function renderingOf(given: UpdateInput["rendering"]): Invoice["rendering"] | undefined {
  if (given === undefined) return undefined;
  return {
    amount_tax_display: given.amount_tax_display ?? null,
    pdf: { page_size: given.pdf?.page_size ?? "auto" },
    template: null,
    template_version: null,
  };
}

function shippingOf(given: UpdateInput["shipping_details"]): Invoice["shipping_details"] | undefined {
  if (given === undefined || given === null) return given;
  return { address: wholeAddress(given.address), name: given.name, phone: given.phone ?? null };
}
