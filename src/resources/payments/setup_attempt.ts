/**
 * Setup attempts: each try to set up a payment method by a setup intent, with what came of it. Setup intents make them;
 * clients can only list them.
 */
import { inWireOrder } from "../../core/canonical.ts";
import type { AttemptResult } from "../../method_types/attempt_result.ts";
import { typeNamed } from "../../method_types/index.ts";
import type { SavedDebit } from "../../method_types/saved_method.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../customers/payment_method/index.ts";
import { defineResource, lists, reference, type Wire } from "../resource.ts";

export interface SetupAttempt extends Row {
  readonly object: "setup_attempt";
  readonly application: null;
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly flow_directions: null;
  readonly livemode: false;
  readonly on_behalf_of: null;
  readonly payment_method: string;
  readonly payment_method_details: Wire;
  readonly setup_error: Wire | null;
  readonly setup_intent: string;
  readonly status: "abandoned" | "failed" | "requires_action" | "succeeded";
  readonly usage: "off_session" | "on_session";
}

/** The part of a setup intent that its attempts depend on. */
interface Owner extends Row {
  readonly customer: string | null;
  readonly latest_attempt: string | null;
  readonly usage: SetupAttempt["usage"];
}

/** What came of a try. */
interface Outcome {
  readonly status: SetupAttempt["status"];
  readonly error: Wire | null;
  readonly result: AttemptResult;
  readonly savedAs?: SavedDebit | null;
}

/**
 * The id of the attempt that is written next: that which waits for the payer of this method, or a new one. An attempt
 * with another method is given up.
 */
export async function attemptId(tx: Tx, intent: Owner, method: PaymentMethod): Promise<string> {
  const waiting = await waitingAttempt(tx, intent);
  if (waiting?.payment_method === method.id) return waiting.id;
  await abandonAttempt(tx, intent);
  return tx.newId("setatt_");
}

/** Writes what came of the attempt with this id, which is a new one unless it had waited for its payer. */
export async function recordAttempt(
  tx: Tx,
  id: string,
  intent: Owner,
  method: PaymentMethod,
  { status, error, result, savedAs = null }: Outcome,
): Promise<void> {
  const { type } = method;
  const details = typeNamed(type).family.setupDetails(heldOf(method), {
    result,
    intentId: intent.id,
    savedAs,
  });
  const payment_method_details: Wire = inWireOrder({ [type]: details, type });
  const waiting = await tx.get<SetupAttempt>("setup_attempt", id);
  if (waiting !== null) {
    await tx.update<SetupAttempt>({ ...waiting, payment_method_details, setup_error: error, status });
    return;
  }
  await tx.insert<SetupAttempt>({
    id,
    object: "setup_attempt",
    application: null,
    created: tx.now,
    customer: intent.customer,
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details,
    setup_error: error,
    setup_intent: intent.id,
    status,
    usage: intent.usage,
  });
}

/** Ends an attempt whose payer never acted. */
export async function abandonAttempt(tx: Tx, intent: Owner): Promise<void> {
  const waiting = await waitingAttempt(tx, intent);
  if (waiting !== null) await tx.update<SetupAttempt>({ ...waiting, status: "abandoned" });
}

async function waitingAttempt(tx: Tx, { latest_attempt: id }: Owner): Promise<SetupAttempt | null> {
  const latest = id === null ? null : await tx.get<SetupAttempt>("setup_attempt", id);
  return latest?.status === "requires_action" ? latest : null;
}

const listParams = { setup_intent: p.required(p.string()) } as const satisfies Fields;

export const setupAttempt = defineResource<SetupAttempt>({
  object: "setup_attempt",
  path: "/v1/setup_attempts",
  permission: "setup_intent",
  keys: (row) => ({ setup_intent: row.setup_intent }),
  expands: {
    application: reference("application"),
    customer: reference("customer"),
    on_behalf_of: reference("account"),
    payment_method: reference("payment_method"),
    setup_intent: reference("setup_intent"),
  },
  operations: {
    "GET /": lists("setup_attempt", listParams, ({ setup_intent }) => ({ setup_intent })),
  },
});
