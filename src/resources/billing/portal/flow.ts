/** The flow of a new portal session, from what the request says, and the refusals of what it cannot lead to. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { type Coupon, couponFault } from "../../catalog/coupon.ts";
import type { Price } from "../../catalog/price/index.ts";
import { byParam } from "../../resource.ts";
import { ENDED, type Subscription } from "../subscription/index.ts";
import type { PortalConfiguration } from "./configuration.ts";
import { isUpdatable, refusedChange } from "./offers.ts";
import type { AfterCompletion, Flow, FlowType, Retention } from "./session.ts";
import type { FlowInput } from "./session_params.ts";

const NO_FLOW = {
  customer_update: null,
  subscription_cancel: null,
  subscription_pause: null,
  subscription_update: null,
  subscription_update_confirm: null,
};
/** The hashes that say more about a flow. */
const HASHES = ["subscription_cancel", "subscription_update", "subscription_update_confirm"] as const;
/** The hash that says more about a flow, and the feature that it needs. */
const NEEDS = {
  customer_update: { hash: null, feature: "customer_update" },
  payment_method_update: { hash: null, feature: "payment_method_update" },
  subscription_cancel: { hash: "subscription_cancel", feature: "subscription_cancel" },
  subscription_update: { hash: "subscription_update", feature: "subscription_update" },
  subscription_update_confirm: { hash: "subscription_update_confirm", feature: "subscription_update" },
} as const satisfies Record<FlowType, unknown>;

/** Stripe's text is known for updates; the others follow it. */
const DISABLED = {
  customer_update:
    "This customer cannot be updated because the customer update feature in the portal configuration is disabled.",
  payment_method_update:
    "This payment method cannot be updated because the payment method update feature in the portal configuration is " +
    "disabled.",
  subscription_cancel:
    "This subscription cannot be canceled because the subscription cancellation feature in the portal configuration " +
    "is disabled.",
  subscription_update:
    "This subscription cannot be updated because the subscription update feature in the portal configuration is " +
    "disabled.",
} as const;

/** The flow that a request asks for. */
export async function flowOf(
  tx: Tx,
  customer: string,
  configuration: PortalConfiguration,
  input: FlowInput,
): Promise<Flow> {
  const { hash, feature } = NEEDS[input.type];
  checkHashes(input, hash);
  if (!configuration.features[feature].enabled) throw errors.rule(DISABLED[feature]);
  const base: Flow = {
    ...NO_FLOW,
    after_completion: afterCompletion(input.after_completion),
    customer_update: input.type === "customer_update" ? {} : null,
    type: input.type,
  };
  const given = hash === null ? undefined : input[hash];
  if (hash === null || given === undefined) return base;
  const path = `flow_data[${hash}]`;
  const subscription = await ownSubscription(tx, customer, given.subscription, `${path}[subscription]`);
  switch (hash) {
    case "subscription_cancel":
      checkNotCanceling(subscription);
      return {
        ...base,
        subscription_cancel: {
          retention: await retentionOf(tx, input),
          subscription: subscription.id,
        },
      };
    case "subscription_update":
      checkUpdatable(configuration, subscription);
      return { ...base, subscription_update: { subscription: subscription.id } };
    case "subscription_update_confirm":
      checkUpdatable(configuration, subscription);
      return {
        ...base,
        subscription_update_confirm: await confirmed(tx, configuration, subscription, input),
      };
  }
}

/** A flow has the hash of its own type, if there is one, and no other. */
function checkHashes(input: FlowInput, own: (typeof HASHES)[number] | null): void {
  for (const hash of HASHES) {
    if (hash === own && input[hash] === undefined) throw errors.missingParam(`flow_data[${hash}]`);
    if (hash !== own && input[hash] !== undefined) {
      throw errors.rule(
        `You may only specify \`flow_data[${hash}]\` if \`flow_data[type]\` is \`${hash}\`.`,
        `flow_data[${hash}]`,
      );
    }
  }
}

function afterCompletion(given: FlowInput["after_completion"]): AfterCompletion {
  if (given === undefined) return { hosted_confirmation: null, redirect: null, type: "portal_homepage" };
  const { hosted_confirmation, redirect, type } = given;
  if (type === "redirect" && redirect === undefined) {
    throw errors.missingParam("flow_data[after_completion][redirect]");
  }
  return {
    hosted_confirmation:
      type === "hosted_confirmation" ? { custom_message: hosted_confirmation?.custom_message ?? null } : null,
    redirect: type === "redirect" && redirect !== undefined ? redirect : null,
    type,
  };
}

async function ownSubscription(tx: Tx, customer: string, id: string, param: string): Promise<Subscription> {
  const subscription = await byParam<Subscription>(tx, "subscription", id, param);
  if (subscription.customer !== customer) throw errors.missingResource("subscription", id, param);
  if (ENDED.includes(subscription.status)) {
    throw errors.rule(`The subscription ${id} is already canceled.`, param);
  }
  return subscription;
}

/** The coupon of an offer must be one that can be used now. */
async function retentionOf(tx: Tx, { subscription_cancel }: FlowInput): Promise<Retention | null> {
  const given = subscription_cancel?.retention;
  if (given === undefined) return null;
  const param = "flow_data[subscription_cancel][retention][coupon_offer][coupon]";
  const coupon = await byParam<Coupon>(tx, "coupon", given.coupon_offer.coupon, param);
  const fault = couponFault(coupon, tx.now, param);
  if (fault !== null) throw fault;
  return given;
}

function checkNotCanceling({ cancel_at, id }: Subscription): void {
  if (cancel_at === null) return;
  throw errors.rule(`The subscription ${id} is already set to be canceled at period end.`);
}

function checkUpdatable(configuration: PortalConfiguration, subscription: Subscription): void {
  if (isUpdatable(configuration, subscription)) return;
  throw errors.rule(
    `The subscription ${subscription.id} cannot be updated in the portal: it has several items, a metered price, or ` +
      "invoices that are sent, or it is canceled, or nothing of it may be changed.",
  );
}

async function confirmed(
  tx: Tx,
  configuration: PortalConfiguration,
  subscription: Subscription,
  { subscription_update_confirm: given }: FlowInput,
): Promise<NonNullable<Flow["subscription_update_confirm"]>> {
  const path = "flow_data[subscription_update_confirm]";
  const [item] = given?.items ?? [];
  if (given === undefined || item === undefined) throw errors.missingParam(`${path}[items]`);
  const [current] = subscription._items;
  if (current?.id !== item.id)
    throw errors.missingResource("subscription_item", item.id, `${path}[items][0][id]`);
  const price =
    item.price === undefined
      ? current.price
      : await byParam<Price>(tx, "price", item.price, `${path}[items][0][price]`);
  const discounts = given.discounts ?? [];
  const change = { price: price.id, quantity: item.quantity ?? current.quantity ?? 1 };
  const refusal = refusedChange(configuration, subscription, price, change.quantity);
  if (refusal !== null) throw errors.rule(refusal);
  if (price.id === current.price.id && change.quantity === current.quantity && discounts.length === 0) {
    throw errors.rule("Cannot update the subscription because there are no changes to confirm.");
  }
  await checkDiscounts(tx, discounts, `${path}[discounts]`);
  return {
    discounts:
      given.discounts?.map(({ coupon = null, promotion_code = null }) => ({ coupon, promotion_code })) ??
      null,
    items: [
      {
        id: item.id,
        price: item.price ?? null,
        ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
      },
    ],
    subscription: subscription.id,
  };
}

async function checkDiscounts(
  tx: Tx,
  discounts: readonly { readonly coupon?: string; readonly promotion_code?: string }[],
  path: string,
): Promise<void> {
  for (const [i, { coupon, promotion_code }] of discounts.entries()) {
    const at = `${path}[${i}]`;
    if (coupon !== undefined && promotion_code !== undefined) {
      throw errors.onlyOneOf([`${at}[coupon]`, `${at}[promotion_code]`]);
    }
    if (coupon !== undefined) await byParam(tx, "coupon", coupon, `${at}[coupon]`);
    else if (promotion_code !== undefined) {
      await byParam(tx, "promotion_code", promotion_code, `${at}[promotion_code]`);
    } else throw errors.missingParam(`${at}[coupon]`);
  }
}
