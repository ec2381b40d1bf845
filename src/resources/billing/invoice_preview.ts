/**
 * Previews of invoices that do not exist: `create_preview`, and the older `upcoming`. A preview is worked out as
 * the invoice would be, in a unit of work that writes nothing.
 */
import type { Behaviour } from "../../core/behaviour.ts";
import { errors } from "../../core/errors.ts";
import { type Address, address, momentOr, wholeAddress } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import { blankCustomer, type Customer } from "../customers/customer/index.ts";
import { clockOf } from "../customers/test_clock/index.ts";
import { dryRun } from "../dry_run.ts";
import { byParam, type Call, defineResource, writes } from "../resource.ts";
import { discountsFrom, discountsParam } from "./discounts.ts";
import {
  automaticTaxParam,
  changedItem,
  checkItemCurrency,
  composePreview,
  currencyOf,
  type Invoice,
  type InvoiceItem,
  itemFrom,
  lineOfItem,
  NOBODY,
  type PreviewKind,
  pendingItems,
  previewItem,
  type Terms,
} from "./invoice/index.ts";
import {
  opening,
  type PreviewDetails,
  previewDetailFields,
  type Subscription,
  upcoming,
} from "./subscription/index.ts";
import { checkSamePhase } from "./subscription_schedule/index.ts";

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
  subscription_details: p.about("The subscription as it might be.", p.object(previewDetailFields)),
} as const satisfies Fields;

/** The subscription's details are part of it in every version that has it, by one name or another. */
const upcomingParams = {
  ...commonParams,
  subscription_details: createPreviewParams.subscription_details,
} as const satisfies Fields;

const of = previewDetailFields;

/** What older versions called the parts of `subscription_details`; and the only discount, by its coupon. */
const olderUpcomingParams = {
  coupon: p.about("A coupon to apply.", p.nullable(p.string())),
  subscription_billing_cycle_anchor: momentOr("now", "unchanged"),
  subscription_cancel_at: of.cancel_at,
  subscription_cancel_at_period_end: of.cancel_at_period_end,
  subscription_cancel_now: of.cancel_now,
  subscription_default_tax_rates: of.default_tax_rates,
  subscription_items: of.items,
  subscription_proration_behavior: of.proration_behavior,
  subscription_proration_date: of.proration_date,
  subscription_resume_at: of.resume_at,
  subscription_start_date: of.start_date,
  subscription_trial_end: of.trial_end,
  subscription_trial_from_plan: p.notYet(p.boolean(), [false]),
} as const satisfies Fields;

type PreviewInput = ObjectValue<typeof commonParams>;

/** The currency of a customer who has none yet. */
const CURRENCY = "usd";

/** What a request asks to be shown: the parameters of both ways to preview. */
type Asked = PreviewInput & { readonly subscription_details?: PreviewDetails };

/** The invoice that there would be. Refused if there is nothing that it could be about. */
async function preview(tx: Tx, { input, behaviour }: Call<Asked>, kind: PreviewKind): Promise<Invoice> {
  if (input.subscription !== undefined) return previewNext(tx, input, input.subscription, kind);
  const { customer, subscription_details: details } = input;
  if (details !== undefined) return previewNew(tx, input, details, behaviour, kind);
  if (customer !== undefined) return previewWaiting(tx, input, customer, kind);
  throw errors.rule(
    "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint.",
  );
}

/** The invoice of what waits for a customer, if it were made now. */
async function previewWaiting(tx: Tx, input: PreviewInput, id: string, kind: PreviewKind): Promise<Invoice> {
  const { own, customer } = await buyer(tx, id, input);
  const waiting = input.preview_mode === "recurring" ? [] : await pendingItems(own, customer.id, null);
  const known = input.currency ?? customer.currency ?? waiting[0]?.currency ?? null;
  const asked = input.invoice_items ?? [];
  const items = await withAsked(own, customer, waiting, { asked, currency: known });
  const currency = known ?? items[0]?.currency ?? CURRENCY;
  const lines = items.filter((item) => item.currency === currency).map(lineOfItem);
  const terms = await changed(own, { customer, currency, lines }, input);
  if (terms.lines.length === 0) throw errors.nothingUpcoming(customer.id);
  return composePreview(own, terms, kind);
}

/** The invoice that a subscription makes next. Discounts of the request are used instead of its own. */
async function previewNext(tx: Tx, input: Asked, id: string, kind: PreviewKind): Promise<Invoice> {
  const stored = await byParam<Subscription>(tx, "subscription", id, "subscription");
  if (input.customer !== undefined && input.customer !== stored.customer) {
    throw errors.missingResource("subscription", id, "subscription");
  }
  if (kind === "upcoming" && stored.billing_mode.type === "flexible") throw errors.rule(NOT_FOR_FLEXIBLE);
  const { currency } = stored;
  if (input.currency !== undefined && input.currency !== currency) {
    throw errors.rule(
      `The subscription is billed in \`${currency}\`. This doesn't match the expected currency: \`${input.currency}\`.`,
      "currency",
    );
  }
  const { own, customer } = await buyer(tx, stored.customer, input);
  const asked = input.invoice_items ?? [];
  const next = await upcoming(own, stored, customer, {
    details: input.subscription_details ?? {},
    mode: input.preview_mode ?? "next",
    withAsked: (waiting) => withAsked(own, customer, waiting, { asked, currency }),
  });
  await checkSamePhase(own, stored, next.at);
  return composePreview(atTime(own, next.at), await changed(own, next.terms, input), kind);
}

/** The first invoice of a subscription that does not exist, for a customer or for nobody in particular. */
async function previewNew(
  tx: Tx,
  input: Asked,
  details: PreviewDetails,
  behaviour: Behaviour,
  kind: PreviewKind,
): Promise<Invoice> {
  const mode = details.billing_mode?.type ?? behaviour.billing_mode_default;
  if (kind === "upcoming" && mode === "flexible") throw errors.rule(NOT_FOR_FLEXIBLE);
  const { own, customer } = await buyer(tx, input.customer ?? null, input);
  const { currency, discounts, ...rest } = input;
  const terms = {
    ...(currency === undefined ? {} : { currency }),
    ...(discounts === undefined ? {} : { discounts }),
  };
  const next = await opening(own, customer, details, terms, behaviour, input.preview_mode ?? "next");
  const asked = input.invoice_items ?? [];
  const added = await withAsked(own, customer, [], { asked, currency: next.terms.currency });
  const lines = [...added.map(lineOfItem), ...next.terms.lines];
  const whole = await changed(own, { ...next.terms, lines }, rest);
  return composePreview(atTime(own, next.at), whole, kind);
}

interface Buyer {
  /** A unit of work that writes nothing, at the customer's time. */
  readonly own: Tx;
  readonly customer: Customer;
}

/** The customer as the request describes them; without an id, one of whom only that is known. */
async function buyer(tx: Tx, id: string | null, input: PreviewInput): Promise<Buyer> {
  const stored = id === null ? null : await byParam<Customer>(tx, "customer", id, "customer");
  const own = dryRun(tx).at(await clockOf(tx, id));
  return { own, customer: detailed(stored ?? { ...blankCustomer(own), id: NOBODY }, input.customer_details) };
}

function atTime(own: Tx, now: number): Tx {
  return own.at({ clock: own.clock ?? "", now });
}

/** The terms of an invoice with the taxes and discounts that the request gives it instead of its own. */
async function changed(
  tx: Tx,
  terms: Terms,
  { automatic_tax, discounts }: Pick<PreviewInput, "automatic_tax" | "discounts">,
): Promise<Terms> {
  const amount = terms.lines.reduce((total, line) => total + line.amount, 0);
  const on = { customer: terms.customer.id, currency: terms.currency, amount };
  return {
    ...terms,
    ...(automatic_tax === undefined ? {} : { automatic_tax }),
    ...(discounts === undefined ? {} : { discounts: await discountsFrom(tx, discounts, on) }),
  };
}

interface AskedItems {
  readonly asked: NonNullable<PreviewInput["invoice_items"]>;
  /** The invoice's; null if the first item decides. */
  readonly currency: string | null;
}

/** The items that wait, with the changes of the request, and those that it adds in the invoice's currency. */
async function withAsked(
  tx: Tx,
  customer: Customer,
  waiting: readonly InvoiceItem[],
  { asked, currency: known }: AskedItems,
): Promise<InvoiceItem[]> {
  const items = new Map(waiting.map((item) => [item.id, item]));
  let invoice = known === null ? null : { currency: known };
  for (const [i, { invoiceitem: id, ...given }] of asked.entries()) {
    const path = `invoice_items[${i}]`;
    if (id === undefined) {
      const currency = given.currency ?? invoice?.currency ?? (await currencyOf(tx, given));
      if (currency !== null) checkItemCurrency(currency, invoice, path);
      const added = await itemFrom(tx, customer, given, { currency, path });
      invoice ??= { currency: added.currency };
      items.set(added.id, added);
      continue;
    }
    const item = items.get(id);
    if (item === undefined) throw errors.missingResource("invoiceitem", id, `${path}[invoiceitem]`);
    items.set(id, await changedItem(tx, item, given, path));
  }
  return [...items.values()];
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

/** Stands for no object: its operations answer with invoices that are not stored. */
export const invoicePreview = defineResource({
  object: "_invoice_preview",
  path: "/v1/invoices",
  permission: "invoice",
  operations: {
    "POST /create_preview": writes(createPreviewParams, (tx, call) => preview(tx, call, "preview"), {
      answers: { kind: "invoice", list: false },
    }),
    "GET /upcoming": writes(upcomingParams, (tx, call) => preview(tx, call, "upcoming"), {
      answers: { kind: "invoice", list: false },
      olderParams: olderUpcomingParams,
    }),
  },
});
