/**
 * Portal configurations: what customers see and may do in the portal. Every account has a default one. It has the
 * values that the settings of Stripe's Dashboard have at first, and is written when something first needs it.
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Price } from "../../catalog/price/index.ts";
import {
  byParam,
  byPath,
  type Call,
  changesBetween,
  defineResource,
  inclusion,
  type Listed,
  listed,
  publicPart,
  retrieves,
  type Wire,
  whereOf,
  writes,
} from "../../resource.ts";
import {
  blankConfiguration,
  CONFIGURATION,
  type Features,
  firstConfiguration,
  type PortalConfiguration,
} from "./configuration.ts";
import {
  type ConfigurationInput,
  configured,
  createParams,
  listParams,
  updateParams,
} from "./configuration_params.ts";

/** The account's default configuration; written now if nothing has needed it before. */
export async function defaultConfiguration(tx: Tx): Promise<PortalConfiguration> {
  const first = firstConfiguration(tx.account, tx.now);
  const stored = await tx.get<PortalConfiguration>(CONFIGURATION, first.id);
  if (stored !== null) return stored;
  await tx.insert(first);
  await tx.emit("billing_portal.configuration.created", first);
  return first;
}

async function create(
  tx: Tx,
  { input }: Call<ObjectValue<typeof createParams>>,
): Promise<PortalConfiguration> {
  const row = configured(blankConfiguration(tx.newId("bpc_"), tx.now), input, tx.now);
  await check(tx, row, input);
  await tx.insert(row);
  await tx.emit("billing_portal.configuration.created", row);
  return row;
}

async function update(tx: Tx, { id, input }: Call<ConfigurationInput>): Promise<PortalConfiguration> {
  const before = await byPath<PortalConfiguration>(tx, CONFIGURATION, id);
  const after = configured(before, input, tx.now);
  if (after.is_default && !after.active) {
    throw errors.rule("The default portal configuration cannot be deactivated.", "active");
  }
  await check(tx, after, input);
  if (isSame(before, after)) return before;
  await tx.update(after);
  await tx.emit("billing_portal.configuration.updated", after, changesBetween(wireOf(before), wireOf(after)));
  return after;
}

/** Whether a request has changed nothing, except for the time. */
function isSame(before: PortalConfiguration, after: PortalConfiguration): boolean {
  return JSON.stringify(before) === JSON.stringify({ ...after, updated: before.updated });
}

/** Refuses features that do not go together, and products and prices that customers could not choose. */
async function check(tx: Tx, { features }: PortalConfiguration, input: ConfigurationInput): Promise<void> {
  checkTogether(features);
  const path = "features[subscription_update][products]";
  for (const [i, { product, prices }] of (input.features?.subscription_update?.products ?? []).entries()) {
    await byParam(tx, "product", product, `${path}[${i}][product]`);
    for (const [k, id] of prices.entries()) {
      const param = `${path}[${i}][prices][${k}]`;
      const price = await byParam<Price>(tx, "price", id, param);
      if (price.product !== product) {
        throw errors.rule(`The price ${id} does not belong to the product ${product}.`, param);
      }
      if (price.recurring === null) throw errors.rule(`The price ${id} is not recurring.`, param);
    }
  }
}

function checkTogether({ payment_method_update, subscription_cancel, subscription_update }: Features): void {
  const { mode, proration_behavior } = subscription_cancel;
  if (mode === "at_period_end" && proration_behavior === "create_prorations") {
    throw errors.rule(
      "`proration_behavior` can only be `create_prorations` if `mode` is `immediately`.",
      "features[subscription_cancel][proration_behavior]",
    );
  }
  if (subscription_update.enabled && !payment_method_update.enabled) {
    throw errors.rule("Cannot enable subscription updates while payment method update is disabled.");
  }
  for (const [i, { adjustable_quantity: bounds }] of (subscription_update._products ?? []).entries()) {
    if (bounds.maximum === null || bounds.maximum >= bounds.minimum) continue;
    throw errors.rule(
      "`maximum` cannot be less than `minimum`.",
      `features[subscription_update][products][${i}][adjustable_quantity][maximum]`,
    );
  }
}

/** A list has the default configuration, so it is written before the first one is read. */
async function list(tx: Tx, { input, path }: Call<ObjectValue<typeof everyListParam>>): Promise<Listed> {
  await defaultConfiguration(tx);
  const { active, is_default } = input;
  return listed(tx, CONFIGURATION, whereOf({ active, is_default }), input, path);
}
const everyListParam = { ...listParams, ...listFields };

export const portalConfiguration = defineResource<PortalConfiguration>({
  object: CONFIGURATION,
  path: "/v1/billing_portal/configurations",
  permission: "customer_portal",
  keys: ({ active, is_default }) => ({ active: String(active), is_default: String(is_default) }),
  expands: {
    "features.subscription_update.products": inclusion(null, async (reader, { id }) => {
      const row = await byPath<PortalConfiguration>(reader, CONFIGURATION, String(id));
      return row.features.subscription_update._products;
    }),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": writes(everyListParam, list),
    "GET /:id": retrieves(CONFIGURATION),
    "POST /:id": writes(updateParams, update),
  },
  view: wireOf,
});

/** As clients see it, with the hidden key that older versions show the products by. */
function wireOf(row: PortalConfiguration): Wire {
  const { _products, ...update } = row.features.subscription_update;
  const features = { ...row.features, subscription_update: update };
  return inWireOrder({ ...publicPart(row), features, _products });
}
