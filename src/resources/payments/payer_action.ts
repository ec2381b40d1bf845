/**
 * What the payer of an intent has to do before its attempt can go on: pass a challenge, or approve the payment
 * on a page of their bank. The pages themselves are in `page/`.
 */
import { errors } from "../../core/errors.ts";
import { typeNamed } from "../../method_types/index.ts";
import type { Action, NextAction } from "../../method_types/method_type.ts";
import type { Row } from "../../storage/port.ts";
import type { PaymentMethod } from "../customers/payment_method/index.ts";
import { publicPart, type Surroundings, type Wire, withOrigin } from "../resource.ts";
import type { DrivenBy } from "./driven_by.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

/** The paths of the pages for each action. That of an approval tells its payer to approve, and waits. */
const PAGES: Readonly<Record<Action, string>> = {
  approval: "/c/approve",
  challenge: "/c/3ds",
  redirect: "/c/bank",
};

/**
 * Where the payer's browser is sent after a challenge; null if nowhere. A client with Stripe's SDK shows the
 * challenge itself and needs no return URL.
 */
export function returnUrlOf(
  input: { readonly return_url?: string; readonly use_stripe_sdk?: boolean },
  method: PaymentMethod,
): string | null {
  const isShownByClient = input.use_stripe_sdk && !redirects(method);
  return isShownByClient ? null : (input.return_url ?? null);
}

/** Whether payers approve payments with the method on another page, to which their browser is redirected. */
function redirects(method: PaymentMethod): boolean {
  return typeNamed(method.type).family.action === "redirect";
}

/** Refuses a confirmation whose payer could not come back from the page of their bank. */
export function checkReturnFor(method: PaymentMethod, returnUrl: string | undefined, kind: IntentKind): void {
  if (returnUrl !== undefined || !redirects(method)) return;
  const message =
    `You must provide a \`return_url\` when confirming a ${INTENT_NAMES[kind]} with the payment method type ` +
    `${method.type}.`;
  throw kind === "setup_intent"
    ? errors.rule(message, "return_url")
    : errors.rule(message, "return_url", "payment_intent_redirect_confirmation_without_return_url");
}

interface Acting {
  readonly id: string;
  readonly client_secret: string;
  readonly _attempt: { readonly return_url: string | null } | null;
  readonly _driven_by: DrivenBy | null;
}

/** Pure: the next action of an intent whose payer has to act. */
export function nextAction(intent: Acting, method: PaymentMethod): NextAction | null {
  const { family } = typeNamed(method.type);
  if (family.action === null) throw new Error(`a payer of type ${method.type} was asked to act`);
  const page = `${PAGES[family.action]}/${intent.id}?client_secret=${intent.client_secret}`;
  return family.nextAction(page, intent._attempt?.return_url ?? pageOfDriver(intent, method));
}

/** Where the payer comes back to if a session drives the intent: its page, which shows a challenge itself. */
function pageOfDriver({ _driven_by: driver }: Acting, method: PaymentMethod): string | null {
  return driver !== null && redirects(method) ? `/c/pay/${driver.id}` : null;
}

/** An intent as clients see it: with the origin before the URLs of our own pages. */
export function viewIntent(
  row: Row & { readonly next_action: NextAction | null },
  { checkoutOrigin }: Surroundings,
): Wire {
  const shown = publicPart(row);
  return row.next_action === null
    ? shown
    : { ...shown, next_action: withOrigin(row.next_action, checkoutOrigin) };
}

const NOT_AUTHENTICATED =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

const notApproved = (kind: IntentKind) =>
  `The customer did not approve the ${INTENT_NAMES[kind]}. Provide a new payment method to attempt to fulfill this ` +
  `${INTENT_NAMES[kind]} again.`;

interface ActionFault {
  readonly code: string;
  readonly message: string;
}
const FAULTS: Readonly<Record<IntentKind, Readonly<Record<Action, ActionFault>>>> = {
  payment_intent: {
    approval: { code: "payment_intent_payment_attempt_failed", message: notApproved("payment_intent") },
    challenge: { code: "payment_intent_authentication_failure", message: NOT_AUTHENTICATED },
    redirect: { code: "payment_intent_payment_attempt_failed", message: notApproved("payment_intent") },
  },
  setup_intent: {
    approval: { code: "setup_attempt_failed", message: notApproved("setup_intent") },
    challenge: { code: "setup_intent_authentication_failure", message: NOT_AUTHENTICATED },
    redirect: { code: "setup_attempt_failed", message: notApproved("setup_intent") },
  },
};

/** The error of an intent whose payer failed or refused to act. */
export function actionFault(method: PaymentMethod, kind: IntentKind): ActionFault {
  const { action } = typeNamed(method.type).family;
  if (action === null) throw new Error(`a payer of type ${method.type} was asked to act`);
  return FAULTS[kind][action];
}
