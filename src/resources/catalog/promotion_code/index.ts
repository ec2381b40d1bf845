/**
 * Promotion codes: what buyers type to get a coupon's discount, with limits on who may use a code and how
 * often. Older API versions show the coupon whole, so each code keeps a copy of it.
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata, refuseOwnCurrency } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import {
  type Answer,
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  noParams,
  publicPart,
  reads,
  reference,
  updateAndTell,
  writes,
} from "../../resource.ts";
import { type Coupon, checkDeadline, couponFault, couponView } from "../coupon.ts";
import { isUsable, type PromotionCode, sleepOf } from "./code.ts";
import { type CreateInput, createParams, listParams, updateParams } from "./params.ts";
import { EVERYBODY, EXPIRY_TIMER, isFree, nameOf, settleCodes, timers } from "./redeem.ts";

export { type PromotionCode, promotionFault } from "./code.ts";
export { findByCode, giveBack, type Redemption, redeem } from "./redeem.ts";

const CODE_CHARS = 8;

/** The coupon that a new code is for; refuses one that is missing or can no longer be used. */
async function couponFor(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<Coupon> {
  const id = input.promotion.coupon;
  if (id === undefined) {
    throw errors.rule("You must pass promotion.coupon when passing promotion", "promotion.coupon");
  }
  const param = behaviour.promotion_coupon_param;
  const coupon = await byParam<Coupon>(tx, "coupon", id, param);
  const fault = couponFault(coupon, tx.now, param);
  if (fault !== null) throw fault;
  return coupon;
}

function checkParts(input: CreateInput, coupon: Coupon, now: number): void {
  const { expires_at, max_redemptions, restrictions = {} } = input;
  checkDeadline("expires_at", expires_at, now);
  if (expires_at !== undefined && coupon.redeem_by !== null && expires_at > coupon.redeem_by) {
    throw errors.rule(
      "The promotion code's `expires_at` cannot be after the coupon's `redeem_by`.",
      "expires_at",
    );
  }
  if (max_redemptions !== undefined && max_redemptions > (coupon.max_redemptions ?? max_redemptions)) {
    throw errors.rule(
      "The promotion code's `max_redemptions` cannot be greater than the coupon's `max_redemptions`.",
      "max_redemptions",
    );
  }
  const { minimum_amount, minimum_amount_currency: currency, currency_options: options } = restrictions;
  if (minimum_amount !== undefined && currency === undefined) {
    throw errors.rule(
      "You must pass minimum_amount_currency when passing minimum_amount",
      "restrictions[minimum_amount_currency]",
    );
  }
  if (minimum_amount === undefined && (currency !== undefined || options !== undefined)) {
    const passed = currency === undefined ? "currency_options" : "minimum_amount_currency";
    throw errors.rule(`You must pass minimum_amount when passing ${passed}`, "restrictions[minimum_amount]");
  }
  if (currency !== undefined) checkOptions(currency, options);
}

function checkOptions(currency: string, options: Readonly<Record<string, unknown>> | undefined): void {
  refuseOwnCurrency("promotion code", currency, options, "restrictions[currency_options]");
}

async function create(tx: Tx, call: Call<CreateInput>): Promise<PromotionCode> {
  const { input } = call;
  const coupon = await couponFor(tx, call);
  checkParts(input, coupon, tx.now);
  const customer = input.customer ?? null;
  if (customer !== null) await byParam(tx, "customer", customer, "customer");
  const { currency_options, ...restrictions } = input.restrictions ?? {};
  const row: PromotionCode = {
    id: tx.newId("promo_"),
    object: "promotion_code",
    active: input.active ?? true,
    code: input.code ?? tx.random(CODE_CHARS).toUpperCase(),
    created: tx.now,
    customer,
    customer_account: null,
    expires_at: input.expires_at ?? null,
    livemode: false,
    max_redemptions: input.max_redemptions ?? null,
    metadata: mergeMetadata({}, input.metadata),
    promotion: { coupon: coupon.id, type: "coupon" },
    restrictions: {
      first_time_transaction: restrictions.first_time_transaction ?? false,
      minimum_amount: restrictions.minimum_amount ?? null,
      minimum_amount_currency: restrictions.minimum_amount_currency ?? null,
    },
    times_redeemed: 0,
    _asleep: null,
    _coupon: coupon,
    _currency_options: currency_options ?? null,
  };
  if (row.active) await claimName(tx, row);
  await tx.insert(row);
  if (row.expires_at !== null)
    await tx.schedule({ kind: EXPIRY_TIMER, subject: row.id, due: row.expires_at });
  await tx.emit("promotion_code.created", row);
  return row;
}

async function claimName(tx: Tx, row: PromotionCode): Promise<void> {
  if (await isFree(tx, row)) return;
  throw errors.rule(`An active promotion code with \`code: ${row.code}\` already exists.`, "code");
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<PromotionCode> {
  const before = await withCoupon(tx, await byPath<PromotionCode>(tx, "promotion_code", call.id));
  const { active, metadata, restrictions } = call.input;
  const options = restrictions?.currency_options;
  const currency = before.restrictions.minimum_amount_currency;
  if (options !== undefined && currency === null) {
    throw errors.rule(
      "You must pass minimum_amount when passing currency_options",
      "restrictions[currency_options]",
    );
  }
  if (currency !== null) checkOptions(currency, options);
  if (active === true) await wake(tx, before);
  const after: PromotionCode = {
    ...before,
    ...(active === undefined ? {} : { active, _asleep: null }),
    metadata: mergeMetadata(before.metadata, metadata),
    ...(options === undefined ? {} : { _currency_options: { ...before._currency_options, ...options } }),
  };
  return updateAndTell(tx, "promotion_code.updated", before, after);
}

/** Refuses to switch on a code that could not be used anyway, or whose text another active code has. */
async function wake(tx: Tx, code: PromotionCode): Promise<void> {
  const sleep = sleepOf(code, code._coupon, tx.now);
  if (sleep !== null)
    throw errors.rule(`This promotion code cannot be activated because ${WHY[sleep]}.`, "active");
  if (!code.active) await claimName(tx, code);
}
const WHY = {
  coupon: "its coupon can no longer be redeemed",
  expired: "it is expired",
  used_up: "it has been redeemed the maximum number of times",
} as const;

/**
 * Codes with their coupons as they are now; for a deleted coupon the copy in the code stays. Each coupon is
 * read once, since many codes may share it.
 */
async function withCoupons(reader: Reader, codes: readonly PromotionCode[]): Promise<PromotionCode[]> {
  const coupons = new Map<string, Coupon>();
  for (const { promotion } of codes) {
    if (coupons.has(promotion.coupon)) continue;
    const coupon = await reader.get<Coupon>("coupon", promotion.coupon);
    if (coupon !== null) coupons.set(coupon.id, coupon);
  }
  return codes.map((code) => ({ ...code, _coupon: coupons.get(code.promotion.coupon) ?? code._coupon }));
}

async function withCoupon(reader: Reader, code: PromotionCode): Promise<PromotionCode> {
  const [fresh = code] = await withCoupons(reader, [code]);
  return fresh;
}

/** The minimum amount in each of its currencies, the main one included; undefined if it has no minimum. */
function currencyOptionsOf({ restrictions, _currency_options: others }: PromotionCode): object | undefined {
  const { minimum_amount, minimum_amount_currency: currency } = restrictions;
  return currency === null ? undefined : inWireOrder({ ...others, [currency]: { minimum_amount } });
}

const listing = lists("promotion_code", listParams, ({ active, code, coupon, customer }) => ({
  active,
  code: code === undefined ? undefined : nameOf(code),
  coupon,
  customer,
}));

async function list(reader: Reader, call: Call<never>): Promise<Answer> {
  const page = await listing.run(reader, call);
  // A list of promotion codes holds only promotion codes.
  return "data" in page
    ? { ...page, data: await withCoupons(reader, page.data as readonly PromotionCode[]) }
    : page;
}

export const promotionCode = defineResource<PromotionCode>({
  object: "promotion_code",
  path: "/v1/promotion_codes",
  permission: "promotion_code",
  changesByItself: true,
  keys: (row) => ({
    active: String(row.active),
    code: nameOf(row.code),
    coupon: row.promotion.coupon,
    customer: row.customer,
    owner: row.customer ?? EVERYBODY,
    waits_for: row._asleep === "coupon" ? row.promotion.coupon : null,
  }),
  expands: {
    customer: reference("customer"),
    "promotion.coupon": reference("coupon"),
    "restrictions.currency_options": inclusion(null, async (reader, shown) => {
      const row = await reader.get<PromotionCode>("promotion_code", String(shown.id));
      return row === null ? undefined : currencyOptionsOf(row);
    }),
  },
  view: (row, { now }) => ({
    ...publicPart(row),
    active: isUsable(row, row._coupon, now()),
    _coupon: couponView(row._coupon, now()),
  }),
  operations: {
    "POST /": writes(createParams, create),
    "GET /": { ...listing, run: list },
    "GET /:id": reads(noParams, async (reader, call) =>
      withCoupon(reader, await byPath<PromotionCode>(reader, "promotion_code", call.id)),
    ),
    "POST /:id": writes(updateParams, update),
  },
  timers,
  reacts: { "coupon.deleted": (tx: Tx, row: Row) => settleCodes(tx, row.id) },
});
