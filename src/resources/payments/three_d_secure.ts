/**
 * What Stripe.js asks while a payer authenticates in a page: how the bank wants them to, and whether they have. The
 * payer answers on the page of the simulated bank; nothing here changes the intent. A payer who closes the challenge is
 * in `source_cancel.ts`.
 */
import { errors } from "../../core/errors.ts";
import { challengeWanted } from "../../method_types/card/three_ds2.ts";
import { p } from "../../params/param.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import { defineResource, withOrigin, writes } from "../resource.ts";
import type { AnyIntent } from "./any_intent.ts";
import { challengePageOf } from "./payer_action.ts";
import { awaitsSource, sourceParam } from "./source_cancel.ts";

/** One authentication. It is built for an answer and not stored. */
interface Authentication extends Row {
  readonly object: "three_d_secure_2";
  readonly ares: Readonly<Record<string, unknown>> | null;
  readonly created: number;
  readonly creq: string | null;
  readonly error: null;
  readonly fallback_redirect_url: null;
  readonly livemode: false;
  readonly source: string;
  readonly state: "challenge_required" | "failed" | "succeeded";
}

/** The intent whose payer authenticates the attempt, or did so last. */
async function intentOfSource(reader: Reader, id: string): Promise<AnyIntent> {
  for (const kind of ["payment_intent", "setup_intent"] as const) {
    const { rows } = await reader.list<AnyIntent>(kind, { source: id }, { limit: 1 });
    if (rows[0] !== undefined) return rows[0];
  }
  throw errors.missingResource("source", id, "source");
}

async function authenticationOf(tx: Tx, id: string): Promise<Authentication> {
  const intent = await intentOfSource(tx, id);
  const isAwaited = awaitsSource(intent, id);
  const hasFailed = intent.status === "requires_payment_method" || intent.status === "canceled";
  return {
    id: id.replace(/^[a-z]+_/, "threeds2_"),
    object: "three_d_secure_2",
    ...(isAwaited ? challengeWanted(id, challengePageOf(intent)) : { ares: null, creq: null }),
    created: tx.now,
    error: null,
    fallback_redirect_url: null,
    livemode: false,
    source: id,
    state: isAwaited ? "challenge_required" : hasFailed ? "failed" : "succeeded",
  };
}

export const threeDSecure = defineResource<Authentication>({
  object: "three_d_secure_2",
  path: "/v1/3ds2",
  permission: "payment_intent",
  operations: {
    "POST /authenticate": writes(
      {
        app: p.notYet(),
        browser: p.about("What the browser says of itself, as JSON. It is not read.", p.string()),
        source: sourceParam,
      },
      (tx, { input }) => authenticationOf(tx, input.source),
      { keys: "secret_or_publishable" },
    ),
    "POST /challenge_complete": writes(
      { source: sourceParam },
      (tx, { input }) => authenticationOf(tx, input.source),
      {
        keys: "secret_or_publishable",
      },
    ),
  },
  view: (row, { checkoutOrigin }) => ({ ...row, ares: withOrigin(row.ares, checkoutOrigin) }),
});
