/** The parameters of meters and of their events. */
import { errors } from "../../../core/errors.ts";
import { type Fields, p } from "../../../params/param.ts";

const DISPLAY_NAME_MAX = 250;
const EVENT_NAME_MAX = 100;
const KEY_MAX = 100;
const IDENTIFIER_MAX = 100;
const PAYLOAD_KEYS_MAX = 50;

const payloadKey = p.string({ max: KEY_MAX });

export const createParams = {
  customer_mapping: p.object({
    event_payload_key: p.required(p.about("Where an event names its customer.", payloadKey)),
    type: p.required(p.oneOf("by_id")),
  }),
  default_aggregation: p.required(
    p.object({
      formula: p.required(
        p.about(
          "Adds values up, counts events, or takes the latest value of a period.",
          p.oneOf("count", "last", "sum"),
        ),
      ),
    }),
  ),
  display_name: p.required(p.string({ max: DISPLAY_NAME_MAX })),
  event_name: p.required(
    p.about("What events name it by; that of one active meter only.", p.string({ max: EVENT_NAME_MAX })),
  ),
  event_time_window: p.about(
    "Of the events of each hour or day, only the one received last counts.",
    p.oneOf("day", "hour"),
  ),
  value_settings: p.object({
    event_payload_key: p.required(p.about("Where an event has its value.", payloadKey)),
  }),
} as const satisfies Fields;

export const updateParams = {
  display_name: p.string({ max: DISPLAY_NAME_MAX }),
} as const satisfies Fields;

export const listParams = { status: p.oneOf("active", "inactive") } as const satisfies Fields;

export const eventParams = {
  event_name: p.required(p.string({ max: EVENT_NAME_MAX })),
  identifier: p.about("An event with the same one is refused.", p.string({ max: IDENTIFIER_MAX })),
  payload: p.required(
    p.about(
      "The customer and the value, under the names that the meter says.",
      p.map(p.string(), (name, path) =>
        name.length > KEY_MAX ? errors.stringTooLong(`${path}[${name}]`, name, KEY_MAX) : null,
      ),
    ),
  ),
  timestamp: p.about("When the usage was: up to 35 days ago or 5 minutes ahead.", p.timestamp()),
} as const satisfies Fields;

export const adjustmentParams = {
  cancel: p.object({ identifier: p.string({ max: IDENTIFIER_MAX }) }),
  event_name: p.required(p.string({ max: EVENT_NAME_MAX })),
  type: p.required(p.oneOf("cancel")),
} as const satisfies Fields;

export const summariesParams = {
  customer: p.required(p.string()),
  end_time: p.required(p.about("The end, exclusive; a whole minute.", p.timestamp())),
  start_time: p.required(p.about("The beginning, inclusive; a whole minute.", p.timestamp())),
  value_grouping_window: p.about(
    "One summary for each hour or day, not one for all.",
    p.oneOf("day", "hour"),
  ),
} as const satisfies Fields;

/** How many keys the payload of an event may have. */
export { PAYLOAD_KEYS_MAX };
