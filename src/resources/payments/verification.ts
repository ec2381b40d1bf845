/**
 * The verification of a bank account by microdeposits: an intent waits until its payer has told what their statement
 * says. What is right and wrong is in `method_types/microdeposits.ts`; wrong answers are counted at the method, because
 * an account that had too many cannot be verified any more.
 */
import { errors } from "../../core/errors.ts";
import type { ActionFailed } from "../../method_types/attempt_result.ts";
import type { NextAction } from "../../method_types/method_type.ts";
import {
  awaitsVerification,
  FAULTS,
  mismatch,
  type Proof,
  triesLeft,
  verdictOf,
} from "../../method_types/microdeposits.ts";
import { p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import {
  answeredMethod,
  assertUsable,
  type PaymentMethod,
  wrongTriesOf,
} from "../customers/payment_method/index.ts";
import { type Begun, byPath, type Call } from "../resource.ts";
import type { Pending } from "./attempts.ts";
import { clientSecretParam, intentOf } from "./client_secret.ts";
import { checkOwner, INTENT_NAMES, type IntentKind } from "./intents.ts";

const AMOUNTS_MAX = 10;
const CODE_MAX = 100;

export const verifyParams = {
  amounts: p.about(
    "The two amounts that were sent to the bank account, in cents. 32 and 45 are right, 10 and 11 one try too many, 40 and " +
      "41 too late, and all others wrong.",
    p.list(p.integer(), { max: AMOUNTS_MAX }),
  ),
  client_secret: clientSecretParam,
  descriptor_code: p.about(
    "The code on the statement. `SM11AA` is right, `SM33CC` one try too many, `SM44DD` too late, and all others are wrong.",
    p.string({ max: CODE_MAX }),
  ),
} as const;
export type VerifyInput = Proof & { readonly client_secret?: string };

/** The URL, without its origin, of the page that asks an intent's payer for the microdeposits. */
export function verificationPageOf({
  id,
  client_secret,
}: {
  readonly id: string;
  readonly client_secret: string;
}): string {
  return `/c/verify/${id}?client_secret=${client_secret}`;
}

/** The keys of an intent that are needed here. */
interface Verifiable extends Row {
  readonly object: IntentKind;
  readonly client_secret: string;
  readonly customer: string | null;
  readonly next_action: NextAction | null;
  readonly payment_method: string | null;
  readonly status: string;
  readonly _attempt: Pending | null;
}

/** What differs between the kinds of intents. */
interface Ways<I> {
  /** Goes on with the attempt. */
  begin(tx: Tx, intent: I): Promise<Begun>;
  /** Fails it. Answers with the intent as it is then. */
  fail(tx: Tx, intent: I, method: PaymentMethod, result: ActionFailed): Promise<I>;
}

/** `POST /:id/verify_microdeposits`, up to where the network is asked. */
export function verifies<I extends Verifiable>(kind: I["object"], ways: Ways<I>) {
  return async (tx: Tx, call: Call<VerifyInput>): Promise<Begun> => {
    const intent = await intentOf<I>(tx, kind, call);
    return verify(tx, intent, call.input, ways);
  };
}

async function verify<I extends Verifiable>(tx: Tx, intent: I, proof: Proof, ways: Ways<I>): Promise<Begun> {
  if (intent._attempt !== null) throw errors.lockTimeout();
  if (!awaitsVerification(intent)) {
    throw errors.unexpectedIntentState(
      `This ${INTENT_NAMES[intent.object]} does not wait for its bank account to be verified with microdeposits.`,
      intent,
    );
  }
  const verdict = verdictOf(proof);
  const method = await byPath<PaymentMethod>(tx, "payment_method", intent.payment_method ?? "");
  // Another intent may have used it since.
  assertUsable(method);
  checkOwner(method, intent.object, intent.customer);
  if (verdict === "verified") {
    await tx.update(answeredMethod(method, "right"));
    return ways.begin(tx, intent);
  }
  const left = triesLeft(proof, (wrongTriesOf(method) ?? 0) + 1);
  const isWrong = verdict === "mismatch" && left > 0;
  const answered = answeredMethod(method, isWrong || verdict === "timeout" ? "wrong" : "last");
  await tx.update(answered);
  if (isWrong) return { refused: mismatch(proof, left) };
  const fault = FAULTS[verdict === "timeout" ? "timeout" : "attempts_exceeded"];
  const failed = await ways.fail(tx, intent, answered, { result: "action_failed", fault });
  return { refused: errors.ofIntent(fault, failed) };
}
