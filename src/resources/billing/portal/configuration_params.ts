/** The parameters of portal configurations, and what a configuration becomes with them. */
import { mergeMetadata } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p, type Value } from "../../../params/param.ts";
import { FEEDBACK } from "../subscription/index.ts";
import {
  CUSTOMER_UPDATES,
  type Features,
  PLAN_UPDATES,
  type PortalConfiguration,
  type PortalProduct,
} from "./configuration.ts";

/** The most products that customers can switch to (Stripe's reference). */
const PRODUCTS_MAX = 10;
const PRICES_MAX = 100;
const QUANTITY_MAX = 999_999_999;
const CONDITIONS_MAX = 2;

const product = p.object({
  adjustable_quantity: p.about(
    "Whether customers may change its quantity, and within which bounds.",
    p.object({
      enabled: p.required(p.boolean()),
      maximum: p.integer({ min: 1, max: QUANTITY_MAX }),
      minimum: p.integer({ min: 0, max: QUANTITY_MAX }),
    }),
  ),
  prices: p.required(
    p.about("Its prices that customers may choose.", p.list(p.string(), { max: PRICES_MAX })),
  ),
  product: p.required(p.string()),
});
type ProductInput = Value<typeof product>;

const cancel = {
  cancellation_reason: p.about(
    "Which reasons customers are asked for.",
    p.object({
      enabled: p.required(p.boolean()),
      feedback_options: p.nullable(p.notYet()),
      options: p.nullable(p.list(p.oneOf(...FEEDBACK), { max: FEEDBACK.length })),
    }),
  ),
  mode: p.about("When a subscription ends that is canceled.", p.oneOf("at_period_end", "immediately")),
  proration_behavior: p.about(
    "Whether the rest of a period is given back; needs `mode=immediately`.",
    p.oneOf("create_prorations", "none"),
  ),
} as const satisfies Fields;

const update = {
  billing_cycle_anchor: p.about(
    "Whether the billing cycle begins anew with a change.",
    p.oneOf("now", "unchanged"),
  ),
  default_allowed_updates: p.about(
    "What customers may change.",
    p.nullable(p.list(p.oneOf(...PLAN_UPDATES), { max: PLAN_UPDATES.length })),
  ),
  products: p.about("What customers may switch to.", p.nullable(p.list(product, { max: PRODUCTS_MAX }))),
  proration_behavior: p.about(
    "What becomes of the rest of a period that changes.",
    p.oneOf("always_invoice", "create_prorations", "none"),
  ),
  schedule_at_period_end: p.object({
    conditions: p.notYet(
      p.list(p.object({ type: p.oneOf("decreasing_item_amount", "shortening_interval") }), {
        max: CONDITIONS_MAX,
      }),
      [[]],
    ),
  }),
  trial_update_behavior: p.about("Whether a change ends the trial.", p.oneOf("continue_trial", "end_trial")),
} as const satisfies Fields;

const on = p.boolean();
const customerUpdate = {
  allowed_updates: p.about(
    "What of their details customers may change.",
    p.nullable(p.list(p.oneOf(...CUSTOMER_UPDATES), { max: CUSTOMER_UPDATES.length })),
  ),
} as const satisfies Fields;
const methodUpdate = { payment_method_configuration: p.nullable(p.notYet()) } as const satisfies Fields;

/** `enabled` must be said of a feature when the configuration is made. */
const featuresWith = <E extends typeof on>(enabled: E) =>
  p.object({
    customer_update: p.about("Customers change their details.", p.object({ ...customerUpdate, enabled })),
    invoice_history: p.about("Customers see their invoices.", p.object({ enabled: p.required(on) })),
    payment_method_update: p.about(
      "Customers add, remove and choose payment methods.",
      p.object({ ...methodUpdate, enabled: p.required(on) }),
    ),
    subscription_cancel: p.about("Customers cancel subscriptions.", p.object({ ...cancel, enabled })),
    subscription_pause: p.object({ duration: p.notYet(), enabled: p.notYet(on, [false]) }),
    subscription_update: p.about(
      "Customers change the price or quantity of subscriptions.",
      p.object({ ...update, enabled }),
    ),
  });

const commonParams = {
  business_profile: p.object({
    headline: p.about("Stands above everything else.", p.nullable(p.string())),
    privacy_policy_url: p.about("Linked on the page.", p.nullable(p.url({ webOnly: true }))),
    terms_of_service_url: p.about("Linked on the page.", p.nullable(p.url({ webOnly: true }))),
  }),
  default_return_url: p.about(
    "Where the link back to the shop leads, for sessions without a URL of their own.",
    p.nullable(p.url()),
  ),
  login_page: p.object({ enabled: p.required(p.notYet(p.boolean(), [false])) }),
  metadata: p.metadata(),
  name: p.nullable(p.string()),
} as const satisfies Fields;

export const createParams = {
  ...commonParams,
  features: p.required(p.about("What customers may do.", featuresWith(p.required(on)))),
} as const satisfies Fields;

export const updateParams = {
  ...commonParams,
  active: p.about("Whether sessions can be made with it.", p.boolean()),
  features: p.about("What customers may do; what is not named stays.", featuresWith(on)),
} as const satisfies Fields;

export const listParams = {
  active: p.boolean(),
  is_default: p.boolean(),
} as const satisfies Fields;

export type ConfigurationInput = ObjectValue<typeof updateParams>;
type FeaturesInput = NonNullable<ConfigurationInput["features"]>;

/** Pure: a configuration with a request applied, at the time `now`. What is not named stays as it was. */
export function configured(
  before: PortalConfiguration,
  input: ConfigurationInput,
  now: number,
): PortalConfiguration {
  const { active, business_profile, default_return_url, features, metadata, name } = input;
  return {
    ...before,
    ...(active === undefined ? {} : { active }),
    business_profile: { ...before.business_profile, ...business_profile },
    ...(default_return_url === undefined ? {} : { default_return_url }),
    features: features === undefined ? before.features : withFeatures(before.features, features),
    metadata: mergeMetadata(before.metadata, metadata),
    ...(name === undefined ? {} : { name }),
    updated: now,
  };
}

function withFeatures(before: Features, given: FeaturesInput): Features {
  const { customer_update, invoice_history, payment_method_update, subscription_cancel } = given;
  const { cancellation_reason: reason, ...canceling } = subscription_cancel ?? {};
  const reasons = before.subscription_cancel.cancellation_reason;
  return {
    ...before,
    customer_update: {
      ...before.customer_update,
      ...customer_update,
      allowed_updates: listed(before.customer_update.allowed_updates, customer_update?.allowed_updates),
    },
    invoice_history: { ...before.invoice_history, ...invoice_history },
    payment_method_update: { ...before.payment_method_update, ...payment_method_update },
    subscription_cancel: {
      ...before.subscription_cancel,
      ...canceling,
      cancellation_reason: { ...reasons, ...reason, options: listed(reasons.options, reason?.options) },
    },
    subscription_update: withPlanUpdates(before.subscription_update, given.subscription_update ?? {}),
  };
}

function withPlanUpdates(
  before: Features["subscription_update"],
  given: NonNullable<FeaturesInput["subscription_update"]>,
): Features["subscription_update"] {
  const { default_allowed_updates, products, schedule_at_period_end: _, ...plain } = given;
  const allowed = listed(before.default_allowed_updates, default_allowed_updates);
  return {
    ...before,
    ...plain,
    default_allowed_updates: allowed,
    ...(products === undefined
      ? {}
      : { _products: products?.map((one) => wholeProduct(one, allowed.includes("quantity"))) ?? null }),
  };
}

/** Without bounds of its own, the quantity of a product can be changed if quantities can be at all. */
function wholeProduct(given: ProductInput, isAdjustable: boolean): PortalProduct {
  const { enabled = isAdjustable, maximum = null, minimum = 1 } = given.adjustable_quantity ?? {};
  return { adjustable_quantity: { enabled, maximum, minimum }, prices: given.prices, product: given.product };
}

/** A list that a request replaces, or empties. */
function listed<T>(before: readonly T[], given: readonly T[] | null | undefined): readonly T[] {
  return given === undefined ? before : [...new Set(given ?? [])];
}
