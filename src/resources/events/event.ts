/**
 * Events: what happened, with the object as it was then. An event is written in the same unit of work as the
 * change it reports, together with one delivery for each endpoint that wants it; sending is left to
 * `work/deliver.ts`. Events are stored in the newest shape; they are rendered in the API version of the
 * endpoint or, if it has none and for the API, in the version that the event was made for.
 */

import { errors } from "../../core/errors.ts";
import type { IdSource } from "../../core/ids.ts";
import { newEventId } from "../../core/ids.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Cause, Reader, Row, Tx } from "../../storage/port.ts";
import { defineResource, lists, retrieves, type Wire } from "../resource.ts";
import { EVENT_TYPES } from "./event_types.ts";
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

/** The delivery of one event to one endpoint, with every try. Internal: the Stripe API never shows it. */
export interface Delivery extends Row {
  readonly object: "_delivery";
  readonly event: string;
  readonly endpoint: string;
  readonly created: number;
  /**
   * A pending delivery is in its endpoint's queue; a retrying one waits until its own timer puts it back
   * there.
   */
  readonly state: "pending" | "retrying" | "delivered" | "failed";
  /** When the next try is due, in seconds; null if there will be none. */
  readonly next_try: number | null;
  readonly tries: readonly DeliveryTry[];
}
export interface DeliveryTry {
  readonly at: number;
  /** The HTTP status that the endpoint answered with; null if there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
}

/** The timer that makes an endpoint's pending deliveries, in order; its subject is the endpoint. */
export const DELIVER_TIMER = "webhook.deliver";
/** The timer that puts a delivery back in its endpoint's queue; its subject is the delivery. */
export const RETRY_TIMER = "webhook.retry";

/**
 * Makes the function that writes events. The composition root calls it, because it knows how rows are viewed.
 */
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
    // Deliveries belong to real time, also those of events of a test clock.
    const real = tx.at(null);
    for (const endpoint of wanting) {
      const delivery: Delivery = {
        id: `${event.id}.${endpoint.id}`,
        object: "_delivery",
        event: event.id,
        endpoint: endpoint.id,
        created: real.now,
        state: "pending",
        next_try: real.now,
        tries: [],
      };
      await real.insert(delivery);
      await real.wake(DELIVER_TIMER, endpoint.id);
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

/**
 * Deliveries as a resource without operations. They are found by event, and by the endpoint whose queue they
 * are in.
 */
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

/** The `checkout.session.completed` event of a session, or null. */
export async function completionOf(reader: Reader, sessionId: string): Promise<Event | null> {
  const { rows } = await reader.list<Event>("event", { completes: sessionId }, { limit: 1 });
  return rows[0] ?? null;
}

/**
 * The types that a filter means: `charge.*` means every type that begins with `charge.`. An unknown one finds
 * nothing.
 */
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
  keys: (row) => ({
    type: row.type,
    delivery_success: String(row.pending_webhooks === 0),
    completes: row.type === "checkout.session.completed" ? String(row.data.object.id) : null,
  }),
  operations: {
    "GET /": lists("event", listParams, ({ delivery_success, type, types }) => {
      if (type !== undefined && types !== undefined) throw errors.onlyOneOf(["type", "types"]);
      return { delivery_success, type: type === undefined ? types : typesMatching(type) };
    }),
    "GET /:id": retrieves("event"),
  },
});
