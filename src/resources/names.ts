/**
 * Names that a shop chooses and that stand for one thing at a time: lookup keys of prices, promotion codes. Each has
 * a row of its own, so that all who want it meet in the database and come one after another, also where several
 * processes share it. What has the name now says what has it itself: a key of its row.
 */
import type { Row, Tx } from "../storage/port.ts";

/** Lets nobody else take or hand over this name until the unit of work ends. Look only then who has it. */
export async function lockName(
  tx: Tx,
  kind: "_lookup_key" | "_promotion_code_name",
  name: string,
): Promise<void> {
  const row: Row = { id: name, object: kind };
  if ((await tx.get(kind, name)) === null) await tx.insert(row);
}
