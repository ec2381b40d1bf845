/**
 * Coupons: what a coupon takes off, how long it can be used, and how often it has been used. How it lowers
 * the lines of a session is worked out by the session. A deleted coupon is gone; discounts made from it keep
 * a copy of it.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { monthsAfter, type UnixSeconds } from "../../core/clock.ts";
import { type ApiError, errors } from "../../core/errors.ts";
import { currencyKey, mergeMetadata, refuseOwnCurrency } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  noParams,
  publicPart,
  retrieves,
  updateAndTell,
  type Wire,
  writes,
} from "../resource.ts";
import { AMOUNT_MAX } from "./price/index.ts";
import { ownId } from "./product.ts";

export interface Coupon extends Row {
  readonly object: "coupon";
  /** In minor units of `currency`; null for a percentage coupon. */
  readonly amount_off: number | null;
  readonly created: number;
  readonly currency: string | null;
  readonly duration: "forever" | "once" | "repeating";
  readonly duration_in_months: number | null;
  readonly livemode: false;
  readonly max_redemptions: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  /** Greater than 0 and up to 100, with up to two decimals; null for an amount coupon. */
  readonly percent_off: number | null;
  readonly redeem_by: number | null;
  readonly times_redeemed: number;
  /** False once it is used up. Expiry is not stored here: the view works it out from the time. */
  readonly valid: boolean;
  /**
   * Ids of the products it applies to; null means all. Shown only when expanded, as is `_currency_options`.
   */
  readonly _applies_to: readonly string[] | null;
  /** Amounts in currencies other than `currency`. */
  readonly _currency_options: Readonly<Record<string, { readonly amount_off: number }>> | null;
}

const NAME_MAX = 40;
const PERCENT_MIN = 0.01;
const PERCENT_MAX = 100;
const PERCENT_PLACES = 2;
const PRODUCTS_MAX = 100;
const DEADLINE_MONTHS_MAX = 60;

const currencyOptions = p.map(
  p.object({ amount_off: p.required(p.integer({ min: 1, max: AMOUNT_MAX })) }),
  currencyKey,
);

const createParams = {
  amount_off: p.about("Minor units of `currency`.", p.integer({ min: 1, max: AMOUNT_MAX })),
  applies_to: p.object({
    products: p.about("Only lines of these are discounted.", p.list(p.string(), { max: PRODUCTS_MAX })),
  }),
  currency: p.currency(),
  currency_options: p.about("What is taken off in other currencies.", currencyOptions),
  duration: p.about("How long its discounts are in effect.", p.oneOf("forever", "once", "repeating")),
  duration_in_months: p.integer({ min: 1 }),
  id: ownId,
  max_redemptions: p.about("How often it can be used, by all together.", p.integer({ min: 1 })),
  metadata: p.metadata(),
  name: p.about("What buyers see of it.", p.string({ max: NAME_MAX })),
  percent_off: p.number({ min: PERCENT_MIN, max: PERCENT_MAX, places: PERCENT_PLACES }),
  redeem_by: p.about("The last moment at which it can be used.", p.timestamp()),
} as const satisfies Fields;
type CreateInput = ObjectValue<typeof createParams>;

const updateParams = {
  currency_options: currencyOptions,
  metadata: p.metadata(),
  name: p.nullable(p.string({ max: NAME_MAX })),
} as const satisfies Fields;

/**
 * The timer that switches a coupon's promotion codes on or off to follow the coupon; its subject is the
 * coupon. What it does is in `promotion_code/redeem.ts`.
 */
export const COUPON_TIMER = "coupon.codes";

/** Pure: refuses parameters that do not go together. */
function checkParts(input: CreateInput, now: UnixSeconds): void {
  const { amount_off, currency, currency_options, duration, duration_in_months, percent_off } = input;
  if (amount_off === undefined && percent_off === undefined) {
    throw errors.rule("Must provide percent_off or amount_off.", undefined, "parameter_missing");
  }
  if (amount_off !== undefined && percent_off !== undefined) {
    throw errors.rule("Received both percent_off and amount_off parameters. Please pass in only one.");
  }
  if (amount_off !== undefined && currency === undefined) {
    throw errors.rule("You must pass currency when passing amount_off", "currency");
  }
  if (percent_off !== undefined && currency_options !== undefined) {
    throw errors.onlyOneOf(["currency_options", "percent_off"]);
  }
  if (currency !== undefined) refuseOwnCurrency("coupon", currency, currency_options);
  if (duration === "repeating" && duration_in_months === undefined) {
    throw errors.rule(
      "The duration_in_months param must be set when creating a coupon with a repeating duration",
      "duration",
    );
  }
  if (duration !== "repeating" && duration_in_months !== undefined) {
    throw errors.rule(
      "The duration_in_months param can only be set when creating a coupon with a repeating duration",
      "duration_in_months",
    );
  }
  checkDeadline("redeem_by", input.redeem_by, now);
}

/** Refuses a deadline that has passed, or that is more than five years away. */
export function checkDeadline(param: string, given: number | undefined, now: UnixSeconds): void {
  if (given === undefined) return;
  if (given <= now) throw errors.mustBeFuture(param, given);
  if (given > monthsAfter(now, DEADLINE_MONTHS_MAX)) throw errors.tooFarAhead(param);
}

async function create(tx: Tx, { input }: Call<CreateInput>): Promise<Coupon> {
  checkParts(input, tx.now);
  const products = input.applies_to?.products;
  for (const [i, id] of (products ?? []).entries()) {
    await byParam(tx, "product", id, `applies_to[products][${i}]`);
  }
  if (input.id !== undefined) await claimId(tx, input.id);
  const row: Coupon = {
    id: input.id ?? tx.newId(""),
    object: "coupon",
    amount_off: input.amount_off ?? null,
    created: tx.now,
    currency: input.amount_off === undefined ? null : (input.currency ?? null),
    duration: input.duration ?? "once",
    duration_in_months: input.duration_in_months ?? null,
    livemode: false,
    max_redemptions: input.max_redemptions ?? null,
    metadata: mergeMetadata({}, input.metadata),
    name: input.name ?? null,
    percent_off: input.percent_off ?? null,
    redeem_by: input.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
    _applies_to: products ?? null,
    _currency_options: input.currency_options ?? null,
  };
  await tx.insert(row);
  if (row.redeem_by !== null) {
    await tx.schedule({ kind: COUPON_TIMER, subject: row.id, due: row.redeem_by + 1 });
  }
  await tx.emit("coupon.created", row);
  return row;
}

/** Refuses an id that is in use. The id of a deleted coupon may be used again. */
async function claimId(tx: Tx, id: string): Promise<void> {
  if ((await tx.get("coupon", id)) !== null) throw errors.alreadyExists("Coupon");
  await tx.forget("coupon", id);
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Coupon> {
  const before = await byPath<Coupon>(tx, "coupon", call.id);
  const { currency_options: options, metadata, name } = call.input;
  if (options !== undefined) {
    if (before.currency === null) throw errors.onlyOneOf(["currency_options", "percent_off"]);
    refuseOwnCurrency("coupon", before.currency, options);
  }
  const after: Coupon = {
    ...before,
    metadata: mergeMetadata(before.metadata, metadata),
    ...(name === undefined ? {} : { name }),
    ...(options === undefined ? {} : { _currency_options: { ...before._currency_options, ...options } }),
  };
  return updateAndTell(tx, "coupon.updated", before, after);
}

async function remove(tx: Tx, call: Call<object>): Promise<Deleted> {
  const coupon = await byPath<Coupon>(tx, "coupon", call.id);
  await tx.hide(coupon);
  const gone: Coupon = { ...coupon, valid: false };
  await tx.emit("coupon.deleted", gone);
  return { id: coupon.id, object: "coupon", deleted: true };
}

/** Pure: why a coupon cannot be used now, or null. `param` is the parameter that named the coupon. */
export function couponFault(coupon: Coupon, now: UnixSeconds, param?: string): ApiError | null {
  if (hasExpired(coupon, now)) return errors.rule(`Coupon expired: ${coupon.id}`, param, "coupon_expired");
  if (!coupon.valid) return errors.rule(`Coupon ${coupon.id} is used up and cannot be applied.`, param);
  return null;
}

/** A coupon can still be used in the second `redeem_by` itself. */
function hasExpired(coupon: Coupon, now: UnixSeconds): boolean {
  return coupon.redeem_by !== null && now > coupon.redeem_by;
}

/** Pure: the coupon with its use count raised by `times`, which may be negative. */
export function usedMore(coupon: Coupon, times: number): Coupon {
  const times_redeemed = Math.max(0, coupon.times_redeemed + times);
  const { max_redemptions: max } = coupon;
  return { ...coupon, times_redeemed, valid: max === null || times_redeemed < max };
}

/**
 * Pure: what a coupon takes off in a currency, in minor units; null if it has no amount for that currency.
 */
export function couponAmountOff(coupon: Coupon, currency: string): number | null {
  if (coupon.currency === currency) return coupon.amount_off;
  return coupon._currency_options?.[currency]?.amount_off ?? null;
}

/** Refuses a coupon with an amount off that has no amount for the currency. */
export function checkCouponCurrency(coupon: Coupon, currency: string, param: string): void {
  if (coupon.percent_off !== null || couponAmountOff(coupon, currency) !== null) return;
  throw errors.rule(
    `The coupon \`${coupon.id}\` only supports \`${coupon.currency}\`. This doesn't match the expected currency: ` +
      `\`${currency}\`.`,
    param,
  );
}

/** A coupon as answers show it, on its own or within another object. */
export function couponView(coupon: Coupon, now: UnixSeconds): Wire {
  return { ...publicPart(coupon), valid: coupon.valid && !hasExpired(coupon, now) };
}

/**
 * What it takes off in each of its currencies, including `currency` itself; undefined for percentage coupons.
 */
function currencyOptionsOf({ currency, amount_off, _currency_options: others }: Coupon): Wire | undefined {
  if (currency === null) return undefined;
  return inWireOrder({ ...others, [currency]: { amount_off } });
}

export const coupon = defineResource<Coupon>({
  object: "coupon",
  path: "/v1/coupons",
  permission: "coupon",
  changesByItself: true,
  view: (row, { now }) => couponView(row, now()),
  expands: {
    applies_to: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Coupon>("coupon", String(shown.id));
      return row?._applies_to ? { products: row._applies_to } : undefined;
    }),
    currency_options: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Coupon>("coupon", String(shown.id));
      return row === null ? undefined : currencyOptionsOf(row);
    }),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("coupon", noParams, () => ({})),
    "GET /:id": retrieves("coupon"),
    "POST /:id": writes(updateParams, update),
    "DELETE /:id": writes(noParams, remove),
  },
});
