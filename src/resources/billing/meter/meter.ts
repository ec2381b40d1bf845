/** The rows of meters and of the usage that is reported to them, in the newest shape. */
import type { Row } from "../../../storage/port.ts";

export type Formula = "count" | "last" | "sum";
export type Window = "day" | "hour";

export interface Meter extends Row {
  readonly object: "billing.meter";
  readonly created: number;
  readonly customer_mapping: { readonly event_payload_key: string; readonly type: "by_id" };
  readonly default_aggregation: { readonly formula: Formula };
  readonly display_name: string;
  readonly event_name: string;
  readonly event_time_window: Window | null;
  readonly livemode: false;
  readonly status: "active" | "inactive";
  readonly status_transitions: { readonly deactivated_at: number | null };
  readonly updated: number;
  readonly value_settings: { readonly event_payload_key: string };
}

/** One report of usage. Its id is its identifier, which is not shown as an id. */
export interface MeterEvent extends Row {
  readonly object: "billing.meter_event";
  /** When it was received. */
  readonly created: number;
  readonly event_name: string;
  readonly identifier: string;
  readonly livemode: false;
  readonly payload: Readonly<Record<string, string>>;
  /** When the usage was. Lists of events have this order. */
  readonly timestamp: number;
  readonly _meter: string;
  readonly _customer: string;
  readonly _value: number;
  /** A cancelled one is not counted. */
  readonly _cancelled: boolean;
}

/** The answer to an adjustment. It is not stored. */
export interface MeterEventAdjustment extends Row {
  readonly object: "billing.meter_event_adjustment";
  readonly cancel: { readonly identifier: string | null } | null;
  readonly event_name: string;
  readonly livemode: false;
  readonly status: "complete";
  readonly type: "cancel";
}

/** Usage of a customer within some time. It is worked out when it is asked for, and not stored. */
export interface MeterEventSummary extends Row {
  readonly object: "billing.meter_event_summary";
  readonly aggregated_value: number;
  readonly end_time: number;
  readonly livemode: false;
  readonly meter: string;
  readonly start_time: number;
}
