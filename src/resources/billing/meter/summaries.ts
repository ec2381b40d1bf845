/** Summaries of usage: what a customer used within some time, as a whole or by the hour or day. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import { derivedId } from "../../../core/ids.ts";
import type { listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Row } from "../../../storage/port.ts";
import { byParam, byPath, type Call, type Listed, pageOf } from "../../resource.ts";
import type { Meter, MeterEventSummary } from "./meter.ts";
import type { summariesParams } from "./params.ts";
import { usageOf, WINDOW_SECONDS } from "./usage.ts";

const MINUTE_SECONDS = 60;
/** How many windows a request may span: over a year of hours. */
const WINDOWS_MAX = 10_000;

type Input = ObjectValue<typeof summariesParams & typeof listFields>;

interface Span extends Row {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** The summaries of a meter, the latest first. Windows without usage are listed too. */
export async function listSummaries(reader: Reader, { id, input, path }: Call<Input>): Promise<Listed> {
  const meter = await byPath<Meter>(reader, "billing.meter", id);
  const { id: customer } = await byParam(reader, "customer", input.customer, "customer");
  const spans = spansOf(input).map(([start, end]): Span => {
    const name = `${meter.id}/${customer}/${start}/${end}`;
    return { id: derivedId("mtrusg_", reader.account, name), object: "span", start, end };
  });
  const page = pageOf(spans, "billing.meter_event_summary", input, path);
  const data: MeterEventSummary[] = [];
  for (const span of page.data as readonly Span[]) {
    data.push({
      id: span.id,
      object: "billing.meter_event_summary",
      aggregated_value: await usageOf(reader, meter, customer, span.start, span.end),
      end_time: span.end,
      livemode: false,
      meter: meter.id,
      start_time: span.start,
    });
  }
  return { ...page, data };
}

/** The windows that a request asks for, the latest first. */
function spansOf({ start_time, end_time, value_grouping_window: window }: Input): [number, number][] {
  const step = window === undefined ? MINUTE_SECONDS : WINDOW_SECONDS[window];
  for (const [param, time] of Object.entries({ start_time, end_time })) {
    if (time % step !== 0) {
      throw errors.rule(`\`${param}\` must be aligned with ${window ?? "minute"} boundaries.`, param);
    }
  }
  if (start_time >= end_time) throw errors.rule("`start_time` must be before `end_time`.", "start_time");
  if (window === undefined) return [[start_time, end_time]];
  const count = (end_time - start_time) / step;
  if (count > WINDOWS_MAX) {
    throw errors.rule(`A request can span up to ${WINDOWS_MAX} windows, and this one spans ${count}.`);
  }
  return Array.from({ length: count }, (_, i) => [end_time - (i + 1) * step, end_time - i * step]);
}
