/** An expired session taken up again: its recovery address opens a copy of it. */
import { accountIdIn } from "../../core/ids.ts";
import { type Account, accountOf, type Tx } from "../../storage/port.ts";
import type { Customer } from "../customer/index.ts";
import { isDeleted } from "../resource.ts";
import { BLANK_SESSION } from "./blank.ts";
import { insertSession } from "./create.ts";
import { knownBeforehand } from "./known.ts";
import { repriced } from "./price_session.ts";
import { expiryFor } from "./rules.ts";
import type { Session } from "./session.ts";

/** Whose session a recovery address, without its origin, belongs to. */
export function accountOfRecovery(token: string): Account {
  return accountOf(accountIdIn(token));
}

/**
 * A new open session that copies the expired one, or null where the address is none or too old. It takes promotion
 * codes as the recovery says, and leaves out what the buyer told and a discount that a code of theirs gave.
 */
export async function recoverSession(tx: Tx, token: string): Promise<Session | null> {
  const found = await tx.list<Session>("checkout.session", { recovery: token }, { limit: 1 });
  const [original] = found.rows;
  const recovery = original?.after_expiration?.recovery;
  if (original === undefined || !recovery || (recovery.expires_at ?? 0) <= tx.now) return null;
  const { _discount: discount } = original;
  const kept = discount === null || discount.by_buyer ? null : { ...discount, id: tx.newId("di_") };
  const copy: Session = {
    ...original,
    id: tx.newId("cs_test_"),
    after_expiration: { recovery: { ...recovery, expires_at: null, url: null } },
    allow_promotion_codes: recovery.allow_promotion_codes,
    consent: null,
    created: tx.now,
    discounts: kept === null ? [] : original.discounts,
    expires_at: expiryFor(undefined, tx.now),
    payment_intent: null,
    recovered_from: original.id,
    status: "open",
    _attempt: BLANK_SESSION._attempt,
    ...knownBeforehand(original, await customerOf(tx, original)),
    _challenge: BLANK_SESSION._challenge,
    _discount: kept,
    _redeemed: false,
    _line_items: original._line_items.map((line) => ({ ...line, id: tx.newId("li_") })),
  };
  const session = repriced(copy, tx);
  await insertSession(tx, session);
  return session;
}

async function customerOf(tx: Tx, { customer: id }: Session): Promise<Customer | null> {
  const customer = id === null ? null : await tx.get<Customer>("customer", id);
  return customer === null || isDeleted(customer) ? null : customer;
}
