/** `confirm`: a session is paid with what was typed in the shop's form. */
import type { ApiFault } from "../../wire.ts";
import type { Intent } from "../elements/options.ts";
import { follow, leaveTo, retrieve } from "../paying/next_action.ts";
import { sendTyped } from "../paying/typed.ts";
import { ask } from "../shop.ts";
import { type ActionResult, acted } from "./actions.ts";
import type { CheckoutSession, SessionView } from "./session.ts";

interface Given {
  readonly returnUrl?: string;
  readonly redirect?: "always" | "if_required";
  readonly paymentMethod?: string;
  readonly savePaymentMethod?: boolean;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly billingAddress?: { readonly name?: string; readonly address: object };
  readonly shippingAddress?: { readonly name?: string; readonly address: object };
}

/** Pays, and goes to the shop's page unless `redirect` is `if_required`. */
export async function confirmSession(session: CheckoutSession, given: Given = {}): Promise<ActionResult> {
  const result = await acted(
    session,
    () => pay(session, given),
    () => "paymentFailed",
  );
  session.failedWith(result.type === "error" ? result.error.message : null);
  if (result.type === "error" || given.redirect === "if_required") return result;
  const url = given.returnUrl ?? session.shown.returnUrl;
  if (url === null) return result;
  return leaveTo(url.replaceAll("{CHECKOUT_SESSION_ID}", session.view().id));
}

async function pay(session: CheckoutSession, given: Given): Promise<SessionView> {
  const { id, email, total } = session.view();
  const reply = await ask(session.shop, "POST", `/v1/payment_pages/${id}/confirm`, {
    expected_amount: total.total.minorUnitsAmount,
    email: given.email ?? email ?? undefined,
    phone: given.phoneNumber,
    billing_address: given.billingAddress?.address,
    shipping: given.shippingAddress,
    save_payment_method: given.savePaymentMethod,
    payment_method: given.paymentMethod ?? (await newMethod(session, given)),
  });
  if (!reply.ok) throw reply.error;
  await letAct(session, reply.body);
  return session.reload();
}

/** A payment method of what was typed; undefined if the form asks for none. */
async function newMethod({ group, shop }: CheckoutSession, given: Given): Promise<string | undefined> {
  const { paying } = group;
  if (paying === null) return undefined;
  const name = given.billingAddress?.name;
  const params = { billing_details: { name, address: given.billingAddress?.address } };
  const reply = await sendTyped(shop, paying, "/v1/payment_methods", params, "payment_method");
  if (!reply.ok) throw reply.error;
  return String(reply.body.id);
}

/** Lets the payer do what the session's intent waits for. Throws what it failed with. */
async function letAct({ shop }: CheckoutSession, page: Readonly<Record<string, unknown>>): Promise<void> {
  const intent = waitingIn(page);
  if (intent === null) return;
  const reply = await retrieve(shop, intent);
  if (!reply.ok) throw reply.error;
  const result = await follow(shop, intent, reply.body);
  if ("error" in result) throw result.error as ApiFault; // a failure's own
}

/** The intent of a page that waits for its payer. */
function waitingIn(page: Readonly<Record<string, unknown>>): Intent | null {
  for (const kind of ["payment_intent", "setup_intent"] as const) {
    const shown = page[kind] as { id: string; client_secret: string; status: string } | null | undefined;
    if (shown?.status === "requires_action") return { id: shown.id, kind, clientSecret: shown.client_secret };
  }
  return null;
}
