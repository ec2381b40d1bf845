/**
 * When a link is deactivated without a request for it: it has reached its limit of completed sessions (Stripe
 * docs, "Customize checkout for Payment Links"), or a product or price it uses was archived (Stripe docs,
 * "Manage products and prices").
 */
import type { Row, Tx } from "../../../storage/port.ts";
import { type TimerWork, updateAndTell } from "../../resource.ts";
import type { Session } from "../checkout_session/index.ts";
import { isSoldOut, type LinkLine, type PaymentLink } from "./link.ts";
import { LINE_ITEMS_MAX } from "./params.ts";

/** The most links that one unit of work deactivates for each line position. */
const LINKS_AT_ONCE = 100;

type Used = keyof LinkLine["_uses"];

/** Counts a completed session of a link that has a limit, and deactivates the link once it is reached. */
async function countCompleted(tx: Tx, { payment_link: id }: Session): Promise<void> {
  const link = id === null ? null : await tx.get<PaymentLink>("payment_link", id);
  if (!link?.restrictions) return;
  const { count, limit } = link.restrictions.completed_sessions;
  const counted = { ...link, restrictions: { completed_sessions: { count: count + 1, limit } } };
  const active = link.active && !isSoldOut(counted);
  if (active === link.active) await tx.update(counted);
  else await updateAndTell(tx, "payment_link.updated", link, { ...counted, active });
}

/**
 * Index keys that find a link when something it uses is archived. Each line and each optional item has its own keys,
 * because a key holds one value.
 */
export function useKeys({
  _line_items: lines,
  _options: options,
}: PaymentLink): Readonly<Record<string, string | null>> {
  const uses = [...lines.map(({ _uses }) => _uses), ...options];
  return Object.fromEntries(
    uses.flatMap(({ price, product }, i) => [
      [useKey("price", i), price],
      [useKey("product", i), product],
    ]),
  );
}

function useKey(used: Used, line: number): string {
  return `${used} ${line}`;
}

const TIMERS: Readonly<Record<Used, string>> = {
  price: "payment_link.price_archived",
  product: "payment_link.product_archived",
};

/**
 * Deactivates the links that use an archived product or price. If there are more than one unit of work may
 * change, a timer that is due at once continues.
 */
async function deactivateUsers(tx: Tx, used: Used, id: string): Promise<void> {
  const row = await tx.get<Row & { readonly active?: boolean }>(used, id);
  if (row?.active !== false) return;
  for (let line = 0; line < LINE_ITEMS_MAX; line++) {
    const where = { [useKey(used, line)]: id, active: "true" };
    const { rows, hasMore } = await tx.list("payment_link", where, { limit: LINKS_AT_ONCE });
    for (const found of rows) {
      const link = await tx.get<PaymentLink>("payment_link", found.id);
      if (link !== null) await updateAndTell(tx, "payment_link.updated", link, { ...link, active: false });
    }
    if (hasMore) return tx.schedule({ kind: TIMERS[used], subject: id, due: tx.now });
  }
}

export const timers: Readonly<Record<string, TimerWork>> = {
  [TIMERS.price]: { does: "unit", run: (tx, id) => deactivateUsers(tx, "price", id) },
  [TIMERS.product]: { does: "unit", run: (tx, id) => deactivateUsers(tx, "product", id) },
};

export const reacts: Readonly<Record<string, (tx: Tx, row: Row) => Promise<void>>> = {
  "checkout.session.completed": (tx, row) => countCompleted(tx, row as Session),
  "price.updated": (tx, { id }) => deactivateUsers(tx, "price", id),
  "product.updated": (tx, { id }) => deactivateUsers(tx, "product", id),
};
