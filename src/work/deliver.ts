/**
 * Processes the queue of one webhook endpoint: its pending deliveries one after another, in the order of
 * their events. Every try is stored together with its consequences. If a process dies between a try and
 * storing it, the delivery stays in the queue and the event is sent again under the same id: delivery is at
 * least once. The worker decides who processes an endpoint, and when.
 */
import { sha256 } from "../core/canonical.ts";
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { wireText } from "../core/wire_text.ts";
import { type Delivery, type DeliveryTry, type Event, RETRY_TIMER } from "../resources/events/event.ts";
import { ENDPOINTS_READ_MAX, type WebhookEndpoint } from "../resources/events/webhook_endpoint.ts";
import { publicPart } from "../resources/resource.ts";
import { type Account, NO_CAUSE, type Reader, type Store } from "../storage/port.ts";
import { dialectOf, renderFor } from "../versions/index.ts";
import { type Outbound, post, type Reply } from "./outbound.ts";
import { nextTry, type RetrySchedule } from "./retry_schedule.ts";
import { sign } from "./signature.ts";

export interface DeliverParts {
  readonly store: Store;
  /** Real time: how long tries take, and when they were signed. */
  readonly realClock: Clock;
  readonly outbound: Outbound;
  readonly schedule: RetrySchedule;
  /** Aborts a try that is under way; it is then not stored. */
  readonly signal: AbortSignal;
  /**
   * Called with every delivery whose new state was stored, and with the try that led to it, or null if there
   * was none.
   */
  readonly onStored: (delivery: Pick<Delivery, "endpoint" | "event">, made: DeliveryTry | null) => void;
}

/** Deliveries read from the queue at a time. */
const QUEUE_PAGE = 50;
/**
 * The number of newest tries kept with a delivery. More than any schedule has steps, so the steps can be
 * counted by them.
 */
export const TRIES_KEPT_MAX = 24;
/** After this time an endpoint whose queue is not empty gives up its place to others. */
const TURN_MS = 5_000;

/**
 * Sends an endpoint's pending deliveries until the queue is empty, the turn is over, or `keepLease` (asked
 * before every try) says that another process may hold the lease.
 */
export async function deliverPending(
  parts: DeliverParts,
  account: Account,
  endpointId: string,
  keepLease: () => Promise<boolean>,
): Promise<void> {
  const { realClock, store } = parts;
  const began = realClock.milliseconds();
  while (true) {
    const queue = await store.read(account, (reader) => pendingFor(reader, endpointId, QUEUE_PAGE));
    if (queue.length === 0) return;
    for (const { id } of queue) {
      if (!(await keepLease())) return;
      if (!(await deliver(parts, account, id))) return;
      // A clock that was set back must not lengthen a turn without end.
      const took = realClock.milliseconds() - began;
      if (took < 0 || took >= TURN_MS) return;
    }
  }
}

/** The oldest pending deliveries of an endpoint. */
export async function pendingFor(reader: Reader, endpointId: string, limit: number): Promise<Delivery[]> {
  const where = { pending_for: endpointId };
  return (await reader.list<Delivery>("_delivery", where, { limit, oldestFirst: true })).rows;
}

/** True once every endpoint that listens for an event has been tried. The hosted page waits for this. */
export async function allTried(reader: Reader, eventId: string): Promise<boolean> {
  const deliveries = await reader.list<Delivery>(
    "_delivery",
    { event: eventId },
    { limit: ENDPOINTS_READ_MAX },
  );
  return deliveries.rows.every(({ state, tries }) => state !== "pending" || tries.length > 0);
}

/** Makes one try and stores its result; returns false if the try was aborted. */
async function deliver(parts: DeliverParts, account: Account, id: string): Promise<boolean> {
  const { realClock, store } = parts;
  const found = await store.read(account, async (reader) => {
    const delivery = await reader.get<Delivery>("_delivery", id);
    if (delivery === null || delivery.state !== "pending") return null;
    const endpoint = await reader.get<WebhookEndpoint>("webhook_endpoint", delivery.endpoint);
    const event = await reader.get<Event>("event", delivery.event);
    return { delivery, endpoint, event };
  });
  if (found === null) return true;
  const { endpoint, event } = found;
  if (endpoint === null || event === null || endpoint.status !== "enabled") {
    await change(store, account, id, (delivery) => ({ ...delivery, state: "failed", next_try: null }));
    parts.onStored(found.delivery, null);
    return true;
  }
  const at = realClock.seconds();
  const began = realClock.milliseconds();
  const body = bodyFor(event, endpoint);
  const reply = await post(
    parts.outbound,
    endpoint.url,
    headersFor(sign([endpoint._secret], at, body)),
    body,
    parts.signal,
  );
  if (parts.signal.aborted) return false;
  const made: DeliveryTry = {
    at,
    status: reply.status,
    error: reply.status === null ? reply.error : null,
    ms: Math.max(0, realClock.milliseconds() - began),
  };
  await change(store, account, id, (delivery, now) => afterTry(delivery, made, reply, parts.schedule, now));
  parts.onStored(found.delivery, made);
  return true;
}

/**
 * The event in the shape of the endpoint's version, as JSON indented by two spaces: exactly these bytes are
 * signed and sent.
 */
function bodyFor(event: Event, endpoint: WebhookEndpoint): string {
  const version = endpoint.api_version ?? event.api_version;
  const shown = { ...publicPart(event), api_version: version };
  const dialect = dialectOf(version);
  return wireText(dialect === null ? shown : renderFor(dialect, shown));
}

function headersFor(signature: string): Readonly<Record<string, string>> {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    Accept: "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
    "Stripe-Signature": signature,
  };
}

/** The delivery after a try; pure. */
export function afterTry(
  delivery: Delivery,
  made: DeliveryTry,
  reply: Reply,
  schedule: RetrySchedule,
  now: UnixSeconds,
): Delivery {
  const tries = [...delivery.tries, made].slice(-TRIES_KEPT_MAX);
  if (acknowledged(made)) return { ...delivery, state: "delivered", next_try: null, tries };
  const failure = {
    status: reply.status,
    retryAfter: reply.status === null ? null : reply.retryAfter,
    at: made.at + Math.round(made.ms / 1000),
  };
  const jitter = fraction(`${delivery.id} ${tries.length}`);
  const due = nextTry(schedule, tries.length, failure, now, jitter);
  return { ...delivery, state: due === null ? "failed" : "retrying", next_try: due, tries };
}

function acknowledged({ status }: DeliveryTry): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** A number from 0 up to 1, evenly distributed: ids are random already, so their hash serves as jitter. */
function fraction(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}

/**
 * Stores a delivery's new state with its consequences: the retry timer, and the event's count of pending
 * webhooks.
 */
async function change(
  store: Store,
  account: Account,
  id: string,
  next: (delivery: Delivery, now: UnixSeconds) => Delivery,
): Promise<void> {
  await store.transact(account, NO_CAUSE, async (tx) => {
    const before = await tx.get<Delivery>("_delivery", id);
    if (before === null) return;
    const after = next(before, tx.now);
    await tx.update(after);
    if (after.state === "retrying" && after.next_try !== null) {
      await tx.schedule({ kind: RETRY_TIMER, subject: id, due: after.next_try });
    }
    // A delivery sent again on request was already counted when it was first acknowledged.
    if (after.state !== "delivered" || before.tries.some(acknowledged)) return;
    const event = await tx.get<Event>("event", after.event);
    if (event === null) return;
    const counted: Event = { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) };
    await tx.update(counted);
  });
}
