/** Pure: which requests a setup intent accepts in which state. They only throw errors; nothing is changed. */
import { errors } from "../../../core/errors.ts";
import type { SetupIntent, SetupStatus } from "./intent.ts";

/** Refuses any change while an attempt is under way. */
export function checkNotBusy(intent: SetupIntent): void {
  if (intent._attempt !== null) throw errors.lockTimeout();
}

/** A missing payment method is reported before a wrong state. */
export function checkConfirmable(intent: SetupIntent, method: string | null): asserts method is string {
  checkNotBusy(intent);
  if (method === null) {
    throw errors.unexpectedIntentState(
      "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the " +
        "SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment " +
        "method or ConfirmationToken.",
      intent,
    );
  }
  checkOpen(intent, "confirm");
}

/**
 * The payment method of an intent that succeeded or was canceled cannot change; its description and metadata
 * can.
 */
export function checkMethodUpdatable(intent: SetupIntent): void {
  checkOpen(intent, "update");
}

function checkOpen(intent: SetupIntent, verb: "confirm" | "update"): void {
  const end = { canceled: "been canceled", succeeded: "already succeeded" } as const;
  const { status } = intent;
  if (status !== "canceled" && status !== "succeeded") return;
  throw errors.unexpectedIntentState(
    `You cannot ${verb} this SetupIntent because it has ${end[status]}.`,
    intent,
  );
}

const CANCELABLE: readonly SetupStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

export function checkCancelable(intent: SetupIntent): void {
  checkNotBusy(intent);
  if (CANCELABLE.includes(intent.status)) return;
  const why =
    intent.status === "canceled"
      ? "it is already canceled."
      : `it has a status of \`${intent.status}\`. Only a SetupIntent with one of the following statuses may be ` +
        `canceled: ${CANCELABLE.map((status) => `\`${status}\``).join(", ")}.`;
  throw errors.unexpectedIntentState(`You cannot cancel this SetupIntent because ${why}`, intent);
}
