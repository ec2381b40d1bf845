/**
 * Plans: the older name of recurring prices. A plan is its price, shown in another way; nothing of it is stored.
 */
import { errors } from "../../core/errors.ts";
import { created, listFields, mergeMetadata, ownName } from "../../params/common.ts";
import { type Fields, type ObjectValue, type Param, p, type Value } from "../../params/param.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  byParam,
  type Call,
  defineResource,
  inclusion,
  type Listed,
  listed,
  noParams,
  reads,
  reference,
  whereOf,
  writes,
} from "../resource.ts";
import {
  type AggregateUsage,
  checkPrice,
  intervalFields,
  makePrice,
  type Naming,
  type Plan,
  type Price,
  type PriceInput,
  planOf,
  createParams as priceParams,
  recurringFields,
  refuseDefault,
  updatePrice,
} from "./price/index.ts";
import { createProduct, type Product } from "./product.ts";

const { active, billing_scheme, currency, metadata, nickname, tiers, tiers_mode } = priceParams;
const { interval, interval_count } = intervalFields;
const { meter, trial_period_days, usage_type } = recurringFields;

const productData = priceParams.product_data;
/** The id of a product, or what a new one is made from. */
const product: Param<string | Value<typeof productData>> = {
  ...productData,
  type: "string or object",
  read: (raw, path, reading) =>
    typeof raw === "string" ? p.string().read(raw, path, reading) : productData.read(raw, path, reading),
};

const createParams = {
  active,
  amount: priceParams.unit_amount,
  amount_decimal: priceParams.unit_amount_decimal,
  billing_scheme,
  currency,
  id: p.about("An id of the caller's choice.", ownName(255)),
  interval,
  interval_count,
  metadata,
  meter,
  nickname,
  product,
  tiers,
  tiers_mode,
  transform_usage: priceParams.transform_quantity,
  trial_period_days,
  usage_type,
} as const satisfies Fields;
/** Older versions may say how usage records are aggregated, too. */
type CreateInput = ObjectValue<typeof createParams> & { readonly aggregate_usage?: AggregateUsage };

const updateParams = {
  active: p.boolean(),
  metadata: p.metadata(),
  nickname: p.string(),
  product: p.about("The id of another product.", p.string()),
  trial_period_days,
} as const satisfies Fields;

const filterParams = { active: p.boolean(), product: p.string() } as const satisfies Fields;
const listParams = { ...filterParams, ...listFields, created } as const satisfies Fields;

const OWN_NAMES: Readonly<Record<string, string>> = {
  recurring: "",
  transform_quantity: "transform_usage",
  unit_amount: "amount",
  unit_amount_decimal: "amount_decimal",
};
const PLAN_NAMES: Naming = { many: "Plans", of: (param) => OWN_NAMES[param] ?? param };

/** What a plan's parameters say of its price. */
function priceInput(input: CreateInput): PriceInput {
  const { id: _id, product: _product, amount, amount_decimal, transform_usage, ...same } = input;
  const { aggregate_usage, interval, interval_count, meter, trial_period_days, usage_type, ...price } = same;
  const recurring = { aggregate_usage, interval, interval_count, meter, trial_period_days, usage_type };
  return {
    ...price,
    ...given({
      unit_amount: amount,
      unit_amount_decimal: amount_decimal,
      transform_quantity: transform_usage,
    }),
    recurring: { interval, ...given(recurring) },
  };
}

type Given<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** The members that are not undefined. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

async function create(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<Plan> {
  const price = priceInput(input);
  await checkPrice(tx, price, behaviour, PLAN_NAMES);
  if (input.product === undefined) throw errors.missingParam("product");
  if (input.id !== undefined && (await tx.exists("price", input.id))) throw errors.alreadyExists("Plan");
  const sold =
    typeof input.product === "string"
      ? await byParam<Product>(tx, "product", input.product, "product")
      : await createProduct(tx, input.product);
  return planOf(await makePrice(tx, price, sold.id, input.id ?? tx.newId("plan_")));
}

/** The price of the plan that a path names, or a 404. */
async function priceOf(reader: Reader, id: string): Promise<Price> {
  const price = await reader.get<Price>("price", id);
  if (price === null || price.recurring === null) throw errors.missingPathResource("plan", id, "plan");
  return price;
}

async function update(tx: Tx, { id, input }: Call<ObjectValue<typeof updateParams>>): Promise<Plan> {
  const before = await priceOf(tx, id);
  const { metadata: more, product: productId, trial_period_days: days, ...plain } = input;
  if (productId !== undefined) await byParam<Product>(tx, "product", productId, "product");
  if (input.active === false) await refuseDefault(tx, before, "archived");
  const after: Price = {
    ...before,
    ...plain,
    ...(productId === undefined ? {} : { product: productId }),
    metadata: mergeMetadata(before.metadata, more),
    recurring:
      before.recurring === null || days === undefined
        ? before.recurring
        : { ...before.recurring, trial_period_days: days },
  };
  return planOf(await updatePrice(tx, before, after));
}

async function list(reader: Reader, { input, path }: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  const where = whereOf({ active: input.active, product: input.product, type: "recurring" });
  const page = await listed(reader, "price", where, input, path);
  return { ...page, data: (page.data as readonly Price[]).map(planOf) };
}

/** Nobody can subscribe to the plan any more. Subscriptions keep what they know of it. */
async function remove(tx: Tx, { id }: Call<object>): Promise<Deleted> {
  const price = await priceOf(tx, id);
  await refuseDefault(tx, price, "deleted");
  await tx.hide(price);
  await tx.emit("plan.deleted", planOf(price));
  await tx.emit("price.deleted", price);
  return { id, object: "plan", deleted: true };
}

export const plan = defineResource<Plan>({
  object: "plan",
  path: "/v1/plans",
  permission: "plan",
  expands: {
    product: reference("product"),
    tiers: inclusion(null, async (reader, shown) => {
      const price = await reader.get<Price>("price", String(shown.id));
      return price?._tiers ?? undefined;
    }),
  },
  // With the hidden keys that only older versions show.
  view: (row) => row,
  operations: {
    "POST /": writes(createParams, create),
    "GET /": reads(listParams, list),
    "GET /:id": reads(noParams, async (reader, { id }) => planOf(await priceOf(reader, id))),
    "POST /:id": writes(updateParams, update),
    "DELETE /:id": writes(noParams, remove),
  },
});
