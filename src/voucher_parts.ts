/** What the pages of vouchers and bank transfers are drawn from. Part of the composition root, beside `page_parts.ts`. */
import { sameSecret } from "./core/canonical.ts";
import { accountIdOfSecret } from "./core/ids.ts";
import type { FoundTransfer, FoundVoucher, TransferHash, VoucherHash } from "./page/port.ts";
import type { Session } from "./resources/checkout/checkout_session/index.ts";
import { triedType } from "./resources/payments/any_intent.ts";
import {
  isTransfer,
  isVoucher,
  type PaymentIntent,
  remainingOf,
  tellingPageOf,
} from "./resources/payments/payment_intent/index.ts";
import { accountOf, type Reader, type Store } from "./storage/port.ts";

/** The page that tells the buyer of a completed session how to pay; null if they need not be told. */
export async function voucherOf(
  reader: Reader,
  { status, payment_status, payment_intent: id }: Session,
): Promise<string | null> {
  if (status !== "complete" || payment_status !== "unpaid" || id === null) return null;
  const intent = await reader.get<PaymentIntent>("payment_intent", id);
  if (intent === null || !isVoucher(intent)) return null;
  return tellingPageOf(intent, isTransfer(intent) ? "transfer" : "voucher");
}

/** The voucher of an intent; null unless the client secret is the intent's. */
export function findVoucher(store: Store, id: string, secret: string): Promise<FoundVoucher | null> {
  return findTold(store, id, secret, async (reader, intent, session) => {
    const { amount, currency } = intent;
    const type = await triedType(reader, intent);
    return {
      name: type?.name ?? "",
      utcOffset: type?.utcOffset ?? 0,
      amount,
      currency,
      state: stateOf(intent, isVoucher),
      shown: shownOf<VoucherHash>(intent, isVoucher),
      locale: session?.locale ?? null,
    };
  });
}

/** The transfer that an intent waits for; null unless the client secret is the intent's. */
export function findTransfer(store: Store, id: string, secret: string): Promise<FoundTransfer | null> {
  return findTold(store, id, secret, async (_reader, intent, session) => {
    const { amount, currency } = intent;
    const url = session?.success_url ?? null;
    return {
      amount,
      missing: remainingOf(intent),
      currency,
      state: stateOf(intent, isTransfer),
      shown: shownOf<TransferHash>(intent, isTransfer),
      session: session === null || url === null ? null : { id: session.id, success_url: url },
      locale: session?.locale ?? null,
    };
  });
}

/** What a page shows of an intent and of the session that drives it; null unless the client secret is the intent's. */
function findTold<T>(
  store: Store,
  id: string,
  secret: string,
  found: (reader: Reader, intent: PaymentIntent, session: Session | null) => Promise<T>,
): Promise<T | null> {
  return store.read(accountOf(accountIdOfSecret(secret)), async (reader) => {
    const intent = await reader.get<PaymentIntent>("payment_intent", id);
    if (intent === null || !sameSecret(intent.client_secret, secret)) return null;
    const { _driven_by: driver } = intent;
    const isOfSession = driver?.kind === "checkout.session";
    return found(
      reader,
      intent,
      isOfSession ? await reader.get<Session>("checkout.session", driver.id) : null,
    );
  });
}

type IsWaiting = (intent: PaymentIntent) => boolean;

function stateOf(intent: PaymentIntent, isWaiting: IsWaiting): FoundVoucher["state"] {
  if (isWaiting(intent)) return "waiting";
  return intent.status === "succeeded" ? "paid" : "over";
}

/** The hash of the intent's `next_action`, which the family of its method has made as `H`. */
function shownOf<H>(intent: PaymentIntent, isWaiting: IsWaiting): H | null {
  const { next_action: next } = intent;
  return isWaiting(intent) && next !== null ? (next[next.type] as H) : null;
}
