/** What the page of a voucher is drawn from. Part of the composition root, beside `page_parts.ts`. */
import { sameSecret } from "./core/canonical.ts";
import { accountIdOfSecret } from "./core/ids.ts";
import type { FoundVoucher, VoucherHash } from "./page/port.ts";
import type { Session } from "./resources/checkout/checkout_session/index.ts";
import { triedType } from "./resources/payments/any_intent.ts";
import {
  isTransfer,
  isVoucher,
  type PaymentIntent,
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
  return store.read(accountOf(accountIdOfSecret(secret)), async (reader) => {
    const intent = await reader.get<PaymentIntent>("payment_intent", id);
    if (intent === null || !sameSecret(intent.client_secret, secret)) return null;
    const { amount, currency, next_action: next, status, _driven_by: driver } = intent;
    const session =
      driver?.kind === "checkout.session" ? await reader.get<Session>("checkout.session", driver.id) : null;
    const isWaiting = isVoucher(intent);
    const type = await triedType(reader, intent);
    return {
      name: type?.name ?? "",
      utcOffset: type?.utcOffset ?? 0,
      amount,
      currency,
      state: isWaiting ? "waiting" : status === "succeeded" ? "paid" : "over",
      // The family of vouchers has made the hash.
      shown: isWaiting && next !== null ? (next[next.type] as VoucherHash) : null,
      locale: session?.locale ?? null,
    };
  });
}
