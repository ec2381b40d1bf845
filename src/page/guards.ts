/** Who may use the page: its token, where a post comes from, and by which name the server was called. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Session } from "../resources/checkout_session/session.ts";

/**
 * Proves that a post comes from a page this server made for the session. It follows from the session, so nothing is
 * stored, and knowing the session's id is not enough to make it.
 */
export function pageToken(secret: Buffer, session: Session): string {
  return createHmac("sha256", secret).update(`page ${session.id} ${session.expires_at}`).digest("base64url");
}

export function isPageToken(given: string, secret: Buffer, session: Session): boolean {
  const expected = Buffer.from(pageToken(secret, session));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Browsers say where a request comes from. Clients that do not say have the token to show. */
export function isForeignPost(secFetchSite: string | undefined): boolean {
  return secFetchSite !== undefined && secFetchSite !== "same-origin" && secFetchSite !== "none";
}

/**
 * Whether a Host header names this server. A page of somebody else's can point a domain of its own at this machine
 * (DNS rebinding); it cannot do so with an address, a name without dots, or the configured origin.
 */
export function isOwnHost(host: string | undefined, publicOrigin: string): boolean {
  if (host === undefined) return false;
  const name = hostname(`http://${host}`);
  if (name === null) return false;
  if (name === hostname(publicOrigin) || isIP(name.replace(/^\[|\]$/g, "")) !== 0) return true;
  return !name.includes(".") || name.endsWith(".localhost") || name === "host.docker.internal";
}

function hostname(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).hostname : null;
}

/**
 * The strictest policy the page can live with. Pictures come from where the shop keeps them. `form-action` covers the
 * redirects after a post as well, which is why no post of ours redirects away from this server.
 */
export function securityHeaders(framedBy: "'none'" | "'self'"): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' http: https:",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy}`,
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  };
}
