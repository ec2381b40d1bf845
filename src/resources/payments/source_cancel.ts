/**
 * A payer who closes the challenge of their bank in a page: the attempt goes on as if they had failed it, and the intent
 * is the answer.
 */
import { errors } from "../../core/errors.ts";
import type { NextAction } from "../../method_types/method_type.ts";
import { p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { type Answer, byPath, type Call, type Units } from "../resource.ts";
import * as attempts from "./attempts.ts";
import { clientSecretParam, intentOf } from "./client_secret.ts";
import { checkNotDriven, type DrivenBy } from "./driven_by.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

const SOURCE_MAX = 200;

/** The parameter that names the attempt which a payer authenticates. */
export const sourceParam = p.about(
  "The attempt that the payer authenticates: `three_d_secure_2_source` of the intent's `next_action`.",
  p.required(p.string({ max: SOURCE_MAX })),
);
export const sourceCancelParams = { client_secret: clientSecretParam, source: sourceParam } as const;
type CancelInput = { readonly client_secret?: string; readonly source: string };

/** The keys of an intent that are needed here. */
interface Cancelable extends Row {
  readonly object: IntentKind;
  readonly client_secret: string;
  readonly next_action: NextAction | null;
  readonly status: string;
  readonly _attempt: attempts.Pending | null;
  readonly _challenge: attempts.Pending | null;
  readonly _driven_by: DrivenBy | null;
}

/** Whether the intent waits for its payer to authenticate this attempt. */
export function awaitsSource({ next_action: next }: Pick<Cancelable, "next_action">, id: string): boolean {
  const shown = next?.use_stripe_sdk as { readonly three_d_secure_2_source?: string } | undefined;
  return shown?.three_d_secure_2_source === id;
}

/** `POST /:id/source_cancel`, up to where the network is asked. */
export function cancelsSource<I extends Cancelable>(attempted: attempts.Attempted<I>) {
  const kind: IntentKind = attempted.kind;
  return async (tx: Tx, call: Call<CancelInput>): Promise<attempts.Unfinished> => {
    const intent = await intentOf<I>(tx, kind, call);
    checkNotDriven(intent, "cancel");
    if (!awaitsSource(intent, call.input.source)) {
      throw errors.unexpectedIntentState(
        `This ${INTENT_NAMES[kind]} does not wait for its payer to authenticate the source ${call.input.source}.`,
        intent,
        "source",
      );
    }
    return attempts.answered(tx, attempted, intent.id, "failed");
  };
}

/** What follows it. */
export function finishesCancel<I extends Cancelable>(attempted: attempts.Attempted<I>) {
  return async (units: Units, id: string): Promise<Answer> => {
    await attempts.finish(units, attempted, id);
    return units((tx) => byPath<I>(tx, attempted.kind, id));
  };
}
