/**
 * The client secret of an intent: with it a browser proves its access, where a server has its secret key. What a browser
 * may do with which intent beyond that is in the rules of each kind.
 */
import { sameSecret } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import type { Reader, Row } from "../../storage/port.ts";
import { byPath, type Call, type ReadOperation, reads } from "../resource.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

const SECRET_MAX = 200;

/** The parameter of every operation that browsers may call on an intent. */
export const clientSecretParam = p.about(
  "Proves access where the key is publishable.",
  p.string({ max: SECRET_MAX }),
);

type WithSecret = Pick<Call<{ readonly client_secret?: string }>, "fromBrowser" | "id" | "input">;

/** The intent that a path names. Refuses a browser without its client secret, and everybody with a wrong one. */
export async function intentOf<I extends Row & { readonly client_secret: string }>(
  reader: Reader,
  kind: IntentKind,
  { fromBrowser, id, input }: WithSecret,
): Promise<I> {
  const { client_secret: secret } = input;
  if (fromBrowser && secret === undefined) throw errors.secretKeyRequired();
  if (fromBrowser && (await reader.get(kind, id)) === null) {
    throw wrongSecret(
      kind,
      `any associated ${INTENT_NAMES[kind]} on this account. Ensure the publishable key used belongs to the same ` +
        `account that created the ${INTENT_NAMES[kind]}.`,
    );
  }
  const intent = await byPath<I>(reader, kind, id);
  if (secret !== undefined && !sameSecret(secret, intent.client_secret)) {
    throw wrongSecret(kind, `the client_secret associated with the ${INTENT_NAMES[kind]}.`);
  }
  return intent;
}

/** Recorded of setup intents without a code. */
function wrongSecret(kind: IntentKind, whose: string) {
  return errors.rule(
    `The client_secret provided does not match ${whose}`,
    "client_secret",
    kind === "setup_intent" ? undefined : "payment_intent_invalid_parameter",
  );
}

/** `GET /:id`. */
export function retrievesIntent(kind: IntentKind): ReadOperation {
  return reads({ client_secret: clientSecretParam }, (reader, call) => intentOf(reader, kind, call), {
    keys: "secret_or_publishable",
  });
}
