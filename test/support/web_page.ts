/**
 * Calls of the API as Stripe.js sends them from a web page: everything is a parameter of the body or the query, so
 * that browsers ask for no preflight.
 */
import type { RawReply, TestServer } from "./server.ts";
import { form, type Params } from "./shop.ts";

/** What Stripe.js sends with every call that pays or saves, and again in the method that a call describes. */
export const SIGNALS: Params = {
  guid: "6b0f6a5c-1f1a-4f2c-9b51-aaaaaaaaaaaa",
  muid: "6b0f6a5c-1f1a-4f2c-9b51-bbbbbbbbbbbb",
  sid: "6b0f6a5c-1f1a-4f2c-9b51-cccccccccccc",
  payment_user_agent: "stripe.js/abc; stripe-js-v3/abc; payment-element",
  time_on_page: 4321,
  referrer: "https://shop.example",
  pasted_fields: "number",
  client_attribution_metadata: { client_session_id: "x", merchant_integration_source: "elements" },
};

export interface WebPage {
  readonly key: string;
  get(path: string, params?: Params): Promise<RawReply>;
  post(path: string, params?: Params): Promise<RawReply>;
}

/** A page whose script has the publishable key of an account. */
export function webPage(server: TestServer, secretKey: string, version = ""): WebPage {
  const key = secretKey.replace("sk_", "pk_");
  const own = { key, ...(version === "" ? {} : { _stripe_version: version }) };
  return {
    key,
    get: (path, params = {}) => server.raw("GET", `${path}?${form({ ...params, ...own })}`, { key: "" }),
    post: (path, params = {}) => server.raw("POST", path, { key: "", body: form({ ...params, ...own }) }),
  };
}
