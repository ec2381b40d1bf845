/**
 * What the page that verifies bank accounts asks of the rest: what an intent waits for, and the payer's answer. Part of
 * the composition root, beside `page_parts.ts`.
 */
import { callOf } from "./api/call.ts";
import { sameSecret } from "./core/canonical.ts";
import { ApiError } from "./core/errors.ts";
import { accountIdOfSecret } from "./core/ids.ts";
import { NEWEST } from "./invoice_parts.ts";
import { awaitsVerification, type MicrodepositType, triesLeft } from "./method_types/microdeposits.ts";
import type { FoundVerification } from "./page/port.ts";
import type { Branch } from "./params/form.ts";
import type { Session } from "./resources/checkout/checkout_session/index.ts";
import { type PaymentMethod, wrongTriesOf } from "./resources/customers/payment_method/index.ts";
import { type AnyIntent, anyIntent, intentKind } from "./resources/payments/any_intent.ts";
import { paymentIntent } from "./resources/payments/payment_intent/index.ts";
import { setupIntent } from "./resources/payments/setup_intent/index.ts";
import { inStages, type Units } from "./resources/resource.ts";
import { accountOf, type Reader, type Store } from "./storage/port.ts";

/** What the payer of an intent is asked to verify; null unless the client secret is the intent's. */
export function findVerification(
  store: Store,
  id: string,
  secret: string,
): Promise<FoundVerification | null> {
  const account = accountOf(accountIdOfSecret(secret));
  return store.read(account, async (reader) => {
    const intent = await anyIntent(reader, id);
    if (intent === null || !sameSecret(intent.client_secret, secret)) return null;
    return {
      account,
      intentId: id,
      state: stateOf(intent),
      ...(await askedFor(reader, intent)),
      locale: await localeOf(reader, intent),
    };
  });
}

function stateOf(intent: AnyIntent): FoundVerification["state"] {
  const isAnswered = intent._attempt !== null || ["processing", "succeeded"].includes(intent.status);
  if (isAnswered) return "verified";
  return awaitsVerification(intent) ? "waiting" : "over";
}

async function askedFor(
  reader: Reader,
  { next_action: next, payment_method: id }: AnyIntent,
): Promise<Pick<FoundVerification, "by" | "triesLeft">> {
  // The family of debits has made the hash.
  const hash = (next?.[next.type] ?? {}) as { readonly microdeposit_type?: MicrodepositType };
  const { microdeposit_type: by = "amounts" } = hash;
  const method = id === null ? null : await reader.get<PaymentMethod>("payment_method", id);
  const wrong = method === null ? 0 : (wrongTriesOf(method) ?? 0);
  return { by, triesLeft: triesLeft(by === "amounts" ? { amounts: [] } : {}, wrong) };
}

/** `locale` of the session that the intent belongs to; null if there is none. */
async function localeOf(reader: Reader, { _driven_by: driver }: AnyIntent): Promise<string | null> {
  if (driver?.kind !== "checkout.session") return null;
  return (await reader.get<Session>("checkout.session", driver.id))?.locale ?? null;
}

const VERIFY = "POST /:id/verify_microdeposits";

/** Answers for the payer, with raw parameters. The refusal, or null if the account is verified. */
export async function verifyAccount(units: Units, id: string, form: Branch): Promise<ApiError | null> {
  const resource = intentKind(id) === "setup_intent" ? setupIntent : paymentIntent;
  const operation = resource.operations[VERIFY];
  if (operation?.does !== "staged") throw new Error("bank accounts are verified in stages");
  try {
    const name = `POST ${resource.path}/:id/verify_microdeposits`;
    const call = callOf(NEWEST, { name, operation }, form, { id, sub: "", path: "", fromBrowser: false });
    const answer = await inStages(units, operation, call);
    return "refused" in answer ? answer.refused : null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
