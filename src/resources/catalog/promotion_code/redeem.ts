/**
 * Counts the uses of coupons and their codes, and switches codes off and on accordingly: a code that is used
 * up, has expired, or whose coupon can no longer be used falls asleep (becomes inactive), and wakes if the
 * cause goes away. This emits no event: whether Stripe has events for it is not documented.
 */
import { errors } from "../../../core/errors.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { lockName } from "../../names.ts";
import { byParam, type TimerWork } from "../../resource.ts";
import { COUPON_TIMER, type Coupon, couponFault, usedMore } from "../coupon.ts";
import { isUsable, type PromotionCode, sleepOf } from "./code.ts";

/** The timer for the moment at which a code expires; its subject is the code. */
export const EXPIRY_TIMER = "promotion_code.expire";
/** The most codes of one coupon that fall asleep or wake in one unit of work. */
const CODES_AT_ONCE = 100;
/**
 * The most active codes with the same text that are read. Expired ones among them are few, since their timers
 * are due.
 */
const HOLDERS_MAX = 10;

/** What is redeemed: a coupon, directly or through one of its codes. */
export interface Redemption {
  readonly coupon: string;
  readonly promotion_code: string | null;
}

/**
 * Counts one use, or refuses; if two requests want the last use, the second is refused. `param` is the
 * parameter that named the coupon or code. Locks the coupon first, then its code.
 */
export async function redeem(tx: Tx, redemption: Redemption, param: string): Promise<void> {
  const coupon = await byParam<Coupon>(tx, "coupon", redemption.coupon, param);
  const fault = couponFault(coupon, tx.now, param);
  if (fault !== null) throw fault;
  const used = usedMore(coupon, 1);
  await tx.update(used);
  if (redemption.promotion_code !== null) {
    const code = await byParam<PromotionCode>(tx, "promotion_code", redemption.promotion_code, param);
    if (!isUsable(code, coupon, tx.now)) throw errors.promotionCode("inactive", param);
    await tx.update(await settled(tx, { ...code, times_redeemed: code.times_redeemed + 1 }, used));
  }
  if (used.valid !== coupon.valid) await settleCodes(tx, coupon.id);
}

/** Takes one use back, because the purchase it was counted for did not happen. */
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

/**
 * The code, put to sleep or woken to match its coupon and its limits. A code that somebody switched off stays
 * off.
 */
async function settled(tx: Tx, code: PromotionCode, coupon: Coupon | null): Promise<PromotionCode> {
  // A deleted coupon's codes stay inactive for good, even if a new coupon gets the same id.
  if (coupon === null)
    return { ...code, active: false, _asleep: null, _coupon: { ...code._coupon, valid: false } };
  const _coupon = coupon;
  if (!code.active && code._asleep === null) return { ...code, _coupon };
  const _asleep = sleepOf(code, coupon, tx.now);
  const active = _asleep === null && (code.active || (await isFree(tx, code)));
  return { ...code, active, _asleep, _coupon };
}

/** Puts the codes of a coupon to sleep or wakes them, to match it. Many codes take several units of work. */
export async function settleCodes(tx: Tx, id: string): Promise<void> {
  const coupon = await tx.get<Coupon>("coupon", id);
  const isGood = coupon !== null && couponFault(coupon, tx.now) === null;
  // Settled codes leave either list, so that a next run finds only the rest.
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
 * Whether no other active code stands in the way of this code's text. Among active codes, a text belongs
 * either to one code for everybody, or to at most one code for each customer (Stripe docs, "Coupons and
 * promotion codes"). The answer holds until the unit of work ends.
 */
export async function isFree(
  tx: Tx,
  { code, customer }: Pick<PromotionCode, "code" | "customer">,
): Promise<boolean> {
  await lockName(tx, "_promotion_code_name", nameOf(code));
  const holders = await holdersOf(tx, code, customer === null ? undefined : [customer, EVERYBODY]);
  return holders.length === 0;
}

/** The text by which codes are compared and found: case does not matter. */
export function nameOf(code: string): string {
  return code.toLowerCase();
}

/** The value of the `owner` key of codes that are for every customer. */
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

/** The active code a buyer typed, or null. The customer's own code goes before one for everybody. */
export async function findByCode(
  reader: Reader,
  code: string,
  customer: string | null,
): Promise<PromotionCode | null> {
  const holders = await holdersOf(reader, code, customer === null ? [EVERYBODY] : [customer, EVERYBODY]);
  return holders.find((row) => row.customer !== null) ?? holders[0] ?? null;
}
