/** Builds the statement that reads one page of a list. */
import type { SqlValue } from "./engine.ts";
import { keyValue } from "./key_value.ts";
import type { Page, Where } from "./port.ts";
import { SEQ_STEP } from "./tables.ts";

export interface ListQuery {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** The columns read for a page: only what identifies its rows, or their bodies too. */
const COLUMNS = {
  marks: "r.id, r.seq, r.rev",
  bodies: "r.id, r.seq, r.rev, r.hidden, r.body, r.sum",
} as const;
/** The columns needed to check the checksum of the key by which a row was found. */
const KEY_COLUMNS = "k.value as key_value, k.sum as key_sum";

/**
 * Uses keyset pages only: the cost of a page depends neither on the amount of data nor on the page's
 * position.
 */
export function listQuery(
  columns: keyof typeof COLUMNS,
  account: string,
  kind: string,
  where: Where,
  page: Page,
  position: number | null,
  cursor: string,
): ListQuery {
  const [first, ...others] = Object.entries(where);
  const values: SqlValue[] = [];
  let text: string;
  const at = first === undefined ? "r" : "k";
  if (first === undefined) {
    text = `select ${COLUMNS[columns]} from records r where r.account = ? and r.kind = ? and r.hidden = 0`;
    values.push(account, kind);
  } else {
    text =
      `select ${COLUMNS[columns]}, ${KEY_COLUMNS} from record_keys k join records r on r.account = k.account and ` +
      `r.kind = k.kind and r.id = k.id where k.account = ? and k.kind = ? and k.field = ? and ${oneOf("k.value", first[1])}`;
    values.push(account, kind, first[0], ...asList(first[1]).map(keyValue));
    if (page.unlisted !== true) text += " and r.hidden = 0";
  }
  for (const [field, value] of others) {
    text +=
      " and exists (select 1 from record_keys o where o.account = k.account and o.kind = k.kind and " +
      `o.field = ? and ${oneOf("o.value", value)} and o.seq = k.seq and o.id = k.id)`;
    values.push(field, ...asList(value).map(keyValue));
  }
  if (page.created?.from !== undefined) {
    text += ` and ${at}.seq >= ?`;
    values.push(page.created.from * SEQ_STEP);
  }
  if (page.created?.to !== undefined) {
    text += ` and ${at}.seq < ?`;
    values.push((page.created.to + 1) * SEQ_STEP);
  }
  const backwards = page.before !== undefined || page.oldestFirst === true;
  if (position !== null) {
    text += ` and (${at}.seq, ${at}.id) ${backwards ? ">" : "<"} (?, ?)`;
    values.push(position, cursor);
  }
  const direction = backwards ? "asc" : "desc";
  text += ` order by ${at}.seq ${direction}, ${at}.id ${direction} limit ?`;
  values.push(page.limit + 1);
  return { text, values };
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function oneOf(column: string, value: string | readonly string[]): string {
  const count = asList(value).length;
  return count === 1 ? `${column} = ?` : `${column} in (${Array(count).fill("?").join(", ")})`;
}
