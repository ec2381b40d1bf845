/** What a payer has to do after an intent was confirmed, and what became of the intent then. */
import type { Intent } from "../elements/options.ts";
import { ask, type Shop } from "../shop.ts";
import { showChallenge } from "./challenge.ts";
import { failed, type Json, namedIntent, outcomeOf, type Result } from "./results.ts";

/** How long is waited between two looks at an intent whose payer acts elsewhere. */
const LOOK_EVERY_MS = 1000;
/** How often is looked: an hour of looks, after which the shop gets the intent as it is. */
const LOOKS_MAX = 3600;

/** What `next_action` says of a challenge. */
interface Challenge {
  /** The attempt that the payer authenticates. */
  readonly three_d_secure_2_source: string;
}

export function pathOf({ id, kind }: Intent): string {
  return `/v1/${kind}s/${encodeURIComponent(id)}`;
}

/** The intent as it is now. */
export function retrieve(shop: Shop, intent: Intent) {
  return ask(shop, "GET", pathOf(intent), { client_secret: intent.clientSecret, is_stripe_sdk: false });
}

/** Lets the payer do what the intent's `next_action` says. Resolves at once if there is nothing to do. */
export async function follow(shop: Shop, intent: Intent, body: Json): Promise<Result> {
  const action = body.next_action as { readonly type: string; readonly [hash: string]: unknown } | null;
  if (body.status !== "requires_action" || action === null) return outcomeOf(intent, body);
  switch (action.type) {
    case "redirect_to_url":
      return leaveTo((action.redirect_to_url as { url: string }).url);
    case "use_stripe_sdk": {
      const isAnswered = await showChallenge(shop, intent);
      if (!isAnswered) {
        const { three_d_secure_2_source: source } = action.use_stripe_sdk as Challenge;
        await ask(shop, "POST", `${pathOf(intent)}/source_cancel`, {
          client_secret: intent.clientSecret,
          source,
        });
      }
      return became(shop, intent);
    }
    default:
      return namedIntent(intent, body);
  }
}

/** What became of the intent, once it no longer waits for its payer. */
async function became(shop: Shop, intent: Intent): Promise<Result> {
  for (let looks = 0; ; looks++) {
    const reply = await retrieve(shop, intent);
    if (!reply.ok) return failed(reply.error);
    if (reply.body.status !== "requires_action" || looks >= LOOKS_MAX) return outcomeOf(intent, reply.body);
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

/** Goes to another page. The promise stays open, since nothing comes back to this one. */
export function leaveTo(url: string): Promise<never> {
  location.assign(url);
  return new Promise(() => {});
}
