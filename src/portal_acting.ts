/**
 * What customers do in the portal: each thing is an operation of the API, run with the customer's choice. Part of the
 * composition root.
 */
import { callOf, type Named } from "./api/call.ts";
import { ApiError, errors } from "./core/errors.ts";
import { NEWEST, refusalOf } from "./invoice_parts.ts";
import type {
  FoundPortal,
  FoundSubscription,
  PortalParts,
  PortalResult,
  PreviewResult,
} from "./page/portal_port.ts";
import { rawOf } from "./params/raw.ts";
import type { Invoice } from "./resources/billing/invoice/index.ts";
import { invoicePreview } from "./resources/billing/invoice_preview.ts";
import {
  cancellation,
  type PlanChange,
  planChange,
  type RequestParams,
  refusedChange,
} from "./resources/billing/portal/index.ts";
import { type Subscription, subscription as subscriptions } from "./resources/billing/subscription/index.ts";
import { billedAmount, type Price } from "./resources/catalog/price/index.ts";
import { customer as customers } from "./resources/customers/customer/index.ts";
import { paymentMethod as paymentMethods } from "./resources/customers/payment_method/index.ts";
import { type PaymentIntent, paymentIntent } from "./resources/payments/payment_intent/index.ts";
import { type SetupIntent, setupIntent } from "./resources/payments/setup_intent/index.ts";
import { type Answer, inStages, type Resource } from "./resources/resource.ts";
import { type Account, NO_CAUSE, type Row, type Store } from "./storage/port.ts";

/** An operation of a resource, under its name in the API. */
function named<R extends Row>({ operations, path }: Resource<R>, method: string, rest: string): Named {
  const operation = operations[`${method} ${rest}`];
  if (operation === undefined) throw new Error(`there is no operation ${method} ${path}${rest}`);
  return { name: `${method} ${path}${rest}`, operation };
}

export const UPDATE_SUBSCRIPTION = named(subscriptions, "POST", "/:id");
const CANCEL_SUBSCRIPTION = named(subscriptions, "DELETE", "/:id");
const PREVIEW = named(invoicePreview, "POST", "/create_preview");
const CONFIRM_PAYMENT = named(paymentIntent, "POST", "/:id/confirm");
const SET_UP = named(setupIntent, "POST", "/");
export const DETACH = named(paymentMethods, "POST", "/:id/detach");
export const UPDATE_CUSTOMER = named(customers, "POST", "/:id");
export const ADD_TAX_ID = named(customers, "POST", "/:id/tax_ids");
export const REMOVE_TAX_ID = named(customers, "DELETE", "/:id/tax_ids/:sub");

export function notOffered(): Promise<PortalResult> {
  return Promise.resolve(refused(errors.rule("The portal configuration does not allow this.")));
}

function refused(error: ApiError): { readonly kind: "refused"; readonly error: ApiError } {
  return { kind: "refused", error };
}

const ACTION_NEEDED = "subscription_payment_intent_requires_action";

/** Runs operations of the API for a customer. */
export class Acting {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** What an operation answers. Throws what it refuses. */
  async #run(account: Account, of: Named, params: RequestParams, id = "", sub = ""): Promise<Row> {
    const raw = rawOf(params);
    if (typeof raw === "string") throw new Error("parameters are a hash");
    const call = callOf(NEWEST, of, raw, { id, sub, path: "", fromBrowser: false });
    const answer = await this.#answer(account, of, call);
    if ("refused" in answer) throw answer.refused;
    // Safe cast: none of the operations above answers with a list.
    return answer as Row;
  }

  #answer(account: Account, { operation }: Named, call: Parameters<typeof inStages>[2]): Promise<Answer> {
    const store = this.#store;
    switch (operation.does) {
      case "read":
        return store.read(account, (reader) => operation.run(reader, call));
      case "write":
        return store.transact(account, NO_CAUSE, async (tx) => tx.settled(await operation.run(tx, call)));
      case "staged":
        return inStages((work) => store.transact(account, NO_CAUSE, work), operation, call);
    }
  }

  async done(
    account: Account,
    of: Named,
    params: RequestParams,
    id: string,
    sub = "",
  ): Promise<PortalResult> {
    try {
      await this.#run(account, of, params, id, sub);
      return { kind: "done" };
    } catch (error) {
      return refusalOf(error);
    }
  }

  cancel({ account, configuration }: FoundPortal, of: FoundSubscription): Promise<PortalResult> {
    if (!of.can.cancel) return notOffered();
    const { atOnce, params } = cancellation(configuration, of.subscription);
    return this.done(account, atOnce ? CANCEL_SUBSCRIPTION : UPDATE_SUBSCRIPTION, params, of.subscription.id);
  }

  async preview(found: FoundPortal, of: FoundSubscription, change: PlanChange): Promise<PreviewResult> {
    const { account, configuration } = found;
    const { subscription } = of;
    try {
      const renewal = await this.#checked(found, of, change);
      const { details, discounts } = planChange(configuration, subscription, change);
      const params = { subscription: subscription.id, subscription_details: details, ...discounts };
      const invoice = (await this.#run(account, PREVIEW, params)) as Invoice;
      const { amount_due: amount, created: at } = invoice;
      const boundary = Math.min(...subscription._items.map((item) => item.current_period_end));
      const isAtOnce = at < boundary;
      return {
        kind: "previewed",
        preview: { renewal, due: isAtOnce ? amount : 0, next: isAtOnce ? null : { amount, at } },
      };
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** What a period costs with a change. Throws what the configuration does not offer. */
  async #checked(
    found: FoundPortal,
    { can, subscription }: FoundSubscription,
    change: PlanChange,
  ): Promise<number> {
    const price = await this.#store.read(found.account, (reader) => reader.get<Price>("price", change.price));
    if (!can.update || price === null) throw errors.rule("The portal configuration does not allow this.");
    const refusal = refusedChange(found.configuration, subscription, price, change.quantity);
    if (refusal !== null) throw errors.rule(refusal);
    return billedAmount(price, subscription.currency, change.quantity);
  }

  /**
   * Changes a subscription. If the payment fails, nothing changes. If the payer has to authenticate, the change waits
   * for them.
   */
  async change(
    found: FoundPortal,
    of: FoundSubscription,
    change: PlanChange,
    returnUrl: string,
  ): Promise<PortalResult> {
    const { account, configuration } = found;
    const { id } = of.subscription;
    const { details, discounts } = planChange(configuration, of.subscription, change);
    const update = (payment_behavior: string) =>
      this.#run(account, UPDATE_SUBSCRIPTION, { ...details, ...discounts, payment_behavior }, id);
    try {
      await this.#checked(found, of, change);
      await update("error_if_incomplete");
      return { kind: "done" };
    } catch (error) {
      if (!(error instanceof ApiError) || error.body.code !== ACTION_NEEDED) return refusalOf(error);
    }
    try {
      const waiting = (await update("pending_if_incomplete")) as Subscription;
      return await this.#authenticate(account, waiting, returnUrl);
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** Has the payer authenticate the payment that a change waits for. */
  async #authenticate(
    account: Account,
    { latest_invoice }: Subscription,
    return_url: string,
  ): Promise<PortalResult> {
    const invoice = await this.#store.read(account, (reader) =>
      reader.get<Invoice>("invoice", latest_invoice ?? ""),
    );
    const id = invoice?._payment_intent ?? null;
    if (id === null) return { kind: "done" };
    const intent = (await this.#run(account, CONFIRM_PAYMENT, { return_url }, id)) as PaymentIntent;
    return needsAction(intent) ?? { kind: "done" };
  }

  async addCard(
    { account, configuration, customer }: FoundPortal,
    payment_method_data: RequestParams,
    return_url: string,
  ): ReturnType<PortalParts["addCard"]> {
    if (!configuration.features.payment_method_update.enabled) return notOffered();
    const params = {
      confirm: true,
      customer: customer.id,
      payment_method_data,
      return_url,
      usage: "off_session",
    };
    try {
      const intent = (await this.#run(account, SET_UP, params)) as SetupIntent;
      return needsAction(intent) ?? { kind: "added", card: intent.payment_method ?? "" };
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** A subscription with a method of its own gets the new one too, or it would go on with the old one. */
  async makeDefault(found: FoundPortal, method: string): Promise<PortalResult> {
    const { account, configuration, customer } = found;
    if (!configuration.features.payment_method_update.enabled) return notOffered();
    const invoice_settings = { default_payment_method: method };
    const result = await this.done(account, UPDATE_CUSTOMER, { invoice_settings }, customer.id);
    if (result.kind !== "done") return result;
    for (const { subscription } of found.subscriptions) {
      const { default_payment_method: own, id } = subscription;
      if (own === null || own === method) continue;
      const changed = await this.done(account, UPDATE_SUBSCRIPTION, { default_payment_method: method }, id);
      if (changed.kind !== "done") return changed;
    }
    return result;
  }
}

function needsAction(intent: PaymentIntent | SetupIntent): PortalResult | null {
  if (intent.status !== "requires_action") return null;
  return { kind: "needs_action", intentId: intent.id, clientSecret: intent.client_secret };
}
