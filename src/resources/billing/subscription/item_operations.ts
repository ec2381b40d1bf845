/** The endpoints of single items. Each changes the subscription, and answers with the item. */
import { errors } from "../../../core/errors.ts";
import { listFields } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Deleted } from "../../deleted.ts";
import {
  type Answer,
  type Begun,
  type Call,
  defineResource,
  inclusion,
  isDeleted,
  type Listed,
  noParams,
  pageOf,
  publicPart,
  reads,
  reference,
  staged,
  type Units,
  writes,
} from "../../resource.ts";
import { finishAttempt } from "./attempt.ts";
import { itemFields, type UpdateInput } from "./params.ts";
import { ENDED, type Subscription, type SubscriptionItem } from "./subscription.ts";
import { change, free } from "./update.ts";
import {
  createUsageRecord,
  listUsageSummaries,
  usageRecordParams,
  usageSummariesParams,
} from "./usage_records.ts";
import { viewItem } from "./view.ts";

/** The key by which the subscription of an item is found. */
export const itemKey = (item: string) => `item ${item}`;

const howFields = {
  off_session: p.boolean(),
  payment_behavior: p.oneOf(
    "allow_incomplete",
    "default_incomplete",
    "error_if_incomplete",
    "pending_if_incomplete",
  ),
  proration_behavior: p.oneOf("always_invoice", "create_prorations", "none"),
  proration_date: p.timestamp(),
} as const satisfies Fields;

const { off_session: _, ...createHow } = howFields;
const createParams = {
  ...itemFields,
  ...createHow,
  subscription: p.required(p.string()),
} as const satisfies Fields;
const updateParams = { ...itemFields, ...howFields } as const satisfies Fields;
const deleteParams = { ...createHow, clear_usage: p.notYet() } as const satisfies Fields;
const listParams = { ...listFields, subscription: p.required(p.string()) } as const satisfies Fields;

/** The subscription that has an item. */
async function ownerOf(reader: Reader, id: string): Promise<Subscription> {
  const page = { limit: 1, unlisted: true as const };
  const { rows } = await reader.list<Subscription>("subscription", { [itemKey(id)]: "1" }, page);
  const [owner] = rows;
  if (owner === undefined) throw errors.rule(`Invalid subscription_item id: ${id}`);
  return owner;
}

function itemIn({ _items }: Subscription, id: string): SubscriptionItem | undefined {
  return _items.find((item) => item.id === id);
}

/** The item of a subscription with this id, or a refusal. */
function itemOf(owner: Subscription, id: string): SubscriptionItem {
  const item = itemIn(owner, id);
  if (item === undefined) throw errors.rule(`Invalid subscription_item id: ${id}`);
  return item;
}

async function retrieve(reader: Reader, { id }: Call<object>): Promise<SubscriptionItem> {
  return itemOf(await ownerOf(reader, id), id);
}

async function list(reader: Reader, { input, path }: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  const subscription = await reader.get<Subscription>("subscription", input.subscription);
  if (subscription === null) throw errors.missingResource("subscription", input.subscription, "subscription");
  return pageOf(subscription._items, "subscription_item", input, path);
}

/** What is unfinished: the subscription and the item that the answer is about. */
const SEPARATOR = " ";

/** Changes the items of a subscription and answers with one of them. */
async function changeItem(
  tx: Tx,
  subscription: Subscription,
  input: UpdateInput,
  named: string | null,
): Promise<Begun> {
  const own = tx.at(await clockOf(tx, subscription.customer));
  const known = new Set(subscription._items.map(({ id }) => id));
  const changed = await change(own, subscription, input);
  const after = "unfinished" in changed ? await plannedFor(tx, changed.unfinished) : changed;
  const id = named ?? after._items.find((item) => !known.has(item.id))?.id ?? "";
  if ("unfinished" in changed) return { unfinished: `${changed.unfinished}${SEPARATOR}${id}` };
  return answerFor(changed, id);
}

async function plannedFor(tx: Tx, id: string): Promise<Subscription> {
  const planned = (await tx.get<Subscription>("subscription", id))?._planned;
  if (!planned) throw new Error(`nothing is planned for ${id}`);
  return planned.after;
}

/** The item, or its stub if it was taken away. */
function answerFor(subscription: Subscription, id: string): SubscriptionItem | Deleted {
  return itemIn(subscription, id) ?? { id, object: "subscription_item", deleted: true };
}

async function finish(units: Units, subject: string): Promise<Answer> {
  const [subscription = "", item = ""] = subject.split(SEPARATOR);
  const answer = await finishAttempt(units, subscription);
  return "refused" in answer || answer.object !== "subscription"
    ? answer
    : answerFor(answer as Subscription, item);
}

async function create(tx: Tx, { input }: Call<ObjectValue<typeof createParams>>): Promise<Begun> {
  const { subscription: id, payment_behavior, proration_behavior, proration_date, ...item } = input;
  const found = await tx.get<Subscription>("subscription", id);
  if (found === null || ENDED.includes(found.status)) {
    throw errors.missingPathResource("subscription", id, "subscription");
  }
  const how = { payment_behavior, proration_behavior, proration_date };
  return changeItem(tx, await free(tx, id), { ...present(how), items: [item] }, null);
}

async function update(tx: Tx, { id, input }: Call<ObjectValue<typeof updateParams>>): Promise<Begun> {
  const { off_session, payment_behavior, proration_behavior, proration_date, ...item } = input;
  const owner = await ownerOf(tx, id);
  const how = { off_session, payment_behavior, proration_behavior, proration_date };
  return changeItem(tx, await free(tx, owner.id), { ...present(how), items: [{ ...item, id }] }, id);
}

async function remove(tx: Tx, { id, input }: Call<ObjectValue<typeof deleteParams>>): Promise<Begun> {
  const { payment_behavior, proration_behavior, proration_date } = input;
  const owner = await ownerOf(tx, id);
  const how = { payment_behavior, proration_behavior, proration_date };
  return changeItem(tx, await free(tx, owner.id), { ...present(how), items: [{ deleted: true, id }] }, id);
}

/** Without what was not sent. */
function present<T extends object>(how: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Items are kept within their subscription; nothing is stored of this kind. */
export const subscriptionItem = defineResource<SubscriptionItem>({
  object: "subscription_item",
  path: "/v1/subscription_items",
  permission: "subscription",
  expands: {
    discounts: reference("discount"),
    price: inclusion("price", async (_reader, shown) => shown.price),
    tax_rates: reference("tax_rate"),
  },
  operations: {
    "POST /": staged(createParams, create, finish),
    "GET /": reads(listParams, list),
    "GET /:id": reads(noParams, retrieve),
    "POST /:id": staged(updateParams, update, finish),
    "DELETE /:id": staged(deleteParams, remove, finish),
    "POST /:id/usage_records": writes(
      usageRecordParams,
      async (tx, { id, input }) => {
        const owner = await ownerOf(tx, id);
        return createUsageRecord(tx, owner, itemOf(owner, id), input);
      },
      { answers: { kind: "usage_record", list: false } },
    ),
    "GET /:id/usage_record_summaries": reads(
      usageSummariesParams,
      async (reader, { id, input, path }) => {
        const owner = await ownerOf(reader, id);
        return listUsageSummaries(reader, owner, itemOf(owner, id), input, path);
      },
      { answers: { kind: "usage_record_summary", list: true } },
    ),
  },
  view: (row) => (isDeleted(row) ? publicPart(row) : viewItem(row)),
});
