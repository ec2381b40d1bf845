/**
 * An attempt to confirm an intent, in stages: it is written down, the network is asked, and what it said is
 * settled. What settling does is for each kind of intent to say.
 */
import { type ApiError, errors } from "../core/errors.ts";
import { PAYMENT_METHODS } from "../payment_methods/index.ts";
import type { AttemptRequest, AttemptResult } from "../payment_methods/method.ts";
import type { Row, Tx } from "../storage/port.ts";
import { INTENT_NAMES, type IntentKind, toldAgain } from "./intents.ts";
import { givenBy, type PaymentMethod } from "./payment_method/index.ts";
import { type Answer, type Begun, byPath, type TimerWork, type Units, type Wire } from "./resource.ts";

/** How long an attempt may hang before anyone may settle it. */
export const SETTLE_SECONDS = 60;

export interface Tried {
  readonly id: string;
  readonly authentication: AttemptRequest["authentication"];
  readonly off_session: boolean;
}

/** As much of an intent as an attempt needs to know. */
interface Tryable extends Row {
  readonly object: IntentKind;
  readonly payment_method: string | null;
  readonly status: string;
  /** A try on its way: set from when it is begun until it is settled. */
  readonly _attempt: Tried | null;
  readonly _three_d_secure: AttemptRequest["threeDSecure"];
}

/** What sets one kind of intent apart from the other. */
export interface Attempts<I extends Tryable> {
  readonly kind: I["object"];
  readonly purpose: AttemptRequest["purpose"];
  /** Writes what came of an attempt. The intent was read in the same unit of work. */
  settle(
    tx: Tx,
    intent: I,
    method: PaymentMethod,
    result: AttemptResult,
  ): Promise<{ readonly intent: I; readonly error: ApiError | null }>;
  lastError(intent: I): Wire | null;
}

function settleTimer(kind: IntentKind): string {
  return `${kind}.settle`;
}

/** Settles what nobody came back for. */
export function settlesAttempts<I extends Tryable>(attempts: Attempts<I>): Record<string, TimerWork> {
  const run = async (units: Units, id: string) => void (await finish(units, attempts, id));
  return { [settleTimer(attempts.kind)]: { does: "staged", run } };
}

/** Writes down that the network is about to be asked. */
export async function begin<I extends Tryable>(
  tx: Tx,
  intent: I,
  next: NonNullable<I["_attempt"]>,
): Promise<Begun> {
  await tx.update({ ...intent, next_action: null, status: "requires_confirmation", _attempt: next });
  const due = tx.now + SETTLE_SECONDS;
  await tx.schedule({ kind: settleTimer(intent.object), subject: intent.id, due });
  return { unfinished: intent.id };
}

/** Asks the network and settles, unless somebody did; answers with the intent, or why it was refused. */
export async function finish<I extends Tryable>(
  units: Units,
  attempts: Attempts<I>,
  id: string,
): Promise<Answer> {
  const { kind } = attempts;
  const found = await units(async (tx) => {
    const intent = await byPath<I>(tx, kind, id);
    const method = intent.payment_method;
    return { intent, method: method === null ? null : await tx.get<PaymentMethod>("payment_method", method) };
  });
  const { intent, method } = found;
  if (intent._attempt === null || intent.status === "requires_action" || method === null) {
    return answerOf(attempts, intent);
  }
  const tried = intent._attempt;
  const result = await ask(attempts.purpose, intent, method, tried);
  return units(async (tx) => {
    const current = await byPath<I>(tx, kind, id);
    if (current._attempt?.id !== tried.id || current.status === "requires_action") {
      return answerOf(attempts, current);
    }
    const held = await byPath<PaymentMethod>(tx, "payment_method", method.id);
    const settled = await attempts.settle(tx, current, held, result);
    await tx.cancel(settleTimer(kind), id);
    return settled.error === null ? settled.intent : { refused: settled.error };
  });
}

/** Asks the network, outside any unit of work. */
export function ask(
  purpose: AttemptRequest["purpose"],
  intent: Pick<Tryable, "_three_d_secure">,
  method: PaymentMethod,
  tried: Tried,
): Promise<AttemptResult> {
  const type = PAYMENT_METHODS[method.type];
  if (type === undefined) throw new Error(`payment method ${method.id} has a type that is not offered`);
  return type.attempt(
    {
      ...givenBy(method),
      purpose,
      card: method._card,
      offSession: tried.off_session,
      threeDSecure: intent._three_d_secure,
      authentication: tried.authentication,
      setUp: method._set_up,
    },
    tried.id,
  );
}

/** What a settled intent has to say, from what is stored alone. */
function answerOf<I extends Tryable>(attempts: Attempts<I>, intent: I): Answer {
  const error = attempts.lastError(intent);
  if (intent.status !== "requires_payment_method" || error === null) return intent;
  return toldAgain(intent, error);
}

/** The payer came back from the challenge of an intent that no session drives. */
export async function authenticated<I extends Tryable>(
  units: Units,
  attempts: Attempts<I>,
  id: string,
  outcome: "failed" | "passed",
): Promise<Answer> {
  await units(async (tx) => {
    const intent = await byPath<I>(tx, attempts.kind, id);
    if (intent.status !== "requires_action" || intent._attempt === null) {
      const name = INTENT_NAMES[attempts.kind];
      throw errors.unexpectedIntentState(`This ${name} does not wait for its payer.`, intent);
    }
    await begin(tx, intent, { ...intent._attempt, id: tx.newId("payatt_"), authentication: outcome });
  });
  return finish(units, attempts, id);
}
