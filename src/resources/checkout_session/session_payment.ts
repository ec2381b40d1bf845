/** The payment of a session: its intent, and the method it is paid with. */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import type { Tx } from "../../storage/port.ts";
import { secretFor } from "../intents.ts";
import { newIntent, type PaymentIntent } from "../payment_intent/index.ts";
import type { PaymentMethod } from "../payment_method/index.ts";
import { byPath } from "../resource.ts";
import { shippingDetailsOf, usageOf } from "./complete.ts";
import { giveBackDiscount } from "./discounts.ts";
import type { Session } from "./session.ts";

/** Brands as `restrictions[brands_blocked]` names them. */
const BRAND_NAMES: Readonly<Record<string, string>> = {
  amex: "american_express",
  diners: "discover_global_network",
  discover: "discover_global_network",
  jcb: "discover_global_network",
  mastercard: "mastercard",
  unionpay: "discover_global_network",
  visa: "visa",
};

/** The session as it was before its payer was asked to authenticate: what they buy has changed since. */
export async function withoutChallenge(tx: Tx, session: Session): Promise<Session> {
  if (session._challenge === null) return session;
  return { ...(await giveBackDiscount(tx, session)), _challenge: null };
}

/** Refuses a card of a brand that the shop does not take. */
export function checkBrand(session: Session, method: PaymentMethod): void {
  const options = session.payment_method_options.card as
    | { readonly restrictions?: { readonly brands_blocked?: readonly string[] } }
    | undefined;
  const name = BRAND_NAMES[method.card.brand];
  if (name === undefined || !options?.restrictions?.brands_blocked?.includes(name)) return;
  throw errors.card({
    code: "card_declined",
    decline_code: "card_not_supported",
    message: "Your card is not supported.",
  });
}

/**
 * A new method that is saved, with when it may be offered again: as the shop says, else always where its owner asked
 * for it to be saved, and otherwise within limits (Stripe docs, "Save payment details during payment").
 */
export function redisplayed(method: PaymentMethod, session: Session): PaymentMethod {
  const { _buyer: buyer, _allow_redisplay: wanted } = session;
  if (method.customer !== null || !(buyer.save || usageOf(session) !== null)) return method;
  return { ...method, allow_redisplay: wanted ?? (buyer.save ? "always" : "limited") };
}

/** The session's intent: that of an earlier try, with what has changed since, or a new one. */
export async function intentFor(tx: Tx, session: Session): Promise<PaymentIntent> {
  const { _payment: payment, _buyer: buyer } = session;
  const collected = shippingDetailsOf(buyer);
  const shipping =
    collected === null
      ? payment.shipping
      : { ...collected, carrier: null, phone: buyer.phone, tracking_number: null };
  const changing = {
    amount: session.amount_total,
    customer: session.customer,
    setup_future_usage: buyer.save
      ? (payment.setup_future_usage ?? "on_session")
      : payment.setup_future_usage,
    shipping: shipping === null ? null : inWireOrder(shipping),
  };
  if (session.payment_intent !== null) {
    const earlier = await byPath<PaymentIntent>(tx, "payment_intent", session.payment_intent);
    return { ...earlier, ...changing, next_action: null, _invoice: session.invoice };
  }
  const id = tx.newId("pi_");
  const { card, three_d_secure, ...described } = payment;
  const intent = newIntent({
    ...described,
    ...changing,
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    currency: session.currency,
    // Chosen from the account's settings, unless the session named its types itself.
    automatic_payment_methods:
      session.payment_method_configuration_details === null
        ? null
        : { allow_redirects: "always", enabled: true },
    payment_method_configuration_details: session.payment_method_configuration_details,
    payment_method_types: session.payment_method_types,
    three_d_secure,
    card_options: card,
    _checkout_session: session.id,
    _invoice: session.invoice,
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return intent;
}
