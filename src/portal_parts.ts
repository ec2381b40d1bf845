/**
 * Implements `page/portal_port.ts`: reads what the customer portal shows. What customers do there is in
 * `portal_acting.ts`. Part of the composition root.
 */

import { accountIdIn } from "./core/ids.ts";
import { typeNamed } from "./method_types/index.ts";
import type {
  FoundPortal,
  FoundSubscription,
  OfferedPlan,
  PortalMethod,
  PortalParts,
  PortalResult,
} from "./page/portal_port.ts";
import {
  Acting,
  ADD_TAX_ID,
  DETACH,
  notOffered,
  REMOVE_TAX_ID,
  UPDATE_CUSTOMER,
  UPDATE_SUBSCRIPTION,
} from "./portal_acting.ts";
import type { Invoice } from "./resources/billing/invoice/index.ts";
import {
  CONFIGURATION,
  type CustomerUpdate,
  isCancelable,
  isOffered,
  isRenewable,
  isUpdatable,
  offeredPrices,
  type PlanChange,
  type PortalConfiguration,
  type PortalSession,
  quantityBounds,
  RENEWAL,
  takesCodes,
  visitPortal,
  withCoupon,
} from "./resources/billing/portal/index.ts";
import type { Subscription } from "./resources/billing/subscription/index.ts";
import { type Coupon, couponFault } from "./resources/catalog/coupon.ts";
import { billedAmount, type Price } from "./resources/catalog/price/index.ts";
import type { Product } from "./resources/catalog/product.ts";
import { findByCode } from "./resources/catalog/promotion_code/index.ts";
import type { Customer } from "./resources/customers/customer/index.ts";
import { livingCustomer } from "./resources/customers/customer/index.ts";
import { heldOf, type PaymentMethod } from "./resources/customers/payment_method/index.ts";
import type { TaxId } from "./resources/customers/tax_id.ts";
import type { SetupIntent } from "./resources/payments/setup_intent/index.ts";
import { type Account, accountOf, NO_CAUSE, type Reader, type Store } from "./storage/port.ts";

const SUBSCRIPTIONS_MAX = 20;
const METHODS_MAX = 20;
const INVOICES_MAX = 24;
const TAX_IDS_MAX = 10;

export function portalParts(store: Store): PortalParts {
  const acting = new Acting(store);
  return {
    find: (token) => find(store, accountOf(accountIdIn(token)), token),
    plans: (found, of) => store.read(found.account, (reader) => plansOf(reader, found.configuration, of)),
    withCode: (found, change, code) => withCode(store, found, change, code),
    preview: (found, of, change) => acting.preview(found, of, change),
    change: (found, of, change, returnUrl) => acting.change(found, of, change, returnUrl),
    cancel: (found, of) => acting.cancel(found, of),
    giveReason: async (found, id, cancellation_details) =>
      (await isOwn(store, found, id))
        ? acting.done(found.account, UPDATE_SUBSCRIPTION, { cancellation_details }, id)
        : notOffered(),
    renew: ({ account }, { can, subscription: { id } }) =>
      can.renew ? acting.done(account, UPDATE_SUBSCRIPTION, RENEWAL, id) : notOffered(),
    acceptOffer: ({ account, offer, session }, { can, subscription }) =>
      can.cancel && offer !== null && session.flow?.subscription_cancel?.subscription === subscription.id
        ? acting.done(account, UPDATE_SUBSCRIPTION, withCoupon(subscription, offer.id), subscription.id)
        : notOffered(),
    addCard: (found, card, returnUrl) => acting.addCard(found, card, returnUrl),
    cardOf: (found, id) => store.read(found.account, (reader) => cardOf(reader, found, id)),
    makeDefault: (found, id) => acting.makeDefault(found, id),
    removeMethod: (found, id) =>
      found.methods.some((method) => method.id === id && method.isRemovable)
        ? acting.done(found.account, DETACH, {}, id)
        : notOffered(),
    updateCustomer: ({ account, customer }, details) =>
      acting.done(account, UPDATE_CUSTOMER, details, customer.id),
    addTaxId: (found, taxId) =>
      ifAllowed(found, "tax_id", () => acting.done(found.account, ADD_TAX_ID, taxId, found.customer.id)),
    removeTaxId: (found, id) =>
      ifAllowed(found, "tax_id", () => acting.done(found.account, REMOVE_TAX_ID, {}, found.customer.id, id)),
  };
}

function ifAllowed(
  { configuration }: FoundPortal,
  what: CustomerUpdate,
  run: () => Promise<PortalResult>,
): Promise<PortalResult> {
  const { allowed_updates, enabled } = configuration.features.customer_update;
  return enabled && allowed_updates.includes(what) ? run() : notOffered();
}

// --- what the portal shows --------------------------------------------------------------------------------

async function find(store: Store, account: Account, token: string): ReturnType<PortalParts["find"]> {
  const session = await store.transact(account, NO_CAUSE, (tx) => visitPortal(tx, token));
  if (session === null || session === "expired") return session;
  return store.read(account, async (reader) => {
    const configuration = await reader.get<PortalConfiguration>(CONFIGURATION, session.configuration);
    const customer = await livingCustomer(reader, session.customer);
    if (configuration === null || customer === null) return "expired";
    const of = { customer: customer.id };
    const page = (limit: number) => ({ limit, unlisted: true }) as const;
    const living = { ...of, living: "true" };
    const rows = await reader.list<Subscription>("subscription", living, page(SUBSCRIPTIONS_MAX));
    const shown = rows.rows.filter(({ status }) => status !== "incomplete");
    const methods = await reader.list<PaymentMethod>("payment_method", of, page(METHODS_MAX));
    const invoices = await reader.list<Invoice>("invoice", of, page(INVOICES_MAX));
    const taxIds = await reader.list<TaxId>("tax_id", { owner: customer.id }, page(TAX_IDS_MAX));
    return {
      account,
      session,
      configuration,
      customer,
      taxIds: taxIds.rows,
      offer: await offerOf(reader, session, shown),
      subscriptions: await inTurn(shown, (row) => shownSubscription(reader, configuration, row)),
      methods: methods.rows.flatMap((method) => shownMethod(method, customer, configuration, shown)),
      invoices: invoices.rows.filter(({ status }) => status !== "draft"),
    };
  });
}

/** The coupon that a session offers, unless the subscription has it already. */
async function offerOf(
  reader: Reader,
  { flow }: PortalSession,
  all: readonly Subscription[],
): Promise<Coupon | null> {
  const { retention, subscription } = flow?.subscription_cancel ?? {};
  if (retention === null || retention === undefined) return null;
  const { coupon: id } = retention.coupon_offer;
  const discounts = all.find((one) => one.id === subscription)?._discounts ?? [];
  if (discounts.some(({ source }) => source.coupon === id)) return null;
  const coupon = await reader.get<Coupon>("coupon", id);
  return coupon === null || couponFault(coupon, reader.now) !== null ? null : coupon;
}

async function inTurn<T, R>(values: readonly T[], make: (value: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const value of values) made.push(await make(value));
  return made;
}

async function shownSubscription(
  reader: Reader,
  configuration: PortalConfiguration,
  subscription: Subscription,
): Promise<FoundSubscription> {
  return {
    subscription,
    items: await inTurn(subscription._items, async ({ price, quantity }) => {
      const product = await reader.get<Product>("product", price.product);
      const amount = quantity === null ? null : billedAmount(price, subscription.currency, quantity);
      return { name: product?.name ?? price.nickname ?? price.id, price, quantity, amount };
    }),
    can: {
      cancel: isCancelable(configuration, subscription),
      renew: isRenewable(configuration, subscription),
      update: isUpdatable(configuration, subscription),
    },
  };
}

/** A method that pays stays as long as there is something to pay, as in Stripe's portal. */
function shownMethod(
  method: PaymentMethod,
  { invoice_settings: { default_payment_method: ofCustomer } }: Customer,
  { features }: PortalConfiguration,
  subscriptions: readonly Subscription[],
): PortalMethod[] {
  const { family, name } = typeNamed(method.type);
  const look = family.saved(heldOf(method));
  if (look === null) return [];
  const { id } = method;
  const ofSubscription = subscriptions.some((one) => one.default_payment_method === id);
  const isPaying = id === ofCustomer || ofSubscription;
  const isDefault = id === ofCustomer || (ofCustomer === null && ofSubscription);
  const { enabled } = features.payment_method_update;
  return [
    { id, name, ...look, isDefault, isRemovable: enabled && (!isPaying || subscriptions.length === 0) },
  ];
}

async function plansOf(
  reader: Reader,
  configuration: PortalConfiguration,
  { items, subscription }: FoundSubscription,
): Promise<readonly OfferedPlan[]> {
  const current = items[0]?.price;
  const others = offeredPrices(configuration).filter((id) => id !== current?.id);
  const prices = await inTurn(others, (id) => reader.get<Price>("price", id));
  const offered = prices.filter((price) => price !== null && isOffered(price, subscription.currency));
  const all = [current, ...offered].filter((price) => price !== undefined && price !== null);
  const plans = await inTurn(all, async (price): Promise<OfferedPlan | null> => {
    const product = await reader.get<Product>("product", price.product);
    const isCurrent = price.id === current?.id;
    if (product === null || !(product.active || isCurrent)) return null;
    const amount = billedAmount(price, subscription.currency, 1);
    const quantity = quantityBounds(configuration, price.product);
    return { name: product.name, price, amount, quantity, isCurrent };
  });
  return plans.filter((plan) => plan !== null);
}

async function withCode(
  store: Store,
  { account, configuration, customer }: FoundPortal,
  change: PlanChange,
  code: string,
): Promise<PlanChange | null> {
  if (!takesCodes(configuration)) return null;
  const found = await store.read(account, (reader) => findByCode(reader, code, customer.id));
  return found === null ? null : { ...change, discount: { promotion_code: found.id } };
}

/** Whether a subscription, which may have ended, is the customer's. */
function isOwn(store: Store, { account, customer }: FoundPortal, id: string): Promise<boolean> {
  return store.read(account, async (reader) => {
    const subscription = await reader.get<Subscription>("subscription", id);
    return subscription?.customer === customer.id;
  });
}

async function cardOf(reader: Reader, { customer }: FoundPortal, id: string): Promise<string | null> {
  const intent = await reader.get<SetupIntent>("setup_intent", id);
  return intent?.customer === customer.id && intent.status === "succeeded" ? intent.payment_method : null;
}
