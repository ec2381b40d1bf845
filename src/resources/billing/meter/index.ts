/**
 * Meters: what is counted of a customer's usage, to be billed by a metered price. Usage is reported by events
 * (`events.ts`); what it comes to is in `usage.ts`.
 */
import { errors } from "../../../core/errors.ts";
import { listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { lockName } from "../../names.ts";
import {
  byPath,
  type Call,
  defineResource,
  listed,
  noParams,
  publicPart,
  reads,
  retrieves,
  updateAndTell,
  whereOf,
  writes,
} from "../../resource.ts";
import { activeMeter, createAdjustment, createEvent } from "./events.ts";
import type { Meter, MeterEvent, MeterEventAdjustment, MeterEventSummary } from "./meter.ts";
import {
  adjustmentParams,
  createParams,
  eventParams,
  listParams,
  summariesParams,
  updateParams,
} from "./params.ts";
import { listSummaries } from "./summaries.ts";
import { usageKey } from "./usage.ts";

export type { Meter } from "./meter.ts";
export { usageOf } from "./usage.ts";

/** Refuses an event name that an active meter has. */
async function claimEventName(tx: Tx, name: string): Promise<void> {
  await lockName(tx, "_meter_event_name", name);
  const holder = await activeMeter(tx, name);
  if (holder === null) return;
  throw errors.rule(
    `An active meter (\`${holder.id}\`) already uses the event name "${name}".`,
    "event_name",
  );
}

async function create(tx: Tx, { input }: Call<ObjectValue<typeof createParams>>): Promise<Meter> {
  await claimEventName(tx, input.event_name);
  const row: Meter = {
    id: tx.newId("mtr_test_"),
    object: "billing.meter",
    created: tx.now,
    customer_mapping: input.customer_mapping ?? { event_payload_key: "stripe_customer_id", type: "by_id" },
    default_aggregation: input.default_aggregation,
    display_name: input.display_name,
    event_name: input.event_name,
    event_time_window: input.event_time_window ?? null,
    livemode: false,
    status: "active",
    status_transitions: { deactivated_at: null },
    updated: tx.now,
    value_settings: input.value_settings ?? { event_payload_key: "value" },
  };
  await tx.insert(row);
  await tx.emit("billing.meter.created", row);
  return row;
}

async function update(tx: Tx, { id, input }: Call<ObjectValue<typeof updateParams>>): Promise<Meter> {
  const before = await byPath<Meter>(tx, "billing.meter", id);
  return updateAndTell(tx, "billing.meter.updated", before, { ...before, ...input, updated: tx.now });
}

async function deactivate(tx: Tx, { id }: Call<object>): Promise<Meter> {
  const before = await byPath<Meter>(tx, "billing.meter", id);
  if (before.status === "inactive") throw errors.rule("This meter is already inactive.");
  const after: Meter = {
    ...before,
    status: "inactive",
    status_transitions: { deactivated_at: tx.now },
    updated: tx.now,
  };
  await tx.update(after);
  await tx.emit("billing.meter.deactivated", after);
  return after;
}

async function reactivate(tx: Tx, { id }: Call<object>): Promise<Meter> {
  const before = await byPath<Meter>(tx, "billing.meter", id);
  if (before.status === "active") throw errors.rule("This meter is already active.");
  await claimEventName(tx, before.event_name);
  const after: Meter = {
    ...before,
    status: "active",
    status_transitions: { deactivated_at: null },
    updated: tx.now,
  };
  await tx.update(after);
  await tx.emit("billing.meter.reactivated", after);
  return after;
}

const SUMMARIES = { kind: "billing.meter_event_summary", list: true } as const;

export const meter = defineResource<Meter>({
  object: "billing.meter",
  path: "/v1/billing/meters",
  permission: "billing_meter",
  keys: (row) => ({ event_name: row.event_name, status: row.status }),
  operations: {
    "POST /": writes(createParams, create),
    "GET /": reads({ ...listParams, ...listFields }, (reader, { input, path }) =>
      listed(reader, "billing.meter", whereOf({ status: input.status }), input, path),
    ),
    "GET /:id": retrieves("billing.meter"),
    "POST /:id": writes(updateParams, update),
    "POST /:id/deactivate": writes(noParams, deactivate),
    "POST /:id/reactivate": writes(noParams, reactivate),
    "GET /:id/event_summaries": reads({ ...summariesParams, ...listFields }, listSummaries, {
      answers: SUMMARIES,
    }),
  },
});

export const meterEvent = defineResource<MeterEvent>({
  object: "billing.meter_event",
  path: "/v1/billing/meter_events",
  permission: "billing_meter_event",
  keys: (row) => ({ usage: row._cancelled ? null : usageKey(row._meter, row._customer) }),
  view: (row) => ({ ...publicPart(row), id: undefined }),
  operations: { "POST /": writes(eventParams, createEvent) },
});

export const meterEventAdjustment = defineResource<MeterEventAdjustment>({
  object: "billing.meter_event_adjustment",
  path: "/v1/billing/meter_event_adjustments",
  permission: "billing_meter_event_adjustment",
  view: (row) => ({ ...row, id: undefined }),
  operations: { "POST /": writes(adjustmentParams, createAdjustment) },
});

/** Summaries as a resource without operations of its own: a meter lists them. */
export const meterEventSummary = defineResource<MeterEventSummary>({
  object: "billing.meter_event_summary",
  path: "/v1/billing/meter_event_summaries",
  permission: "billing_meter",
  operations: {},
});
