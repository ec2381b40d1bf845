/** Protects the page: page tokens, a check of where a post comes from, security headers. */
import { createHmac } from "node:crypto";
import { sameSecret } from "../../core/canonical.ts";
import type { Session } from "../../resources/checkout/checkout_session/row/session.ts";

/** Random base62 characters in a token: 131 bits. */
export const NONCE_CHARS = 22;

/**
 * A token that proves that a post comes from a page that this server rendered for the session: a random
 * nonce, new for each view, and its HMAC. Nothing is stored, so the pages in several tabs are valid at the
 * same time. The session's id is not enough to make a token, and the nonce prevents guessing a token from the
 * compressed size of pages.
 */
export function pageToken(secret: Buffer, session: Session, nonce: string): string {
  const proof = createHmac("sha256", secret).update(`page ${session.id} ${session.expires_at} ${nonce}`);
  return `${nonce}.${proof.digest("base64url")}`;
}

export function isPageToken(given: string, secret: Buffer, session: Session): boolean {
  const [nonce = ""] = given.split(".", 1);
  return nonce.length === NONCE_CHARS && sameSecret(given, pageToken(secret, session, nonce));
}

/**
 * Whether the post comes from another site, by `Sec-Fetch-Site`. Without the header, the token protects
 * alone.
 */
export function isForeignPost(secFetchSite: string | undefined): boolean {
  return secFetchSite !== undefined && secFetchSite !== "same-origin" && secFetchSite !== "none";
}

/**
 * The strictest content security policy that works for the page. Pictures come from the shop's own servers.
 * `form-action` also restricts redirects after a post, so no post redirects away from this server.
 */
export function securityHeaders(framedBy: "'none'" | "'self'" | "*"): Record<string, string> {
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
