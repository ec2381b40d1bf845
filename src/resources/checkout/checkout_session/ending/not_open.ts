/** What a session that is over answers to those who would still change or pay it. */

import type { UnixSeconds } from "../../../../core/clock.ts";
import { type ApiError, errors } from "../../../../core/errors.ts";
import type { Session } from "../row/session.ts";
import { isOver } from "../row/timers.ts";

/** The refusal of a session with a status other than `open`. */
export function notOpen({ status }: Pick<Session, "status">): ApiError {
  return status === "complete" ? errors.sessionSucceeded() : errors.sessionNotActive();
}

/** Refuses a session that is over, or whose time is up although no timer has expired it yet. */
export function checkOpen(session: Session, now: UnixSeconds): void {
  if (session.status !== "open") throw notOpen(session);
  if (isOver(session, now)) throw notOpen({ status: "expired" });
}
