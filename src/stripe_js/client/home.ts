/**
 * Where the script was loaded from, and so where its frames and the API are. A script that came from Stripe's host (by a
 * route of a browser test, or a hosts entry) keeps to Stripe's hosts, since the shop's content security policy names
 * those; any other keeps to the server that it came from.
 */

export interface Home {
  /** The origin of the frames. */
  readonly frames: string;
  readonly api: string;
}

const STRIPE: Home = { frames: "https://js.stripe.com", api: "https://api.stripe.com" };

/** `fallback` is the server's own origin, for a script that is part of another one. */
export function homeOf(script: string | null, fallback: string): Home {
  const origin = script === null ? fallback : new URL(script).origin;
  return origin === STRIPE.frames ? STRIPE : { frames: origin, api: origin };
}
