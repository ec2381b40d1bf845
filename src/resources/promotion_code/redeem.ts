/**
 * How often coupons and their codes were used, and what follows for codes: one that is used up, that expired or
 * whose coupon can no longer be used falls asleep, and wakes where that is undone. Nothing is told of it: whether the
 * original has events for it is not documented.
 */
import { errors } from "../../core/errors.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import { COUPON_TIMER, type Coupon, couponFault, usedMore } from "../coupon.ts";
import { lockName } from "../names.ts";
import { byParam, type TimerWork } from "../resource.ts";
import { isUsable, type PromotionCode, sleepOf } from "./code.ts";

/** The timer for the moment at which a code expires; its subject is the code. */
export const EXPIRY_TIMER = "promotion_code.expire";
/** Codes of one coupon that fall asleep or wake in one unit of work. */
const CODES_AT_ONCE = 100;
/** Active holders of one name that are looked at: those that expired are few, their timers are about to come. */
const HOLDERS_MAX = 10;

/** What is redeemed: a coupon, by itself or through one of its codes. */
export interface Redemption {
  readonly coupon: string;
  readonly promotion_code: string | null;
}

/**
 * Counts one use, or refuses: of two who want the last one, the second gets nothing. `param` is what named it. Locks
 * the coupon, then its code.
 */
export async function redeem(tx: Tx, redemption: Redemption, param: string): Promise<void> {
  const coupon = await byParam<Coupon>(tx, "coupon", redemption.coupon, param);
  const fault = couponFault(coupon, tx.now, param);
  if (fault !== null) throw fault;
  const used = usedMore(coupon, 1);
  await tx.update(used);
  if (redemption.promotion_code !== null) {
    const code = await byParam<PromotionCode>(tx, "promotion_code", redemption.promotion_code, param);
    if (!isUsable(code, coupon, tx.now)) {
      throw errors.rule("This promotion code cannot be redeemed because it is not active.", param);
    }
    await tx.update(await settled(tx, { ...code, times_redeemed: code.times_redeemed + 1 }, used));
  }
  if (used.valid !== coupon.valid) await settleCodes(tx, coupon.id);
}

/** Takes one use back: what it was counted for did not come about. */
export async function giveBack(tx: Tx, redemption: Redemption): Promise<void> {
  const coupon = await tx.get<Coupon>("coupon", redemption.coupon);
  const unused = coupon === null ? null : usedMore(coupon, -1);
  if (unused !== null) await tx.update(unused);
  if (redemption.promotion_code !== null) {
    const code = await byParam<PromotionCode>(
      tx,
      "promotion_code",
      redemption.promotion_code,
      "promotion_code",
    );
    const times_redeemed = Math.max(0, code.times_redeemed - 1);
    await tx.update(await settled(tx, { ...code, times_redeemed }, unused));
  }
  if (unused?.valid !== coupon?.valid) await settleCodes(tx, redemption.coupon);
}

/** A code as active as it may be now; one that somebody switched off stays so. */
async function settled(tx: Tx, code: PromotionCode, coupon: Coupon | null): Promise<PromotionCode> {
  // What was deleted does not come back, even where its id does.
  if (coupon === null)
    return { ...code, active: false, _asleep: null, _coupon: { ...code._coupon, valid: false } };
  const _coupon = coupon;
  if (!code.active && code._asleep === null) return { ...code, _coupon };
  const _asleep = sleepOf(code, coupon, tx.now);
  const active = _asleep === null && (code.active || (await isFree(tx, code)));
  return { ...code, active, _asleep, _coupon };
}

/** Lets the codes of a coupon follow it: to sleep, or awake again. Many of them take several units of work. */
export async function settleCodes(tx: Tx, id: string): Promise<void> {
  const coupon = await tx.get<Coupon>("coupon", id);
  const isGood = coupon !== null && couponFault(coupon, tx.now) === null;
  // Either list is empty once all of its codes are settled.
  const where = isGood ? { waits_for: id } : { coupon: id, active: "true" };
  const { rows, hasMore } = await tx.list("promotion_code", where, { limit: CODES_AT_ONCE });
  for (const row of rows) {
    const code = await tx.get<PromotionCode>("promotion_code", row.id);
    if (code !== null) await tx.update(await settled(tx, code, coupon));
  }
  if (hasMore) await tx.schedule({ kind: COUPON_TIMER, subject: id, due: tx.now });
}

async function expire(tx: Tx, id: string): Promise<void> {
  const code = await tx.get<PromotionCode>("promotion_code", id);
  if (code === null) return;
  await tx.update(await settled(tx, code, await tx.get<Coupon>("coupon", code.promotion.coupon)));
}

export const timers: Readonly<Record<string, TimerWork>> = {
  [COUPON_TIMER]: { does: "unit", run: settleCodes },
  [EXPIRY_TIMER]: { does: "unit", run: expire },
};

/**
 * Whether nobody else has the code's name: among the active ones, a name is either everybody's, once, or each
 * customer's, once (Stripe docs, "Coupons and promotion codes"). The answer holds until the unit of work ends.
 */
export async function isFree(
  tx: Tx,
  { code, customer }: Pick<PromotionCode, "code" | "customer">,
): Promise<boolean> {
  await lockName(tx, "_promotion_code_name", nameOf(code));
  const holders = await holdersOf(tx, code, customer === null ? undefined : [customer, EVERYBODY]);
  return holders.length === 0;
}

/** The name a code goes by: case does not count. */
export function nameOf(code: string): string {
  return code.toLowerCase();
}

/** What stands for no customer in particular where codes are looked up. */
export const EVERYBODY = "everybody";

async function holdersOf(
  reader: Reader,
  code: string,
  owner: readonly string[] | undefined,
): Promise<PromotionCode[]> {
  const where = { code: nameOf(code), active: "true", ...(owner === undefined ? {} : { owner }) };
  const { rows } = await reader.list<PromotionCode>("promotion_code", where, { limit: HOLDERS_MAX });
  return rows.filter((row) => isUsable(row, row._coupon, reader.now));
}

/** The active code a buyer typed: the customer's own before everybody's; null where there is none. */
export async function findByCode(
  reader: Reader,
  code: string,
  customer: string | null,
): Promise<PromotionCode | null> {
  const holders = await holdersOf(reader, code, customer === null ? [EVERYBODY] : [customer, EVERYBODY]);
  return holders.find((row) => row.customer !== null) ?? holders[0] ?? null;
}
