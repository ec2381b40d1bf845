/** Reports of usage, and their corrections. */
import { errors } from "../../../core/errors.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byParam, type Call } from "../../resource.ts";
import type { Meter, MeterEvent, MeterEventAdjustment } from "./meter.ts";
import { type adjustmentParams, type eventParams, PAYLOAD_KEYS_MAX } from "./params.ts";

const PAST_MAX_SECONDS = 35 * 86_400;
const AHEAD_MAX_SECONDS = 5 * 60;
/** How long after it was received an event can be cancelled. */
const CANCEL_SECONDS = 86_400;
const VALUE = /^-?\d{1,15}$/;

/** The active meter that takes events of this name, or null. */
export async function activeMeter(reader: Reader, eventName: string): Promise<Meter | null> {
  const where = { event_name: eventName, status: "active" };
  const { rows } = await reader.list<Meter>("billing.meter", where, { limit: 1 });
  return rows[0] ?? null;
}

/** Takes a report of usage. What is wrong with one is refused at once, where Stripe may report it by an event. */
export async function createEvent(
  tx: Tx,
  { input }: Call<ObjectValue<typeof eventParams>>,
): Promise<MeterEvent> {
  const meter = await activeMeter(tx, input.event_name);
  if (meter === null) {
    throw errors.rule(`No active meter found for event name "${input.event_name}".`, "event_name");
  }
  const customer = await customerIn(tx, meter, input.payload);
  const { now } = tx.at(await clockOf(tx, customer));
  const timestamp = input.timestamp ?? now;
  checkTimestamp(timestamp, now);
  const identifier = input.identifier ?? `mtre_${tx.random(32)}`;
  if (await tx.exists("billing.meter_event", identifier)) {
    throw errors.rule(`An event already exists with identifier ${identifier}.`, "identifier");
  }
  const row: MeterEvent = {
    id: identifier,
    object: "billing.meter_event",
    created: now,
    event_name: input.event_name,
    identifier,
    livemode: false,
    payload: input.payload,
    timestamp,
    _meter: meter.id,
    _customer: customer,
    _value: valueIn(meter, input.payload),
    _cancelled: false,
  };
  // Rows are ordered and selected by the time at which they are written, so it is written at its timestamp.
  await tx.at({ clock: "", now: timestamp }).insert(row);
  return row;
}

/** The bounds are counted from the time of the customer: that of their test clock, if they are on one. */
function checkTimestamp(timestamp: number, now: number): void {
  const [earliest, latest] = [now - PAST_MAX_SECONDS, now + AHEAD_MAX_SECONDS];
  if (timestamp < earliest) {
    throw errors.rule(
      "The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to " +
        `${earliest}.`,
      "timestamp",
    );
  }
  if (timestamp > latest) {
    throw errors.rule(
      "The event timestamp cannot be more than 5 minutes in the future. Expected a timestamp less than or equal to " +
        `${latest}.`,
      "timestamp",
    );
  }
}

async function customerIn(tx: Tx, meter: Meter, payload: MeterEvent["payload"]): Promise<string> {
  if (Object.keys(payload).length > PAYLOAD_KEYS_MAX) {
    throw errors.rule(`A payload can have up to ${PAYLOAD_KEYS_MAX} keys.`, "payload");
  }
  const key = meter.customer_mapping.event_payload_key;
  const id = Object.hasOwn(payload, key) ? payload[key] : undefined;
  if (id === undefined) throw errors.missingParam(`payload[${key}]`);
  return (await byParam(tx, "customer", id, `payload[${key}]`)).id;
}

/** The value of an event. A meter that counts events needs none. */
function valueIn(meter: Meter, payload: MeterEvent["payload"]): number {
  const key = meter.value_settings.event_payload_key;
  const text = Object.hasOwn(payload, key) ? payload[key] : undefined;
  if (text === undefined) {
    if (meter.default_aggregation.formula === "count") return 1;
    throw errors.missingParam(`payload[${key}]`);
  }
  if (!VALUE.test(text)) throw errors.invalidInteger(`payload[${key}]`, text);
  return Number(text) + 0;
}

/** Cancels an event: it is no longer counted. What was invoiced already stays. */
export async function createAdjustment(
  tx: Tx,
  { input }: Call<ObjectValue<typeof adjustmentParams>>,
): Promise<MeterEventAdjustment> {
  const identifier = input.cancel?.identifier;
  if (identifier === undefined) throw errors.missingParam("cancel[identifier]");
  const event = await tx.get<MeterEvent>("billing.meter_event", identifier);
  if (event === null || event.event_name !== input.event_name) {
    throw errors.missingResource("meter event", identifier, "cancel[identifier]");
  }
  const { now } = tx.at(await clockOf(tx, event._customer));
  if (event.created < now - CANCEL_SECONDS) {
    throw errors.rule("You can only cancel events within 24 hours of receiving them.", "cancel[identifier]");
  }
  if (!event._cancelled) await tx.update<MeterEvent>({ ...event, _cancelled: true });
  return {
    id: identifier,
    object: "billing.meter_event_adjustment",
    cancel: { identifier },
    event_name: event.event_name,
    livemode: false,
    status: "complete",
    type: "cancel",
  };
}
