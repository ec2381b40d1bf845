/**
 * Subscriptions: the resource definition. `create.ts` begins one, `update.ts` and its steps change it, `turn.ts` does what
 * happens by itself, and `react.ts` follows its invoices.
 */
import {
  defineResource,
  inclusion,
  lists,
  noParams,
  reference,
  retrieves,
  staged,
  writes,
} from "../../resource.ts";
import { searches } from "../../search.ts";
import { attemptTimers, finishAttempt } from "./attempt.ts";
import { createSubscription } from "./create.ts";
import { deleteDiscount } from "./delete_discount.ts";
import { cancelSubscription } from "./end_now.ts";
import { itemKey } from "./item_operations.ts";
import { migrateSubscription } from "./migrate.ts";
import { onFinalized, overdueTimers } from "./overdue.ts";
import {
  cancelParams,
  createParams,
  listParams,
  migrateParams,
  pauseParams,
  resumeParams,
  updateParams,
} from "./params.ts";
import { pauseSubscription } from "./pause.ts";
import { reactions } from "./react.ts";
import { resumeSubscription, resumeTimers } from "./resume.ts";
import { ENDED, STATUSES, type Status, type Subscription } from "./subscription.ts";
import { turns } from "./turn.ts";
import { updateSubscription } from "./update.ts";
import { view } from "./view.ts";

export { end } from "./cancel.ts";
export { soldItems, soldOnce } from "./create.ts";
export { withDiscounts } from "./discounts.ts";
export { endNow } from "./end_now.ts";
export { subscriptionItem } from "./item_operations.ts";
export { checkCurrencies, checkDistinct, checkIntervals } from "./items.ts";
export { firstAmount, openingBill, subscribe } from "./opening.ts";
export {
  addInvoiceItems,
  anchorConfigParam,
  automaticTax as automaticTaxParam,
  billingMode,
  collectionMethod,
  DESCRIPTION_MAX,
  daysUntilDue,
  FEEDBACK,
  flexibleParam,
  ITEMS_MAX,
  invoiceSettings,
  itemFields,
  prorationBehavior,
  TRIAL_DAYS_MAX,
  taxRates,
} from "./params.ts";
export { intervalOf, presentPeriod, type Timing, type TimingInput, timingOf } from "./period.ts";
export {
  beginAt,
  changeTo,
  letGo,
  type Managed,
  manage,
  managedBy,
  withoutPendingUpdate,
} from "./phase.ts";
export { opening, type PreviewDetails, previewDetailFields, upcoming } from "./preview.ts";
export type { RepriceInput } from "./reprice.ts";
export { checkCustomerCurrency } from "./rules.ts";
export { shortestInterval } from "./shortest.ts";
export { type Bill, ENDED, type Subscription } from "./subscription.ts";
export {
  automaticTax,
  newSubscription,
  type SoldItem,
  type SoldOnce,
  type SubscriptionTerms,
} from "./terms.ts";
export { isPhaseOver, SCHEDULE_TIMER, scheduleTurn } from "./timer.ts";
export { free } from "./update.ts";
export { usageRecord, usageRecordSummary } from "./usage_records.ts";

/** Which statuses a list shows: all but canceled ones, unless it is asked for others. */
function statusesOf(asked: Status | "all" | "ended" | undefined): readonly Status[] | undefined {
  if (asked === undefined) return STATUSES.filter((status) => status !== "canceled");
  if (asked === "all") return undefined;
  return asked === "ended" ? ENDED : [asked];
}

/** The key by which subscriptions to a price are found. */
const priceKey = (price: string) => `price ${price}`;

export const subscription = defineResource<Subscription>({
  object: "subscription",
  path: "/v1/subscriptions",
  permission: "subscription",
  keys: (row) => ({
    "automatic_tax.enabled": String(row.automatic_tax.enabled),
    collection_method: row.collection_method,
    customer: row.customer,
    living: String(!ENDED.includes(row.status)),
    pending_setup_intent: row.pending_setup_intent,
    status: row.status,
    test_clock: row.test_clock,
    ...Object.fromEntries(
      row._items.flatMap(({ id, price }) => [
        [itemKey(id), "1"],
        [priceKey(price.id), "1"],
      ]),
    ),
  }),
  isUnlisted: (row) => row.test_clock !== null,
  expands: {
    application: reference("application"),
    "automatic_tax.liability.account": reference("account"),
    customer: reference("customer"),
    default_payment_method: reference("payment_method"),
    default_source: reference("source"),
    discounts: reference("discount"),
    "invoice_settings.account_tax_ids": reference("tax_id"),
    items: inclusion("subscription_item", async (_reader, shown) => shown.items),
    latest_invoice: reference("invoice"),
    on_behalf_of: reference("account"),
    pending_setup_intent: reference("setup_intent"),
    schedule: reference("subscription_schedule"),
    test_clock: reference("test_helpers.test_clock"),
  },
  operations: {
    "POST /": staged(createParams, createSubscription, finishAttempt),
    "GET /": lists(
      "subscription",
      listParams,
      ({ automatic_tax, plan, price = plan, status, ...others }) => ({
        "automatic_tax.enabled": automatic_tax?.enabled,
        collection_method: others.collection_method,
        customer: others.customer,
        ...(price === undefined ? {} : { [priceKey(price)]: "1" }),
        status: statusesOf(status),
        test_clock: others.test_clock,
      }),
    ),
    "GET /search": searches<Subscription>("subscription", "subscriptions", {
      canceled_at: { kind: "numeric", of: (row) => row.canceled_at },
      created: { kind: "numeric", of: (row) => row.created },
      status: { kind: "token", of: (row) => row.status },
    }),
    "GET /:id": retrieves("subscription"),
    "POST /:id": staged(updateParams, updateSubscription, finishAttempt),
    "DELETE /:id": writes(cancelParams, cancelSubscription),
    "DELETE /:id/discount": writes(noParams, deleteDiscount, { answers: { kind: "discount", list: false } }),
    "POST /:id/migrate": writes(migrateParams, migrateSubscription),
    "POST /:id/pause": writes(pauseParams, pauseSubscription),
    "POST /:id/resume": writes(resumeParams, resumeSubscription),
  },
  timers: { ...attemptTimers, ...overdueTimers, ...resumeTimers, ...turns },
  reacts: { ...reactions, "invoice.finalized": onFinalized },
  view,
});
