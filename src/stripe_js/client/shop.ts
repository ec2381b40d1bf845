/** What one `Stripe(key, options)` knows: its key, where its server is, how it asks the API. */

import { type TrainName, trainNamed } from "../trains.ts";
import type { ApiReply } from "../wire.ts";
import { callApi } from "./api.ts";
import type { Home } from "./home.ts";

export interface Shop {
  readonly key: string;
  readonly train: TrainName;
  readonly home: Home;
  /** A tag such as `fr`, or `auto`. */
  readonly locale: string;
  /** The API version that requests name; null if they name none. */
  readonly version: string | null;
  /** The parameters of every request: those of Connect, if it is used. */
  readonly always: Readonly<Record<string, string>>;
}

export function openShop(
  key: string,
  train: TrainName,
  home: Home,
  options: { readonly locale?: unknown; readonly apiVersion?: unknown; readonly stripeAccount?: unknown },
): Shop {
  const { locale, apiVersion, stripeAccount } = options;
  return {
    key,
    train,
    home,
    locale: typeof locale === "string" && locale !== "" ? locale : "auto",
    version: typeof apiVersion === "string" ? apiVersion : trainNamed(train).apiVersion,
    always: typeof stripeAccount === "string" ? { _stripe_account: stripeAccount } : {},
  };
}

export function ask(
  shop: Shop,
  method: "GET" | "POST",
  path: string,
  params: Readonly<Record<string, unknown>>,
): Promise<ApiReply> {
  return callApi(shop.home.api, requestOf(shop, method, path, params));
}

/** A request of the shop, for a frame to send. */
export function requestOf(
  { key, version, always }: Shop,
  method: "GET" | "POST",
  path: string,
  params: Readonly<Record<string, unknown>>,
) {
  return { method, path, params: { ...params, ...always }, key, version };
}
