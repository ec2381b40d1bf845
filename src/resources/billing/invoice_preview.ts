/**
 * Previews of invoices that do not exist: `create_preview`, and the older `upcoming`. A preview is worked out as
 * the invoice would be, in a unit of work that writes nothing.
 */
import { errors } from "../../core/errors.ts";
import { type Address, address, wholeAddress } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import type { Customer } from "../customers/customer/index.ts";
import { clockOf } from "../customers/test_clock/index.ts";
import { dryRun } from "../dry_run.ts";
import { byParam, defineResource, writes } from "../resource.ts";
import { discountsFrom, discountsParam } from "./discounts.ts";
import {
  automaticTaxParam,
  changedItem,
  composePreview,
  type Invoice,
  type InvoiceItem,
  itemFrom,
  lineOfItem,
  type PreviewKind,
  pendingItems,
  previewItem,
} from "./invoice/index.ts";
import { type PreviewDetails, previewDetails, type Subscription, upcoming } from "./subscription/index.ts";

const ITEMS_MAX = 250;
const NAME_MAX = 5000;
const PHONE_MAX = 20;

const customerDetails = p.object({
  address: p.nullable(address),
  shipping: p.nullable(
    p.object({
      address: p.required(address),
      name: p.required(p.string({ max: NAME_MAX })),
      phone: p.string({ max: PHONE_MAX }),
    }),
  ),
  tax: p.notYet(),
  tax_exempt: p.nullable(p.oneOf("exempt", "none", "reverse")),
  tax_ids: p.notYet(),
});

/** The parameters that both ways to preview have in common. */
const commonParams = {
  automatic_tax: automaticTaxParam,
  currency: p.currency(),
  customer: p.string(),
  customer_details: p.about("The customer's details as they might be.", customerDetails),
  discounts: discountsParam,
  invoice_items: p.about(
    "Items that are added, or that wait and are shown changed.",
    p.list(previewItem, { max: ITEMS_MAX }),
  ),
  issuer: p.object({ account: p.notYet(), type: p.required(p.oneOf("account", "self")) }),
  on_behalf_of: p.notYet(),
  preview_mode: p.about("`recurring` leaves out the items that wait.", p.oneOf("next", "recurring")),
  schedule: p.notYet(),
  subscription: p.about("Shows what it bills next, instead of what waits for the customer.", p.string()),
} as const satisfies Fields;

const createPreviewParams = {
  ...commonParams,
  customer_account: p.notYet(),
  schedule_details: p.notYet(),
  subscription_details: p.about("The subscription as it might be.", previewDetails),
} as const satisfies Fields;

type PreviewInput = ObjectValue<typeof commonParams>;

/** The currency of a customer who has none yet. */
const CURRENCY = "usd";

/** The invoice that the customer would get now. Refused if there is nothing that it could be about. */
async function preview(
  tx: Tx,
  input: PreviewInput & { readonly subscription_details?: PreviewDetails },
  kind: PreviewKind,
): Promise<Invoice> {
  if (input.subscription !== undefined) return previewNext(tx, input, input.subscription, kind);
  if (input.subscription_details !== undefined) throw errors.notSupportedYet("subscription_details");
  if (input.customer === undefined) {
    throw errors.rule(
      "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint.",
    );
  }
  const stored = await byParam<Customer>(tx, "customer", input.customer, "customer");
  const own = dryRun(tx).at(await clockOf(tx, stored.id));
  const customer = detailed(stored, input.customer_details);
  const items = await itemsFor(own, customer, input);
  const currency = input.currency ?? customer.currency ?? items[0]?.currency ?? CURRENCY;
  const lines = items.filter((item) => item.currency === currency).map(lineOfItem);
  if (lines.length === 0) throw errors.nothingUpcoming(stored.id);
  const amount = lines.reduce((total, line) => total + line.amount, 0);
  const discounts = await discountsFrom(own, input.discounts, { customer: customer.id, currency, amount });
  return composePreview(
    own,
    {
      customer,
      currency,
      lines,
      discounts,
      ...(input.automatic_tax === undefined ? {} : { automatic_tax: input.automatic_tax }),
    },
    kind,
  );
}

/** The invoice that a subscription makes next. Discounts of the request are used instead of its own. */
async function previewNext(
  tx: Tx,
  input: PreviewInput & { readonly subscription_details?: PreviewDetails },
  id: string,
  kind: PreviewKind,
): Promise<Invoice> {
  const stored = await byParam<Subscription>(tx, "subscription", id, "subscription");
  if (input.customer !== undefined && input.customer !== stored.customer) {
    throw errors.missingResource("subscription", id, "subscription");
  }
  if (kind === "upcoming" && stored.billing_mode.type === "flexible") throw errors.rule(NOT_FOR_FLEXIBLE);
  const own = dryRun(tx).at(await clockOf(tx, stored.customer));
  const customer = detailed(
    await byParam<Customer>(own, "customer", stored.customer, "customer"),
    input.customer_details,
  );
  const mode = input.preview_mode ?? "next";
  const { at, terms } = await upcoming(own, stored, customer, input.subscription_details ?? {}, mode);
  const amount = terms.lines.reduce((total, line) => total + line.amount, 0);
  const on = { customer: customer.id, currency: terms.currency, amount };
  return composePreview(
    own.at({ clock: own.clock ?? "", now: at }),
    {
      ...terms,
      ...(input.automatic_tax === undefined ? {} : { automatic_tax: input.automatic_tax }),
      ...(input.discounts === undefined ? {} : { discounts: await discountsFrom(own, input.discounts, on) }),
    },
    kind,
  );
}

const NOT_FOR_FLEXIBLE =
  "The Upcoming Invoice API does not support `billing_mode = flexible` subscriptions. To preview invoices for these " +
  "subscriptions, use the Create Preview Invoice API instead.";

function detailed(customer: Customer, given: PreviewInput["customer_details"]): Customer {
  if (given === undefined) return customer;
  const { address: at, shipping, tax_exempt } = given;
  const whole = (one: Parameters<typeof wholeAddress>[0] | null): Address | null =>
    one === null ? null : wholeAddress(one);
  return {
    ...customer,
    ...(at === undefined ? {} : { address: whole(at) }),
    ...(shipping === undefined
      ? {}
      : {
          shipping:
            shipping === null
              ? null
              : {
                  address: wholeAddress(shipping.address),
                  name: shipping.name,
                  phone: shipping.phone ?? null,
                },
        }),
    ...(tax_exempt === undefined ? {} : { tax_exempt: tax_exempt ?? "none" }),
  };
}

/** The items that wait, with the changes of the request, and those that it adds. */
async function itemsFor(tx: Tx, customer: Customer, input: PreviewInput): Promise<InvoiceItem[]> {
  const waiting = input.preview_mode === "recurring" ? [] : await pendingItems(tx, customer.id, null);
  const items = new Map(waiting.map((item) => [item.id, item]));
  for (const [i, { invoiceitem: id, ...given }] of (input.invoice_items ?? []).entries()) {
    const path = `invoice_items[${i}]`;
    if (id === undefined) {
      const currency = given.currency ?? input.currency ?? customer.currency;
      const added = await itemFrom(tx, customer, given, { currency, path });
      items.set(added.id, added);
      continue;
    }
    const item = items.get(id);
    if (item === undefined) throw errors.missingResource("invoiceitem", id, `${path}[invoiceitem]`);
    items.set(id, await changedItem(tx, item, given, path));
  }
  return [...items.values()];
}

/** Stands for no object: its operations answer with invoices that are not stored. */
export const invoicePreview = defineResource({
  object: "_invoice_preview",
  path: "/v1/invoices",
  permission: "invoice",
  operations: {
    "POST /create_preview": writes(createPreviewParams, (tx, call) => preview(tx, call.input, "preview"), {
      answers: { kind: "invoice", list: false },
    }),
    "GET /upcoming": writes(commonParams, (tx, call) => preview(tx, call.input, "upcoming"), {
      answers: { kind: "invoice", list: false },
    }),
  },
});
