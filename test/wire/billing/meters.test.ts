import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
});
afterAll(() => server.close());

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);
const floor = (seconds: number, step: number) => seconds - (seconds % step);

let names = 0;
const freshName = () => `calls_${++names}`;
const meter = (more: Partial<Stripe.Billing.MeterCreateParams> = {}) =>
  shop.stripe.billing.meters.create({
    display_name: "Calls",
    event_name: freshName(),
    default_aggregation: { formula: "sum" },
    ...more,
  });
const post = (path: string, params: Params, version = "2026-10-28.endive") =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });

/** Reports usage of a customer to a meter. */
function report(
  of: { readonly event_name: string },
  customer: string,
  value: string,
  more: Partial<Stripe.Billing.MeterEventCreateParams> = {},
) {
  return shop.stripe.billing.meterEvents.create({
    event_name: of.event_name,
    payload: { stripe_customer_id: customer, value },
    ...more,
  });
}

/** The usage from `start` to `end`. */
async function used(of: Stripe.Billing.Meter, customer: string, start: number, end: number): Promise<number> {
  const { data } = await shop.stripe.billing.meters.listEventSummaries(of.id, {
    customer,
    start_time: start,
    end_time: end,
  });
  expect(data).toHaveLength(1);
  return data[0]?.aggregated_value ?? Number.NaN;
}

describe("a meter", () => {
  test("shows every key in order", async () => {
    const { body } = await post("/v1/billing/meters", {
      display_name: "Calls",
      event_name: "in_order",
      default_aggregation: { formula: "sum" },
    });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^mtr_test_/),
        object: "billing.meter",
        created: expect.any(Number),
        customer_mapping: { event_payload_key: "stripe_customer_id", type: "by_id" },
        default_aggregation: { formula: "sum" },
        display_name: "Calls",
        event_name: "in_order",
        event_time_window: null,
        livemode: false,
        status: "active",
        status_transitions: { deactivated_at: null },
        updated: body.created,
        value_settings: { event_payload_key: "value" },
      }),
    );
  });

  test("is renamed, deactivated and reactivated, with an event each", async () => {
    const own = openShop(server);
    const { meters } = own.stripe.billing;
    const { id } = await meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "count" },
    });
    expect((await meters.update(id, { display_name: "API calls" })).display_name).toBe("API calls");
    const off = await meters.deactivate(id);
    expect(off).toMatchObject({ status: "inactive", status_transitions: { deactivated_at: off.updated } });
    expect(await refused(meters.deactivate(id))).toMatchObject({ status: 400 });
    const on = await meters.reactivate(id);
    expect(on).toMatchObject({ status: "active", status_transitions: { deactivated_at: null } });
    expect(await refused(meters.reactivate(id))).toMatchObject({ status: 400 });
    expect(await meters.retrieve(id)).toEqual(on);
    expect(await own.news()).toEqual([
      "billing.meter.created",
      "billing.meter.updated",
      "billing.meter.deactivated",
      "billing.meter.reactivated",
    ]);
    const { data } = await own.stripe.events.list({ limit: 2 });
    expect(data.map((event) => event.data)).toEqual([
      { object: expect.objectContaining({ status: "active" }) },
      { object: expect.objectContaining({ status: "inactive" }) },
    ]);
  });

  test("is listed by its status", async () => {
    const own = openShop(server);
    const { meters } = own.stripe.billing;
    const make = (event_name: string) =>
      meters.create({ display_name: "M", event_name, default_aggregation: { formula: "last" } });
    const [a, b] = [await make("a"), await make("b")];
    await meters.deactivate(a.id);
    const ids = async (params: Stripe.Billing.MeterListParams) =>
      (await meters.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ status: "active" })).toEqual([b.id]);
    expect(await ids({ status: "inactive" })).toEqual([a.id]);
    expect(await ids({ limit: 1, starting_after: b.id })).toEqual([a.id]);
  });

  test("an event name belongs to one active meter", async () => {
    const first = await meter({ event_name: "taken" });
    expect(await refused(meter({ event_name: "taken" }))).toMatchObject({ status: 400, param: "event_name" });
    await shop.stripe.billing.meters.deactivate(first.id);
    await meter({ event_name: "taken" });
    expect(await refused(shop.stripe.billing.meters.reactivate(first.id))).toMatchObject({
      status: 400,
      param: "event_name",
    });
  });

  test("of many requests for one event name at once, one gets it", async () => {
    const made = await Promise.allSettled(Array.from({ length: 12 }, () => meter({ event_name: "wanted" })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("an unknown one", async () => {
    expect(await refused(shop.stripe.billing.meters.retrieve("mtr_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "id",
      message: "No such meter: 'mtr_x'",
    });
  });
});

describe("a meter event", () => {
  test("shows what was sent, and no id", async () => {
    const { event_name } = await meter();
    const { id: customer } = await shop.stripe.customers.create();
    const payload = { stripe_customer_id: customer, value: "25", region: "eu" };
    const { body } = await post("/v1/billing/meter_events", { event_name, payload, identifier: "first" });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        object: "billing.meter_event",
        created: expect.any(Number),
        event_name,
        identifier: "first",
        livemode: false,
        payload,
        timestamp: body.created,
      }),
    );
  });

  test("has an identifier of its own if none is sent", async () => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const [one, other] = [await report(own, id, "1"), await report(own, id, "1")];
    expect(one.identifier.length).toBeGreaterThan(20);
    expect(other.identifier).not.toBe(one.identifier);
  });

  test("an identifier is taken once, also by several requests at once", async () => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const minute = floor(now(), MINUTE) - MINUTE;
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, () => report(own, id, "5", { identifier: "once", timestamp: minute })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refused(report(own, id, "5", { identifier: "once" }))).toEqual({
      status: 400,
      code: undefined,
      param: "identifier",
      message: "An event already exists with identifier once.",
    });
    expect(await used(own, id, minute, minute + MINUTE)).toBe(5);
  });

  test("without a meter, and with one that is inactive", async () => {
    const { id } = await shop.stripe.customers.create();
    const message = 'No active meter found for event name "nothing".';
    expect(await refused(report({ event_name: "nothing" }, id, "1"))).toMatchObject({ status: 400, message });
    const own = await meter();
    await shop.stripe.billing.meters.deactivate(own.id);
    expect(await refused(report(own, id, "1"))).toMatchObject({
      status: 400,
      message: `No active meter found for event name "${own.event_name}".`,
    });
  });

  test.each([
    ["no customer", { value: "1" }, "payload[stripe_customer_id]"],
    ["an unknown customer", { stripe_customer_id: "cus_x", value: "1" }, "payload[stripe_customer_id]"],
    ["no value", { stripe_customer_id: "$" }, "payload[value]"],
    ["no number", { stripe_customer_id: "$", value: "many" }, "payload[value]"],
    ["a fraction", { stripe_customer_id: "$", value: "1.5" }, "payload[value]"],
  ])("%s", async (_, payload: Record<string, string>, param) => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const sent = Object.entries(payload).map(([key, value]) => [key, value === "$" ? id : value]);
    const call = shop.stripe.billing.meterEvents.create({
      event_name: own.event_name,
      payload: Object.fromEntries(sent),
    });
    expect(await refused(call)).toMatchObject({ status: 400, param });
  });

  test.each([
    ["35 days ago", -35 * DAY + 60, 200],
    ["longer ago", -35 * DAY - 60, 400],
    ["five minutes ahead", 290, 200],
    ["further ahead", 400, 400],
  ])("a timestamp %s", async (_, offset, status) => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const { body, status: given } = await post("/v1/billing/meter_events", {
      event_name: own.event_name,
      payload: { stripe_customer_id: id, value: 1 },
      timestamp: now() + offset,
    });
    expect([given, body.error?.param]).toEqual([status, status === 200 ? undefined : "timestamp"]);
  });

  test("a timestamp that is refused is told the bound", async () => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const { message } = await refused(report(own, id, "1", { timestamp: 1000 }));
    expect(message).toMatch(
      /^The event timestamp cannot be more than 35 days in past\. Expected a timestamp greater than or equal to \d+\.$/,
    );
  });

  test("of a customer on a test clock has the clock's time", async () => {
    const own = await meter();
    const frozen_time = 1_600_000_020;
    const { stripe } = shop;
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time });
    const { id } = await stripe.customers.create({ test_clock });
    const event = await report(own, id, "3");
    expect([event.created, event.timestamp]).toEqual([frozen_time, frozen_time]);
    await report(own, id, "4", { timestamp: frozen_time - DAY });
    expect(await refused(report(own, id, "5", { timestamp: now() }))).toMatchObject({ param: "timestamp" });
    expect(await used(own, id, frozen_time - 2 * DAY, frozen_time + MINUTE)).toBe(7);
  });

  test("names its customer and its value as the meter says", async () => {
    const own = await meter({
      customer_mapping: { event_payload_key: "who", type: "by_id" },
      value_settings: { event_payload_key: "bytes" },
    });
    const { id } = await shop.stripe.customers.create();
    const minute = floor(now(), MINUTE) - MINUTE;
    await shop.stripe.billing.meterEvents.create({
      event_name: own.event_name,
      payload: { who: id, bytes: "12", value: "99" },
      timestamp: minute,
    });
    expect(await used(own, id, minute, minute + MINUTE)).toBe(12);
  });
});

describe("summaries", () => {
  test("aggregate the events of a customer from the start, and before the end", async () => {
    const own = await meter();
    const [a, b] = [await shop.stripe.customers.create(), await shop.stripe.customers.create()];
    const start = floor(now(), MINUTE) - 10 * MINUTE;
    const end = start + 5 * MINUTE;
    for (const [timestamp, value] of [
      [start - 1, "1"],
      [start, "10"],
      [end - 1, "100"],
      [end, "1000"],
    ] as const) {
      await report(own, a.id, value, { timestamp });
    }
    await report(own, b.id, "7", { timestamp: start });
    expect(await used(own, a.id, start, end)).toBe(110);
    expect(await used(own, b.id, start, end)).toBe(7);
    expect(await used(own, a.id, end, end + MINUTE)).toBe(1000);
    expect(await used(own, a.id, end + MINUTE, end + 2 * MINUTE)).toBe(0);
  });

  test.each([
    ["sum", 2],
    ["count", 3],
    ["last", -8],
  ] as const)("by %s: %i, whatever the order in which they arrive", async (formula, expected) => {
    const own = await meter({ default_aggregation: { formula } });
    const { id } = await shop.stripe.customers.create();
    const start = floor(now(), MINUTE) - 10 * MINUTE;
    for (const [offset, value] of [
      [50, "-8"],
      [10, "4"],
      [30, "6"],
    ] as const) {
      await report(own, id, value, { timestamp: start + offset });
    }
    expect(await used(own, id, start, start + MINUTE)).toBe(expected);
  });

  test("of events that hold a whole hour, the one received last counts", async () => {
    const own = await meter({ event_time_window: "hour" });
    const { id } = await shop.stripe.customers.create();
    const hour = floor(now(), HOUR) - 2 * HOUR;
    await report(own, id, "30", { timestamp: hour + 20 });
    await report(own, id, "100", { timestamp: hour + HOUR });
    expect(await used(own, id, hour, hour + 2 * HOUR)).toBe(130);
  });

  test("by the hour, the latest first, page by page", async () => {
    const own = await meter();
    const { id: customer } = await shop.stripe.customers.create();
    const end = floor(now(), HOUR);
    const start = end - 3 * HOUR;
    await report(own, customer, "2", { timestamp: start });
    await report(own, customer, "3", { timestamp: end - 1 });
    const ask = { customer, start_time: start, end_time: end, value_grouping_window: "hour" } as const;
    const { meters } = shop.stripe.billing;
    const whole = await meters.listEventSummaries(own.id, ask);
    expect(whole.data).toEqual(
      [
        [end - HOUR, 3],
        [end - 2 * HOUR, 0],
        [start, 2],
      ].map(([from = 0, aggregated_value]) => ({
        id: expect.stringMatching(/^mtrusg_/),
        object: "billing.meter_event_summary",
        aggregated_value,
        end_time: from + HOUR,
        livemode: false,
        meter: own.id,
        start_time: from,
      })),
    );
    expect(whole.url).toBe(`/v1/billing/meters/${own.id}/event_summaries`);
    const paged = await meters
      .listEventSummaries(own.id, { ...ask, limit: 1 })
      .autoPagingToArray({ limit: 9 });
    expect(paged).toEqual(whole.data);
  });

  test.each<[string, (hour: number) => Params, string | undefined]>([
    ["a start within a minute", (hour) => ({ start_time: hour + 1, end_time: hour + HOUR }), "start_time"],
    ["an end within a minute", (hour) => ({ start_time: hour, end_time: hour + 61 }), "end_time"],
    [
      "a start within an hour",
      (hour) => ({ start_time: hour + MINUTE, end_time: hour + HOUR, value_grouping_window: "hour" }),
      "start_time",
    ],
    ["an end before the start", (hour) => ({ start_time: hour, end_time: hour }), "start_time"],
    [
      "too many hours",
      (hour) => ({ start_time: hour - 10_001 * HOUR, end_time: hour, value_grouping_window: "hour" }),
      undefined,
    ],
  ])("refuse %s", async (_, times, param) => {
    const own = await meter();
    const { id: customer } = await shop.stripe.customers.create();
    const query = form({ customer, ...times(floor(now(), DAY)) });
    const { body, status } = await server.raw(
      "GET",
      `/v1/billing/meters/${own.id}/event_summaries?${query}`,
      {
        key: shop.key,
      },
    );
    expect([status, body.error?.param]).toEqual([400, param]);
  });
});

describe("an adjustment", () => {
  test("takes an event out of the usage", async () => {
    const own = await meter();
    const { id } = await shop.stripe.customers.create();
    const minute = floor(now(), MINUTE) - MINUTE;
    await report(own, id, "5", { identifier: "keep", timestamp: minute });
    await report(own, id, "70", { identifier: "drop", timestamp: minute });
    const cancel = { event_name: own.event_name, type: "cancel", cancel: { identifier: "drop" } } as const;
    const { body } = await post("/v1/billing/meter_event_adjustments", cancel);
    expect(Object.entries(body)).toEqual(
      Object.entries({
        object: "billing.meter_event_adjustment",
        cancel: { identifier: "drop" },
        event_name: own.event_name,
        livemode: false,
        status: "complete",
        type: "cancel",
      }),
    );
    expect(await used(own, id, minute, minute + MINUTE)).toBe(5);
    expect((await post("/v1/billing/meter_event_adjustments", cancel)).status).toBe(200);
    expect(await refused(report(own, id, "70", { identifier: "drop" }))).toMatchObject({ status: 400 });
  });

  test("of an unknown event, of another meter's event, and of none", async () => {
    const [own, other] = [await meter(), await meter()];
    const { id } = await shop.stripe.customers.create();
    await report(own, id, "5", { identifier: "of another" });
    const adjust = (event_name: string, identifier?: string) =>
      refused(
        shop.stripe.billing.meterEventAdjustments.create({
          event_name,
          type: "cancel",
          ...(identifier === undefined ? {} : { cancel: { identifier } }),
        }),
      );
    expect(await adjust(own.event_name, "unknown")).toEqual({
      status: 400,
      code: "resource_missing",
      param: "cancel[identifier]",
      message: "No such meter event: 'unknown'",
    });
    expect(await adjust(other.event_name, "of another")).toMatchObject({ status: 400 });
    expect(await adjust(own.event_name)).toMatchObject({ status: 400, code: "parameter_missing" });
  });
});

test("many events are read page by page", async () => {
  const own = await meter();
  const { id } = await shop.stripe.customers.create();
  const minute = floor(now(), MINUTE) - MINUTE;
  const count = 1100;
  for (let i = 0; i < count; i += 50) {
    await Promise.all(
      Array.from({ length: 50 }, () => report(own, id, "2", { timestamp: minute + (i % 60) })),
    );
  }
  expect(await used(own, id, minute, minute + MINUTE)).toBe(2 * count);
});
