/** Creates a schedule: from phases, with a subscription of its own, or around a subscription that is there already. */
import type { Behaviour } from "../../../core/behaviour.ts";
import { calendarTime } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byParam, type Call } from "../../resource.ts";
import { methodOf } from "../invoice/index.ts";
import {
  checkCustomerCurrency,
  free,
  manage,
  presentPeriod,
  type Subscription,
} from "../subscription/index.ts";
import { beginFirst, managedIn } from "./enter.ts";
import type { CreateInput, PhaseInput, SettingsInput } from "./params.ts";
import { phasesFrom } from "./phases.ts";
import { type Phase, SCHEDULE, type Schedule } from "./schedule.ts";
import { checkDaysUntilDue, defaultSettings, settingsFrom } from "./settings.ts";
import { scheduleNext, started } from "./turn.ts";

const AT = "phases[0]";

export async function createSchedule(tx: Tx, { behaviour, input }: Call<CreateInput>): Promise<Schedule> {
  if (input.from_subscription !== undefined) return around(tx, input, input.from_subscription);
  if (input.customer === undefined) throw errors.missingParam("customer");
  if (input.phases === undefined || input.phases.length === 0) throw errors.missingParam("phases");
  const customer = await byParam<Customer>(tx, "customer", input.customer, "customer");
  const own = tx.at(await clockOf(tx, customer.id));
  const schedule = await newSchedule(own, customer, { ...input, phases: input.phases }, behaviour);
  const [first] = schedule.phases;
  if (first === undefined) throw new Error(`the schedule ${schedule.id} has a phase`);
  return first.start_date > own.now ? wait(own, schedule) : begin(own, schedule, first);
}

/** It has not started yet. */
async function wait(tx: Tx, schedule: Schedule): Promise<Schedule> {
  await tx.insert(schedule);
  await tx.emit("subscription_schedule.created", schedule);
  await scheduleNext(tx, schedule);
  return schedule;
}

async function begin(tx: Tx, schedule: Schedule, first: Phase): Promise<Schedule> {
  if (first.end_date <= tx.now) {
    throw errors.rule(
      `The first phase would be over already: it must end in the future, and not at ${first.end_date}.`,
      `${AT}[end_date]`,
    );
  }
  const id = tx.newId("sub_");
  const begun = started(schedule, first, id);
  await tx.insert(begun);
  await tx.emit("subscription_schedule.created", begun);
  await beginFirst(tx, begun, first, id, AT);
  await scheduleNext(tx, begun);
  return begun;
}

type Described = CreateInput & { readonly phases: readonly PhaseInput[] };

async function newSchedule(
  tx: Tx,
  customer: Customer,
  input: Described,
  { billing_mode_default }: Behaviour,
): Promise<Schedule> {
  const mode = input.billing_mode?.type ?? billing_mode_default;
  const start = input.start_date === undefined || input.start_date === "now" ? tx.now : input.start_date;
  const from = { start, day: calendarTime(start).day, customer: customer.id, mode, currency: null };
  const phases = await phasesFrom(tx, input.phases, from, (i) => `phases[${i}]`);
  checkCustomerCurrency(customer, phases[0]?.currency ?? "");
  const given = input.default_settings;
  const settings = defaultSettings(given, await defaultMethodOf(tx, customer.id, given));
  checkDaysUntilDue(phases, settings);
  return {
    ...blank(tx, customer),
    billing_mode: {
      flexible: mode === "flexible" ? { proration_discounts: "included" } : null,
      type: mode,
      updated_at: tx.now,
    },
    default_settings: settings,
    end_behavior: endBehavior(input.end_behavior),
    metadata: mergeMetadata({}, input.metadata),
    phases,
  };
}

/** The default payment method that a request names, which must be the customer's; null for none. */
export async function defaultMethodOf(
  tx: Tx,
  customer: string,
  given: SettingsInput | undefined,
): Promise<string | null> {
  const id = given?.default_payment_method;
  if (id === undefined) return null;
  return (await methodOf(tx, customer, id, "default_settings[default_payment_method]")).id;
}

/** What a request says of the end. */
export function endBehavior(given: CreateInput["end_behavior"]): Schedule["end_behavior"] {
  if (given === "none" || given === "renew") throw errors.notSupportedYet("end_behavior");
  return given ?? "release";
}

type Blank = Omit<Schedule, "billing_mode" | "default_settings" | "phases">;

function blank(tx: Tx, { id: customer, test_clock }: Pick<Customer, "id" | "test_clock">): Blank {
  return {
    id: tx.newId("sub_sched_"),
    object: SCHEDULE,
    application: null,
    canceled_at: null,
    completed_at: null,
    created: tx.now,
    current_phase: null,
    customer,
    customer_account: null,
    end_behavior: "release",
    livemode: false,
    metadata: {},
    pause_schedules: [],
    released_at: null,
    released_subscription: null,
    renewal_interval: null,
    status: "not_started",
    subscription: null,
    test_clock,
    _expiring_told: null,
  };
}

// --- around a subscription --------------------------------------------------------------------------------

async function around(tx: Tx, input: CreateInput, id: string): Promise<Schedule> {
  const [other] = Object.keys(input).filter((name) => name !== "from_subscription");
  if (other !== undefined) throw errors.onlyOneOf(["from_subscription", other]);
  await byParam<Subscription>(tx, "subscription", id, "from_subscription");
  const subscription = await free(tx, id);
  checkMigrates(subscription);
  const own = tx.at(await clockOf(tx, subscription.customer));
  const phase = phaseOf(subscription);
  const schedule: Schedule = {
    ...blank(own, { id: subscription.customer, test_clock: subscription.test_clock }),
    billing_mode: subscription.billing_mode,
    default_settings: settingsFrom(subscription),
    end_behavior: subscription.cancel_at === null ? "release" : "cancel",
    phases: [phase],
  };
  const begun = started(schedule, phase, id);
  await own.insert(begun);
  await own.emit("subscription_schedule.created", begun);
  await manage(own, subscription, managedIn(begun, phase));
  await scheduleNext(own, begun);
  return begun;
}

/** Refuses a subscription that cannot have a schedule (measured at Stripe). */
function checkMigrates({ schedule, status }: Subscription): void {
  if (schedule !== null) {
    throw errors.rule(
      `You cannot migrate a subscription that is already attached to a schedule: \`${schedule}\`.`,
    );
  }
  if (status === "canceled" || status === "incomplete" || status === "incomplete_expired") {
    throw errors.rule(`You cannot migrate a subscription that is currently in the \`${status}\` status.`);
  }
}

/** Pure: a subscription as it is, as a phase that takes its present period, or until it ends. */
export function phaseOf(
  subscription: Subscription,
  { start, end } = presentPeriod(subscription._items),
): Phase {
  const { cancel_at, currency, default_tax_rates, status, trial_end } = subscription;
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates,
    description: null,
    discounts: subscription._discounts.map(({ promotion_code, source }) =>
      promotion_code === null
        ? { coupon: source.coupon, discount: null, promotion_code }
        : { coupon: null, discount: null, promotion_code },
    ),
    end_date: cancel_at ?? end,
    invoice_settings: null,
    items: subscription._items.map(({ metadata, price, quantity, tax_rates }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata,
      plan: price.id,
      price: price.id,
      ...(quantity === null ? {} : { quantity }),
      tax_rates,
    })),
    metadata: {},
    on_behalf_of: null,
    proration_behavior: "create_prorations",
    start_date: start,
    transfer_data: null,
    trial_end: status === "trialing" ? trial_end : null,
  };
}
