/**
 * Works off the queue of one webhook endpoint: its pending deliveries one after another, in the order of their
 * events. Every try is stored together with what follows from it. A process that dies between a try and its
 * storing leaves the delivery in the queue, so the event is sent again under the same id: at least once.
 * Who may work on an endpoint, and when, is the worker's business.
 */
import { sha256 } from "../core/canonical.ts";
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { wireText } from "../core/wire_text.ts";
import { type Delivery, type DeliveryTry, type Event, RETRY_TIMER } from "../resources/event.ts";
import { publicPart } from "../resources/resource.ts";
import { ENDPOINTS_READ_MAX, type WebhookEndpoint } from "../resources/webhook_endpoint.ts";
import { type Account, NO_CAUSE, type Reader, type Store } from "../storage/port.ts";
import { dialectOf, renderFor } from "../versions/index.ts";
import { type Outbound, post, type Reply } from "./outbound.ts";
import { nextTry, type RetrySchedule } from "./retry_schedule.ts";
import { sign } from "./signature.ts";

export interface DeliverParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outbound: Outbound;
  readonly schedule: RetrySchedule;
  /** Gives up a try that is under way; it stays unstored. */
  readonly signal: AbortSignal;
}

/** Deliveries read from the queue at a time. */
const QUEUE_PAGE = 50;
/** Tries kept with a delivery, the newest; more than any schedule has, so that its steps can be counted by them. */
export const TRIES_KEPT_MAX = 24;
/** After this long an endpoint whose queue is not empty makes room for others. */
const TURN_MS = 5_000;

/**
 * Sends what is pending for an endpoint until the queue is empty, the turn is over, or `keepLease` (asked before
 * every try) says that somebody else may be at it.
 */
export async function deliverPending(
  parts: DeliverParts,
  account: Account,
  endpointId: string,
  keepLease: () => Promise<boolean>,
): Promise<void> {
  const { clock, store } = parts;
  const began = clock.milliseconds();
  while (true) {
    const queue = await store.read(account, (reader) => pendingFor(reader, endpointId, QUEUE_PAGE));
    if (queue.length === 0) return;
    for (const { id } of queue) {
      if (!(await keepLease())) return;
      if (!(await deliver(parts, account, id))) return;
      // A clock that was set back must not lengthen a turn for ever.
      const took = clock.milliseconds() - began;
      if (took < 0 || took >= TURN_MS) return;
    }
  }
}

/** The front of an endpoint's queue. */
export async function pendingFor(reader: Reader, endpointId: string, limit: number): Promise<Delivery[]> {
  const where = { pending_for: endpointId };
  return (await reader.list<Delivery>("_delivery", where, { limit, oldestFirst: true })).rows;
}

/** True once every endpoint that wanted an event has been tried: what the hosted page waits for. */
export async function allTried(reader: Reader, eventId: string): Promise<boolean> {
  const deliveries = await reader.list<Delivery>(
    "_delivery",
    { event: eventId },
    { limit: ENDPOINTS_READ_MAX },
  );
  return deliveries.rows.every(({ state, tries }) => state !== "pending" || tries.length > 0);
}

/** One try, and storing what came of it; false where it was given up. */
async function deliver(parts: DeliverParts, account: Account, id: string): Promise<boolean> {
  const { clock, store } = parts;
  const found = await store.read(account, async (reader) => {
    const delivery = await reader.get<Delivery>("_delivery", id);
    if (delivery === null || delivery.state !== "pending") return null;
    const endpoint = await reader.get<WebhookEndpoint>("webhook_endpoint", delivery.endpoint);
    const event = await reader.get<Event>("event", delivery.event);
    return { endpoint, event };
  });
  if (found === null) return true;
  const { endpoint, event } = found;
  if (endpoint === null || event === null || endpoint.status !== "enabled") {
    await change(store, account, id, (delivery) => ({ ...delivery, state: "failed", next_try: null }));
    return true;
  }
  const at = clock.seconds();
  const began = clock.milliseconds();
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
    ms: Math.max(0, clock.milliseconds() - began),
  };
  await change(store, account, id, (delivery, now) => afterTry(delivery, made, reply, parts.schedule, now));
  return true;
}

/** The event as the endpoint's version has it, with two spaces: these bytes are signed and sent. */
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

/** Pure: a delivery after a try. */
export function afterTry(
  delivery: Delivery,
  made: DeliveryTry,
  reply: Reply,
  schedule: RetrySchedule,
  now: UnixSeconds,
): Delivery {
  const tries = [...delivery.tries, made].slice(-TRIES_KEPT_MAX);
  if (acknowledged(made)) return { ...delivery, state: "delivered", next_try: null, tries };
  const failure = reply.status === null ? { status: null, retryAfter: null } : reply;
  const jitter = fraction(`${delivery.id} ${tries.length}`);
  const due = nextTry(schedule, tries.length, failure, now, jitter);
  return { ...delivery, state: due === null ? "failed" : "retrying", next_try: due, tries };
}

function acknowledged({ status }: DeliveryTry): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** At least 0, less than 1, evenly spread: ids are random already, so their hash serves as jitter. */
function fraction(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}

/** Stores a delivery's next state with what follows: its retry timer, and one endpoint less for its event. */
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
    // One that is sent again on request was counted when it was first acknowledged.
    if (after.state !== "delivered" || before.tries.some(acknowledged)) return;
    const event = await tx.get<Event>("event", after.event);
    if (event === null) return;
    const counted: Event = { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) };
    await tx.update(counted);
  });
}
