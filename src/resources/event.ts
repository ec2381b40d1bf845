/**
 * Events: what happened, as it was when it happened. Written in the same unit of work as the change they tell of,
 * together with one delivery for every endpoint that wants them; the worker sends those. Bodies are kept in the
 * newest shape and carried down to each reader's version.
 */

import { errors } from "../core/errors.ts";
import type { IdSource } from "../core/ids.ts";
import { newEventId } from "../core/ids.ts";
import { type Fields, p } from "../params/param.ts";
import type { Cause, Row, Tx } from "../storage/port.ts";
import { EVENT_TYPES } from "./event_types.ts";
import { defineResource, lists, retrieves, type Wire } from "./resource.ts";
import { ENDPOINTS_READ_MAX, type WebhookEndpoint, wants } from "./webhook_endpoint.ts";

export interface Event extends Row {
  readonly object: "event";
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: Wire; readonly previous_attributes?: object };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
}

/** One event on its way to one endpoint; every try is kept. Internal: never on the Stripe surface. */
export interface Delivery extends Row {
  readonly object: "_delivery";
  readonly event: string;
  readonly endpoint: string;
  readonly created: number;
  /** Pending ones are in their endpoint's queue; retrying ones wait for their own timer to put them back there. */
  readonly state: "pending" | "retrying" | "delivered" | "failed";
  /** When the next try is due, in seconds; null once there is none. */
  readonly next_try: number | null;
  readonly tries: readonly DeliveryTry[];
}
export interface DeliveryTry {
  readonly at: number;
  /** The endpoint's answer; null where none came. */
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
}

/** The timer that works off an endpoint's pending deliveries, in order; its subject is the endpoint. */
export const DELIVER_TIMER = "webhook.deliver";
/** The timer that puts a delivery back in its endpoint's queue; its subject is the delivery. */
export const RETRY_TIMER = "webhook.retry";

/** Writes events; made by the composition root, which knows how rows are viewed. */
export function eventRecorder(view: (row: Row) => Wire, ids: IdSource, apiVersion: string) {
  return async (
    tx: Tx,
    type: string,
    row: Row,
    previous: object | undefined,
    cause: Cause,
  ): Promise<void> => {
    const endpoints = await tx.list<WebhookEndpoint>("webhook_endpoint", {}, { limit: ENDPOINTS_READ_MAX });
    const wanting = endpoints.rows.filter((endpoint) => wants(endpoint, type));
    const event: Event = {
      id: newEventId(ids, type, tx.now, tx.account.tail),
      object: "event",
      api_version: apiVersion,
      created: tx.now,
      data: { object: view(row), ...(previous === undefined ? {} : { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: wanting.length,
      request: { id: cause.request, idempotency_key: cause.idempotencyKey },
      type,
    };
    await tx.insert(event);
    for (const endpoint of wanting) {
      const delivery: Delivery = {
        id: `${event.id}.${endpoint.id}`,
        object: "_delivery",
        event: event.id,
        endpoint: endpoint.id,
        created: tx.now,
        state: "pending",
        next_try: tx.now,
        tries: [],
      };
      await tx.insert(delivery);
      await tx.wake(DELIVER_TIMER, endpoint.id);
    }
  };
}

async function requeue(tx: Tx, id: string): Promise<void> {
  const waiting = await tx.get<Delivery>("_delivery", id);
  if (waiting === null || waiting.state !== "retrying") return;
  const queued: Delivery = { ...waiting, state: "pending" };
  await tx.update(queued);
  await tx.wake(DELIVER_TIMER, waiting.endpoint);
}

/** Internal rows of deliveries: found by event, and by the endpoint whose queue they are in. */
export const delivery = defineResource<Delivery>({
  object: "_delivery",
  path: "/_checkstand/deliveries",
  permission: "webhook",
  keys: (row) => ({
    event: row.event,
    pending_for: row.state === "pending" ? row.endpoint : null,
  }),
  operations: {},
  timers: { [RETRY_TIMER]: { does: "unit", run: requeue } },
});

/** `charge.*` stands for every type that begins so; a pattern of none finds nothing. */
function typesMatching(pattern: string): readonly string[] {
  if (!pattern.endsWith("*")) return [pattern];
  const start = pattern.slice(0, -1);
  const found = EVENT_TYPES.filter((type) => type.startsWith(start));
  return found.length === 0 ? [pattern] : found;
}

const TYPES_MAX = 20;

const listParams = {
  delivery_success: p.boolean(),
  type: p.string({ max: 100 }),
  types: p.list(p.string({ max: 100 }), { max: TYPES_MAX }),
} as const satisfies Fields;

export const event = defineResource<Event>({
  object: "event",
  path: "/v1/events",
  permission: "event",
  keys: (row) => ({ type: row.type, delivery_success: String(row.pending_webhooks === 0) }),
  operations: {
    "GET /": lists("event", listParams, ({ delivery_success, type, types }) => {
      if (type !== undefined && types !== undefined) throw errors.onlyOneOf(["type", "types"]);
      return { delivery_success, type: type === undefined ? types : typesMatching(type) };
    }),
    "GET /:id": retrieves("event"),
  },
});
