/** What a shop with a form of its own can do with a session: the actions of `initCheckout` and its later names. */

import { isSince } from "../../trains.ts";
import type { ApiFault } from "../../wire.ts";
import type { CheckoutSession, SessionView } from "./session.ts";

export type ActionResult =
  | { readonly type: "success"; readonly [session: string]: unknown }
  | { readonly type: "error"; readonly error: { readonly message: string; readonly code: string | null } };

type Params = Readonly<Record<string, unknown>>;
type Action = (...args: never[]) => Promise<ActionResult>;

/** The actions by name; a plain object, since React spreads it. */
export function actionsOf(session: CheckoutSession): Readonly<Record<string, Action>> {
  const update = (params: Params, codeOf?: (fault: ApiFault) => string | null) =>
    acted(session, () => session.update(params), codeOf);
  return {
    applyPromotionCode: (code: string) => update({ promotion_code: code }, () => "invalidCode"),
    removePromotionCode: () => update({ promotion_code: "" }),
    updateEmail: async (email: string | null) => emailFault(email) ?? update({ email: email ?? "" }),
    updatePhoneNumber: (phone: string | null) => update({ phone: phone ?? "" }),
    updateShippingAddress: (contact: Params | null) => update({ shipping: contact ?? "" }),
    updateBillingAddress: (contact: Params | null) => update({ billing_address: contact?.address ?? "" }),
    updateIndividualName: (name: string | null) => update({ individual_name: name ?? "" }),
    updateBusinessName: (name: string | null) => update({ business_name: name ?? "" }),
    updateLineItemQuantity: ({ lineItem, quantity }: { lineItem: string; quantity: number }) =>
      update({ line_items: [{ id: lineItem, quantity }] }),
    updateShippingOption: (id: string) => update({ shipping_rate: id }),
    updateTaxIdInfo: (info: { taxId: Params; businessName: string } | null) =>
      update({ tax_id: info?.taxId ?? "", business_name: info?.businessName ?? "" }, () => "invalidTaxId"),
    addOptionalLineItem: (price: string) => update(optional(session, price, 1)),
    removeOptionalLineItem: (price: string) => update(optional(session, price, 0)),
    runServerUpdate: (change: () => Promise<unknown>) =>
      acted(session, async () => {
        await change();
        return session.reload();
      }),
  };
}

/** The quantity of the line that an optional price stands for. */
function optional(session: CheckoutSession, price: string, quantity: number): Params {
  const option = session.shown.options.find((one) => one.price === price);
  return { line_items: [{ id: option?.id ?? price, quantity }] };
}

function emailFault(email: string | null): ActionResult | null {
  if (email === null || /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)) return null;
  const code = email.includes("@") ? "invalidEmail" : "incompleteEmail";
  const message = code === "invalidEmail" ? "Your email is invalid." : "Your email is incomplete.";
  return { type: "error", error: { message, code } };
}

/** The result of an action. On the oldest trains the session has another name in it. */
export async function acted(
  session: CheckoutSession,
  run: () => Promise<SessionView>,
  codeOf: (fault: ApiFault) => string | null = () => null,
): Promise<ActionResult> {
  try {
    const view = await run();
    return { type: "success", [isSince(session.shop.train, "basil") ? "session" : "success"]: view };
  } catch (error) {
    if (error instanceof Error) throw error; // a mistake of the shop
    const fault = error as ApiFault; // what `update` throws
    return { type: "error", error: { message: fault.message ?? "", code: codeOf(fault) } };
  }
}
