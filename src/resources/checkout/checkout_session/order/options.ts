/**
 * Pure: the optional items of a session. Each is a line, ready with its own id, which the buyer may add to the order and
 * take out of it again.
 */
import { errors } from "../../../../core/errors.ts";
import { LINE_ITEMS_MAX } from "../params/line_params.ts";
import type { LineItem, Session } from "../row/session.ts";

type Offer = Pick<Session, "_line_items" | "_optional_items">;

/** Whether a line of the order is an optional item: the buyer may always remove it, whatever its bounds. */
export function isOptional({ _optional_items: options }: Offer, id: string): boolean {
  return options?.some((option) => option.id === id) ?? false;
}

/** The lines of the order, followed by the optional items that are not in it. */
export function offeredLines({ _line_items: lines, _optional_items: options }: Offer): readonly LineItem[] {
  return [...lines, ...(options ?? []).filter(({ id }) => !lines.some((line) => line.id === id))];
}

/** Refuses more lines and optional items than an order may have, if all of them are bought (Stripe docs). */
export function checkCount(offered: readonly unknown[], max = LINE_ITEMS_MAX): void {
  if (offered.length <= max) return;
  throw errors.rule(`You can only specify up to ${max} line items and optional items.`, "optional_items");
}

/** Copies of lines and optional items under new ids, equal where they were equal. */
export function underNewIds({ _line_items, _optional_items }: Offer, newId: () => string): Offer {
  const ids = new Map(offeredLines({ _line_items, _optional_items }).map(({ id }) => [id, newId()]));
  const renewed = (line: LineItem) => ({ ...line, id: ids.get(line.id) ?? newId() });
  return {
    _line_items: _line_items.map(renewed),
    _optional_items: _optional_items?.map(renewed) ?? null,
  };
}

/** The optional items as a session or payment link shows them. */
export function optionalItemsWire(options: readonly LineItem[]) {
  return options.map(({ adjustable_quantity, price, quantity }) => ({
    adjustable_quantity,
    price: price.id,
    quantity,
  }));
}
