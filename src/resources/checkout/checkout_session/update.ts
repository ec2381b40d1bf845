/**
 * `POST /v1/checkout/sessions/:id`: metadata at any time; line items and shipping options while the session
 * is open.
 */

import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { byPath, type Call } from "../../resource.ts";
import { collectedShipping } from "./buyer/apply_buyer_input.ts";
import { collected } from "./ending/complete.ts";
import { modeOf } from "./modes/index.ts";
import { withoutChallenge } from "./order/discounts.ts";
import { checkCustomPrices, checkLine, checkNoRates } from "./order/line_rules.ts";
import { changedLine, lineFrom, nothingNamed } from "./order/lines.ts";
import { checkCount, offeredLines } from "./order/options.ts";
import { gatherShipping } from "./order/shipping.ts";
import { checkSessionTotal } from "./order/total_rules.ts";
import { repriced } from "./order/totals.ts";
import type { UpdateInput } from "./params/session_params.ts";
import { isPriced, type LineItem, type PricedSession, type Session } from "./row/session.ts";
import { isOver } from "./row/timers.ts";

export async function updateSession(tx: Tx, call: Call<UpdateInput>): Promise<Session> {
  const before = await byPath<Session>(tx, "checkout.session", call.id);
  const { input } = call;
  checkUpdate(before, input, tx.now);
  const told = { ...before, metadata: mergeMetadata(before.metadata, input.metadata) };
  const shipped = withShipping(told, input);
  const isOrdered =
    input.line_items !== undefined ||
    input.shipping_options !== undefined ||
    input.collected_information !== undefined;
  const updated = isOrdered && isPriced(shipped) ? await withItems(tx, shipped, input) : shipped;
  await tx.update(updated); // Stripe has no event `checkout.session.updated`
  return updated;
}

function checkUpdate(session: Session, input: UpdateInput, now: number): void {
  const { metadata: _, ...rest } = input;
  if (Object.keys(rest).length === 0) return;
  if (session.status !== "open" || isOver(session, now)) {
    const status = session.status === "open" ? "expired" : session.status;
    throw errors.rule(
      `Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of ` +
        `\`${status}\`.`,
    );
  }
  if (session._attempt !== null) throw errors.lockTimeout();
  const mode = modeOf(session);
  for (const param of ["line_items", "shipping_options", "payment_intent_data"] as const) {
    if (input[param] !== undefined && mode.refuses.includes(param)) {
      throw errors.cannotPassInMode(param, mode.name);
    }
  }
  const isShippedByShop = session.permissions?.update_shipping_details === "server_only";
  if (input.collected_information !== undefined && !isShippedByShop) {
    throw errors.rule(
      "You can only update `collected_information` on Checkout Sessions with " +
        "`permissions[update_shipping_details]=server_only`.",
      "collected_information",
    );
  }
  if (input.payment_intent_data !== undefined) {
    // Stripe lets those be updated; here not yet.
    if (session.ui_mode === "elements") throw errors.notSupportedYet("payment_intent_data");
    throw errors.rule(
      "You can only update `payment_intent_data` on Checkout Sessions with `ui_mode=elements`.",
      "payment_intent_data",
    );
  }
}

/** The session with the address that the shop gave, which taxes depend on. */
function withShipping(session: Session, { collected_information: given }: UpdateInput): Session {
  if (given?.shipping_details === undefined) return session;
  const path = "collected_information[shipping_details]";
  const shipping = collectedShipping(session, given.shipping_details, path);
  const updated = { ...session, _buyer: { ...session._buyer, shipping } };
  return { ...updated, collected_information: collected(updated) };
}

/** The session with the new lines or shipping options, recalculated. */
async function withItems(tx: Tx, open: PricedSession, input: UpdateInput): Promise<Session> {
  const session = await withoutChallenge(tx, open);
  const lines = input.line_items === undefined ? {} : await linesFrom(tx, session, input.line_items);
  const shipping =
    input.shipping_options === undefined
      ? {}
      : await gatherShipping(tx, input.shipping_options, session.currency);
  const updated = repriced({ ...session, ...shipping, ...lines }, tx);
  checkSessionTotal(updated);
  return updated;
}

type LineUpdate = NonNullable<UpdateInput["line_items"]>[number];

/**
 * The complete new list of lines, in the order sent: an item with an `id` keeps or changes that line, one
 * without adds a line, and lines that are not named are removed.
 */
async function linesFrom(
  tx: Tx,
  session: PricedSession,
  given: readonly LineUpdate[],
): Promise<Pick<Session, "_line_items" | "_tax_rates">> {
  if (given.length === 0) throw errors.missingParam("line_items");
  const named = nothingNamed({ checkPrice: modeOf(session).checkPrice, ownPrices: new Set() });
  const lines: LineItem[] = [];
  for (const [i, { id, ...wanted }] of given.entries()) {
    const at = `line_items[${i}]`;
    const known = session._line_items.find((line) => line.id === id);
    if (id !== undefined && (known === undefined || lines.some((line) => line.id === id))) {
      throw errors.missingResource("item", id, `${at}[id]`);
    }
    const { tax_rates, ...rest } = wanted;
    const sent = { ...rest, ...(tax_rates ? { tax_rates } : {}) };
    if (session.automatic_tax.enabled) checkNoRates(sent, at);
    if (known === undefined || sent.price !== undefined || sent.price_data !== undefined) checkLine(sent, at);
    lines.push(
      known === undefined
        ? await lineFrom(tx, sent, at, session.currency, named)
        : await changedLine(tx, known, wanted, at, named),
    );
  }
  const offered = offeredLines({ ...session, _line_items: lines });
  checkCustomPrices(offered);
  modeOf(session).checkLines(lines);
  modeOf(session).checkLines(offered);
  checkCount(offered);
  const rates = new Map([...session._tax_rates, ...named.rates.values()].map((rate) => [rate.id, rate]));
  return { _line_items: lines, _tax_rates: [...rates.values()] };
}
