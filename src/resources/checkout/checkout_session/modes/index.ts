/** The modes of sessions. A new mode is added to `MODES`. */
import type { Session } from "../row/session.ts";
import type { Mode } from "./mode.ts";
import { payment } from "./payment.ts";
import { setup } from "./setup.ts";
import { subscription } from "./subscription.ts";

// A mode only gets sessions of its own, because `modeOf` chooses it by the session.
const MODES: Readonly<Record<Session["mode"], Mode>> = { payment, setup, subscription };

/** The mode of a session. */
export function modeOf(session: Pick<Session, "mode">): Mode {
  return MODES[session.mode];
}

/** Whether the buyer has to give a payment method, as things are. */
export function needsMethod(session: Session): boolean {
  return modeOf(session).needsMethod(session);
}

/** Whether a session's payment method is saved for later payments without the buyer's asking for it. */
export function savesMethod(session: Session): boolean {
  return modeOf(session).savesMethod(session);
}
