/**
 * What follows `#` in the URL of a session and `_secret_` in its client secret: hints for Stripe.js, as JSON that anyone
 * can read. It holds no secret. Runs in browsers too. As in the seed's example, each character is XORed with 5 and the
 * whole is base64.
 */

export interface SessionHints {
  readonly uiMode?: string;
  readonly redirectOnCompletion?: string;
  readonly [more: string]: unknown;
}

const KEY = 5;
/** Base64 of a multiple of three characters needs no padding. */
const GROUP = 3;

export function encodeHints(hints: SessionHints): string {
  const text = JSON.stringify(hints);
  const padded = text.padEnd(Math.ceil(text.length / GROUP) * GROUP, " ");
  return encodeURIComponent(btoa(mixed(padded)));
}

/** The hints in such a text; null if there are none. */
export function decodeHints(text: string): SessionHints | null {
  try {
    const hints: unknown = JSON.parse(mixed(atob(decodeURIComponent(text))));
    return typeof hints === "object" && hints !== null ? (hints as SessionHints) : null;
  } catch {
    return null;
  }
}

function mixed(text: string): string {
  return [...text].map((char) => String.fromCharCode(char.charCodeAt(0) ^ KEY)).join("");
}
