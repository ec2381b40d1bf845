/** Addresses the page sends the payer to. They were checked when they were given; the page checks again. */

import type { Session } from "../resources/checkout_session/session.ts";

/** What a browser would run, or open from the payer's own disk, instead of going there. */
const DANGEROUS = /^(?:javascript|data|vbscript|blob|file|filesystem|about|view-source):/i;

/** The address if a link may lead there, null otherwise. App schemes (`myapp://…`) may. */
export function safeAddress(url: string | null): string | null {
  if (url === null || hidesSomething(url) || DANGEROUS.test(url)) return null;
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) ? url : null;
}

/** Pictures are loaded by the browser, and only from the web. */
export function imageAddress(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? safeAddress(url) : null;
}

/** Every `{CHECKOUT_SESSION_ID}` replaced, also where a client has encoded the braces. */
export function withSessionId(url: string, sessionId: string): string {
  return url.replace(/(?:\{|%7B)CHECKOUT_SESSION_ID(?:\}|%7D)/gi, encodeURIComponent(sessionId));
}

/** Where the page's way back leads; a link's session has none, whatever its `cancel_url` is recorded as. */
export function backAddress(session: Pick<Session, "cancel_url" | "id" | "payment_link">): string | null {
  const { cancel_url, id, payment_link } = session;
  return cancel_url === null || payment_link !== null ? null : safeAddress(withSessionId(cancel_url, id));
}

/** The return address of an intent with what came of it; its own query and fragment stay. */
export function withOutcome(
  url: string,
  intent: { readonly id: string; readonly clientSecret: string },
  outcome: "failed" | "succeeded",
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

/** Spaces and control characters, which browsers drop and checks stumble over. */
function hidesSomething(url: string): boolean {
  return [...url].some((char) => char <= " " || char === "\u007f");
}
