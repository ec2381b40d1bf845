/**
 * What the payer of an intent has to do before its attempt can go on: pass a challenge, approve the payment on a page of
 * their bank, or scan a code. The pages themselves are in `page/`.
 */
import { errors } from "../../core/errors.ts";
import { qrDataUrl } from "../../core/qr_code.ts";
import type { ActionFailed } from "../../method_types/attempt_result.ts";
import { optionsOf, typeNamed } from "../../method_types/index.ts";
import type { Action, NextAction } from "../../method_types/method_type.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../customers/payment_method/index.ts";
import { publicPart, type Surroundings, type Wire, withOrigin } from "../resource.ts";
import type { DrivenBy } from "./driven_by.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

/** The paths of the pages for each action. That of an approval tells its payer to approve, and waits. */
const PAGES: Readonly<Record<Action, string>> = {
  approval: "/c/approve",
  challenge: "/c/3ds",
  redirect: "/c/bank",
  scan: "/c/bank",
};
/** The path of the pages that show a code to scan. */
const CODE_PAGE = "/c/scan";

/**
 * Where the payer's browser is sent after a challenge; null if nowhere. A client with Stripe's SDK shows the
 * challenge itself and needs no return URL.
 */
export function returnUrlOf(
  input: { readonly return_url?: string; readonly use_stripe_sdk?: boolean },
  method: PaymentMethod,
): string | null {
  const isShownByClient = input.use_stripe_sdk && typeNamed(method.type).family.action === "challenge";
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
  readonly payment_method_options: Wire;
  readonly _attempt: { readonly id: string; readonly return_url: string | null } | null;
  readonly _driven_by: DrivenBy | null;
}

/** What an intent says of the action of its payer. */
export interface Asked {
  readonly next_action: NextAction | null;
  /** The attempt that a client with Stripe's SDK names while its payer authenticates. It can be found by this key. */
  readonly _source?: string | undefined;
}

/** What changes in an intent whose payer has to act from now on. */
export function askedToAct(tx: Tx, intent: Acting, method: PaymentMethod): Asked {
  const { family } = typeNamed(method.type);
  if (family.action === null) throw new Error(`a payer of type ${method.type} was asked to act`);
  // The attempt of an intent that a session drives is the session's.
  const attemptId = intent._attempt?.id ?? tx.newId("payatt_");
  const page = pageFor(intent, family.action);
  const next_action = family.nextAction(page, intent._attempt?.return_url ?? pageOfDriver(intent, method), {
    accountId: tx.account.id,
    attemptId,
    method: heldOf(method),
    now: tx.at(null).now,
    options: optionsOf(method.type, intent.payment_method_options),
    codeUrl: (file) => `${CODE_PAGE}/${intent.id}${file}${queryOf(intent)}`,
  });
  return { next_action, _source: next_action?.type === "use_stripe_sdk" ? attemptId : undefined };
}

type Named = Pick<Acting, "client_secret" | "id">;
const queryOf = ({ client_secret }: Named) => `?client_secret=${client_secret}`;
const pageFor = (intent: Named, action: Action) => `${PAGES[action]}/${intent.id}${queryOf(intent)}`;

/** The URL, without its origin, of the page on which an intent's payer answers the challenge of their bank. */
export function challengePageOf(intent: Named): string {
  return pageFor(intent, "challenge");
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
    : { ...shown, next_action: withPicture(withOrigin(row.next_action, checkoutOrigin) as NextAction) };
}

/** A next action with the picture of its code, where it has one in itself. */
function withPicture(next: NextAction): NextAction {
  const hash = next[next.type] as { readonly data?: string; readonly image_data_url?: null };
  if (hash.image_data_url !== null || hash.data === undefined) return next;
  return { ...next, [next.type]: { ...hash, image_data_url: qrDataUrl(hash.data) } };
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
const late = (kind: IntentKind, attempt: string) =>
  `The latest ${attempt} of this ${INTENT_NAMES[kind]} has expired. Provide a new payment method to attempt to fulfill ` +
  `this ${INTENT_NAMES[kind]} again.`;

/** What a challenge comes to that failed, what another action does, and what either does that was not done in time. */
const FAULTS: Readonly<Record<IntentKind, Readonly<Record<"approval" | "challenge" | "late", ActionFault>>>> =
  {
    payment_intent: {
      approval: { code: "payment_intent_payment_attempt_failed", message: notApproved("payment_intent") },
      challenge: { code: "payment_intent_authentication_failure", message: NOT_AUTHENTICATED },
      late: {
        code: "payment_intent_payment_attempt_expired",
        message: late("payment_intent", "payment attempt"),
      },
    },
    setup_intent: {
      approval: { code: "setup_attempt_failed", message: notApproved("setup_intent") },
      challenge: { code: "setup_intent_authentication_failure", message: NOT_AUTHENTICATED },
      late: { code: "setup_attempt_failed", message: late("setup_intent", "setup attempt") },
    },
  };

/** The error of an attempt whose payer has not paid or acted in time. */
export function lateFault(kind: IntentKind): ActionFault {
  return FAULTS[kind].late;
}

/** The error of an intent whose payer failed or refused to act, or has not acted in time. */
export function actionFault(method: PaymentMethod, kind: IntentKind, { isLate }: ActionFailed): ActionFault {
  const { action } = typeNamed(method.type).family;
  if (action === null) throw new Error(`a payer of type ${method.type} was asked to act`);
  return isLate ? lateFault(kind) : FAULTS[kind][action === "challenge" ? "challenge" : "approval"];
}
