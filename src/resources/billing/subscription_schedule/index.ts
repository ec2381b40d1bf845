/** Subscription schedules: subscriptions that change by themselves, one phase after another. */
import { inWireOrder } from "../../../core/canonical.ts";
import { defineResource, publicPart, reads, reference, retrieves, writes } from "../../resource.ts";
import { cancelSchedule, releaseSchedule } from "./close.ts";
import { createSchedule } from "./create.ts";
import { listSchedules, listWithPageParams } from "./list.ts";
import { cancelParams, createParams, releaseParams, updateParams } from "./params.ts";
import { reactions } from "./react.ts";
import { SCHEDULE, type Schedule } from "./schedule.ts";
import { turns } from "./turn.ts";
import { updateSchedule } from "./update.ts";

export { checkSamePhase } from "./preview.ts";
export { shortestInterval } from "./shortest.ts";

export const subscriptionSchedule = defineResource<Schedule>({
  object: SCHEDULE,
  path: "/v1/subscription_schedules",
  permission: "subscription",
  keys: (row) => ({
    customer: row.customer,
    scheduled: String(row.status === "not_started"),
    test_clock: row.test_clock,
  }),
  isUnlisted: (row) => row.test_clock !== null,
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    "default_settings.default_payment_method": reference("payment_method"),
    "default_settings.on_behalf_of": reference("account"),
    "phases.add_invoice_items.price": reference("price"),
    "phases.default_payment_method": reference("payment_method"),
    "phases.discounts.coupon": reference("coupon"),
    "phases.discounts.discount": reference("discount"),
    "phases.discounts.promotion_code": reference("promotion_code"),
    "phases.items.price": reference("price"),
    "phases.on_behalf_of": reference("account"),
    subscription: reference("subscription"),
    test_clock: reference("test_helpers.test_clock"),
  },
  operations: {
    "POST /": writes(createParams, createSchedule),
    "GET /": reads(listWithPageParams, listSchedules),
    "GET /:id": retrieves(SCHEDULE),
    "POST /:id": writes(updateParams, updateSchedule),
    "POST /:id/cancel": writes(cancelParams, cancelSchedule),
    "POST /:id/release": writes(releaseParams, releaseSchedule),
  },
  timers: turns,
  reacts: reactions,
  view: (row) => inWireOrder(publicPart(row)),
});
