/** URLs that the page sends the buyer to. The API has checked them already; the page checks them again. */

import type { Session } from "../../resources/checkout/checkout_session/row/session.ts";
import type { ActionOutcome } from "../port.ts";

/** Schemes that run code or open local data in the browser instead of loading a page. */
const DANGEROUS = /^(?:javascript|data|vbscript|blob|file|filesystem|about|view-source):/i;

/** The URL if a link may lead there, otherwise null. App schemes (`myapp://…`) are allowed. */
export function safeUrl(url: string | null): string | null {
  if (url === null || hidesSomething(url) || DANGEROUS.test(url)) return null;
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) ? url : null;
}

/** The URL of a picture if it is safe and http(s), otherwise null. */
export function imageUrl(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? safeUrl(url) : null;
}

/** Every `{CHECKOUT_SESSION_ID}` replaced, also where a client has encoded the braces. */
export function withSessionId(url: string, sessionId: string): string {
  return url.replace(/(?:\{|%7B)CHECKOUT_SESSION_ID(?:\}|%7D)/gi, encodeURIComponent(sessionId));
}

/** The URL of the link back to the shop. Sessions of payment links have none, whatever their `cancel_url`. */
export function backUrl(session: Pick<Session, "cancel_url" | "id" | "payment_link">): string | null {
  const { cancel_url, id, payment_link } = session;
  return cancel_url === null || payment_link !== null ? null : safeUrl(withSessionId(cancel_url, id));
}

/** The `return_url` of an intent with the outcome added to its query. */
export function withOutcome(
  url: string,
  intent: { readonly id: string; readonly clientSecret: string },
  outcome: ActionOutcome,
): string {
  const kind = intent.id.startsWith("seti_") ? "setup_intent" : "payment_intent";
  const query = new URLSearchParams({
    [kind]: intent.id,
    [`${kind}_client_secret`]: intent.clientSecret,
    redirect_status: outcome,
  });
  const hash = url.indexOf("#");
  const before = hash === -1 ? url : url.slice(0, hash);
  const fragment = hash === -1 ? "" : url.slice(hash);
  return `${before}${before.includes("?") ? "&" : "?"}${query}${fragment}`;
}

/**
 * Whether it contains spaces or control characters, which browsers remove and which could deceive the checks.
 */
function hidesSomething(url: string): boolean {
  return [...url].some((char) => char <= " " || char === "\u007f");
}
