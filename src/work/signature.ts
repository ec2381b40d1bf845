/**
 * The `Stripe-Signature` header, which proves who sent a body and when. The caller decides which secrets are
 * active.
 */
import { createHmac } from "node:crypto";
import type { UnixSeconds } from "../core/clock.ts";

/**
 * `t=…,v1=…`, with one v1 for every active secret. As in Stripe's test mode, a `v0` follows that no secret
 * verifies: a receiver that accepts any scheme in the header is noticed here rather than in production.
 */
export function sign(secrets: readonly string[], timestamp: UnixSeconds, body: string): string {
  const payload = `${timestamp}.${body}`;
  const valid = secrets.map((secret) => `v1=${hmac(secret, payload)}`);
  return [`t=${timestamp}`, ...valid, `v0=${hmac("v0", payload)}`].join(",");
}

/** The key is the whole secret, `whsec_` included. */
function hmac(key: string, payload: string): string {
  return createHmac("sha256", key).update(payload, "utf8").digest("hex");
}
