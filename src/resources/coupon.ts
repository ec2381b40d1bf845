/**
 * Coupons: what is taken off, for whom a coupon is left, and how often it was. What it makes of the lines of a
 * session is worked out there. A deleted one is gone; discounts that were made of it keep what it was.
 */
import { inWireOrder } from "../core/canonical.ts";
import { monthsAfter, type UnixSeconds } from "../core/clock.ts";
import { type ApiError, errors } from "../core/errors.ts";
import { currencyKey, mergeMetadata, refuseOwnCurrency } from "../params/common.ts";
import { type Fields, type ObjectValue, p } from "../params/param.ts";
import type { Row, Tx } from "../storage/port.ts";
import type { Deleted } from "./deleted.ts";
import { AMOUNT_MAX } from "./price/params.ts";
import { ownId } from "./product.ts";
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
} from "./resource.ts";

export interface Coupon extends Row {
  readonly object: "coupon";
  /** Minor units of `currency`; null where a percentage is taken off. */
  readonly amount_off: number | null;
  readonly created: number;
  readonly currency: string | null;
  readonly duration: "forever" | "once" | "repeating";
  readonly duration_in_months: number | null;
  readonly livemode: false;
  readonly max_redemptions: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  /** Of 100, with up to two decimals. */
  readonly percent_off: number | null;
  readonly redeem_by: number | null;
  readonly times_redeemed: number;
  /** False once it is used up; that it expired follows from the time. */
  readonly valid: boolean;
  /** Ids of products; null means all. This and the next are shown when expanded only. */
  readonly _applies_to: readonly string[] | null;
  /** Other currencies than its own. */
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

/** The timer that tells promotion codes that their coupon can no longer be used, or can again; they set it. */
export const COUPON_TIMER = "coupon.codes";

/** Pure: what is wrong with the parts of a coupon taken together. */
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

/** Refuses a last moment that is past, or more than five years away. */
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

/** The id of a coupon that was deleted may be used again. */
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

/** Pure: what speaks against using a coupon now, or null. `param` is what named it. */
export function couponFault(coupon: Coupon, now: UnixSeconds, param?: string): ApiError | null {
  if (hasExpired(coupon, now)) return errors.rule(`Coupon expired: ${coupon.id}`, param, "coupon_expired");
  if (!coupon.valid) return errors.rule(`Coupon ${coupon.id} is used up and cannot be applied.`, param);
  return null;
}

/** `redeem_by` is the last moment at which it counts. */
function hasExpired(coupon: Coupon, now: UnixSeconds): boolean {
  return coupon.redeem_by !== null && now > coupon.redeem_by;
}

/** Pure: a coupon that was used `times` more often. */
export function usedMore(coupon: Coupon, times: number): Coupon {
  const times_redeemed = Math.max(0, coupon.times_redeemed + times);
  const { max_redemptions: max } = coupon;
  return { ...coupon, times_redeemed, valid: max === null || times_redeemed < max };
}

/** Pure: what an amount coupon takes off in a currency, in minor units; null where it says nothing of that currency. */
export function couponAmountOff(coupon: Coupon, currency: string): number | null {
  if (coupon.currency === currency) return coupon.amount_off;
  return coupon._currency_options?.[currency]?.amount_off ?? null;
}

/** A coupon as it is shown by itself and within others. */
export function couponView(coupon: Coupon, now: UnixSeconds): Wire {
  return { ...publicPart(coupon), valid: coupon.valid && !hasExpired(coupon, now) };
}

/** What it takes off in every currency it knows, its own as well; undefined for percentages. */
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
