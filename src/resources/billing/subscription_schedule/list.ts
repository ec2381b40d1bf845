/** `GET /`, with filters by when a schedule was canceled, completed or released. */

import { errors } from "../../../core/errors.ts";
import { created as createdRange, listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Where } from "../../../storage/port.ts";
import { type Call, checkNamed, type Listed, listed, whereOf } from "../../resource.ts";
import { listParams } from "./params.ts";
import { SCHEDULE, type Schedule } from "./schedule.ts";

export const listWithPageParams = { ...listParams, ...listFields, created: createdRange };
type ListInput = ObjectValue<typeof listWithPageParams>;

/** How many schedules are read at a time, where a filter goes by time. */
const READ_AT_ONCE = 100;
const LIMIT_DEFAULT = 10;
const TIMES = ["completed_at", "released_at", "canceled_at"] as const;

export async function listSchedules(reader: Reader, { input, path }: Call<ListInput>): Promise<Listed> {
  const [time] = TIMES.filter((name) => input[name] !== undefined);
  if (input.scheduled && time !== undefined) throw errors.onlyOneOf([time, "scheduled"]);
  await checkNamed(reader, input);
  const where = whereOf({ customer: input.customer, ...(input.scheduled ? { scheduled: true } : {}) });
  if (time === undefined) return listed(reader, SCHEDULE, where, input, path);
  const limit = input.limit ?? LIMIT_DEFAULT;
  const found = await foundBy(reader, where, { ...input, limit }, path);
  const data = input.ending_before === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: "list", data, has_more: found.length > limit, url: path };
}

/** More schedules than the limit, or all, whose times are those asked for; the newest first. */
async function foundBy(
  reader: Reader,
  where: Where,
  input: ListInput & { readonly limit: number },
  path: string,
): Promise<readonly Schedule[]> {
  const isBackward = input.ending_before !== undefined;
  let found: Schedule[] = [];
  let page: ListInput = { ...input, limit: READ_AT_ONCE };
  // This ends with the list.
  for (;;) {
    const { data, has_more } = await listed(reader, SCHEDULE, where, page, path);
    const rows = data as readonly Schedule[];
    const more = rows.filter((row) => TIMES.every((name) => isWithin(row[name], input[name])));
    found = isBackward ? [...more, ...found] : [...found, ...more];
    const next = isBackward ? rows[0] : rows.at(-1);
    if (!has_more || next === undefined || found.length > input.limit) return found;
    page = { ...page, ...(isBackward ? { ending_before: next.id } : { starting_after: next.id }) };
  }
}

/** Whether a moment is what a filter asks for. */
function isWithin(at: number | null, asked: ListInput["created"]): boolean {
  if (asked === undefined) return true;
  if (at === null) return false;
  if (typeof asked === "number") return at === asked;
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = asked;
  return at > gt && at >= gte && at < lt && at <= lte;
}
