/**
 * Names that a shop chooses and that belong to one object at a time: lookup keys of prices, event names of
 * meters, promotion codes. There is one lock row per name, so that two requests for it run one after the other,
 * even if several processes share the database. The lock row does not say who has the name: the object that
 * has it can be found by a key of its own row.
 */
import type { Row, Tx } from "../storage/port.ts";

/**
 * Locks a name until the unit of work ends. Call this first, and only then look up which object has the name.
 */
export async function lockName(
  tx: Tx,
  kind: "_lookup_key" | "_meter_event_name" | "_promotion_code_name",
  name: string,
): Promise<void> {
  const row: Row = { id: name, object: kind };
  if ((await tx.get(kind, name)) === null) await tx.insert(row);
}
