/** When a session expires, and the name of the timer that does it. */
import type { UnixSeconds } from "../../../../core/clock.ts";
import { errors } from "../../../../core/errors.ts";
import type { Session } from "./session.ts";

export const EXPIRE_TIMER = "checkout.session.expire";

const EXPIRES_MIN_SECONDS = 30 * 60;
const EXPIRES_DEFAULT_SECONDS = 24 * 3600;
/** A client whose clock is a little ahead of ours may still ask for 24 hours. */
const EXPIRES_TOLERANCE_SECONDS = 60;

/**
 * The session's expiry in Unix seconds: from 30 minutes to 24 hours after `now`, 24 hours if not asked for.
 */
export function expiryFor(asked: number | undefined, now: number): number {
  if (asked === undefined) return now + EXPIRES_DEFAULT_SECONDS;
  if (asked < now + EXPIRES_MIN_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    );
  }
  if (asked > now + EXPIRES_DEFAULT_SECONDS + EXPIRES_TOLERANCE_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    );
  }
  return asked;
}

/** True if an open session is past its expiry and no payment is under way. */
export function isOver(session: Session, now: UnixSeconds): boolean {
  return session.status === "open" && session._attempt === null && session.expires_at <= now;
}
