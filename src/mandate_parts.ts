/** What the page of a mandate is drawn from. Part of the composition root, beside `page_parts.ts`. */
import { accountIdIn } from "./core/ids.ts";
import { typeNamed } from "./method_types/index.ts";
import type { FoundMandate } from "./page/port.ts";
import { heldOf, type PaymentMethod } from "./resources/customers/payment_method/index.ts";
import { mandateByToken, referenceOf } from "./resources/payments/mandate.ts";
import { accountOf, type Store } from "./storage/port.ts";

/** The mandate by the token of its URL; null if there is none. */
export function findMandate(store: Store, token: string): Promise<FoundMandate | null> {
  return store.read(accountOf(accountIdIn(token)), async (reader) => {
    const mandate = await mandateByToken(reader, token);
    if (mandate === null) return null;
    const method = await reader.get<PaymentMethod>("payment_method", mandate.payment_method);
    if (method === null) return null;
    const { family, name } = typeNamed(method.type);
    const held = heldOf(method);
    const look = family.saved(held);
    return {
      acceptedAt: mandate.customer_acceptance.accepted_at,
      isActive: mandate.status === "active",
      method: look === null ? null : { id: method.id, name, ...look },
      once: mandate.single_use ?? null,
      payer: held.billing.name,
      reference: referenceOf(mandate),
      title: name,
    };
  });
}
