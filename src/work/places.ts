/**
 * Decides which webhook endpoints are sent to next. Only a limited number are sent to at the same time, and a
 * receiver that never answers keeps its place for as long as a try may take; so places are shared between
 * accounts. Pure: takes the endpoints being sent to and those waiting, and returns those that may begin. See
 * docs/decisions/0023-places-for-webhooks.md.
 */

/** How an endpoint answered the last time: promptly, or late or never. Unknown until it has been tried. */
export type Pace = "prompt" | "unknown" | "slow";

/** An endpoint that is being sent to or is waiting. */
export interface Sender {
  /** Id of the account. */
  readonly account: string;
  readonly pace: Pace;
}

/** Endpoints that are sent to at the same time, for all accounts together. */
export const PLACES_MAX = 256;
/**
 * An endpoint of this pace may begin only while fewer places than this are taken. The last places are
 * reserved for endpoints known to answer promptly, which free them again quickly.
 */
const PLACES: Readonly<Record<Pace, number>> = { prompt: PLACES_MAX, unknown: 192, slow: 128 };
/** The part of the places still free for its pace that one account's endpoints may take. */
const ACCOUNT_SHARE = 1 / 8;

/** Which pace goes first. */
const ORDER: readonly Pace[] = ["prompt", "unknown", "slow"];

/**
 * Those of `waiting` that may begin: prompt endpoints first, then in order of waiting. An account's share
 * shrinks with the number of free places, so no account can take them all, and an account that has none gets
 * one as long as any is free. Prompt endpoints have a separate share: an account's receivers that hang do not
 * block its receiver that answers.
 */
export function mayBegin<S extends Sender>(working: Iterable<Sender>, waiting: readonly S[]): S[] {
  const places = new Places();
  for (const sender of working) places.take(sender);
  const beginning: S[] = [];
  for (const pace of ORDER) {
    for (const sender of waiting) {
      if (sender.pace !== pace || !places.hasRoom(sender)) continue;
      places.take(sender);
      beginning.push(sender);
    }
  }
  return beginning;
}

/** Counts the places taken. */
class Places {
  #taken = 0;
  /** How many places of each share each account has. */
  readonly #held = new Map<string, number>();

  take(sender: Sender): void {
    this.#taken++;
    this.#held.set(shareOf(sender), this.#heldBy(sender) + 1);
  }

  hasRoom(sender: Sender): boolean {
    return this.#heldBy(sender) < (PLACES[sender.pace] - this.#taken) * ACCOUNT_SHARE;
  }

  #heldBy(sender: Sender): number {
    return this.#held.get(shareOf(sender)) ?? 0;
  }
}

function shareOf({ account, pace }: Sender): string {
  return pace === "prompt" ? `${account} prompt` : account;
}
