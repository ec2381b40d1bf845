/**
 * How Stripe.js calls the API from web pages. A form post without headers of its own needs no preflight, so the key, the
 * account and the version are parameters there. It also sends signals against fraud and figures about the page, which
 * mean nothing here. Other clients use headers, and only a publishable key has these parameters.
 */
import { errors } from "../core/errors.ts";
import type { Branch } from "../params/form.ts";
import type { Fields } from "../params/param.ts";
import { maskKey } from "./auth.ts";
import type { Incoming } from "./request.ts";

/** The parameters in place of the headers `Authorization`, `Stripe-Account` and `Stripe-Version`. */
const IN_PLACE_OF_HEADERS = ["key", "_stripe_account", "_stripe_version"] as const;

/** What Stripe.js sends in addition to the parameters of an operation, with all that is within it. */
const SIGNALS = [
  "captcha_token",
  "client_attribution_metadata",
  "client_betas",
  "client_context",
  "elements_options_client",
  "elements_session_client",
  "expected_payment_method_type",
  "guid",
  "hcaptcha_token",
  "is_stripe_sdk",
  "muid",
  "passive_captcha_ekey",
  "passive_captcha_token",
  "pasted_fields",
  "payment_user_agent",
  "radar_options",
  "referrer",
  "referrer_host",
  "sid",
  "stripe_js_id",
  "time_on_page",
] as const;

/** Parameters whose fields make an object of their own, for which the signals are sent again. */
const WITH_SIGNALS = ["payment_method_data", "source_data"] as const;

/** The parts of a request that say who calls. */
export type Calling = Pick<Incoming, "authorization" | "body" | "contentType" | "query">;

/**
 * The `Authorization` header of a request, or what stands for it: the publishable key among the parameters. Refuses
 * other kinds of key there.
 */
export function authorizationOf(calling: Calling): string | undefined {
  if (calling.authorization !== undefined) return calling.authorization;
  const key = sent(calling).get("key");
  if (key === null || key === "") return undefined;
  if (/^(?:sk|rk|ek)_/.test(key)) throw errors.secretKeyInPage(maskKey(key));
  return `Bearer ${key}`;
}

/** A request with a publishable key, with what its parameters say in place of headers. Headers take precedence. */
export function withHeaders(incoming: Incoming): Incoming {
  const params = sent(incoming);
  const version = params.get("_stripe_version");
  return {
    ...incoming,
    connectedAccount: incoming.connectedAccount ?? (params.get("_stripe_account") || undefined),
    version: withoutBetas(incoming.version ?? (version || undefined)),
  };
}

/** "2025-03-31.basil; name=v1" → "2025-03-31.basil": the betas of Stripe.js change nothing here. */
function withoutBetas(version: string | undefined): string | undefined {
  return version?.split(";", 1)[0]?.trim();
}

/**
 * Removes from the parameters of a request with a publishable key what is none of the operation's own: `fields` are
 * those that it has.
 */
export function dropSignals(raw: Branch, fields: Fields): void {
  for (const name of IN_PLACE_OF_HEADERS) raw.delete(name);
  for (const name of SIGNALS) if (fields[name] === undefined || fields[name].notYet) raw.delete(name);
  for (const name of WITH_SIGNALS) {
    const within = raw.get(name);
    const own = fields[name]?.fields;
    if (within instanceof Map && own !== undefined) dropSignals(within, own);
  }
}

/** The parameters of query and body. Broken encoding and other content types are left to those who read them all. */
function sent({ query, body, contentType }: Omit<Calling, "authorization">): URLSearchParams {
  const isForm = contentType === undefined || /^application\/x-www-form-urlencoded\b/i.test(contentType);
  return new URLSearchParams(isForm && body !== "" ? `${query}&${body}` : query);
}
