/** Pure: refusals of parameters that do not go together, in Stripe's words where they are known. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { CreateInput, ItemInput, UpdateInput } from "./params.ts";
import { ENDED, type Subscription } from "./subscription.ts";

/** What of a new subscription can be refused without looking anything up. */
export function checkCreate(input: CreateInput): void {
  if (input.payment_behavior === "pending_if_incomplete") {
    throw errors.rule(
      "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating a subscription.",
      "payment_behavior",
    );
  }
  if (input.items === undefined || input.items.length === 0) throw errors.missingParam("items");
  for (const [i, item] of input.items.entries()) checkHasPrice(item, `items[${i}]`);
  for (const [i, item] of (input.add_invoice_items ?? []).entries())
    checkHasPrice(item, `add_invoice_items[${i}]`);
  checkCollection(input.collection_method ?? "charge_automatically", input.days_until_due, true);
  if (input.cancel_at !== undefined && input.cancel_at_period_end) {
    throw errors.onlyOneOf(["cancel_at", "cancel_at_period_end"]);
  }
}

function checkHasPrice(
  { plan, price, price_data }: Pick<ItemInput, "plan" | "price"> & { price_data?: object },
  at: string,
) {
  if (price === undefined && plan === undefined && price_data === undefined) {
    throw errors.missingParam(`${at}[price]`);
  }
}

/** `days_until_due` belongs to invoices that are sent. `isNeeded`: there are no days from before. */
function checkCollection(
  method: Subscription["collection_method"],
  days: number | undefined,
  isNeeded: boolean,
): void {
  if (method === "send_invoice" && days === undefined && isNeeded) {
    throw errors.rule(
      "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
      "days_until_due",
    );
  }
  if (method === "charge_automatically" && days !== undefined) {
    throw errors.rule(
      "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
      "days_until_due",
    );
  }
}

/** A customer pays in one currency for good. */
export function checkCustomerCurrency(customer: Customer, currency: string): void {
  if (customer.currency === null || customer.currency === currency) return;
  throw errors.rule(
    "You cannot combine currencies on a single customer. This customer has an active subscription, subscription " +
      `schedule, discount, quote, or invoice item with currency ${customer.currency}`,
  );
}

/** A moment at which a subscription is to be canceled lies ahead. */
export function checkCancelAt(cancel_at: UnixSeconds, now: UnixSeconds): void {
  if (cancel_at <= now) throw errors.mustBeFuture("cancel_at", cancel_at);
}

const OF_CANCELED: readonly (keyof UpdateInput)[] = ["cancellation_details", "metadata"];
/** What may change while the first payment is awaited (measured at Stripe). */
const OF_INCOMPLETE: readonly (keyof UpdateInput)[] = ["default_payment_method", "description", "metadata"];

/** What may be changed depends on the status. */
function checkStatus({ status }: Subscription, input: UpdateInput): void {
  const names = Object.keys(input) as (keyof UpdateInput)[];
  if (ENDED.includes(status) && names.some((name) => !OF_CANCELED.includes(name))) {
    throw errors.rule(
      "A canceled subscription can only update its cancellation_details and metadata.",
      undefined,
      "invalid_canceled_subscription_fields",
    );
  }
  const [param] = status === "incomplete" ? names.filter((name) => !OF_INCOMPLETE.includes(name)) : [];
  if (param !== undefined) {
    throw errors.rule(
      `Cannot update ${param} on an incomplete subscription. Only default_payment_method, description and metadata ` +
        "can be updated.",
      param,
      "status_transition_invalid",
    );
  }
  if (status === "paused" && input.trial_end !== undefined) {
    throw errors.rule(
      "You cannot set `trial_end` while a subscription is `paused`. Resume the subscription first before setting " +
        "`trial_end`.",
    );
  }
}

/** The end of a subscription that has a schedule is the schedule's (measured at Stripe). */
function checkManaged({ schedule }: Subscription, { cancel_at, cancel_at_period_end }: UpdateInput): void {
  if (schedule === null || (cancel_at === undefined && cancel_at_period_end === undefined)) return;
  throw errors.rule(
    `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior ` +
      "directly is not allowed. Please update the schedule instead.",
  );
}

/** What of a change can be refused without looking anything up. */
export function checkUpdate(before: Subscription, input: UpdateInput): void {
  checkStatus(before, input);
  checkManaged(before, input);
  const method = input.collection_method ?? before.collection_method;
  checkCollection(method, input.days_until_due, before.days_until_due === null);
  if (typeof input.cancel_at === "number" && input.cancel_at_period_end) {
    throw errors.onlyOneOf(["cancel_at", "cancel_at_period_end"]);
  }
  if (input.payment_behavior === "pending_if_incomplete") checkPendingUpdate(input);
}

const PENDING_ALLOWED: readonly (keyof UpdateInput)[] = [
  "add_invoice_items",
  "billing_cycle_anchor",
  "discounts",
  "items",
  "metadata",
  "payment_behavior",
  "proration_behavior",
  "proration_date",
  "trial_end",
  "trial_from_plan",
];

/** Only some parameters can wait for a payment (Stripe docs, pending updates). */
function checkPendingUpdate(input: UpdateInput): void {
  const [param] = (Object.keys(input) as (keyof UpdateInput)[]).filter(
    (name) => !PENDING_ALLOWED.includes(name),
  );
  if (param === undefined) return;
  throw errors.rule(
    `You can't set \`${param}\` when \`payment_behavior\` is \`pending_if_incomplete\`.`,
    param,
  );
}
